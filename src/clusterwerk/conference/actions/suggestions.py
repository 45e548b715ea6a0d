"""Making the suggestions of a conference anew, by a job."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop

from clusterwerk.audit.actions import record
from clusterwerk.jobs.actions import enqueue_after_commit
from clusterwerk.jobs.models import Job

from .. import suggesting
from ..models import Conference, Suggestion
from ..queries.suggestions import job_in_progress, stale_conferences
from .locking import lock_conference

TASK = "clusterwerk.conference.wish_tasks.suggest_partners"


def request_suggestions(conference: Conference, *, by: Any) -> Job:
    """Asks for all suggestions of a conference; a job that waits or runs already is returned."""
    with transaction.atomic():
        locked = lock_conference(conference)
        running = job_in_progress(locked, TASK)
        if running is not None:
            return running
        job = enqueue_after_commit(
            TASK,
            by=by,
            subject=locked,
            title=gettext_noop("Suggesting partners"),
            shown_at=reverse("conference:team_wishes", args=[locked.slug]),
            conference_id=locked.pk,
        )
        record("request_suggestions", by=by, subject=locked)
    return job


def request_due_suggestions() -> int:
    """Asks for the suggestions of conferences in their wish phase where delegations, wishes or
    matches have changed since they were made. Returns for how many."""
    due = stale_conferences(timezone.now())
    for conference in due:
        request_suggestions(conference, by=None)
    return len(due)


def make_suggestions(
    conference: Conference,
    *,
    by: Any,
    on_progress: Callable[[float], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> bool:
    """Replaces all suggestions of a conference at once; false when it was stopped, and nothing
    changed then."""
    started_at = timezone.now()
    rows = suggesting.suggest_partners(conference, on_progress=on_progress, should_stop=should_stop)
    if rows is None:
        return False
    with transaction.atomic():
        Suggestion.objects.filter(registration__conference=conference).delete()
        Suggestion.objects.bulk_create(rows, batch_size=1000)
        # What changes while the engine is at work is seen by the next time.
        Conference.objects.filter(pk=conference.pk).update(suggested_at=started_at)
        record("make_suggestions", by=by, subject=conference, suggestions=len(rows))
    return True
