"""Long work around registration, done by workers: mails to imported delegates."""

from django.utils.translation import gettext_noop

from clusterwerk.jobs.context import JobContext
from clusterwerk.jobs.errors import JobStoppedError

from .actions.importing_delegations import tell_imported
from .models import Delegate

MAILS = gettext_noop("Mails to imported delegates")


def tell_imported_delegates(context: JobContext, *, delegate_ids: list[int]) -> None:
    """Tells each of them what is stored. May be repeated: nobody gets the mail twice."""
    rows = Delegate.objects.filter(pk__in=delegate_ids, cancelled_at__isnull=True).select_related(
        "registration__organisation", "registration__conference"
    )
    total = len(delegate_ids)
    for done, delegate in enumerate(rows.order_by("pk"), start=1):
        if context.should_stop():
            raise JobStoppedError  # goes on where it stopped
        tell_imported(delegate)
        context.report(phase=MAILS, done=done, total=total)
