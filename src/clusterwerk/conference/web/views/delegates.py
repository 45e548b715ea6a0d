"""Delegates, and one delegate's personal agenda as page and calendar."""

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from ...models import Delegate
from ...papers.calendars import calendar_of, entries_for
from ...permissions import can_view_agenda, can_view_name
from ...queries.agendas import agenda_of
from ...queries.delegates import delegates_matching, delegates_of, with_number_of_meetings
from ..downloads import csv_file, json_file
from ..forms import DelegateFilterForm
from ..shown import Shown, shown_conference

PER_PAGE = 25
# What a file of delegates needs of them: hundreds are read at once.
READ = (
    "public_id",
    "number",
    "name",
    "name_public_since",
    "function_de",
    "function_en",
    "function_public_since",
    "languages",
    "languages_public_since",
    "agenda_public_since",
    "registration__conference",
    "registration__organisation__name",
    "registration__organisation__country",
)
COLUMNS = (
    "number",
    "name",
    "function",
    "languages",
    "organisation",
    "country",
    "fields",
    "agenda",
    "example",
)


def delegate_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Delegates with search and filters. Fields a person did not agree to show are left out."""
    shown = shown_conference(request, slug)
    form = DelegateFilterForm(shown.conference, request.GET)
    found = with_number_of_meetings(
        delegates_matching(shown.conference, form.chosen()), shown.plan
    ).prefetch_related("registration__organisation__field_links__field")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "shown": shown,
        "conference": shown.conference,
        "form": form,
        "page": page,
        "is_filtered": any(request.GET.get(name) for name in form.fields),
    }
    return render(request, "conference/delegates.html", context)


def delegate_file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Exactly what is filtered, as CSV or JSON, with what is public only."""
    shown = shown_conference(request, slug)
    form = DelegateFilterForm(shown.conference, request.GET)
    found = (
        delegates_matching(shown.conference, form.chosen())
        .prefetch_related("registration__organisation__field_links")
        .only(*READ)
    )
    rows = [_row(request, shown, delegate) for delegate in found]
    name = f"{shown.conference.slug}-delegates"
    if kind == "csv":
        return csv_file(name, COLUMNS, rows)
    return json_file(
        name, rows, conference=shown.conference.slug, example=shown.conference.is_example
    )


def _row(request: HttpRequest, shown: Shown, delegate: Delegate) -> dict[str, Any]:
    organisation = delegate.registration.organisation
    return {
        "number": delegate.number if delegate.name_public_since else "",
        "name": delegate.public_name,
        "function": delegate.public_function,
        "languages": delegate.public_languages,
        "organisation": organisation.name,
        "country": organisation.country_id,
        "fields": [link.field_id for link in organisation.field_links.all()],
        "agenda": request.build_absolute_uri(delegate.get_absolute_url())
        if delegate.agenda_public_since
        else "",
        "example": shown.conference.is_example,
    }


def agenda(request: HttpRequest, slug: str, key: uuid.UUID) -> HttpResponse:
    """A personal agenda; 404 for everybody else when the person did not make it public."""
    shown = shown_conference(request, slug)
    delegate = _delegate(request, shown, key)
    sessions = agenda_of(shown.plan, delegate)
    entries = [entry for session in sessions for entry in session.entries]
    context = {
        "shown": shown,
        "conference": shown.conference,
        "plan": shown.plan,
        "delegate": delegate,
        "organisation": delegate.registration.organisation,
        "sessions": sessions,
        "meetings": len(entries),
        "breaks": sum(entry.break_before for entry in entries),
        "countries": len({entry.partner.country_id for entry in entries}),
        "shows_name": can_view_name(request.user, delegate),
    }
    return render(request, "conference/agenda.html", context)


def agenda_calendar(request: HttpRequest, slug: str, key: uuid.UUID) -> HttpResponse:
    """The agenda as an iCalendar file."""
    shown = shown_conference(request, slug)
    delegate = _delegate(request, shown, key)
    if shown.plan is None:
        raise Http404
    address = request.build_absolute_uri(delegate.get_absolute_url())
    entries = entries_for(delegate, shown.plan)
    content = calendar_of(shown.conference, delegate, entries, address)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    name = f"{shown.conference.slug}-{delegate.number:03d}.ics"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _delegate(request: HttpRequest, shown: Shown, key: uuid.UUID) -> Delegate:
    rows = delegates_of(shown.conference).select_related("registration__conference")
    delegate = get_object_or_404(rows, public_id=key)
    if not can_view_agenda(request.user, delegate):
        raise Http404
    return delegate
