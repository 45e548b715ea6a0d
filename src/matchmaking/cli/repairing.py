"""`repair` and `compare`: a published plan after the event has changed, and what became of it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from matchmaking import compare
from matchmaking import repair as find_repair
from matchmaking.cli.arguments import (
    bad_option,
    goals_of,
    plan_for,
    search_arguments,
    targets_of,
)
from matchmaking.cli.interrupt import Interrupt
from matchmaking.cli.output import DONE, EVENT_HELP, INFEASIBLE, clash_in_words, put, tell
from matchmaking.cli.planning import tell_progress
from matchmaking.errors import InputError
from matchmaking.files import read_event, read_plan, warnings_about, write_plan
from matchmaking.options import STABLE_GOALS, Goal, Options
from matchmaking.repairs import Repair
from matchmaking.timetable import changes_in_words

_STILL_GOALS: tuple[Goal, ...] = ("stability", "weight", "breaks")


def repair_arguments(parser: argparse.ArgumentParser) -> None:
    """What `repair` takes, and that it runs."""
    parser.add_argument("event", type=Path, help=f"as it is now: {EVENT_HELP}")
    parser.add_argument("plan", type=Path, help="the published plan in JSON")
    search_arguments(parser, ",".join(STABLE_GOALS))
    parser.add_argument(
        "--standby", action="store_true", help="place meetings too that the plan had left out"
    )
    parser.set_defaults(run=_repair)


def compare_arguments(parser: argparse.ArgumentParser) -> None:
    """What `compare` takes, and that it runs."""
    parser.add_argument("event", type=Path, help="the event that the later plan is for")
    parser.add_argument("earlier", type=Path, help="a plan in JSON")
    parser.add_argument("later", type=Path, help="a later plan in JSON")
    parser.set_defaults(run=_compare)


def _repair(chosen: argparse.Namespace) -> int:
    goals = STABLE_GOALS if chosen.goals is None else goals_of(chosen.goals)
    if goals not in (STABLE_GOALS, _STILL_GOALS):
        orders = " or ".join(",".join(order) for order in (STABLE_GOALS, _STILL_GOALS))
        message = f"A repair does not have the goals {','.join(goals)}."
        raise InputError([bad_option(message, f"Use {orders}.")])
    targets_of(chosen)
    problem = read_event(chosen.event)
    earlier = read_plan(chosen.plan).solution
    options = Options(
        seconds=chosen.seconds,
        seed=chosen.seed,
        breaks=earlier.certificate.breaks_rule,
        goals=goals,
    )
    for warning in warnings_about(problem, chosen.event):
        tell(f"warning: {warning}")
    interrupt = Interrupt()
    with interrupt:
        found = find_repair(
            problem,
            earlier,
            options,
            standby=chosen.standby,
            on_progress=tell_progress,
            should_stop=interrupt.asked,
        )
    solution = found.solution
    if solution.certificate.status == "infeasible":
        put(solution.certificate.argument)
        for line in clash_in_words(problem, solution):
            put(line)
        return INFEASIBLE
    write_plan(problem, solution, chosen.output, chosen.csv)
    for line in changes_in_words(problem, earlier, solution, found.changes):
        put(line)
    for line in _proven(found):
        put(line)
    return DONE


def _proven(found: Repair) -> Iterator[str]:
    """What is known of all plans."""
    unlike, least = found.changes.unlike, found.moves_bound
    yield f"Of the meetings still wanted, {unlike} do not stand as they stood."
    if found.moves_proven:
        yield "Proven: no plan that keeps as much changes fewer."
    else:
        yield f"Every plan that keeps as much changes at least {least}; whether fewer do is open."
    yield found.solution.certificate.argument


def _compare(chosen: argparse.Namespace) -> int:
    problem = read_event(chosen.event)
    earlier = read_plan(chosen.earlier).solution
    later = plan_for(problem, chosen.later)
    for line in changes_in_words(problem, earlier, later, compare(problem, earlier, later)):
        put(line)
    return DONE
