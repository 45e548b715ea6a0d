"""The rules that an event must keep before it can be planned; called by `Problem`, not meant for
others.

Each check yields every fault it finds, with its place and a remedy.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from matchmaking.errors import InputProblem
from matchmaking.meeting_checks import meeting_faults, precedence_cycles, unknown

if TYPE_CHECKING:
    from matchmaking.problem import Delegate, HouseRules, Meeting, Problem, Session, Slot


MAX_BONUS = 10


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
        _references_of_delegates(problem),
        _countries(problem),
        _house_rules(problem),
        meeting_faults(problem),
        precedence_cycles(problem),
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
    elif part_id != part_id.strip() or set(";|") & set(part_id) or not _is_clean(part_id):
        yield InputProblem(
            "bad_id",
            f"The id {part_id!r} begins or ends with a space, or holds a semicolon, a bar "
            "or a control character.",
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
            yield unknown(path, "session", slot.session)
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


def _references(problem: Problem) -> Iterator[InputProblem]:
    slots = {slot.id for slot in problem.slots}
    fields = {known.id for known in problem.fields}
    for index, table in enumerate(problem.tables):
        if not _is_clean(table.zone):
            yield _bad_text(f"tables[{index}].zone", table.zone)
        for slot_id in sorted(table.closed_slots - slots):
            yield unknown(f"tables[{index}].closed_slots", "slot", slot_id)
    for index, organisation in enumerate(problem.organisations):
        for field_id in organisation.fields:
            path = f"organisations[{index}].fields"
            yield from _id_faults(path, field_id)
            if fields and field_id not in fields:
                yield unknown(path, "field", field_id)


def _references_of_delegates(problem: Problem) -> Iterator[InputProblem]:
    slots = {slot.id for slot in problem.slots}
    tables = {table.id for table in problem.tables}
    organisations = {organisation.id for organisation in problem.organisations}
    for index, delegate in enumerate(problem.delegates):
        if delegate.organisation not in organisations:
            yield unknown(f"delegates[{index}].organisation", "organisation", delegate.organisation)
        for name in ("unavailable_slots", "do_not_disturb"):
            for slot_id in sorted(getattr(delegate, name) - slots):
                yield unknown(f"delegates[{index}].{name}", "slot", slot_id)
        if delegate.table is not None and delegate.table not in tables:
            yield unknown(f"delegates[{index}].table", "table", delegate.table)


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


def _house_rules(problem: Problem) -> Iterator[InputProblem]:
    """Limits are whole numbers from 1, a bonus is a share."""
    for name in ("country_bonus", "field_bonus"):
        share = getattr(problem.bonus, name)
        if not 0 <= share <= MAX_BONUS:
            yield InputProblem(
                "bad_bonus",
                f"{name} is {share}.",
                f"Use a number from 0 to {MAX_BONUS}; 0.2 is a fifth more.",
                path=f"bonus.{name}",
            )
    places: list[tuple[str, HouseRules | Delegate]] = [("rules", problem.rules)]
    places += [(f"delegates[{index}]", part) for index, part in enumerate(problem.delegates)]
    for path, part in places:
        for name in ("most_per_session", "rest_after"):
            value = getattr(part, name)
            if value is not None and (isinstance(value, bool) or value < 1):
                yield InputProblem(
                    "bad_limit",
                    f"{name} is {value}.",
                    "Use a whole number from 1, or leave it out for no limit.",
                    path=f"{path}.{name}",
                )
