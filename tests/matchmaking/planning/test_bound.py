from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.matchmaking.builders import event
from tests.matchmaking.strategies import events

from matchmaking import Meeting
from matchmaking.planning.bound import (
    IMPOSSIBLE,
    break_limit,
    breaks_bound,
    fewest_breaks,
    spread_impossible,
)
from matchmaking.planning.grid import bits, calendars_of, grid_of, line_numbers
from matchmaking.planning.parties import empty_draft, reachable


def plain_fewest(problem, grid, rule, person, count):
    """Over all sets of usable slots of that size: the breaks of the best."""
    usable = {
        slot
        for meeting, row in enumerate(empty_draft(grid).parties)
        if person in row
        for slot in bits(reachable(grid)[meeting])
    }
    away = problem.delegates[person].unavailable_slots
    sessions = [slot.session if rule == "session" else "" for slot in problem.slots]
    best = IMPOSSIBLE
    for chosen in combinations(sorted(usable), count):
        breaks = 0
        for session in set(sessions):
            row = "".join(
                "x" if index in chosen else "."
                for index, slot in enumerate(problem.slots)
                if sessions[index] == session and (rule == "published" or slot.id not in away)
            )
            breaks += sum(bool(run) for run in row.strip(".").split("x"))
        best = min(best, breaks)
    return best


@settings(deadline=None, derandomize=True, max_examples=80)
@given(events(required=False), st.sampled_from(["session", "published"]))
def test_the_calendar_bound_is_that_of_trying_every_calendar(problem, rule):
    grid = grid_of(problem, rule)
    table = fewest_breaks(grid, line_numbers(problem, rule))
    for person in range(len(problem.delegates)):
        for count in range(table.shape[1]):
            assert table[person, count] == plain_fewest(problem, grid, rule, person, count)


def test_a_locked_meeting_must_be_in_its_slot_in_the_bound_too():
    problem = event(
        [Meeting("ab", ("a", "b"), slot="s0"), Meeting("ac", ("a", "c"), slot="s3"), "ad"]
    )
    grid = grid_of(problem, "session")
    assert fewest_breaks(grid, [0, 0, 0, 0])[0].tolist() == [IMPOSSIBLE, IMPOSSIBLE, 1, 1]
    assert breaks_bound(grid, [0, 0, 0, 0], 0) == 1


def test_the_bound_allows_for_the_meetings_that_are_left_out():
    # a can be in s0, s2 and s4 only: two breaks, one with a meeting fewer, none with two fewer.
    away = {x: [s for s in range(5) if s != at] for x, at in (("b", 0), ("c", 2), ("d", 4))}
    problem = event(["ab", "ac", "ad"], sessions=(5,), away=away)
    grid = grid_of(problem, "session")
    bounds = [breaks_bound(grid, [0] * 5, lost) for lost in (0, 999, 1000, 2000, 3000)]
    assert bounds == [2, 2, 1, 0, 0]


def test_the_limit_that_keeps_a_spread_is_raised_only_where_all_must_have_breaks():
    locked = [
        Meeting("ab", ("a", "b"), slot="s0"),
        Meeting("ba", ("b", "a"), slot="s2"),
    ]
    grid = grid_of(event(locked), "session")
    assert break_limit(grid, [0] * 4, 1) == 2
    assert not spread_impossible(grid, [0] * 4, 0)
    third = grid_of(event([*locked, Meeting("cd", ("c", "d"), mandatory=True)]), "session")
    assert break_limit(third, [0] * 4, 1) == 1
    assert spread_impossible(third, [0] * 4, 0)


@pytest.mark.parametrize(("rule", "expected"), [("session", [0, 0]), ("published", [1, 1])])
def test_calendars_of_a_plan_follow_the_rule(rule, expected):
    problem = event(["ab", "ba"], away={"a": [1], "b": [1]})
    grid = grid_of(problem, rule)
    assert (
        calendars_of(grid, empty_draft(grid)._replace(slot=np.array([0, 2])))[1].tolist()
        == expected
    )
