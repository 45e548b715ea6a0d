"""Putting mails into the outbox, sending them, and suppressing addresses."""

import base64
import smtplib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, Model
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import get_language

from clusterwerk.web.subjects import subject_of

from .choices import State
from .models import Message, SuppressedAddress
from .queries import is_suppressed, messages_due_at

log = structlog.get_logger(__name__)

# After each failed attempt; when the list is used up, the mail has failed.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))
# A worker that died while sending leaves the mail to others after this time.
LEASE = timedelta(minutes=10)
PERMANENT = range(500, 600)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to send along."""

    name: str
    type: str
    content: bytes


def queue_mail(
    *,
    to: str,
    subject: str,
    body: str,
    about: Model | None = None,
    headers: Mapping[str, str] | None = None,
    attachments: Iterable[Attachment] = (),
    sender: str = "",
    language: str = "",
) -> Message:
    """Puts a mail into the outbox, as part of the caller's transaction; the worker sends it.

    Write subject and body in the recipient's language (`translation.override`); `language` is
    the active one unless given. Line breaks in a subject become blanks.
    """
    kind, key = subject_of(about)
    if is_suppressed(to):
        state = State.SUPPRESSED
    else:
        state = State.QUEUED if settings.MAIL_TRANSPORT else State.KEPT
    return Message.objects.create(
        to=to.strip(),
        sender=sender or settings.DEFAULT_FROM_EMAIL,
        subject=" ".join(subject.split())[:300],
        body=body,
        language=language or (get_language() or "de")[:2],
        headers=dict(headers or {}),
        attachments=[
            {
                "name": file.name,
                "type": file.type,
                "content": base64.b64encode(file.content).decode(),
            }
            for file in attachments
        ],
        about_type=kind,
        about_id=key,
        state=state,
    )


def send_due_mails(limit: int = 50) -> int:
    """Sends queued mails whose time has come; returns how many were delivered.

    Each is taken by a compare-and-set on its next attempt, so several workers share the work.
    """
    if not settings.MAIL_TRANSPORT:
        return 0
    due = [message for message in messages_due_at(timezone.now())[:limit] if _take(message)]
    if not due:
        return 0
    transport = _transport()
    try:
        transport.open()  # one connection for all of them
    except (OSError, smtplib.SMTPException) as error:
        for message in due:
            _write_failure(message, error)
        return 0
    sent = sum(_send(message, transport) for message in due)
    transport.close()
    return sent


def suppress_address(address: str, *, reason: str) -> SuppressedAddress:
    """No mail goes to this address any more, those that wait included."""
    row = SuppressedAddress.objects.filter(address__iexact=address).first()
    if row is None:
        row = SuppressedAddress.objects.create(address=address.strip().lower(), reason=reason[:300])
    Message.objects.filter(to__iexact=address, state=State.QUEUED).update(state=State.SUPPRESSED)
    return row


def forget_old_mails() -> int:
    """Deletes mails that are no longer needed; returns how many. Queued ones stay."""
    before = timezone.now() - timedelta(days=settings.MAIL_KEEP_DAYS)
    old = Message.objects.exclude(state=State.QUEUED).filter(created_at__lt=before)
    return old.delete()[0]


def _transport() -> BaseEmailBackend:
    chosen = settings.MAIL_TRANSPORT or {}
    make: type[BaseEmailBackend] = import_string(str(chosen["backend"]))
    return make(**chosen["options"])


def _take(message: Message) -> bool:
    return bool(
        Message.objects.filter(
            pk=message.pk, state=State.QUEUED, next_attempt_at=message.next_attempt_at
        ).update(next_attempt_at=timezone.now() + LEASE, attempts=F("attempts") + 1)
    )


def _send(message: Message, transport: BaseEmailBackend) -> bool:
    """Sends one mail and writes what became of it; whether it was delivered."""
    try:
        transport.send_messages([_mail_of(message)])
    except (OSError, smtplib.SMTPException) as error:
        _write_failure(message, error)
        return False
    Message.objects.filter(pk=message.pk).update(state=State.SENT, sent_at=timezone.now(), error="")
    return True


def _mail_of(message: Message) -> EmailMessage:
    headers = {"Content-Language": message.language, **message.headers}
    mail = EmailMessage(
        message.subject, message.body, message.sender, [message.to], headers=headers
    )
    for file in message.attachments:
        mail.attach(file["name"], base64.b64decode(file["content"]), file["type"])
    return mail


def _write_failure(message: Message, error: Exception) -> None:
    """Queues the mail for a later attempt, unless the refusal is for good or all were used."""
    attempt = message.attempts + 1
    is_last = attempt > len(PAUSES) or _is_permanent(error)
    log.warning("mail not sent", message=str(message.public_id), attempt=attempt, error=str(error))
    Message.objects.filter(pk=message.pk).update(
        state=State.FAILED if is_last else State.QUEUED,
        error=f"{type(error).__name__}: {error}"[:1000],
        next_attempt_at=timezone.now() + PAUSES[min(attempt, len(PAUSES)) - 1],
    )


def _is_permanent(error: Exception) -> bool:
    """Whether the server refused this recipient or text for good (5xx)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code in PERMANENT for code, _text in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code in PERMANENT
