"""The outbox: what is queued, sent, tried again, suppressed and forgotten."""

import smtplib
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.mail import EmailMessage, send_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone, translation

from clusterwerk.mail.actions import (
    PAUSES,
    Attachment,
    forget_old_mails,
    queue_mail,
    send_due_mails,
    suppress_address,
)
from clusterwerk.mail.choices import State
from clusterwerk.mail.models import Message
from clusterwerk.mail.queries import messages_about

pytestmark = pytest.mark.django_db


class RefusingBackend(BaseEmailBackend):
    """A mail server with a mood."""

    mood: Exception = OSError("no route")

    def send_messages(self, _mails: Sequence[EmailMessage]) -> int:
        raise self.mood


class ClosedBackend(BaseEmailBackend):
    """A mail server that cannot be reached."""

    def open(self) -> bool:
        raise ConnectionRefusedError("closed")


@pytest.fixture
def transport(settings: Any) -> Any:
    """Chooses a transport by dotted name; the test's own outbox at first."""

    def choose(name: str) -> None:
        settings.MAIL_TRANSPORT = {"backend": name, "options": {}}

    choose("django.core.mail.backends.locmem.EmailBackend")
    return choose


def queue(**changes: Any) -> Message:
    return queue_mail(
        **{"to": "someone@example.org", "subject": "Agenda", "body": "Hello", **changes}
    )


def make_due() -> None:
    Message.objects.update(next_attempt_at=timezone.now() - timedelta(seconds=1))


def test_a_queued_mail_is_sent_once(transport: Any) -> None:
    with translation.override("en"):
        message = queue(attachments=[Attachment("a.ics", "text/calendar", b"BEGIN")])
    assert send_due_mails() == 1
    assert send_due_mails() == 0
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.SENT, 1)
    sent = mail.outbox[0]
    assert sent.to == ["someone@example.org"]
    assert sent.extra_headers["Content-Language"] == "en"
    assert sent.attachments[0][0] == "a.ics"


def test_without_transport_a_mail_is_kept_and_never_sent_later(
    settings: Any, transport: Any
) -> None:
    chosen, settings.MAIL_TRANSPORT = settings.MAIL_TRANSPORT, None
    assert queue().state == State.KEPT
    settings.MAIL_TRANSPORT = chosen
    assert send_due_mails() == 0


def test_a_failed_mail_is_tried_again_with_growing_pauses_then_given_up(transport: Any) -> None:
    transport(f"{__name__}.RefusingBackend")
    message = queue()
    for attempt in range(len(PAUSES)):
        send_due_mails()
        message.refresh_from_db()
        assert message.state == State.QUEUED
        pause = message.next_attempt_at - timezone.now()
        assert abs(pause - PAUSES[attempt]) < timedelta(seconds=20)
        assert send_due_mails() == 0  # not due yet
        make_due()
    send_due_mails()
    message.refresh_from_db()
    assert message.state == State.FAILED
    assert message.error == "OSError: no route"


def test_a_refusal_for_good_is_not_repeated(
    transport: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    transport(f"{__name__}.RefusingBackend")
    refused = smtplib.SMTPRecipientsRefused({"someone@example.org": (550, b"unknown")})
    monkeypatch.setattr(RefusingBackend, "mood", refused)
    message = queue()
    send_due_mails()
    message.refresh_from_db()
    assert message.state == State.FAILED


def test_a_server_out_of_reach_costs_one_attempt_of_each_mail(transport: Any) -> None:
    transport(f"{__name__}.ClosedBackend")
    queue()
    queue()
    assert send_due_mails() == 0
    assert list(Message.objects.values_list("state", "attempts")) == [(State.QUEUED, 1)] * 2


def test_a_mail_that_another_worker_has_taken_is_left_alone(
    transport: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = queue()
    stale = list(Message.objects.all())
    Message.objects.filter(pk=message.pk).update(next_attempt_at=timezone.now() + timedelta(1))
    monkeypatch.setattr("clusterwerk.mail.actions.messages_due_at", lambda _now: stale)
    assert send_due_mails() == 0
    assert mail.outbox == []


def test_a_suppressed_address_gets_nothing_whatever_its_case(transport: Any) -> None:
    waiting = queue(to="Bounced@example.org")
    suppress_address("bounced@Example.org", reason="bounced")
    suppress_address("BOUNCED@example.org", reason="again")
    waiting.refresh_from_db()
    assert waiting.state == State.SUPPRESSED
    assert queue(to="bounced@example.org").state == State.SUPPRESSED
    assert send_due_mails() == 0


def test_a_line_break_in_a_subject_cannot_forge_a_header(transport: Any) -> None:
    assert queue(subject="Agenda\nBcc: all@example.org").subject == "Agenda Bcc: all@example.org"


def test_mails_are_found_by_the_row_they_are_about() -> None:
    person = get_user_model().objects.create_user("someone@example.org")
    message = queue(about=person)
    assert list(messages_about(person)) == [message]


def test_old_mails_are_forgotten_but_not_queued_ones(settings: Any, transport: Any) -> None:
    settings.MAIL_KEEP_DAYS = 30
    queue(subject="waits")
    queue(subject="sent")
    Message.objects.filter(subject="sent").update(state=State.SENT, sent_at=timezone.now())
    Message.objects.update(created_at=timezone.now() - timedelta(days=31))
    assert forget_old_mails() == 1
    assert Message.objects.get().subject == "waits"


def test_djangos_own_mails_land_in_the_outbox(settings: Any) -> None:
    settings.EMAIL_BACKEND = "clusterwerk.mail.backend.OutboxBackend"
    assert send_mail("Code", "123", "from@example.org", ["a@example.org", "b@example.org"]) == 1
    assert set(Message.objects.values_list("to", "sender", "body")) == {
        ("a@example.org", "from@example.org", "123"),
        ("b@example.org", "from@example.org", "123"),
    }
