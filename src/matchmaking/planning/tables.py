"""Which table each meeting gets: few changes of table for the delegates.

Slot by slot the Hungarian method (Kuhn 1955, in SciPy's shortest-augmenting-path form) gives the
meetings of a slot tables so that as few delegates as possible change from their previous and to
their next meeting; sweeps go forward and back until nothing is gained.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import linear_sum_assignment

from matchmaking.planning.grid import Grid, Ints

SWEEPS = 6
DENSE_TABLES = 4_000  # above, the cost matrix of a slot would not fit comfortably
FORBIDDEN = 1_000.0


def seat(grid: Grid, slot: Ints, open_tables: list[list[int]]) -> Ints:
    """The table of each placed meeting [M], -1 for the others. `open_tables` lists those of each
    slot.

    Needs a plan that keeps within the open tables and has no two meetings locked to one table in
    one slot.
    """
    table = np.full(len(slot), -1, dtype=np.int64)
    groups = [np.flatnonzero(slot == number) for number in range(len(grid.room))]
    before, after = _neighbours(grid, slot)
    order = list(range(len(groups)))
    changes = None
    for sweep in range(SWEEPS):
        for number in order if sweep % 2 == 0 else reversed(order):
            group = groups[number]
            if len(group):
                _seat_slot(grid, group, np.array(open_tables[number]), table, before, after)
        count = _changes(table, after)
        if changes is not None and count >= changes:
            break
        changes = count
    return table


def _neighbours(grid: Grid, slot: Ints) -> tuple[Ints, Ints]:
    """[2, M] the previous and the next meeting of each party of a meeting, or -1."""
    before = np.full((2, len(slot)), -1, dtype=np.int64)
    after = np.full((2, len(slot)), -1, dtype=np.int64)
    for person in range(len(grid.place)):
        own = grid.own[grid.own_at[person] : grid.own_at[person + 1]]
        own = own[slot[own] >= 0]
        own = own[np.argsort(slot[own], kind="stable")]
        side = (grid.other[own] == person).astype(np.int64)
        before[side[1:], own[1:]] = own[:-1]
        after[side[:-1], own[:-1]] = own[1:]
    return before, after


def _seat_slot(
    grid: Grid, group: Ints, tables: Ints, table: Ints, before: Ints, after: Ints
) -> None:
    if len(tables) > DENSE_TABLES:
        _seat_greedily(grid, group, tables, table)
        return
    column = {int(number): index for index, number in enumerate(tables)}
    # Staying in the same place breaks ties, so that a sweep without gain changes nothing.
    cost = np.zeros((len(group), len(tables)))
    for row, meeting in enumerate(group):
        if table[meeting] >= 0:
            cost[row, column[int(table[meeting])]] -= 0.1
        for neighbour in (*before[:, meeting], *after[:, meeting]):
            near = column.get(int(table[neighbour])) if neighbour >= 0 else None
            if near is not None:
                cost[row, near] -= 1
        lock = int(grid.table[meeting])
        if lock >= 0:
            keep = cost[row, column[lock]]
            cost[row] += FORBIDDEN
            cost[row, column[lock]] = keep
    rows, columns = linear_sum_assignment(cost)
    table[group[rows]] = tables[columns]


def _seat_greedily(grid: Grid, group: Ints, tables: Ints, table: Ints) -> None:
    """Locked meetings first, the others as they come."""
    table[group] = grid.table[group]
    taken = set(table[group].tolist())
    free = (int(number) for number in tables if int(number) not in taken)
    for meeting in group[grid.table[group] < 0]:
        table[meeting] = next(free)


def changes_of(grid: Grid, slot: Ints, table: Ints) -> int:
    """How often a delegate's next meeting is at another table."""
    return _changes(table, _neighbours(grid, slot)[1])


def _changes(table: Ints, after: Ints) -> int:
    pairs = after >= 0
    return int((pairs & (table[after] != table)).sum())
