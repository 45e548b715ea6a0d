"""What the commands say, where, and with which exit code they end."""

from __future__ import annotations

import sys

DONE, INVALID, BAD_INPUT, INFEASIBLE = 0, 1, 2, 3

EVENT_HELP = ".json or .xlsx file, folder of CSV files, or .dzn file"


def tell(line: str) -> None:
    """To the person at the shell; standard output carries results only."""
    sys.stderr.write(f"{line}\n")


def put(line: str) -> None:
    """A line of the result."""
    sys.stdout.write(f"{line}\n")
