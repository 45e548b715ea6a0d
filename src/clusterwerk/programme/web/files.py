"""The files a list of events can be taken away as."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from clusterwerk.programme.calendars import calendar_of
from clusterwerk.programme.downloads import record_of, table_of
from clusterwerk.programme.models import Event
from clusterwerk.programme.queries import with_details

FORMATS = ("csv", "json", "ics")


def addresses_in(request: HttpRequest) -> Callable[[Event], str]:
    """Whole addresses of event pages, as files need them."""
    return lambda event: request.build_absolute_uri(event.get_absolute_url())


def file_of(
    request: HttpRequest,
    form: str,
    name: str,
    *,
    entries: QuerySet[Event],
    gone: Iterable[Event] = (),
    title: str,
    about: dict[str, Any],
) -> HttpResponse:
    """A CSV, JSON or iCalendar file of the entries; `gone` is told to calendars only."""
    events = with_details(entries)
    address_of = addresses_in(request)
    if form == "csv":
        # With the mark by which spreadsheets know UTF-8.
        content: str | bytes = "\ufeff" + table_of(events, address_of)
        return _attachment(content, "text/csv; charset=utf-8", f"{name}.csv")
    if form == "json":
        records = [record_of(event, address_of) for event in events]
        content = json.dumps({**about, "entries": records}, ensure_ascii=False, indent=1)
        return _attachment(content, "application/json", f"{name}.json")
    if form == "ics":
        content = calendar_of([*events, *gone], name=title, address_of=address_of)
        return _attachment(content, "text/calendar; charset=utf-8", f"{name}.ics")
    raise Http404


def _attachment(content: str | bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
