"""Rows to the engine's problem, and its solution to rows."""

from dataclasses import replace

import pytest
from tests.factories.conference import make_conference, make_delegation, make_match

from clusterwerk.conference import planning
from clusterwerk.conference.choices import MatchStatus, RegistrationStatus
from clusterwerk.conference.models import Plan, Table
from clusterwerk.conference.queries.timetable import sessions_of
from clusterwerk.places.models import Field
from matchmaking import InputError

pytestmark = pytest.mark.django_db


def test_only_admitted_delegations_and_agreed_matches_are_planned() -> None:
    conference = make_conference()
    one, other, third = (make_delegation(conference) for _ in range(3))
    waiting = make_delegation(conference, status=RegistrationStatus.WAITING)
    agreed = make_match(one, other)
    make_match(one, third, status=MatchStatus.CANCELLED)
    make_match(other, waiting)

    problem = planning.problem_of(conference)

    assert [meeting.id for meeting in problem.meetings] == [str(agreed.pk)]
    assert len(problem.delegates) == len(problem.organisations) == 3


def test_absences_closed_tables_sessions_and_fields_reach_the_engine() -> None:
    conference = make_conference(slots=(2, 2))
    one = make_delegation(conference, country_id="FR", fields=("pho", "med"))
    other = make_delegation(conference)
    first, second = sessions_of(conference)
    slot = first.slots.all()[0]
    one.delegates.get().unavailable_slots.add(slot)
    Table.objects.get(conference=conference, number=2).closed_slots.add(slot)
    make_match(one, other, session=second, priority="must", weight=1.5)

    problem = planning.problem_of(conference)

    assert problem.delegates[0].unavailable_slots == {str(slot.pk)}
    assert [table.closed_slots for table in problem.tables] == [frozenset(), {str(slot.pk)}]
    assert problem.organisations[0].country == "FR"
    assert problem.organisations[0].fields == ("pho", "med")
    assert problem.meetings[0].session == str(second.pk)
    assert problem.meetings[0].worth == 13_500


def test_the_engine_learns_no_names() -> None:
    conference = make_conference()
    make_match(make_delegation(conference), make_delegation(conference))
    assert "Beispiel" not in repr(planning.problem_of(conference))


def test_the_engine_is_told_every_field_that_an_admitted_organisation_names() -> None:
    conference = make_conference()
    make_delegation(conference, fields=("pho", "med"))
    make_delegation(conference, fields=("med",))
    make_delegation(conference, fields=())
    make_delegation(conference, fields=("mic",), status=RegistrationStatus.WAITING)

    fields = planning.problem_of(conference).fields

    assert [field.id for field in fields] == ["med", "pho"]
    assert {field.id: field.name for field in fields} == {
        row.pk: row.name_en for row in Field.objects.filter(pk__in=("med", "pho"))
    }


def test_the_list_of_fields_changes_no_plan() -> None:
    conference = make_conference(slots=(2, 2), tables=1)
    delegations = [make_delegation(conference, fields=(code,)) for code in ("pho", "med", "mic")]
    for one, other in ((0, 1), (0, 2), (1, 2)):
        make_match(delegations[one], delegations[other])
    problem = planning.problem_of(conference)
    without = replace(problem, fields=())
    plans = [planning.solve(one, seed=3) for one in (problem, without)]
    assert plans[0].placements == plans[1].placements
    assert plans[0].unplaced == plans[1].unplaced


def test_the_same_input_gives_the_same_plan_and_digest() -> None:
    conference = make_conference(slots=(3, 3))
    delegations = [make_delegation(conference) for _ in range(5)]
    for position, one in enumerate(delegations):
        for other in delegations[position + 1 :]:
            make_match(one, other)
    first, second = planning.problem_of(conference), planning.problem_of(conference)

    assert planning.solve(first, seed=7).placements == planning.solve(second, seed=7).placements
    assert planning.digest_of(first, seed=7) == planning.digest_of(second, seed=7)
    assert planning.digest_of(first, seed=8) != planning.digest_of(first, seed=7)


def test_another_absence_changes_the_digest() -> None:
    conference = make_conference()
    one = make_delegation(conference)
    make_match(one, make_delegation(conference))
    before = planning.digest_of(planning.problem_of(conference), seed=0)
    one.delegates.get().unavailable_slots.add(sessions_of(conference)[0].slots.all()[0])
    assert planning.digest_of(planning.problem_of(conference), seed=0) != before


def test_a_plan_that_breaks_a_rule_is_refused_with_what_is_wrong() -> None:
    conference = make_conference()
    make_match(make_delegation(conference), make_delegation(conference))
    problem = planning.problem_of(conference)
    solution = planning.solve(problem, seed=0)
    twice = replace(solution, placements=solution.placements * 2)
    with pytest.raises(planning.PlanningError) as caught:
        planning.check(problem, twice)
    assert caught.value.violations


def test_fairness_is_the_share_of_agreed_meetings_an_organisation_gets() -> None:
    conference = make_conference(slots=(1,), tables=1)
    one, other, third = (make_delegation(conference) for _ in range(3))
    make_match(one, other)
    make_match(one, third)
    problem = planning.problem_of(conference)

    fairness = planning.fairness_of(problem, planning.solve(problem, seed=0))

    assert fairness.smallest == 0
    assert fairness.mean == pytest.approx((0.5 + 1 + 0) / 3)


def test_fairness_of_nothing_agreed_is_zero() -> None:
    problem = planning.problem_of(make_conference())
    assert planning.fairness_of(problem, planning.solve(problem, seed=0)).smallest == 0


def test_rows_tell_slot_table_and_delegates_or_the_reason() -> None:
    conference = make_conference(slots=(1,), tables=1)
    one, other, third = (make_delegation(conference) for _ in range(3))
    make_match(one, other, priority="must")
    make_match(one, third)
    problem = planning.problem_of(conference)

    placed, left_out = planning.rows_of(
        Plan(conference=conference), problem, planning.solve(problem, seed=0)
    )

    assert placed.is_placed
    assert placed.delegate_a == one.delegates.get()
    assert placed.delegate_b == other.delegates.get()
    assert not left_out.is_placed
    assert left_out.reason


def test_a_conference_without_tables_is_told_so() -> None:
    with pytest.raises(InputError, match="no tables"):
        planning.problem_of(make_conference(tables=0))
