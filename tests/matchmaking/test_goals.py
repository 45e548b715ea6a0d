"""The order of the goals: bounds against trying everything, and the plans that are found."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.matchmaking.brute_force import all_plans
from tests.matchmaking.builders import event, plan_of
from tests.matchmaking.strategies import events, orders, published

from matchmaking import InputError, Meeting, Options, plan, score, verify

calm = settings(deadline=None, derandomize=True)
RULES = st.sampled_from(("session", "published"))


def turned(options, of):
    """What `of` says of each goal that is asked for, turned so that smaller is better."""
    sign = {"weight": -1, "fairness": -1}
    return tuple(sign.get(goal, 1) * of[goal] for goal in options.goals)


def checked(problem, options, earlier):
    """A plan, held against all plans: its values, and the best ones (None: there is no plan)."""
    solution = plan(problem, options, earlier=earlier)
    claim = solution.certificate
    plans = all_plans(problem, options, earlier)
    assert (claim.status == "infeasible") == (not plans)
    if not plans:
        return None, None
    assert verify(problem, solution, earlier) == ()
    assert tuple(goal.goal for goal in claim.goals[: len(options.goals)]) == options.goals
    value = turned(options, {goal.goal: goal.value for goal in claim.goals})
    known = {goal.goal: goal.value if goal.bound is None else goal.bound for goal in claim.goals}
    assert all(goal.bound is not None for goal in claim.goals[: len(options.goals)])
    bound = turned(options, known)
    ranks = [part.ranked(options.goals) for part in plans]
    for place, goal in enumerate(options.goals):
        best = min(
            rank[place]
            for rank in ranks
            if all(mine <= other + 1e-9 for mine, other in zip(rank[:place], value, strict=False))
        )
        assert bound[place] <= best + 1e-9, goal
    best = min(ranks)
    if claim.proven:
        assert value == pytest.approx(best)
    return value, best


@settings(calm, max_examples=150)
@given(published(), orders(), RULES)
def test_in_every_order_a_plan_is_valid_and_no_bound_is_wrong(news, goals, breaks):
    problem, earlier = news
    options = Options(goals=goals, breaks=breaks, iterations=3_000)
    checked(problem, options, earlier if "stability" in goals else None)


@settings(calm, max_examples=60)
@given(published(), orders(fairness=False), RULES)
def test_in_every_order_without_fairness_the_best_plan_is_found(news, goals, breaks):
    problem, earlier = news
    options = Options(goals=goals, breaks=breaks)
    value, best = checked(problem, options, earlier if "stability" in goals else None)
    assert value == best


def test_where_breaks_count_more_a_meeting_is_left_out_rather_than_have_one():
    problem = event(["ab", "ac"], away={"b": [1, 2, 3], "c": [0, 1, 3]})
    solution = plan(problem, Options(goals=("breaks", "weight")))
    assert (solution.certificate.breaks, solution.certificate.placed) == (0, 1)


@settings(calm, max_examples=60)
@given(published(), orders(stability=False), st.sampled_from((0.1, 0.5)))
def test_a_plan_is_within_the_gap_of_its_bounds_or_the_effort_is_spent(news, goals, gap):
    problem = news[0]
    near = plan(problem, Options(goals=goals, gap=gap, iterations=5_000))
    full = plan(problem, Options(goals=goals, iterations=5_000))
    claim = near.certificate
    within = claim.placed_weight >= (1 - gap) * claim.placed_weight_bound
    within &= claim.breaks <= claim.breaks_bound + max(1, gap * claim.breaks_bound)
    same = [(goal.goal, goal.value) for goal in full.certificate.goals]
    assert within or [(goal.goal, goal.value) for goal in claim.goals] == same


@pytest.mark.parametrize(
    "goals",
    [
        (),
        ("weight",),
        ("breaks",),
        ("weight", "breaks", "weight"),
        ("weight", "breaks", "comfort"),
        ("table changes", "weight", "breaks"),
        ("weight", "zone changes", "breaks"),
        ("fairness", "stability"),
    ],
)
def test_goals_that_make_no_order_are_an_input_error(goals):
    with pytest.raises(InputError, match="goals") as caught:
        Options(goals=goals)
    assert [fault.path for fault in caught.value.problems] == ["options.goals"]


@pytest.mark.parametrize("gap", [-0.1, 1.0, float("nan")])
def test_a_gap_that_is_no_share_is_an_input_error(gap):
    with pytest.raises(InputError, match="gap"):
        Options(gap=gap)


def test_stability_without_an_earlier_plan_is_an_input_error():
    with pytest.raises(InputError, match="earlier"):
        plan(event(["ab"]), Options(goals=("weight", "stability", "breaks")))


@pytest.mark.parametrize(
    ("goals", "given_up"),
    [
        (("weight", "breaks", "stability"), "stability"),
        (("breaks", "weight", "stability"), "stability"),
        (("weight", "stability", "breaks"), "breaks"),
        (("stability", "weight", "breaks"), "breaks"),
    ],
)
def test_an_order_gives_up_what_counts_last(goals, given_up):
    """a waits between b and c unless ab moves to where it was not."""
    problem = event(["ab", "ac"], away={"b": [3], "c": [0, 1, 3]})
    earlier = plan_of(problem, {"ab": (0, 0, "a", "b")})
    claim = plan(problem, Options(goals=goals), earlier=earlier).certificate
    value = {goal.goal: goal.value for goal in claim.goals}
    best = {"weight": 2000, "breaks": 0, "stability": 0}
    assert {goal for goal in goals if value[goal] != best[goal]} == {given_up}


def test_breaks_first_leaves_out_no_required_meeting():
    pairs = [Meeting("ab", ("a", "b"), mandatory=True), Meeting("ac", ("a", "c"), mandatory=True)]
    problem = event(pairs, away={"b": [1, 2, 3], "c": [0, 1, 3]})
    solution = plan(problem, Options(goals=("breaks", "weight")))
    assert verify(problem, solution) == ()
    assert (solution.certificate.status, solution.certificate.breaks) == ("complete", 1)
    assert solution.certificate.proven


@settings(calm, max_examples=15)
@given(events(), orders(stability=False))
def test_the_same_order_twice_gives_the_same_plan(problem, goals):
    options = Options(goals=goals, iterations=5_000)
    once, again = (plan(problem, options) for _ in range(2))
    assert once.placements == again.placements
    assert once.certificate.goals == again.certificate.goals


def test_zone_changes_before_table_changes_make_fewer_walks_at_more_changes_of_table():
    problem = event(
        ["ae", "ac", "ef", "cf", "bc"],
        sessions=(3,),
        tables=3,
        zones=("A", "A", "B"),
        closed={0: [0]},
    )
    changes = []
    for last in (("table changes", "zone changes"), ("zone changes", "table changes")):
        solution = plan(problem, Options(goals=("weight", "breaks", *last), iterations=2_000))
        value = score(problem, solution)
        assert verify(problem, solution) == ()
        assert tuple(goal.goal for goal in solution.certificate.goals)[-2:] == last
        changes.append((value.table_changes, value.zone_changes))
    (tables, zones), (more_tables, fewer_zones) = changes
    assert fewer_zones < zones
    assert more_tables > tables
