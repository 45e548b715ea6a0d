"""What the commands say, where, and with which exit code they end."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from matchmaking.solution import Solution

DONE, INVALID, BAD_INPUT, INFEASIBLE = 0, 1, 2, 3

EVENT_HELP = ".json or .xlsx file, folder of CSV files, or .dzn file"


def tell(line: str) -> None:
    """To the person at the shell; standard output carries results only."""
    sys.stderr.write(f"{line}\n")


def put(line: str) -> None:
    """A line of the result."""
    sys.stdout.write(f"{line}\n")


def clash_in_words(solution: Solution) -> Iterator[str]:
    """The facts for which an event has no plan, as far as they were found."""
    if solution.clash:
        yield "These cannot hold together; with any one of them lifted, the others can:"
    for fact in solution.clash:
        yield f"  {fact.text}"
