"""Reference data are there after every migrate, and loading them twice changes nothing."""

import pytest

from clusterwerk.places.loading import countries, load_reference_data
from clusterwerk.places.models import (
    Country,
    District,
    EventKind,
    Field,
    FieldGroup,
    Label,
    Land,
    OrganisationKind,
    Region,
)

pytestmark = pytest.mark.django_db


def counts():
    models = (
        Country,
        Land,
        Region,
        District,
        FieldGroup,
        Field,
        Label,
        OrganisationKind,
        EventKind,
    )
    return [model.objects.count() for model in models]


def test_all_reference_data_are_there_after_migrate():
    assert counts()[1:] == [16, 12, 44, 4, 42, 10, 15, 14]
    assert Country.objects.count() > 240


def test_loading_twice_changes_nothing():
    before = counts()
    load_reference_data()
    assert counts() == before


def test_loading_again_mends_a_changed_name():
    Region.objects.filter(code="R03").update(name_de="falsch")
    load_reference_data()
    assert Region.objects.get(code="R03").name_de == "Ostwürttemberg"


def test_every_country_has_both_names_and_none_is_a_grouping():
    rows = {country.code: country for country in countries()}
    assert rows["GR"].name_de == "Griechenland"
    assert rows["GR"].name_en == "Greece"
    assert not {"EU", "UN", "ZZ", "EZ"} & set(rows)


def test_a_part_of_a_growth_field_belongs_to_the_group_of_its_parent():
    renewable = Field.objects.get(code="ren")
    assert renewable.parent_id == "gro_env"
    assert renewable.group_id == "growth"


def test_regions_that_cross_the_border_of_the_land_say_so():
    crossing = Region.objects.filter(crosses_border=True).values_list("code", flat=True)
    assert list(crossing) == ["R05", "R11"]


def test_a_district_is_urban_or_rural_and_lies_in_a_region():
    assert District.objects.filter(kind="Stadtkreis").count() == 9
    assert District.objects.get(code="DE11D").region_id == "R03"


def test_names_follow_the_language_of_the_page():
    from django.utils.translation import override

    land = Land.objects.get(code="DE-BY")
    with override("de"):
        assert str(land) == "Bayern"
    with override("en"):
        assert str(land) == "Bavaria"
