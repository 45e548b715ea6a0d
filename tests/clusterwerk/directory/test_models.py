"""The database refuses impossible organisations."""

import pytest
from django.db import IntegrityError, transaction
from tests.factories.directory import make_organisation

from clusterwerk.directory.models import Fact, LabelAward, OrganisationField
from clusterwerk.directory.slugs import slug_of, sort_name_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "values",
    [
        {"latitude": 48.0},
        {"latitude": 48.0, "longitude": 9.0},
        {"latitude": 98.0, "longitude": 9.0, "position_precision": "place"},
        {"founded": 97},
        {"status": "asleep"},
        {"district_id": "DE111"},
        {"region_id": "R01", "land_id": None},
    ],
)
def test_an_impossible_organisation_is_refused(values):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_organisation(**values)


def test_a_name_is_there_once_per_country_whatever_its_capitals():
    make_organisation("Holznetz")
    make_organisation("Holznetz", country_id="AT")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_organisation("HOLZNETZ")


def test_an_organisation_has_one_main_field_and_each_field_once():
    row = make_organisation(fields=("lig", "tex"))
    assert row.main_field.code == "lig"
    for field, position in (("lig", 2), ("mat", 0)):
        with pytest.raises(IntegrityError), transaction.atomic():
            OrganisationField.objects.create(organisation=row, field_id=field, position=position)


def test_a_label_does_not_end_before_it_begins():
    row = make_organisation()
    with pytest.raises(IntegrityError), transaction.atomic():
        LabelAward.objects.create(
            organisation=row, label_id="GOLD", valid_from="2017-01-01", valid_to="2016-01-01"
        )


def test_a_fact_says_something_in_one_language_at_least():
    row = make_organisation()
    with pytest.raises(IntegrityError), transaction.atomic():
        Fact.objects.create(organisation=row, kind="service", source_url="x")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Größtes Öl-Netz", "groesstes-oel-netz"),
        ("Štip & Łódź", "stip-lodz"),
        ("Ελλάς", "organisation"),
        ("[micro]electronic Cluster Kärnten", "microelectronic-cluster-kaernten"),
    ],
)
def test_an_address_is_readable(name, slug):
    assert slug_of(name, lambda _slug: False) == slug


def test_a_taken_address_gets_a_number():
    assert slug_of("Holz", {"holz", "holz-2"}.__contains__) == "holz-3"


def test_names_are_sorted_as_people_look_them_up():
    names = ["Zahn", "Öl", "[micro]", "Olm", "ÖKO"]
    assert sorted(names, key=sort_name_of) == ["[micro]", "ÖKO", "Öl", "Olm", "Zahn"]
    assert make_organisation("Ökonetz").sort_name == "okonetz"
