"""Maps as SVG paths: the 12 regions, 44 districts and 16 Länder, and Europe by country.

Shapes come from the shipped boundaries (see `data/README.md` for sources and terms), are projected
once and kept. `places.geometry` makes maps with figures of them.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import ceil
from typing import Any, Literal

from .projection import Point, Projection, equal_area, equirectangular
from .taxonomy import DATA

Layer = Literal["regions", "districts", "laender", "europe"]
Ring = list[Point]

# Width of the view boxes in their own units: small for states, so that figures on the map can be
# read on a phone, where a unit is less than a pixel.
WIDTHS = {"regions": 440, "districts": 440, "laender": 440, "europe": 640}
GRID = 2  # steps per unit that corners are rounded to; neighbours keep one common line
# Part of the plane that the map of Europe shows: corners south-west and north-east, in degrees.
EUROPE_FRAME = ((-9.6, 33.6), (42.0, 71.2))
LEVELS = 5
CURVE = 0.6  # power by which levels follow figures; 1 would be straight


@dataclass(frozen=True, slots=True)
class Shape:
    """One area: SVG path, a point well inside its largest part, and the box around that part."""

    code: str
    path: str
    label_x: int  # whole numbers, which no language writes with a comma
    label_y: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Shapes:
    """A layer of areas in a view box of `width` x `height`."""

    width: int
    height: int
    areas: Mapping[str, Shape]
    projection: Projection
    origin: Point
    scale: float

    def point(self, lat: float, lng: float) -> Point:
        """A position in the view box."""
        x, y = self.projection(lng, lat)
        return (
            round((x - self.origin[0]) * self.scale, 1),
            round((y - self.origin[1]) * self.scale, 1),
        )


@dataclass(frozen=True, slots=True)
class Area:
    """What `web/choropleth.html` draws for one area; `level` 0 (nothing) to 5 (most)."""

    code: str
    path: str
    label: str
    value: int | None
    level: int
    address: str
    label_x: int | None
    label_y: int | None


@dataclass(frozen=True, slots=True)
class Map:
    """A map for `web/choropleth.html`."""

    title: str
    width: int
    height: int
    areas: tuple[Area, ...]


@cache
def shapes(layer: Layer) -> Shapes:
    """The shapes of a layer, by code: R01, DE111, DE-BW or AT."""
    polygons = _polygons(layer)
    if layer == "europe":
        projection = equal_area(10, 52)
        (west, south), (east, north) = EUROPE_FRAME
        corners = [projection(lng, lat) for lng in (west, east) for lat in (south, north)]
        corners += [projection(-24.6, 65.5), projection(45.0, 39.0)]  # Iceland, eastern Türkiye
    else:
        projection = equirectangular(48.7 if layer != "laender" else 51.0)
        corners = [projection(*p) for parts in polygons.values() for part in parts for p in part[0]]
    left, top = min(x for x, _ in corners), min(y for _, y in corners)
    right, bottom = max(x for x, _ in corners), max(y for _, y in corners)
    width = WIDTHS[layer]
    scale = width / (right - left)
    height = ceil((bottom - top) * scale)

    def placed(ring: Ring) -> Ring:
        projected = (projection(*corner) for corner in ring)
        return [((x - left) * scale, (y - top) * scale) for x, y in projected]

    areas = {}
    for code, parts in polygons.items():
        rings = [[placed(ring) for ring in part] for part in parts]
        shape = _shape(code, rings, (width, height))
        if shape:
            areas[code] = shape
    return Shapes(width, height, areas, projection, (left, top), scale)


@cache
def _polygons(layer: Layer) -> dict[str, list[list[Ring]]]:
    """Code -> polygons, each its outer ring and its holes, in degrees (longitude, latitude)."""
    if layer == "europe":
        countries = json.loads((DATA / "europe.json").read_text("utf-8"))["countries"]
        return {code: countries[code] for code in sorted(countries)}
    key = {"regions": "code", "districts": "nuts", "laender": "code"}[layer]
    name = {"regions": "bw_regions", "districts": "bw_districts", "laender": "de_laender"}[layer]
    features = json.loads((DATA / f"{name}.geojson").read_text("utf-8"))["features"]
    return {feature["properties"][key]: _parts(feature["geometry"]) for feature in features}


def _parts(geometry: dict[str, Any]) -> list[list[Ring]]:
    found = geometry["coordinates"]
    parts = found if geometry["type"] == "MultiPolygon" else [found]
    return sorted(parts, key=lambda part: -_area(part[0]))


def _shape(code: str, parts: list[list[Ring]], size: tuple[int, int]) -> Shape | None:
    """Cuts to the view box, writes the path, finds the point for the label."""
    cut = [[_clipped(ring, size) for ring in part] for part in parts]
    cut = [[ring for ring in part if ring] for part in cut if part and part[0]]
    cut.sort(key=lambda part: -_area(part[0]))
    if not cut:
        return None
    path = "".join(_path(ring) for part in cut for ring in part)
    if not path:
        return None
    largest = cut[0][0]
    xs, ys = [x for x, _ in largest], [y for _, y in largest]
    label_x, label_y = _inner_point(cut[0])
    box = (min(xs), min(ys), max(xs), max(ys))
    return Shape(code, path, round(label_x), round(label_y), box)


def _clipped(ring: Ring, size: tuple[int, int]) -> Ring:
    """Sutherland and Hodgman 1974, at the sides of the view box with a small margin."""
    margin = 4
    width, height = size
    sides = ((0, -margin, 1), (0, width + margin, -1), (1, -margin, 1), (1, height + margin, -1))
    for axis, limit, sign in sides:
        if all(sign * (point[axis] - limit) >= 0 for point in ring):
            continue
        kept: Ring = []
        for index, point in enumerate(ring):
            before = ring[index - 1]
            inside, was_inside = (sign * (p[axis] - limit) >= 0 for p in (point, before))
            if inside != was_inside:
                t = (limit - before[axis]) / (point[axis] - before[axis])
                x = before[0] + t * (point[0] - before[0])
                y = before[1] + t * (point[1] - before[1])
                kept.append((x, y))
            if inside:
                kept.append(point)
        ring = kept
    return ring


def _path(ring: Ring) -> str:
    """Relative moves on the grid; corners that fall together or on one line are left out."""
    corners: list[tuple[int, int]] = []
    for x, y in ring:
        corner = (round(x * GRID), round(y * GRID))
        if corners and corners[-1] == corner:
            continue
        if len(corners) > 1 and _on_a_line(corners[-2], corners[-1], corner):
            corners.pop()
        corners.append(corner)
    if len(corners) > 1 and corners[0] == corners[-1]:
        corners.pop()
    if len(corners) < 3:
        return ""
    (x0, y0), steps = corners[0], []
    x, y = x0, y0
    for next_x, next_y in corners[1:]:
        steps.append(f"{_units(next_x - x)} {_units(next_y - y)}")
        x, y = next_x, next_y
    return f"M{_units(x0)} {_units(y0)}l{' '.join(steps)}z".replace(" -", "-")


def _units(steps: int) -> str:
    whole, rest = divmod(abs(steps), GRID)
    sign = "-" if steps < 0 else ""
    return f"{sign}{whole}" if not rest else f"{sign}{whole or ''}.5"


def _on_a_line(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> bool:
    cross = (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])
    forward = (b[0] - a[0]) * (c[0] - b[0]) + (b[1] - a[1]) * (c[1] - b[1])
    return cross == 0 and forward > 0


def _area(ring: Ring) -> float:
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


def _inner_point(part: list[Ring]) -> Point:
    """Of points on 15 level lines inside the area, the one farthest from all its corners."""
    ys = [y for _, y in part[0]]
    low, high = min(ys), max(ys)
    corners = [corner for ring in part for corner in ring]
    best = (-1.0, part[0][0])
    for step in range(3, 18):
        y = low + (high - low) * step / 20 + 1e-7
        crossings = sorted(
            a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
            for ring in part
            for a, b in zip(ring, ring[1:] + ring[:1], strict=True)
            if (a[1] > y) != (b[1] > y)
        )
        for left, right in zip(crossings[::2], crossings[1::2], strict=False):
            for share in (0.35, 0.5, 0.65):
                x = left + share * (right - left)
                # The sides count too: the corners of a straight border are far apart.
                sides = min(x - left, right - x)
                room = min(sides, min((x - cx) ** 2 + (y - cy) ** 2 for cx, cy in corners) ** 0.5)
                if room > best[0]:
                    best = (room, (x, y))
    return best[1]


def level_of(value: int | None, largest: int) -> int:
    """0 for nothing, then 1 to 5 by a power below 1: one large value does not pale all others."""
    if not value or largest <= 0:
        return 0
    share: float = (value / largest) ** CURVE
    return min(LEVELS, max(1, ceil(LEVELS * share)))
