"""A plan as the team works on it: one session as a board, and names for what the planner says.

Read as plain values: a board of 600 meetings must not build thousands of model instances.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from ..choices import Priority
from ..models import Conference, Delegate, Match, Plan, PlannedMeeting, Session, Slot, Table
from .timetable import closed_places_of, slots_of, tables_of


@dataclass(frozen=True, slots=True)
class BoardMeeting:
    """A meeting in its place; `is_broken` where it no longer holds there."""

    key: str
    match: int
    one: str
    other: str
    names: str
    priority: str
    is_locked: bool
    is_broken: bool


@dataclass(frozen=True, slots=True)
class BoardCell:
    """One table in one slot."""

    slot: Slot
    table: Table
    meeting: BoardMeeting | None
    is_closed: bool

    @property
    def place(self) -> str:
        """The place as it stands in forms and addresses."""
        return f"{self.slot.pk}-{self.table.pk}"


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """One slot with its cells, and how many of its open tables are taken."""

    slot: Slot
    taken: int
    open_tables: int
    cells: tuple[BoardCell, ...]

    @property
    def meetings(self) -> tuple[BoardCell, ...]:
        """The cells with a meeting."""
        return tuple(cell for cell in self.cells if cell.meeting is not None)

    @property
    def free(self) -> int:
        """Open tables without a meeting."""
        return self.open_tables - self.taken


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One table through the slots of a session."""

    table: Table
    cells: tuple[BoardCell, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """A session of a plan, by slot and by table."""

    session: Session
    columns: tuple[BoardColumn, ...]
    rows: tuple[BoardRow, ...]


def board_of(plan: Plan, session: Session, broken: Collection[int] = ()) -> Board:
    """The board of one session; `broken` are keys of matches that no longer hold."""
    slots, tables = list(slots_of(plan, session)), list(tables_of(plan))
    closed = closed_places_of(session)
    at = _meetings_at(plan, session, broken)
    closed_at = Counter(slot for _table, slot in closed)
    rows = tuple(
        BoardRow(
            table,
            tuple(
                BoardCell(
                    slot,
                    table,
                    at.get((slot.pk, table.pk)),
                    (table.pk, slot.pk) in closed,
                )
                for slot in slots
            ),
        )
        for table in tables
    )
    columns = []
    for position, slot in enumerate(slots):
        cells = tuple(row.cells[position] for row in rows)
        taken = sum(cell.meeting is not None for cell in cells)
        open_tables = max(len(tables) - closed_at[slot.pk], taken)
        columns.append(BoardColumn(slot, taken, open_tables, cells))
    return Board(session, tuple(columns), rows)


def _meetings_at(
    plan: Plan, session: Session, broken: Collection[int]
) -> dict[tuple[int, int], BoardMeeting]:
    rows = PlannedMeeting.objects.filter(plan=plan, slot__session=session).values_list(
        "slot_id",
        "table_id",
        "match__public_id",
        "match_id",
        "match__priority",
        "is_locked",
        *_ORGANISATIONS,
    )
    return {
        (slot, table): BoardMeeting(
            key=str(key),
            match=match,
            one=a_short or a,
            other=b_short or b,
            names=f"{a} – {b}",
            priority=priority,
            is_locked=locked,
            is_broken=match in broken,
        )
        for slot, table, key, match, priority, locked, a, a_short, b, b_short in rows
    }


_ORGANISATIONS = (
    "match__registration_a__organisation__name",
    "match__registration_a__organisation__short_name",
    "match__registration_b__organisation__name",
    "match__registration_b__organisation__short_name",
)


def priorities() -> list[tuple[str, str]]:
    """Value and word, the most wanted first."""
    return [(str(value), str(value.label)) for value in Priority]


@dataclass(frozen=True, slots=True)
class Names:
    """What keys stand for, as the team may read it: all keys are texts, as the planner has them."""

    slots: dict[str, datetime]
    sessions: dict[str, Session]
    tables: dict[str, str]
    delegates: dict[str, tuple[str, str]]
    meetings: dict[str, str]
    keys: dict[str, str]


def names_of(conference: Conference) -> Names:
    """Names of everything of a conference that reasons and remedies speak of."""
    meetings, keys = {}, {}
    for pk, key, a, a_short, b, b_short in Match.objects.filter(conference=conference).values_list(
        "pk", "public_id", *(name.removeprefix("match__") for name in _ORGANISATIONS)
    ):
        meetings[str(pk)], keys[str(pk)] = f"{a_short or a} – {b_short or b}", str(key)
    return Names(
        slots={
            str(pk): starts
            for pk, starts in Slot.objects.filter(session__conference=conference)
            .order_by()
            .values_list("pk", "starts_at")
        },
        sessions={str(row.pk): row for row in conference.sessions.all()},
        tables={str(row.pk): row.label for row in Table.objects.filter(conference=conference)},
        delegates={
            str(pk): (name, short or organisation)
            for pk, name, organisation, short in Delegate.objects.filter(
                registration__conference=conference
            ).values_list(
                "pk",
                "name",
                "registration__organisation__name",
                "registration__organisation__short_name",
            )
        },
        meetings=meetings,
        keys=keys,
    )
