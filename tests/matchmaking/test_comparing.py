"""What changed between two plans, and who is told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from tests.matchmaking.builders import event, plan_of
from tests.matchmaking.strategies import published

from matchmaking import Changes, Meeting, Options, compare, plan

PAIRS = ("ab", "cd", "ce")
PLACES = {"ab": (0, 0, "a", "b"), "cd": (0, 1, "c", "d"), "ce": (1, 0, "c", "e")}


def changes(places, pairs=PAIRS, **house):
    """From the plan in which every meeting has its place to another one."""
    problem = event(pairs, tables=3, **house)
    return compare(problem, plan_of(event(PAIRS), PLACES), plan_of(problem, places))


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        (PLACES, Changes()),
        (PLACES | {"ab": (2, 0, "a", "b")}, Changes(moved=("ab",), told=("a", "b"))),
        (PLACES | {"cd": (0, 2, "c", "d")}, Changes(reseated=("cd",), told=("c", "d"))),
        # Another slot and another table: moved, and not reseated as well.
        (PLACES | {"ce": (3, 1, "c", "e")}, Changes(moved=("ce",), told=("c", "e"))),
        (
            {name: PLACES[name] for name in ("ab", "ce")},
            Changes(dropped=("cd",), told=("c", "d")),
        ),
    ],
)
def test_meetings_are_sorted_by_what_became_of_them(places, expected):
    found = changes(places)
    assert found == expected
    assert found.unlike == len(expected.moved) + len(expected.dropped)


def test_a_meeting_that_is_no_longer_wanted_is_cancelled_and_those_who_met_are_told():
    places = {name: PLACES[name] for name in ("cd", "ce")}
    found = changes(places, pairs=("cd", "ce"), away={"a": [], "b": []})
    assert found == Changes(cancelled=("ab",), told=("a", "b"))
    assert found.unlike == 0


def test_nobody_is_told_who_is_not_in_the_event_any_more():
    places = {name: PLACES[name] for name in ("cd", "ce")}
    found = changes(places, pairs=("cd", "ce"), away={"a": []})
    assert (found.cancelled, found.told) == (("ab",), ("a",))


def test_a_new_meeting_with_a_place_is_added_and_one_without_is_not_mentioned():
    found = changes(PLACES | {"bd": (3, 0, "b", "d")}, pairs=(*PAIRS, "bd", "ae"))
    assert found == Changes(added=("bd",), told=("b", "d"))


def test_who_was_replaced_by_a_colleague_is_told_like_everybody_in_the_meeting():
    meeting = Meeting("m", (), organisations=("A", "oc"))
    problem = event([meeting], teams={"A": "ab"}, away={"c": []})
    before = plan_of(problem, {"m": (0, 0, "a", "c")})
    after = plan_of(problem, {"m": (0, 0, "b", "c")})
    assert compare(problem, before, after) == Changes(moved=("m",), told=("a", "b", "c"))


def test_a_plan_may_leave_out_who_serves_where_the_meeting_names_its_delegates():
    problem = event(PAIRS)
    before = plan_of(problem, PLACES)
    short = replace(
        before, placements=tuple(replace(part, delegates=()) for part in before.placements)
    )
    assert compare(problem, short, before) == compare(problem, before, short) == Changes()


def agenda(problem, solution):
    """Of each delegate of the event: with whom, when and where it meets."""
    return {
        delegate.id: {
            (part.meeting, part.slot, part.table, frozenset(part.delegates))
            for part in solution.placements
            if delegate.id in part.delegates
        }
        for delegate in problem.delegates
    }


@settings(deadline=None, derandomize=True, max_examples=80)
@given(published())
def test_those_are_told_whose_agenda_differs_and_every_meeting_is_told_once(news):
    problem, earlier = news
    later = plan(problem, Options(iterations=300, seed=1))
    found = compare(problem, earlier, later)
    before, after = (agenda(problem, part) for part in (earlier, later))
    assert found.told == tuple(name for name in before if before[name] != after[name])
    had = {part.meeting: part for part in earlier.placements}
    has = {part.meeting: part for part in later.placements}
    wanted = {part.id for part in problem.meetings}
    assert set(found.cancelled) == had.keys() - wanted
    assert set(found.dropped) == (had.keys() & wanted) - has.keys()
    assert set(found.added) == has.keys() - had.keys()
    stood = {
        name
        for name in had.keys() & has.keys()
        if when_and_who(had[name]) == when_and_who(has[name])
    }
    assert set(found.moved) == (had.keys() & has.keys()) - stood
    assert set(found.reseated) == {name for name in stood if had[name].table != has[name].table}
    assert found.unlike == len(had.keys() & wanted) - len(stood)


def when_and_who(placement):
    return placement.slot, set(placement.delegates)


@settings(deadline=None, derandomize=True, max_examples=40)
@given(published())
def test_a_plan_compared_with_itself_has_not_changed_and_the_way_back_swaps_in_and_out(news):
    problem, earlier = news
    later = plan(problem, Options(iterations=300, seed=1))
    assert compare(problem, later, later) == Changes()
    there, back = compare(problem, earlier, later), compare(problem, later, earlier)
    assert set(there.dropped) == set(back.added) & {part.id for part in problem.meetings}
    assert there.added == back.dropped
    assert set(there.moved) == set(back.moved)
    assert set(there.reseated) == set(back.reseated)
    assert there.told == back.told
