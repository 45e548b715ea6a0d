"""The command `matchmaking`: plan, verify, show and convert from a shell."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from matchmaking import plan as find_plan
from matchmaking import verify
from matchmaking.errors import InputError, InputProblem
from matchmaking.files import (
    read_event,
    read_plan,
    warnings_about,
    write_event,
    write_plan,
)
from matchmaking.files.plans import json_from_plan
from matchmaking.files.writing import check_target
from matchmaking.options import BREAK_RULES, FAIR_GOALS, GOALS, Options
from matchmaking.progress import Progress
from matchmaking.solution import Solution
from matchmaking.timetable import timetable

DONE, INVALID, BAD_INPUT, INFEASIBLE = 0, 1, 2, 3

_EXAMPLES = """examples:
  matchmaking plan event.json -o plan.json --summary
  matchmaking plan event-folder -o plan.json --csv plan.csv --seconds 10
  matchmaking verify event.json plan.json
  matchmaking show plan.json
  matchmaking convert event.json event-folder

An event is a .json file (schema: matchmaking/files/event.schema.json), a folder with sessions.csv,
slots.csv, tables.csv, organisations.csv, delegates.csv and meetings.csv, or a .dzn file of the
published benchmark. Exit codes: 0 done, 1 verify found violations, 2 bad input, 3 proven
infeasible.
"""
_BENCHMARK_SPREAD = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit code is what it returns."""
    chosen = _parser().parse_args(arguments)
    try:
        code: int = chosen.run(chosen)
        sys.stdout.flush()
    except InputError as error:
        for problem in error.problems:
            _tell(f"error: {problem}")
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

    def command(name: str, text: str) -> argparse.ArgumentParser:
        return commands.add_parser(
            name,
            help=text,
            description=text,
            epilog=_EXAMPLES,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )

    _plan_arguments(command("plan", "Plan an event."))
    check = command("verify", "Check a plan: every broken rule is listed.")
    check.add_argument("event", type=Path, help="the event that the plan is for")
    check.add_argument("plan", type=Path, help="a plan in JSON")
    check.set_defaults(run=_verify)
    show = command("show", "Print a plan as a timetable.")
    show.add_argument("plan", type=Path, help="a plan in JSON")
    show.add_argument("--event", type=Path, help="the event, for names and times instead of ids")
    show.set_defaults(run=_show)
    convert = command("convert", "Write an event in another format.")
    convert.add_argument("source", type=Path, help=".json file, folder of CSV files or .dzn file")
    convert.add_argument("target", type=Path, help=".json file or folder")
    convert.set_defaults(run=_convert)
    return parser


def _plan_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("event", type=Path, help=".json file, folder of CSV files or .dzn file")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write the plan as JSON")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write one row a meeting as CSV")
    parser.add_argument("--summary", action="store_true", help="print one line of JSON")
    parser.add_argument("--seconds", type=float, help="stop after so long (default: by effort)")
    parser.add_argument("--seed", type=int, default=0, help="another seed, another search")
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
        help="after the weight, the smallest share of an organisation as large as possible",
    )
    parser.set_defaults(run=_plan)


def _options(chosen: argparse.Namespace) -> Options:
    benchmark = chosen.event.suffix == ".dzn"
    spread = _BENCHMARK_SPREAD if benchmark else None
    if chosen.spread == "none":
        spread = None
    elif chosen.spread is not None:
        if not chosen.spread.isdecimal():
            message = f"--spread is {chosen.spread!r}."
            raise InputError([InputProblem("bad_option", message, "Use a number or none.")])
        spread = int(chosen.spread)
    return Options(
        seconds=chosen.seconds,
        seed=chosen.seed,
        workers=chosen.workers,
        breaks=chosen.breaks or ("published" if benchmark else "session"),
        spread=spread,
        goals=FAIR_GOALS if chosen.fair else GOALS,
    )


def _plan(chosen: argparse.Namespace) -> int:
    options = _options(chosen)
    targets = [path for path in (chosen.output, chosen.csv) if path is not None]
    for path in targets:
        check_target(path)
    problem = read_event(chosen.event)
    for warning in warnings_about(problem, chosen.event):
        _tell(f"warning: {warning}")
    interrupt = _Interrupt()
    with interrupt:
        solution = find_plan(
            problem, options, on_progress=_tell_progress, should_stop=interrupt.asked
        )
    infeasible = solution.certificate.status == "infeasible"
    _tell(solution.certificate.argument)
    if not infeasible:
        write_plan(problem, solution, chosen.output, chosen.csv)
    if chosen.summary:
        _put(summary(solution))
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
            "breaks": claim.breaks,
            "breaks_bound": claim.breaks_bound,
            "proven": claim.proven,
            "repeatable": claim.repeatable,
            "seconds": round(claim.seconds, 3),
        }
    )


def _tell_progress(progress: Progress) -> None:
    _tell(
        f"{progress.seconds:7.2f} s  {progress.phase:9}  "
        f"{progress.placed} of {progress.total} placed, "
        f"{progress.breaks} breaks (bound {progress.breaks_bound})"
    )


def _tell(line: str) -> None:
    """To the person at the shell; standard output carries results only."""
    sys.stderr.write(f"{line}\n")


def _put(line: str) -> None:
    sys.stdout.write(f"{line}\n")


class _Interrupt:
    """Ctrl-C ends the search with the best plan so far; a second one ends the program."""

    def __init__(self) -> None:
        self._asked = False

    def asked(self) -> bool:
        return self._asked

    def __enter__(self) -> None:
        self._before = signal.getsignal(signal.SIGINT)
        try:
            signal.signal(signal.SIGINT, self._hear)
        except ValueError:  # not in the main thread: nobody can press Ctrl-C on us
            self._before = None

    def __exit__(self, *_: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def _hear(self, *_: int | FrameType | None) -> None:
        if self._asked:
            raise KeyboardInterrupt
        self._asked = True
        return


def _verify(chosen: argparse.Namespace) -> int:
    violations = verify(read_event(chosen.event), read_plan(chosen.plan).solution)
    for violation in violations:
        _put(f"{violation.code}: {violation}")
    if not violations:
        _put("The plan keeps every rule, and its certificate is true.")
    return INVALID if violations else DONE


def _show(chosen: argparse.Namespace) -> int:
    problem = None if chosen.event is None else read_event(chosen.event)
    for line in timetable(read_plan(chosen.plan), problem):
        _put(line)
    return DONE


def _convert(chosen: argparse.Namespace) -> int:
    write_event(read_event(chosen.source), chosen.target)
    return DONE


if __name__ == "__main__":
    sys.exit(main())
