"""Each kernel against a slow plain-Python twin on random input."""

import random

import numpy as np
import pytest
from bench.events import Shape, conference

from matchmaking.planning.calendars import breaks_in, guide_cost, popcount
from matchmaking.planning.construct import first_plan
from matchmaking.planning.grid import bits, grid_of
from matchmaking.planning.moves import (
    BEST_LOST,
    BROKEN,
    OPEN,
    below,
    draw,
    fraction,
    state_of,
    swap_path,
    walk_path,
)
from matchmaking.planning.search import anneal

RUNS = 300


def random_calendar(dice):
    """A calendar and its lines, both random: lines are consecutive runs of bits."""
    lengths = [dice.randint(1, 15) for _ in range(dice.randint(1, 4))]
    starts = [sum(lengths[:index]) for index in range(len(lengths))]
    lines = [((1 << length) - 1) << start for start, length in zip(starts, lengths, strict=True)]
    calendar = dice.getrandbits(sum(lengths)) & dice.getrandbits(sum(lengths))
    rows = [
        [bool(calendar >> bit & 1) for bit in range(start, start + length)]
        for start, length in zip(starts, lengths, strict=True)
    ]
    return calendar, np.array(lines, dtype=np.int64), rows


def gaps(row):
    """Lengths of the idle runs between two busy slots."""
    inside = "".join("x" if busy else "." for busy in row).strip(".")
    return [len(run) for run in inside.split("x") if run]


def test_popcount_counts_bits():
    dice = random.Random(1)
    for _ in range(RUNS):
        word = dice.getrandbits(62)
        assert popcount(word) == word.bit_count()


def test_breaks_and_guide_cost_of_a_calendar_are_those_of_its_rows():
    dice = random.Random(2)
    for _ in range(RUNS):
        calendar, lines, rows = random_calendar(dice)
        found = [gap for row in rows for gap in gaps(row)]
        limit = dice.choice((0, 1, 2, 1000))
        over = max(0, len(found) - limit)
        assert breaks_in(calendar, lines) == len(found)
        assert guide_cost(calendar, lines, limit) == 10 * len(found) + 2 * sum(found) + 20 * over


def test_the_dice_follow_xorshift64star_and_stay_in_range():
    dice = np.array([12345], dtype=np.uint64)
    word = 12345
    for _ in range(RUNS):
        word ^= word >> 12
        word ^= word << 25 & (1 << 64) - 1
        word ^= word >> 27
        assert int(draw(dice)) == word * 2685821657736338717 & (1 << 64) - 1
    assert {below(dice, 7) for _ in range(RUNS)} == set(range(7))
    shares = [fraction(dice) for _ in range(RUNS)]
    assert 0 < min(shares) < 0.1
    assert 0.9 < max(shares) <= 1


def plain_path(grid, slot, meeting, person, here, there):
    """The alternating path by following persons through a dictionary."""
    at = {}
    for number in np.flatnonzero(slot >= 0).tolist():
        for party in (int(grid.one[number]), int(grid.other[number])):
            at[party, int(slot[number])] = number
    path = [meeting]
    while True:
        (person,) = {int(grid.one[path[-1]]), int(grid.other[path[-1]])} - {person}
        blocker = at.get((person, there))
        if blocker is None:
            return path, person
        if here not in bits(grid.allowed[blocker]):
            return [], person
        path.append(blocker)
        here, there = there, here


def test_a_kempe_path_is_walked_and_swapped_like_its_twin():
    dice = random.Random(3)
    grid = grid_of(conference(Shape(60, 40, 200, (4, 4), 30), seed=3), "session")
    state = state_of(grid, first_plan(grid), 0, 1000)
    walked = 0
    while walked < RUNS:
        meeting, there = dice.randrange(len(grid.one)), dice.randrange(8)
        here = int(state.slot[meeting])
        person = int(dice.choice((grid.one[meeting], grid.other[meeting])))
        idle = here >= 0 and state.at[person, there] < 0
        if not idle or there not in bits(grid.allowed[meeting]):
            continue
        walked += 1
        path, end = plain_path(grid, state.slot, meeting, person, here, there)
        length, far = walk_path(
            grid.one, grid.other, grid.allowed, state.at, state.path, meeting, person, here, there
        )
        assert length == len(path)
        if length == 0:
            continue
        assert (state.path[:length].tolist(), far) == (path, end)
        swapped = state.slot.copy()
        swapped[path] = here + there - swapped[path]
        swap_path(grid.one, grid.other, state.slot, state.at, state.path, length, here + there)
        assert (state.slot == swapped).all()
        assert (state.at == state_of(grid, swapped, 0, 1000).at).all()


@pytest.mark.parametrize("rule", ["session", "published"])
@pytest.mark.parametrize("tables", [30, 22])
def test_the_search_keeps_its_books(rule, tables):
    problem = conference(Shape(60, 40, 200, (4, 4), tables, overbook=2, ranked=True), seed=4)
    grid = grid_of(problem, rule)
    state = state_of(grid, first_plan(grid), 7, 1)
    for hot in (8.0, 4.0, 1.0):
        anneal(grid, state, 20_000, hot, hot, 1, 0, 0)
        counted = state_of(grid, state.slot, 0, 1)
        for name in ("at", "busy", "breaks", "load"):
            assert (getattr(state, name) == getattr(counted, name)).all(), name
        assert (state.tally[:BEST_LOST] == counted.tally[:BEST_LOST]).all()
        count = state.tally[OPEN]
        assert sorted(state.open[:count]) == np.flatnonzero(state.slot < 0).tolist()
        count = state.tally[BROKEN]
        assert sorted(state.broken[:count]) == np.flatnonzero(state.breaks).tolist()
        allowed = grid.allowed[state.slot >= 0] >> state.slot[state.slot >= 0] & 1
        assert allowed.all()
