"""Saying why meetings have no place, and what would give them one: how many get a remedy, and how
long all of it takes."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from bench.events import Shape, conference
from bench.planners import WORKERS
from bench.rivals import told_solution
from bench.tables import Column, bounded, line, median, remarks, seconds

from matchmaking import Options, explain, plan, verify
from matchmaking.explaining.answers import Fewest, Remedy

COLUMNS: tuple[Column, ...] = (
    ("left out", 8),
    ("with remedy", 11),
    ("tables", 8),
    ("slots", 8),
    ("remedies s", 10),
    ("all s", 6),
)
LEGEND = """\
Explanations of one plan, all of them at once.
left out     meetings without a place, each of which is explained
with remedy  of these, how many are told at least one change that would give them a place; the
             plan after the first one, the cheapest, is checked by `verify`
tables, slots  the fewest with which everything that more of them can place is placed; * proven on
             all seeds, >n: the median of the proven bounds
remedies s   seconds for the meetings alone; all s: with the event as a whole"""
_RANKED = partial(Shape, tables=33, ranked=True, projects=True)
CASES: tuple[tuple[str, Shape], ...] = (
    ("604 wishes, 33 tables", _RANKED()),
    ("900 wishes, 33 tables", _RANKED(meetings=900)),
    ("604 wishes of organisations, 33 tables", _RANKED(by_organisation=True)),
    ("900 wishes of organisations, 33 tables", _RANKED(meetings=900, by_organisation=True)),
)


@dataclass(frozen=True, slots=True)
class ExplainFigures:
    """The explanations of one plan; not valid if the plan is not, the plan after a remedy is not,
    or a meeting that is left out is not explained."""

    event: str
    seed: int
    valid: bool
    faults: tuple[str, ...]
    left_out: int
    with_remedy: int
    fewest_tables: Fewest | None
    fewest_slots: Fewest | None
    remedies_seconds: float
    seconds: float


def measure_explanations(name: str, shape: Shape, seeds: int) -> Iterator[ExplainFigures]:
    """Figures of all seeds of a kind of event; prints one line."""
    rows = [_explained(name, shape, seed) for seed in range(seeds)]
    print(line(name, "ours", _cells(rows), COLUMNS), flush=True)
    yield from rows


def _explained(name: str, shape: Shape, seed: int) -> ExplainFigures:
    problem = conference(shape, seed)
    options = Options(seed=seed, workers=WORKERS)
    solution = plan(problem, options)
    started = time.perf_counter()
    explain(problem, solution, options, event=False)
    remedies_spent = time.perf_counter() - started
    started = time.perf_counter()
    explanation = explain(problem, solution, options)
    spent = time.perf_counter() - started
    faults = {violation.code for violation in verify(problem, solution)}
    left_out = [part.meeting for part in solution.unplaced]
    if left_out != [part.meeting for part in explanation.meetings]:
        faults.add("not explained")
    cheapest = [part.remedies[0] for part in explanation.meetings if part.remedies]
    for remedy in cheapest:
        faults.update(_faults_after(remedy))
    answer = explanation.event
    return ExplainFigures(
        event=name,
        seed=seed,
        valid=not faults,
        faults=tuple(sorted(faults)),
        left_out=len(left_out),
        with_remedy=len(cheapest),
        fewest_tables=answer.fewest_tables if answer else None,
        fewest_slots=answer.fewest_slots if answer else None,
        remedies_seconds=remedies_spent,
        seconds=spent,
    )


def _faults_after(remedy: Remedy) -> set[str]:
    """What is wrong with the plan after a remedy; it need not be proven best."""
    after = told_solution(
        remedy.problem, Options(), remedy.placements, argument=remedy.text, seconds=0.0
    )
    return {violation.code for violation in verify(remedy.problem, after)}


def _fewest(found: Sequence[Fewest | None]) -> str:
    """The median of the fewest, proven or not; "-" where a seed has no answer."""
    known = [part for part in found if part is not None and part.value is not None]
    if len(known) < len(found):
        return "-"
    return bounded(
        [part.value or 0 for part in known],
        [part.bound for part in known],
        [part.proven for part in known],
    )


def _cells(rows: Sequence[ExplainFigures]) -> list[str]:
    return [
        f"{median(row.left_out for row in rows):g}",
        f"{median(row.with_remedy for row in rows):g}",
        _fewest([row.fewest_tables for row in rows]),
        _fewest([row.fewest_slots for row in rows]),
        seconds([row.remedies_seconds for row in rows]),
        seconds([row.seconds for row in rows]),
        *remarks([row.faults for row in rows]),
    ]
