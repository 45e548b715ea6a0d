"""Table cards, delegation sheets, door list and badges: rows to what their templates need."""

import unicodedata
from collections import defaultdict
from itertools import groupby
from typing import Any

from django.utils.translation import gettext, pgettext

from ..models import Conference, Delegate
from ..queries.papers import Printed, Seat
from .typesetting import qr_code
from .words import clock, dates_of, day_name, example_mark, local, zone_name


def tables_data(conference: Conference, printed: Printed) -> dict[str, Any]:
    """One card per table in use: its number large, and its meetings day by day."""
    cards = []
    for key, seats in printed.seats_by_table().items():
        table = printed.tables[key]
        days = []
        for day, rows in groupby(seats, key=lambda row: local(conference, row.starts_at).date()):
            entries = [
                {
                    "time": _span(conference, seat),
                    "a": _short(printed.people[seat.a]),
                    "b": _short(printed.people[seat.b]),
                }
                for seat in rows
            ]
            days.append({"name": day_name(day), "entries": entries})
        cards.append({"label": table.label, "zone": zone_name(table.zone), "days": days})
    return _frame(conference, gettext("Table cards")) | {
        "cards": cards,
        "labels": {
            "table": gettext("Table"),
            "time": pgettext("on paper", "Time"),
            "who": gettext("Who meets here"),
            "nothing": gettext("No meetings."),
        },
    }


def delegations_data(conference: Conference, printed: Printed) -> dict[str, Any]:
    """One sheet per delegation: the meetings of all its delegates in order of time."""
    by_person = printed.seats_by_person()
    members: dict[int, list[Delegate]] = defaultdict(list)
    for person in printed.people.values():
        members[person.registration_id].append(person)
    sheets: list[dict[str, Any]] = []
    for people in members.values():
        organisation = people[0].registration.organisation
        found = [(seat, person) for person in people for seat in by_person.get(person.pk, [])]
        found.sort(key=lambda row: (row[0].starts_at, row[1].number))
        days = []
        for day, rows in groupby(found, key=lambda row: local(conference, row[0].starts_at).date()):
            entries = [
                {
                    "time": _span(conference, seat),
                    "table": printed.tables[seat.table].label,
                    "person": person.name,
                    "partner": printed.partner_of(seat, person.pk).registration.organisation.name,
                }
                for seat, person in rows
            ]
            days.append({"name": day_name(day), "entries": entries})
        sheets.append(
            {
                "name": organisation.name,
                "country": organisation.country.name,
                "people": ", ".join(person.name for person in people),
                "days": days,
            }
        )
    sheets.sort(key=lambda row: sort_key(row["name"]))
    return _frame(conference, gettext("Delegation sheets")) | {
        "sheets": sheets,
        "labels": {
            "time": pgettext("on paper", "Time"),
            "table": gettext("Table"),
            "person": gettext("Who of us"),
            "partner": gettext("meets"),
            "nothing": gettext("No meetings."),
        },
    }


def doors_data(conference: Conference, printed: Printed) -> dict[str, Any]:
    """Everybody with the first meeting, once by name and once by organisation."""
    by_person = printed.seats_by_person()
    rows = []
    for person in printed.people.values():
        first = next(iter(by_person.get(person.pk, [])), None)
        rows.append(
            {
                "name": name_for_lists(person.name),
                "organisation": person.registration.organisation.name,
                "time": f"{_weekday(conference, first)} {clock(conference, first.starts_at)}"
                if first
                else "–",
                "table": printed.tables[first.table].label if first else "–",
            }
        )
    by_name = sorted(rows, key=lambda row: (sort_key(row["name"]), row["organisation"]))
    by_organisation = sorted(
        rows, key=lambda row: (sort_key(row["organisation"]), sort_key(row["name"]))
    )
    return _frame(conference, gettext("Door list")) | {
        "lists": [
            {"title": gettext("By name"), "first": "name", "rows": by_name},
            {"title": gettext("By organisation"), "first": "organisation", "rows": by_organisation},
        ],
        "labels": {
            "name": pgettext("on paper", "Name"),
            "organisation": gettext("Organisation"),
            "time": gettext("First meeting"),
            "table": gettext("Table"),
        },
    }


def badges_data(
    conference: Conference, printed: Printed, addresses: dict[int, str]
) -> dict[str, Any]:
    """A badge for everybody, by number; the code holds the address given for the person's key."""
    ordered = sorted(printed.people.values(), key=lambda row: sort_key(name_for_lists(row.name)))
    return _frame(conference, gettext("Badges")) | {
        "badges": [
            {
                "name": person.name,
                "organisation": person.registration.organisation.name,
                "country": person.registration.organisation.country.name,
                "number": str(person.number),
                "code": qr_code(addresses[person.pk]),
                "alt": gettext("Code of badge %(number)s") % {"number": person.number},
            }
            for person in ordered
        ],
    }


def name_for_lists(name: str) -> str:
    """The last word of a name first, as lists are searched by it: "Beispiel, Mira".

    A number at the end, as made-up people have it, stays with its word.
    """
    words = name.split()
    last = next((place for place, word in reversed([*enumerate(words)]) if not word.isdigit()), 0)
    return f"{' '.join(words[last:])}, {' '.join(words[:last])}" if last else " ".join(words)


def sort_key(text: str) -> str:
    """For an alphabetical order in which accents do not count."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _frame(conference: Conference, title: str) -> dict[str, Any]:
    return {
        "title": f"{title}: {conference}",
        "name": title,
        "conference": str(conference),
        "dates": dates_of(conference),
        "example": example_mark(conference),
        "head": f"{conference} · {dates_of(conference)}",
        "foot": title,
    }


def _span(conference: Conference, seat: Seat) -> str:
    return f"{clock(conference, seat.starts_at)}–{clock(conference, seat.ends_at)}"


def _weekday(conference: Conference, seat: Seat) -> str:
    name = day_name(local(conference, seat.starts_at).date())
    return name.split(",")[0]


def _short(person: Delegate) -> str:
    organisation = person.registration.organisation
    return organisation.short_name or organisation.name
