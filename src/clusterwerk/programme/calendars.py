"""Entries of the programme as an iCalendar file (RFC 5545)."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
from django.utils.translation import gettext as _

from .choices import EventKind, EventStatus
from .models import Event
from .templatetags.programme import place_parts
from .wording import in_language

PRODUCT = "-//Clusterwerk//Programme//EN"


def calendar_of(events: Iterable[Event], *, name: str, address_of: Callable[[Event], str]) -> bytes:
    """A calendar that programs can import and subscribe to.

    An entry keeps its UID for ever; SEQUENCE grows with each change; one that was cancelled or
    withdrawn stays in the file as cancelled, so that calendars take it out. Events need
    the relations of `queries.with_details`.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    for event in events:
        calendar.add_component(_component(event, address_of(event)))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _component(event: Event, address: str) -> icalendar.Event:
    component = icalendar.Event()
    component.add("uid", str(event.public_id))
    component.add("dtstamp", event.updated_at.astimezone(UTC))
    component.add("last-modified", event.updated_at.astimezone(UTC))
    component.add("sequence", event.revision)
    begin, end = _begin_and_end(event)
    component.add("dtstart", begin)
    component.add("dtend", end)
    if not isinstance(begin, datetime):
        component.add("transp", "TRANSPARENT")  # a whole day blocks nobody's calendar
    component.add("summary", _summary(event))
    component.add("description", _description(event, address))
    component.add("url", address)
    component.add("status", _status(event))
    location = ", ".join(place_parts(event))
    if location:
        component.add("location", location)
    if event.latitude is not None and event.longitude is not None and not event.fair:
        component.add("geo", (event.latitude, event.longitude))
    component.add("categories", [str(EventKind(event.kind).label)])
    return component


def _begin_and_end(event: Event) -> tuple[Any, Any]:
    """Points in time with their zone, or whole days with the day after as their end."""
    if event.starts_at is None or not event.has_known_days:
        return event.starts_on, event.ends_on + timedelta(days=1)
    zone = ZoneInfo(event.time_zone)
    begin = datetime.combine(event.starts_on, event.starts_at, zone)
    if event.ends_at is None:
        return begin, begin + timedelta(hours=1)
    return begin, datetime.combine(event.ends_on, event.ends_at, zone)


def _summary(event: Event) -> str:
    title = in_language(event, "title")
    if event.shown_status == EventStatus.CANCELLED:
        title = _("Cancelled: %(title)s") % {"title": title}
    return _("[Example] %(title)s") % {"title": title} if event.is_example else title


def _status(event: Event) -> str:
    return "CONFIRMED" if event.shown_status == EventStatus.APPROVED else "CANCELLED"


def _description(event: Event, address: str) -> str:
    organisers = ", ".join(organiser.name_as_given for organiser in event.organisers.all())
    lines: list[str] = []
    if event.is_example:
        lines.append(
            _("Example: this entry is made up. The organisations named did not announce it.")
        )
    if not event.has_known_days:
        lines.append(_("The exact day is not known."))
    lines.append(in_language(event, "teaser"))
    if organisers:
        lines.append(_("Organised by: %(names)s") % {"names": organisers})
    lines.append(address)
    return "\n".join(line for line in lines if line)
