"""What is done about wishes by workers and by the clock."""

from clusterwerk.jobs.context import JobContext
from clusterwerk.jobs.errors import JobStoppedError

from .actions.suggestions import make_suggestions, request_due_suggestions
from .actions.wish_notices import expire_wishes, remind_of_wishes, tell_wishes
from .models import Conference


def suggest_partners(context: JobContext, *, conference_id: int) -> None:
    """Makes all suggestions of a conference anew; may be repeated."""
    conference = Conference.objects.get(pk=conference_id)

    def show(share: float) -> None:
        context.report(done=round(100 * share), total=100)

    finished = make_suggestions(
        conference,
        by=context.job.requested_by,
        on_progress=show,
        should_stop=context.should_stop,
    )
    if not finished:
        raise JobStoppedError


def tell() -> None:
    """Due: mails about new wishes."""
    tell_wishes()


def remind_and_expire() -> None:
    """Due: what waits too long."""
    expire_wishes()
    remind_of_wishes()


def renew_suggestions() -> None:
    """Due: suggestions where something changed."""
    request_due_suggestions()
