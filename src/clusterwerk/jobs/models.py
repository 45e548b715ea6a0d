"""Work that takes longer than a request, the workers that do it, and what is done by the clock."""

import uuid
from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .choices import ENDED, State


class Job(models.Model):
    """A call of one task, with its progress.

    `kind` is the task's dotted name. A worker that takes the job writes its `claim`; whoever no
    longer holds the claim cannot write any more, so a job that was given to a second worker is
    never changed by the first. `heartbeat_at` says that the worker lives.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("Task"), max_length=200)
    title = models.CharField(_("Title"), max_length=200, blank=True)  # an English msgid
    shown_at = models.CharField(_("Address of the outcome"), max_length=300, blank=True)
    arguments = models.JSONField(_("Arguments"), default=dict, encoder=DjangoJSONEncoder)
    language = models.CharField(_("Language"), max_length=5, default="de")
    state = models.CharField(_("State"), max_length=10, choices=State.choices, default=State.QUEUED)
    # Progress: a text (an English msgid), a count where one is known, and figures to show.
    phase = models.CharField(_("Phase"), max_length=200, blank=True)
    done = models.PositiveIntegerField(_("Done"), null=True, blank=True)
    total = models.PositiveIntegerField(_("Of"), null=True, blank=True)
    figures = models.JSONField(_("Figures"), default=dict, blank=True, encoder=DjangoJSONEncoder)
    error = models.TextField(_("Error"), blank=True)

    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Requested by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    subject_type = models.CharField(_("Kind of object"), max_length=80, blank=True)
    subject_id = models.CharField(_("Object"), max_length=64, blank=True)

    created_at = models.DateTimeField(_("Created"), default=timezone.now)
    started_at = models.DateTimeField(_("Started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("Finished"), null=True, blank=True)
    heartbeat_at = models.DateTimeField(_("Last sign of life"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("Attempts"), default=0)
    claim = models.UUIDField(null=True, blank=True, editable=False)
    stop_requested = models.BooleanField(_("Stop requested"), default=False)

    class Meta:
        verbose_name = _("Job")
        verbose_name_plural = _("Jobs")
        ordering: ClassVar[list[str]] = ["-created_at", "-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "id"], name="jobs_job_state"),
            models.Index(fields=["subject_type", "subject_id"], name="jobs_job_subject"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="jobs_job_running_has_claim",
                condition=~models.Q(state=State.RUNNING)
                | models.Q(claim__isnull=False, heartbeat_at__isnull=False),
            ),
            models.CheckConstraint(
                name="jobs_job_ended_has_time",
                condition=models.Q(state__in=ENDED, finished_at__isnull=False)
                | (~models.Q(state__in=ENDED) & models.Q(finished_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.state})"

    @property
    def has_ended(self) -> bool:
        """Nothing will change any more."""
        return self.state in ENDED

    @property
    def is_stopping(self) -> bool:
        """Someone asked to stop, and the task has not come to an end yet."""
        return self.stop_requested and not self.has_ended

    @property
    def duration(self) -> timedelta | None:
        """From the first start to the end, or until now."""
        if self.started_at is None:
            return None
        return (self.finished_at or timezone.now()) - self.started_at


class Worker(models.Model):
    """A process that does jobs; `/healthz` reads its last sign of life."""

    name = models.CharField(max_length=200, unique=True)
    started_at = models.DateTimeField(default=timezone.now)
    heartbeat_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("Worker")
        verbose_name_plural = _("Workers")

    def __str__(self) -> str:
        return self.name


class DueRun(models.Model):
    """When something that is due by the clock last began and ended; one row per registered name."""

    name = models.CharField(max_length=100, unique=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        verbose_name = _("Due work")
        verbose_name_plural = _("Due work")

    def __str__(self) -> str:
        return self.name
