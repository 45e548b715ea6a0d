"""`plan`: from an event to a plan, with its progress told to the person at the shell."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from matchmaking import plan as find_plan
from matchmaking.cli.arguments import (
    bad_option,
    goals_of,
    search_arguments,
    targets_of,
)
from matchmaking.cli.interrupt import Interrupt
from matchmaking.cli.output import DONE, EVENT_HELP, INFEASIBLE, clash_in_words, put, tell
from matchmaking.errors import InputError
from matchmaking.files import read_event, read_plan, warnings_about, write_plan
from matchmaking.files.plans import json_from_plan
from matchmaking.options import BREAK_RULES, FAIR_GOALS, GOALS, Goal, Options
from matchmaking.progress import Progress
from matchmaking.solution import Solution

_BENCHMARK_SPREAD = 2


def plan_arguments(parser: argparse.ArgumentParser) -> None:
    """What `plan` takes, and that it runs."""
    parser.add_argument("event", type=Path, help=EVENT_HELP)
    search_arguments(parser, "weight,breaks")
    parser.add_argument("--summary", action="store_true", help="print one line of JSON")
    parser.add_argument("--workers", type=int, default=1, help="searches side by side")
    parser.add_argument(
        "--breaks",
        choices=BREAK_RULES,
        help="how breaks are counted (default: session; published for .dzn)",
    )
    parser.add_argument(
        "--spread",
        metavar="N|none",
        help="breaks of two delegates differ by at most N (default: none; 2 for .dzn)",
    )
    parser.add_argument(
        "--fair",
        action="store_true",
        help="short for --goals weight,fairness,breaks: the smallest share of its meetings that "
        "an organisation gets as large as possible",
    )
    parser.add_argument(
        "--gap", type=float, help="enough when proven this near to the best: 0.01 is 1 %%"
    )
    parser.add_argument(
        "--earlier", type=Path, metavar="PLAN", help="the plan that stability compares with"
    )
    parser.set_defaults(run=_plan)


def _options(chosen: argparse.Namespace) -> Options:
    benchmark = chosen.event.suffix.lower() == ".dzn"
    spread = _BENCHMARK_SPREAD if benchmark else None
    if chosen.spread == "none":
        spread = None
    elif chosen.spread is not None:
        if not chosen.spread.isdecimal():
            message = f"--spread is {chosen.spread!r}."
            raise InputError([bad_option(message, "Use a number or none.")])
        spread = int(chosen.spread)
    return Options(
        seconds=chosen.seconds,
        seed=chosen.seed,
        workers=chosen.workers,
        breaks=chosen.breaks or ("published" if benchmark else "session"),
        spread=spread,
        goals=_goals(chosen),
        gap=chosen.gap,
    )


def _goals(chosen: argparse.Namespace) -> tuple[Goal, ...]:
    if chosen.goals is None:
        return FAIR_GOALS if chosen.fair else GOALS
    if chosen.fair:
        remedy = "Name fairness among the goals, or leave one of the two out."
        raise InputError([bad_option("--fair and --goals are both given.", remedy)])
    goals = goals_of(chosen.goals)
    if ("stability" in goals) != (chosen.earlier is not None):
        message = "The goal stability and --earlier go together."
        remedy = "Name the plan to compare with by --earlier, and stability among the goals."
        raise InputError([bad_option(message, remedy)])
    return goals


def _plan(chosen: argparse.Namespace) -> int:
    options = _options(chosen)
    targets = targets_of(chosen)
    problem = read_event(chosen.event)
    earlier = None if chosen.earlier is None else read_plan(chosen.earlier).solution
    for warning in warnings_about(problem, chosen.event):
        tell(f"warning: {warning}")
    interrupt = Interrupt()
    with interrupt:
        solution = find_plan(
            problem,
            options,
            earlier=earlier,
            on_progress=tell_progress,
            should_stop=interrupt.asked,
        )
    infeasible = solution.certificate.status == "infeasible"
    tell(solution.certificate.argument)
    for line in clash_in_words(problem, solution):
        tell(line)
    if not infeasible:
        write_plan(problem, solution, chosen.output, chosen.csv)
    if chosen.summary:
        put(summary(solution))
    elif not targets and not infeasible:
        sys.stdout.write(json_from_plan(problem, solution).decode())
    return INFEASIBLE if infeasible else DONE


def summary(solution: Solution) -> str:
    """The line that `--summary` asks for."""
    claim = solution.certificate
    return json.dumps(
        {
            "status": claim.status,
            "placed": claim.placed,
            "unplaced": len(solution.unplaced),
            "weight": claim.placed_weight,
            "weight_bound": claim.placed_weight_bound,
            "breaks": claim.breaks,
            "breaks_bound": claim.breaks_bound,
            "proven": claim.proven,
            "repeatable": claim.repeatable,
            "seconds": round(claim.seconds, 3),
        }
    )


def tell_progress(progress: Progress) -> None:
    """The state of a search, to the person at the shell."""
    tell(
        f"{progress.seconds:7.2f} s  {progress.phase:9}  "
        f"{progress.placed} of {progress.total} placed, worth {progress.weight / 1000:g} "
        f"(bound {progress.weight_bound / 1000:g}), "
        f"{progress.breaks} breaks (bound {progress.breaks_bound})"
    )
