"""Doing one job: call the task, and write how it ended."""

from collections.abc import Callable

import structlog
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext

from .actions import claim_next_job, end_job, put_back_job
from .choices import State
from .context import JobContext
from .errors import ClaimLostError, JobFailedError, JobStoppedError
from .models import Job

log = structlog.get_logger(__name__)


def run_job(job: Job, *, is_shutting_down: Callable[[], bool] = lambda: False) -> None:
    """Calls the task of a claimed job in the requester's language. Raises nothing of the task."""
    context = JobContext(job, is_shutting_down=is_shutting_down)
    logger = log.bind(job=str(job.public_id), task=job.kind)
    logger.info("job started", attempt=job.attempts)
    try:
        with translation.override(job.language):
            _call(context)
    except ClaimLostError:
        logger.warning("job was given to another worker")
    else:
        logger.info("job ended", state=job.state)


def run_waiting_jobs() -> int:
    """Does all waiting jobs in this process, one after the other; returns how many."""
    count = 0
    while job := claim_next_job():
        run_job(job)
        count += 1
    return count


def _call(context: JobContext) -> None:
    job = context.job
    try:
        import_string(job.kind)(context, **job.arguments)
    except JobStoppedError:
        context.was_told_to_stop = True
    except JobFailedError as error:
        end_job(job, State.FAILED, error=str(error))
        return
    except ClaimLostError:
        raise
    except Exception:
        log.exception("job failed", job=str(job.public_id), task=job.kind)
        message = gettext("An unexpected error. The log names it under %(key)s.")
        end_job(job, State.FAILED, error=message % {"key": job.public_id})
        return
    if not context.was_told_to_stop:
        end_job(job, State.DONE)
    elif Job.objects.filter(pk=job.pk, stop_requested=True).exists():
        end_job(job, State.STOPPED)
    else:  # the worker shuts down
        put_back_job(job)
