"""The maps of regions and of Europe, with the same figures as tables; a table of the fields."""

from collections.abc import Mapping

from babel import Locale
from django.utils.translation import get_language, gettext

from clusterwerk.places.geometry import europe_map, names_of_layer, region_map
from clusterwerk.places.shapes import shapes

from ..choices import KindGroup
from ..queries import clusters_of_country_counts, region_counts
from ..queries.fields import FieldCount, field_counts
from ..queries.listing import NO_REGION, STATUS_OPEN, Counts, Filters, Listing
from ..slugs import sort_name_of
from .profile import list_address

Row = tuple[str, int, str]


def open_cluster_maps() -> dict[str, object]:
    """Open initiatives and networks per region, open clusters and networks per country."""
    regions = region_counts()
    return _maps(
        regions={**regions.by_region, NO_REGION: regions.statewide},
        countries=clusters_of_country_counts(),
        region_filters={"kind": KindGroup.INITIATIVES.value, "status": STATUS_OPEN},
        country_filters={"kind": KindGroup.CLUSTERS.value, "status": STATUS_OPEN},
        captions=(
            gettext(
                "Cluster initiatives and state-wide networks, active or without a recent source"
            ),
            gettext("Clusters and networks, active or without a recent source"),
        ),
        without_region=gettext("state-wide, without a region"),
    )


def filtered_maps(filters: Filters, counts: Counts) -> dict[str, object]:
    """What a visitor filtered: per region without the filter by region, per country likewise."""
    regions = {code: counts.region.get(code, 0) for code in shapes("regions").areas}
    return _maps(
        regions={**regions, NO_REGION: counts.region[NO_REGION]},
        countries=counts.country,
        region_filters=filters.without("region").chosen,
        country_filters=filters.without("country").chosen,
        captions=(
            gettext("Organisations by the filters above, by region"),
            gettext("Organisations by the filters above, by country"),
        ),
        without_region=gettext("without a region of the state"),
    )


def field_table(listing: Listing) -> dict[str, object]:
    """Every field with its organisations, of all or of what a visitor filtered."""
    others = listing.filters.without("field").chosen
    rows: list[tuple[FieldCount, str]] = [
        (row, list_address(**{**others, "field": row.code})) for row in field_counts(listing)
    ]
    caption = (
        gettext("Organisations by the filters above, by field")
        if others
        else gettext("All organisations, by field")
    )
    return {"field_rows": rows, "field_caption": caption}


def _maps(
    *,
    regions: Mapping[str, int],
    countries: Mapping[str, int],
    region_filters: Mapping[str, str],
    country_filters: Mapping[str, str],
    captions: tuple[str, str],
    without_region: str,
) -> dict[str, object]:
    region_links = {code: list_address(**{**region_filters, "region": code}) for code in regions}
    country_links = {
        code: list_address(**{**country_filters, "country": code}) for code in countries
    }
    names = {**names_of_layer("regions"), NO_REGION: without_region}
    territories = Locale("en" if get_language() == "en" else "de").territories
    country_rows: list[Row] = [
        (str(territories.get(code, code)), number, country_links[code])
        for code, number in countries.items()
    ]
    return {
        "region_map": region_map(regions, region_links, captions[0]),
        "region_rows": [(names[code], regions[code], region_links[code]) for code in regions],
        "region_caption": captions[0],
        "region_total": sum(regions.values()),
        "europe_map": europe_map(countries, country_links, captions[1]),
        "country_rows": sorted(country_rows, key=lambda row: sort_name_of(row[0])),
        "country_caption": captions[1],
        "country_total": sum(countries.values()),
    }
