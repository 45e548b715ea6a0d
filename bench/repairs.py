"""After publication: something happens, and the plan is repaired, beside planning anew."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from bench.afterwards import closed_slot, drop_outs, late, lost_table, urgent
from bench.events import LIVE_DAY, Shape, conference
from bench.planners import WORKERS, near
from bench.tables import Column, bounded, line, median, remarks, seconds

from matchmaking import Options, Problem, Solution, compare, plan, repair, verify

COLUMNS: tuple[Column, ...] = (
    ("placed", 6),
    ("changed", 10),
    ("added", 5),
    ("told", 5),
    ("breaks", 9),
    ("moves s", 7),
    ("all s", 6),
    ("m", 2),
    ("b", 2),
    ("b~", 2),
)
LEGEND = """\
Repair, after the plan is published, beside planning anew. 33 tables; on the
live day 2,000 delegates of 1,400 organisations, 6,000 meetings, 340 tables.
changed   meetings of the published plan, still wanted, that are in another slot, served by another
          delegate or left out; * proven fewest on all seeds, >n: the median of the proven bounds
added     meetings that had no place and have one now; standby: those left out may move up
late      5 % of the delegates miss the first session
told      delegates whose agenda changes, tables and cancelled meetings included
moves s   seconds until the fewest changes were proven, or given up
m b b~    on how many seeds the changes, then the breaks among the plans that change as little are
          proven fewest, or the breaks within max(1, 1 %) of that"""


@dataclass(frozen=True, slots=True)
class News:
    """Something that happens to an event; `change` gets the event and the seed. `standby`: meetings
    left out before may move up."""

    name: str
    change: Callable[[Problem, int], Problem]
    standby: bool = False


@dataclass(frozen=True, slots=True)
class RepairFigures:
    """One way to deal with the news, on one seed. `changed`, its bound and `moves_seconds` as in
    `matchmaking.Repair`; a plan made anew has no bounds that belong to it."""

    event: str
    news: str
    planner: str
    seed: int
    valid: bool
    faults: tuple[str, ...]
    placed: int
    changed: int
    changed_bound: int
    added: int
    told: int
    breaks: int
    breaks_bound: int
    moves_seconds: float | None
    seconds: float
    moves_proven: bool
    breaks_proven: bool
    breaks_near: bool


def _drop_outs(problem: Problem, seed: int) -> Problem:
    return drop_outs(problem, 0.05, seed)


def _late(problem: Problem, seed: int) -> Problem:
    return late(problem, 0.05, problem.sessions[0].id, seed)


def _urgent(problem: Problem, seed: int) -> Problem:
    return urgent(problem, 5, seed)


DROP_OUTS = News("5 % drop out", _drop_outs)
STANDBY = News("5 % drop out, standby", _drop_outs, standby=True)
NEWS = (
    DROP_OUTS,
    News("5 % late", _late),
    News("5 urgent", _urgent),
    News("table lost", lost_table),
    News("slot closed", closed_slot),
)
_TIGHT = partial(Shape, tables=33, ranked=True, projects=True)


@dataclass(frozen=True, slots=True)
class Case:
    """A kind of event, published, and what then happens to it, each on its own."""

    name: str
    shape: Shape
    news: tuple[News, ...]


CASES = (
    Case("604 wishes", _TIGHT(), NEWS),
    Case("604 wishes of organisations", _TIGHT(by_organisation=True), NEWS),
    Case("900 wishes", _TIGHT(meetings=900), (*NEWS, STANDBY)),
    # Between persons nothing has to move; between organisations, colleagues take over.
    Case("live day", LIVE_DAY, (DROP_OUTS,)),
    Case("live day of organisations", replace(LIVE_DAY, by_organisation=True), (DROP_OUTS,)),
)


def measure_repairs(case: Case, seeds: int) -> Iterator[RepairFigures]:
    """Figures of all news on all seeds of a case; prints two lines for each of the news."""
    published = []
    for seed in range(seeds):
        problem = conference(case.shape, seed)
        published.append((problem, plan(problem, Options(seed=seed, workers=WORKERS))))
    for news in case.news:
        repaired, anew = [], []
        for seed, (problem, earlier) in enumerate(published):
            changed = news.change(problem, seed)
            repaired.append(_repaired(case, news, changed, earlier, seed))
            anew.append(_planned_anew(case, news, changed, earlier, seed))
        name = f"{case.name}: {news.name}"
        print(line(name, "repair", _cells(repaired), COLUMNS), flush=True)
        print(line("", "planned anew", _cells(anew), COLUMNS), flush=True)
        yield from (*repaired, *anew)


def _repaired(
    case: Case, news: News, problem: Problem, earlier: Solution, seed: int
) -> RepairFigures:
    started = time.perf_counter()
    options = Options(seed=seed, workers=WORKERS)
    answer = repair(problem, earlier, options, standby=news.standby)
    spent = time.perf_counter() - started
    claim = answer.solution.certificate
    faults = _faults(problem, answer.solution)
    return RepairFigures(
        event=case.name,
        news=news.name,
        planner="repair",
        seed=seed,
        valid=not faults,
        faults=faults,
        placed=claim.placed,
        changed=answer.changes.unlike,
        changed_bound=answer.moves_bound,
        added=len(answer.changes.added),
        told=len(answer.changes.told),
        breaks=claim.breaks,
        breaks_bound=claim.breaks_bound,
        moves_seconds=answer.moves_seconds,
        seconds=spent,
        moves_proven=answer.moves_proven,
        breaks_proven=answer.moves_proven and claim.breaks == claim.breaks_bound,
        breaks_near=answer.moves_proven and near(claim.breaks, claim.breaks_bound),
    )


def _planned_anew(
    case: Case, news: News, problem: Problem, earlier: Solution, seed: int
) -> RepairFigures:
    """What the same event costs its delegates without a repair."""
    started = time.perf_counter()
    solution = plan(problem, Options(seed=seed, workers=WORKERS))
    spent = time.perf_counter() - started
    changes = compare(problem, earlier, solution)
    faults = _faults(problem, solution)
    return RepairFigures(
        event=case.name,
        news=news.name,
        planner="planned anew",
        seed=seed,
        valid=not faults,
        faults=faults,
        placed=solution.certificate.placed,
        changed=changes.unlike,
        changed_bound=0,
        added=len(changes.added),
        told=len(changes.told),
        breaks=solution.certificate.breaks,
        breaks_bound=0,
        moves_seconds=None,
        seconds=spent,
        moves_proven=False,
        breaks_proven=False,
        breaks_near=False,
    )


def _faults(problem: Problem, solution: Solution) -> tuple[str, ...]:
    codes = {violation.code for violation in verify(problem, solution)}
    if solution.certificate.status == "infeasible":
        codes.add("no plan")
    return tuple(sorted(codes))


def _cells(rows: Sequence[RepairFigures]) -> list[str]:
    def count(values: Iterable[bool]) -> str:
        return str(sum(values)) if rows[0].planner == "repair" else "-"

    cells = [
        f"{median(row.placed for row in rows):g}",
        bounded(
            [row.changed for row in rows],
            [row.changed_bound for row in rows],
            [row.moves_proven for row in rows],
        ),
        f"{median(row.added for row in rows):g}",
        f"{median(row.told for row in rows):g}",
        bounded(
            [row.breaks for row in rows],
            [row.breaks_bound for row in rows],
            [row.breaks_proven for row in rows],
        ),
        seconds([row.moves_seconds for row in rows]),
        seconds([row.seconds for row in rows]),
        count(row.moves_proven for row in rows),
        count(row.breaks_proven for row in rows),
        count(row.breaks_near for row in rows),
    ]
    return cells + remarks([row.faults for row in rows])
