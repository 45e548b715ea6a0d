"""`plan`: from an event to a plan, with its progress told to the person at the shell."""

from __future__ import annotations

import argparse
import json
import signal
import sys
from pathlib import Path
from types import FrameType

from matchmaking import plan as find_plan
from matchmaking.cli.output import DONE, EVENT_HELP, INFEASIBLE, put, tell
from matchmaking.errors import InputError, InputProblem
from matchmaking.files import read_event, warnings_about, write_plan
from matchmaking.files.plans import json_from_plan
from matchmaking.files.writing import check_target
from matchmaking.options import BREAK_RULES, FAIR_GOALS, GOALS, Options
from matchmaking.progress import Progress
from matchmaking.solution import Solution

_BENCHMARK_SPREAD = 2


def plan_arguments(parser: argparse.ArgumentParser) -> None:
    """What `plan` takes, and that it runs."""
    parser.add_argument("event", type=Path, help=EVENT_HELP)
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
    benchmark = chosen.event.suffix.lower() == ".dzn"
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
        tell(f"warning: {warning}")
    interrupt = _Interrupt()
    with interrupt:
        solution = find_plan(
            problem, options, on_progress=_tell_progress, should_stop=interrupt.asked
        )
    infeasible = solution.certificate.status == "infeasible"
    tell(solution.certificate.argument)
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
            "breaks": claim.breaks,
            "breaks_bound": claim.breaks_bound,
            "proven": claim.proven,
            "repeatable": claim.repeatable,
            "seconds": round(claim.seconds, 3),
        }
    )


def _tell_progress(progress: Progress) -> None:
    tell(
        f"{progress.seconds:7.2f} s  {progress.phase:9}  "
        f"{progress.placed} of {progress.total} placed, "
        f"{progress.breaks} breaks (bound {progress.breaks_bound})"
    )


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
