"""Agendas as PDF: one person's, or those of many in one file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, ngettext, pgettext

from ..models import Conference, Delegate
from ..models.texts import text_of
from .typesetting import qr_code
from .words import by_day, dates_of, day_name, example_mark, from_to, table_name, zone_name

Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PersonAgenda:
    """What an agenda on paper is made of. `names`: the partner's name by match, where it is
    public; `address`: what the code leads to, empty for no code."""

    delegate: Delegate
    entries: list[Entry]
    names: Mapping[str, str]
    countries: Mapping[str, str]
    address: str = ""


def agendas_data(conference: Conference, people: list[PersonAgenda]) -> dict[str, Any]:
    """What the template `agendas` needs, in the active language."""
    title = str(conference)
    if len(people) == 1:
        title = gettext("Agenda of %(name)s") % {"name": people[0].delegate.name}
    return {
        "title": title,
        "example": example_mark(conference),
        "head": f"{conference} · {dates_of(conference)}",
        "foot": gettext("All times in the time zone %(zone)s.") % {"zone": conference.time_zone},
        "text": text_of(conference, "agenda_text"),
        "labels": {
            "time": pgettext("on paper", "Time"),
            "table": gettext("Table"),
            "partner": gettext("With whom"),
            "code": gettext("Always up to date"),
            "nothing": gettext("No meetings."),
        },
        "people": [_person(conference, person) for person in people],
    }


def _person(conference: Conference, person: PersonAgenda) -> dict[str, Any]:
    registration = person.delegate.registration
    number = len(person.entries)
    return {
        "name": person.delegate.name,
        "organisation": registration.organisation.name,
        "summary": ngettext("%(number)d meeting", "%(number)d meetings", number)
        % {"number": number},
        "code": qr_code(person.address) if person.address else "",
        "days": [
            {
                "name": day_name(day),
                "entries": [_row(conference, entry, person) for entry in entries],
            }
            for day, entries in by_day(conference, person.entries).items()
        ],
    }


def _row(conference: Conference, entry: Entry, person: PersonAgenda) -> dict[str, str]:
    country = person.countries.get(entry.get("country", ""), "")
    about = (person.names.get(entry["match"], ""), country)
    return {
        "time": from_to(conference, entry),
        "table": table_name(entry),
        "zone": zone_name(entry.get("zone", "")),
        "partner": entry["partner"],
        "about": " · ".join(part for part in about if part),
    }
