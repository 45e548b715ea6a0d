from dataclasses import replace

import pytest
from bench.events import Shape, conference
from hypothesis import assume, given, settings
from tests.matchmaking.brute_force import best_value
from tests.matchmaking.builders import event
from tests.matchmaking.strategies import events, ruled_events

from matchmaking import Meeting, Options, plan, verify
from matchmaking.planning.facts import facts_of
from matchmaking.solution import CLASHES, ClashFact

calm = settings(deadline=None, derandomize=True)


def mandatory(problem):
    """The event with all of its meetings mandatory, which makes many events infeasible."""
    return replace(
        problem, meetings=tuple(replace(part, mandatory=True) for part in problem.meetings)
    )


def only(problem, ids):
    kept = [part for part in problem.meetings if part.id in ids]
    return replace(
        problem,
        meetings=tuple(
            replace(part, mandatory=True, after=tuple(e for e in part.after if e in ids))
            for part in kept
        ),
    )


def plannable(problem):
    return best_value(problem, Options()) is not None


def key(fact):
    return (fact.code, tuple(sorted(fact.params.items())))


def check(problem):
    """The facts told clash, and with any one of them lifted, they do not: by trying everything."""
    solution = plan(problem, Options(iterations=20_000))
    assume(solution.certificate.status == "infeasible")
    assert solution.clash
    assert all(fact.text for fact in solution.clash)
    told = {key(fact) for fact in solution.clash}
    if any(fact.code.startswith("places_at_tables") for fact in solution.clash):
        count, places = solution.clash
        assert int(count.params["meetings"]) > int(places.params["places"])
        return
    ids = {fact.params["meeting"] for fact in solution.clash if fact.code == "meeting_required"}
    bare = only(problem, ids)
    for fact in facts_of(bare):
        bare = bare if key(fact) in told else fact.lift(bare)
    assert not plannable(bare)
    for fact in facts_of(only(problem, ids)):
        if key(fact) in told:
            assert plannable(fact.lift(bare)), fact
    for meeting in ids:
        assert plannable(only(bare, ids - {meeting})), meeting
    assert told == {("meeting_required", (("meeting", name),)) for name in ids} | {
        key(fact) for fact in facts_of(only(problem, ids)) if key(fact) in told
    }


@settings(calm, max_examples=30)
@given(events(most=5))
def test_the_facts_that_are_told_clash_and_none_is_told_in_vain(problem):
    check(mandatory(problem))


@settings(calm, max_examples=25)
@given(ruled_events())
def test_facts_clash_under_every_rule(problem):
    check(mandatory(problem))


@pytest.mark.parametrize(
    ("problem", "facts"),
    [
        (
            event([Meeting("ab", ("a", "b"), slot="s0"), Meeting("ac", ("a", "c"), slot="s0")]),
            {"meeting_required", "slot_locked"},
        ),
        (
            event([Meeting("ab", ("a", "b"), mandatory=True)], sessions=(2,), away={"a": [0, 1]}),
            {"meeting_required", "delegate_away"},
        ),
        (
            event([Meeting("ab", ("a", "b"), mandatory=True)], sessions=(1,), quiet={"b": [0]}),
            {"meeting_required", "delegate_undisturbed"},
        ),
        (
            event(
                [Meeting("ab", ("a", "b"), mandatory=True, table="t1")],
                stays={"a": 0},
            ),
            {"meeting_required", "delegate_stays", "table_locked"},
        ),
        (
            event(
                [
                    Meeting("ab", ("a", "b"), mandatory=True),
                    Meeting("ac", ("a", "c"), mandatory=True),
                ],
                sessions=(3,),
                most_per_session=1,
            ),
            {"meeting_required", "session_limit"},
        ),
        (
            event(
                [
                    Meeting("ab", ("a", "b"), mandatory=True),
                    Meeting("cd", ("c", "d"), mandatory=True, after=("ab",)),
                ],
                sessions=(1,),
            ),
            {"meeting_required", "meets_after"},
        ),
    ],
)
def test_a_clash_is_told_in_the_facts_that_make_it(problem, facts):
    solution = plan(problem)
    assert solution.certificate.status == "infeasible"
    assert solution.certificate.proven
    assert {fact.code for fact in solution.clash} == facts
    assert verify(problem, solution) == ()


def test_a_clash_of_two_locks_is_found_among_hundreds_of_meetings():
    problem = mandatory(conference())
    one, other, third = (problem.delegates[number].id for number in (0, 9, 10))
    slot = problem.slots[0].id
    locked = (Meeting("x1", (one, other), slot=slot), Meeting("x2", (one, third), slot=slot))
    solution = plan(replace(problem, meetings=(*problem.meetings, *locked)))
    assert [fact.text for fact in solution.clash] == [
        "Meeting x1 has to take place.",
        "Meeting x2 has to take place.",
        f"Meeting x1 is locked to slot {slot}.",
        f"Meeting x2 is locked to slot {slot}.",
    ]


def test_too_few_tables_for_the_required_meetings_are_told_as_two_numbers():
    solution = plan(mandatory(conference(Shape(tables=33))))
    assert [fact.text for fact in solution.clash] == [
        "604 meetings have to take place at tables.",
        "The tables have 594 places for meetings in all slots together.",
    ]


def test_a_spread_that_two_calendars_cannot_keep_is_told():
    problem = event(
        [Meeting("ab", ("a", "b"), slot="s0"), Meeting("ac", ("a", "c"), slot="s2")],
        sessions=(3,),
    )
    solution = plan(problem, Options(spread=0))
    assert [fact.code for fact in solution.clash] == ["breaks_needed", "breaks_possible", "spread"]


def test_an_event_that_can_be_planned_has_no_clash():
    assert plan(event(["ab", "cd"])).clash == ()


def test_every_sentence_can_be_filled_with_its_parameters():
    names = (
        "meeting slot table session zone earlier delegate most tables one other breaks spread "
        "meetings places"
    )
    params = dict.fromkeys(names.split(), "x")
    assert all(ClashFact(code, params).text for code in CLASHES)
