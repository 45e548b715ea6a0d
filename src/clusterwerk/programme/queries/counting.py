"""How many events and fair activities an edition has on a day: the rule of docs/use/counting.md."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Least

from clusterwerk.programme.choices import CountedAs, EventStatus
from clusterwerk.programme.models import Edition, Event, EventDecision


@dataclass(frozen=True, slots=True)
class LandCount:
    """What counts for one Land."""

    events: int = 0
    fair_activities: int = 0

    @property
    def total(self) -> int:
        """Events and fair activities together."""
        return self.events + self.fair_activities


@dataclass(frozen=True, slots=True)
class Counts:
    """Events and fair activities as of a day, in all and by the ISO code of the Land.

    `without_land` is what counts for no Land: held abroad, or only online by an organiser whose
    Land is not known. It is part of the totals.
    """

    as_of: date
    by_land: dict[str, LandCount] = field(default_factory=dict)
    without_land: LandCount = LandCount()

    @property
    def events(self) -> int:
        """Events in all."""
        return sum(land.events for land in self.by_land.values()) + self.without_land.events

    @property
    def fair_activities(self) -> int:
        """Fair activities in all."""
        activities = sum(land.fair_activities for land in self.by_land.values())
        return activities + self.without_land.fair_activities

    @property
    def total(self) -> int:
        """Events and fair activities together."""
        return self.events + self.fair_activities

    @property
    def laender(self) -> int:
        """How many Länder have at least one event or fair activity."""
        return sum(1 for land in self.by_land.values() if land.total)

    def of(self, code: str) -> LandCount:
        """What counts for the Land with this ISO code, e.g. DE-BW."""
        return self.by_land.get(code, LandCount())

    def share_of_events(self, code: str) -> Fraction:
        """The Land's exact share of the events; 0 when there are none."""
        return Fraction(self.of(code).events, self.events) if self.events else Fraction(0)


def default_as_of(edition: Edition, today: date) -> date:
    """The day a visitor asks about: the edition's last day, or today before that."""
    return min(edition.ends_on, today)


def decisions_in_force(as_of: object, known_at: datetime | None = None) -> QuerySet[EventDecision]:
    """The one decision per entry that holds on a day: its latest up to that day.

    `as_of` is a date, or an expression over a decision's event. With `known_at`, only what had
    been written down by that moment, so that an answer given then can be given again.
    """
    earlier = EventDecision.objects.filter(event=OuterRef("event"), decided_on__lte=as_of)
    if known_at is not None:
        earlier = earlier.filter(recorded_at__lte=known_at)
    latest = earlier.order_by("-decided_on", "-recorded_at", "-pk").values("pk")[:1]
    return EventDecision.objects.filter(pk=Subquery(latest)).order_by()


def counts(
    edition: Edition,
    as_of: date,
    *,
    known_at: datetime | None = None,
    among: QuerySet[Event] | None = None,
) -> Counts:
    """Counts an edition as of a day, all of it or only the entries `among` those given.

    An entry counts when the decision in force is an approval; as what and for which Land was
    written into that decision. One query.
    """
    counted = _counted(decisions_in_force(as_of, known_at)).filter(event__edition=edition)
    if among is not None:
        counted = counted.filter(event__in=among.order_by().values("pk"))
    rows = counted.values_list("land_id", "counted_as").annotate(number=Count("pk"))
    return _counts_from(as_of, rows)


def counts_of_editions(editions: Iterable[Edition], today: date) -> dict[int, Counts]:
    """Each edition's counts as of its last day, or as of today before that. One query."""
    found = list(editions)
    as_of = Least(F("event__edition__ends_on"), today)
    rows = (
        _counted(decisions_in_force(as_of))
        .filter(event__edition__in=found)
        .values_list("event__edition_id", "land_id", "counted_as")
        .annotate(number=Count("pk"))
    )
    grouped: dict[int, list[tuple[str | None, str, int]]] = {edition.pk: [] for edition in found}
    for edition_id, land, counted_as, number in rows:
        grouped[edition_id].append((land, counted_as, number))
    return {
        edition.pk: _counts_from(default_as_of(edition, today), grouped[edition.pk])
        for edition in found
    }


def _counted(decisions: QuerySet[EventDecision]) -> QuerySet[EventDecision]:
    """Only what counts: approved, and neither umbrella programme nor collective entry."""
    return decisions.filter(status=EventStatus.APPROVED).exclude(counted_as=CountedAs.NOTHING)


def _counts_from(as_of: date, rows: Iterable[tuple[str | None, str, int]]) -> Counts:
    """Sums rows of Land, kind and number."""
    numbers: dict[str | None, dict[str, int]] = {}
    for land, counted_as, number in rows:
        numbers.setdefault(land, {})[counted_as] = number
    by_land = {
        land: LandCount(
            events=per_kind.get(CountedAs.EVENT, 0),
            fair_activities=per_kind.get(CountedAs.FAIR_ACTIVITY, 0),
        )
        for land, per_kind in numbers.items()
    }
    without = by_land.pop(None, LandCount())
    return Counts(
        as_of=as_of,
        by_land={code: by_land[code] for code in sorted(code for code in by_land if code)},
        without_land=without,
    )
