"""The list of conferences, one conference with its proof, and its figures."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ...permissions import can_create_conference
from ...queries.conferences import conferences_visible_to, conferences_with_figures
from ...queries.figures import (
    countries_of,
    field_pairs_of,
    fields_of,
    least_served_of,
    meetings_per_delegate,
)
from ...queries.grid import sessions_in_use, tables_in_use
from ...queries.timetable import meetings_of, parties_of, slot_use_of
from ..acting import acting_at
from ..charts import bars_of, country_names, field_names
from ..shown import shown_conference

PAIRS_SHOWN = 10


def conference_list(request: HttpRequest) -> HttpResponse:
    """All conferences, newest first."""
    rows = conferences_visible_to(request.user, conferences_with_figures())
    context = {"conferences": rows, "can_create": can_create_conference(request.user)}
    return render(request, "conference/list.html", context)


def conference(request: HttpRequest, slug: str) -> HttpResponse:
    """One conference: what it is, its figures, how good its plan is."""
    shown = shown_conference(request, slug, with_figures=True)
    row = shown.conference
    context = {
        "shown": shown,
        "conference": row,
        "plan": shown.plan,
        "acting": acting_at(request, row),
        "hosts": row.hosts.select_related("organisation").defer("mark"),
        "phases": row.phases.all(),
        "sessions": sessions_in_use(row),
        "tables": tables_in_use(row).count(),
    }
    return render(request, "conference/conference.html", context)


def figures(request: HttpRequest, slug: str) -> HttpResponse:
    """Who met whom: by country, by field, by slot and by person, each as bars and as numbers."""
    shown = shown_conference(request, slug)
    context: dict[str, object] = {
        "shown": shown,
        "conference": shown.conference,
        "plan": shown.plan,
    }
    if shown.plan is not None:
        parties = parties_of(shown.conference)
        meetings = meetings_of(shown.plan, parties)
        fields = field_names()
        people = meetings_per_delegate(shown.conference, shown.plan)
        context |= {
            "countries": bars_of(countries_of(shown.conference, meetings), country_names()),
            "fields": bars_of(fields_of(shown.conference, meetings), fields),
            "pairs": [
                (fields.get(pair.one, pair.one), fields.get(pair.other, pair.other), pair.meetings)
                for pair in field_pairs_of(meetings)[:PAIRS_SHOWN]
            ],
            "people": people,
            "most_people": max(row.delegates for row in people),
            "slots": slot_use_of(shown.plan),
            "least_served": [
                (parties[key], placed, agreed)
                for key, placed, agreed in least_served_of(shown.plan)
            ],
        }
    return render(request, "conference/figures.html", context)
