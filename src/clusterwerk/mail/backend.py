"""Django's mail functions put their mails into the outbox too, those of allauth among them."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from .actions import Attachment, queue_mail


class OutboxBackend(BaseEmailBackend):
    """One row per recipient, visible or hidden. Only the plain text is kept."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queues the mails; returns how many mails they were."""
        with transaction.atomic():
            for mail in email_messages:
                for address in mail.recipients():
                    queue_mail(
                        to=address,
                        subject=str(mail.subject),
                        body=str(mail.body),
                        sender=mail.from_email,
                        headers={name: str(text) for name, text in mail.extra_headers.items()},
                        attachments=_files_of(mail),
                    )
        return len(email_messages)


def _files_of(mail: EmailMessage) -> list[Attachment]:
    """Attached files; parts that are no file of name, content and type are not supported."""
    files = []
    for part in mail.attachments:
        if not isinstance(part, tuple):
            raise TypeError("The outbox takes attachments as name, content and type.")
        name, content, kind = part
        data = content.encode() if isinstance(content, str) else content
        if not isinstance(data, bytes):
            raise TypeError("The outbox takes attachments of text or bytes.")
        files.append(Attachment(name or "file", kind or "application/octet-stream", data))
    return files
