"""The outbox: every mail is a row first, then it is sent, again if need be."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .choices import State


class Message(models.Model):
    """A plain-text mail to one address.

    `attachments` is a list of `{"name": "plan.ics", "type": "text/calendar", "content": <base64>}`.
    A queued mail is sent once `next_attempt_at` has come.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    to = models.EmailField(_("To"))
    sender = models.CharField(_("From"), max_length=320)
    subject = models.CharField(_("Subject"), max_length=300)
    body = models.TextField(_("Text"))
    language = models.CharField(_("Language"), max_length=5, default="de")
    headers = models.JSONField(_("Headers"), default=dict, blank=True)
    attachments = models.JSONField(_("Attachments"), default=list, blank=True)
    about_type = models.CharField(_("Kind of object"), max_length=80, blank=True)
    about_id = models.CharField(_("Object"), max_length=64, blank=True)

    state = models.CharField(_("State"), max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("Attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("Next attempt"), default=timezone.now)
    error = models.TextField(_("Error"), blank=True)
    created_at = models.DateTimeField(_("Created"), default=timezone.now)
    sent_at = models.DateTimeField(_("Sent"), null=True, blank=True)

    class Meta:
        verbose_name = _("Message")
        verbose_name_plural = _("Messages")
        ordering: ClassVar[list[str]] = ["-created_at", "-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "next_attempt_at"], name="mail_message_due"),
            models.Index(fields=["-created_at", "-id"], name="mail_message_newest"),
            models.Index(fields=["about_type", "about_id"], name="mail_message_about"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="mail_message_sent_has_time",
                condition=models.Q(state=State.SENT, sent_at__isnull=False)
                | (~models.Q(state=State.SENT) & models.Q(sent_at__isnull=True)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.get_state_display()})"


class SuppressedAddress(models.Model):
    """An address that gets no mail: it bounced for good, or its owner asked for it."""

    address = models.EmailField(_("E-mail address"))
    reason = models.CharField(_("Reason"), max_length=300, blank=True)
    since = models.DateTimeField(_("Since"), default=timezone.now)

    class Meta:
        verbose_name = _("Suppressed address")
        verbose_name_plural = _("Suppressed addresses")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(Lower("address"), name="mail_suppressed_address")
        ]

    def __str__(self) -> str:
        return self.address
