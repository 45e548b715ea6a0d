"""What delegates were told of the plan, what partners write each other, and what is printed."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..choices import PaperKind
from .conferences import Conference
from .delegations import Delegate
from .plans import Plan
from .wishes import Match


class AgendaNotice(models.Model):
    """One mail about a delegate's agenda: the whole agenda as told then, and what was new in it.

    `told`: `[{"match", "starts_at", "ends_at", "table", "partner"}]` in order of time. The next
    notice is due as soon as the agenda differs from the last one told, whatever changed it.
    `message` is empty until the mail is in the outbox: work that died is resumed there.
    """

    delegate = models.ForeignKey(Delegate, on_delete=models.CASCADE, related_name="notices")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="notices")
    sequence = models.PositiveIntegerField()
    told = models.JSONField(default=list)
    changes = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now)
    message = models.ForeignKey(
        "mail.Message", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    queued_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Notice")
        verbose_name_plural = _("Notices")
        ordering = ["delegate", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["delegate", "sequence"], name="notice_sequence"),
        ]

    def __str__(self) -> str:
        return f"{self.delegate_id}: {self.sequence}"


class PartnerMessage(models.Model):
    """What one side of an agreed meeting wrote to the other."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="messages")
    sender = models.ForeignKey(Delegate, on_delete=models.CASCADE, related_name="messages_sent")
    text = models.TextField(_("Message"), max_length=1000)
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("Message")
        verbose_name_plural = _("Messages")
        ordering = ["sent_at"]

    def __str__(self) -> str:
        return str(self.public_id)


class Paper(models.Model):
    """A PDF made by a job; `content` is empty until it is ready."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="papers")
    plan = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.CASCADE)
    kind = models.CharField(
        pgettext_lazy("paper", "Kind"), max_length=20, choices=PaperKind.choices
    )
    language = models.CharField(max_length=2)
    job = models.ForeignKey(
        "jobs.Job", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    requested_at = models.DateTimeField(default=timezone.now)
    content = models.BinaryField(null=True, blank=True)
    pages = models.PositiveIntegerField(default=0)
    failure = models.TextField(blank=True)

    class Meta:
        verbose_name = _("Print file")
        verbose_name_plural = _("Print files")
        ordering = ["-requested_at", "-id"]

    def __str__(self) -> str:
        return f"{self.conference_id}: {self.kind}"
