"""The planner's remedies with one click: what each changes, and that it can be taken back."""

import pytest
from tests.factories.conference import (
    make_conference,
    make_delegation,
    make_match,
    make_ready_plan,
)

from clusterwerk.conference.actions import edits
from clusterwerk.conference.actions.answers import request_answers
from clusterwerk.conference.actions.drafts import EditRefusedError
from clusterwerk.conference.actions.remedies import apply_remedy, ask_delegate
from clusterwerk.conference.models import Conference, Match, Plan, PlannedMeeting, Slot, Table
from clusterwerk.conference.queries.plans import state_of_edits
from clusterwerk.jobs.running import run_waiting_jobs

pytestmark = pytest.mark.django_db


def _explained(conference: Conference) -> tuple[Plan, PlannedMeeting]:
    """A ready plan with advice, and its one meeting without a place."""
    plan = make_ready_plan(conference)
    run_waiting_jobs()
    plan.refresh_from_db()
    return plan, plan.meetings.select_related("match").get(slot__isnull=True)


def _number(plan: Plan, match: Match, kind: str) -> int:
    kinds = [row["kind"] for row in plan.answers["remedies"]["answer"][str(match.pk)]]
    assert kind in kinds, kinds
    return kinds.index(kind)


def test_one_more_table_is_opened_for_one_slot_and_withdrawn_again_when_undone() -> None:
    conference = make_conference(slots=(1,), tables=1)
    for _ in range(2):
        make_match(make_delegation(conference), make_delegation(conference))
    plan, row = _explained(conference)

    apply_remedy(plan, row.match, _number(plan, row.match, "open_table"), by=None)

    row.refresh_from_db()
    table = Table.objects.get(conference=conference, number=2)
    assert row.table == table
    assert table.zone == "A"
    plan.refresh_from_db()
    assert plan.placed == 2
    edits.undo_edit(plan, by=None, seen=state_of_edits(plan))
    row.refresh_from_db()
    table.refresh_from_db()
    assert not row.is_placed
    assert table.withdrawn_at is not None
    edits.redo_edit(plan, by=None, seen=state_of_edits(plan))
    row.refresh_from_db()
    table.refresh_from_db()
    assert (row.table, table.withdrawn_at) == (table, None)


def test_a_closed_table_is_opened_and_closed_again() -> None:
    conference = make_conference(slots=(1,), tables=2)
    slot = Slot.objects.get(session__conference=conference)
    table = Table.objects.get(conference=conference, number=2)
    table.closed_slots.add(slot)
    for _ in range(2):
        make_match(make_delegation(conference), make_delegation(conference))
    plan, row = _explained(conference)
    apply_remedy(plan, row.match, _number(plan, row.match, "open_table"), by=None)
    row.refresh_from_db()
    assert row.table == table
    assert not table.closed_slots.exists()
    assert Table.objects.count() == 2
    edits.undo_edit(plan, by=None, seen=state_of_edits(plan))
    assert table.closed_slots.get() == slot


def test_a_colleague_comes_instead_and_the_match_names_the_first_again_when_undone() -> None:
    conference = make_conference(slots=(1,), tables=3)
    hub = make_delegation(conference, delegates=2)
    make_match(hub, make_delegation(conference), priority="must")
    make_match(hub, make_delegation(conference))
    plan, row = _explained(conference)
    first, second = hub.delegates.order_by("number")

    apply_remedy(plan, row.match, _number(plan, row.match, "other_delegate"), by=None)

    row.refresh_from_db()
    match = Match.objects.get(pk=row.match_id)
    assert (row.delegate_a, match.delegate_a) == (second, second)
    edits.undo_edit(plan, by=None, seen=state_of_edits(plan))
    match.refresh_from_db()
    assert match.delegate_a == first


def test_a_house_rule_is_widened_for_everybody_and_set_back_when_undone() -> None:
    conference = make_conference(slots=(2,), tables=2, most_per_session=1)
    hub = make_delegation(conference)
    make_match(hub, make_delegation(conference), priority="must")
    make_match(hub, make_delegation(conference))
    plan, row = _explained(conference)
    apply_remedy(plan, row.match, _number(plan, row.match, "raise_limit"), by=None)
    conference.refresh_from_db()
    row.refresh_from_db()
    assert conference.most_per_session == 2
    assert row.is_placed
    edits.undo_edit(plan, by=None, seen=state_of_edits(plan))
    conference.refresh_from_db()
    assert conference.most_per_session == 1


def test_a_lock_is_lifted_and_the_meeting_set_free_gives_way() -> None:
    conference = make_conference(slots=(2,), tables=2)
    first, second = Slot.objects.filter(session__conference=conference)
    hub, early = make_delegation(conference), make_delegation(conference)
    one = make_match(hub, make_delegation(conference))
    early.delegates.get().unavailable_slots.add(second)
    other = make_match(hub, early)
    plan = make_ready_plan(conference)
    edits.remove_meeting(plan, other, by=None)
    if plan.meetings.get(match=one).slot != first:
        table = Table.objects.get(conference=conference, number=1)
        edits.move_meeting(plan, one, by=None, slot=first.pk, table=table.pk)
    edits.lock_meeting(plan, one, by=None)
    request_answers(plan, by=None)
    run_waiting_jobs()
    plan.refresh_from_db()
    apply_remedy(plan, other, _number(plan, other, "lift_lock"), by=None)
    moved = plan.meetings.get(match=one)
    assert (moved.slot, moved.is_locked) == (second, False)
    assert plan.meetings.get(match=other).slot == first


def test_advice_that_no_longer_helps_changes_nothing() -> None:
    conference = make_conference(slots=(1,), tables=1)
    for _ in range(2):
        make_match(make_delegation(conference), make_delegation(conference))
    plan, row = _explained(conference)
    number = _number(plan, row.match, "open_table")
    delegate = row.match.delegate_a
    assert delegate is not None
    delegate.unavailable_slots.add(Slot.objects.get(session__conference=conference))
    with pytest.raises(EditRefusedError) as caught:
        apply_remedy(plan, row.match, number, by=None)
    assert "answers_outdated" in {breach.code for breach in caught.value.breaches}
    assert Table.objects.count() == 1
    assert not plan.edits.exists()


def test_only_a_person_can_be_asked_and_only_asked() -> None:
    conference = make_conference(slots=(1,), tables=1)
    for _ in range(2):
        make_match(make_delegation(conference), make_delegation(conference))
    plan, row = _explained(conference)
    with pytest.raises(EditRefusedError):
        ask_delegate(plan, row.match, _number(plan, row.match, "open_table"), by=None)
