"""Agreed meetings that found no place, each with its reason, as page and as files."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from ...models import Conference
from ...queries.plans import unplaced_meetings_found
from ..downloads import csv_file, json_file
from ..reasons import ToldMeeting, told_meetings
from ..shown import Shown, searched_words, shown_conference

COLUMNS = (
    "organisation_a",
    "country_a",
    "organisation_b",
    "country_b",
    "reason_code",
    "reason",
    "example",
)


def unplaced(request: HttpRequest, slug: str) -> HttpResponse:
    """Agreed meetings without a place; with `?q=` those of the organisations found."""
    shown = shown_conference(request, slug)
    words = searched_words(request)
    context = {
        "shown": shown,
        "conference": shown.conference,
        "plan": shown.plan,
        "words": words,
        "meetings": _told(shown, words),
    }
    return render(request, "conference/unplaced.html", context)


def unplaced_file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The same meetings as CSV or JSON. The priority, which the team alone sees, is left out: a
    file is passed on."""
    shown = shown_conference(request, slug)
    if shown.plan is None:
        raise Http404
    conference = shown.conference
    rows = [_row(conference, told) for told in _told(shown, searched_words(request))]
    name = f"{conference.slug}-unplaced"
    if kind == "csv":
        return csv_file(name, COLUMNS, rows)
    return json_file(
        name,
        rows,
        conference=conference.slug,
        example=conference.is_example,
        plan=shown.plan.version,
        address=request.build_absolute_uri(reverse("conference:unplaced", args=[slug])),
    )


def _told(shown: Shown, words: str) -> list[ToldMeeting]:
    if shown.plan is None:
        return []
    return told_meetings(unplaced_meetings_found(shown.plan, words))


def _row(conference: Conference, told: ToldMeeting) -> dict[str, Any]:
    match = told.meeting.match
    a, b = match.registration_a.organisation, match.registration_b.organisation
    return {
        "organisation_a": a.name,
        "country_a": a.country_id,
        "organisation_b": b.name,
        "country_b": b.country_id,
        "reason_code": told.meeting.reason,
        "reason": told.sentence,
        "example": conference.is_example,
    }
