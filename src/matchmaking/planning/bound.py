"""What no plan can beat: the fewest breaks that the delegates' calendars allow, one by one and
summed.

Calendar bound: a delegate with k meetings in the slots where it can meet at all has at least so
many breaks, found by dynamic programming over the slots. Where meetings are left out, the cheapest
way to spread the loss over the delegates is allowed for.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matchmaking.planning.grid import Grid, Ints
from matchmaking.planning.parties import empty_draft, reachable

IMPOSSIBLE = 10_000  # more breaks than any calendar has
_BEFORE, _BUSY, _IDLE = range(3)  # of a line: no meeting yet, in a meeting, idle after one


def usable_slots(grid: Grid) -> tuple[Ints, Ints]:
    """Masks [Q] of the slots in which a party can have a meeting, and in which it must (required,
    one slot)."""
    usable = np.zeros(len(grid.place), dtype=np.int64)
    needed = np.zeros(len(grid.place), dtype=np.int64)
    allowed = reachable(grid)
    single = grid.required & (np.bitwise_count(allowed) == 1)
    for party in range(len(grid.place)):
        own = grid.own[grid.own_at[party] : grid.own_at[party + 1]]
        usable[party] = np.bitwise_or.reduce(allowed[own]) & grid.free[party]
    fixed = empty_draft(grid).parties
    fixed[grid.loose] = -1
    for column in fixed.T:
        sure = single & (column >= 0)
        np.bitwise_or.at(needed, column[sure], allowed[sure])
    return usable, needed


def degrees(grid: Grid) -> tuple[Ints, Ints]:
    """[P] how many meetings each delegate serves in for certain, if all take place, and at most."""
    most = np.diff(grid.own_at)[: grid.people]
    chosen = np.zeros(len(grid.place), dtype=np.int64)
    sides = np.diff(grid.side_at)
    for place in np.flatnonzero(sides > 1):
        chosen[grid.side[grid.side_at[place] : grid.side_at[place + 1]]] += 1
    return most - chosen[: grid.people], most


def fewest_breaks(grid: Grid, line: list[int]) -> Ints:
    """[P, D+1]: the fewest breaks of each delegate with exactly k meetings, k from 0 to the
    largest degree D; `IMPOSSIBLE` where it has no k slots. `line` gives the line of each slot."""
    persons, slots = grid.people, grid.place.shape[1]
    usable, needed = (masks[:persons] for masks in usable_slots(grid))
    degree = int(degrees(grid)[1].max(initial=0))
    table = np.full((persons, 3, degree + 1), IMPOSSIBLE, dtype=np.int64)
    table[:, _BEFORE, 0] = 0
    for slot in range(slots):
        if slot and line[slot] != line[slot - 1]:
            table[:, _BEFORE] = table.min(axis=1)
            table[:, _BUSY:] = IMPOSSIBLE
        here = grid.place[:persons, slot] >= 0
        can = here & (usable >> slot & 1 != 0)
        must = here & (needed >> slot & 1 != 0)
        busy = np.full_like(table[:, 0], IMPOSSIBLE)
        before = table[:, :, :-1]
        busy[:, 1:] = np.minimum(
            np.minimum(before[:, _BEFORE], before[:, _BUSY]), before[:, _IDLE] + 1
        )
        busy[~can] = IMPOSSIBLE
        idle = table.copy()
        idle[:, _IDLE] = np.minimum(table[:, _IDLE], table[:, _BUSY])
        idle[:, _BUSY] = IMPOSSIBLE
        idle[must] = IMPOSSIBLE
        after = idle
        after[:, _BUSY] = busy
        table = np.where(here[:, None, None], after, table)
    fewest: Ints = table.min(axis=1).clip(max=IMPOSSIBLE)
    return fewest


def breaks_bound(grid: Grid, line: list[int], lost: int) -> int:
    """The fewest breaks of any plan that loses at most so much worth.

    Each meeting left out takes one from the degrees of its delegates. The least sum over all ways
    to take them is a knapsack by dynamic programming; only delegates with breaks in the bound are
    worth taking from.
    """
    fewest = fewest_breaks(grid, line)
    sure, most_of = degrees(grid)
    droppable = np.sort(grid.worth[grid.worth <= lost])
    spare = grid.columns * int(np.searchsorted(np.cumsum(droppable), lost, side="right"))
    total = np.zeros(spare + 1, dtype=np.int64)
    for person in np.flatnonzero(_fewest_from(fewest, sure, most_of) > 0):
        own = grid.own[grid.own_at[person] : grid.own_at[person + 1]]
        worths = np.sort(grid.worth[own])
        most = int(np.searchsorted(np.cumsum(worths), lost, side="right"))
        most = min(most, spare, int(sure[person]))
        choices = np.array(
            [
                fewest[person, sure[person] - taken : most_of[person] + 1].min()
                for taken in range(most + 1)
            ]
        )
        total = _cheapest(total, choices)
    return int(min(total.min(), IMPOSSIBLE))


def _cheapest(
    total: npt.NDArray[np.int64], choices: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """The least cost with at most so much taken, after one more delegate offers cost `choices[x]`
    for x taken."""
    best = np.full_like(total, IMPOSSIBLE * IMPOSSIBLE)
    for taken, cost in enumerate(choices):
        best[taken:] = np.minimum(best[taken:], total[: len(total) - taken] + cost)
    return best


def _fewest_from(fewest: Ints, sure: Ints, most: Ints) -> Ints:
    """[P] the fewest breaks of any number of meetings between two."""
    count = np.arange(fewest.shape[1])
    inside = (count >= sure[:, None]) & (count <= most[:, None])
    least: Ints = np.where(inside, fewest, IMPOSSIBLE).min(axis=1, initial=IMPOSSIBLE)
    return least


def break_limit(grid: Grid, line: list[int], spread: int) -> int:
    """A number of breaks that, if no delegate has more, keeps the spread: the spread itself, or
    more where every delegate is sure to have some breaks."""
    if not grid.required.all():
        return spread
    fewest = fewest_breaks(grid, line)
    least = _fewest_from(fewest, *degrees(grid))
    return spread + int(least.min(initial=IMPOSSIBLE))


def spread_impossible(grid: Grid, line: list[int], spread: int) -> bool:
    """Whether, with every meeting required, some delegate must have too many breaks for another
    that cannot have as many: k meetings give at most k - 1 breaks."""
    sure, most = degrees(grid)
    if not grid.required.all() or len(most) == 0:
        return False
    fewest = _fewest_from(fewest_breaks(grid, line), sure, most)
    return bool(fewest.max() > spread + (most - 1).clip(0).min())
