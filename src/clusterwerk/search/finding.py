"""Which documents match a query, best first."""

from collections.abc import Sequence

from django.db import connection

from .words import SHORTEST_PART, SHORTEST_PREFIX, beginnings_of, query_words

MOST_FOUND = 10_000
Words = Sequence[tuple[str, ...]]


def find(query: str, *, kind: str, limit: int = MOST_FOUND) -> list[str]:
    """Refs of the documents of a kind that contain all words of the query, best first.

    A word matches its other forms in German and English, the beginning of longer words, and parts
    of German compounds. Titles count more than texts. A long word that no document has is read as
    a compound: its longest beginning that some document has stands for it. Any input is safe:
    quotes and operators are read as blanks. A query without a letter or digit finds nothing.
    """
    return _find(query_words(query), kind, limit, every=True)


def find_any(query: str, *, kind: str, limit: int = MOST_FOUND) -> list[str]:
    """Like `find`, for documents that contain at least one word of the query."""
    return _find(query_words(query), kind, limit, every=False)


def _find(words: Words, kind: str, limit: int, *, every: bool) -> list[str]:
    if not words:
        return []
    found = _refs(words, kind, limit, every=every)
    if found:
        return found
    known = [_known_part(stems, kind) for stems in words]
    return [] if known == list(words) else _refs(known, kind, limit, every=every)


def _refs(words: Words, kind: str, limit: int, *, every: bool) -> list[str]:
    search = {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor]
    statement, parameters = search(words, kind, limit, every=every)
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [ref for (ref,) in cursor.fetchall()]


def _known_part(stems: tuple[str, ...], kind: str) -> tuple[str, ...]:
    """What to search for instead of a word that finds nothing: its beginning, else itself.

    `Faserverbundteile` gives `faserverbund`: a beginning that is itself a word, or the end of a
    compound, is preferred to a longer one (`faserverbundt`) that is cut within a word. At most two
    statements, each with one look into the index per letter.
    """
    whole, cut = beginnings_of(stems)
    if not whole or _refs([stems], kind, 1, every=True):
        return stems
    known = _first_known(whole, kind, as_word=True) or _first_known(cut, kind, as_word=False)
    return (known,) if known else stems


def _first_known(beginnings: Sequence[str], kind: str, *, as_word: bool) -> str:
    """The first that a document of the kind has as a word, or as the beginning of one; or ""."""
    if not beginnings:
        return ""
    has, term = {
        "sqlite": (
            """SELECT 1 FROM search_document_fts f CROSS JOIN search_document d ON d.id = f.rowid
            WHERE search_document_fts MATCH %s AND d.kind = %s""",
            '"{}"' if as_word else '"{}" *',
        ),
        "postgresql": (
            "SELECT 1 FROM search_document WHERE vector @@ CAST(%s AS tsquery) AND kind = %s",
            "'{}'" if as_word else "'{}':*",
        ),
    }[connection.vendor]
    # Only numbers and placeholders are put together here; the words are parameters. CROSS JOIN
    # keeps SQLite from reading all documents of the kind for each word before it asks the index.
    looks = [f"SELECT {place} WHERE EXISTS ({has})" for place in range(len(beginnings))]
    parameters = [text for word in beginnings for text in (term.format(word), kind)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(looks), parameters)
        places = [place for (place,) in cursor.fetchall()]
    return beginnings[min(places)] if places else ""


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
