"""Every hard rule of a plan, checked from the problem and the placements alone; no solver is asked.

Each rule is one function with one sentence for people. Nothing here is shared with the planner.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from matchmaking.options import Options
from matchmaking.problem import Problem
from matchmaking.scoring import breaks_by_delegate, score
from matchmaking.solution import REASONS, Placement, Solution


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken rule: its stable code, an English sentence, and the meetings concerned."""

    code: str
    message: str
    meetings: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.message


def verify(problem: Problem, solution: Solution) -> tuple[Violation, ...]:
    """Every rule that the plan breaks; empty for a valid plan.

    The break rule and the spread are those that the plan's certificate names. A plan that is
    certified infeasible has no placements and is checked for that only.
    """
    unknown = list(_unknown_ids(problem, solution))
    meetings, slots, tables = _ids(problem)
    known = [
        placement
        for placement in solution.placements
        if placement.meeting in meetings and placement.slot in slots and placement.table in tables
    ]
    found = [*unknown, *_each_meeting_once(problem, solution)]
    if solution.certificate.status == "infeasible":
        if solution.placements:
            found.append(
                Violation(
                    "certificate", "The plan is certified infeasible, yet it places meetings."
                )
            )
        return tuple(found)
    for rule in (_persons, _tables, _availability, _sessions, _locks, _closed_tables, _precedence):
        found.extend(rule(problem, known))
    found.extend(_required_meetings(problem, known))
    if not unknown:
        found.extend(_spread(problem, solution))
        found.extend(_certificate(problem, solution))
    return tuple(found)


def _ids(problem: Problem) -> tuple[set[str], set[str], set[str]]:
    return (
        {meeting.id for meeting in problem.meetings},
        {slot.id for slot in problem.slots},
        {table.id for table in problem.tables},
    )


def _unknown_ids(problem: Problem, solution: Solution) -> Iterator[Violation]:
    meetings, slots, tables = _ids(problem)
    for placement in solution.placements:
        for what, part, parts in (
            ("meeting", placement.meeting, meetings),
            ("slot", placement.slot, slots),
            ("table", placement.table, tables),
        ):
            if part not in parts:
                yield Violation(
                    f"unknown_{what}",
                    f"The plan names a {what} {part!r} that the event does not have.",
                )
    for unplaced in solution.unplaced:
        if unplaced.meeting not in meetings:
            message = (
                f"The plan leaves out a meeting {unplaced.meeting!r} that the event does not have."
            )
            yield Violation("unknown_meeting", message)
        if unplaced.reason not in REASONS:
            message = (
                f"The plan leaves out {unplaced.meeting!r} for an unknown reason "
                f"{unplaced.reason!r}."
            )
            yield Violation("unknown_reason", message, (unplaced.meeting,))


def _each_meeting_once(problem: Problem, solution: Solution) -> Iterator[Violation]:
    times: dict[str, int] = defaultdict(int)
    for placement in solution.placements:
        times[placement.meeting] += 1
    for unplaced in solution.unplaced:
        times[unplaced.meeting] += 1
    for meeting in problem.meetings:
        if times[meeting.id] == 0:
            message = f"Meeting {meeting.id} is neither placed nor named among those left out."
            yield Violation("missing_meeting", message, (meeting.id,))
        elif times[meeting.id] > 1:
            message = f"Meeting {meeting.id} stands in the plan {times[meeting.id]} times."
            yield Violation("repeated_meeting", message, (meeting.id,))


def _persons(problem: Problem, placements: list[Placement]) -> Iterator[Violation]:
    """A delegate is in at most one meeting at a time."""
    at: dict[tuple[str, str], list[str]] = defaultdict(list)
    for placement in placements:
        for delegate in problem.meeting(placement.meeting).delegates:
            at[delegate, placement.slot].append(placement.meeting)
    for (delegate, slot), meetings in at.items():
        if len(meetings) > 1:
            message = (
                f"Delegate {delegate} has {len(meetings)} meetings in slot {slot}: "
                f"{', '.join(meetings)}."
            )
            yield Violation("delegate_twice_in_slot", message, tuple(meetings))


def _tables(_: Problem, placements: list[Placement]) -> Iterator[Violation]:
    """A table holds at most one meeting at a time."""
    at: dict[tuple[str, str], list[str]] = defaultdict(list)
    for placement in placements:
        at[placement.table, placement.slot].append(placement.meeting)
    for (table, slot), meetings in at.items():
        if len(meetings) > 1:
            message = (
                f"Table {table} holds {len(meetings)} meetings in slot {slot}: "
                f"{', '.join(meetings)}."
            )
            yield Violation("table_twice_in_slot", message, tuple(meetings))


def _availability(problem: Problem, placements: list[Placement]) -> Iterator[Violation]:
    """A delegate meets nobody in a slot in which it is not available."""
    for placement in placements:
        for delegate in problem.meeting(placement.meeting).delegates:
            if placement.slot in problem.delegate(delegate).unavailable_slots:
                message = (
                    f"Meeting {placement.meeting} is in slot {placement.slot}, when {delegate} "
                    "is not available."
                )
                yield Violation("delegate_unavailable", message, (placement.meeting,))


def _sessions(problem: Problem, placements: list[Placement]) -> Iterator[Violation]:
    """A meeting that asks for a session takes place in it."""
    session_of = {slot.id: slot.session for slot in problem.slots}
    for placement in placements:
        wanted = problem.meeting(placement.meeting).session
        if wanted is not None and session_of[placement.slot] != wanted:
            message = (
                f"Meeting {placement.meeting} is in session {session_of[placement.slot]} instead "
                f"of {wanted}."
            )
            yield Violation("wrong_session", message, (placement.meeting,))


def _locks(problem: Problem, placements: list[Placement]) -> Iterator[Violation]:
    """A locked meeting is where it was locked to."""
    for placement in placements:
        meeting = problem.meeting(placement.meeting)
        if meeting.slot is not None and meeting.slot != placement.slot:
            message = (
                f"Meeting {meeting.id} is locked to slot {meeting.slot}, but stands in "
                f"{placement.slot}."
            )
            yield Violation("lock_broken", message, (meeting.id,))
        if meeting.table is not None and meeting.table != placement.table:
            message = (
                f"Meeting {meeting.id} is locked to table {meeting.table}, but is at "
                f"{placement.table}."
            )
            yield Violation("lock_broken", message, (meeting.id,))


def _closed_tables(problem: Problem, placements: list[Placement]) -> Iterator[Violation]:
    """Nobody meets at a closed table."""
    closed = {table.id: table.closed_slots for table in problem.tables}
    for placement in placements:
        if placement.slot in closed[placement.table]:
            message = (
                f"Meeting {placement.meeting} is at table {placement.table}, closed in slot "
                f"{placement.slot}."
            )
            yield Violation("table_closed", message, (placement.meeting,))


def _precedence(problem: Problem, placements: list[Placement]) -> Iterator[Violation]:
    """A meeting comes after those that it must come after."""
    order = {slot.id: index for index, slot in enumerate(problem.slots)}
    at = {placement.meeting: order[placement.slot] for placement in placements}
    for meeting in problem.meetings:
        for earlier in meeting.after:
            if meeting.id in at and earlier in at and at[meeting.id] <= at[earlier]:
                message = f"Meeting {meeting.id} must come after {earlier}, but does not."
                yield Violation("precedence_broken", message, (earlier, meeting.id))


def _required_meetings(problem: Problem, placements: list[Placement]) -> Iterator[Violation]:
    """Mandatory and locked meetings take place."""
    placed = {placement.meeting for placement in placements}
    for meeting in problem.meetings:
        if (meeting.mandatory or meeting.slot is not None) and meeting.id not in placed:
            what = "mandatory" if meeting.mandatory else f"locked to slot {meeting.slot}"
            message = f"Meeting {meeting.id} is {what}, but is left out."
            yield Violation("required_meeting_missing", message, (meeting.id,))


def _spread(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """No two delegates' numbers of breaks differ by more than the spread that was asked for."""
    allowed = solution.certificate.spread
    if allowed is None:
        return
    breaks = breaks_by_delegate(problem, solution, solution.certificate.breaks_rule)
    most = max(breaks, key=lambda delegate: breaks[delegate], default=None)
    fewest = min(breaks, key=lambda delegate: breaks[delegate], default=None)
    if most is not None and fewest is not None and breaks[most] - breaks[fewest] > allowed:
        message = (
            f"Delegate {most} has {breaks[most]} breaks and {fewest} has {breaks[fewest]}: "
            f"more than {allowed} apart."
        )
        yield Violation("spread_exceeded", message)


def _certificate(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """What the certificate says of the plan is true, and no bound contradicts it."""
    claim = solution.certificate
    actual = score(problem, solution, Options(breaks=claim.breaks_rule))
    for name in ("placed", "placed_weight", "breaks", "table_changes"):
        claimed, counted = getattr(claim, name), getattr(actual, name)
        if claimed != counted:
            message = f"The certificate says {name} {claimed}, but it is {counted}."
            yield Violation("certificate", message)
    if actual.placed_weight > claim.placed_weight_bound:
        yield Violation("certificate", "The placed weight is above its certified bound.")
    if actual.placed_weight == claim.placed_weight_bound and actual.breaks < claim.breaks_bound:
        yield Violation("certificate", "The number of breaks is below its certified bound.")
    complete = actual.placed == len(problem.meetings)
    if complete != (claim.status == "complete"):
        message = (
            f"The certificate says {claim.status}, but {actual.placed} of "
            f"{len(problem.meetings)} are placed."
        )
        yield Violation("certificate", message)
