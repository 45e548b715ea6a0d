"""Named reads of jobs."""

from datetime import datetime

from django.db.models import Model, QuerySet

from clusterwerk.web.subjects import subject_of

from .choices import ENDED, State
from .models import Job, Worker


def jobs_about(subject: Model) -> QuerySet[Job]:
    """The jobs of a row, newest first."""
    kind, key = subject_of(subject)
    return Job.objects.filter(subject_type=kind, subject_id=key)


def unfinished_jobs() -> QuerySet[Job]:
    """Waiting and running ones, oldest first."""
    return Job.objects.exclude(state__in=ENDED).order_by("id")


def jobs_waiting() -> QuerySet[Job]:
    """What a worker may take, oldest first."""
    return Job.objects.filter(state=State.QUEUED).order_by("id")


def jobs_silent_since(moment: datetime) -> QuerySet[Job]:
    """Running ones whose worker gave no sign of life since then."""
    return Job.objects.filter(state=State.RUNNING, heartbeat_at__lt=moment)


def last_sign_of_any_worker() -> datetime | None:
    """When a worker last was alive; None when none ever was."""
    return Worker.objects.order_by("-heartbeat_at").values_list("heartbeat_at", flat=True).first()
