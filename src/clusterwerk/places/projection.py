"""From degrees to the plane. y grows downwards, as in SVG; the unit is a degree of latitude."""

from collections.abc import Callable
from math import cos, degrees, radians, sin, sqrt

Point = tuple[float, float]
Projection = Callable[[float, float], Point]


def equirectangular(true_latitude: float) -> Projection:
    """Plate carrée that is true to scale along one latitude: enough for a state or a country."""
    shrink = cos(radians(true_latitude))

    def project(lng: float, lat: float) -> Point:
        return lng * shrink, -lat

    return project


def equal_area(centre_lng: float, centre_lat: float) -> Projection:
    """Lambert's azimuthal equal-area projection on a sphere (Snyder 1987, p. 185).

    The European Union's own for statistical maps: no country looks larger than it is.
    """
    sin0, cos0 = sin(radians(centre_lat)), cos(radians(centre_lat))

    def project(lng: float, lat: float) -> Point:
        phi, turn = radians(lat), radians(lng - centre_lng)
        cosine = sin0 * sin(phi) + cos0 * cos(phi) * cos(turn)
        scale = sqrt(2 / max(1e-9, 1 + cosine))
        x = scale * cos(phi) * sin(turn)
        y = scale * (cos0 * sin(phi) - sin0 * cos(phi) * cos(turn))
        return degrees(x), -degrees(y)

    return project
