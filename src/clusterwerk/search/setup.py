"""Makes and mends the full-text index of the document table. Safe to repeat."""

from typing import Any

from django.db import connections, router

from .models import Document

TABLE = Document._meta.db_table  # search_document, as the statements below write it

SQLITE = (
    """CREATE VIRTUAL TABLE IF NOT EXISTS search_document_fts USING fts5(
        title_stems, body_stems, parts,
        content='search_document', content_rowid='id', tokenize='unicode61 remove_diacritics 0'
    )""",
    """CREATE TRIGGER IF NOT EXISTS search_document_added AFTER INSERT ON search_document BEGIN
        INSERT INTO search_document_fts(rowid, title_stems, body_stems, parts)
        VALUES (new.id, new.title_stems, new.body_stems, new.parts);
    END""",
    """CREATE TRIGGER IF NOT EXISTS search_document_removed AFTER DELETE ON search_document BEGIN
        INSERT INTO search_document_fts(search_document_fts, rowid, title_stems, body_stems, parts)
        VALUES ('delete', old.id, old.title_stems, old.body_stems, old.parts);
    END""",
    """CREATE TRIGGER IF NOT EXISTS search_document_changed AFTER UPDATE ON search_document BEGIN
        INSERT INTO search_document_fts(search_document_fts, rowid, title_stems, body_stems, parts)
        VALUES ('delete', old.id, old.title_stems, old.body_stems, old.parts);
        INSERT INTO search_document_fts(rowid, title_stems, body_stems, parts)
        VALUES (new.id, new.title_stems, new.body_stems, new.parts);
    END""",
    "INSERT INTO search_document_fts(search_document_fts) VALUES ('rebuild')",
)
POSTGRESQL = (
    """ALTER TABLE search_document ADD COLUMN IF NOT EXISTS vector tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', title_stems), 'A')
        || setweight(to_tsvector('simple', body_stems), 'C')
        || setweight(to_tsvector('simple', parts), 'D')
    ) STORED""",
    "CREATE INDEX IF NOT EXISTS search_document_vector ON search_document USING gin (vector)",
)
STATEMENTS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def set_up_after_migrate(using: str, **_kwargs: Any) -> None:
    """Receiver of `post_migrate`: does nothing while the table is not there yet."""
    connection = connections[using]
    if not router.allow_migrate_model(using, Document):
        return
    if TABLE not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for statement in STATEMENTS[connection.vendor]:
            cursor.execute(statement)
