"""The middle of an area in degrees: where an organisation is drawn whose place is not known."""

from functools import cache

from .shapes import Layer, Shapes, shapes


@cache
def centre_of(layer: Layer, code: str) -> tuple[float, float] | None:
    """(latitude, longitude) of a point well inside the area, None for an unknown code.

    Found by inverting the projection numerically, so that it serves every layer alike.
    """
    known = shapes(layer)
    shape = known.areas.get(code)
    if shape is None:
        return None
    lat, lng = 50.0, 10.0
    for _ in range(30):  # Newton's method; the projections are smooth and nearly linear here
        x, y = _raw(known, lat, lng)
        right, down = shape.label_x - x, shape.label_y - y
        step = 1e-4
        x_lng, y_lng = (b - a for a, b in zip((x, y), _raw(known, lat, lng + step), strict=True))
        x_lat, y_lat = (b - a for a, b in zip((x, y), _raw(known, lat + step, lng), strict=True))
        size = x_lng * y_lat - x_lat * y_lng
        lng += step * (right * y_lat - down * x_lat) / size
        lat += step * (down * x_lng - right * y_lng) / size
        if abs(right) + abs(down) < 1e-6:
            break
    return round(lat, 4), round(lng, 4)


def _raw(known: Shapes, lat: float, lng: float) -> tuple[float, float]:
    """Like `Shapes.point`, unrounded."""
    x, y = known.projection(lng, lat)
    return (x - known.origin[0]) * known.scale, (y - known.origin[1]) * known.scale
