"""How the outbox, the audit trail and jobs name the row they are about: by type and public id."""

from django.db.models import Model


def subject_of(row: Model | None) -> tuple[str, str]:
    """`("directory.organisation", "<public id>")`; two empty strings for no row.

    The primary key stands in where a row has no public id.
    """
    if row is None:
        return "", ""
    return row._meta.label_lower, str(getattr(row, "public_id", None) or row.pk)
