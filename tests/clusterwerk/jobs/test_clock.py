"""Due work: when it is done, how often, and what an error does."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.clusterwerk.jobs import tasks_for_tests

from clusterwerk.jobs import due
from clusterwerk.jobs.clock import run_due
from clusterwerk.jobs.models import DueRun

TASKS = "tests.clusterwerk.jobs.tasks_for_tests"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _only_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(due, "_registered", {})
    tasks_for_tests.CALLS.clear()


def test_due_work_is_done_once_per_period() -> None:
    due.register("clock", f"{TASKS}.tell_the_time", every=timedelta(minutes=1))
    assert run_due() == ["clock"]
    assert run_due() == []
    DueRun.objects.update(started_at=timezone.now() - timedelta(seconds=61))
    assert run_due() == ["clock"]
    assert tasks_for_tests.CALLS == ["due", "due"]


def test_work_of_every_turn_is_done_each_time_without_writing() -> None:
    due.register("clock", f"{TASKS}.tell_the_time", every=None)
    run_due()
    run_due()
    assert tasks_for_tests.CALLS == ["due", "due"]
    assert not DueRun.objects.exists()


def test_an_error_is_kept_and_the_rest_goes_on() -> None:
    due.register("a", f"{TASKS}.break_the_clock", every=timedelta(minutes=1))
    due.register("b", f"{TASKS}.tell_the_time", every=timedelta(minutes=1))
    assert run_due() == ["a", "b"]
    assert DueRun.objects.get(name="a").error == "RuntimeError: no clock"
    assert tasks_for_tests.CALLS == ["due"]
