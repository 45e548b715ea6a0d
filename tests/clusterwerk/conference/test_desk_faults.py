"""What goes wrong while a plan is made or changed: workers die, people act at the same moment."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import timezone
from tests.factories.conference import (
    SINCE,
    make_conference,
    make_delegation,
    make_match,
    make_ready_plan,
)

from clusterwerk.conference import planning
from clusterwerk.conference.actions import edits
from clusterwerk.conference.actions.drafts import EditRefusedError
from clusterwerk.conference.actions.plans import request_plan, request_repair, store_solution
from clusterwerk.conference.actions.publishing import publish_plan
from clusterwerk.conference.choices import MatchStatus, PlanState
from clusterwerk.conference.models import (
    Conference,
    Delegate,
    Match,
    Plan,
    PlannedMeeting,
    Slot,
    Table,
)
from clusterwerk.conference.queries.conflicts import broken_meetings_of
from clusterwerk.conference.queries.plans import state_of_edits
from clusterwerk.conference.queries.timetable import meetings_of, parties_of
from clusterwerk.jobs.actions import SILENT_AFTER, claim_next_job, reclaim_silent_jobs
from clusterwerk.jobs.models import Job
from clusterwerk.jobs.running import run_job, run_waiting_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference() -> Conference:
    found = make_conference(slots=(3,), tables=2)
    make_match(make_delegation(found), make_delegation(found))
    make_match(make_delegation(found), make_delegation(found))
    return found


def _while_planning(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], Any]) -> None:
    """Lets something happen after the planner has its result and before it is stored."""
    solve = planning.solve

    def slow(*arguments: Any, **more: Any) -> Any:
        solution = solve(*arguments, **more)
        happens()
        return solution

    monkeypatch.setattr(planning, "solve", slow)


def test_a_worker_that_dies_while_planning_leaves_nothing_half_done_and_the_next_resumes(
    conference: Conference, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def die() -> None:
        raise Killed

    plan = request_plan(conference, by=None)
    with monkeypatch.context() as patched:
        _while_planning(patched, die)
        job = claim_next_job()
        assert job is not None
        with pytest.raises(Killed):
            run_job(job)
    plan.refresh_from_db()
    assert plan.state == PlanState.RUNNING
    assert not plan.meetings.exists()
    Job.objects.update(heartbeat_at=timezone.now() - SILENT_AFTER - timedelta(seconds=1))
    assert reclaim_silent_jobs() == 1
    run_waiting_jobs()
    plan.refresh_from_db()
    assert (plan.state, plan.placed) == (PlanState.READY, 2)


def test_a_plan_whose_worker_died_twice_is_said_to_have_failed_and_another_can_be_asked_for(
    conference: Conference,
) -> None:
    plan = request_plan(conference, by=None)
    for _ in range(2):
        assert claim_next_job() is not None
        Job.objects.update(heartbeat_at=timezone.now() - SILENT_AFTER - timedelta(seconds=1))
        reclaim_silent_jobs()
    plan = Plan.objects.select_related("job").get(pk=plan.pk)
    assert not plan.in_progress
    assert plan.job is not None
    assert plan.job.error
    again = request_plan(conference, by=None)
    assert again.version == 2
    plan.refresh_from_db()
    assert plan.state == PlanState.FAILED


def test_two_plans_asked_for_at_once_are_one(conference: Conference) -> None:
    assert request_plan(conference, by=None) == request_plan(conference, by=None, seed=3)
    assert Plan.objects.count() == 1


def test_a_repair_asked_for_while_planning_is_not_begun(conference: Conference) -> None:
    publish_plan(make_ready_plan(conference), by=None)
    planned = request_plan(conference, by=None)
    assert request_repair(conference, by=None) == planned


def test_a_match_cancelled_while_planning_is_not_in_the_plan(
    conference: Conference, monkeypatch: pytest.MonkeyPatch
) -> None:
    match = Match.objects.earliest("pk")
    _while_planning(
        monkeypatch,
        lambda: Match.objects.filter(pk=match.pk).update(status=MatchStatus.CANCELLED),
    )
    plan = request_plan(conference, by=None)
    run_waiting_jobs()
    plan.refresh_from_db()
    assert (plan.state, plan.agreed, plan.placed) == (PlanState.READY, 1, 1)
    assert not plan.meetings.filter(match=match).exists()


def test_a_match_agreed_while_planning_waits_in_the_plan(
    conference: Conference, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = make_delegation(conference), make_delegation(conference)
    _while_planning(monkeypatch, lambda: make_match(one, other))
    plan = request_plan(conference, by=None)
    run_waiting_jobs()
    plan.refresh_from_db()
    assert (plan.agreed, plan.placed, plan.proven) == (3, 2, False)
    assert plan.meetings.get(slot__isnull=True).reason == "later"


@pytest.mark.parametrize("what", ["slot", "table"])
def test_a_slot_or_table_withdrawn_while_planning_holds_no_meeting(
    conference: Conference, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    def withdraw() -> None:
        used = Plan.objects.get(state=PlanState.RUNNING)
        assert used
        if what == "slot":
            Slot.objects.exclude(pk=Slot.objects.latest("pk").pk).update(withdrawn_at=SINCE)
        else:
            Table.objects.filter(number=1).update(withdrawn_at=SINCE)

    _while_planning(monkeypatch, withdraw)
    plan = request_plan(conference, by=None, publish_when_ready=True)
    run_waiting_jobs()
    plan.refresh_from_db()
    assert plan.is_ready
    assert plan.placed < 2
    assert not plan.proven
    assert {row.reason for row in plan.meetings.filter(slot__isnull=True)} == {"place_gone"}
    assert not broken_meetings_of(plan)


def test_a_delegate_removed_while_planning_meets_nobody(
    conference: Conference, monkeypatch: pytest.MonkeyPatch
) -> None:
    delegate = Delegate.objects.earliest("pk")
    _while_planning(
        monkeypatch,
        lambda: Delegate.objects.filter(pk=delegate.pk).update(cancelled_at=SINCE),
    )
    plan = request_plan(conference, by=None)
    run_waiting_jobs()
    plan.refresh_from_db()
    assert plan.placed == 1
    assert plan.meetings.get(slot__isnull=True).reason == "no_delegate"


def test_all_tables_withdrawn_while_planning_fail_the_plan_with_a_reason(
    conference: Conference, monkeypatch: pytest.MonkeyPatch
) -> None:
    _while_planning(monkeypatch, lambda: Table.objects.update(withdrawn_at=SINCE))
    plan = request_plan(conference, by=None)
    run_waiting_jobs()
    plan.refresh_from_db()
    assert plan.state == PlanState.FAILED
    assert "no tables" in plan.failure
    assert not plan.meetings.exists()


def test_a_plan_is_kept_whole_or_not_at_all(
    conference: Conference, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = request_plan(conference, by=None)
    problem = planning.problem_of(conference)
    solution = planning.solve(problem, seed=0)

    def fail(*_arguments: Any, **_more: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("clusterwerk.conference.actions.plans.record", fail)
    with pytest.raises(OSError, match="disk full"):
        store_solution(plan, problem, solution, by=None)
    plan.refresh_from_db()
    assert not plan.is_ready
    assert not PlannedMeeting.objects.filter(plan=plan).exists()


def test_a_draft_edited_while_a_repair_runs_keeps_its_change_and_the_repair_the_published_plan(
    conference: Conference, monkeypatch: pytest.MonkeyPatch
) -> None:
    published = publish_plan(make_ready_plan(conference), by=None)
    row = published.meetings.order_by("pk")[0]
    draft = edits.lock_meeting(published, row.match, by=None).plan
    draft = edits.unlock_meeting(draft, row.match, by=None).plan
    repair = planning.repair

    def slow(*arguments: Any, **more: Any) -> Any:
        found = repair(*arguments, **more)
        edits.remove_meeting(draft, row.match, by=None)
        return found

    monkeypatch.setattr(planning, "repair", slow)
    mended = request_repair(conference, by=None)
    run_waiting_jobs()
    mended.refresh_from_db()
    assert (mended.changes, mended.changes_bound, mended.placed) == (0, 0, 2)
    assert draft.meetings.get(match=row.match).slot is None
    assert published.meetings.get(match=row.match).slot is not None


def test_a_repair_moves_only_what_must_move_and_says_so(conference: Conference) -> None:
    published = publish_plan(make_ready_plan(conference), by=None)
    row = published.meetings.order_by("match")[0]
    Match.objects.filter(pk=published.meetings.order_by("match")[1].match_id).update(
        status=MatchStatus.CANCELLED
    )
    delegate = row.delegate_a
    assert delegate is not None
    assert row.slot is not None
    delegate.unavailable_slots.add(row.slot)
    assert {broken.code for broken in broken_meetings_of(published)} == {"away", "cancelled"}
    mended = request_repair(conference, by=None)
    run_waiting_jobs()
    mended.refresh_from_db()
    assert (mended.changes, mended.changes_bound) == (1, 1)
    assert mended.answers["changes"] == {
        "moved": 1,
        "reseated": 0,
        "dropped": 0,
        "added": 0,
        "cancelled": 1,
    }
    assert not broken_meetings_of(mended)


def test_every_way_in_which_a_meeting_no_longer_holds_is_told(conference: Conference) -> None:
    plan = make_ready_plan(conference)
    row = plan.meetings.order_by("pk")[0]
    assert row.delegate_b is not None
    assert row.slot is not None
    assert row.table is not None

    def codes() -> set[str]:
        return {broken.code for broken in broken_meetings_of(plan)}

    assert codes() == set()
    row.table.closed_slots.add(row.slot)
    assert codes() == {"closed"}
    row.delegate_b.unavailable_slots.add(row.slot)
    assert codes() == {"away"}
    Slot.objects.filter(pk=row.slot.pk).update(withdrawn_at=SINCE)
    assert "slot_gone" in codes()
    Delegate.objects.filter(pk=row.delegate_b.pk).update(takes_meetings=False)
    assert "gone" in codes()
    row.match.registration_a.status = "cancelled"
    row.match.registration_a.save()
    assert "cancelled" in codes()


def test_a_cancelled_meeting_is_not_in_the_public_timetable(conference: Conference) -> None:
    plan = publish_plan(make_ready_plan(conference), by=None)
    Match.objects.filter(pk=Match.objects.earliest("pk").pk).update(status=MatchStatus.CANCELLED)
    assert len(meetings_of(plan, parties_of(conference))) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_move_a_meeting_at_the_same_moment_one_is_told() -> None:
    conference = make_conference(slots=(3,), tables=3)
    match = make_match(make_delegation(conference), make_delegation(conference))
    plan = make_ready_plan(conference)
    row = plan.meetings.get()
    was = (row.slot_id, row.table_id)
    slots = Slot.objects.filter(session__conference=conference).exclude(pk=row.slot_id)
    targets = [(slot.pk, row.table_id) for slot in slots]

    def move(target: tuple[int, int | None]) -> str:
        slot, table = target
        assert table is not None
        try:
            edits.move_meeting(plan, match, by=None, slot=slot, table=table, was=was)
        except EditRefusedError as error:
            return error.breaches[0].code
        return "moved"

    assert sorted(_at_once(move, targets)) == ["moved", "moved_meanwhile"]
    assert plan.edits.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_want_the_same_place_one_gets_it() -> None:
    conference = make_conference(slots=(3,), tables=1)
    matches = [
        make_match(make_delegation(conference), make_delegation(conference)) for _ in range(2)
    ]
    plan = make_ready_plan(conference)
    used = set(plan.meetings.values_list("slot_id", flat=True))
    free = Slot.objects.filter(session__conference=conference).exclude(pk__in=used).get()
    table = Table.objects.get(conference=conference)

    def move(match: Match) -> str:
        try:
            edits.move_meeting(plan, match, by=None, slot=free.pk, table=table.pk)
        except EditRefusedError as error:
            return error.breaches[0].code
        return "moved"

    assert sorted(_at_once(move, matches)) == ["moved", "taken"]
    assert state_of_edits(plan) == "1.0"


@pytest.mark.django_db(transaction=True)
def test_a_meeting_withdrawn_while_it_is_placed_ends_as_cancelled_or_stays_in_its_place() -> None:
    conference = make_conference(slots=(3,), tables=3)
    make_match(make_delegation(conference), make_delegation(conference))
    plan = make_ready_plan(conference)
    one, other = make_delegation(conference), make_delegation(conference)
    match = edits.add_meeting(plan, one, other, by=None).match
    slot, table = Slot.objects.latest("pk").pk, Table.objects.latest("pk").pk

    def act(what: str) -> str:
        try:
            if what == "place":
                edits.place_meeting(plan, match, by=None, slot=slot, table=table)
            elif what == "withdraw":
                edits.withdraw_meeting(plan, match, by=None)
            else:
                edits.add_meeting(plan, one, other, by=None)
        except EditRefusedError as error:
            return error.breaches[0].code
        return "done"

    assert len(_at_once(act, ["place", "withdraw", "add"])) == 3, "nobody waits for ever"
    match.refresh_from_db()
    row = plan.meetings.filter(match=match, slot__isnull=False).first()
    broken = {broken.match_id for broken in broken_meetings_of(plan)}
    if match.status == MatchStatus.CANCELLED:
        assert row is None or match.pk in broken, "shown as no longer possible"
    else:
        assert match.pk not in broken


@pytest.mark.django_db(transaction=True)
def test_two_people_who_ask_for_a_plan_at_the_same_moment_get_the_same() -> None:
    conference = make_conference()
    make_match(make_delegation(conference), make_delegation(conference))
    versions = _at_once(lambda seed: request_plan(conference, by=None, seed=seed).version, [1, 2])
    assert versions == [1, 1]
    assert Plan.objects.count() == 1


def _at_once(act: Callable[[Any], Any], each: list[Any]) -> list[Any]:
    """Does something in one thread each, all at the same moment where the database allows it."""
    if connection.vendor == "sqlite":  # the tests' database lives in one connection
        return [act(one) for one in each]
    found: list[Any] = []
    start = threading.Barrier(len(each))

    broken: list[BaseException] = []

    def work(one: Any) -> None:
        start.wait()
        try:
            found.append(act(one))
        except BaseException as error:  # told by the main thread
            broken.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(one,)) for one in each]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not broken
    return found
