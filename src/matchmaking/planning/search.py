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
CHAIN = 4  # meetings inserted one after the other before giving up


@kernel
def any_in_slot(slots: Ints, dice: npt.NDArray[np.uint64], slot: int, one: int, other: int) -> int:
    """A random meeting of a slot other than the two given, or -1 if none was found soon."""
    for _ in range(TRIES):
        meeting = below(dice, len(slots))
        if slots[meeting] == slot and meeting != one and meeting != other:
            return meeting
    return np.int64(-1)


@kernel
def throw_out(
    grid: Grid, state: State, meeting: int, slot: int, crowd: int
) -> tuple[int, int, int]:
    """Up to three meetings that make way for one in a slot: those of its two delegates, and any
    other where the tables are full; -1 for none, -2 in the third place if there is no room even
    so."""
    first = np.int64(state.at[grid.one[meeting], slot])
    second = np.int64(state.at[grid.other[meeting], slot])
    if second == first:
        second = np.int64(-1)
    third = np.int64(-1)
    stay = state.load[slot] - (first >= 0) - (second >= 0)
    if stay > grid.room[slot]:
        third = np.int64(-2)
    elif stay == grid.room[slot]:
        third = any_in_slot(state.slot, state.dice, slot, first, second)
        if third < 0:
            third = np.int64(-2)
    elif stay == state.load[slot] and state.tally[OPEN] <= crowd:
        third = np.int64(-2)  # all tables are in use: an overflow elsewhere has to be mended first
    return first, second, third


@kernel
def put_logged(grid: Grid, state: State, meeting: int, slot: int, limit: int, log: int) -> float:
    """`put` a meeting, noting where it was in `state.path[log]`; returns the rise of the cost."""
    state.path[log] = meeting * 64 + state.slot[meeting] + 1
    cost = grid.penalty[meeting] if slot < 0 else -grid.penalty[meeting]
    one, other = grid.one[meeting], grid.other[meeting]
    for sign in (-1, 1):
        cost += sign * guide_cost(state.busy[one], grid.lines[one], limit)
        cost += sign * guide_cost(state.busy[other], grid.lines[other], limit)
        if sign < 0:
            put(grid, state, meeting, slot, limit)
    return cost


@kernel
def take_back(grid: Grid, state: State, log: int, limit: int) -> None:
    """Undo the last `log` moves of `put_logged`."""
    for step in range(log - 1, -1, -1):
        put(grid, state, state.path[step] // 64, state.path[step] % 64 - 1, limit)


@kernel
def try_insertion(grid: Grid, state: State, threshold: float, limit: int, crowd: int) -> bool:
    """Propose a slot for a meeting without one, throwing out what is in its way; judge it like a
    path.

    If that costs too much, the dearest of those thrown out is inserted in the same way, and so on:
    an ejection chain (Glover, Discrete Applied Mathematics 65, 1996).
    """
    meeting = state.open[below(state.dice, state.tally[OPEN])]
    cost, log = 0.0, 0
    for _ in range(CHAIN):
        slot = below(state.dice, len(state.load))
        if not (grid.allowed[meeting] >> slot) & 1:
            break
        ways = throw_out(grid, state, meeting, slot, crowd)
        if ways[2] == -2:
            break
        dearest = np.int64(-1)
        for rival in ways:
            if rival >= 0:
                cost += put_logged(grid, state, rival, np.int64(-1), limit, log)
                log += 1
                if dearest < 0 or grid.penalty[rival] > grid.penalty[dearest]:
                    dearest = rival
        cost += put_logged(grid, state, meeting, slot, limit, log)
        log += 1
        if not keeps_rules(
            grid.order_at, grid.order, grid.table, grid.locked_at, grid.locked, state.slot, meeting
        ):
            break
        if cost <= threshold:
            return True
        if dearest < 0:
            break
        meeting = dearest
    take_back(grid, state, log, limit)
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
