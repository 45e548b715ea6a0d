"""The search that makes the moves of `chains` and `insertions`, and keeps the best valid plan."""
# Inside a kernel every integer is a 64-bit word, which mypy tells from int; Numba checks the types.
# mypy: disable-error-code="arg-type, assignment, operator, return-value, no-any-return"

from __future__ import annotations

import math

from matchmaking.planning.boards import Board
from matchmaking.planning.calendars import inner_kernel, kernel
from matchmaking.planning.chains import try_chain
from matchmaking.planning.insertions import try_change, try_insertion
from matchmaking.planning.states import (
    BEST_BREAKS,
    BEST_LOST,
    BREAKS,
    EXCESS,
    LOST,
    OPEN,
    OVER,
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
CHANGES = 0.2  # of the other moves, where there is a choice of delegates or zones


@inner_kernel
def keep_if_best(state: State) -> None:
    """Keep a valid plan as the best if it loses less worth, or as much with fewer breaks."""
    tally = state.tally
    if tally[OVER] > 0 or tally[EXCESS] > 0 or tally[LOST] > tally[BEST_LOST]:
        return
    if tally[LOST] < tally[BEST_LOST] or tally[BREAKS] < tally[BEST_BREAKS]:
        tally[BEST_LOST] = tally[LOST]
        tally[BEST_BREAKS] = tally[BREAKS]
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


@kernel
def anneal(
    board: Board,
    state: State,
    proposals: int,
    hot: float,
    cold: float,
    limit: int,
    lost_bound: int,
    breaks_bound: int,
    wide: bool | None,
) -> int:
    """Make so many proposals while the temperature falls from hot to cold; fewer when both bounds
    are met or `tally[STOP]` is set (`wide`: see `insertions`). Returns how many were made."""
    tally = state.tally
    temperature, overflow_cost = hot, OVERFLOW_COST
    crowd = crowd_of(board, state)
    keep_if_best(state)
    for step in range(proposals):
        if step & 1023 == 0:
            if tally[STOP] != 0:
                return step
            if tally[BEST_LOST] <= lost_bound and tally[BEST_BREAKS] <= breaks_bound:
                return step
            temperature = hot + (cold - hot) * step / proposals
            overflow_cost = OVERFLOW_COST * (1 + OVERFLOW_RISE * max(0.0, 1 - temperature / HOT))
        threshold = -temperature * math.log(fraction(state.dice))
        if tally[OPEN] > 0 and fraction(state.dice) <= INSERTIONS:
            moved = try_insertion(board, state, threshold, limit, crowd, wide)
        elif wide is not None and fraction(state.dice) <= CHANGES:
            moved = try_change(board, state, threshold, limit, overflow_cost)
        else:
            moved = try_chain(board, state, threshold, limit, overflow_cost)
        if moved:
            keep_if_best(state)
    return proposals
