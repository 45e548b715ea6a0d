"""One delegate's meetings in a plan, session by session, with the breaks between them."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.db.models import Q, QuerySet

from clusterwerk.directory.models import Organisation
from clusterwerk.places.models import Country

from ..models import Delegate, Plan, PlannedMeeting, Session, Slot
from .notices import holding_meetings_of


@dataclass(frozen=True, slots=True)
class Entry:
    """A meeting as one of the two sees it. `partner_name` is empty unless it is public."""

    match: str
    starts_at: datetime
    ends_at: datetime
    table: str
    zone: str
    partner: Organisation
    partner_name: str
    partner_function: Delegate | None
    break_before: bool = False


@dataclass(frozen=True, slots=True)
class AgendaSession:
    """A session with the delegate's meetings; `absent` when none of its slots can be used."""

    session: Session
    entries: tuple[Entry, ...]
    absent: bool


def country_names() -> dict[str, str]:
    """Names of all countries in the active language, by code."""
    return {row.pk: row.name for row in Country.objects.all()}


def meetings_of_delegate(plan: Plan, delegate: Delegate) -> QuerySet[PlannedMeeting]:
    """The delegate's meetings that take place, in order of time."""
    organisation = "organisation__country"
    return (
        holding_meetings_of(plan)
        .filter(Q(delegate_a=delegate) | Q(delegate_b=delegate))
        .select_related(
            "slot",
            "table",
            "match",
            f"delegate_a__registration__{organisation}",
            f"delegate_b__registration__{organisation}",
        )
        .order_by("slot__starts_at")
    )


def agenda_of(plan: Plan | None, delegate: Delegate) -> list[AgendaSession]:
    """The agenda by session, all sessions of the conference, also those without meetings."""
    conference = delegate.registration.conference
    slots = list(
        Slot.objects.in_use()
        .filter(session__conference=conference)
        .select_related("session")
        .order_by("session__position", "starts_at")
    )
    absent = set(delegate.unavailable_slots.values_list("pk", flat=True))
    meetings = list(meetings_of_delegate(plan, delegate)) if plan else []
    by_slot = {meeting.slot_id: meeting for meeting in meetings}
    sessions: dict[Session, list[Slot]] = {}
    for slot in slots:
        sessions.setdefault(slot.session, []).append(slot)
    return [
        AgendaSession(
            session=session,
            entries=tuple(_entries(row, by_slot, absent, delegate)),
            absent=all(slot.pk in absent for slot in row),
        )
        for session, row in sessions.items()
    ]


def _entries(
    slots: list[Slot],
    by_slot: dict[int | None, PlannedMeeting],
    absent: set[int],
    delegate: Delegate,
) -> list[Entry]:
    usable = [slot.pk for slot in slots if slot.pk not in absent]
    busy = [position for position, slot in enumerate(usable) if slot in by_slot]
    after_break = {usable[later] for earlier, later in pairwise(busy) if later > earlier + 1}
    return [
        _entry(by_slot[slot.pk], delegate, break_before=slot.pk in after_break)
        for slot in slots
        if slot.pk in by_slot
    ]


def _entry(meeting: PlannedMeeting, delegate: Delegate, *, break_before: bool) -> Entry:
    is_a = meeting.delegate_a_id == delegate.pk
    partner = meeting.delegate_b if is_a else meeting.delegate_a
    slot, table = meeting.slot, meeting.table
    # A placed meeting has all three, by a constraint of the table.
    assert partner is not None
    assert slot is not None
    assert table is not None
    return Entry(
        match=str(meeting.match.public_id),
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        table=table.label,
        zone=table.zone,
        partner=partner.registration.organisation,
        partner_name=partner.public_name,
        partner_function=partner if partner.function_public_since else None,
        break_before=break_before,
    )
