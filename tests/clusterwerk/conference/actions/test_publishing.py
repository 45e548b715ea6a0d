"""Publishing: at once for everybody or not at all, whatever happens at the same moment."""

import smtplib
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.db import OperationalError, connections
from django.utils import timezone
from tests.factories.conference import (
    make_conference,
    make_delegation,
    make_match,
    make_planned_conference,
    make_ready_plan,
)

from clusterwerk.conference.actions import publishing
from clusterwerk.conference.actions.matches import cancel_match
from clusterwerk.conference.actions.notices import mail_again
from clusterwerk.conference.actions.publishing import (
    NotReadyError,
    OutdatedPlanError,
    publish_plan,
)
from clusterwerk.conference.choices import MatchStatus, PlanState
from clusterwerk.conference.models import (
    AgendaNotice,
    Conference,
    Delegate,
    Match,
    Plan,
    PlannedMeeting,
    Slot,
)
from clusterwerk.conference.queries.publication import mail_progress_of, notices_not_delivered
from clusterwerk.jobs.models import Job
from clusterwerk.jobs.running import run_waiting_jobs
from clusterwerk.mail.actions import send_due_mails
from clusterwerk.mail.models import Message


def drafted(pairs: int = 1) -> Plan:
    """A draft that can be published."""
    conference = make_conference(slots=(4,))
    for _ in range(pairs):
        make_match(make_delegation(conference), make_delegation(conference))
    return make_ready_plan(conference)


@pytest.mark.django_db
def test_publishing_shows_the_plan_and_notes_who_is_told() -> None:
    plan = drafted(pairs=2)
    publish_plan(plan, by=None)
    assert Conference.objects.get().published_plan == plan
    assert AgendaNotice.objects.filter(plan=plan).count() == 4
    assert not Message.objects.exists()  # the mails are a job
    assert Job.objects.filter(kind__endswith="mail_notices").count() == 1


@pytest.mark.django_db
def test_what_fails_at_the_end_leaves_nothing_published(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = drafted()

    def fails(*_args: Any, **_values: Any) -> None:
        raise OSError("no room left")

    monkeypatch.setattr(publishing, "record", fails)
    with pytest.raises(OSError, match="no room left"):
        publish_plan(plan, by=None)
    assert Conference.objects.get().published_plan is None
    assert Plan.objects.get().published_at is None
    assert not AgendaNotice.objects.exists()
    assert not Job.objects.filter(kind__endswith="mail_notices").exists()


def _cancel(plan: Plan) -> None:
    Match.objects.update(status=MatchStatus.CANCELLED)


def _withdraw_slot(plan: Plan) -> None:
    Slot.objects.update(withdrawn_at=timezone.now())


def _be_away(plan: Plan) -> None:
    meeting = plan.meetings.get()
    assert meeting.delegate_a is not None
    assert meeting.slot is not None
    meeting.delegate_a.unavailable_slots.add(meeting.slot)


@pytest.mark.django_db
@pytest.mark.parametrize("change", [_cancel, _withdraw_slot, _be_away])
def test_a_plan_that_is_no_longer_possible_is_refused(change: Callable[[Plan], None]) -> None:
    plan = drafted()
    change(plan)
    with pytest.raises(OutdatedPlanError) as caught:
        publish_plan(plan, by=None)
    assert [row.match_id for row in caught.value.meetings] == [Match.objects.get().pk]
    assert Conference.objects.get().published_plan is None


@pytest.mark.django_db
def test_a_plan_that_failed_is_refused() -> None:
    plan = drafted()
    Plan.objects.update(state=PlanState.FAILED)
    with pytest.raises(NotReadyError):
        publish_plan(plan, by=None)


@pytest.mark.django_db
def test_publishing_a_published_plan_once_more_only_tells_who_does_not_know() -> None:
    plan = drafted()
    publish_plan(plan, by=None)
    published_at = Plan.objects.get().published_at
    delegate = Delegate.objects.earliest("pk")
    AgendaNotice.objects.filter(delegate=delegate).delete()
    publish_plan(plan, by=None)
    assert Plan.objects.get().published_at == published_at
    assert AgendaNotice.objects.filter(delegate=delegate).count() == 1


class ServerDown(BaseEmailBackend):
    """A mail server that does not answer."""

    def open(self) -> bool:
        raise ConnectionRefusedError("mail.example.org does not answer")


class RefusesAddress(BaseEmailBackend):
    """A mail server that refuses every recipient for good."""

    def open(self) -> bool:
        return True

    def send_messages(self, email_messages: Any) -> int:
        raise smtplib.SMTPRecipientsRefused({"x": (550, b"no such user")})


def _transport(settings: Any, backend: type[BaseEmailBackend]) -> None:
    settings.MAIL_TRANSPORT = {
        "backend": f"{backend.__module__}.{backend.__name__}",
        "options": {},
    }


@pytest.mark.django_db
def test_with_the_mail_server_down_mails_wait_and_are_tried_again_visibly(settings: Any) -> None:
    _transport(settings, ServerDown)
    plan = make_planned_conference().published_plan
    assert plan is not None
    run_waiting_jobs()
    assert send_due_mails() == 0
    progress = mail_progress_of(plan)
    assert (progress.queued, progress.retried, progress.sent) == (2, 2, 0)
    assert "does not answer" in progress.error
    assert progress.next_attempt_at is not None
    settings.MAIL_TRANSPORT = {
        "backend": "django.core.mail.backends.locmem.EmailBackend",
        "options": {},
    }
    Message.objects.update(next_attempt_at=timezone.now() - timedelta(seconds=1))
    assert send_due_mails() == 2
    progress = mail_progress_of(plan)
    assert (progress.queued, progress.sent, progress.is_done) == (0, 2, True)


@pytest.mark.django_db
def test_an_address_that_is_refused_for_good_is_named(settings: Any) -> None:
    _transport(settings, RefusesAddress)
    plan = make_planned_conference().published_plan
    assert plan is not None
    run_waiting_jobs()
    send_due_mails()
    assert mail_progress_of(plan).failed == 2
    assert notices_not_delivered(plan).count() == 2


def together(*works: Callable[[], object]) -> list[BaseException]:
    """Runs the works at the same moment, each with a connection of its own; what they raised.

    The tests' SQLite lies in memory, where nobody waits for a lock as in a file: it is tried again.
    """
    barrier = threading.Barrier(len(works))
    raised: list[BaseException] = []

    def run(work: Callable[[], object]) -> None:
        try:
            barrier.wait(10)
            while True:
                try:
                    work()
                except OperationalError as error:
                    if "locked" not in str(error):
                        raise
                    time.sleep(0.01)
                else:
                    break
        except BaseException as error:
            raised.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return raised


needs_real_rows = pytest.mark.django_db(transaction=True)


@needs_real_rows
def test_two_who_publish_at_the_same_moment_tell_everybody_once() -> None:
    plan = drafted(pairs=3)
    raised = together(lambda: publish_plan(plan, by=None), lambda: publish_plan(plan, by=None))
    assert raised == []
    assert AgendaNotice.objects.count() == 6
    assert set(AgendaNotice.objects.values_list("sequence", flat=True)) == {1}


@needs_real_rows
def test_two_who_mail_again_at_the_same_moment_make_each_mail_once() -> None:
    plan = publish_plan(drafted(pairs=2), by=None)
    run_waiting_jobs()
    Message.objects.update(state="failed")
    numbers: list[int] = []
    again = lambda: numbers.append(mail_again(plan, by=None))  # noqa: E731
    assert together(again, again) == []
    assert sorted(numbers) == [0, 4]
    run_waiting_jobs()
    assert Message.objects.exclude(state="failed").count() == 4


@needs_real_rows
def test_two_drafts_published_at_the_same_moment_leave_one_and_its_agendas() -> None:
    first = drafted(pairs=3)
    second = make_ready_plan(first.conference, seed=1)
    raised = together(lambda: publish_plan(first, by=None), lambda: publish_plan(second, by=None))
    assert raised == []
    plan = Conference.objects.get().published_plan
    assert plan is not None
    for delegate in Delegate.objects.all():
        (last,) = [row.told for row in delegate.notices.order_by("-sequence")[:1]]
        meeting = PlannedMeeting.objects.filter(plan=plan, delegate_a=delegate).first()
        if meeting is not None and meeting.slot is not None:
            assert last[0]["starts_at"] == meeting.slot.starts_at.isoformat()


@needs_real_rows
def test_who_withdraws_while_it_is_published_is_told_or_it_is_refused() -> None:
    plan = drafted(pairs=2)
    match = Match.objects.earliest("pk")
    raised = together(
        lambda: publish_plan(plan, by=None),
        lambda: cancel_match(match, by=None, registration=match.registration_a),
    )
    assert all(isinstance(error, OutdatedPlanError) for error in raised)
    assert Match.objects.get(pk=match.pk).status == MatchStatus.CANCELLED
    for delegate in (match.delegate_a, match.delegate_b):
        assert delegate is not None
        last = delegate.notices.order_by("-sequence").first()
        assert last is None or last.told == []
