"""Remedies are tried again by the verifier, reasons are read again from the event and the plan."""

import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import datetime

import pytest
from bench.events import Shape, conference
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.matchmaking.brute_force import best_value
from tests.matchmaking.builders import event, plan_of, ruled_conference
from tests.matchmaking.strategies import events, ruled_events
from tests.matchmaking.told import draft_of, is_true

from matchmaking import (
    InputError,
    Meeting,
    Options,
    Organisation,
    Placement,
    Unplaced,
    explain,
    plan,
    verify,
)
from matchmaking.explaining.answers import KINDS
from matchmaking.explaining.sizes import fits_tables, with_slots, with_tables
from matchmaking.planning.grid import grid_of
from matchmaking.planning.reasons import unplaced_meetings

calm = settings(deadline=None, derandomize=True)
small_events = st.one_of(events(), ruled_events())
# Without a search, plans leave room that only moves can make.
efforts = st.sampled_from((0, 20_000))


def remedies_of(problem, solution, meeting=None):
    told = explain(problem, solution, event=False)
    names = [part.meeting for part in told.meetings]
    return told.meetings[names.index(meeting or names[0])].remedies


def tried_again(problem, solution, left_out, remedy):
    """Assert that a remedy does what it says, and nothing else."""
    changed = replace(remedy.problem)  # checks the event for faults
    before = {part.meeting: part for part in solution.placements}
    after = {part.meeting: part for part in remedy.placements}
    assert left_out.meeting in after
    named = {remedy.params["meeting"]} if remedy.kind == "leave_out" else set()
    assert before.keys() - after.keys() == named
    assert after.keys() - before.keys() == {left_out.meeting}
    moved = {meeting for meeting, part in before.items() if after.get(meeting, part) != part}
    assert {part.meeting for part in remedy.moved} == moved
    assert len(moved) <= 3
    assert all(after[part.meeting] == part for part in remedy.moved)
    changes = [*moved, *named, left_out.meeting]
    serving = {
        name
        for meeting in changes
        for plan_ in (before, after)
        if meeting in plan_
        for name in problem.served_by(plan_[meeting])
    }
    assert serving == set(remedy.told)
    left = tuple(
        Unplaced(part.id, "delegates_busy") for part in changed.meetings if part.id not in after
    )
    codes = {
        part.code
        for part in verify(changed, replace(solution, placements=remedy.placements, unplaced=left))
    }
    known = {part.code for part in verify(problem, solution)} & {"required_meeting_missing"}
    assert codes <= {"certificate"} | known
    assert "{" not in remedy.text


@settings(calm, max_examples=250)
@given(small_events, efforts, st.sampled_from((None, None, 1)))
def test_every_remedy_is_valid_and_loses_no_meeting_that_it_does_not_name(problem, effort, spread):
    solution = plan(problem, Options(iterations=effort, spread=spread))
    told = explain(problem, solution, event=False)
    assert [part.meeting for part in told.meetings] == [part.meeting for part in solution.unplaced]
    for left_out in told.meetings:
        assert len(left_out.remedies) <= 5
        assert max(Counter(part.kind for part in left_out.remedies).values(), default=0) <= 2
        assert sorted(left_out.remedies, key=lambda part: part.cost) == list(left_out.remedies)
        for remedy in left_out.remedies:
            tried_again(problem, solution, left_out, remedy)


def test_every_remedy_is_valid_under_all_rules_at_once():
    problem = ruled_conference(1)
    solution = plan(problem, Options(iterations=100_000))
    told = explain(problem, solution, event=False)
    assert told.meetings
    kinds = Counter()
    for left_out in told.meetings:
        for remedy in left_out.remedies:
            tried_again(problem, solution, left_out, remedy)
            kinds[remedy.kind] += 1
    assert kinds.keys() >= {"free_delegate", "raise_limit", "leave_out"}


@settings(calm, max_examples=150)
@given(small_events, efforts, st.sampled_from((None, None, 1)))
def test_every_reason_is_true(problem, effort, spread):
    options = Options(iterations=effort, spread=spread)
    solution = plan(problem, options)
    for left_out in solution.unplaced:
        assert is_true(problem, solution, left_out, options), left_out


@settings(calm, max_examples=60)
@given(events(required=False))
def test_a_plan_that_is_proven_best_has_true_reasons(problem):
    solution = plan(problem, Options(iterations=20_000))
    claim = solution.certificate
    if claim.placed_weight < claim.placed_weight_bound:
        return
    grid = grid_of(problem, "session")
    draft = draft_of(problem, grid, solution)
    for left_out in unplaced_meetings(problem, grid, draft, False, proven=True):
        assert left_out.reason not in ("delegates_busy", "blocked", "room_left")
        assert is_true(problem, solution, left_out, Options()), left_out


LOCKED = Meeting("ab", ("a", "b"), slot="s0")


@pytest.mark.parametrize(
    ("problem", "places", "reason", "params"),
    [
        (event([Meeting("ab", ("a", "b"), table="t1")], stays={"a": 0}), {}, "no_common_table", {}),
        (
            event([Meeting("ab", ("a", "b"), zone="B")], zones="AB", reserved=[1]),
            {},
            "no_common_table",
            {},
        ),
        (event(["ab"], away={"a": [0, 1], "b": [2, 3]}), {}, "no_common_slot", {}),
        (event(["ab"], tables=1, closed={0: range(4)}, sessions=(2, 2)), {}, "no_common_table", {}),
        (
            event(
                [Meeting(name, organisations=("AB", "C")) for name in ("m", "n")],
                teams={"AB": "ab", "C": "c"},
            ),
            {"m": (0, 0, "a", "c")},
            "organisations_meet_already",
            {"other": "m"},
        ),
        (
            event(["ab", "ac", "ad"], sessions=(2,)),
            {"ab": (0, 0), "ac": (1, 0)},
            "delegate_overbooked",
            {"delegate": "a", "meetings": "3", "slots": "2"},
        ),
        (
            event(["ab", "ac", "ad"], away={"d": [2, 3]}),
            {"ab": (0, 0), "ac": (1, 0)},
            "day_full",
            {"delegate": "a"},
        ),
        (event(["ab", "cd"], sessions=(1,), tables=1), {"ab": (0, 0)}, "tables_full", {}),
        (
            event([Meeting(name, tuple(name), table="t0") for name in ("ab", "cd")], sessions=(1,)),
            {"ab": (0, 0)},
            "blocked_by_lock",
            {"meeting": "ab"},
        ),
        (
            event(
                [LOCKED, Meeting("cd", ("c", "d"), slot="s1"), "ac"],
                away={"a": [2, 3], "c": [2, 3]},
            ),
            {"ab": (0, 0), "cd": (1, 0)},
            "blocked_by_lock",
            {"meeting": "ab"},
        ),
        (
            event(["ab", "bc", "ca"], sessions=(2,), tables=3),
            {"ab": (0, 0), "bc": (1, 0)},
            "delegates_busy",
            {},
        ),
        (
            event(["ab", "ac"], sessions=(3,), most_per_session=1),
            {"ab": (0, 0)},
            "blocked",
            {},
        ),
        (
            event(["ab", "ac"], sessions=(3,), rest_after=1, away={"c": [0, 2]}),
            {"ab": (0, 0)},
            "blocked",
            {},
        ),
        (event(["ab", "cd"]), {"ab": (0, 0)}, "room_left", {}),
    ],
)
def test_each_reason_is_told_where_it_holds(problem, places, reason, params):
    solution = plan_of(problem, places)
    grid = grid_of(problem, "session")
    told = unplaced_meetings(problem, grid, draft_of(problem, grid, solution), False)
    assert (told[-1].reason, dict(told[-1].params)) == (reason, params)
    assert is_true(problem, solution, told[-1], Options())
    assert "{" not in told[-1].text


def test_where_no_plan_is_better_the_meeting_was_outweighed():
    problem = event(["ab", "bc", "ca"], sessions=(2,), tables=3)
    solution = plan_of(problem, {"ab": (0, 0), "bc": (1, 0)})
    grid = grid_of(problem, "session")
    draft = draft_of(problem, grid, solution)
    (told,) = unplaced_meetings(problem, grid, draft, False, proven=True)
    assert told.reason == "outweighed"


def test_a_spread_is_the_reason_only_where_the_breaks_would_differ_by_more():
    problem = event(["ab", "ac"], away={"b": [1, 2, 3], "c": [0, 1, 3]})
    grid = grid_of(problem, "session")
    draft = draft_of(problem, grid, plan_of(problem, {"ab": (0, 0)}))
    reasons = [
        unplaced_meetings(problem, grid, draft, True, apart=apart)[0].reason for apart in (0, 1)
    ]
    assert reasons == ["spread_limit", "room_left"]


def only(remedies, kind):
    return [remedy for remedy in remedies if remedy.kind == kind]


def test_room_is_made_by_moving_others():
    # a and c are free together in s1 only, where c meets d, who can come in s0 instead.
    problem = event(["ab", "cd", "ac"], sessions=(2,), away={"b": [1]})
    solution = plan_of(problem, {"ab": (0, 0), "cd": (1, 0)})
    (remedy, *_) = remedies_of(problem, solution)
    assert (remedy.kind, remedy.params) == ("make_room", {"slot": "s1"})
    assert remedy.moved == (Placement("cd", "s0", "t1", ("c", "d")),)
    assert remedy.told == ("a", "c", "d")
    assert remedy.text == "There is room in slot s1, when one other meeting moves."


def test_where_no_plan_is_better_no_moves_alone_are_offered():
    problem = event(["ab", "cd"], sessions=(1,), tables=1)
    assert only(remedies_of(problem, plan(problem)), "make_room") == []


def test_one_more_table_makes_room_at_a_time():
    problem = event(["ab", "cd"], sessions=(1,), tables=1)
    slots = (replace(problem.slots[0], starts_at=datetime(2030, 5, 1, 11, 20)),)  # noqa: DTZ001
    problem = replace(problem, slots=slots)
    (remedy,) = only(remedies_of(problem, plan(problem)), "open_table")
    assert remedy.text == "One more table at 11:20 makes room."
    assert remedy.params == {"slot": "s0", "table": "extra-1"}
    assert [table.id for table in remedy.problem.tables] == ["t0", "extra-1"]
    assert remedy.moved == ()


def test_a_closed_table_is_opened_rather_than_a_new_one_brought():
    problem = event(["ab", "cd"], sessions=(1,), tables=2, closed={1: [0]})
    (remedy,) = only(remedies_of(problem, plan(problem)), "open_table")
    assert remedy.params == {"slot": "s0", "table": "t1"}


def test_a_table_at_which_others_are_moved_in_is_offered_with_its_moves():
    # b can meet a in s0 only, where b meets c; both can come in s1, where the one table is taken.
    problem = event(["bc", "de", "ab"], sessions=(2,), tables=1, away={"a": [1]})
    solution = plan_of(problem, {"bc": (0, 0), "de": (1, 0)})
    remedy, *_ = only(remedies_of(problem, solution), "open_table")
    assert remedy.params["slot"] == "s1"
    assert [part.meeting for part in remedy.moved] == ["bc"]


def test_a_delegate_who_would_be_free_helps():
    problem = event(["ab"], sessions=(2,), away={"a": [0]}, quiet={"b": [1]})
    found = only(remedies_of(problem, plan(problem)), "free_delegate")
    assert [part.params for part in found] == [
        {"delegate": "a", "slot": "s0"},
        {"delegate": "b", "slot": "s1"},
    ]
    assert found[1].problem.delegate("b").do_not_disturb == frozenset()
    assert found[0].text == "If a were free in slot s0, the meeting could take place."


@pytest.mark.parametrize(
    "meeting",
    [
        Meeting("m", ("a", "c")),
        Meeting("m", organisations=("AB", "oc"), allowed=(("a",), ())),
    ],
)
def test_a_colleague_may_come_instead(meeting):
    problem = event([meeting], sessions=(1,), teams={"AB": "ab", "oc": "c"}, away={"a": [0]})
    (remedy,) = only(remedies_of(problem, plan(problem)), "other_delegate")
    assert remedy.params == {"delegate": "b", "instead_of": "a", "slot": "s0"}
    assert remedy.placements == (Placement("m", "s0", "t0", ("b", "c")),)


def test_a_limit_of_one_delegate_may_be_raised():
    problem = event(["ab", "ac"], sessions=(3,), most_per_session=1)
    (remedy,) = only(remedies_of(problem, plan(problem)), "raise_limit")
    assert remedy.params == {"delegate": "a", "most_per_session": "2", "slot": "s1"}
    assert remedy.problem.delegate("a").most_per_session == 2
    assert remedy.text.startswith("With 2 meetings a session for a, the meeting could take place")


def test_both_limits_of_one_delegate_may_be_raised_at_once():
    problem = event(["ab", "ac", "ad"], sessions=(3,), most_per_session=2, rest_after=2)
    (remedy,) = only(remedies_of(problem, plan(problem)), "raise_limit")
    told = "With 3 meetings a session and a rest only after 3 meetings in a row for a, "
    assert remedy.text.startswith(told)


def test_a_rest_of_one_delegate_may_wait():
    problem = event(["ab", "ac"], sessions=(2,), rest_after=1)
    (remedy,) = only(remedies_of(problem, plan(problem)), "raise_limit")
    assert remedy.problem.delegate("a").rest_after == 2


@pytest.mark.parametrize(
    ("problem", "params"),
    [
        (
            event([LOCKED, "ac"], sessions=(2,), away={"c": [1]}),
            {"meeting": "ab", "lock": "slot", "slot": "s0"},
        ),
        (
            event(
                [
                    Meeting("ab", ("a", "b"), table="t0", mandatory=True),
                    Meeting("cd", ("c", "d"), table="t0"),
                ],
                sessions=(1,),
            ),
            {"meeting": "cd", "lock": "table", "slot": "s0"},
        ),
        (
            event([Meeting("ab", ("a", "b"), session="S0")], sessions=(1, 1), away={"a": [0]}),
            {"meeting": "ab", "lock": "session", "slot": "s1"},
        ),
        (
            event(
                [Meeting("ab", ("a", "b"), zone="B")],
                sessions=(1,),
                zones="AB",
                closed={1: [0]},
            ),
            {"meeting": "ab", "lock": "zone", "slot": "s0"},
        ),
    ],
)
def test_a_lock_or_a_wish_may_be_lifted(problem, params):
    found = only(remedies_of(problem, plan(problem)), "lift_lock")
    assert params in [part.params for part in found]


def test_another_meeting_may_be_left_out_the_lightest_first():
    parts = [
        Meeting(f"{pair}", tuple(pair), weight=weight)
        for pair, weight in (("ab", 3), ("ac", 2), ("ad", 1))
    ]
    problem = event(parts, sessions=(2,))
    solution = plan_of(problem, {"ab": (0, 0), "ac": (1, 0)})
    found = only(remedies_of(problem, solution), "leave_out")
    assert [part.params["meeting"] for part in found] == ["ac", "ab"]
    assert found[0].params["worth"] == "2000"
    assert (
        found[0].text == "Instead of meeting ac (worth 2), the meeting could take place in slot s1."
    )
    named = [Organisation(part.id, f"House {part.id}") for part in problem.organisations]
    again = remedies_of(replace(problem, organisations=tuple(named)), solution)
    assert (
        "Instead of the meeting of House oa and House oc (worth 2)"
        in only(again, "leave_out")[0].text
    )


def test_organisations_that_meet_already_may_drop_the_other_meeting():
    pair = [Meeting(name, organisations=("oa", "ob")) for name in ("m", "n")]
    problem = event(pair, teams={"oa": "a", "ob": "b"})
    remedies = remedies_of(problem, plan(problem))
    assert {part.kind for part in remedies} == {"leave_out"}


def test_a_plan_that_breaks_a_rule_is_not_explained():
    problem = event(["ab", "ac"])
    with pytest.raises(InputError, match="breaks rules"):
        explain(problem, plan_of(problem, {"ab": (0, 0), "ac": (0, 1)}))


def test_an_infeasible_event_has_no_remedies_but_an_answer_for_the_event():
    parts = [Meeting(pair, tuple(pair), mandatory=True) for pair in ("ab", "cd")]
    problem = event(parts, sessions=(1,), tables=1)
    told = explain(problem, plan(problem))
    assert [part.remedies for part in told.meetings] == [(), ()]
    assert told.event.fewest_tables.value == 2
    assert told.event.fewest_slots.value == 2


def test_whoever_asks_to_stop_gets_the_reasons():
    problem = event(["ab", "cd"], sessions=(1,), tables=1)
    told = explain(problem, plan(problem), should_stop=lambda: True)
    assert [(part.reason, part.remedies) for part in told.meetings] == [("tables_full", ())]
    assert told.event is None


def test_somebody_may_stop_while_the_event_is_planned_anew():
    problem = event(["ab", "cd"], sessions=(1,), tables=1)
    asked = []

    def should_stop():
        asked.append(1)
        return len(asked) > 1

    told = explain(problem, plan(problem), should_stop=should_stop)
    assert told.meetings[0].remedies
    assert told.event is None


def lost(problem):
    """The least worth that any plan loses; None: there is none."""
    best = best_value(problem, Options())
    return None if best is None else sum(map(problem.worth_of, problem.meetings)) - best[0]


@settings(calm, max_examples=30)
@given(st.one_of(events(most=4), ruled_events()))
def test_the_fewest_tables_and_slots_are_as_trying_everything_finds(problem):
    solution = plan(problem, Options(iterations=20_000))
    answer = explain(problem, solution).event
    for fewest, made in ((answer.fewest_tables, with_tables), (answer.fewest_slots, with_slots)):
        if fewest.value is None:
            continue
        assert fewest.bound <= fewest.value
        at_best = lost(made(problem, fewest.value))
        never = [problem.meeting(meeting) for meeting in fewest.never]
        assert at_best is not None or len(never) == len(problem.meetings)
        if at_best is not None:
            assert at_best <= sum(map(problem.worth_of, never))
        for fewer in range(max(1, fewest.bound - 2), fewest.bound):
            smaller = (
                made(problem, fewer) if made is with_slots or fits_tables(problem, fewer) else None
            )
            least = None if smaller is None else lost(smaller)
            assert least is None or least > sum(map(problem.worth_of, never)) or not fewest.proven


def test_the_fewest_tables_are_proven_where_places_are_counted():
    problem = event(["ab", "cd", "ef", "gh", "ij"], sessions=(2,), tables=5)
    fewest = explain(problem, plan(problem)).event.fewest_tables
    assert (fewest.value, fewest.bound, fewest.never, fewest.proven) == (3, 3, (), True)


def test_meetings_that_no_number_of_slots_can_place_are_told_apart():
    problem = event(["ab", "cd", "ef"], sessions=(1, 1), tables=1, away={"a": [0], "b": [1]})
    answer = explain(problem, plan(problem)).event
    # b is not there in the last slot, and so not in those that are added.
    assert answer.fewest_slots.never == ("ab",)
    assert answer.fewest_slots.value == 2
    assert answer.fewest_tables.never == ("ab",)


def test_what_one_more_table_slot_or_half_day_would_bring():
    problem = event(["ab", "cd", "ef", "ac", "ae"], sessions=(1,), tables=1)
    effects = explain(problem, plan(problem)).event.what_if
    assert [(part.what, part.placed, len(part.gained)) for part in effects] == [
        ("table", 2, 1),
        ("slot", 2, 1),
        ("half_day", 2, 1),
    ]
    assert all(part.placed_weight <= part.placed_weight_bound for part in effects)


@pytest.mark.parametrize(
    "shape", [Shape(tables=33, ranked=True), Shape(meetings=900), Shape(meetings=900, tables=33)]
)
def test_nearly_every_meeting_left_out_of_a_real_conference_has_remedies(shape):
    problem = conference(shape)
    solution = plan(problem)
    told = explain(problem, solution)
    helped = [part for part in told.meetings if part.remedies]
    assert len(helped) >= 0.95 * len(told.meetings)
    for left_out in told.meetings[::40]:
        for remedy in left_out.remedies:
            tried_again(problem, solution, left_out, remedy)
    answer = told.event
    assert answer.fewest_tables.proven
    assert answer.fewest_slots.bound <= answer.fewest_slots.value
    assert all(part.placed > len(solution.placements) for part in answer.what_if)


def test_the_same_plan_is_explained_the_same_way():
    problem = conference(Shape(60, 40, 160, (4, 4), 16, ranked=True))
    solution = plan(problem)
    assert solution.unplaced
    assert explain(problem, solution) == explain(problem, solution)


def test_kinds_are_told_from_the_cheapest_to_the_dearest():
    assert KINDS[0] == "make_room"
    assert KINDS[-1] == "leave_out"


def test_the_package_stays_light():
    code = "import matchmaking, sys; assert not {'numpy', 'numba', 'scipy'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
