"""The timetable slot by table, a search for an organisation in it, and both as files."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from ...models import Conference, Session, Table
from ...queries.timetable import (
    Meeting,
    meetings_at,
    meetings_found,
    meetings_of,
    meetings_of_organisation,
    parties_of,
    sessions_of,
    timetable_of,
)
from ..downloads import csv_file, json_file
from ..shown import Shown, searched_words, shown_conference

COLUMNS = (
    "day",
    "starts_at",
    "ends_at",
    "table",
    "organisation_a",
    "country_a",
    "organisation_b",
    "country_b",
    "example",
)


def timetable(request: HttpRequest, slug: str) -> HttpResponse:
    """One session as a grid; with `?q=` the meetings of the organisations found, by time."""
    shown = shown_conference(request, slug)
    conference = shown.conference
    sessions = list(sessions_of(conference, shown.plan))
    words = searched_words(request)
    context: dict[str, Any] = {
        "shown": shown,
        "conference": conference,
        "plan": shown.plan,
        "sessions": sessions,
        "words": words,
    }
    if shown.plan is not None and sessions:
        parties = parties_of(conference)
        if words:
            found = meetings_found(shown.plan, words, parties)
            context |= {"found": found, "days": _by_session(found, sessions)}
        else:
            session = _chosen_session(request, sessions)
            context |= {
                "session": session,
                "grid": timetable_of(shown.plan, session, parties),
            }
    return render(request, "conference/timetable.html", context)


def of_organisation(request: HttpRequest, slug: str, organisation: str) -> HttpResponse:
    """The meetings of one organisation, session by session."""
    shown = shown_conference(request, slug)
    parties = parties_of(shown.conference)
    party = next((row for row in parties.values() if row.slug == organisation), None)
    if party is None or shown.plan is None:
        raise Http404
    meetings = meetings_of_organisation(shown.plan, party.key, parties)
    context = _one(shown, meetings) | {"party": party, "name": party.name}
    return render(request, "conference/timetable_one.html", context)


def of_table(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The meetings at one table, session by session."""
    shown = shown_conference(request, slug)
    tables = list(Table.objects.in_use().filter(conference=shown.conference).order_by("number"))
    table = next((row for row in tables if row.number == number), None)
    if table is None or shown.plan is None:
        raise Http404
    at = tables.index(table)
    meetings = meetings_at(shown.plan, table, parties_of(shown.conference))
    context = _one(shown, meetings) | {
        "table": table,
        "name": _("Table %(table)s") % {"table": table.label},
        "before": tables[at - 1] if at else None,
        "after": tables[at + 1] if at + 1 < len(tables) else None,
    }
    return render(request, "conference/timetable_one.html", context)


def _one(shown: Shown, meetings: list[Meeting]) -> dict[str, Any]:
    return {
        "shown": shown,
        "conference": shown.conference,
        "plan": shown.plan,
        "days": _by_session(meetings, list(sessions_of(shown.conference, shown.plan))),
        "number": len(meetings),
    }


def timetable_file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The placed meetings as CSV or JSON: all, those of a session, or those of a search."""
    shown = shown_conference(request, slug)
    if shown.plan is None:
        raise Http404
    conference = shown.conference
    parties = parties_of(conference)
    words = searched_words(request)
    if words:
        meetings = meetings_found(shown.plan, words, parties)
    else:
        meetings = meetings_of(shown.plan, parties)
        if "session" in request.GET:
            session = _chosen_session(request, list(sessions_of(conference, shown.plan)))
            meetings = [meeting for meeting in meetings if meeting.session == session.pk]
    rows = [_row(conference, meeting) for meeting in meetings]
    name = f"{conference.slug}-timetable"
    if kind == "csv":
        return csv_file(name, COLUMNS, rows)
    return json_file(
        name,
        rows,
        conference=conference.slug,
        example=conference.is_example,
        plan=shown.plan.version,
        time_zone=conference.time_zone,
        address=request.build_absolute_uri(reverse("conference:timetable", args=[slug])),
    )


def _row(conference: Conference, meeting: Meeting) -> dict[str, Any]:
    starts = meeting.starts_at.astimezone(conference.zone)
    ends = meeting.ends_at.astimezone(conference.zone)
    return {
        "day": starts.date().isoformat(),
        "starts_at": f"{starts:%H:%M}",
        "ends_at": f"{ends:%H:%M}",
        "table": meeting.table,
        "organisation_a": meeting.a.name,
        "country_a": meeting.a.country,
        "organisation_b": meeting.b.name,
        "country_b": meeting.b.country,
        "example": conference.is_example,
    }


def _chosen_session(request: HttpRequest, sessions: list[Session]) -> Session:
    """`?session=2` is the second one; nothing or nonsense is the first."""
    wanted = request.GET.get("session", "")
    return next((row for row in sessions if str(row.position) == wanted), sessions[0])


def _by_session(
    meetings: list[Meeting], sessions: list[Session]
) -> list[tuple[Session, list[Meeting]]]:
    parts = [(one, [row for row in meetings if row.session == one.pk]) for one in sessions]
    return [(session, rows) for session, rows in parts if rows]
