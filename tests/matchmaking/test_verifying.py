from dataclasses import replace

import pytest
from tests.matchmaking.builders import event, plan_of

from matchmaking import GoalValue, Meeting, Placement, Unplaced, verify


def codes(problem, solution):
    return [violation.code for violation in verify(problem, solution)]


def test_a_valid_plan_has_no_violations():
    problem = event(["ab", "cd", "ac"])
    places = {"ab": (0, 0), "cd": (0, 1), "ac": (1, 0)}
    assert verify(problem, plan_of(problem, places)) == ()


@pytest.mark.parametrize(
    ("problem", "places", "code"),
    [
        (event(["ab", "ac"]), {"ab": (0, 0), "ac": (0, 1)}, "delegate_twice_in_slot"),
        (event(["ab", "cd"]), {"ab": (0, 0), "cd": (0, 0)}, "table_twice_in_slot"),
        (event(["ab"], away={"b": [2]}), {"ab": (2, 0)}, "delegate_unavailable"),
        (
            event([Meeting("ab", ("a", "b"), session="S1")], sessions=(2, 2)),
            {"ab": (1, 0)},
            "wrong_session",
        ),
        (event([Meeting("ab", ("a", "b"), slot="s1")]), {"ab": (0, 0)}, "lock_broken"),
        (event([Meeting("ab", ("a", "b"), table="t1")]), {"ab": (0, 0)}, "lock_broken"),
        (event(["ab"], closed={1: [3]}), {"ab": (3, 1)}, "table_closed"),
        (
            event(["ab", Meeting("cd", ("c", "d"), after=("ab",))]),
            {"ab": (1, 0), "cd": (1, 1)},
            "precedence_broken",
        ),
        (event([Meeting("ab", ("a", "b"), mandatory=True)]), {}, "required_meeting_missing"),
        (event([Meeting("ab", ("a", "b"), slot="s1")]), {}, "required_meeting_missing"),
    ],
)
def test_each_rule_is_checked_alone(problem, places, code):
    violations = verify(problem, plan_of(problem, places))
    assert [violation.code for violation in violations] == [code]
    assert violations[0].message.endswith(".")


def test_every_violation_is_listed_not_only_the_first():
    problem = event(
        ["ab", "ac", Meeting("bc", ("b", "c"), table="t1")], away={"a": [0]}, closed={0: [0]}
    )
    solution = plan_of(problem, {"ab": (0, 0), "ac": (0, 0), "bc": (0, 0)})
    found = codes(problem, solution)
    assert found.count("delegate_twice_in_slot") == 3
    assert found.count("delegate_unavailable") == 2
    assert found.count("table_closed") == 3
    assert found.count("table_twice_in_slot") == 1
    assert found.count("lock_broken") == 1


def test_unknown_ids_are_violations_and_do_not_stop_the_other_checks():
    problem = event(["ab", "ac"])
    solution = plan_of(problem, {"ab": (0, 0), "ac": (0, 1)})
    solution = replace(
        solution,
        placements=(
            *solution.placements,
            Placement("xy", "s0", "t0"),
            Placement("ab", "s99", "t0"),
            Placement("ac", "s0", "t99"),
        ),
        unplaced=(Unplaced("pq", "delegates_busy"),),
    )
    found = codes(problem, solution)
    assert {"unknown_meeting", "unknown_slot", "unknown_table"} <= set(found)
    assert found.count("unknown_meeting") == 2
    assert "delegate_twice_in_slot" in found


def test_a_meeting_must_stand_in_the_plan_exactly_once():
    problem = event(["ab", "cd"])
    solution = plan_of(problem, {"ab": (0, 0)})
    assert codes(problem, replace(solution, unplaced=())) == ["missing_meeting"]
    twice = replace(solution, unplaced=(*solution.unplaced, Unplaced("ab", "delegates_busy")))
    assert codes(problem, twice) == ["repeated_meeting"]


def test_the_spread_of_breaks_is_checked_when_asked_for():
    problem = event(["ab", "ac"])
    places = {"ab": (0, 0), "ac": (2, 0)}
    assert codes(problem, plan_of(problem, places, breaks=1, spread=1)) == []
    assert codes(problem, plan_of(problem, places, breaks=1, spread=0)) == ["spread_exceeded"]


@pytest.mark.parametrize(
    "claims",
    [
        {"placed": 1},
        {"placed_weight": 1},
        {"breaks": 4},
        {"table_changes": 4},
        {"placed_weight_bound": 1},
        {"breaks_bound": 1, "placed_weight_bound": 2000},
        {"status": "partial"},
        {"goals": (GoalValue("fairness", 0.5, 0.5),)},
        {"goals": (GoalValue("beauty", 1),)},
    ],
)
def test_a_false_certificate_is_a_violation(claims):
    problem = event(["ab", "cd"])
    solution = plan_of(problem, {"ab": (0, 0), "cd": (0, 1)}, **claims)
    assert "certificate" in codes(problem, solution)


def test_an_infeasible_certificate_allows_no_placements():
    problem = event(["ab"])
    assert codes(problem, plan_of(problem, {"ab": (0, 0)}, status="infeasible")) == ["certificate"]
    assert codes(problem, plan_of(problem, {}, status="infeasible")) == []
