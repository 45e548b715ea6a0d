"""Maps: every area has a path, a label inside it, and a level by its figure."""

import pytest
from django.utils.translation import override

from clusterwerk.places.centres import centre_of
from clusterwerk.places.geometry import europe_map, land_map, region_map
from clusterwerk.places.projection import equal_area
from clusterwerk.places.shapes import level_of, shapes


@pytest.mark.parametrize(("layer", "number"), [("regions", 12), ("districts", 44), ("laender", 16)])
def test_a_layer_has_all_its_areas_inside_its_view_box(layer, number):
    known = shapes(layer)
    assert len(known.areas) == number
    for shape in known.areas.values():
        assert shape.path.startswith("M")
        assert 0 <= shape.box[0] < shape.label_x < shape.box[2] <= known.width + 1
        assert 0 <= shape.box[1] < shape.label_y < shape.box[3] <= known.height + 1


def test_europe_shows_every_country_that_the_register_knows():
    wanted = "DE FR PT LV AT NO RO TR LT PL BE CZ CH LU BG HR IT DK EE ES FI NL BA GR HU IE GB IS"
    wanted += " RS SE SI SK UA MK CY TN MT XK"
    assert set(wanted.split()) <= set(shapes("europe").areas)


def test_a_layer_is_computed_once():
    assert shapes("regions") is shapes("regions")


def test_stuttgart_lies_in_its_district_and_region():
    for layer, code in (("districts", "DE111"), ("regions", "R01"), ("laender", "DE-BW")):
        known = shapes(layer)
        x, y = known.point(48.7784, 9.18)
        left, top, right, bottom = known.areas[code].box
        assert left < x < right
        assert top < y < bottom


def test_the_region_map_gives_each_region_a_figure_a_level_and_its_link():
    with override("de"):
        drawn = region_map({"R01": 36, "R03": 4}, {"R03": "?region=R03"})
    areas = {area.code: area for area in drawn.areas}
    assert len(areas) == 12
    assert (areas["R01"].value, areas["R01"].level) == (36, 5)
    assert (areas["R03"].value, areas["R03"].level) == (4, 2)
    assert areas["R03"].address == "?region=R03"
    assert areas["R03"].label == "Ostwürttemberg"
    assert (areas["R02"].value, areas["R02"].level, areas["R02"].address) == (0, 0, "")
    assert drawn.title == "Regionen Baden-Württembergs"


def test_a_country_without_a_figure_is_drawn_plain():
    with override("en"):
        areas = {area.code: area for area in europe_map({"AT": 13}, {}).areas}
    assert areas["BY"].value is None
    assert areas["AT"].label == "Austria"


def test_the_names_of_the_laender_are_in_the_language_of_the_page():
    with override("en"):
        assert "Bavaria" in {area.label for area in land_map({}, {}).areas}


@pytest.mark.parametrize(
    ("value", "largest", "level"), [(0, 9, 0), (None, 9, 0), (1, 400, 1), (9, 9, 5), (3, 0, 0)]
)
def test_levels_reach_from_nothing_to_the_largest(value, largest, level):
    assert level_of(value, largest) == level


def test_equal_area_keeps_its_centre_and_directions():
    project = equal_area(10, 52)
    assert project(10, 52) == pytest.approx((0, 0))
    east_x, _ = project(11, 52)
    _, north_y = project(10, 53)
    assert east_x > 0 > north_y


def test_the_middle_of_an_area_is_given_in_degrees():
    lat, lng = centre_of("districts", "DE11D")
    assert (lat, lng) == pytest.approx((48.9, 10.1), abs=0.25)
    lat, lng = centre_of("europe", "MT")
    assert (lat, lng) == pytest.approx((35.9, 14.4), abs=0.2)
    assert centre_of("europe", "US") is None
