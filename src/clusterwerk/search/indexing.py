"""Puts documents into the index. Apps above register where their documents come from."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db import transaction

from .models import Document
from .words import index_text, parts_text

BATCH = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to be found: `titles` count more than `texts`; both in any language."""

    kind: str
    ref: str
    titles: Sequence[str]
    texts: Sequence[str] = ()


_sources: dict[str, Callable[[], Iterable[Entry]]] = {}


def register_source(kind: str, entries: Callable[[], Iterable[Entry]]) -> None:
    """Names the function that gives all documents of a kind; called in `AppConfig.ready`."""
    _sources[kind] = entries


def index(entries: Iterable[Entry]) -> int:
    """Adds documents, or replaces those of the same kind and ref; returns how many."""
    iterator = iter(entries)
    number = 0
    while batch := list(islice(iterator, BATCH)):
        Document.objects.bulk_create(
            (_document(entry) for entry in batch),
            update_conflicts=True,
            unique_fields=["kind", "ref"],
            update_fields=["title_stems", "body_stems", "parts"],
        )
        number += len(batch)
    return number


def remove(kind: str, refs: Iterable[str]) -> None:
    """Takes documents out of the index."""
    Document.objects.filter(kind=kind, ref__in=list(refs)).delete()


@transaction.atomic
def rebuild(kind: str) -> int:
    """Indexes all documents of a kind anew from its registered source; returns how many.

    Raises KeyError for a kind that nobody registered.
    """
    entries = _sources[kind]
    Document.objects.filter(kind=kind).delete()
    return index(entries())


def kinds() -> list[str]:
    """The kinds that have a source."""
    return sorted(_sources)


def _document(entry: Entry) -> Document:
    return Document(
        kind=entry.kind,
        ref=entry.ref,
        title_stems=index_text(entry.titles),
        body_stems=index_text(entry.texts),
        parts=parts_text((*entry.titles, *entry.texts)),
    )
