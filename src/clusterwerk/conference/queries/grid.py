"""When and where meetings can take place, and whom a change of it would touch.

A change is described first (`GridChange`), so that its effects can be shown before it is done.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.db.models import Count, Prefetch, Q, QuerySet

from ..choices import MatchStatus, PlanState
from ..models import Conference, Delegate, Match, Plan, PlannedMeeting, Session, Slot, Table
from .clock import same_clock_elsewhere
from .conflicts import BrokenMeeting, broken_meetings_of
from .plans import planned_matches


@dataclass(frozen=True, slots=True)
class GridChange:
    """What becomes of slots and tables that are there; all by their keys.

    `times`: new beginning and end of slots. `closed`: (table, slot) that no longer can be used.
    `labels`: what stands on a table afterwards, and its zone. `booths`: the delegation whose booth
    a table becomes. `gone_sessions` keep no slot.
    """

    times: Mapping[int, tuple[datetime, datetime]] = field(default_factory=dict)
    gone_slots: frozenset[int] = frozenset()
    gone_sessions: frozenset[int] = frozenset()
    gone_tables: frozenset[int] = frozenset()
    closed: frozenset[tuple[int, int]] = frozenset()
    labels: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    booths: Mapping[int, int] = field(default_factory=dict)

    def takes_place_from(self, meeting: PlannedMeeting) -> bool:
        """Whether the meeting cannot stay in its slot and at its table."""
        slot, table = meeting.slot_id, meeting.table_id
        if slot in self.gone_slots or table in self.gone_tables or (table, slot) in self.closed:
            return True
        owner = self.booths.get(table) if table is not None else None
        return owner is not None and owner not in (
            meeting.match.registration_a_id,
            meeting.match.registration_b_id,
        )


@dataclass(frozen=True, slots=True)
class Touched:
    """A meeting of the published plan that a change touches."""

    meeting: PlannedMeeting
    loses_place: bool
    starts_at: datetime
    ends_at: datetime
    table: str

    @property
    def names(self) -> tuple[str, str]:
        """The two organisations."""
        match = self.meeting.match
        return str(match.registration_a), str(match.registration_b)


@dataclass(frozen=True, slots=True)
class Effects:
    """Whom a change touches. `drafts`: (version, meetings that lose their place).

    `absences`: delegates who said they are absent in slots that go or move. `bound`: agreed
    meetings that were to be in a session that goes; they may then be at any time.
    """

    touched: tuple[Touched, ...] = ()
    people: tuple[Delegate, ...] = ()
    drafts: tuple[tuple[int, int], ...] = ()
    absences: int = 0
    bound: int = 0

    def __bool__(self) -> bool:
        return bool(self.touched or self.drafts or self.absences or self.bound)

    @property
    def lost(self) -> tuple[Touched, ...]:
        """Meetings of the published plan that lose their place."""
        return tuple(row for row in self.touched if row.loses_place)

    @property
    def moved(self) -> tuple[Touched, ...]:
        """Meetings of the published plan whose time or table changes with their slot or table."""
        return tuple(row for row in self.touched if not row.loses_place)

    @property
    def fingerprint(self) -> str:
        """What somebody saw: it differs as soon as the effects differ."""
        parts = [
            [
                (row.meeting.pk, row.loses_place, row.starts_at.isoformat(), row.table)
                for row in self.touched
            ],
            self.drafts,
            self.absences,
            self.bound,
        ]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


def sessions_in_use(conference: Conference) -> QuerySet[Session]:
    """Sessions that have slots, in order, each with those in use as its `slots`."""
    slots = Slot.objects.in_use().order_by("starts_at")
    return (
        Session.objects.filter(conference=conference, slots__withdrawn_at__isnull=True)
        .filter(slots__isnull=False)
        .distinct()
        .order_by("position")
        .prefetch_related(Prefetch("slots", queryset=slots))
    )


def slots_in_use(conference: Conference) -> QuerySet[Slot]:
    """All slots that were not withdrawn, in order of time."""
    return Slot.objects.in_use().filter(session__conference=conference).order_by("starts_at")


def tables_in_use(conference: Conference) -> QuerySet[Any]:
    """All tables that were not withdrawn, with the delegation of a booth; annotated with the
    number of slots in which each is closed (`closed`)."""
    rows: QuerySet[Any] = (
        Table.objects.in_use()
        .filter(conference=conference)
        .select_related("booth_of__organisation")
        .annotate(closed=Count("closed_slots", filter=Q(closed_slots__withdrawn_at__isnull=True)))
        .order_by("number")
    )
    return rows


def closed_pairs(conference: Conference) -> set[tuple[int, int]]:
    """(table, slot) that cannot be used, of those in use."""
    rows = Table.closed_slots.through.objects.filter(
        table__conference=conference,
        table__withdrawn_at__isnull=True,
        slot__withdrawn_at__isnull=True,
    )
    return set(rows.values_list("table_id", "slot_id"))


def places_of(conference: Conference) -> int:
    """How many meetings fit at most: open tables in all slots, booths included."""
    slots = slots_in_use(conference).count()
    tables = Table.objects.in_use().filter(conference=conference).count()
    return slots * tables - len(closed_pairs(conference))


def clashing_sessions(
    conference: Conference, starts_at: datetime, ends_at: datetime, *, apart_from: int | None
) -> list[Session]:
    """Other sessions with slots at the same time: a delegate could be asked to be in both."""
    return [
        session
        for session in sessions_in_use(conference)
        if session.pk != apart_from and session.starts_at < ends_at and starts_at < session.ends_at
    ]


def effects_of(conference: Conference, change: GridChange) -> Effects:
    """Whom a change touches: read only, nothing is written."""
    slots = change.gone_slots | set(change.times)
    touched = _touched_by(conference, change) if conference.published_plan_id else ()
    people = {
        person.pk: person
        for row in touched
        for person in (row.meeting.delegate_a, row.meeting.delegate_b)
        if person is not None
    }
    absent = Delegate.objects.filter(
        registration__conference=conference,
        unavailable_slots__in=slots,
        cancelled_at__isnull=True,
    ).distinct()
    bound = Match.objects.filter(
        conference=conference, status=MatchStatus.AGREED, session__in=change.gone_sessions
    )
    return Effects(
        touched=touched,
        people=tuple(sorted(people.values(), key=lambda row: (row.name, row.pk))),
        drafts=tuple(
            (plan.version, lost)
            for plan in drafts_of(conference)
            if (lost := len(meetings_without_place(plan, change)))
        ),
        absences=absent.count() if slots else 0,
        bound=bound.count() if change.gone_sessions else 0,
    )


def drafts_of(conference: Conference) -> QuerySet[Plan]:
    """Plans that are ready and were never published; those once published stay as they were."""
    return Plan.objects.filter(
        conference=conference, state=PlanState.READY, published_at__isnull=True
    ).order_by("version")


def meetings_without_place(plan: Plan, change: GridChange) -> list[PlannedMeeting]:
    """The placed meetings of a plan that lose their place by a change."""
    tables = change.gone_tables | {table for table, _slot in change.closed} | set(change.booths)
    rows = PlannedMeeting.objects.filter(
        Q(slot__in=change.gone_slots) | Q(table__in=tables), plan=plan
    ).select_related("match")
    return [row for row in rows if change.takes_place_from(row)]


def _touched_by(conference: Conference, change: GridChange) -> tuple[Touched, ...]:
    """Meetings of the published plan that the change moves or takes out.

    As soon as one is taken out a new version is published, and those that do not hold any more for
    another reason, such as a delegate who is away meanwhile, are taken out with it.
    """
    tables = (
        change.gone_tables
        | {table for table, _slot in change.closed}
        | set(change.labels)
        | set(change.booths)
    )
    in_reach = Q(slot__in=change.gone_slots | set(change.times)) | Q(table__in=tables)
    found = [
        touched
        for row in _published_meetings(conference, in_reach)
        if (touched := _touched(row, change, change.takes_place_from(row))) is not None
    ]
    if not any(row.loses_place for row in found):
        return tuple(found)
    broken = {row.match_id for row in broken_meetings_of_published(conference)}
    broken -= {row.meeting.match_id for row in found if row.loses_place}
    kept = [row for row in found if row.meeting.match_id not in broken]
    kept += [
        Touched(row, True, row.slot.starts_at, row.slot.ends_at, row.table.label)
        for row in _published_meetings(conference, Q(match__in=broken))
        if row.slot is not None and row.table is not None
    ]
    return tuple(sorted(kept, key=lambda row: (row.starts_at, row.meeting.pk)))


def broken_meetings_of_published(conference: Conference) -> list[BrokenMeeting]:
    """What of the published plan does not hold any more, whoever changed it."""
    plan = conference.published_plan
    return broken_meetings_of(plan) if plan is not None else []


def _published_meetings(conference: Conference, which: Q) -> QuerySet[PlannedMeeting]:
    return (
        PlannedMeeting.objects.filter(
            which,
            plan=conference.published_plan_id,
            slot__isnull=False,
            match__in=planned_matches(conference),
        )
        .select_related(
            "slot",
            "table",
            "match__registration_a__organisation",
            "match__registration_b__organisation",
            "delegate_a",
            "delegate_b",
        )
        .order_by("slot__starts_at", "table__number")
    )


def _touched(row: PlannedMeeting, change: GridChange, loses_place: bool) -> Touched | None:
    slot, table = row.slot, row.table
    assert slot is not None  # filtered for
    assert table is not None
    starts, ends = change.times.get(slot.pk, (slot.starts_at, slot.ends_at))
    label, zone = change.labels.get(table.pk, (table.label, table.zone))
    before = (slot.starts_at, slot.ends_at, table.label, table.zone)
    if not loses_place and (starts, ends, label, zone) == before:
        return None
    return Touched(row, loses_place, starts, ends, label)


@cache
def zones_to_choose() -> tuple[str, ...]:
    """Time zones by name: those of Europe first, then the rest of the world."""
    names = sorted(name for name in available_timezones() if "/" in name)
    europe = [name for name in names if name.startswith("Europe/")]
    world = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Indian/", "Pacific/")
    return (*europe, *(name for name in names if name.startswith(world)))


def times_in_zone(conference: Conference, name: str) -> dict[int, tuple[datetime, datetime]]:
    """The times of all slots when the conference's clocks were those of another zone.

    Raises `clock.SkippedHourError` for a time that does not exist there.
    """
    old, new = conference.zone, ZoneInfo(name)
    return {
        slot.pk: (
            same_clock_elsewhere(slot.starts_at, old, new),
            same_clock_elsewhere(slot.ends_at, old, new),
        )
        for slot in slots_in_use(conference)
    }
