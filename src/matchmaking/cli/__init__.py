"""The command `matchmaking`: check, plan, verify, show and convert from a shell."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from matchmaking.cli.files import (
    check_arguments,
    convert_arguments,
    show_arguments,
    verify_arguments,
)
from matchmaking.cli.output import BAD_INPUT, DONE, tell
from matchmaking.cli.planning import plan_arguments
from matchmaking.errors import InputError

_EXAMPLES = """examples:
  matchmaking check event.xlsx --report report.csv
  matchmaking plan event.json -o plan.json --summary
  matchmaking plan event-folder -o plan.json --csv plan.csv --seconds 10
  matchmaking verify event.json plan.json
  matchmaking show plan.json
  matchmaking convert event.json event.xlsx

An event is a .json file (schema: matchmaking/files/event.schema.json), a .xlsx workbook with the
sheets sessions, slots, tables, organisations, delegates and meetings, a folder with a CSV file for
each of these, or a .dzn file of the published benchmark. Exit codes: 0 done, 1 verify found
violations, 2 bad input, 3 proven infeasible.
"""

# Name, what it does, and what it takes; in the order of the help.
_COMMANDS: tuple[tuple[str, str, Callable[[argparse.ArgumentParser], None]], ...] = (
    ("check", "Say of each row of an event whether it is in order.", check_arguments),
    ("plan", "Plan an event.", plan_arguments),
    ("verify", "Check a plan: every broken rule is listed.", verify_arguments),
    ("show", "Print a plan as a timetable.", show_arguments),
    ("convert", "Write an event in another format.", convert_arguments),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit code is what it returns."""
    chosen = _parser().parse_args(arguments)
    try:
        code: int = chosen.run(chosen)
        sys.stdout.flush()
    except InputError as error:
        for problem in error.problems:
            tell(f"error: {problem}")
        return BAD_INPUT
    except BrokenPipeError:
        # Whoever read our output has gone; Python must not fail on it again when it exits.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="matchmaking",
        description="Plan one-to-one meetings: who meets whom, when and at which table.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="command")
    for name, text, arguments in _COMMANDS:
        arguments(
            commands.add_parser(
                name,
                help=text,
                description=text,
                epilog=_EXAMPLES,
                formatter_class=argparse.RawDescriptionHelpFormatter,
            )
        )
    return parser
