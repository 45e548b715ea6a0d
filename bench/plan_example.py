"""Our planner beside a plain CP-SAT model on events of the size of a real conference: one table.

    python -m bench.plan_example [--cap SECONDS] [--seeds N]

Both answers are checked by `verify`. CP-SAT gets 2 workers and the cap; we get one worker and no
clock. Cases that we lose stay in the table.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterator

from bench.events import Shape, conference
from bench.plain_cpsat import solve

from matchmaking import Certificate, Options, Problem, Score, plan, verify

HEAD = (
    f"{'event':34} {'planner':8} {'placed':>6} {'weight':>9} {'breaks':>7} "
    f"{'first s':>8} {'all s':>7}"
)
CASES = (
    ("example: 604 meetings, 38 tables", Shape(), "session"),
    ("tight: 33 tables, ranked wishes", Shape(tables=33, ranked=True), "session"),
    ("overbooked: part-time delegates", Shape(overbook=3, part_time=0.6, ranked=True), "session"),
    ("example, breaks as published", Shape(), "published"),
)


def main() -> int:
    """Print the table; the exit code is 1 if an answer of ours is not valid."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cap", type=float, default=60, help="seconds for CP-SAT on each event")
    parser.add_argument("--seeds", type=int, default=1, help="events of each kind")
    chosen = parser.parse_args()
    print(f"{machine()}; CP-SAT: 2 workers, at most {chosen.cap:g} s; ours: 1 worker")
    print("Weights in thousandths. * = proven best. First plan: when there is one to show.\n")
    print(HEAD)
    plan(conference(Shape(20, 15, 30, (3, 3), 6)))  # load the compiled kernels
    print(f"{'(a new process, imports and all)':34} {'ours':8} {'':33}{fresh_process():7.2f}")
    valid = True
    for name, shape, rule in CASES:
        for seed in range(chosen.seeds):
            problem = conference(shape, seed)
            for text, good in compare(name, problem, Options(breaks=rule), chosen.cap):
                print(text, flush=True)
                valid = valid and good
    return 0 if valid else 1


def compare(
    name: str, problem: Problem, options: Options, cap: float
) -> Iterator[tuple[str, bool]]:
    """Our line of the table, then that of CP-SAT; each with whether the answer is valid."""
    first: list[float] = []
    started = time.perf_counter()
    solution = plan(problem, options, on_progress=lambda report: first.append(report.seconds))
    spent = time.perf_counter() - started
    claim = solution.certificate
    valid = verify(problem, solution) == ()
    mark = "*" if claim.proven else f" >={claim.breaks_bound}"
    yield (line(name, "ours", claim, mark, f"{first[0]:.2f}", spent, valid), valid)
    answer = solve(problem, options, seconds=cap, workers=2)
    mark = "*" if answer.proven else ""
    yield (line("", "CP-SAT", answer.value, mark, "", answer.seconds, answer.valid), True)


def line(
    name: str,
    planner: str,
    value: Certificate | Score | None,
    mark: str,
    first: str,
    spent: float,
    valid: bool,
) -> str:
    """One line of the table."""
    if value is None:
        return f"{name:34} {planner:8} {'no plan':>24} {first:>8} {spent:7.2f}"
    figures = f"{value.placed:6} {value.placed_weight:9} {value.breaks:4}{mark:4}"
    remark = "" if valid else "  NOT VALID"
    return f"{name:34} {planner:8} {figures} {first:>7} {spent:7.2f}{remark}"


def fresh_process() -> float:
    """Seconds from starting Python to the finished example, with compiled kernels on disk."""
    code = "from bench.events import conference; from matchmaking import plan; plan(conference())"
    started = time.perf_counter()
    paths = os.pathsep.join(["", *sys.path])
    subprocess.run([sys.executable, "-c", code], check=True, env=os.environ | {"PYTHONPATH": paths})
    return time.perf_counter() - started


def machine() -> str:
    """What this was measured on."""
    pages = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return f"Python {platform.python_version()}, {os.cpu_count()} cores, {pages / 2**30:.0f} GB"


if __name__ == "__main__":
    sys.exit(main())
