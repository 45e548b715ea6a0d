"""What the commands say, where, and with which exit code they end."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

from matchmaking.problem import Problem
from matchmaking.solution import CLASHES, Solution
from matchmaking.timetable import Names

DONE, INVALID, BAD_INPUT, INFEASIBLE = 0, 1, 2, 3

EVENT_HELP = ".json or .xlsx file, folder of CSV files, or .dzn file"


def tell(line: str) -> None:
    """To the person at the shell; standard output carries results only."""
    sys.stderr.write(f"{line}\n")


def put(line: str) -> None:
    """A line of the result."""
    sys.stdout.write(f"{line}\n")


def clash_in_words(problem: Problem, solution: Solution) -> Iterator[str]:
    """The facts for which an event has no plan, as far as they were found."""
    if solution.clash:
        yield "These cannot hold together; with any one of them lifted, the others can:"
    names = Names(problem)
    word: dict[str, Callable[[str], str]] = {
        "delegate": names.person,
        "slot": names.slot,
        "table": names.table,
        **dict.fromkeys(
            ("meeting", "earlier", "one", "other"), lambda part: f"{part}, {names.meeting(part)},"
        ),
    }
    for fact in solution.clash:
        params = {name: word.get(name, str)(value) for name, value in fact.params.items()}
        yield f"  {CLASHES[fact.code].format_map(params)}"
