"""The command `matchmaking`: plan an event from a shell, and ask what its plan is worth."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from matchmaking.cli.explaining import explain_arguments
from matchmaking.cli.files import (
    check_arguments,
    convert_arguments,
    show_arguments,
    verify_arguments,
)
from matchmaking.cli.output import BAD_INPUT, DONE, tell
from matchmaking.cli.planning import plan_arguments
from matchmaking.cli.repairing import compare_arguments, repair_arguments
from matchmaking.cli.scores import score_arguments
from matchmaking.errors import InputError

_EXAMPLES = """examples:
  matchmaking check event.xlsx --report report.csv
  matchmaking plan event.json -o plan.json --summary
  matchmaking plan event-folder -o plan.json --csv plan.csv --seconds 10
  matchmaking plan event.json -o plan.json --goals weight,fairness,breaks --gap 0.01
  matchmaking verify event.json plan.json
  matchmaking score event.json plan.json
  matchmaking show plan.json
  matchmaking explain event.json plan.json
  matchmaking repair changed.json plan.json -o new.json
  matchmaking compare changed.json plan.json new.json
  matchmaking convert event.json event.xlsx

An event is a .json file (schema: matchmaking/files/event.schema.json), a .xlsx workbook with the
sheets sessions, slots, tables, organisations, delegates and meetings, a folder with a CSV file for
each of these, or a .dzn file of the published benchmark. Exit codes: 0 done, 1 verify found
violations, 2 bad input, 3 proven infeasible.
"""

# Name, what it does, and what it takes; in the order of the help.
COMMANDS: tuple[tuple[str, str, Callable[[argparse.ArgumentParser], None]], ...] = (
    ("check", "Say of each row of an event whether it is in order.", check_arguments),
    ("plan", "Plan an event.", plan_arguments),
    ("verify", "Check a plan: every broken rule is listed.", verify_arguments),
    ("score", "Count every figure of a plan anew.", score_arguments),
    ("show", "Print a plan as a timetable.", show_arguments),
    ("explain", "Say why meetings have no place, and what would help.", explain_arguments),
    ("repair", "Change a published plan as little as possible.", repair_arguments),
    ("compare", "Say what changed from one plan to another.", compare_arguments),
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
    for name, text, arguments in COMMANDS:
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
