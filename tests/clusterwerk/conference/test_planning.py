"""Rows to the engine's problem, and its solution to rows."""

from dataclasses import replace

import pytest
from tests.factories.conference import (
    SINCE,
    make_conference,
    make_delegation,
    make_match,
    make_ready_plan,
)

from clusterwerk.conference import planning
from clusterwerk.conference.actions.plans import request_plan
from clusterwerk.conference.choices import MatchStatus, RegistrationStatus, UnplacedReason
from clusterwerk.conference.models import Conference, Delegate, Plan, Slot, Table
from clusterwerk.conference.queries.timetable import sessions_of
from clusterwerk.jobs.running import run_waiting_jobs
from clusterwerk.places.models import Field
from matchmaking import InputError, Placement

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


def test_withdrawn_slots_and_tables_are_not_planned() -> None:
    conference = make_conference(slots=(3,), tables=2)
    make_match(make_delegation(conference), make_delegation(conference))
    slot = Slot.objects.filter(session__conference=conference)[0]
    Slot.objects.filter(pk=slot.pk).update(withdrawn_at=SINCE)
    Table.objects.filter(conference=conference, number=1).update(withdrawn_at=SINCE)
    Table.objects.get(conference=conference, number=2).closed_slots.add(slot)

    problem = planning.problem_of(conference)

    assert str(slot.pk) not in {row.id for row in problem.slots}
    (table,) = problem.tables
    assert (table.zone, table.closed_slots) == ("A", frozenset())


def test_a_booth_is_for_its_delegation_who_share_out_several() -> None:
    conference = make_conference(tables=3)
    host = make_delegation(conference, delegates=3)
    make_match(host, make_delegation(conference))
    booths = list(Table.objects.filter(conference=conference).order_by("number")[1:])
    for table in booths:
        table.booth_of = host
        table.save()

    problem = planning.problem_of(conference)

    assert [table.reserved for table in problem.tables] == [False, True, True]
    own = [str(table.pk) for table in booths]
    assert [row.table for row in problem.delegates] == [own[0], own[1], own[0], None]
    placement = planning.solve(problem, seed=0).placements[0]
    assert placement.table == own[0]


def test_house_rules_reach_the_engine() -> None:
    conference = make_conference(most_per_session=2, rest_after=3, zone_buffer=True)
    make_match(make_delegation(conference), make_delegation(conference))
    rules = planning.problem_of(conference).rules
    assert (rules.most_per_session, rules.rest_after, rules.zone_buffer) == (2, 3, True)


def test_where_nobody_is_named_any_delegate_may_serve() -> None:
    conference = make_conference(slots=(1,), tables=3)
    one = make_delegation(conference, delegates=2)
    two, three = make_delegation(conference), make_delegation(conference)
    make_match(one, two, delegate_a=None)
    make_match(one, three, delegate_a=None)

    problem = planning.problem_of(conference)
    solution = planning.solve(problem, seed=0)

    assert problem.meetings[0].organisations == (str(one.pk), str(two.pk))
    assert problem.meetings[0].allowed == ((), (str(two.delegates.get().pk),))
    assert len(solution.placements) == 2
    rows = planning.rows_of(Plan(conference=conference), problem, solution)
    assert {row.delegate_a for row in rows} == set(one.delegates.all())
    assert [row.delegate_b for row in rows] == [two.delegates.get(), three.delegates.get()]


def test_who_cancelled_or_takes_no_meetings_does_not_serve() -> None:
    conference = make_conference()
    one, other = make_delegation(conference, delegates=3), make_delegation(conference)
    gone, quiet, there = one.delegates.order_by("number")
    Delegate.objects.filter(pk=gone.pk).update(cancelled_at=SINCE)
    Delegate.objects.filter(pk=quiet.pk).update(takes_meetings=False)
    make_match(one, other, delegate_a=None)
    problem = planning.problem_of(conference)
    assert {row.id for row in problem.delegates} == {
        str(there.pk),
        str(other.delegates.get().pk),
    }


def test_a_match_that_nobody_can_serve_gets_a_reason_and_breaks_nothing() -> None:
    conference = make_conference()
    one, other, third = (make_delegation(conference) for _ in range(3))
    lost = make_match(one, other)
    make_match(other, third)
    Delegate.objects.filter(registration=one).update(cancelled_at=SINCE)

    plan = make_ready_plan(conference)

    row = plan.meetings.get(match=lost)
    assert (row.is_placed, row.reason) == (False, UnplacedReason.NO_DELEGATE)
    assert (plan.agreed, plan.placed) == (2, 1)


def test_everything_that_decides_the_plan_is_in_the_digest() -> None:
    conference = make_conference(tables=2)
    one, other = make_delegation(conference, delegates=2), make_delegation(conference)
    match = make_match(one, other)
    seen = {planning.digest_of(planning.problem_of(conference), seed=0)}

    def changed(conference: Conference) -> None:
        digest = planning.digest_of(planning.problem_of(conference), seed=0)
        assert digest not in seen
        seen.add(digest)

    conference.rest_after = 2
    changed(conference)
    conference.most_per_session = 2
    changed(conference)
    conference.zone_buffer = True
    changed(conference)
    Table.objects.filter(number=2).update(zone="B")
    changed(conference)
    Table.objects.filter(number=2).update(booth_of=one)
    changed(conference)
    match.delegate_a = None
    match.save()
    changed(conference)
    Delegate.objects.filter(registration=one).latest("pk").delete()
    changed(conference)


def test_locked_meetings_stay_where_they_are_when_planned_again() -> None:
    conference = make_conference(slots=(3,), tables=2)
    match = make_match(make_delegation(conference), make_delegation(conference))
    plan = make_ready_plan(conference)
    slot = Slot.objects.filter(session__conference=conference)[2]
    table = Table.objects.get(conference=conference, number=2)
    plan.meetings.update(slot=slot, table=table, is_locked=True)
    again = request_plan(conference, by=None, seed=5, keep=plan)
    run_waiting_jobs()
    row = again.meetings.get(match=match)
    assert (row.slot, row.table, row.is_locked) == (slot, table, True)


def test_a_lock_that_can_no_longer_hold_is_dropped() -> None:
    conference = make_conference(slots=(3,), tables=2)
    one = make_delegation(conference)
    make_match(one, make_delegation(conference))
    plan = make_ready_plan(conference)
    plan.meetings.update(is_locked=True)
    one.delegates.get().unavailable_slots.add(plan.meetings.get().slot_id)
    again = request_plan(conference, by=None, seed=5, keep=plan)
    run_waiting_jobs()
    row = again.meetings.get()
    assert row.is_placed
    assert not row.is_locked


def test_expected_projects_are_the_potential_of_what_is_placed() -> None:
    conference = make_conference(slots=(1,), tables=2)
    one, other, third = (make_delegation(conference) for _ in range(3))
    make_match(one, other, potential=0.4, priority="must")
    make_match(one, third, potential=0.3)
    assert make_ready_plan(conference).expected_projects == pytest.approx(0.4)


def test_judging_a_place_agrees_with_the_verifier_on_every_place() -> None:
    conference = make_conference(
        slots=(3, 3), tables=3, rest_after=2, most_per_session=2, zone_buffer=True
    )
    Table.objects.filter(conference=conference, number=3).update(zone="B")
    people = [make_delegation(conference) for _ in range(6)]
    slots = list(Slot.objects.filter(session__conference=conference))
    people[0].delegates.get().unavailable_slots.add(slots[0])
    Table.objects.get(conference=conference, number=2).closed_slots.add(slots[1])
    for position, one in enumerate(people):
        for other in people[position + 1 :]:
            make_match(one, other)
    problem = planning.problem_of(conference)
    solution = planning.solve(problem, seed=0)
    judge = planning.Judge(problem, solution.placements)
    at = {place.meeting: place for place in solution.placements}
    tried = 0
    for meeting in problem.meetings:
        for slot in problem.slots:
            for table in problem.tables:
                found = judge.put(meeting.id, slot.id, table.id)
                if judge.holder.get((slot.id, table.id)) is not None and not found.swaps_with:
                    continue
                after = at | {place.meeting: place for place in found.places}
                if not found.is_possible:
                    names = problem.meeting(meeting.id).delegates
                    after[meeting.id] = Placement(meeting.id, slot.id, table.id, names)
                    if found.swaps_with:
                        other, own = at[found.swaps_with], at[meeting.id]
                        after[found.swaps_with] = replace(other, slot=own.slot, table=own.table)
                tried += 1
                assert found.is_possible == (not planning.breaches_of(problem, after.values()))
    assert tried > 100
