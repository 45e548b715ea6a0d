"""A first plan, in plain Python, so that there is one before the kernels are even loaded.

Weighted insertion: meetings that must be there first, then the heaviest, then those with the
fewest slots; each goes where it costs the fewest breaks and leaves the tables evenly loaded.
"""

from __future__ import annotations

import numpy as np

from matchmaking.planning.grid import Grid, Ints, bits, calendars_of

UNPLACED = -1


def first_plan(grid: Grid) -> Ints:
    """The slot of each meeting [M], or -1. Keeps every hard rule but the spread."""
    meetings, slots = len(grid.one), len(grid.room)
    slot = [UNPLACED] * meetings
    free = [(1 << slots) - 1] * len(grid.place)
    room = grid.room.tolist()
    tables: set[tuple[int, int]] = set()
    one, other = grid.one.tolist(), grid.other.tolist()
    allowed, table = grid.allowed.tolist(), grid.table.tolist()
    length = [len(bits(mask)) for mask in allowed]
    order = sorted(range(meetings), key=lambda m: (-int(grid.worth[m]), length[m], m))
    for meeting in order:
        a, b = one[meeting], other[meeting]
        best, best_cost = UNPLACED, 0
        for candidate in bits(allowed[meeting] & free[a] & free[b]):
            if room[candidate] <= 0 or (table[meeting], candidate) in tables:
                continue
            if not _in_order(grid, slot, meeting, candidate):
                continue
            # A neighbouring busy slot of either side makes a run longer; then the emptiest slot.
            touching = _touches(free[a], candidate, slots) + _touches(free[b], candidate, slots)
            cost = 2 * touching * max(1, slots) + room[candidate]
            if best == UNPLACED or cost > best_cost:
                best, best_cost = candidate, cost
        if best == UNPLACED:
            continue
        slot[meeting] = best
        room[best] -= 1
        free[a] &= ~(1 << best)
        free[b] &= ~(1 << best)
        if table[meeting] >= 0:
            tables.add((table[meeting], best))
    return np.array(slot, dtype=np.int64)


def _touches(free: int, slot: int, slots: int) -> int:
    before = slot > 0 and not free >> (slot - 1) & 1
    after = slot + 1 < slots and not free >> (slot + 1) & 1
    return before + after


def _in_order(grid: Grid, slot: list[int], meeting: int, candidate: int) -> bool:
    """Whether the candidate slot is after the placed predecessors and before the placed
    successors."""
    for entry in grid.order[grid.order_at[meeting] : grid.order_at[meeting + 1]].tolist():
        if entry >= 0 and slot[entry] != UNPLACED and slot[entry] >= candidate:
            return False
        if entry < 0 and slot[-1 - entry] != UNPLACED and slot[-1 - entry] <= candidate:
            return False
    return True


def trimmed(grid: Grid, slot: Ints, limit: int) -> Ints:
    """The plan with meetings left out until no delegate has more breaks than the limit.

    The delegate over the limit loses a meeting of its least worth; ends, because meetings only get
    fewer.
    """
    slot = slot.copy()
    while True:
        breaks = calendars_of(grid, slot)[1]
        over = np.flatnonzero(breaks > limit)
        if len(over) == 0:
            return slot
        own = grid.own[grid.own_at[over[0]] : grid.own_at[over[0] + 1]]
        own = own[slot[own] >= 0]
        slot[own[np.argmin(grid.worth[own])]] = UNPLACED
