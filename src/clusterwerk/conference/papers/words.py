"""Days, times and marks as they stand on paper and in mails, in the language that is active."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext

from ..models import Conference
from ..models.texts import text_of
from ..queries.notices import moment_of


def example_mark(conference: Conference) -> str:
    """The mark of what is made up; nothing on what is real."""
    return gettext("Example") if conference.is_example else ""


def marked(conference: Conference, text: str) -> str:
    """The text, with the mark of an example where it is one."""
    mark = example_mark(conference)
    return f"[{mark}] {text}" if mark else text


def local(conference: Conference, moment: datetime) -> datetime:
    """A moment on the clocks of the conference's place."""
    return moment.astimezone(conference.zone)


def day_name(day: date) -> str:
    """A day with its weekday."""
    return f"{date_format(day, 'l')}, {date_format(day, 'DATE_FORMAT')}"


def clock(conference: Conference, moment: datetime) -> str:
    """A time of day."""
    return f"{local(conference, moment):%H:%M}"


def from_to(conference: Conference, entry: dict[str, Any]) -> str:
    """From when to when a meeting is."""
    starts, ends = moment_of(entry["starts_at"]), moment_of(entry["ends_at"])
    return f"{clock(conference, starts)}–{clock(conference, ends)}"


def table_name(entry: dict[str, Any]) -> str:
    """The table as people call it."""
    return gettext("Table %(table)s") % {"table": entry["table"]}


def zone_name(zone: str) -> str:
    """The zone as people call it; nothing where there are none."""
    return gettext("zone %(zone)s") % {"zone": zone} if zone else ""


def dates_of(conference: Conference) -> str:
    """First and last day, and the place."""
    starts, ends = conference.starts_on, conference.ends_on
    days = f"{date_format(starts, 'DATE_FORMAT')} – {date_format(ends, 'DATE_FORMAT')}"
    if starts == ends:
        days = date_format(starts, "DATE_FORMAT")
    elif (starts.year, starts.month) == (ends.year, ends.month):
        month = date_format(ends, "YEAR_MONTH_FORMAT")
        days = gettext("%(first)s–%(last)s %(month)s") % {
            "first": starts.day,
            "last": ends.day,
            "month": month,
        }
    return ", ".join(part for part in (days, text_of(conference, "venue"), conference.city) if part)


def by_day(
    conference: Conference, entries: Iterable[dict[str, Any]]
) -> dict[date, list[dict[str, Any]]]:
    """Entries of an agenda in order of time, by the day on the clocks of the conference."""
    days: dict[date, list[dict[str, Any]]] = {}
    for entry in sorted(entries, key=lambda row: (row["starts_at"], row["match"])):
        day = local(conference, moment_of(entry["starts_at"])).date()
        days.setdefault(day, []).append(entry)
    return days
