"""Similar organisations: common fields, then nearness; no distance that we cannot know."""

import pytest
from django.utils.translation import override
from tests.factories.directory import make_organisation

from clusterwerk.directory.queries import organisation_of_slug
from clusterwerk.directory.queries.similar import similar_organisations
from clusterwerk.directory.web.profile import distance_text

pytestmark = pytest.mark.django_db

AALEN = {"latitude": 48.84, "longitude": 10.09, "position_precision": "place"}
ULM = {"latitude": 48.40, "longitude": 9.99, "position_precision": "district"}
COUNTRY = {"latitude": 51.0, "longitude": 10.0, "position_precision": "country"}


def similar_to(subject):
    return similar_organisations(organisation_of_slug(subject.slug))


def test_near_ones_with_common_fields_come_first():
    subject = make_organisation("Netz", fields=("lig", "tex"), **AALEN)
    make_organisation("fern", fields=("lig", "tex"), country_id="FR")
    make_organisation("nah", fields=("lig",), **ULM)
    make_organisation("anderes Feld", fields=("foo",), **ULM)
    make_organisation("beendet", fields=("lig",), status="ended", **ULM)
    found = similar_to(subject)
    assert [item.organisation.name for item in found] == ["nah", "fern"]
    assert [field.code for field in found[1].fields] == ["lig", "tex"]


def test_distances_are_told_between_places_or_districts_only():
    subject = make_organisation("Netz", **AALEN)
    make_organisation("Kreis", **ULM)
    make_organisation("Land", **COUNTRY)
    distances = {item.organisation.name: item.distance_km for item in similar_to(subject)}
    assert distances["Kreis"] == pytest.approx(49.5, abs=1)
    assert distances["Land"] is None


def test_where_no_distance_is_known_the_same_region_and_the_same_land_are_near():
    subject = make_organisation("Netz", region_id="R03")
    make_organisation("A anderswo")
    make_organisation("B im Land", land_id="DE-BW")
    make_organisation("C in der Region", region_id="R03")
    names = [item.organisation.name for item in similar_to(subject)]
    assert names == ["C in der Region", "B im Land", "A anderswo"]


def test_an_organisation_without_fields_has_no_similar_ones():
    make_organisation()
    assert similar_to(make_organisation(fields=())) == []


@pytest.mark.parametrize(
    ("kilometres", "text"),
    [(None, ""), (0.0, "unter 5 km"), (49.5, "ca. 50 km"), (1234.0, "ca. 1.235 km")],
)
def test_distances_are_rounded_as_roughly_as_they_are_known(kilometres, text):
    with override("de"):
        assert distance_text(kilometres) == text
