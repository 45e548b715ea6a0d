"""The list of organisations as a visitor filtered it, and what each further choice would give."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from clusterwerk.places.models import Field
from clusterwerk.search.finding import find, find_any

from ..choices import CLUSTERS, DOCUMENT_KIND, INITIATIVES, KindGroup, Status
from ..models import LabelAward, Organisation, OrganisationField
from . import OPEN, kinds_filter, organisations

NO_REGION = "none"
STATUS_OPEN = "open"
SORTS = ("relevance", "name", "founded")


@dataclass(frozen=True, slots=True)
class Filters:
    """What a visitor chose, as written in the address; "" means no choice.

    `region` may be `none`, `kind` a `KindGroup`, `status` may be `open`, and `field` a field, a
    growth field with its parts, or a whole group.
    """

    q: str = ""
    country: str = ""
    region: str = ""
    field: str = ""
    kind: str = ""
    label: str = ""
    status: str = ""

    def without(self, name: str) -> "Filters":
        """The same filters but one."""
        return replace(self, **{name: ""})

    @property
    def chosen(self) -> dict[str, str]:
        """Only the filters that are set, in order."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if value}


@dataclass(frozen=True, slots=True)
class Listing:
    """Filters applied. `ranked` are the keys the search found, best first, None without a search.

    `only_some_words` tells that no organisation has all words and those with some are shown.
    """

    filters: Filters
    ranked: tuple[int, ...] | None = None
    only_some_words: bool = False

    def rows(self, without: str = "") -> QuerySet[Organisation]:
        """The filtered organisations in no order; `without` one of the filters."""
        chosen = self.filters.without(without) if without else self.filters
        found = Organisation.objects.filter(is_listed=True).order_by()
        if self.ranked is not None:
            found = found.filter(pk__in=self.ranked)
        return found.filter(_condition(chosen))

    def keys(self, sort: str) -> list[int]:
        """Keys of all filtered organisations: by relevance, name or founding year, oldest first."""
        if sort == "relevance" and self.ranked is not None:
            kept = set(self.rows().values_list("pk", flat=True))
            return [key for key in self.ranked if key in kept]
        order: list[Any] = ["sort_name", "pk"]
        if sort == "founded":
            order.insert(0, F("founded").asc(nulls_last=True))
        return list(self.rows().order_by(*order).values_list("pk", flat=True))

    def organisations(self, keys: list[int], *, facts: bool = False) -> list[Organisation]:
        """The organisations of these keys in the same order, with all that a line shows."""
        wanted = organisations().filter(pk__in=keys)
        by_key = {row.pk: row for row in (wanted.prefetch_related("facts") if facts else wanted)}
        return [by_key[key] for key in keys if key in by_key]

    def all_organisations(self, sort: str, batch: int = 200) -> Iterator[Organisation]:
        """All filtered organisations with their facts, read in batches."""
        keys = self.keys(sort)
        for start in range(0, len(keys), batch):
            yield from self.organisations(keys[start : start + batch], facts=True)


def listing_of(filters: Filters) -> Listing:
    """Runs the search of the filters, if there is one."""
    if not filters.q.strip():
        return Listing(replace(filters, q=""))
    found = find(filters.q, kind=DOCUMENT_KIND)
    some = [] if found else find_any(filters.q, kind=DOCUMENT_KIND)
    ranked = tuple(int(ref) for ref in found or some)
    return Listing(filters, ranked, only_some_words=bool(some))


def _condition(filters: Filters) -> Q:
    condition = Q()
    if filters.country:
        condition &= Q(country=filters.country)
    if filters.region:
        no_region = filters.region == NO_REGION
        condition &= Q(region__isnull=True) if no_region else Q(region=filters.region)
    if filters.kind:
        condition &= kinds_filter([filters.kind])
    if filters.status:
        values = OPEN if filters.status == STATUS_OPEN else (filters.status,)
        condition &= Q(status__in=values)
    if filters.field:
        code = filters.field
        below = Q(field=code) | Q(field__parent=code) | Q(field__group=code)
        links = OrganisationField.objects.filter(below)
        condition &= Q(pk__in=links.values("organisation"))
    if filters.label:
        awards = LabelAward.objects.filter(label=filters.label)
        condition &= Q(pk__in=awards.values("organisation"))
    return condition


@dataclass(frozen=True, slots=True)
class Counts:
    """For each filter: value -> number of organisations if it were chosen beside the others."""

    country: dict[str, int]
    region: dict[str, int]
    field: dict[str, int]
    kind: dict[str, int]
    label: dict[str, int]
    status: dict[str, int]


def counts_of(listing: Listing) -> Counts:
    """Numbers beside the choices; the number of queries does not depend on the rows."""
    region = _counted(listing.rows("region"), "region")
    region[NO_REGION] = region.pop(None, 0)
    kind = _counted(listing.rows("kind"), "kind")
    everything = sum(kind.values())
    clusters = sum(kind.get(code, 0) for code in CLUSTERS)
    kind[KindGroup.INITIATIVES] = sum(kind.get(code, 0) for code in INITIATIVES)
    kind[KindGroup.CLUSTERS] = clusters
    kind[KindGroup.BODIES] = everything - clusters
    status = _counted(listing.rows("status"), "status")
    status[STATUS_OPEN] = sum(status.get(value, 0) for value in OPEN)
    labels = LabelAward.objects.filter(organisation__in=listing.rows("label").values("pk"))
    return Counts(
        country=_counted(listing.rows("country"), "country"),
        region=region,
        field=_field_counts(listing),
        kind=kind,
        label=_distinct(labels, "label"),
        status=status,
    )


def _counted(rows: QuerySet[Organisation], column: str) -> dict[Any, int]:
    return dict(rows.values_list(column).annotate(Count("pk")))


def _distinct(rows: QuerySet[Any], column: str) -> dict[Any, int]:
    counted = rows.order_by().values_list(column)
    return dict(counted.annotate(Count("organisation", distinct=True)))


def _field_counts(listing: Listing) -> dict[str, int]:
    """Per field, per growth field with its parts, and per group of fields."""
    links = OrganisationField.objects.filter(organisation__in=listing.rows("field").values("pk"))
    counts = _distinct(links, "field")
    counts |= _distinct(links.filter(field__parent__isnull=False), "field__parent")
    return counts | _distinct(links, "field__group")


def fields_by_group() -> list[tuple[Any, list[Field]]]:
    """All fields below their groups, parts after their growth field; 1 query."""
    groups: dict[str, tuple[Any, list[Field]]] = {}
    rows = list(Field.objects.select_related("group").order_by("group__order", "order"))
    for row in rows:
        if row.parent_id is None:
            members = groups.setdefault(row.group_id, (row.group, []))[1]
            members.append(row)
            members += [part for part in rows if part.parent_id == row.pk]
    return list(groups.values())


STATUS_VALUES = (STATUS_OPEN, *Status.values)
