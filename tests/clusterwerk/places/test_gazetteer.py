"""Names of places lead to one place, or to none: never to the wrong one."""

import pytest

from clusterwerk.places import nuts
from clusterwerk.places.distance import haversine_km
from clusterwerk.places.gazetteer import place_named


def test_a_place_is_found_by_its_name():
    place = place_named("Aalen", "DE")
    assert (place.lat, place.lng) == pytest.approx((48.84, 10.09), abs=0.02)
    assert place.land == "DE-BW"


@pytest.mark.parametrize(
    ("written", "listed"),
    [
        ("Heidenheim", "Heidenheim an der Brenz"),
        ("Freiburg im Breisgau", "Freiburg"),
        ("Esslingen am Neckar", "Esslingen"),
        ("Rottenburg am Neckar", "Rottenburg"),
        ("Furtwangen im Schwarzwald", "Furtwangen"),
        ("St. Georgen im Schwarzwald", "Sankt Georgen im Schwarzwald"),
    ],
)
def test_other_spellings_of_seats_are_found(written, listed):
    assert place_named(written, "DE", land="DE-BW").name == listed


def test_the_land_tells_places_of_the_same_name_apart():
    assert place_named("Aach", "DE") is None
    assert place_named("Aach", "DE", land="DE-BW").lat == pytest.approx(47.84, abs=0.01)
    assert place_named("Aach", "DE", land="DE-RP").lat == pytest.approx(49.78, abs=0.01)


def test_the_nearest_of_two_in_one_land_is_taken():
    ravensburg = (47.78, 9.61)
    assert place_named("Weingarten", "DE", land="DE-BW") is None
    found = place_named("Weingarten", "DE", land="DE-BW", near=ravensburg)
    assert haversine_km(found.lat, found.lng, *ravensburg) < 10


def test_a_place_that_is_not_listed_is_none():
    assert place_named("Nirgendwo", "DE") is None
    assert place_named("Aalen", "FR") is None


def test_the_distance_of_stuttgart_and_berlin():
    assert haversine_km(48.7758, 9.1829, 52.52, 13.405) == pytest.approx(511, abs=3)
    assert haversine_km(48, 9, 48, 9) == 0


def test_nuts_codes_have_a_name_a_land_and_a_version_where_it_is_known():
    assert nuts.name_of("DE11D") == "Ostalbkreis"
    assert nuts.land_of("DEA16") == "DE-NW"
    assert nuts.land_of("AT130") is None
    assert nuts.version_of("DE11D") == "2021"
    assert nuts.version_of("PT1A") == ""
    assert nuts.is_known("EL303", "GR")
    assert nuts.is_known("EL", "GR")
    assert not nuts.is_known("FR", "GR")
