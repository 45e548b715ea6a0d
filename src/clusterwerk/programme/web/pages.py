"""What the pages show beside the entries: the map of the Länder, days, groups of a list."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby

from django.http import QueryDict
from django.utils.translation import gettext as _

from clusterwerk.places.geometry import land_map
from clusterwerk.places.shapes import Map
from clusterwerk.programme.models import Campaign, Edition, Event
from clusterwerk.programme.queries import Counts, LandCount

from .selection import address_with

CELL_SIZE = 6


@dataclass(frozen=True, slots=True)
class LandRow:
    """A row of the table beside the map."""

    code: str
    name: str
    count: LandCount
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class LandShare:
    """What one Land has of the whole; `percent` of the events, unrounded."""

    name: str
    count: LandCount
    share: Fraction

    @property
    def percent(self) -> float:
        """The share of the events in percent."""
        return float(self.share * 100)

    @property
    def is_more_than_a_quarter(self) -> bool:
        """Whether more than one event in four is of this Land."""
        return self.share > Fraction(1, 4)


@dataclass(frozen=True, slots=True)
class DayGroup:
    """Entries under one heading; `day` is None for those whose day is not known."""

    day: date | None
    entries: list[Event]


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day of the calendar; `inside` tells whether it belongs to the edition.

    A full cell shows the first entries and leads to the list of the day at `address`.
    """

    day: date
    inside: bool
    entries: list[Event]
    address: str

    @property
    def shown(self) -> list[Event]:
        """The entries that the cell has room for."""
        return self.entries if len(self.entries) <= CELL_SIZE + 1 else self.entries[:CELL_SIZE]

    @property
    def further(self) -> int:
        """How many it has no room for."""
        return len(self.entries) - len(self.shown)


EditionRow = tuple[Edition, Counts]


def campaign_groups(rows: Iterable[EditionRow]) -> list[tuple[Campaign | None, list[EditionRow]]]:
    """Editions under their campaigns; those of campaigns with only one edition come last."""
    by_campaign: dict[Campaign, list[EditionRow]] = {}
    for row in rows:
        by_campaign.setdefault(row[0].campaign, []).append(row)
    ordered = sorted(by_campaign.items(), key=lambda item: item[0].order)
    groups: list[tuple[Campaign | None, list[EditionRow]]] = [
        (campaign, found) for campaign, found in ordered if len(found) > 1
    ]
    single = [row for _campaign, found in ordered if len(found) == 1 for row in found]
    return [*groups, (None, single)] if single else groups


def land_rows(
    laender: Iterable[tuple[str, str]], counts: Counts, params: QueryDict, chosen: str
) -> list[LandRow]:
    """What counts for each Land, given by code and name; a chosen one leads back to all."""
    return [
        LandRow(
            code,
            name,
            counts.of(code),
            address_with(params, land="" if code == chosen else code, region=""),
            code == chosen,
        )
        for code, name in laender
    ]


def share_of_land(
    laender: Iterable[tuple[str, str]], counts: Counts, code: str
) -> LandShare | None:
    """What the Land of that code has of the whole; nothing for an unknown one."""
    names = dict(laender)
    if code not in names:
        return None
    return LandShare(names[code], counts.of(code), counts.share_of_events(code))


def map_of_laender(rows: list[LandRow]) -> Map:
    """Events and fair activities together, each Land a link that filters."""
    return land_map(
        {row.code: row.count.total for row in rows},
        {row.code: row.address for row in rows},
        _("Events and fair activities by Land"),
    )


def by_day(events: Iterable[Event], chosen: date | None = None) -> list[DayGroup]:
    """Groups a sorted list by first day; with a day chosen, all of it is under that day."""

    def heading(event: Event) -> date | None:
        if not event.has_known_days:
            return None
        return max(event.starts_on, chosen) if chosen else event.starts_on

    return [DayGroup(day, list(group)) for day, group in groupby(events, heading)]


def calendar_weeks(
    edition: Edition, events: list[Event], address_of: Callable[[date], str]
) -> list[list[DayCell]]:
    """Whole weeks from Monday to Sunday; an entry stands in the cell of its first day.

    Weeks of the edition's days; an entry before or after them makes no week of its own.
    """
    first = edition.starts_on - timedelta(days=edition.starts_on.weekday())
    weeks = (edition.ends_on - first).days // 7 + 1
    starting: dict[date, list[Event]] = {}
    for event in events:
        if event.has_known_days:
            starting.setdefault(max(event.starts_on, first), []).append(event)
    days = [first + timedelta(days=number) for number in range(7 * weeks)]
    cells = [
        DayCell(
            day,
            edition.starts_on <= day <= edition.ends_on,
            starting.get(day, []),
            address_of(day),
        )
        for day in days
    ]
    return [cells[number : number + 7] for number in range(0, len(cells), 7)]
