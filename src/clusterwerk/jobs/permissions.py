"""Who may see and stop a job: whoever asked for it, and whoever may see all."""

from typing import Any

from rules.predicates import predicate

from .models import Job


@predicate
def is_requester(user: Any, job: Job | None) -> bool:
    """The person asked for this job."""
    return job is not None and user.is_authenticated and job.requested_by_id == user.pk


@predicate
def can_view_any_job(user: Any) -> bool:
    """Given by a higher app: `jobs.view_any_job`."""
    return bool(user.is_authenticated and user.has_perm("jobs.view_any_job"))


can_view_job = is_requester | can_view_any_job
can_stop_job = can_view_job
