"""What a worker does, and several at once, with real commits. The whole process: test_runner."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone
from tests.clusterwerk.jobs import tasks_for_tests

from clusterwerk.jobs.actions import claim_next_job, enqueue_after_commit
from clusterwerk.jobs.choices import State
from clusterwerk.jobs.models import Job, Worker
from clusterwerk.jobs.queries import last_sign_of_any_worker
from clusterwerk.jobs.worker import WorkerLoop

TASK = "tests.clusterwerk.jobs.tasks_for_tests.count_to"
pytestmark = pytest.mark.django_db(transaction=True)


def in_thread(*functions: object) -> None:
    threads = [threading.Thread(target=function) for function in functions]  # type: ignore[arg-type]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)


def test_a_worker_does_what_waits_unless_it_was_stopped() -> None:
    tasks_for_tests.CALLS.clear()
    job = enqueue_after_commit(TASK, by=None, number=2)
    loop = WorkerLoop()
    loop.do_waiting_jobs()
    assert Job.objects.get(pk=job.pk).state == State.DONE
    later = enqueue_after_commit(TASK, by=None, number=3)
    loop.stop()
    loop.do_waiting_jobs()
    assert Job.objects.get(pk=later.pk).state == State.QUEUED


def test_a_sign_of_life_names_the_worker() -> None:
    assert last_sign_of_any_worker() is None
    loop = WorkerLoop()
    loop.give_sign_of_life()
    loop.give_sign_of_life()
    worker = Worker.objects.get()
    assert worker.name == loop.name
    assert last_sign_of_any_worker() == worker.heartbeat_at


def test_a_sign_of_life_is_given_for_the_job_at_hand() -> None:
    enqueue_after_commit(TASK, by=None, number=2)
    loop = WorkerLoop()
    loop._job = claim_next_job()
    long_ago = timezone.now() - timedelta(minutes=5)
    Job.objects.update(heartbeat_at=long_ago)
    loop.give_sign_of_life()
    heartbeat = Job.objects.get().heartbeat_at
    assert heartbeat is not None
    assert heartbeat > long_ago


def test_workers_that_compete_never_take_the_same_job() -> None:
    is_shared = connection.vendor == "sqlite"  # in memory there is one connection for all
    count = 1 if is_shared else 4
    for _ in range(20):
        enqueue_after_commit(TASK, by=None, number=1)
    taken: list[int] = []

    def take() -> None:
        while job := claim_next_job():
            taken.append(job.pk)
        connections.close_all()

    in_thread(*[take] * count)
    assert len(taken) == len(set(taken)) == 20
