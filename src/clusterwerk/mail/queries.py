"""Named reads of the outbox."""

from datetime import datetime

from django.db.models import Model, Q, QuerySet

from clusterwerk.web.subjects import subject_of

from .choices import State
from .models import Message, SuppressedAddress


def messages_matching(text: str) -> QuerySet[Message]:
    """All mails whose recipient, subject or text contains the words, newest first."""
    found = Message.objects.defer("attachments", "headers")
    for word in text.split():
        found = found.filter(
            Q(to__icontains=word) | Q(subject__icontains=word) | Q(body__icontains=word)
        )
    return found


def messages_about(row: Model) -> QuerySet[Message]:
    """The mails that concern a row, newest first."""
    kind, key = subject_of(row)
    return Message.objects.filter(about_type=kind, about_id=key)


def messages_due_at(moment: datetime) -> QuerySet[Message]:
    """Queued mails whose time has come, oldest first."""
    return Message.objects.filter(state=State.QUEUED, next_attempt_at__lte=moment).order_by("id")


def is_suppressed(address: str) -> bool:
    """Whether the address gets no mail."""
    return SuppressedAddress.objects.filter(address__iexact=address).exists()
