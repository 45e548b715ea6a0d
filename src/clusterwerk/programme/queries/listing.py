"""Lists of events: of an edition as of a day, of an organisation, next and past ones."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    ExpressionWrapper,
    F,
    IntegerField,
    Prefetch,
    Q,
    QuerySet,
    When,
)
from django.utils import timezone

from clusterwerk.programme.choices import (
    PUBLIC_STATUSES,
    SHOWN_STATUSES,
    DatePrecision,
    EventKind,
    EventStatus,
)
from clusterwerk.programme.models import (
    Edition,
    Event,
    EventField,
    EventOrganiser,
    PublishedFigure,
)
from clusterwerk.search.words import query_words

from .counting import decisions_in_force


@dataclass(frozen=True, slots=True)
class EventFilter:
    """What a visitor chose; empty values choose nothing. Codes are those of the taxonomy."""

    text: str = ""
    land: str = ""
    region: str = ""
    day: date | None = None
    kind: str = ""
    field: str = ""
    fair: str = ""
    campaign: str = ""
    origin: str = ""
    organiser: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is filtered."""
        return self == EventFilter()

    def apply(self, events: QuerySet[Event]) -> QuerySet[Event]:
        """The events that fit everything chosen."""
        for stems in query_words(self.text):
            any_stem = (Q(search_text__contains=stem) for stem in stems)
            events = events.filter(reduce(or_, any_stem))
        for name, condition_of in CONDITIONS.items():
            chosen = getattr(self, name)
            if chosen:
                events = events.filter(condition_of(chosen))
        return events


def _of_land(code: str) -> Q:
    """By the Land that an entry counts for (rule 4 of docs/use/counting.md)."""
    by_organiser = Q(kind=EventKind.FAIR_ACTIVITY) | Q(land__isnull=True)
    by_venue = ~Q(kind=EventKind.FAIR_ACTIVITY) & Q(land=code)
    return (by_organiser & Q(home_land=code)) | by_venue


def _on_day(day: date) -> Q:
    """What takes place on a day; entries known only to lie within a period are left out."""
    return Q(starts_on__lte=day, ends_on__gte=day, date_precision=DatePrecision.DAY)


def _has_field(code: str) -> Q:
    """An event of this field, or of one below it."""
    of_field = Q(field=code) | Q(field__parent=code)
    return Q(pk__in=EventField.objects.filter(of_field).values("event"))


def _is_fair_activity(answer: str) -> Q:
    is_fair = Q(kind=EventKind.FAIR_ACTIVITY)
    return is_fair if answer == "yes" else ~is_fair


CONDITIONS: dict[str, Callable[[Any], Q]] = {
    "land": _of_land,
    "region": lambda code: Q(region=code),
    "day": _on_day,
    "kind": lambda kind: Q(kind=kind),
    "field": _has_field,
    "fair": _is_fair_activity,
    "campaign": lambda slug: Q(edition__campaign__slug=slug),
    "origin": lambda origin: Q(is_example=origin == "example"),
    "organiser": lambda slug: Q(organisers__organisation__slug=slug),
}


def with_details(events: QuerySet[Event]) -> QuerySet[Event]:
    """With everything a list shows; three queries whatever the number of events."""
    return events.select_related("edition", "fair", "land", "region", "country").prefetch_related(
        Prefetch("organisers", EventOrganiser.objects.select_related("organisation")),
        Prefetch("field_links", EventField.objects.select_related("field")),
    )


def public_events() -> QuerySet[Event]:
    """All events whose page may be read by anyone, withdrawn ones too."""
    return Event.objects.filter(status__in=PUBLIC_STATUSES)


def shown_events(now: datetime) -> QuerySet[Event]:
    """Everything in lists across editions: what is to come first, the next first; then the past.

    Each has `is_past`.
    """
    is_past = Q(ends_on__lt=timezone.localdate(now))
    return (
        Event.objects.filter(status__in=SHOWN_STATUSES)
        .annotate(is_past=ExpressionWrapper(is_past, BooleanField()))
        .annotate(next_day=Case(When(is_past=False, then=F("starts_on"))))
        .order_by("is_past", F("next_day").asc(nulls_last=True), "-starts_on", "slug")
    )


def entries_as_of(edition: Edition, as_of: date) -> QuerySet[Event]:
    """What visitors see of an edition on a day: approved then, or cancelled by then.

    Each has `status_then`, its status on that day.
    """
    return (
        Event.objects.filter(edition=edition, decisions__in=decisions_in_force(as_of))
        .annotate(status_then=F("decisions__status"))
        .filter(status_then__in=SHOWN_STATUSES)
        .order_by("date_precision", "starts_on", *_by_time(), "slug")
    )


def withdrawn_entries_as_of(edition: Edition, as_of: date) -> QuerySet[Event]:
    """What was withdrawn by a day: gone from lists, cancelled in calendars."""
    return (
        Event.objects.filter(edition=edition, decisions__in=decisions_in_force(as_of))
        .annotate(status_then=F("decisions__status"))
        .filter(status_then=EventStatus.WITHDRAWN)
        .order_by("starts_on", "slug")
    )


def upcoming_events(now: datetime) -> QuerySet[Event]:
    """Approved events that are not over yet, the next first; programmes that only bundle apart."""
    today = timezone.localdate(now)
    return _single_events().filter(ends_on__gte=today).order_by("starts_on", *_by_time(), "slug")


def past_events(now: datetime) -> QuerySet[Event]:
    """Approved events that are over, the latest first."""
    today = timezone.localdate(now)
    return _single_events().filter(ends_on__lt=today).order_by("-ends_on", "-starts_on", "slug")


def _single_events() -> QuerySet[Event]:
    """Approved entries that are one event or fair activity."""
    return Event.objects.filter(status=EventStatus.APPROVED, is_collective=False).exclude(
        kind=EventKind.UMBRELLA_PROGRAMME
    )


def events_held_by(organisations: Iterable[int]) -> QuerySet[Event]:
    """Public events of organisations of the directory, given by key, the latest first."""
    held = EventOrganiser.objects.filter(organisation__in=list(organisations)).values("event")
    return Event.objects.filter(status__in=SHOWN_STATUSES, pk__in=held).order_by(
        "-starts_on", "slug"
    )


def events_on_the_day_of(event: Event) -> QuerySet[Event]:
    """Others of the edition on the first day of an event, those of its Land first."""
    near = Case(
        When(land_id=event.land_id, region_id=event.region_id, then=0),
        When(land_id=event.land_id, then=1),
        default=2,
        output_field=IntegerField(),
    )
    others = Event.objects.filter(
        edition=event.edition_id, status=EventStatus.APPROVED, is_collective=False
    )
    return (
        others.filter(_on_day(event.starts_on))
        .exclude(pk=event.pk)
        .exclude(kind=EventKind.UMBRELLA_PROGRAMME)
        .order_by(near, *_by_time(), "slug")
    )


def _by_time() -> list[Any]:
    """All-day entries first, then by the clock; the same on every database."""
    return [F("starts_at").asc(nulls_first=True)]


def editions_in_order() -> QuerySet[Edition]:
    """All editions, the latest first, with campaign and opening."""
    return Edition.objects.select_related("campaign", "opening", "modelled_on")


def published_figures_for(edition: Edition) -> list[PublishedFigure]:
    """What was published elsewhere about an edition, or about the one an example is modelled on."""
    return list(
        PublishedFigure.objects.filter(edition=edition.modelled_on_id or edition.pk).select_related(
            "land", "edition"
        )
    )
