"""Planning as a job: progress, stop, repetition, failure."""

from typing import Any

import pytest
from tests.factories.conference import make_conference, make_delegation, make_match

from clusterwerk.conference import planning
from clusterwerk.conference.actions.plans import request_plan
from clusterwerk.conference.choices import PlanState
from clusterwerk.conference.models import Conference, Plan
from clusterwerk.jobs.actions import claim_next_job
from clusterwerk.jobs.choices import State
from clusterwerk.jobs.models import Job
from clusterwerk.jobs.running import run_job, run_waiting_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference() -> Conference:
    found = make_conference()
    make_match(make_delegation(found), make_delegation(found))
    return found


def test_a_draft_is_made_with_progress_and_is_not_published(conference: Conference) -> None:
    plan = request_plan(conference, by=None)

    run_waiting_jobs()

    plan.refresh_from_db()
    conference.refresh_from_db()
    job = Job.objects.get()
    assert plan.state == PlanState.READY
    assert plan.placed == 1
    assert conference.published_plan is None
    assert (job.state, job.done, job.total) == (State.DONE, 1, 1)
    assert job.figures.pop("seconds") >= 0
    assert job.figures == {
        "placed": 1,
        "breaks": 0,
        "bound": 0,
        "worth in per cent": 100.0,
        "most possible in per cent": 100.0,
    }


def test_a_plan_is_published_at_once_where_asked_for_so(conference: Conference) -> None:
    plan = request_plan(conference, by=None, publish_when_ready=True)
    run_waiting_jobs()
    conference.refresh_from_db()
    assert conference.published_plan == plan


def test_a_repeated_job_leaves_the_plan_as_it_is(conference: Conference) -> None:
    plan = request_plan(conference, by=None)
    run_waiting_jobs()
    kept = Plan.objects.get(pk=plan.pk).finished_at
    Job.objects.update(state=State.QUEUED, finished_at=None)
    run_waiting_jobs()
    assert Plan.objects.get(pk=plan.pk).finished_at == kept
    assert Job.objects.get().state == State.DONE


def test_missing_tables_fail_the_plan_with_a_reason() -> None:
    conference = make_conference(tables=0)
    plan = request_plan(conference, by=None)
    run_waiting_jobs()
    plan.refresh_from_db()
    job = Job.objects.get()
    assert plan.state == PlanState.FAILED
    assert "no tables" in plan.failure
    assert job.state == State.FAILED
    assert job.error == plan.failure


def test_a_plan_that_breaks_a_rule_fails_and_is_not_kept(
    conference: Conference, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: Any) -> None:
        raise planning.PlanningError(())

    monkeypatch.setattr(planning, "check", refuse)
    plan = request_plan(conference, by=None, publish_when_ready=True)
    run_waiting_jobs()
    plan.refresh_from_db()
    assert plan.state == PlanState.FAILED
    assert not plan.meetings.exists()


def test_a_stopped_plan_is_kept_as_a_draft_and_not_published(conference: Conference) -> None:
    plan = request_plan(conference, by=None, publish_when_ready=True)
    job = claim_next_job()
    assert job is not None
    Job.objects.update(stop_requested=True)

    run_job(job)

    plan.refresh_from_db()
    conference.refresh_from_db()
    assert plan.state == PlanState.READY
    assert conference.published_plan is None
    assert Job.objects.get().state == State.STOPPED


def test_a_worker_that_shuts_down_gives_the_job_back_and_the_next_one_plans(
    conference: Conference,
) -> None:
    plan = request_plan(conference, by=None)
    job = claim_next_job()
    assert job is not None

    run_job(job, is_shutting_down=lambda: True)

    plan.refresh_from_db()
    assert plan.state == PlanState.RUNNING
    assert not plan.meetings.exists()
    run_waiting_jobs()
    plan.refresh_from_db()
    assert plan.state == PlanState.READY
