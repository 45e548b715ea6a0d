"""What can be found: one row per document, its text already stemmed.

The index proper is made by `search.setup` after every migrate: an FTS5 table on SQLite, a
`tsvector` column with a GIN index on PostgreSQL. Both are kept by the database itself when rows of
this table change.
"""

from django.db import models


class Document(models.Model):
    """A document of some kind ("organisation"); `ref` is the key its owner knows it by."""

    kind = models.CharField(max_length=40)
    ref = models.CharField(max_length=64)
    title_stems = models.TextField()
    body_stems = models.TextField()
    parts = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("kind", "ref"), name="search_document_once"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"
