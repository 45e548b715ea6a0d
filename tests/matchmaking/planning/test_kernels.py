"""Each kernel against a slow plain-Python twin on random input."""

import random
from dataclasses import replace

import numpy as np
import pytest
from bench.events import Shape, conference
from numba import njit
from tests.matchmaking.builders import ruled_conference

from matchmaking.planning.boards import board_of, wide
from matchmaking.planning.calendars import breaks_in, guide_cost, popcount
from matchmaking.planning.chains import day_keeps_caps, swap_chain, walk_chain
from matchmaking.planning.construct import first_plan
from matchmaking.planning.grid import bits, grid_of
from matchmaking.planning.search import anneal
from matchmaking.planning.states import (
    BEST,
    BOUND,
    BROKEN,
    OPEN,
    WALK,
    below,
    best_of,
    draft_of,
    draw,
    fraction,
    state_of,
)
from matchmaking.planning.weighing import PRICES

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


@njit
def walked(state, meeting, here, there):
    return walk_chain(state, meeting, here, there)


@njit
def swapped(state, length, both):
    swap_chain(state, length, both)


@njit
def within_caps(day, session, most, rest):
    return day_keeps_caps(day, session, most, rest)


def plain_chain(grid, state, meeting, here, there):
    """The chain by following parties through a dictionary; None if a meeting may not move."""
    slot, parties = state.meeting["slot"], state.parties.tolist()
    at = {}
    for number in np.flatnonzero(slot >= 0).tolist():
        for party in parties[number]:
            at[party, int(slot[number])] = number
    chain, ends = [meeting], set()
    for number in chain:
        away = here + there - int(slot[number])
        for party in parties[number]:
            if party < 0:
                continue
            blocker = at.get((party, away))
            if blocker is None:
                ends.add(party)
            elif blocker not in chain:
                if int(slot[number]) not in bits(state.meeting["allowed"][blocker]):
                    return None
                chain.append(blocker)
    return chain, ends


@pytest.mark.parametrize("bound", [False, True])
def test_a_kempe_chain_is_walked_and_swapped_like_its_twin(bound):
    dice = random.Random(3)
    problem = conference(Shape(60, 40, 200, (4, 4), 30), seed=3)
    if bound:  # some delegates stay put: their tables are parties of their meetings
        staying = [
            replace(part, table=f"table-{number + 1:03d}") if number < 8 else part
            for number, part in enumerate(problem.delegates)
        ]
        problem = replace(problem, delegates=tuple(staying))
    grid = grid_of(problem, "session")
    state = state_of(grid, first_plan(grid), 0, 1000)
    seen = 0
    while seen < RUNS:
        meeting, there = dice.randrange(len(grid.base)), dice.randrange(8)
        here = int(state.meeting["slot"][meeting])
        if here < 0 or here == there or there not in bits(state.meeting["allowed"][meeting]):
            continue
        seen += 1
        expected = plain_chain(grid, state, meeting, here, there)
        length, ends = walked(state, meeting, here, there)
        if expected is None:
            assert length == 0
            continue
        assert state.meeting["path"][:length].tolist() == expected[0]
        assert set(state.party["ends"][:ends].tolist()) == expected[1]
        assert ends == len(expected[1])
        after = state.meeting["slot"].copy()
        after[expected[0]] = here + there - after[expected[0]]
        swapped(state, length, here + there)
        assert (state.meeting["slot"] == after).all()
        counted = state_of(grid, draft_of(state), 0, 1000)
        assert (state.at == counted.at).all()


def test_caps_of_a_day_are_those_of_its_rows():
    dice = random.Random(5)
    for _ in range(RUNS):
        lengths = [dice.randint(1, 6) for _ in range(3)]
        rows = [[dice.random() < 0.6 for _ in range(length)] for length in lengths]
        busy = [slot for row in rows for slot in row]
        starts = [sum(lengths[:index]) for index in range(3)]
        masks = [
            ((1 << length) - 1) << start for length, start in zip(lengths, starts, strict=True)
        ]
        day = sum(1 << slot for slot, is_busy in enumerate(busy) if is_busy)
        most, rest = dice.randint(1, 6), dice.randint(1, 5)
        runs = [len(run) for row in rows for run in "".join(".x"[slot] for slot in row).split(".")]
        expected = all(sum(row) <= most for row in rows) and max(runs) <= rest
        session = np.array(masks, dtype=np.int64)
        assert within_caps(day, session, most, rest) == expected


def check_books(grid, state, limit):
    """Every list, sum and mask of a state is what counting it again gives."""
    counted = state_of(grid, draft_of(state), 0, limit)
    for name in ("at", "load", "parties"):
        assert (getattr(state, name) == getattr(counted, name)).all(), name
    for records, names in (("meeting", ("allowed", "takes")), ("party", ("busy", "day", "breaks"))):
        for name in names:
            mine, theirs = getattr(state, records)[name], getattr(counted, records)[name]
            assert (mine == theirs).all(), name
    assert (state.tally[:WALK] == counted.tally[:WALK]).all()
    slot = state.meeting["slot"]
    assert sorted(state.meeting["open"][: state.tally[OPEN]]) == np.flatnonzero(slot < 0).tolist()
    broken = state.party["broken"][: state.tally[BROKEN]]
    assert sorted(broken) == np.flatnonzero(state.party["breaks"]).tolist()
    placed = slot >= 0
    assert (state.meeting["allowed"][placed] >> slot[placed] & 1).all()


@pytest.mark.parametrize("rule", ["session", "published"])
@pytest.mark.parametrize("tables", [30, 22])
def test_the_search_keeps_its_books(rule, tables):
    problem = conference(Shape(60, 40, 200, (4, 4), tables, overbook=2, ranked=True), seed=4)
    grid = grid_of(problem, rule)
    board, state = board_of(grid), state_of(grid, first_plan(grid), 7, 1)
    for hot in (8.0, 4.0, 1.0):
        anneal(board, state, 20_000, hot, hot, 1, wide(board))
        check_books(grid, state, 1)


@pytest.mark.parametrize("ranks", list(PRICES))
def test_the_search_keeps_its_books_under_every_rule_and_in_every_order_of_goals(ranks):
    """Beside an earlier plan; where breaks count more than meetings, some are only left out."""
    seed = list(PRICES).index(ranks)
    grid = grid_of(ruled_conference(seed), "session")
    draft = first_plan(grid)
    kept_by = np.where(draft.slot[:, None] >= 0, draft.parties[:, : grid.columns], -1)
    grid = grid._replace(kept=draft.slot, kept_by=kept_by, stay=PRICES[ranks].stay)
    board = board_of(grid)
    state = state_of(grid, first_plan(grid), seed, 1000, ranks)
    assert wide(board)
    best = state.tally[BEST:BOUND].copy()
    for hot in (8.0, 3.0, 1.0):
        anneal(board, state, 20_000, hot, hot, 1000, True)
        check_books(grid, state, 1000)
        assert tuple(state.tally[BEST:BOUND]) <= tuple(best)
        best = state.tally[BEST:BOUND].copy()
    kept = state_of(grid, best_of(state), 0, 1000, ranks).tally
    assert [kept[rank] for rank in ranks] == best.tolist()
