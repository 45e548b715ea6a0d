"""Who sits where and when in a plan: the grid of slot by table, and the meetings of a search.

Read as plain values: a page of 600 meetings must not build thousands of model instances.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from clusterwerk.directory.models import Organisation, OrganisationField

from ..choices import MatchStatus
from ..models import Conference, Plan, PlannedMeeting, Session, Slot, Table
from .notices import holding_meetings_of


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation as it stands in a timetable. `field` is its main field's code."""

    key: int
    slug: str
    name: str
    short: str
    country: str
    field: str

    @property
    def query(self) -> str:
        """The name as a value in an address."""
        return quote(self.short)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A placed meeting of two organisations."""

    match: str
    slot: int
    starts_at: datetime
    ends_at: datetime
    session: int
    table: str
    table_id: int
    a: Party
    b: Party

    @property
    def crosses_country(self) -> bool:
        """Whether the two come from different countries."""
        return self.a.country != self.b.country

    @property
    def crosses_field(self) -> bool:
        """Whether the two have different main fields."""
        return bool(self.a.field and self.b.field) and self.a.field != self.b.field

    @property
    def crossing(self) -> str:
        """What the meeting crosses: both, country, field or none."""
        if self.crosses_country:
            return "both" if self.crosses_field else "country"
        return "field" if self.crosses_field else "none"


@dataclass(frozen=True, slots=True)
class Cell:
    """One table in one slot: a meeting, free, or closed."""

    meeting: Meeting | None
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One slot, with how many of its open tables are taken."""

    slot: Slot
    taken: int
    open_tables: int
    meetings: tuple[Meeting, ...]


@dataclass(frozen=True, slots=True)
class SlotUse:
    """How full a slot is."""

    slot: Slot
    taken: int
    open_tables: int


@dataclass(frozen=True, slots=True)
class Row:
    """One table through the slots of a session."""

    table: Table
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Timetable:
    """A session of a plan as rows of tables and columns of slots."""

    session: Session
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def meetings(self) -> int:
        """How many meetings take place in the session."""
        return sum(column.taken for column in self.columns)


def parties_of(conference: Conference) -> dict[int, Party]:
    """The organisations of a conference by their keys."""
    taking_part = Organisation.objects.filter(registrations__conference=conference)
    main_fields = dict(
        OrganisationField.objects.filter(
            position=0, organisation__registrations__conference=conference
        ).values_list("organisation_id", "field_id")
    )
    return {
        key: Party(key, slug, name, short or name, country, main_fields.get(key, ""))
        for key, slug, name, short, country in taking_part.order_by("pk").values_list(
            "pk", "slug", "name", "short_name", "country_id"
        )
    }


def _meetings(rows: QuerySet[PlannedMeeting], parties: dict[int, Party]) -> list[Meeting]:
    values = (
        rows.filter(slot__isnull=False)
        .exclude(match__status=MatchStatus.CANCELLED)
        .order_by("slot__starts_at", "table__number")
        .values_list(
            "match__public_id",
            "slot_id",
            "slot__starts_at",
            "slot__ends_at",
            "slot__session_id",
            "table__name",
            "table__number",
            "table_id",
            "match__registration_a__organisation_id",
            "match__registration_b__organisation_id",
        )
    )
    return [
        Meeting(
            match=str(match),
            slot=slot,
            starts_at=starts,
            ends_at=ends,
            session=session,
            table=name or str(number),
            table_id=table,
            a=parties[a],
            b=parties[b],
        )
        for match, slot, starts, ends, session, name, number, table, a, b in values
    ]


def slots_of(plan: Plan, session: Session) -> QuerySet[Slot]:
    """The slots of a session that are in use, and those withdrawn in which the plan still meets."""
    used = PlannedMeeting.objects.filter(plan=plan, slot__isnull=False).values("slot")
    return (
        Slot.objects.filter(Q(withdrawn_at__isnull=True) | Q(pk__in=used), session=session)
        .select_related("session")
        .order_by("starts_at")
    )


def tables_of(plan: Plan) -> QuerySet[Table]:
    """The tables in use, and those withdrawn at which the plan still meets."""
    used = PlannedMeeting.objects.filter(plan=plan, table__isnull=False).values("table")
    return Table.objects.filter(
        Q(withdrawn_at__isnull=True) | Q(pk__in=used), conference=plan.conference_id
    ).order_by("number", "pk")


def closed_places_of(session: Session) -> set[tuple[int, int]]:
    """Tables that are closed in slots of a session: (table, slot)."""
    return set(
        Table.closed_slots.through.objects.filter(slot__session=session).values_list(
            "table_id", "slot_id"
        )
    )


def timetable_of(plan: Plan, session: Session, parties: dict[int, Party]) -> Timetable:
    """The grid of one session."""
    slots, tables = list(slots_of(plan, session)), list(tables_of(plan))
    closed = closed_places_of(session)
    meetings = _meetings(holding_meetings_of(plan).filter(slot__session=session), parties)
    at = {(meeting.table_id, meeting.slot): meeting for meeting in meetings}
    by_slot: dict[int, list[Meeting]] = defaultdict(list)
    for meeting in meetings:
        by_slot[meeting.slot].append(meeting)
    closed_at = Counter(slot for _table, slot in closed)
    return Timetable(
        session=session,
        columns=tuple(
            Column(
                slot=slot,
                taken=len(by_slot[slot.pk]),
                open_tables=max(len(tables) - closed_at[slot.pk], len(by_slot[slot.pk])),
                meetings=tuple(by_slot[slot.pk]),
            )
            for slot in slots
        ),
        rows=tuple(
            Row(
                table=table,
                cells=tuple(
                    Cell(at.get((table.pk, slot.pk)), (table.pk, slot.pk) in closed)
                    for slot in slots
                ),
            )
            for table in tables
        ),
    )


def meetings_of(plan: Plan, parties: dict[int, Party]) -> list[Meeting]:
    """All meetings that take place, by time and table."""
    return _meetings(holding_meetings_of(plan), parties)


def meetings_at(plan: Plan, table: Table, parties: dict[int, Party]) -> list[Meeting]:
    """The meetings at a table, by time."""
    return _meetings(holding_meetings_of(plan).filter(table=table), parties)


def meetings_of_organisation(
    plan: Plan, organisation: int, parties: dict[int, Party]
) -> list[Meeting]:
    """The meetings of an organisation (by key), by time."""
    own = Q(match__registration_a__organisation=organisation) | Q(
        match__registration_b__organisation=organisation
    )
    return _meetings(holding_meetings_of(plan).filter(own), parties)


def is_called(words: str, name: str, short: str) -> bool:
    """Whether all the words stand in an organisation's name or short name, in any case.

    Compared here and not by the database, whose SQLite knows no case of umlauts.
    """
    text = f"{name} {short}".casefold()
    return all(word in text for word in words.casefold().split())


def meetings_found(plan: Plan, words: str, parties: dict[int, Party]) -> list[Meeting]:
    """Placed meetings of organisations in whose name or short name all the words stand."""
    found = {key for key, party in parties.items() if is_called(words, party.name, party.short)}
    return [
        meeting
        for meeting in meetings_of(plan, parties)
        if meeting.a.key in found or meeting.b.key in found
    ]


def sessions_of(conference: Conference, plan: Plan | None = None) -> QuerySet[Session]:
    """The sessions in order: those with slots in use, and those in which `plan` meets."""
    in_use = Exists(Slot.objects.in_use().filter(session=OuterRef("pk")))
    met = Exists(PlannedMeeting.objects.filter(plan=plan, slot__session=OuterRef("pk")))
    return Session.objects.filter(in_use | met if plan else in_use, conference=conference).order_by(
        "position"
    )


def slot_use_of(plan: Plan) -> list[SlotUse]:
    """How many tables are taken in each slot, in order of time."""
    tables = Table.objects.in_use().filter(conference=plan.conference_id).count()
    slots = (
        Slot.objects.filter(session__conference=plan.conference_id)
        .select_related("session")
        .annotate(
            taken=Count(
                "meetings",
                filter=Q(meetings__plan=plan) & ~Q(meetings__match__status=MatchStatus.CANCELLED),
                distinct=True,
            ),
            closed=Count(
                "closed_tables",
                filter=Q(closed_tables__withdrawn_at__isnull=True),
                distinct=True,
            ),
        )
        .filter(Q(withdrawn_at__isnull=True) | Q(taken__gt=0))
        .order_by("session__position", "starts_at")
    )
    return [SlotUse(slot, slot.taken, max(tables - slot.closed, slot.taken)) for slot in slots]
