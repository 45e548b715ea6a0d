"""Which documents match a query, best first."""

from collections.abc import Sequence

from django.db import connection

from .words import SHORTEST_PART, SHORTEST_PREFIX, query_words

MOST_FOUND = 10_000
Words = Sequence[tuple[str, ...]]


def find(query: str, *, kind: str, limit: int = MOST_FOUND) -> list[str]:
    """Refs of the documents of a kind that contain all words of the query, best first.

    A word matches its other forms in German and English, the beginning of longer words, and parts
    of German compounds. Titles count more than texts. Any input is safe: quotes and operators are
    read as blanks. A query without a letter or digit finds nothing.
    """
    return _find(query_words(query), kind, limit, every=True)


def find_any(query: str, *, kind: str, limit: int = MOST_FOUND) -> list[str]:
    """Like `find`, for documents that contain at least one word of the query."""
    return _find(query_words(query), kind, limit, every=False)


def _find(words: Words, kind: str, limit: int, *, every: bool) -> list[str]:
    if not words:
        return []
    search = {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor]
    statement, parameters = search(words, kind, limit, every=every)
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [ref for (ref,) in cursor.fetchall()]


def _sqlite(words: Words, kind: str, limit: int, *, every: bool) -> tuple[str, list[str | int]]:
    """FTS5: stems as quoted phrases, beginnings with a star; bm25 weighs the columns."""
    alternatives = []
    for stems in words:
        found = [f'{{title_stems body_stems}} : "{stem}"' for stem in stems]
        for stem in stems:
            if len(stem) >= SHORTEST_PREFIX:
                found.append(f'{{title_stems body_stems}} : "{stem}" *')
            if len(stem) >= SHORTEST_PART:
                found.append(f'parts : "{stem}" *')
        alternatives.append(f"({' OR '.join(found)})")
    match = (" AND " if every else " OR ").join(alternatives)
    statement = """
        SELECT d.ref FROM search_document_fts f JOIN search_document d ON d.id = f.rowid
        WHERE search_document_fts MATCH %s AND d.kind = %s
        ORDER BY bm25(search_document_fts, 8.0, 1.0, 0.2), d.ref LIMIT %s"""
    return statement, [match, kind, limit]


def _postgresql(words: Words, kind: str, limit: int, *, every: bool) -> tuple[str, list[str | int]]:
    """tsquery: the same alternatives, restricted to weights instead of columns."""
    alternatives = []
    for stems in words:
        found = [f"'{stem}':AC" for stem in stems]
        for stem in stems:
            if len(stem) >= SHORTEST_PREFIX:
                found.append(f"'{stem}':*AC")
            if len(stem) >= SHORTEST_PART:
                found.append(f"'{stem}':*D")
        alternatives.append(f"({' | '.join(found)})")
    match = (" & " if every else " | ").join(alternatives)
    statement = """
        SELECT ref FROM search_document, CAST(%s AS tsquery) query
        WHERE vector @@ query AND kind = %s
        ORDER BY ts_rank('{0.02, 0.1, 0.15, 1.0}', vector, query, 1) DESC, ref
        LIMIT %s"""
    return statement, [match, kind, limit]
