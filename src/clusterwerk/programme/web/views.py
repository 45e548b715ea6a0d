"""Pages of the Cluster Week: editions, their entries, one event, and how they are counted."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from clusterwerk.programme import queries
from clusterwerk.programme.models import Event
from clusterwerk.programme.wording import in_language

from .files import file_of
from .forms import AllEventsFilterForm
from .pages import by_day, calendar_weeks, campaign_groups, land_rows, map_of_laender, share_of_land
from .selection import Selection, address_with, selection_of

PAGE_SIZE = 50
FEW = 6


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Every campaign with its editions and their counts; the next events first."""
    now = timezone.now()
    today = timezone.localdate(now)
    editions = list(queries.editions_in_order())
    counts = queries.counts_of_editions(editions, today)
    rows = [(edition, counts[edition.pk]) for edition in editions]
    next_events = _first(queries.upcoming_events(now))
    return render(
        request,
        "programme/overview.html",
        {
            "current": [row for row in rows if row[0].ends_on >= today],
            "past": campaign_groups(row for row in rows if row[0].ends_on < today),
            "has_editions": bool(rows),
            "next_events": next_events,
            "past_events": [] if next_events else _first(queries.past_events(now)),
        },
    )


@require_safe
def counting(request: HttpRequest) -> HttpResponse:
    """The rule by which events and fair activities are counted."""
    return render(request, "programme/counting.html")


@require_safe
def edition(request: HttpRequest, slug: str) -> HttpResponse:
    """An edition's entries by day, with filters, counts as of a day, map and published figures."""
    selection = _selection(request, slug)
    page = _page_of(request, queries.with_details(selection.entries))
    frame = _frame(request, selection)
    return render(
        request,
        "programme/edition.html",
        {
            **frame,
            "page": page,
            "not_counted": page.paginator.count - frame["shown"].total,
            "days": by_day(page.object_list, selection.filter.day),
            "all_on_one_page": request.GET.get("page") == "all",
        },
    )


@require_safe
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """An edition's entries in a grid of days."""
    selection = _selection(request, slug)
    events = list(queries.with_details(selection.entries))

    def day_list(day: date) -> str:
        return selection.edition.get_absolute_url() + address_with(request.GET, day=day.isoformat())

    frame = _frame(request, selection)
    return render(
        request,
        "programme/calendar.html",
        {
            **frame,
            "weeks": calendar_weeks(selection.edition, events, day_list),
            "days": by_day(event for event in events if event.has_known_days),
            "undated": [event for event in events if not event.has_known_days],
            "number": len(events),
            "not_counted": len(events) - frame["shown"].total,
        },
    )


@require_safe
@conditional_page
def edition_file(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """Exactly what the edition's page shows for the same address, as a file."""
    selection = _selection(request, slug)
    edition = selection.edition
    counts = queries.counts(edition, selection.as_of, among=selection.entries)
    about = {
        "edition": edition.slug,
        "example": edition.is_example,
        "as_of": selection.as_of.isoformat(),
        "address": request.build_absolute_uri(edition.get_absolute_url()),
        "events": counts.events,
        "fair_activities": counts.fair_activities,
    }
    return file_of(
        request,
        form,
        edition.slug,
        entries=selection.entries,
        gone=queries.with_details(selection.withdrawn),
        title=str(edition),
        about=about,
    )


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """All events of all editions: what comes next, then what was."""
    form, found = _all_events(request)
    page = _page_of(request, queries.with_details(found))
    return render(
        request,
        "programme/events.html",
        {
            "form": form,
            "page": page,
            "query": address_with(request.GET),
            "upcoming": [event for event in page.object_list if not event.is_past],
            "past": [event for event in page.object_list if event.is_past],
            "is_filtered": not form.filter().is_empty,
            "organiser": form.organiser_shown,
        },
    )


@require_safe
@conditional_page
def events_file(request: HttpRequest, form: str) -> HttpResponse:
    """Exactly what the list across editions shows for the same address, as a file."""
    _form, found = _all_events(request)
    about = {"address": request.build_absolute_uri(request.path)}
    title = _("Events")
    return file_of(request, form, "events", entries=found, title=title, about=about)


@require_safe
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything about one event, and what else takes place that day."""
    found = get_object_or_404(queries.with_details(queries.public_events()), slug=slug)
    neighbours = _first(queries.events_on_the_day_of(found)) if found.edition_id else []
    return render(
        request,
        "programme/event.html",
        {
            "event": found,
            "original_title": _original_title(found),
            "decision": found.decisions.order_by("-decided_on", "-pk").first(),
            "neighbours": neighbours,
            "others_by_organisers": _others_by_organisers(found) if not neighbours else [],
        },
    )


def _others_by_organisers(event: Event) -> list[Event]:
    """What else the listed organisers of an event hold."""
    listed = [o.organisation_id for o in event.organisers.all() if o.organisation_id]
    return _first(queries.events_held_by(listed).exclude(pk=event.pk)) if listed else []


def _original_title(event: Event) -> str:
    """The title as the source gives it, when the page shows a translation."""
    language = event.title_language
    if not language or language == get_language():
        return ""
    original = str(getattr(event, f"title_{language}", ""))
    return original if original != in_language(event, "title") else ""


@require_safe
@conditional_page
def event_file(request: HttpRequest, slug: str) -> HttpResponse:
    """One event for a calendar."""
    found = queries.public_events().filter(slug=slug)
    title = in_language(get_object_or_404(found), "title")
    return file_of(request, "ics", slug, entries=found, title=title, about={})


def _first(events: QuerySet[Event]) -> list[Event]:
    """The first few of a list."""
    return list(queries.with_details(events)[:FEW])


def _selection(request: HttpRequest, slug: str) -> Selection:
    edition = get_object_or_404(queries.editions_in_order(), slug=slug)
    return selection_of(request, edition)


def _frame(request: HttpRequest, selection: Selection) -> dict[str, Any]:
    """What the list and the calendar of an edition share."""
    edition, as_of, form = selection.edition, selection.as_of, selection.form
    counts = queries.counts(edition, as_of)
    is_filtered = not selection.filter.is_empty
    shown = queries.counts(edition, as_of, among=selection.entries) if is_filtered else counts
    everywhere = selection.entries_of_all_laender
    on_map = queries.counts(edition, as_of, among=everywhere) if is_filtered else counts
    rows = land_rows(form.laender, on_map, request.GET, selection.filter.land)
    return {
        "edition": edition,
        "selection": selection,
        "patrons": list(edition.patrons.all()),
        "form": form,
        "as_of_field": form["as_of"],
        "as_of": as_of,
        "counts": counts,
        "shown": shown,
        "is_filtered": is_filtered,
        "share": share_of_land(form.laender, counts, selection.filter.land or form.home_land),
        "laender": rows,
        "without_land": on_map.without_land,
        "map": map_of_laender(rows),
        "published": queries.published_figures_for(edition),
        "query": address_with(request.GET),
        "query_without_filters": address_with(request.GET, **dict.fromkeys(form.fields, "")),
    }


def _all_events(request: HttpRequest) -> tuple[AllEventsFilterForm, QuerySet[Event]]:
    form = AllEventsFilterForm(request.GET)
    return form, form.filter().apply(queries.shown_events(timezone.now()))


def _page_of(request: HttpRequest, entries: QuerySet[Event]) -> Any:
    """A page of the list, or all of it for `page=all`."""
    if request.GET.get("page") == "all":
        events = list(entries)
        return Paginator(events, max(len(events), 1)).get_page(1)
    return Paginator(entries, PAGE_SIZE).get_page(request.GET.get("page"))
