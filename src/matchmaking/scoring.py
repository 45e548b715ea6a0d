"""What a plan is worth, counted from the problem and the placements alone.

Shares no code with the planner, so that neither hides the other's mistakes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from matchmaking.options import BreakRule, Options
from matchmaking.problem import Problem
from matchmaking.solution import Solution


@dataclass(frozen=True, slots=True)
class Score:
    """The values of a plan. Weights in thousandths (`Meeting.worth`); `spread` is the largest
    minus the smallest number of breaks of a delegate; the crossing counts are placed meetings
    whose organisations have different countries, or different main fields (both known);
    `smallest_share` is the least share of its meetings that an organisation gets, 0 to 1."""

    placed: int
    placed_weight: int
    breaks: int
    spread: int
    table_changes: int
    zone_changes: int
    across_countries: int
    across_fields: int
    smallest_share: float


def score(problem: Problem, solution: Solution, options: Options | None = None) -> Score:
    """Count everything that a plan is judged by, under the break rule of the options.

    Expects ids that exist in the problem (`verify` tells); raises KeyError otherwise.
    """
    rule = (options or Options()).breaks
    breaks = breaks_by_delegate(problem, solution, rule)
    changes = table_changes_by_delegate(problem, solution)
    placed = [problem.meeting(placement.meeting) for placement in solution.placements]
    country = {organisation.id: organisation.country for organisation in problem.organisations}
    main_field = {
        organisation.id: organisation.fields[:1] for organisation in problem.organisations
    }
    parties = [problem.organisations_of(meeting) for meeting in placed]
    return Score(
        placed=len(placed),
        placed_weight=sum(problem.worth_of(meeting) for meeting in placed),
        breaks=sum(breaks.values()),
        spread=max(breaks.values(), default=0) - min(breaks.values(), default=0),
        table_changes=sum(changes.values()),
        zone_changes=sum(zone_changes_by_delegate(problem, solution).values()),
        across_countries=sum(
            len({country[party] for party in meeting if country[party]}) > 1 for meeting in parties
        ),
        across_fields=sum(
            len({main_field[party] for party in meeting if main_field[party]}) > 1
            for meeting in parties
        ),
        smallest_share=min(shares_by_organisation(problem, solution).values(), default=1.0),
    )


def shares_by_organisation(problem: Problem, solution: Solution) -> dict[str, float]:
    """Of each organisation that has meetings, the share of them that takes place, 0 to 1."""
    placed = {placement.meeting for placement in solution.placements}
    wanted: Counter[str] = Counter()
    given: Counter[str] = Counter()
    for meeting in problem.meetings:
        bodies = set(problem.organisations_of(meeting))
        wanted.update(bodies)
        given.update(bodies if meeting.id in placed else ())
    return {body: given[body] / count for body, count in wanted.items()}


def breaks_by_delegate(
    problem: Problem, solution: Solution, rule: BreakRule = "session"
) -> dict[str, int]:
    """Each delegate's number of breaks: runs of idle slots between two meetings, of any length.

    "session" looks at each session alone and skips slots in which the delegate is not available;
    "published" looks at all slots as one sequence and skips none (Bofill et al., JAIR 74, 2022,
    section 3).
    """
    busy = _busy_slots(problem, solution)
    return {
        delegate.id: sum(
            _breaks_in([slot in busy[delegate.id] for slot in line])
            for line in _lines(problem, delegate.away_slots, rule)
        )
        for delegate in problem.delegates
    }


def _busy_slots(problem: Problem, solution: Solution) -> dict[str, set[str]]:
    busy: dict[str, set[str]] = {delegate.id: set() for delegate in problem.delegates}
    for placement in solution.placements:
        for delegate in problem.served_by(placement):
            busy[delegate].add(placement.slot)
    return busy


def _lines(problem: Problem, unavailable: frozenset[str], rule: BreakRule) -> list[list[str]]:
    """The rows of slots in which a delegate's breaks are counted."""
    if rule == "published":
        return [[slot.id for slot in problem.slots]]
    lines: dict[str, list[str]] = {session.id: [] for session in problem.sessions}
    for slot in problem.slots:
        if slot.id not in unavailable:
            lines[slot.session].append(slot.id)
    return list(lines.values())


def _breaks_in(row: list[bool]) -> int:
    """Runs of idle slots with a busy slot somewhere on both sides."""
    runs = sum(now and not before for now, before in zip(row, [False, *row], strict=False))
    return max(0, runs - 1)


def table_changes_by_delegate(problem: Problem, solution: Solution) -> dict[str, int]:
    """How often each delegate's next meeting, in time order, is at another table than the one
    before; online meetings, which take no table, do not count."""
    return _changes(problem, solution, {table.id: table.id for table in problem.tables})


def zone_changes_by_delegate(problem: Problem, solution: Solution) -> dict[str, int]:
    """How often each delegate's next meeting is in another zone than the one before."""
    return _changes(problem, solution, {table.id: table.zone for table in problem.tables})


def _changes(problem: Problem, solution: Solution, where: Mapping[str, str]) -> dict[str, int]:
    order = {slot.id: index for index, slot in enumerate(problem.slots)}
    rows: dict[str, list[str]] = {delegate.id: [] for delegate in problem.delegates}
    for placement in sorted(solution.placements, key=lambda placement: order[placement.slot]):
        if placement.table:
            for delegate in problem.served_by(placement):
                rows[delegate].append(where[placement.table])
    return {
        delegate: sum(one != other for one, other in pairwise(row))
        for delegate, row in rows.items()
    }
