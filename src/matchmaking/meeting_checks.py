"""The rules that the meetings of an event must keep before it can be planned; called by
`problem_checks`."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from matchmaking.errors import InputProblem

if TYPE_CHECKING:
    from matchmaking.problem import Meeting, Problem

MAX_WEIGHT = 1_000_000
_PRIORITIES = (None, "must", "want", "would")


class Members:
    """employer: delegate -> organisation; sizes: organisation -> how many delegates it sends."""

    def __init__(self, problem: Problem) -> None:
        self.employer = {part.id: part.organisation for part in problem.delegates}
        counts = Counter(self.employer.values())
        self.sizes = {part.id: counts[part.id] for part in problem.organisations}


def unknown(path: str, what: str, part_id: str) -> InputProblem:
    """The fault of an id that names nothing."""
    return InputProblem(
        f"unknown_{what}",
        f"There is no {what} {part_id!r}.",
        "Separate several ids with semicolons."
        if "," in part_id
        else f"Add it to the {what}s, or correct the id.",
        path=path,
    )


def meeting_faults(problem: Problem) -> Iterator[InputProblem]:
    """Every fault in the meetings of an event, each with its path and remedy."""
    slots = {slot.id: slot.session for slot in problem.slots}
    known = {
        "session": {session.id for session in problem.sessions},
        "meeting": {meeting.id for meeting in problem.meetings},
    }
    tables = {table.id for table in problem.tables}
    zones = {table.zone for table in problem.tables}
    members = Members(problem)
    for index, meeting in enumerate(problem.meetings):
        path = f"meetings[{index}]"
        yield from _parties(path, meeting, members)
        yield from _place(path, meeting, tables, zones)
        yield from _values(path, meeting)
        if meeting.session is not None and meeting.session not in known["session"]:
            yield unknown(f"{path}.session", "session", meeting.session)
        if meeting.slot is not None and meeting.slot not in slots:
            yield unknown(f"{path}.slot", "slot", meeting.slot)
        elif meeting.slot is not None and meeting.session not in (None, slots[meeting.slot]):
            yield InputProblem(
                "slot_outside_session",
                f"Meeting {meeting.id!r} is locked to slot {meeting.slot!r}, which is not in its "
                f"session {meeting.session!r}.",
                "Change the slot or the session, or leave one of them out.",
                path=f"{path}.slot",
            )
        for other in meeting.after:
            if other not in known["meeting"]:
                yield unknown(f"{path}.after", "meeting", other)


def _parties(path: str, meeting: Meeting, members: Members) -> Iterator[InputProblem]:
    """Two or more delegates, or two or more organisations, all known and different."""
    for name, known in (("delegates", members.employer), ("organisations", members.sizes)):
        for place, part in enumerate(getattr(meeting, name)):
            if part not in known:
                yield unknown(f"{path}.{name}[{place}]", name[:-1], part)
    what = "organisations" if meeting.organisations else "delegates"
    parties = getattr(meeting, what)
    if meeting.organisations and meeting.delegates:
        yield InputProblem(
            "delegates_and_organisations",
            f"Meeting {meeting.id!r} names both delegates and organisations.",
            "Name one kind; 'allowed' says which delegates of an organisation may serve.",
            path=f"{path}.delegates",
        )
    elif len(parties) < 2:
        yield InputProblem(
            "too_few_parties",
            f"Meeting {meeting.id!r} has {len(parties)} {what}.",
            "Name at least two delegates, or at least two organisations.",
            path=f"{path}.{what}",
        )
    elif len(set(parties)) < len(parties):
        twice = next(party for party in parties if parties.count(party) > 1)
        yield InputProblem(
            "meets_itself",
            f"Meeting {meeting.id!r} is of {what[:-1]} {twice!r} with itself.",
            f"Name two different {what}, or remove the meeting.",
            path=f"{path}.{what}",
        )
    yield from _allowed(path, meeting, members)


def _allowed(path: str, meeting: Meeting, members: Members) -> Iterator[InputProblem]:
    """Those who may serve belong to the organisation that they serve for."""
    if meeting.allowed and len(meeting.allowed) != len(meeting.organisations):
        yield InputProblem(
            "bad_allowed",
            f"Meeting {meeting.id!r} has {len(meeting.organisations)} organisations and "
            f"{len(meeting.allowed)} lists of delegates who may serve.",
            "Give one list for each organisation; an empty one allows all of its delegates.",
            path=f"{path}.allowed",
        )
        return
    sides = meeting.allowed or ((),) * len(meeting.organisations)
    for place, (body, side) in enumerate(zip(meeting.organisations, sides, strict=True)):
        for delegate in side:
            if members.employer.get(delegate) != body:
                yield InputProblem(
                    "not_of_organisation",
                    f"Delegate {delegate!r} may serve for {body!r}, but is no delegate of it.",
                    "Name delegates of this organisation.",
                    path=f"{path}.allowed[{place}]",
                )
        if not side and members.sizes.get(body) == 0:
            yield InputProblem(
                "organisation_without_delegates",
                f"Meeting {meeting.id!r} is of organisation {body!r}, which has no delegates.",
                "Add a delegate, or remove the meeting.",
                path=f"{path}.organisations[{place}]",
            )


def _place(
    path: str, meeting: Meeting, tables: set[str], zones: set[str]
) -> Iterator[InputProblem]:
    """Table and zone exist, and an online meeting has neither."""
    if meeting.table is not None and meeting.table not in tables:
        yield unknown(f"{path}.table", "table", meeting.table)
    if meeting.zone is not None and meeting.zone not in zones:
        yield unknown(f"{path}.zone", "zone", meeting.zone)
    if meeting.online and (meeting.table is not None or meeting.zone is not None):
        yield InputProblem(
            "online_with_table",
            f"Meeting {meeting.id!r} is online, but asks for a table or a zone.",
            "Leave out one or the other.",
            path=f"{path}.online",
        )


def _values(path: str, meeting: Meeting) -> Iterator[InputProblem]:
    if not (math.isfinite(meeting.weight) and 0 < meeting.weight <= MAX_WEIGHT):
        yield InputProblem(
            "bad_weight",
            f"The weight {meeting.weight} of meeting {meeting.id!r} is not above 0 and at "
            f"most {MAX_WEIGHT}.",
            "Use 1 for an ordinary meeting.",
            path=f"{path}.weight",
        )
    if meeting.priority not in _PRIORITIES:
        yield InputProblem(
            "bad_priority",
            f"The priority {meeting.priority!r} is unknown.",
            "Use must, want or would, or leave it out.",
            path=f"{path}.priority",
        )


def precedence_cycles(problem: Problem) -> Iterator[InputProblem]:
    """Meetings that would have to come before themselves, found by taking away what waits for
    nothing."""
    waits = {meeting.id: set(meeting.after) for meeting in problem.meetings}
    waits = {
        meeting: {other for other in after if other in waits} for meeting, after in waits.items()
    }
    followers: dict[str, list[str]] = {}
    for meeting, after in waits.items():
        for other in after:
            followers.setdefault(other, []).append(meeting)
    ready = [meeting for meeting, after in waits.items() if not after]
    while ready:
        done = ready.pop()
        for meeting in followers.get(done, ()):
            waits[meeting].discard(done)
            if not waits[meeting]:
                ready.append(meeting)
    for index, entry in enumerate(problem.meetings):
        if waits[entry.id]:
            yield InputProblem(
                "precedence_cycle",
                f"Meeting {entry.id!r} is in, or waits for, a circle of meetings each after "
                "the other.",
                "Remove one of the 'after' entries.",
                path=f"meetings[{index}].after",
            )
