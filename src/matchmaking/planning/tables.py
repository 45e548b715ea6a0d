"""Which table each meeting gets: few changes of table for the delegates.

Slot by slot the Hungarian method (Kuhn 1955, in SciPy's shortest-augmenting-path form) gives the
meetings of a slot tables so that as few delegates as possible change from their previous and to
their next meeting; sweeps go forward and back until nothing is gained.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.optimize import linear_sum_assignment

from matchmaking.planning.grid import Draft, Grid, Ints
from matchmaking.planning.parties import width_of
from matchmaking.problem import Problem

SWEEPS = 6
DENSE_TABLES = 4_000  # above, the cost matrix of a slot would not fit comfortably
FORBIDDEN = 1_000.0
KEEPING = 20.0  # worth of keeping a table of the earlier plan: more than all changes around it
LITTLE = 0.001  # what counts less than another cost, however often within a slot

# The open tables of each slot that are not reserved, and the zone of each.
Open = list[tuple[Ints, Ints]]


def tables_by_zone(problem: Problem) -> Open:
    """The open tables of each slot, with their zones as numbers (as in `Grid.room`)."""
    names = {name: number for number, name in enumerate(sorted({t.zone for t in problem.tables}))}
    rows = []
    for slot in problem.slots:
        tables = [
            (index, names[table.zone])
            for index, table in enumerate(problem.tables)
            if slot.id not in table.closed_slots and not table.reserved
        ]
        pairs = np.array(tables, dtype=np.int64).reshape(-1, 2)
        rows.append((pairs[:, 0].copy(), pairs[:, 1].copy()))
    return rows


def seat(
    grid: Grid,
    draft: Draft,
    open_tables: Open,
    *,
    zones_first: bool = False,
    earlier: Ints | None = None,
) -> Ints:
    """The table of each placed meeting [M], -1 for the others and for online meetings.

    Few changes of table, and then of zone; the other way round with `zones_first`. The tables of
    an earlier plan [M], if given, are kept wherever they can be: whoever keeps slot and table need
    not be told. Needs a plan that keeps within the open tables of each zone and has no two
    meetings bound to one table in one slot.
    """
    bound = _bound_tables(grid, draft)
    table = np.full(len(draft.slot), -1, dtype=np.int64)
    fixed = (draft.slot >= 0) & (bound >= 0)
    table[fixed] = bound[fixed]
    seated = (draft.slot >= 0) & (draft.zone >= 0) & ~fixed
    groups = [np.flatnonzero(seated & (draft.slot == number)) for number in range(len(open_tables))]
    wish = _Wish(
        LITTLE if zones_first else 1.0, 1.0 if zones_first else LITTLE, _zones(open_tables), earlier
    )
    near = _neighbours(grid, draft)
    order = list(range(len(groups)))
    best = None
    for sweep in range(SWEEPS):
        for number in order if sweep % 2 == 0 else reversed(order):
            group = groups[number]
            if len(group):
                taken = table[fixed & (draft.slot == number)]
                _seat_slot(grid, draft, group, open_tables[number], taken, table, near, wish)
        cost = wish.cost(table, near[1])
        if best is not None and cost >= best:
            break
        best = cost
    return table


class _Wish(NamedTuple):
    """change, walk   the cost of a change of table, and of zone
    zone   [L] the zone of each table that is not reserved, -1 for others
    earlier   [M] the tables to keep, or None"""

    change: float
    walk: float
    zone: Ints
    earlier: Ints | None

    def cost(self, table: Ints, after: Ints) -> float:
        """Of a seating: what the delegates' changes cost together."""
        zone = np.where(table >= 0, self.zone[table], -1) if len(self.zone) else table
        return self.change * _changes(table, after) + self.walk * _changes(zone, after)


def _zones(open_tables: Open) -> Ints:
    count = max((int(tables.max()) + 1 for tables, _ in open_tables if len(tables)), default=0)
    zone = np.full(count + 1, -1, dtype=np.int64)
    for tables, zones in open_tables:
        zone[tables] = zones
    return zone


def _bound_tables(grid: Grid, draft: Draft) -> Ints:
    """[M] the table that a meeting is bound to, or -1."""
    if width_of(grid) == grid.columns:
        return np.full(len(draft.slot), -1, dtype=np.int64)
    party = draft.parties[:, -1]
    return np.where(party >= 0, grid.number[(party - grid.people).clip(0)], -1)


def _neighbours(grid: Grid, draft: Draft) -> tuple[Ints, Ints]:
    """[D, M] the previous and the next meeting at a table of each delegate of a meeting, or -1."""
    shape = (grid.columns, len(draft.slot))
    before = np.full(shape, -1, dtype=np.int64)
    after = np.full(shape, -1, dtype=np.int64)
    column, meeting = np.nonzero(
        (draft.parties[:, : grid.columns] >= 0).T & (draft.slot >= 0) & (draft.zone >= 0)
    )
    person = draft.parties[meeting, column]
    order = np.lexsort((draft.slot[meeting], person))
    column, meeting, person = column[order], meeting[order], person[order]
    same = np.flatnonzero(person[1:] == person[:-1])
    before[column[same + 1], meeting[same + 1]] = meeting[same]
    after[column[same], meeting[same]] = meeting[same + 1]
    return before, after


def _seat_slot(
    grid: Grid,
    draft: Draft,
    group: Ints,
    here: tuple[Ints, Ints],
    taken: Ints,
    table: Ints,
    near: tuple[Ints, Ints],
    wish: _Wish,
) -> None:
    free = ~np.isin(here[0], taken)
    tables, zones = here[0][free], here[1][free]
    zoned = len(grid.room) > 1
    if len(tables) > DENSE_TABLES and not zoned:
        table[group] = tables[: len(group)]
        return
    column = {int(number): index for index, number in enumerate(tables)}
    walks = len(set(wish.zone.tolist()) - {-1}) > 1
    # Staying in the same place breaks ties, so that a sweep without gain changes nothing.
    cost = np.zeros((len(group), len(tables)))
    for row, meeting in enumerate(group):
        if table[meeting] >= 0:
            cost[row, column[int(table[meeting])]] -= LITTLE * LITTLE
        if wish.earlier is not None:
            before = column.get(int(wish.earlier[meeting]))
            if before is not None:
                cost[row, before] -= KEEPING
        for neighbour in (*near[0][:, meeting], *near[1][:, meeting]):
            other = int(table[neighbour]) if neighbour >= 0 else -1
            if other in column:
                cost[row, column[other]] -= wish.change
            if walks and 0 <= other < len(wish.zone):
                cost[row, zones == wish.zone[other]] -= wish.walk
        if zoned:
            cost[row, zones != draft.zone[meeting]] += FORBIDDEN
    rows, columns = linear_sum_assignment(cost)
    table[group[rows]] = tables[columns]


def changes_of(grid: Grid, draft: Draft, table: Ints) -> int:
    """How often a delegate's next meeting is at another table."""
    return _changes(table, _neighbours(grid, draft)[1])


def _changes(table: Ints, after: Ints) -> int:
    pairs = after >= 0
    return int((pairs & (table[after] != table)).sum())
