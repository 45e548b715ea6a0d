"""Asking for a job, stopping it, and what workers do with it."""

import uuid
from datetime import timedelta
from typing import Any

from django.db.models import F, Model
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import get_language, gettext

from clusterwerk.web.subjects import subject_of

from .choices import ENDED, State
from .errors import ClaimLostError
from .models import Job
from .queries import jobs_silent_since, jobs_waiting

SILENT_AFTER = timedelta(seconds=60)
ATTEMPTS = 2


def enqueue_after_commit(
    task: str,
    *,
    by: Any,
    subject: Model | None = None,
    title: str = "",
    shown_at: str = "",
    **arguments: Any,
) -> Job:
    """Asks for `task(context, **arguments)`, e.g. "clusterwerk.conference.tasks.plan_draft".

    The job is a row of the caller's transaction: workers see it after the commit, and a rollback
    takes it back. `title` is an English msgid (`gettext_noop`), `shown_at` the address of the page
    that shows the outcome, `arguments` plain JSON values (ids, not rows).
    """
    if task.count(".") < 2:
        raise ValueError(f"{task!r}: give the dotted name of a task, app.module.function.")
    kind, key = subject_of(subject)
    return Job.objects.create(
        kind=task,
        title=title,
        shown_at=shown_at,
        arguments=arguments,
        language=(get_language() or "de")[:2],
        requested_by=by if getattr(by, "pk", None) else None,
        subject_type=kind,
        subject_id=key,
    )


def stop_job(job: Job) -> None:
    """A waiting job is stopped at once; a running one is told and ends when its task hears it."""
    now = timezone.now()
    Job.objects.filter(pk=job.pk).exclude(state__in=ENDED).update(stop_requested=True)
    Job.objects.filter(pk=job.pk, state=State.QUEUED).update(state=State.STOPPED, finished_at=now)


def claim_next_job() -> Job | None:
    """Takes the oldest waiting job for this worker, or returns None.

    Compare-and-set: the update only finds the row while it is still waiting, on SQLite and on
    PostgreSQL alike, so no two workers get the same job.
    """
    for key in list(jobs_waiting().values_list("pk", flat=True)[:10]):
        now = timezone.now()
        taken = Job.objects.filter(pk=key, state=State.QUEUED).update(
            state=State.RUNNING,
            claim=uuid.uuid4(),
            heartbeat_at=now,
            started_at=Coalesce("started_at", now),
            attempts=F("attempts") + 1,
        )
        if taken:
            return Job.objects.select_related("requested_by").get(pk=key)
    return None


def end_job(job: Job, state: State, *, error: str = "") -> None:
    """Writes how the job ended, with the progress last reported.

    Raises ClaimLostError when the job was given to another worker meanwhile.
    """
    job.state, job.error, job.finished_at = state, error, timezone.now()
    kept = Job.objects.filter(pk=job.pk, claim=job.claim, state=State.RUNNING).update(
        state=state,
        error=error,
        finished_at=job.finished_at,
        phase=job.phase,
        done=job.done,
        total=job.total,
        figures=job.figures,
    )
    if not kept:
        raise ClaimLostError(str(job.public_id))


def put_back_job(job: Job) -> None:
    """Gives a job back that a worker could not finish because it shuts down; no attempt lost."""
    Job.objects.filter(pk=job.pk, claim=job.claim, state=State.RUNNING).update(
        state=State.QUEUED, claim=None, heartbeat_at=None, attempts=F("attempts") - 1
    )


def reclaim_silent_jobs() -> int:
    """Resumes, once, the jobs of workers that died; a second death fails the job visibly.

    Returns how many jobs were silent.
    """
    silent = list(jobs_silent_since(timezone.now() - SILENT_AFTER))
    for job in silent:
        mine = Job.objects.filter(pk=job.pk, claim=job.claim, state=State.RUNNING)
        if job.stop_requested:
            mine.update(state=State.STOPPED, finished_at=timezone.now(), claim=None)
        elif job.attempts < ATTEMPTS:
            mine.update(state=State.QUEUED, claim=None, heartbeat_at=None)
        else:
            mine.update(
                state=State.FAILED,
                finished_at=timezone.now(),
                claim=None,
                error=gettext("The worker stopped twice while doing this job. Start it again."),
            )
    return len(silent)
