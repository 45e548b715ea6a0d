"""Named reads of the audit trail."""

from django.db.models import Model, QuerySet

from clusterwerk.web.subjects import subject_of

from .models import Entry


def entries_about(subject: Model) -> QuerySet[Entry]:
    """All that was done to a row, newest first."""
    kind, key = subject_of(subject)
    return Entry.objects.filter(subject_type=kind, subject_id=key).select_related("by")
