"""The rules that an event must keep before it can be planned; called by `Problem`, not meant for
others.

Each check yields every fault it finds, with its place and a remedy.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from matchmaking.errors import InputProblem

if TYPE_CHECKING:
    from matchmaking.problem import Meeting, Problem, Session, Slot

MAX_WEIGHT = 1_000_000
_PRIORITIES = (None, "must", "want", "would")


class _Part(Protocol):
    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...


class _Timed(Protocol):
    @property
    def id(self) -> str: ...

    @property
    def starts_at(self) -> datetime | None: ...

    @property
    def ends_at(self) -> datetime | None: ...


def faults_in(problem: Problem) -> list[InputProblem]:
    """Every fault of the event, in the order of its parts."""
    checks = (
        _empty_parts(problem),
        _identity(problem),
        _times(problem.sessions, "sessions", in_order=False),
        _times(problem.slots, "slots", in_order=True),
        _sessions_of_slots(problem),
        _references(problem),
        _countries(problem),
        _meetings(problem),
        _precedence_cycles(problem),
    )
    return [fault for check in checks for fault in check]


def _empty_parts(problem: Problem) -> Iterator[InputProblem]:
    for parts, what, remedy in (
        (problem.sessions, "sessions", "List at least one session."),
        (problem.slots, "slots", "List at least one slot."),
        (problem.tables, "tables", "List at least one table: without one, nobody can meet."),
    ):
        if not parts:
            yield InputProblem(f"no_{what}", f"The event has no {what}.", remedy, path=what)


def _is_clean(text: str) -> bool:
    """Whether text is one line of ordinary characters, so that every file format can carry it."""
    return not any(
        unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in text
    )


def _identity(problem: Problem) -> Iterator[InputProblem]:
    """Ids: there, clean, unique. Names: clean, and unique where two could be confused."""
    if not _is_clean(problem.name):
        yield _bad_text("name", problem.name)
    slot_parts: Sequence[Slot] = problem.slots
    meeting_parts: Sequence[Meeting] = problem.meetings
    for parts, what in ((slot_parts, "slots"), (meeting_parts, "meetings")):
        yield from _ids(what, [part.id for part in parts])
    named: tuple[tuple[Sequence[_Part], str], ...] = (
        (problem.sessions, "sessions"),
        (problem.tables, "tables"),
        (problem.fields, "fields"),
        (problem.organisations, "organisations"),
    )
    for named_parts, what in named:
        yield from _ids(what, [part.id for part in named_parts])
        yield from _names(what, [(part.name, "") for part in named_parts])
    yield from _delegate_ids(problem)
    yield from _names("delegates", [(part.name, part.organisation) for part in problem.delegates])


def _ids(what: str, ids: Sequence[str]) -> Iterator[InputProblem]:
    first: dict[str, int] = {}
    for index, part_id in enumerate(ids):
        path = f"{what}[{index}].id"
        yield from _id_faults(path, part_id)
        if part_id and part_id in first:
            yield InputProblem(
                "duplicate_id",
                f"The id {part_id!r} is used twice in {what} (first in {what}[{first[part_id]}]).",
                "Give each its own id.",
                path=path,
            )
        first.setdefault(part_id, index)


def _id_faults(path: str, part_id: str) -> Iterator[InputProblem]:
    if not part_id:
        yield InputProblem("missing_id", "An id is missing.", "Give every row an id.", path=path)
    elif part_id != part_id.strip() or ";" in part_id or not _is_clean(part_id):
        yield InputProblem(
            "bad_id",
            f"The id {part_id!r} begins or ends with a space, or holds a semicolon or a "
            "control character.",
            "Use letters, digits, '-' and '_'.",
            path=path,
        )


def _delegate_ids(problem: Problem) -> Iterator[InputProblem]:
    first: dict[str, int] = {}
    for index, delegate in enumerate(problem.delegates):
        path = f"delegates[{index}]"
        yield from _id_faults(f"{path}.id", delegate.id)
        if delegate.id and delegate.id in first:
            other = problem.delegates[first[delegate.id]]
            if other.organisation != delegate.organisation:
                yield InputProblem(
                    "delegate_in_two_organisations",
                    f"Delegate {delegate.id!r} is listed for {other.organisation!r} "
                    f"(delegates[{first[delegate.id]}]) and for {delegate.organisation!r}.",
                    "Keep one of the two rows; if these are two persons, give each an own id.",
                    path=f"{path}.organisation",
                )
            else:
                yield InputProblem(
                    "duplicate_id",
                    f"The id {delegate.id!r} is used twice in delegates "
                    f"(first in delegates[{first[delegate.id]}]).",
                    "Give each its own id.",
                    path=f"{path}.id",
                )
        first.setdefault(delegate.id, index)


def _names(what: str, names: Iterable[tuple[str, str]]) -> Iterator[InputProblem]:
    first: dict[tuple[str, str], int] = {}
    for index, (name, scope) in enumerate(names):
        path = f"{what}[{index}].name"
        if not _is_clean(name):
            yield _bad_text(path, name)
        key = (" ".join(name.casefold().split()), scope)
        if not key[0]:
            continue
        if key in first:
            yield InputProblem(
                "duplicate_name",
                f"The name {name!r} is used twice in {what} (first in {what}[{first[key]}]).",
                "Remove one, or tell them apart by a place or a number in the name.",
                path=path,
            )
        first.setdefault(key, index)


def _bad_text(path: str, text: str) -> InputProblem:
    return InputProblem(
        "bad_text",
        f"The text {text!r} holds a line break or a control character.",
        "Keep it to one line of ordinary characters.",
        path=path,
    )


def _times(parts: Sequence[_Timed], what: str, *, in_order: bool) -> Iterator[InputProblem]:
    last_end: datetime | None = None
    kinds: set[bool] = set()
    for index, part in enumerate(parts):
        path = f"{what}[{index}]"
        for moment in (part.starts_at, part.ends_at):
            if moment is not None:
                kinds.add(moment.tzinfo is not None)
        if len(kinds) > 1:
            yield InputProblem(
                "mixed_time_zones",
                "Some times have a time zone and some have none.",
                "Give all times a zone such as +02:00, or none.",
                path=f"{path}.starts_at",
            )
            return  # times with and without a zone cannot be compared
        if part.starts_at and part.ends_at and part.ends_at <= part.starts_at:
            yield InputProblem(
                "ends_before_start",
                f"{what.capitalize()[:-1]} {part.id!r} does not end after it starts.",
                "Check starts_at and ends_at.",
                path=f"{path}.ends_at",
            )
        if in_order and part.starts_at and last_end and part.starts_at < last_end:
            yield InputProblem(
                "slots_out_of_order",
                f"Slot {part.id!r} starts before the slot listed above it is over.",
                "List the slots in time order, without overlap.",
                path=f"{path}.starts_at",
            )
        last_end = part.ends_at or part.starts_at or last_end


def _sessions_of_slots(problem: Problem) -> Iterator[InputProblem]:
    sessions = {session.id: session for session in problem.sessions}
    closed: set[str] = set()
    previous = ""
    for index, slot in enumerate(problem.slots):
        path = f"slots[{index}].session"
        if slot.session not in sessions:
            yield _unknown(path, "session", slot.session)
            continue
        if slot.session != previous:
            closed.add(previous)
            if slot.session in closed:
                yield InputProblem(
                    "slot_outside_session",
                    f"Slot {slot.id!r} stands outside its session {slot.session!r}: "
                    f"slots of session {previous!r} come between.",
                    "List the slots of a session one after the other, or give the slot "
                    "another session.",
                    path=path,
                )
        previous = slot.session
        if not _within(slot, sessions[slot.session]):
            yield InputProblem(
                "slot_outside_session",
                f"The times of slot {slot.id!r} are outside those of its session {slot.session!r}.",
                "Change the times of the slot or of the session, or give the slot another session.",
                path=path,
            )


def _within(slot: Slot, session: Session) -> bool:
    pairs = (
        (session.starts_at, slot.starts_at),
        (slot.ends_at or slot.starts_at, session.ends_at),
    )
    for early, late in pairs:
        if early is None or late is None:
            continue
        if (early.tzinfo is None) != (late.tzinfo is None) or early > late:
            return False
    return True


def _unknown(path: str, what: str, part_id: str) -> InputProblem:
    return InputProblem(
        f"unknown_{what}",
        f"There is no {what} {part_id!r}.",
        f"Add it to the {what}s, or correct the id.",
        path=path,
    )


def _references(problem: Problem) -> Iterator[InputProblem]:
    slots = {slot.id for slot in problem.slots}
    fields = {known.id for known in problem.fields}
    organisations = {organisation.id for organisation in problem.organisations}
    for index, table in enumerate(problem.tables):
        for slot_id in sorted(table.closed_slots - slots):
            yield _unknown(f"tables[{index}].closed_slots", "slot", slot_id)
    for index, organisation in enumerate(problem.organisations):
        for field_id in organisation.fields:
            path = f"organisations[{index}].fields"
            yield from _id_faults(path, field_id)
            if fields and field_id not in fields:
                yield _unknown(path, "field", field_id)
    for index, delegate in enumerate(problem.delegates):
        if delegate.organisation not in organisations:
            yield _unknown(
                f"delegates[{index}].organisation", "organisation", delegate.organisation
            )
        for slot_id in sorted(delegate.unavailable_slots - slots):
            yield _unknown(f"delegates[{index}].unavailable_slots", "slot", slot_id)


def _countries(problem: Problem) -> Iterator[InputProblem]:
    for index, organisation in enumerate(problem.organisations):
        country = organisation.country
        if country and not (
            len(country) == 2 and country.isascii() and country.isalpha() and country.isupper()
        ):
            yield InputProblem(
                "bad_country",
                f"{country!r} is no country code.",
                "Use two capital letters as in ISO 3166-1, such as DE, or leave it empty.",
                path=f"organisations[{index}].country",
            )


def _meetings(problem: Problem) -> Iterator[InputProblem]:
    slots = {slot.id: slot.session for slot in problem.slots}
    known = {
        "session": {session.id for session in problem.sessions},
        "table": {table.id for table in problem.tables},
        "delegate": {delegate.id for delegate in problem.delegates},
        "meeting": {meeting.id for meeting in problem.meetings},
    }
    for index, meeting in enumerate(problem.meetings):
        path = f"meetings[{index}]"
        yield from _parties(path, meeting, known["delegate"])
        yield from _values(path, meeting)
        if meeting.session is not None and meeting.session not in known["session"]:
            yield _unknown(f"{path}.session", "session", meeting.session)
        if meeting.slot is not None and meeting.slot not in slots:
            yield _unknown(f"{path}.slot", "slot", meeting.slot)
        elif meeting.slot is not None and meeting.session not in (None, slots[meeting.slot]):
            yield InputProblem(
                "slot_outside_session",
                f"Meeting {meeting.id!r} is locked to slot {meeting.slot!r}, which is not in its "
                f"session {meeting.session!r}.",
                "Change the slot or the session, or leave one of them out.",
                path=f"{path}.slot",
            )
        if meeting.table is not None and meeting.table not in known["table"]:
            yield _unknown(f"{path}.table", "table", meeting.table)
        for other in meeting.after:
            if other not in known["meeting"]:
                yield _unknown(f"{path}.after", "meeting", other)


def _parties(path: str, meeting: Meeting, delegates: set[str]) -> Iterator[InputProblem]:
    for place, delegate in enumerate(meeting.delegates):
        if delegate not in delegates:
            yield _unknown(f"{path}.delegates[{place}]", "delegate", delegate)
    if len(meeting.delegates) != 2:
        yield InputProblem(
            "not_two_delegates",
            f"Meeting {meeting.id!r} has {len(meeting.delegates)} delegates.",
            "Name exactly two.",
            path=f"{path}.delegates",
        )
    elif meeting.delegates[0] == meeting.delegates[1]:
        yield InputProblem(
            "meets_itself",
            f"Meeting {meeting.id!r} is of delegate {meeting.delegates[0]!r} with itself.",
            "Name two different delegates, or remove the meeting.",
            path=f"{path}.delegates",
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


def _precedence_cycles(problem: Problem) -> Iterator[InputProblem]:
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
