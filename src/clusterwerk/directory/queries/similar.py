"""Organisations like another one: common fields first, then near ones."""

from dataclasses import dataclass
from math import exp

from clusterwerk.places.distance import haversine_km
from clusterwerk.places.models import Field

from ..choices import CLUSTERS, Status
from ..models import Organisation, OrganisationField
from . import organisations

FALL_OFF_KM = 150.0  # at this distance a common field counts 37 %
UNKNOWN_SAME_REGION = 0.8  # weights where no distance can be told
UNKNOWN_SAME_LAND = 0.4
UNKNOWN_SAME_COUNTRY = 0.25
UNKNOWN_ABROAD = 0.08
MAIN_FIELD = 2.0  # how much more a common field counts that is a main one
OTHER_NATURE = 0.7  # a cluster beside a research body, or the other way round


@dataclass(frozen=True, slots=True)
class Similar:
    """A similar organisation, the fields in common, and the distance where it can be told."""

    organisation: Organisation
    fields: tuple[Field, ...]
    distance_km: float | None


def similar_organisations(subject: Organisation, limit: int = 6) -> list[Similar]:
    """The most similar open organisations; the number of queries does not depend on the rows.

    Weight = common fields x nearness. Distances are those of the middles of places or districts.
    """
    own = [field.code for field in subject.fields_in_order]
    shared: dict[int, list[tuple[str, int]]] = {}
    links = OrganisationField.objects.filter(field__in=own).exclude(organisation=subject)
    for key, code, position in links.order_by("position").values_list(
        "organisation", "field", "position"
    ):
        shared.setdefault(key, []).append((code, position))
    candidates = Organisation.objects.filter(is_listed=True).order_by().exclude(status=Status.ENDED)
    near = ("kind", "country", "land", "region", "latitude", "longitude", "position_precision")
    weighted = []
    for row in candidates.filter(pk__in=list(shared)).only("pk", "sort_name", *near):
        distance = distance_between(subject, row)
        weight = _common(own, shared[row.pk]) * _nearness(subject, row, distance)
        weighted.append((-weight, row.sort_name, row.pk, distance))
    best = sorted(weighted)[:limit]
    rows = organisations().in_bulk([key for _weight, _name, key, _distance in best])
    return [
        Similar(
            organisation=rows[key],
            fields=tuple(field for field in rows[key].fields_in_order if field.code in own),
            distance_km=distance,
        )
        for _weight, _name, key, distance in best
    ]


def distance_between(a: Organisation, b: Organisation) -> float | None:
    """Kilometres between two seats, None unless both are known to the place or district."""
    if not (a.has_near_position and b.has_near_position):
        return None
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return None
    return haversine_km(a.latitude, a.longitude, b.latitude, b.longitude)


def _common(own: list[str], shared: list[tuple[str, int]]) -> float:
    weight = 0.0
    for code, position in shared:
        weight += MAIN_FIELD if code == own[0] else 1.0
        weight += MAIN_FIELD - 1.0 if position == 0 else 0.0
    return weight


def _nearness(subject: Organisation, other: Organisation, distance: float | None) -> float:
    if distance is not None:
        near = exp(-distance / FALL_OFF_KM)
    elif subject.region_id and subject.region_id == other.region_id:
        near = UNKNOWN_SAME_REGION
    elif subject.land_id and subject.land_id == other.land_id:
        near = UNKNOWN_SAME_LAND
    elif subject.country_id == other.country_id:
        near = UNKNOWN_SAME_COUNTRY
    else:
        near = UNKNOWN_ABROAD
    alike = (subject.kind_id in CLUSTERS) == (other.kind_id in CLUSTERS)
    return near if alike else near * OTHER_NATURE
