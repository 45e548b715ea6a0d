"""A small map that shows where an organisation is, as far as we know."""

from dataclasses import dataclass

from django.utils.translation import gettext

from clusterwerk.places.geometry import names_of_layer
from clusterwerk.places.shapes import Layer, Shape, shapes

from ..choices import Precision
from ..models import Organisation


@dataclass(frozen=True, slots=True)
class Locator:
    """A layer with one area marked, and a point (text, so that no language adds a comma)."""

    title: str
    caption: str
    width: int
    height: int
    shapes: tuple[Shape, ...]
    marked: str
    point: tuple[str, str] | None


def locator_of(row: Organisation) -> Locator | None:
    """The district, region or Land at home, the country abroad; None when none is on our maps."""
    layer, code = _area_of(row)
    known = shapes(layer)
    if code not in known.areas:
        return None
    point = None
    if row.position_precision == Precision.PLACE and row.latitude is not None:
        x, y = known.point(row.latitude, row.longitude or 0.0)
        point = (str(x), str(y))
    name = names_of_layer(layer)[code]
    title = gettext("Map: %(area)s") % {"area": name}
    caption = f"{row.city}, {name}" if point and row.city != name else name
    areas = tuple(known.areas.values())
    return Locator(title, caption, known.width, known.height, areas, code, point)


def _area_of(row: Organisation) -> tuple[Layer, str]:
    if row.district_id:
        return "districts", row.district_id
    if row.region_id:
        return "regions", row.region_id
    if row.land_id:
        return "laender", row.land_id
    return "europe", row.country_id
