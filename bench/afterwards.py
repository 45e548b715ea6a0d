"""What happens to an event after its plan is published, from a seed: people stay away or come late,
something urgent turns up, a table breaks, a slot is needed for a speech.

Each function returns the changed event; meetings keep their ids, so that the published plan can be
repaired.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from matchmaking import Delegate, Meeting, Problem


def drop_outs(problem: Problem, share: float, seed: int) -> Problem:
    """That share of the delegates does not come at all. A meeting is cancelled if nobody is left
    who may serve for one of its parties; where organisations meet, a colleague may."""
    draw = random.Random(f"clusterwerk drop-outs {seed}")
    names = [delegate.id for delegate in problem.delegates]
    gone = frozenset(draw.sample(names, round(share * len(names))))
    everywhere = frozenset(slot.id for slot in problem.slots)
    kept = [
        meeting
        for meeting in problem.meetings
        if all(set(side) - gone for side in problem.sides(meeting))
    ]
    return replace(
        problem,
        delegates=_away(problem.delegates, gone, everywhere),
        meetings=_without_loose_ends(kept),
    )


def late(problem: Problem, share: float, session: str, seed: int) -> Problem:
    """That share of the delegates comes only after the session of that id. Nobody is chosen who
    was not there before, or would have no slot left."""
    draw = random.Random(f"clusterwerk late {seed}")
    order = [part.id for part in problem.sessions]
    missed_sessions = set(order[: order.index(session) + 1])
    missed = frozenset(slot.id for slot in problem.slots if slot.session in missed_sessions)
    everywhere = {slot.id for slot in problem.slots}
    candidates = [
        delegate.id
        for delegate in problem.delegates
        if missed - delegate.away_slots and everywhere - missed - delegate.away_slots
    ]
    count = min(round(share * len(problem.delegates)), len(candidates))
    chosen = frozenset(draw.sample(candidates, count))
    return replace(problem, delegates=_away(problem.delegates, chosen, missed))


def urgent(problem: Problem, count: int, seed: int, *, mandatory: bool = True) -> Problem:
    """So many new meetings between organisations that do not meet yet, each worth as much as the
    dearest there is; between organisations where the event's meetings are. Fewer come out only if
    such pairs run out.

    Delegates are chosen who have a slot in common and slots to spare, so that the mandatory ones
    alone do not make the event impossible.
    """
    draw = random.Random(f"clusterwerk urgent {seed}")
    body = {delegate.id: delegate.organisation for delegate in problem.delegates}
    met = {frozenset(problem.organisations_of(meeting)) for meeting in problem.meetings}
    spare = _spare_slots(problem)
    by_organisation = any(meeting.organisations for meeting in problem.meetings)
    ranked = any(meeting.priority for meeting in problem.meetings)
    added: list[Meeting] = []
    for _ in range(400 * count):
        if len(added) == count:
            break
        one, other = draw.sample(problem.delegates, 2)
        bodies = (body[one.id], body[other.id])
        common = len(problem.slots) - len(one.away_slots | other.away_slots)
        if bodies[0] == bodies[1] or frozenset(bodies) in met or common < 1:
            continue
        if min(spare[one.id], spare[other.id]) < 1:
            continue
        met.add(frozenset(bodies))
        spare.subtract((one.id, other.id))
        added.append(
            Meeting(
                f"urgent-{len(added) + 1:03d}",
                () if by_organisation else (one.id, other.id),
                weight=max((meeting.weight for meeting in problem.meetings), default=1.0),
                priority="must" if ranked else None,
                mandatory=mandatory,
                organisations=bodies if by_organisation else (),
            )
        )
    return replace(problem, meetings=(*problem.meetings, *added))


def lost_table(problem: Problem, seed: int) -> Problem:
    """One table is closed for good."""
    lost = random.Random(f"clusterwerk lost table {seed}").choice(problem.tables)
    closed = frozenset(slot.id for slot in problem.slots)
    tables = (
        replace(table, closed_slots=closed) if table is lost else table for table in problem.tables
    )
    return replace(problem, tables=tuple(tables))


def closed_slot(problem: Problem, seed: int) -> Problem:
    """One slot is needed for a speech: no table is open, and everybody listens."""
    slot = frozenset((random.Random(f"clusterwerk closed slot {seed}").choice(problem.slots).id,))
    everybody = frozenset(delegate.id for delegate in problem.delegates)
    return replace(
        problem,
        tables=tuple(
            replace(table, closed_slots=table.closed_slots | slot) for table in problem.tables
        ),
        delegates=_away(problem.delegates, everybody, slot),
    )


def _away(
    delegates: Iterable[Delegate], who: frozenset[str], slots: frozenset[str]
) -> tuple[Delegate, ...]:
    return tuple(
        replace(delegate, unavailable_slots=delegate.unavailable_slots | slots)
        if delegate.id in who
        else delegate
        for delegate in delegates
    )


def _without_loose_ends(meetings: list[Meeting]) -> tuple[Meeting, ...]:
    """Meetings that come after a cancelled one no longer wait for it."""
    there = {meeting.id for meeting in meetings}
    return tuple(
        replace(meeting, after=tuple(other for other in meeting.after if other in there))
        for meeting in meetings
    )


def _spare_slots(problem: Problem) -> Counter[str]:
    """Of each delegate the slots beyond the meetings that it may have to serve in."""
    spare = Counter(
        {
            delegate.id: len(problem.slots) - len(delegate.away_slots)
            for delegate in problem.delegates
        }
    )
    for meeting in problem.meetings:
        for side in problem.sides(meeting):
            spare.subtract(side)
    return spare
