"""Writing the audit trail: called inside the action's transaction, beside the change."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

from clusterwerk.web.subjects import subject_of

from .models import Entry


def record(verb: str, *, by: Any, subject: Model | None = None, **details: Any) -> Entry:
    """Adds an entry: `record("publish_plan", by=user, subject=plan, meetings=604)`.

    `by` is the person who acts, or None for the software itself. `details` must be plain JSON
    values, dates or UUIDs, and must not hold personal data: name rows by their ids.
    """
    person = None if by is None or isinstance(by, AnonymousUser) else by
    kind, key = subject_of(subject)
    return Entry.objects.create(
        by=person,
        by_key=getattr(person, "public_id", None),
        verb=verb,
        subject_type=kind,
        subject_id=key,
        details=details,
    )
