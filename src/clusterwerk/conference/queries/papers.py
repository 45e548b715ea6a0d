"""What is printed for a conference, as plain rows; and the print files there are."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from ..models import Conference, Delegate, Paper, Plan, Table
from .notices import delegates_told, holding_meetings_of


@dataclass(frozen=True, slots=True)
class Seat:
    """A meeting with all that papers say of it."""

    match: str
    starts_at: datetime
    ends_at: datetime
    table: int
    a: int
    b: int


@dataclass(frozen=True, slots=True)
class Printed:
    """Everybody and everything to print: read in three queries."""

    people: dict[int, Delegate]
    tables: dict[int, Table]
    seats: tuple[Seat, ...]

    def seats_by_table(self) -> dict[int, list[Seat]]:
        """The meetings of each table in use, in order of time; also tables without meetings."""
        found: dict[int, list[Seat]] = {key: [] for key in self.tables}
        for seat in self.seats:
            found[seat.table].append(seat)
        return found

    def seats_by_person(self) -> dict[int, list[Seat]]:
        """The meetings of each delegate who has some, in order of time."""
        found: dict[int, list[Seat]] = defaultdict(list)
        for seat in self.seats:
            found[seat.a].append(seat)
            found[seat.b].append(seat)
        return dict(found)

    def partner_of(self, seat: Seat, person: int) -> Delegate:
        """Whom a delegate meets."""
        return self.people[seat.b if seat.a == person else seat.a]


def printed_of(conference: Conference, plan: Plan | None) -> Printed:
    """The delegates taking part, the tables in use and the meetings that take place."""
    people = delegates_told(conference).select_related("registration__organisation__country")
    tables = Table.objects.in_use().filter(conference=conference).order_by("number")
    return Printed(
        people={row.pk: row for row in people.order_by("number", "pk")},
        tables={row.pk: row for row in tables},
        seats=tuple(_seats(plan)) if plan else (),
    )


def _seats(plan: Plan) -> list[Seat]:
    rows: list[tuple[Any, ...]] = list(
        holding_meetings_of(plan)
        .order_by("slot__starts_at", "table__number")
        .values_list(
            "match__public_id",
            "slot__starts_at",
            "slot__ends_at",
            "table_id",
            "delegate_a_id",
            "delegate_b_id",
        )
    )
    return [Seat(str(match), *rest) for match, *rest in rows]


def papers_of(conference: Conference) -> QuerySet[Paper]:
    """The print files without their contents, newest first."""
    return (
        Paper.objects.filter(conference=conference)
        .defer("content")
        .select_related("plan", "job", "conference")
        .order_by("-requested_at", "-pk")
    )
