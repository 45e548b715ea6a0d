"""Where a place is: 7,700 places of Germany and the foreign seats (GeoNames, CC BY 4.0)."""

import csv
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from .distance import haversine_km
from .taxonomy import DATA

# GeoNames numbers the Länder its own way.
LAND_OF_ADMIN1 = {
    "01": "DE-BW",
    "02": "DE-BY",
    "03": "DE-HB",
    "04": "DE-HH",
    "05": "DE-HE",
    "06": "DE-NI",
    "07": "DE-NW",
    "08": "DE-RP",
    "09": "DE-SL",
    "10": "DE-SH",
    "11": "DE-BB",
    "12": "DE-MV",
    "13": "DE-SN",
    "14": "DE-ST",
    "15": "DE-TH",
    "16": "DE-BE",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A town or village; `land` is None outside Germany; degrees of WGS 84."""

    name: str
    country: str
    land: str | None
    lat: float
    lng: float


def place_named(
    name: str,
    country: str,
    *,
    land: str | None = None,
    near: tuple[float, float] | None = None,
) -> Place | None:
    """The place of that name, or None when there is none or it stays ambiguous.

    Other spellings are tried: letters without accents, "St." for "Sankt", and the name without
    the river or wood it lies by ("Freiburg im Breisgau" is listed as "Freiburg", "Heidenheim" as
    "Heidenheim an der Brenz"). Among places of the same name `land` decides, then the nearest to
    `near`.
    """
    for spelling in _spellings(name):
        found = [p for p in _places().get((country, spelling), ()) if land in {None, p.land}]
        found = found or [p for p in _heads().get((country, spelling), ()) if land == p.land]
        if len(found) > 1 and near:
            found = sorted(found, key=lambda p: haversine_km(p.lat, p.lng, *near))[:1]
        if len(found) == 1:
            return found[0]
        if found:
            return None
    return None


def _spellings(name: str) -> list[str]:
    key = _key(name)
    return [key, key.replace("st. ", "sankt "), _head(key)]


def _head(key: str) -> str:
    """The name without the river, lake or wood that tells it from others."""
    for joint in (" im ", " am ", " an der ", " an ", " in ", " bei "):
        key = key.partition(joint)[0]
    return key


def _key(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.replace("İ", "I")).casefold()
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).strip()


@cache
def _places() -> dict[tuple[str, str], list[Place]]:
    places: dict[tuple[str, str], list[Place]] = defaultdict(list)
    with (DATA / "places.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            land = LAND_OF_ADMIN1.get(row["admin1"]) if row["country"] == "DE" else None
            place = Place(row["name"], row["country"], land, float(row["lat"]), float(row["lng"]))
            places[place.country, _key(place.name)].append(place)
    return dict(places)


@cache
def _heads() -> dict[tuple[str, str], list[Place]]:
    """Places whose listed name is longer than what people say."""
    heads: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for (country, key), places in _places().items():
        if _head(key) != key:
            heads[country, _head(key)] += places
    return dict(heads)
