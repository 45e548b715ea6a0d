"""The planner on events of the size of a real conference, beside a plain CP-SAT model and the two
methods that event tools are sold with; then what happens after publication. One table.

    python -m bench.conference [--seeds 5] [--cap 25] [--only TEXT] [--json FILE]

Every plan is checked by `verify`; the exit code is 1 if one is not valid. Cases that we lose stay.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from bench.afterwards import lost_table
from bench.events import Shape, conference
from bench.explanations import ExplainFigures, measure_explanations
from bench.planners import OURS, PLANNERS, WORKERS, Figures, Planner, measure
from bench.repairs import RepairFigures, measure_repairs
from bench.tables import PLAN_COLUMNS, headline, line, plan_cells

from bench import explanations, repairs
from matchmaking import explain, plan, repair
from matchmaking.options import BreakRule

LEGEND = """\
Medians over the seeds. Delegates 250, organisations 180, slots 18, unless said; wishes are ranked
and weighted with the joint projects to be expected from them.
weight    of the placed meetings, of the least bound that any planner proved for the event
projects  joint projects to be expected from the placed meetings, whatever their rank
breaks    * proven fewest on all seeds; >n: the median of the proven bounds
share     the smallest share of its meetings that an organisation gets
changes   how often a delegate's next meeting is at another table
first s   seconds until there is a plan: ours, a run that may take no time, tables and all
w f b     on how many seeds the weight, then the smallest share, then the breaks are proven best
b~        on how many seeds the breaks are proven within max(1, 1 %) of the fewest
ours      weight, then breaks; "fair": weight, smallest share, breaks
CP-SAT    the textbook model, the same goals in one sum, stopped at the cap; no choice of who
          serves, so it has no line where organisations meet; tables as they come
first come, by weight
          each wish takes the first common slot and the lowest free table, as wishes come in or the
          dearest first"""


@dataclass(frozen=True, slots=True)
class Case:
    """A kind of event, of which each seed gives one."""

    name: str
    shape: Shape
    breaks: BreakRule = "session"


def _cases() -> tuple[Case, ...]:
    cases = []
    for who, by_organisation in (("", False), (" of organisations", True)):
        for wishes in (604, 900):
            for tables in (38, 33):
                shape = Shape(
                    meetings=wishes,
                    tables=tables,
                    ranked=True,
                    projects=True,
                    by_organisation=by_organisation,
                )
                cases.append(Case(f"{wishes} wishes{who}, {tables} tables", shape))
    crowded = Shape(overbook=3, part_time=0.6, ranked=True, projects=True)
    cases.append(Case("604 wishes, part-time delegates overbooked", crowded))
    usual = Shape(ranked=True, projects=True)
    cases.append(Case("604 wishes, breaks counted across lunch", usual, "published"))
    return tuple(cases)


CASES = _cases()


def main(arguments: list[str] | None = None) -> int:
    """Print the table; the exit code is 1 if a plan is not valid."""
    chosen = _arguments(arguments)
    print(f"{machine()}; {WORKERS} workers; CP-SAT at most {chosen.cap:g} s; seeds: {chosen.seeds}")
    warm_up()
    plans = _plans(chosen.only, chosen.seeds, chosen.cap)
    mended = _repairs(chosen.only, chosen.seeds)
    explained = _explanations(chosen.only, chosen.seeds)
    blocks: dict[str, Sequence[Figures | RepairFigures | ExplainFigures]] = {
        "plans": plans,
        "repairs": mended,
        "explanations": explained,
    }
    if chosen.json:
        figures = {name: [asdict(row) for row in rows] for name, rows in blocks.items()}
        chosen.json.write_text(json.dumps(figures, indent=1) + "\n")
    return 0 if all(row.valid for rows in blocks.values() for row in rows) else 1


def _plans(only: str, seeds: int, cap: float) -> list[Figures]:
    print(LEGEND, headline(PLAN_COLUMNS), sep="\n\n")
    print(line("(a new process, imports and all)", "ours", fresh_process(), PLAN_COLUMNS))
    chosen = [case for case in CASES if only in case.name]
    return [row for case in chosen for row in compare(case, seeds, cap)]


def _repairs(only: str, seeds: int) -> list[RepairFigures]:
    print("", repairs.LEGEND, "", headline(repairs.COLUMNS), sep="\n")
    chosen = [case for case in repairs.CASES if only in case.name]
    return [row for case in chosen for row in measure_repairs(case, seeds)]


def _explanations(only: str, seeds: int) -> list[ExplainFigures]:
    print("", explanations.LEGEND, "", headline(explanations.COLUMNS), sep="\n")
    chosen = [(name, shape) for name, shape in explanations.CASES if only in name]
    return [row for name, shape in chosen for row in measure_explanations(name, shape, seeds)]


def _arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5, help="events of each kind")
    parser.add_argument("--cap", type=float, default=25, help="seconds for CP-SAT on each event")
    parser.add_argument("--only", default="", help="only lines whose event has this text")
    parser.add_argument("--json", type=Path, help="write the figures of each seed to this file")
    return parser.parse_args(arguments)


def compare(case: Case, seeds: int, cap: float) -> list[Figures]:
    """All planners on all seeds of a case; prints one line for each planner."""
    rows: dict[str, dict[int, Figures]] = {planner.name: {} for planner in PLANNERS}
    for seed in range(seeds):
        problem = conference(case.shape, seed)
        for planner in _able(case):
            row = measure(case.name, problem, planner, case.breaks, seed, cap)
            if row is not None:
                rows[planner.name][seed] = row
    bounds = {
        seed: min(row[seed].weight_bound for row in rows.values() if seed in row)
        for seed in range(seeds)
    }
    for planner in PLANNERS:
        own = rows[planner.name]
        cells = plan_cells(list(own.values()), [bounds[seed] for seed in own], seeds - len(own))
        if planner not in _able(case):
            cells = ["-"]
        name = case.name if planner is OURS else ""
        print(line(name, planner.name, cells, PLAN_COLUMNS), flush=True)
    return [row for own in rows.values() for row in own.values()]


def _able(case: Case) -> list[Planner]:
    return [
        planner
        for planner in PLANNERS
        if planner.serves_organisations or not case.shape.by_organisation
    ]


def warm_up() -> None:
    """Load the compiled kernels of every kind of event, and the solvers, so that loading is not in
    the figures."""
    for by_organisation in (False, True):
        shape = Shape(20, 15, 80, (3, 3), 6, projects=True, by_organisation=by_organisation)
        problem = conference(shape)
        for planner in PLANNERS:
            if planner.serves_organisations:
                planner.run(problem, "session", 0, 1.0)
        solution = plan(problem)
        repair(lost_table(problem, 0), solution)
        explain(problem, solution)


def fresh_process() -> list[str]:
    """The cells of a line with the seconds from starting Python to a finished plan, with compiled
    kernels on disk."""
    code = "from bench.events import conference; from matchmaking import plan; plan(conference())"
    started = time.perf_counter()
    paths = os.pathsep.join(["", *sys.path])
    subprocess.run([sys.executable, "-c", code], check=True, env=os.environ | {"PYTHONPATH": paths})
    empty = [""] * [title for title, _ in PLAN_COLUMNS].index("all s")
    return [*empty, f"{time.perf_counter() - started:.2f}"]


def machine() -> str:
    """What this was measured on, and with which versions."""
    pages = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    parts = [f"{name} {version(name)}" for name in ("numpy", "numba", "scipy", "ortools")]
    return (
        f"{os.cpu_count()} cores, {pages / 2**30:.0f} GB; Python {platform.python_version()}, "
        + ", ".join(parts)
    )


if __name__ == "__main__":
    sys.exit(main())
