"""Agendas as iCalendar files and feeds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext
from icalendar import Calendar, Event, Timezone

from ..models import AgendaNotice, Conference, Delegate, Plan
from ..models.texts import text_of
from ..queries.notices import agendas_as_of_now, moment_of, notices_of
from .words import local, marked, table_name, zone_name


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """A meeting as calendars know it: how often it changed, when it last did, whether it is off."""

    entry: dict[str, Any]
    sequence: int
    changed_at: datetime
    is_cancelled: bool = False


def entries_told(notices: Iterable[AgendaNotice]) -> list[CalendarEntry]:
    """All meetings ever told to a delegate, in order of time; those that are gone as cancelled.

    `notices`: all of the delegate, the oldest first. The number of the notice that last changed a
    meeting is its sequence, so that calendars take the change over.
    """
    known: dict[str, CalendarEntry] = {}
    for notice in notices:
        told = {entry["match"]: entry for entry in notice.told}
        for match, entry in told.items():
            old = known.get(match)
            if old is None or old.is_cancelled or old.entry != entry:
                known[match] = CalendarEntry(entry, notice.sequence, notice.created_at)
        for match in known.keys() - told.keys():
            old = known[match]
            if not old.is_cancelled:
                known[match] = CalendarEntry(old.entry, notice.sequence, notice.created_at, True)
    return in_order(known.values())


def entries_for(delegate: Delegate, plan: Plan) -> list[CalendarEntry]:
    """What calendars should show of a plan: of the published one what the delegate was told, or the
    present agenda where nothing was told; of a draft its meetings."""
    conference = delegate.registration.conference
    notices = list(notices_of(delegate)) if conference.published_plan_id == plan.pk else []
    if notices:
        return entries_told(notices)
    changed_at = plan.published_at or plan.finished_at or plan.requested_at
    now = agendas_as_of_now(plan, delegate).get(delegate.pk, [])
    return [CalendarEntry(entry, 0, changed_at) for entry in now]


def in_order(entries: Iterable[CalendarEntry]) -> list[CalendarEntry]:
    """By time."""
    return sorted(entries, key=lambda row: (row.entry["starts_at"], row.entry["match"]))


def calendar_of(
    conference: Conference,
    delegate: Delegate,
    entries: Iterable[CalendarEntry],
    address: str,
) -> bytes:
    """The file, with the rules of the time zone. A meeting keeps its UID through all plans, so that
    a calendar follows when it is moved or cancelled."""
    calendar = Calendar()
    calendar.add("prodid", "-//Clusterwerk//Conference//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", marked(conference, str(conference)))
    calendar.add("x-wr-timezone", conference.time_zone)
    for row in entries:
        calendar.add_component(_event(conference, delegate, row, address))
    first, last = conference.starts_on, conference.ends_on
    calendar.add_component(_time_zone(conference.time_zone, first.year, last.year))
    return bytes(calendar.to_ical())


@lru_cache(maxsize=32)
def _time_zone(name: str, first: int, last: int) -> Timezone:
    """The rules of a zone for these years; kept, as each of many calendars needs the same."""
    zone = ZoneInfo(name)
    return Timezone.from_tzinfo(zone, name, date(first, 1, 1), date(last, 12, 31))


def _on_clocks(conference: Conference, moment: str) -> datetime:
    """The time at the conference's place; in UTC where its clocks show the hour for the second
    time, as calendars take such a time for the first one."""
    there = local(conference, moment_of(moment))
    return there.astimezone(UTC) if there.fold else there


def _event(conference: Conference, delegate: Delegate, row: CalendarEntry, address: str) -> Event:
    entry = row.entry
    event = Event()
    event.add("uid", f"{entry['match']}.{delegate.public_id}@clusterwerk")
    event.add("dtstamp", row.changed_at)
    event.add("sequence", row.sequence)
    event.add("dtstart", _on_clocks(conference, entry["starts_at"]))
    event.add("dtend", _on_clocks(conference, entry["ends_at"]))
    summary = gettext("Meeting with %(organisation)s") % {"organisation": entry["partner"]}
    if row.is_cancelled:
        summary = gettext("Cancelled: %(meeting)s") % {"meeting": summary}
    event.add("summary", marked(conference, summary))
    place = (
        table_name(entry),
        zone_name(entry.get("zone", "")),
        text_of(conference, "venue"),
        conference.city,
    )
    event.add("location", ", ".join(part for part in place if part))
    lines = [entry["partner"], address]
    if conference.is_example:
        lines.append(gettext("Example: this meeting is made up."))
    event.add("description", "\n".join(lines))
    event.add("url", address)
    event.add("status", "CANCELLED" if row.is_cancelled else "CONFIRMED")
    if row.is_cancelled:
        event.add("transp", "TRANSPARENT")
    return event
