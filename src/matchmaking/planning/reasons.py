"""Why a meeting has no place in the plan that was found."""

from __future__ import annotations

import numpy as np

from matchmaking.planning.bound import usable_slots
from matchmaking.planning.grid import Grid, Ints, bits
from matchmaking.problem import Problem
from matchmaking.solution import Unplaced


def unplaced_meetings(
    problem: Problem, grid: Grid, slot: Ints, spread: bool
) -> tuple[Unplaced, ...]:
    """Each meeting without a slot, with its reason, in the problem's order."""
    load = np.bincount(slot[slot >= 0], minlength=len(grid.room))
    busy = [0] * len(grid.place)
    for meeting in np.flatnonzero(slot >= 0):
        for person in (grid.one[meeting], grid.other[meeting]):
            busy[person] |= 1 << int(slot[meeting])
    usable = usable_slots(grid)[0].tolist()
    full = sum(1 << int(index) for index in np.flatnonzero(load >= grid.room))
    return tuple(
        _reason(problem, grid, int(meeting), busy, usable, full, spread)
        for meeting in np.flatnonzero(slot < 0)
    )


def _reason(
    problem: Problem,
    grid: Grid,
    meeting: int,
    busy: list[int],
    usable: list[int],
    full: int,
    spread: bool,
) -> Unplaced:
    part = problem.meetings[meeting]
    allowed = int(grid.allowed[meeting])
    if not allowed:
        return Unplaced(part.id, "no_common_slot")
    persons = (int(grid.one[meeting]), int(grid.other[meeting]))
    for person in persons:
        degree = int(grid.own_at[person + 1] - grid.own_at[person])
        slots = len(bits(usable[person]))
        if degree > slots and busy[person].bit_count() == slots:
            params = {
                "delegate": problem.delegates[person].id,
                "meetings": str(degree),
                "slots": str(slots),
            }
            return Unplaced(part.id, "delegate_overbooked", params)
    free = allowed & ~busy[persons[0]] & ~busy[persons[1]]
    if not free:
        return Unplaced(part.id, "delegates_busy")
    if not free & ~full:
        return Unplaced(part.id, "tables_full")
    return Unplaced(part.id, "spread_limit" if spread else "blocked")
