"""The engine's solution to rows, rows back to a solution, and what of it still holds."""

from collections.abc import Iterable, Mapping
from typing import Any

import matchmaking
from matchmaking import Placement, Problem, Solution, Unplaced
from matchmaking.rules import Agenda
from matchmaking.solution import REASONS

from ..choices import UnplacedReason
from ..models import Plan, PlannedMeeting
from ..queries.plans import planned_matches
from .figures import measured


def rows_of(plan: Plan, problem: Problem, solution: Solution) -> list[PlannedMeeting]:
    """One unsaved row per agreed meeting, placed or with the reason why not.

    Matches of the conference that the problem leaves out have nobody who could serve.
    """
    rows = [_placed_row(plan, problem, placement) for placement in solution.placements]
    rows.extend(
        PlannedMeeting(
            plan=plan,
            match_id=int(left_out.meeting),
            reason=left_out.reason,
            reason_params=dict(left_out.params),
        )
        for left_out in solution.unplaced
    )
    known = {meeting.id for meeting in problem.meetings}
    rows.extend(
        PlannedMeeting(plan=plan, match=match, reason=UnplacedReason.NO_DELEGATE)
        for match in planned_matches(plan.conference)
        if str(match.pk) not in known
    )
    return rows


def _placed_row(plan: Plan, problem: Problem, placement: Placement) -> PlannedMeeting:
    one, other = problem.served_by(placement)
    return PlannedMeeting(
        plan=plan,
        match_id=int(placement.meeting),
        slot_id=int(placement.slot),
        table_id=int(placement.table),
        delegate_a_id=int(one),
        delegate_b_id=int(other),
        is_locked=problem.meeting(placement.meeting).slot is not None,
    )


def placement_of(row: PlannedMeeting) -> Placement:
    """The place of a placed row."""
    return Placement(
        str(row.match_id),
        str(row.slot_id),
        str(row.table_id),
        (str(row.delegate_a_id), str(row.delegate_b_id)),
    )


def solution_of(
    problem: Problem,
    rows: Iterable[PlannedMeeting],
    proof: Mapping[str, Any] | None = None,
) -> Solution:
    """What of a plan's rows still holds, in the problem's order, with counted values.

    Of an earlier `proof` is kept what `measured` can keep. What the problem does not have any more
    is passed over, and whatever breaks a rule now has no place. Reasons that are the portal's own
    are told as `room_left`.
    """
    by_match = {str(row.match_id): row for row in rows}
    wanted = [meeting.id for meeting in problem.meetings]
    placed = standing(
        problem,
        [
            placement_of(row)
            for name in wanted
            if (row := by_match.get(name)) is not None and row.is_placed
        ],
    )
    taken = {placement.meeting for placement in placed}
    left_out = [_left_out(name, by_match.get(name)) for name in wanted if name not in taken]
    return measured(problem, placed, left_out, proof)


def as_it_was(rows: Iterable[PlannedMeeting]) -> Solution:
    """A plan as it stands in its rows, whether it still holds or not; it claims nothing."""
    kept = list(rows)
    return Solution(
        tuple(placement_of(row) for row in kept if row.is_placed),
        tuple(_left_out(str(row.match_id), row) for row in kept if not row.is_placed),
        _CLAIMS_NOTHING,
    )


def _left_out(name: str, row: PlannedMeeting | None) -> Unplaced:
    if row is not None and row.reason in REASONS:
        return Unplaced(name, row.reason, dict(row.reason_params))
    return Unplaced(name, "room_left")


def settled(problem: Problem, solution: Solution) -> Solution:
    """A plan that was made of an earlier state of the event, in the event as it is now.

    Meetings whose place is gone wait for another one, and so do those agreed meanwhile.
    """
    placed = standing(problem, solution.placements)
    taken = {placement.meeting for placement in placed}
    before = {row.meeting: row for row in solution.unplaced}
    had_a_place = {placement.meeting for placement in solution.placements}
    left_out = [
        before.get(
            meeting.id,
            Unplaced(
                meeting.id,
                UnplacedReason.PLACE_GONE if meeting.id in had_a_place else UnplacedReason.LATER,
            ),
        )
        for meeting in problem.meetings
        if meeting.id not in taken
    ]
    return measured(problem, placed, left_out)


def standing(problem: Problem, placements: Iterable[Placement]) -> list[Placement]:
    """The placements without those that break a rule of the event; of two that clash, the one
    worth less goes."""
    parts = (problem.meetings, problem.slots, problem.tables, problem.delegates)
    meetings, slots, tables, delegates = ({part.id for part in rows} for rows in parts)
    kept = {
        place.meeting: place
        for place in placements
        if place.meeting in meetings
        and place.slot in slots
        and place.table in tables
        and delegates.issuperset(place.delegates)
    }
    while True:
        broken = {
            min(
                (name for name in violation.meetings if name in kept),
                key=lambda name: (problem.worth_of(problem.meeting(name)), -int(name)),
                default="",
            )
            for violation in breaches_of(problem, kept.values())
        } - {""}
        if not broken:
            return list(kept.values())
        for name in broken:
            del kept[name]


def breaches_of(problem: Problem, placements: Iterable[Placement]) -> list[matchmaking.Violation]:
    """Every rule of a place that these placements break; they name nothing the event lacks."""
    agenda = Agenda(problem, tuple(placements))
    return [
        violation
        for name, rule in matchmaking.RULES.items()
        if name != "required_meetings"  # says nothing of a place
        for violation in rule.breaches(agenda)
    ]


_CLAIMS_NOTHING = matchmaking.Certificate(
    "partial", 0, 0, 0, 0, 0, 0, False, "", repeatable=False, seconds=0.0, seed=0
)
