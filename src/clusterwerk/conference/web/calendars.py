"""A personal agenda as an iCalendar file."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext
from icalendar import Calendar, Event

from ..models import Conference, Delegate, Plan
from ..models.texts import text_of
from ..queries.agendas import AgendaSession


def calendar_of(
    conference: Conference,
    delegate: Delegate,
    plan: Plan,
    sessions: Iterable[AgendaSession],
    address: str,
) -> bytes:
    """All meetings with time zone, in the order of the agenda.

    A meeting keeps its UID through all plans; the plan's version is its SEQUENCE, so that a
    calendar follows when it is moved.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Clusterwerk//Conference//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", marked(conference, str(conference)))
    calendar.add("x-wr-timezone", conference.time_zone)
    stamp = plan.published_at or plan.finished_at or plan.requested_at
    for session in sessions:
        for entry in session.entries:
            partner = entry.partner_name
            event = Event()
            event.add("uid", f"{entry.match}.{delegate.public_id}@clusterwerk")
            event.add("dtstamp", stamp)
            event.add("sequence", plan.version)
            event.add("dtstart", _local(entry.starts_at, conference))
            event.add("dtend", _local(entry.ends_at, conference))
            event.add(
                "summary",
                marked(
                    conference,
                    gettext("Meeting with %(organisation)s")
                    % {"organisation": entry.partner.short_name or entry.partner.name},
                ),
            )
            event.add(
                "location",
                ", ".join(
                    part
                    for part in (
                        gettext("Table %(table)s") % {"table": entry.table},
                        text_of(conference, "venue"),
                        conference.city,
                    )
                    if part
                ),
            )
            lines = [entry.partner.name, partner, address]
            if conference.is_example:
                lines.append(gettext("Example: this meeting is made up."))
            event.add("description", "\n".join(line for line in lines if line))
            event.add("url", address)
            event.add("status", "CONFIRMED")
            calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def marked(conference: Conference, text: str) -> str:
    """The text, with the mark of an example where it is one."""
    return f"[{gettext('Example')}] {text}" if conference.is_example else text


def _local(moment: datetime, conference: Conference) -> datetime:
    return moment.astimezone(conference.zone)
