"""Rows of a table with bars: each number also as a length in an SVG of 100 units width."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clusterwerk.places.models import Country, Field

from ..queries.figures import GroupFigures

SHOWN_AT_ONCE = 12


@dataclass(frozen=True, slots=True)
class GroupBar:
    """A row: the group's name and figures; lengths of the bar for meetings with others and
    among themselves, 0 to 100."""

    name: str
    figures: GroupFigures
    crossing_length: float
    within_length: float

    @property
    def within_start(self) -> float:
        """Where the second part of the bar begins."""
        return self.crossing_length


@dataclass(frozen=True, slots=True)
class Bars:
    """The bars a page shows at once, and those it shows when asked."""

    first: list[GroupBar]
    rest: list[GroupBar]


def bars_of(rows: Sequence[GroupFigures], names: Mapping[str, str]) -> Bars:
    """Bars in proportion to the group with the most meetings."""
    most = max((row.meetings for row in rows), default=0) or 1
    bars = [
        GroupBar(
            names.get(row.code, row.code),
            row,
            round(100 * row.crossing / most, 2),
            round(100 * row.within / most, 2),
        )
        for row in rows
    ]
    return Bars(bars[:SHOWN_AT_ONCE], bars[SHOWN_AT_ONCE:])


def country_names() -> dict[str, str]:
    """Names of all countries in the language of the page, by code."""
    return {row.pk: row.name for row in Country.objects.all()}


def field_names() -> dict[str, str]:
    """Names of all fields in the language of the page, by code."""
    return {row.pk: row.name for row in Field.objects.all()}
