"""Jobs from being asked for to their end, with workers that die, stop and compete."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone, translation
from tests.clusterwerk.jobs import tasks_for_tests

from clusterwerk.jobs.actions import (
    claim_next_job,
    end_job,
    enqueue_after_commit,
    reclaim_silent_jobs,
    stop_job,
)
from clusterwerk.jobs.choices import State
from clusterwerk.jobs.errors import ClaimLostError
from clusterwerk.jobs.models import Job
from clusterwerk.jobs.queries import jobs_about, unfinished_jobs
from clusterwerk.jobs.running import run_job, run_waiting_jobs

TASKS = "tests.clusterwerk.jobs.tasks_for_tests"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forget_calls() -> None:
    tasks_for_tests.CALLS.clear()


def ask_for(task: str, **arguments: Any) -> Job:
    return enqueue_after_commit(f"{TASKS}.{task}", by=None, **arguments)


def age(job: Job, seconds: int) -> None:
    Job.objects.filter(pk=job.pk).update(heartbeat_at=timezone.now() - timedelta(seconds=seconds))


def test_a_job_runs_once_and_keeps_its_last_progress() -> None:
    job = ask_for("count_to", number=3)
    assert run_waiting_jobs() == 1
    assert run_waiting_jobs() == 0
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.figures) == (State.DONE, 3, 3, {"counted": 3})
    assert job.started_at is not None
    assert job.finished_at is not None
    assert tasks_for_tests.CALLS == [3]


def test_a_rollback_takes_the_job_back() -> None:
    with transaction.atomic():
        ask_for("count_to", number=3)
        transaction.set_rollback(True)
    assert not unfinished_jobs().exists()


def test_jobs_are_taken_in_the_order_they_were_asked_for() -> None:
    ask_for("count_to", number=1)
    ask_for("count_to", number=2)
    run_waiting_jobs()
    assert tasks_for_tests.CALLS == [1, 2]


def test_a_name_without_module_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="dotted name"):
        enqueue_after_commit("plan_draft", by=None)


def test_jobs_are_found_by_the_row_they_are_about() -> None:
    person = get_user_model().objects.create_user("someone@example.org")
    job = enqueue_after_commit(f"{TASKS}.count_to", by=person, subject=person, number=1)
    assert list(jobs_about(person)) == [job]
    assert job.requested_by == person
    assert job.subject_type == "accounts.user"


def test_the_reason_a_task_gives_is_shown() -> None:
    job = ask_for("fail_with_reason")
    run_waiting_jobs()
    job.refresh_from_db()
    assert (job.state, job.error) == (State.FAILED, "There is no table.")


def test_an_unexpected_error_is_named_without_its_details() -> None:
    with translation.override("en"):
        job = ask_for("break_down")
    run_waiting_jobs()
    job.refresh_from_db()
    assert job.state == State.FAILED
    assert str(job.public_id) in job.error
    assert "secret" not in job.error


def test_a_waiting_job_is_stopped_at_once() -> None:
    job = ask_for("count_to", number=1)
    stop_job(job)
    assert run_waiting_jobs() == 0
    job.refresh_from_db()
    assert job.state == State.STOPPED


def test_a_running_job_hears_that_it_should_stop() -> None:
    job = ask_for("stop_when_told", told_by_row=True)
    run_waiting_jobs()
    job.refresh_from_db()
    assert job.state == State.STOPPED
    assert tasks_for_tests.CALLS == []


def test_a_job_goes_back_into_the_queue_when_its_worker_shuts_down() -> None:
    ask_for("stop_when_told")
    job = claim_next_job()
    assert job is not None
    run_job(job, is_shutting_down=lambda: True)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.claim) == (State.QUEUED, 0, None)


def test_a_job_is_never_taken_twice() -> None:
    ask_for("count_to", number=1)
    assert claim_next_job() is not None
    assert claim_next_job() is None


def test_the_job_of_a_dead_worker_is_resumed_once_then_failed_visibly() -> None:
    ask_for("count_to", number=1)
    job = claim_next_job()
    assert job is not None
    assert reclaim_silent_jobs() == 0  # the worker lives
    age(job, 61)
    assert reclaim_silent_jobs() == 1
    job.refresh_from_db()
    assert job.state == State.QUEUED
    again = claim_next_job()
    assert again == job
    age(job, 61)
    reclaim_silent_jobs()
    job.refresh_from_db()
    assert job.state == State.FAILED
    assert job.error


def test_a_job_that_was_to_stop_is_not_resumed() -> None:
    ask_for("count_to", number=1)
    job = claim_next_job()
    assert job is not None
    stop_job(job)
    age(job, 61)
    reclaim_silent_jobs()
    job.refresh_from_db()
    assert job.state == State.STOPPED


def test_a_worker_that_lost_the_job_writes_nothing_more() -> None:
    job = ask_for("lose_the_claim")
    run_waiting_jobs()
    job.refresh_from_db()
    assert job.state == State.RUNNING
    assert job.phase == ""
    assert tasks_for_tests.CALLS == []
    with pytest.raises(ClaimLostError):
        end_job(Job(pk=job.pk, claim=None), State.DONE)


def test_progress_is_written_at_most_twice_a_second(django_assert_max_num_queries: Any) -> None:
    ask_for("count_to", number=10_000)
    with django_assert_max_num_queries(12):
        run_waiting_jobs()
