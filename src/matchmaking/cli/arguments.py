"""What several commands take, and what they make of it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import get_args

from matchmaking.errors import InputError, InputProblem
from matchmaking.files import read_plan
from matchmaking.files.writing import check_target
from matchmaking.options import Goal
from matchmaking.problem import Problem
from matchmaking.solution import Solution
from matchmaking.verifying import verify

_GOALS: tuple[Goal, ...] = get_args(Goal)


def search_arguments(parser: argparse.ArgumentParser, goals: str) -> None:
    """What every search takes; `goals` says which are pursued where none are named."""
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write the plan as JSON")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write one row a meeting as CSV")
    parser.add_argument("--seconds", type=float, help="stop after so long (default: by effort)")
    parser.add_argument("--seed", type=int, default=0, help="another seed, another search")
    parser.add_argument(
        "--goals",
        metavar="GOAL,...",
        help=f"what counts first, and then: {', '.join(_GOALS)} (default: {goals})",
    )


def targets_of(chosen: argparse.Namespace) -> list[Path]:
    """The files to be written. Raises InputError if one of them cannot be."""
    targets = [path for path in (chosen.output, chosen.csv) if path is not None]
    for path in targets:
        check_target(path)
    return targets


def goals_of(named: str) -> tuple[Goal, ...]:
    """The goals in the words of `--goals`; a hyphen may stand for a blank, so that no quotation
    marks are needed. Raises InputError where one is unknown."""
    known = {goal.replace(" ", "-"): goal for goal in _GOALS}
    words = [word.strip().replace(" ", "-") for word in named.split(",")]
    faults = [
        bad_option(f"--goals names {word!r}.", f"Use {', '.join(known)}.")
        for word in words
        if word not in known
    ]
    if faults:
        raise InputError(faults)
    return tuple(known[word] for word in words)


def bad_option(message: str, remedy: str) -> InputProblem:
    """The fault of an option that makes no sense."""
    return InputProblem("bad_option", message, remedy)


def plan_for(problem: Problem, path: Path) -> Solution:
    """The plan in a file, for this event. Raises InputError where it names what the event does not
    have."""
    solution = read_plan(path).solution
    remedy = "Name the event for which this plan was made."
    faults = [
        InputProblem("other_event", str(part), remedy, file=str(path))
        for part in verify(problem, solution)
        if part.code.startswith("unknown_")
    ]
    if faults:
        raise InputError(faults)
    return solution
