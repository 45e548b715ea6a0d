"""The next edition of a conference: everything of it but people, wishes and plans."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max

from clusterwerk.audit.actions import record

from ..models import (
    Conference,
    ConferenceHost,
    ConferencePhase,
    ParticipantType,
    Question,
    Session,
    Slot,
    Table,
)
from ..queries.clock import SkippedHourError, clock_of, moment_on
from ..queries.grid import closed_pairs, sessions_in_use
from .setup import free_slug

COPIED = (
    "series",
    "motto_de",
    "motto_en",
    "description_de",
    "description_en",
    "venue_de",
    "venue_en",
    "city",
    "country",
    "time_zone",
    "contact_email",
    "registration_text_de",
    "registration_text_en",
    "privacy_text_de",
    "privacy_text_en",
    "agenda_text_de",
    "agenda_text_en",
    "home_title_de",
    "home_title_en",
    "home_text_de",
    "home_text_en",
    "capacity",
    "wish_days",
    "most_per_session",
    "rest_after",
    "zone_buffer",
    "is_example",
)


def next_edition_of(conference: Conference) -> int | None:
    """The number after the highest of its series; None for a conference that was not numbered."""
    if conference.series is None:
        return conference.edition + 1 if conference.edition else None
    last = conference.series.editions.aggregate(last=Max("edition"))["last"]
    return last + 1 if last else None


def clone_conference(
    source: Conference, *, by: Any, name_de: str, name_en: str, starts_on: date
) -> Conference:
    """A new, hidden conference in test mode, with all dates moved by the days between the two
    first days; times of day stay. Booths belong to delegations and are not taken along."""
    days = starts_on - source.starts_on
    with transaction.atomic():
        clone = Conference.objects.create(
            slug=free_slug(name_en or name_de),
            name_de=name_de,
            name_en=name_en,
            edition=next_edition_of(source),
            starts_on=starts_on,
            ends_on=source.ends_on + days,
            is_hidden=True,
            test_mode=True,
            cloned_from=source,
            **{name: getattr(source, name) for name in COPIED},
        )
        for phase in source.phases.all():
            ConferencePhase.objects.create(
                conference=clone,
                kind=phase.kind,
                starts_at=_moved(phase.starts_at, days, source.zone),
                ends_at=_moved(phase.ends_at, days, source.zone),
            )
        for host in source.hosts.all():
            _copy(host, clone)
        for question in source.questions.all():
            _copy(question, clone)
        _clone_types(source, clone)
        _clone_grid(source, clone, days)
        record("clone_conference", by=by, subject=clone, source=str(source.public_id))
        return clone


def _moved(moment: datetime, days: timedelta, zone: ZoneInfo) -> datetime:
    """The same time of day so many days later; an hour later where that does not exist."""
    clock = clock_of(moment, zone) + days
    try:
        return moment_on(clock, zone)
    except SkippedHourError:
        return moment_on(clock + timedelta(hours=1), zone)


def _copy(row: ConferenceHost | Question | ParticipantType, clone: Conference) -> Any:
    """A new row with the same columns, of the clone."""
    values = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in {"id", "public_id", "conference"}
    }
    return type(row).objects.create(conference=clone, **values)


def _clone_types(source: Conference, clone: Conference) -> None:
    copies = {row.pk: _copy(row, clone) for row in source.types.all()}
    pairs = ParticipantType.may_ask.through.objects.filter(
        from_participanttype__conference=source
    ).values_list("from_participanttype_id", "to_participanttype_id")
    for asks, asked in pairs:
        copies[asks].may_ask.add(copies[asked])


def _clone_grid(source: Conference, clone: Conference, days: timedelta) -> None:
    """Sessions, slots, tables and closed slots that are in use."""
    slots: dict[int, Slot] = {}
    for position, session in enumerate(sessions_in_use(source), start=1):
        rows = [(slot, _moved(slot.starts_at, days, source.zone)) for slot in session.slots.all()]
        copy = Session.objects.create(
            conference=clone,
            position=position,
            name_de=session.name_de,
            name_en=session.name_en,
            starts_at=rows[0][1],
            ends_at=max(starts + (slot.ends_at - slot.starts_at) for slot, starts in rows),
        )
        for slot, starts in rows:
            slots[slot.pk] = Slot.objects.create(
                session=copy, starts_at=starts, ends_at=starts + (slot.ends_at - slot.starts_at)
            )
    tables = {
        table.pk: Table.objects.create(
            conference=clone, number=table.number, name=table.name, zone=table.zone
        )
        for table in Table.objects.in_use().filter(conference=source)
    }
    through = Table.closed_slots.through
    through.objects.bulk_create(
        through(table_id=tables[table].pk, slot_id=slots[slot].pk)
        for table, slot in sorted(closed_pairs(source))
    )
