"""What of a published plan can stand, and what may have to make way, against trying everything."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.matchmaking.brute_force import all_plans
from tests.matchmaking.strategies import published

from matchmaking import Options
from matchmaking.planning.earlier import earlier_of, with_earlier
from matchmaking.planning.grid import grid_of
from matchmaking.planning.standing import (
    around,
    clashing,
    crowded,
    standing,
    too_many,
    unkeepable,
)

calm = settings(deadline=None, derandomize=True)


def seen(problem, earlier):
    """The event with the earlier plan, and what of that can stand."""
    grid = grid_of(problem, "session")
    before = earlier_of(problem, grid, earlier)
    grid = with_earlier(grid, before)
    return grid, standing(problem, grid, before)


def names(problem, flags):
    return {problem.meetings[number].id for number in np.flatnonzero(flags)}


@settings(calm, max_examples=100)
@given(published())
def test_what_cannot_stand_changes_in_every_plan_and_so_do_as_many_as_are_too_many(news):
    problem, earlier = news
    grid, stands = seen(problem, earlier)
    gone = names(problem, unkeepable(grid))
    least = len(gone) + too_many(grid, stands)
    for part in all_plans(problem, Options(), earlier):
        assert gone <= part.unlike
        assert len(part.unlike) >= least


@settings(calm, max_examples=100)
@given(published())
def test_a_plan_in_which_nothing_clashes_and_nothing_is_crowded_stands_as_it_is(news):
    problem, earlier = news
    grid, stands = seen(problem, earlier)
    placed = names(problem, stands.slot >= 0)
    clash = names(problem, clashing(grid, stands))
    crowd = names(problem, crowded(grid, stands))
    assert clash | crowd <= placed
    plans = all_plans(problem, Options(), earlier)
    required = {part.id for part in problem.meetings if part.required}
    if required <= placed:
        kept = [part for part in plans if not part.unlike & placed]
        if not clash and not crowd:
            assert kept or len(grid.room) > 1
        if crowd:
            assert not kept
        if clash and len(grid.room) == 1:
            assert not kept


@settings(calm, max_examples=150)
@given(published(), st.sampled_from((("weight", "stability"), ("stability", "weight"))))
def test_no_plan_that_changes_as_little_as_can_be_moves_others_than_those_around(news, goals):
    problem, earlier = news
    plans = all_plans(problem, Options(), earlier)
    if not plans:
        return
    grid, stands = seen(problem, earlier)
    gone = unkeepable(grid)
    crowd = crowded(grid, stands)
    loose = gone | (grid.kept < 0) | crowd | clashing(grid, stands)
    best = min(part.ranked(goals) for part in plans)
    changed = best[goals.index("stability")]
    steps = int(changed) - int(gone.sum()) - too_many(grid, stands)
    ring = names(problem, around(grid, stands, loose, steps))
    for part in plans:
        if part.ranked(goals) == best:
            assert part.unlike <= ring
