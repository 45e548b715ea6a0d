"""The search that makes the moves of `chains` and `insertions`, and keeps the best valid plan."""
# Inside a kernel every integer is a 64-bit word, which mypy tells from int; Numba checks the types.
# mypy: disable-error-code="arg-type, assignment, operator, return-value, no-any-return"

from __future__ import annotations

import math

from matchmaking.planning.boards import Board
from matchmaking.planning.calendars import inner_kernel, kernel
from matchmaking.planning.chains import try_chain
from matchmaking.planning.insertions import try_change, try_insertion, try_removal
from matchmaking.planning.states import (
    BEST,
    BOUND,
    BREAKS,
    EXCESS,
    GOALS,
    LOST,
    OPEN,
    OVER,
    RANK,
    STOP,
    State,
    fraction,
)

OVERFLOW_COST = (
    10.0  # for each meeting beyond the tables of a slot; 3 to 5 let the search settle there
)
OVERFLOW_RISE = (
    3.0  # how much of it is added while cooling: at full tables the search settles there too
)
HOT, COLD = 8.0, 1.0  # temperatures, in units of the guide cost
INSERTIONS = 0.2  # of all moves, while there are meetings without a slot
REMOVALS = 0.05  # of all moves, where breaks count more than meetings
CHANGES = 0.2  # of the other moves, where there is a choice of delegates or zones


@inner_kernel
def keep_if_best(state: State) -> None:
    """Keep a valid plan as the best if it is better by the first goal in which they differ."""
    tally = state.tally
    if tally[OVER] > 0 or tally[EXCESS] > 0:
        return
    better = False
    for place in range(GOALS):
        value = tally[tally[RANK + place]]
        if value > tally[BEST + place]:
            return
        if value < tally[BEST + place]:
            better = True
            break
    if better:
        for place in range(GOALS):
            tally[BEST + place] = tally[tally[RANK + place]]
        for meeting in range(len(state.meeting)):  # compiles in a tenth of the time of a slice
            state.meeting[meeting].best = state.meeting[meeting].slot
            state.meeting[meeting].best_zone = state.meeting[meeting].zone
            for column in range(state.parties.shape[1]):
                state.best_parties[meeting, column] = state.parties[meeting, column]


@inner_kernel
def crowd_of(board: Board, state: State) -> int:
    """How many meetings must stay out because there are too few tables for all."""
    crowd = 0
    for meeting in range(len(state.meeting)):
        crowd += state.meeting[meeting].takes
    for zone in range(board.room.shape[0]):
        for slot in range(board.room.shape[1]):
            crowd -= board.room[zone, slot]
    return crowd


@inner_kernel
def reached(state: State) -> bool:
    """Whether the best plan meets every bound."""
    for place in range(GOALS):  # noqa: SIM110  # kernels know no generators
        if state.tally[BEST + place] > state.tally[BOUND + place]:
            return False
    return True


@kernel
def anneal(
    board: Board,
    state: State,
    proposals: int,
    hot: float,
    cold: float,
    limit: int,
    wide: bool | None,
) -> int:
    """Make so many proposals while the temperature falls from hot to cold; fewer when the bounds
    are met or `tally[STOP]` is set (`wide`: see `insertions`). Returns how many were made."""
    tally = state.tally
    temperature, overflow_cost = hot, OVERFLOW_COST
    crowd = crowd_of(board, state)
    few = (tally[RANK] != LOST and tally[RANK + 1] != LOST) or tally[RANK] == BREAKS
    keep_if_best(state)
    for step in range(proposals):
        if step & 1023 == 0:
            if tally[STOP] != 0:
                return step
            if reached(state):
                return step
            temperature = hot + (cold - hot) * step / proposals
            overflow_cost = OVERFLOW_COST * (1 + OVERFLOW_RISE * max(0.0, 1 - temperature / HOT))
        threshold = -temperature * math.log(fraction(state.dice))
        if few and fraction(state.dice) <= REMOVALS:
            moved = try_removal(board, state, threshold, limit)
        elif tally[OPEN] > 0 and fraction(state.dice) <= INSERTIONS:
            moved = try_insertion(board, state, threshold, limit, crowd, wide)
        elif wide is not None and fraction(state.dice) <= CHANGES:
            moved = try_change(board, state, threshold, limit, overflow_cost)
        else:
            moved = try_chain(board, state, threshold, limit, overflow_cost)
        if moved:
            keep_if_best(state)
    return proposals
