"""The second move, insertion, and the search that makes both: see `moves` for the state and for
Kempe paths."""
# Inside a kernel every integer is a 64-bit word, which mypy tells from int; Numba checks the types.
# mypy: disable-error-code="arg-type, assignment, operator, return-value, no-any-return"

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from matchmaking.planning.calendars import guide_cost, kernel
from matchmaking.planning.grid import Grid, Ints, Masks
from matchmaking.planning.moves import (
    BEST_BREAKS,
    BEST_LOST,
    BREAKS,
    EXCESS,
    HOT,
    INSERTIONS,
    LOST,
    OPEN,
    OVER,
    OVERFLOW_COST,
    OVERFLOW_RISE,
    State,
    below,
    fraction,
    keeps_rules,
    put,
    try_path,
)

TRIES = 32  # draws to find a third meeting to throw out of a full slot
LEEWAY = 80  # what the calendars of an insertion's persons can save at most, all but always


@kernel
def any_in_slot(slots: Ints, dice: npt.NDArray[np.uint64], slot: int, one: int, other: int) -> int:
    """A random meeting of a slot other than the two given, or -1 if none was found soon."""
    for _ in range(TRIES):
        meeting = below(dice, len(slots))
        if slots[meeting] == slot and meeting != one and meeting != other:
            return meeting
    return np.int64(-1)


@kernel
def in_the_way(grid: Grid, state: State, meeting: int, slot: int, crowd: int) -> bool:
    """Write the meeting and the up to three that it would throw out of a slot into `state.path`.

    Places 0 and 1 are for its delegates' meetings, 2 for any other where the tables are full, 3
    for itself; -1 is for none. False if there is no room even so.
    """
    first = np.int64(state.at[grid.one[meeting], slot])
    second = np.int64(state.at[grid.other[meeting], slot])
    if second == first:
        second = np.int64(-1)
    stay = state.load[slot] - (first >= 0) - (second >= 0)
    third = np.int64(-1)
    if stay >= grid.room[slot]:
        third = any_in_slot(state.slot, state.dice, slot, first, second)
        if third < 0 or stay > grid.room[slot]:
            return False
    elif stay == state.load[slot] and state.tally[OPEN] <= crowd:
        return False  # all tables are in use: an overflow elsewhere has to be mended first
    steps = state.path
    steps[0], steps[1], steps[2], steps[3] = first, second, third, meeting
    return True


@kernel
def put_all(grid: Grid, state: State, slot: int, limit: int) -> int:
    """Throw out and put in as `in_the_way` wrote it; returns by how much the guide cost rises."""
    cost = np.int64(0)
    for step in range(4):
        meeting = state.path[step]
        if meeting >= 0:
            one, other = grid.one[meeting], grid.other[meeting]
            for sign in (-1, 1):
                cost += sign * guide_cost(state.busy[one], grid.lines[one], limit)
                cost += sign * guide_cost(state.busy[other], grid.lines[other], limit)
                if sign < 0:
                    put(grid, state, meeting, slot if step == 3 else np.int64(-1), limit)
    return cost


@kernel
def try_insertion(grid: Grid, state: State, threshold: float, limit: int, crowd: int) -> bool:
    """Propose a slot for a meeting without one, throwing out whatever is in its way, and judge it
    like a path."""
    meeting = state.open[below(state.dice, state.tally[OPEN])]
    slot = below(state.dice, len(state.load))
    if not (grid.allowed[meeting] >> slot) & 1:
        return False
    if not in_the_way(grid, state, meeting, slot, crowd):
        return False
    cost = -grid.penalty[meeting]
    for step in range(3):
        if state.path[step] >= 0:
            cost += grid.penalty[state.path[step]]
    if cost > threshold + LEEWAY:
        return False
    cost += put_all(grid, state, slot, limit)
    if cost <= threshold and keeps_rules(
        grid.order_at, grid.order, grid.table, grid.locked_at, grid.locked, state.slot, meeting
    ):
        return True
    for step in range(3, -1, -1):
        if state.path[step] >= 0:
            put(grid, state, state.path[step], np.int64(-1) if step == 3 else slot, limit)
    return False


@kernel
def keep_if_best(tally: Masks, slots: Ints, best: Ints) -> None:
    """Keep a valid plan as the best if it loses less worth, or as much with fewer breaks."""
    if tally[OVER] > 0 or tally[EXCESS] > 0 or tally[LOST] > tally[BEST_LOST]:
        return
    if tally[LOST] < tally[BEST_LOST] or tally[BREAKS] < tally[BEST_BREAKS]:
        tally[BEST_LOST] = tally[LOST]
        tally[BEST_BREAKS] = tally[BREAKS]
        for meeting in range(len(slots)):  # compiles in a tenth of the time of a slice
            best[meeting] = slots[meeting]


@kernel
def anneal(
    grid: Grid,
    state: State,
    proposals: int,
    hot: float,
    cold: float,
    limit: int,
    lost_bound: int,
    breaks_bound: int,
) -> int:
    """Make so many proposals while the temperature falls from hot to cold; fewer when both bounds
    are met or `state.stop` is set. Returns how many were made."""
    tally = state.tally
    ruled = len(grid.order) > 0 or len(grid.locked) > 0
    temperature, overflow_cost = hot, OVERFLOW_COST
    crowd = len(
        state.slot
    )  # how many meetings must stay out because there are too few tables for all
    for room in grid.room:
        crowd -= room
    keep_if_best(tally, state.slot, state.best)
    for step in range(proposals):
        if step & 1023 == 0:
            if state.stop[0] != 0:
                return step
            if tally[BEST_LOST] <= lost_bound and tally[BEST_BREAKS] <= breaks_bound:
                return step
            temperature = hot + (cold - hot) * step / proposals
            overflow_cost = OVERFLOW_COST * (1 + OVERFLOW_RISE * max(0.0, 1 - temperature / HOT))
        threshold = -temperature * math.log(fraction(state.dice))
        if tally[OPEN] > 0 and fraction(state.dice) <= INSERTIONS:
            moved = try_insertion(grid, state, threshold, limit, crowd)
        else:
            moved = try_path(grid, state, threshold, limit, ruled, overflow_cost)
        if moved:
            keep_if_best(tally, state.slot, state.best)
    return proposals
