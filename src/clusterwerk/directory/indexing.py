"""What of an organisation can be found by the search."""

from collections.abc import Iterable, Iterator

from clusterwerk.places.models import Coded
from clusterwerk.search.indexing import Entry, index

from .choices import DOCUMENT_KIND
from .models import Organisation
from .queries import organisations


def entries() -> Iterator[Entry]:
    """All organisations as search documents; `ref` is the primary key."""
    yield from entries_of(organisations().prefetch_related("facts"))


def entries_of(rows: Iterable[Organisation]) -> Iterator[Entry]:
    """Name and short name count most; both languages of all texts are found on either page."""
    for row in rows:
        named: list[Coded | None] = [row.kind, row.country, row.land, row.region, row.district]
        named += [*row.fields_in_order, *(award.label for award in row.label_awards.all())]
        names = [name for item in named if item for name in (item.name_de, item.name_en)]
        facts = [text for fact in row.facts.all() for text in (fact.text_de, fact.text_en)]
        texts = [row.description_de, row.description_en, row.topics_de, row.topics_en, row.city]
        yield Entry(
            kind=DOCUMENT_KIND,
            ref=str(row.pk),
            titles=(row.name, row.short_name),
            texts=(*texts, *names, *facts),
        )


def index_organisations(keys: Iterable[int]) -> None:
    """Renews the search documents of organisations; call it in the transaction of the change."""
    rows = organisations().prefetch_related("facts").filter(pk__in=list(keys))
    index(entries_of(rows))
