"""Each hard rule alone: a plan that breaks it is found out, the planner keeps it where that is
possible, and says so where it is not."""

from dataclasses import replace
from itertools import chain
from typing import NamedTuple

import pytest
from tests.matchmaking.builders import event, plan_of

from matchmaking import RULES, Meeting, Problem, plan, verify
from matchmaking.rules import Agenda

TEAMS = {"AB": "ab", "CD": "cd"}


def meeting(name, **rules):
    return Meeting(name, tuple(name), **rules)


def teams(name, **rules):
    return Meeting(name, organisations=("AB", "CD"), **rules)


class Case(NamedTuple):
    """An event in which all meetings can be placed; places that break the rule, and its code; and
    an event in which one of the meetings has to be left out because of the rule."""

    name: str
    feasible: Problem
    broken: dict[str, tuple]
    code: str
    infeasible: Problem


def locked(*pairs, **rules):
    return [meeting(name, slot=slot, **rules) for name, slot in pairs]


CASES = [
    Case(
        "one_at_a_time",
        event(["ab", "ac"], sessions=(2,)),
        {"ab": (0, 0), "ac": (0, 1)},
        "delegate_twice_in_slot",
        event(["ab", "ac"], sessions=(1,)),
    ),
    Case(
        "available",
        event(["ab"], away={"a": [0, 1, 2]}),
        {"ab": (1, 0)},
        "delegate_unavailable",
        event(["ab"], away={"a": [0, 1], "b": [2, 3]}),
    ),
    Case(
        "undisturbed",
        event(["ab"], quiet={"a": [0, 1, 2]}),
        {"ab": (1, 0)},
        "delegate_disturbed",
        event(["ab"], quiet={"a": [0, 1], "b": [2]}, away={"b": [3]}),
    ),
    Case(
        "session_limit",
        event(["ab", "ac"], sessions=(2, 2), most_per_session=1),
        {"ab": (0, 0), "ac": (1, 0)},
        "session_limit_exceeded",
        event(["ab", "ac"], most_per_session=1),
    ),
    Case(
        "rest",
        event(["ab", "ac", "ad"], rest_after=2),
        {"ab": (0, 0), "ac": (1, 0), "ad": (2, 0)},
        "no_rest",
        event(["ab", "ac", "ad"], sessions=(3,), rest_after=2),
    ),
    Case(
        "one_meeting_a_table",
        event(["ab", "cd"], sessions=(2,), tables=1),
        {"ab": (0, 0), "cd": (0, 0)},
        "table_twice_in_slot",
        event(["ab", "cd"], sessions=(1,), tables=1),
    ),
    Case(
        "open_tables",
        event(["ab"], tables=1, closed={0: [0, 1, 2]}),
        {"ab": (1, 0)},
        "table_closed",
        event(["ab"], tables=1, closed={0: [0, 1, 2, 3]}),
    ),
    Case(
        "table_or_online",
        event([meeting("ab", online=True), meeting("cd", online=True)], sessions=(1,), tables=1),
        {"ab": (0, 0), "cd": (0, -1)},
        "online_at_table",
        event([meeting("ab", online=True), "cd", "ef"], sessions=(1,), tables=1),
    ),
    Case(
        "table_or_online",
        event(["ab"]),
        {"ab": (0, -1)},
        "no_table",
        event(["ab", "cd"], sessions=(1,), tables=1),
    ),
    Case(
        "locked_table",
        event([meeting("ab", table="t1"), meeting("cd", table="t1")], sessions=(2,)),
        {"ab": (0, 0), "cd": (0, 1)},
        "lock_broken",
        event([meeting("ab", table="t1"), meeting("cd", table="t1")], sessions=(1,)),
    ),
    Case(
        "staying_put",
        event(["ab", "cd"], sessions=(1,), stays={"a": 1}),
        {"ab": (0, 0), "cd": (0, 1)},
        "fixed_table_left",
        event([meeting("ab", table="t0")], stays={"a": 1}),
    ),
    Case(
        "staying_put",
        event(["ba", "cd"], stays={"a": 1, "b": 0}),
        {"ba": (0, 1), "cd": (1, 0)},
        "fixed_table_left",
        event(["ba"], stays={"a": 1, "b": 0}, closed={0: [0, 1, 2, 3]}),
    ),
    Case(
        "reserved_tables",
        event(["ab", "cd"], sessions=(2,), reserved=[1], stays={"a": 1}),
        {"ab": (0, 1), "cd": (1, 1)},
        "table_reserved",
        event(["ab", "cd"], sessions=(1,), reserved=[1]),
    ),
    Case(
        "zone_of_meeting",
        event([meeting("ab", zone="B"), "cd"], sessions=(1,), zones="AB"),
        {"ab": (0, 0), "cd": (0, 1)},
        "wrong_zone",
        event([meeting("ab", zone="B"), meeting("cd", zone="B")], sessions=(1,), zones="AB"),
    ),
    Case(
        "zone_buffer",
        event(
            [meeting("ab", zone="A"), meeting("ac", zone="B")],
            sessions=(3,), zones="AB", zone_buffer=True,
        ),
        {"ab": (0, 0), "ac": (1, 1)},
        "no_zone_buffer",
        event(
            [meeting("ab", zone="A"), meeting("ac", zone="B")],
            sessions=(2,), zones="AB", zone_buffer=True,
        ),
    ),
    Case(
        "session_of_meeting",
        event([meeting("ab", session="S1")], sessions=(2, 2)),
        {"ab": (1, 0)},
        "wrong_session",
        event([meeting("ab", session="S1"), meeting("ac", session="S1")], sessions=(2, 1)),
    ),
    Case(
        "locked_slot",
        event(locked(("ab", "s2"))),
        {"ab": (1, 0)},
        "lock_broken",
        event(locked(("ab", "s2"), ("ac", "s2"))),
    ),
    Case(
        "precedence",
        event(["ab", meeting("cd", after=("ab",))], sessions=(2,)),
        {"ab": (1, 0), "cd": (0, 0)},
        "precedence_broken",
        event(["ab", meeting("cd", after=("ab",))], sessions=(1,)),
    ),
    Case(
        "required_meetings",
        event([meeting("ab", mandatory=True)]),
        {},
        "required_meeting_missing",
        event([meeting("ab", mandatory=True)], away={"a": range(4)}),
    ),
    Case(
        "who_serves",
        event([teams("m", allowed=(("a",), ()))], teams=TEAMS),
        {"m": (0, 0, "b", "c")},
        "wrong_delegates",
        event([teams("m", allowed=(("a",), ()))], teams=TEAMS, away={"a": range(4)}),
    ),
    Case(
        "organisations_once",
        event([teams("m"), teams("n", again=True)], teams=TEAMS, sessions=(1,)),
        {},
        "",
        event([teams("m"), teams("n")], teams=TEAMS),
    ),
]  # fmt: skip


def test_every_rule_has_a_sentence_and_a_case():
    assert {case.name for case in CASES} == set(RULES)
    for name, rule in RULES.items():
        assert rule.name == name
        assert rule.sentence[0].isupper()
        assert rule.sentence.endswith(".")


@pytest.mark.parametrize("case", [case for case in CASES if case.code], ids=lambda case: case.code)
def test_a_plan_that_breaks_one_rule_breaks_only_that(case):
    violations = verify(case.feasible, plan_of(case.feasible, case.broken))
    assert [violation.code for violation in violations] == [case.code]
    assert violations[0].message.endswith(".")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_planner_keeps_a_rule_and_places_everything_where_it_can(case):
    solution = plan(case.feasible)
    assert verify(case.feasible, solution) == ()
    assert solution.certificate.status == "complete"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_planner_leaves_a_meeting_out_rather_than_break_a_rule(case):
    solution = plan(case.infeasible)
    assert verify(case.infeasible, solution) == ()
    assert solution.certificate.status in ("partial", "infeasible")


def test_organisations_that_meet_twice_unasked_are_a_violation():
    problem = event([teams("m"), teams("n")], teams=TEAMS)
    broken = plan_of(problem, {"m": (0, 0, "a", "c"), "n": (1, 0, "b", "d")})
    assert [part.code for part in verify(problem, broken)] == ["organisations_meet_twice"]


def test_of_two_who_stay_at_tables_the_second_visits_the_first_unless_a_lock_says_otherwise():
    stays = {"a": 1, "b": 0}
    for part, table in (("ab", "t1"), ("ba", "t0"), (meeting("ba", table="t1"), "t1")):
        problem = event([part], stays=stays)
        (placement,) = plan(problem).placements
        assert placement.table == table
        assert verify(problem, plan(problem)) == ()
    elsewhere = event([meeting("ba", table="t2")], stays=stays, tables=3)
    assert plan(elsewhere).placements == ()


def test_two_delegates_of_one_organisation_may_meet_at_two_tables_at_once():
    problem = event(
        [Meeting("m", organisations=("AB", "C")), Meeting("n", organisations=("AB", "D"))],
        teams={"AB": "ab", "C": "c", "D": "d"},
        sessions=(1,),
    )
    solution = plan(problem)
    assert verify(problem, solution) == ()
    assert solution.certificate.status == "complete"
    assert {placement.delegates[0] for placement in solution.placements} == {"a", "b"}


def test_a_meeting_of_three_keeps_all_three_busy():
    problem = event([Meeting("m", ("a", "b", "c")), "ab", "bc", "ca"], sessions=(4,))
    solution = plan(problem)
    assert verify(problem, solution) == ()
    assert solution.certificate.placed == 4
    short = event([Meeting("m", ("a", "b", "c")), "ab", "bc", "ca"], sessions=(3,))
    assert plan(short).certificate.placed == 3


def test_a_delegates_own_limit_goes_before_that_of_the_event():
    problem = event(["ab", "ac"], most_per_session=1)
    own = [replace(part, most_per_session=2) for part in problem.delegates]
    assert plan(replace(problem, delegates=tuple(own))).certificate.status == "complete"


@pytest.mark.parametrize(
    "case", [case for case in CASES if RULES[case.name].alone], ids=lambda case: case.name
)
def test_a_rule_that_looks_at_one_placement_finds_the_same_without_the_others(case):
    breaches, placements = RULES[case.name].breaches, plan_of(case.feasible, case.broken).placements
    found = [list(breaches(Agenda(case.feasible, (placement,)))) for placement in placements]
    together = list(breaches(Agenda(case.feasible, placements)))
    assert together
    assert list(chain.from_iterable(found)) == together
