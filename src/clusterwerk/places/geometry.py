"""Maps with figures: what `web/choropleth.html` draws."""

from collections.abc import Mapping

from babel import Locale
from django.utils.translation import get_language, gettext

from .shapes import Area, Layer, Map, level_of, shapes
from .taxonomy import names_of_kind

KIND_OF_LAYER = {"regions": "bw_region", "districts": "bw_district", "laender": "federal_state"}


def names_of_layer(layer: Layer) -> dict[str, str]:
    """Code -> name in the language of the page."""
    english = get_language() == "en"
    if layer == "europe":
        territories = Locale("en" if english else "de").territories
        return {code: str(territories[code]) for code in shapes(layer).areas}
    return {code: names[english] for code, names in names_of_kind(KIND_OF_LAYER[layer]).items()}


def map_of(
    layer: Layer, values: Mapping[str, int], addresses: Mapping[str, str], title: str
) -> Map:
    """All areas of a layer; one without a value is drawn plain and has no figure."""
    names = names_of_layer(layer)
    known = shapes(layer)
    largest = max((values.get(code, 0) for code in known.areas), default=0)
    areas = tuple(
        Area(
            code=code,
            path=shape.path,
            label=names[code],
            value=values.get(code),
            level=level_of(values.get(code), largest),
            address=addresses.get(code, ""),
            label_x=shape.label_x,
            label_y=shape.label_y,
        )
        for code, shape in known.areas.items()
    )
    return Map(title=title, width=known.width, height=known.height, areas=areas)


def region_map(
    values: Mapping[str, int], addresses: Mapping[str, str], title: str | None = None
) -> Map:
    """The 12 regions, by code R01 to R12. Every region gets a figure, 0 when none is given."""
    filled = {code: values.get(code, 0) for code in shapes("regions").areas}
    return map_of("regions", filled, addresses, title or gettext("Regions of Baden-Württemberg"))


def district_map(
    values: Mapping[str, int], addresses: Mapping[str, str], title: str | None = None
) -> Map:
    """The 44 districts, by NUTS 3 code."""
    default = gettext("Districts of Baden-Württemberg")
    return map_of("districts", values, addresses, title or default)


def land_map(
    values: Mapping[str, int], addresses: Mapping[str, str], title: str | None = None
) -> Map:
    """The 16 Länder, by ISO 3166-2 code (DE-BW). Every Land gets a figure."""
    filled = {code: values.get(code, 0) for code in shapes("laender").areas}
    return map_of("laender", filled, addresses, title or gettext("Länder of Germany"))


def europe_map(
    values: Mapping[str, int], addresses: Mapping[str, str], title: str | None = None
) -> Map:
    """Europe by country, by ISO 3166-1 alpha-2 code; a country without a value is drawn plain."""
    return map_of("europe", values, addresses, title or gettext("Europe by country"))
