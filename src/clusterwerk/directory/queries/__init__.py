"""Named reads of the register. Other apps use these instead of joining on their own.

All return listed organisations, in any status unless their name says otherwise.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from clusterwerk.places.models import Field, Region

from ..choices import CLUSTERS, INITIATIVES, KindGroup, Status
from ..models import LabelAward, OldSlug, Organisation, OrganisationField

OPEN = (Status.ACTIVE, Status.UNKNOWN)


def organisations() -> QuerySet[Organisation]:
    """All listed organisations by name, with all a list line shows: 3 queries for any number."""
    return (
        Organisation.objects.filter(is_listed=True)
        .select_related("kind", "country", "land", "region", "district")
        .prefetch_related(
            Prefetch("field_links", OrganisationField.objects.select_related("field")),
            Prefetch("label_awards", LabelAward.objects.select_related("label")),
        )
        .order_by("sort_name", "pk")
    )


def open_organisations() -> QuerySet[Organisation]:
    """Organisations that are active, or of which no recent source says otherwise."""
    return organisations().filter(status__in=OPEN)


def clusters() -> QuerySet[Organisation]:
    """Cluster initiatives, state-wide networks, cluster organisations and associations, open."""
    return open_organisations().filter(kind__in=CLUSTERS)


def initiatives() -> QuerySet[Organisation]:
    """Cluster initiatives and state-wide networks of the own state, open."""
    return open_organisations().filter(kind__in=INITIATIVES)


def organisations_with_fields(codes: Collection[str]) -> QuerySet[Organisation]:
    """Organisations that work in any of the fields, each once."""
    links = OrganisationField.objects.filter(field__in=codes)
    return organisations().filter(pk__in=links.values("organisation"))


def organisations_of_region(code: str) -> QuerySet[Organisation]:
    """Organisations with their seat in a region (R01 to R12)."""
    return organisations().filter(region=code)


def organisations_of_kinds(codes: Collection[str]) -> QuerySet[Organisation]:
    """Organisations of any of the kinds, or groups of kinds."""
    return organisations().filter(kinds_filter(codes))


def fields_below(code: str) -> list[str]:
    """Codes of the fields meant by a code: a field with its parts, or a whole group of fields."""
    return list(
        Field.objects.filter(Q(code=code) | Q(parent=code) | Q(group=code))
        .order_by()
        .values_list("code", flat=True)
    )


def kinds_filter(codes: Collection[str]) -> Q:
    """A condition on `kind` for codes of kinds and of `KindGroup`."""
    wanted: set[str] = set()
    bodies = False
    for code in codes:
        if code == KindGroup.INITIATIVES:
            wanted |= set(INITIATIVES)
        elif code == KindGroup.CLUSTERS:
            wanted |= set(CLUSTERS)
        elif code == KindGroup.BODIES:
            bodies = True
        else:
            wanted.add(code)
    condition = Q(kind__in=wanted)
    return condition | ~Q(kind__in=CLUSTERS) if bodies else condition


@dataclass(frozen=True, slots=True)
class RegionCounts:
    """Open initiatives and networks: per region (all twelve, by code), and those without one."""

    by_region: Mapping[str, int]
    statewide: int

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.by_region.values()) + self.statewide


def region_counts() -> RegionCounts:
    """Open initiatives and state-wide networks per region; 2 queries.

    The list shows the same ones at `?region=R03&kind=initiatives&status=open`, those without a
    region at `?region=none&...`.
    """
    rows = Organisation.objects.filter(is_listed=True, status__in=OPEN, kind__in=INITIATIVES)
    counted = dict(rows.order_by().values_list("region").annotate(Count("pk")))
    regions = Region.objects.values_list("code", flat=True)
    return RegionCounts({code: counted.get(code, 0) for code in regions}, counted.get(None, 0))


def clusters_of_country_counts() -> dict[str, int]:
    """Open clusters per country (ISO code), only countries with at least one; 1 query.

    The list shows the same ones at `?country=AT&kind=clusters&status=open`.
    """
    rows = Organisation.objects.filter(is_listed=True, status__in=OPEN, kind__in=CLUSTERS)
    return dict(rows.order_by("country").values_list("country").annotate(Count("pk")))


def organisation_of_slug(slug: str) -> Organisation | None:
    """The organisation at an address or at a former one, with all its profile shows."""
    full = organisations().prefetch_related("facts")
    found = full.filter(slug=slug).first()
    if found is None:
        old = OldSlug.objects.filter(slug=slug).first()
        found = full.filter(pk=old.organisation_id).first() if old else None
    return found
