"""Long work around a published plan, done by workers: mails and print files."""

from django.utils.translation import gettext, gettext_noop

from clusterwerk.jobs.context import JobContext
from clusterwerk.jobs.errors import JobFailedError, JobStoppedError

from .actions import papers
from .actions.agenda_mails import AgendaMails
from .models import Conference, Paper
from .papers.typesetting import TypesettingError

MAILS = gettext_noop("Mails about agendas")
TYPESETTING = gettext_noop("Typesetting")


def mail_notices(context: JobContext, *, conference_id: int) -> None:
    """Puts the mails of all notices that wait into the outbox.

    May be repeated, also after it died in the middle: what is in the outbox is not queued again.
    """
    conference = Conference.objects.get(pk=conference_id)
    context.report(phase=MAILS)
    try:
        AgendaMails(conference).queue_all(
            on_progress=lambda done, total: context.report(done=done, total=total),
            should_stop=context.should_stop,
        )
    except TypesettingError as error:
        raise JobFailedError(
            gettext("A PDF could not be made: %(fault)s") % {"fault": error}
        ) from error
    if context.was_told_to_stop:
        raise JobStoppedError  # goes on where it stopped


def make_paper(context: JobContext, *, paper_id: int) -> None:
    """Makes a print file; may be repeated, one that is there already is not made again."""
    paper = Paper.objects.select_related("conference", "plan").get(pk=paper_id)
    context.report(phase=TYPESETTING)
    try:
        papers.make_paper(paper)
    except TypesettingError as error:
        reason = gettext("A PDF could not be made: %(fault)s") % {"fault": error}
        papers.fail_paper(paper, reason)
        raise JobFailedError(reason) from error
