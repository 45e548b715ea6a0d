"""Filters, counts and order of the list."""

import pytest
from tests.factories.directory import make_organisation

from clusterwerk.directory.indexing import index_organisations
from clusterwerk.directory.queries import (
    clusters_of_country_counts,
    fields_below,
    initiatives,
    organisations,
    organisations_with_fields,
    region_counts,
)
from clusterwerk.directory.queries.fields import field_counts
from clusterwerk.directory.queries.listing import Filters, counts_of, listing_of
from clusterwerk.places.models import Field

pytestmark = pytest.mark.django_db


@pytest.fixture
def register():
    rows = [
        make_organisation("Faserbund", fields=("lig", "tex"), region_id="R03", founded=2010),
        make_organisation(
            "Öko-Netz", fields=("ren",), region_id="R03", kind_id="statewide_network", founded=1999
        ),
        make_organisation("Altes Netz", fields=("lig",), region_id="R03", status="ended"),
        make_organisation("Landesnetz", fields=("it",), kind_id="statewide_network"),
        make_organisation(
            "Holz Tirol",
            fields=("woo",),
            kind_id="cluster_organisation",
            country_id="AT",
            status="unknown",
            labels=("GOLD",),
        ),
        make_organisation("Hochschule", fields=("lig",), kind_id="university", region_id="R03"),
    ]
    index_organisations([row.pk for row in rows])
    return rows


def names(sort="name", **filters):
    listing = listing_of(Filters(**filters))
    return [row.name for row in listing.organisations(listing.keys(sort))]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ["Altes Netz", "Faserbund", "Hochschule", "Holz Tirol", "Landesnetz", "Öko-Netz"]),
        ({"country": "AT"}, ["Holz Tirol"]),
        ({"region": "R03", "kind": "initiatives", "status": "open"}, ["Faserbund", "Öko-Netz"]),
        ({"region": "none", "kind": "initiatives"}, ["Landesnetz"]),
        ({"field": "gro_env"}, ["Öko-Netz"]),  # a growth field and its parts
        ({"field": "growth"}, ["Öko-Netz"]),  # a group of fields
        ({"field": "key", "status": "active"}, ["Faserbund", "Hochschule", "Landesnetz"]),
        ({"field": "lig", "kind": "university"}, ["Hochschule"]),
        ({"kind": "bodies"}, ["Hochschule"]),
        ({"kind": "clusters", "country": "AT"}, ["Holz Tirol"]),
        ({"label": "GOLD"}, ["Holz Tirol"]),
        ({"status": "ended"}, ["Altes Netz"]),
        ({"q": "Faserbund"}, ["Faserbund"]),
        ({"q": "Leichtbau", "kind": "clusters"}, ["Altes Netz", "Faserbund"]),
        ({"q": "timber"}, []),
        ({"q": "   ", "country": "AT"}, ["Holz Tirol"]),
        ({"field": "xyz"}, []),
        ({"country": "'; --"}, []),
    ],
)
def test_a_filter_keeps_what_it_says(register, filters, expected):
    assert names(**filters) == expected


def test_words_that_no_organisation_has_together_show_those_with_some(register):
    listing = listing_of(Filters(q="Faserbund Tirol"))
    assert listing.only_some_words
    assert {row.name for row in listing.organisations(listing.keys("relevance"))} == {
        "Faserbund",
        "Holz Tirol",
    }


def test_founding_years_come_oldest_first_and_unknown_ones_last(register):
    assert names("founded", kind="initiatives")[:2] == ["Öko-Netz", "Faserbund"]


def test_counts_say_what_each_further_choice_would_give(register):
    counts = counts_of(listing_of(Filters(region="R03", status="open")))
    assert counts.kind["initiatives"] == 2
    assert counts.kind["bodies"] == 1
    assert counts.region == {"R03": 3, "none": 2}
    assert counts.field["lig"] == 2
    assert counts.field["key"] == 2
    assert counts.field["gro_env"] == counts.field["growth"] == 1
    assert counts.status == {"active": 3, "ended": 1, "open": 3}
    assert counts.country == {"DE": 3}
    assert counts.label == {}


def test_region_counts_are_what_the_list_shows(register):
    counts = region_counts()
    assert (counts.by_region["R03"], counts.by_region["R01"], counts.statewide) == (2, 0, 1)
    assert counts.total == initiatives().count() == 3
    for code, number in counts.by_region.items():
        assert len(names(region=code, kind="initiatives", status="open")) == number


def test_country_counts_are_what_the_list_shows(register):
    assert clusters_of_country_counts() == {"AT": 1, "DE": 3}
    assert len(names(country="DE", kind="clusters", status="open")) == 3


def test_organisations_with_fields_come_once_each(register):
    found = organisations_with_fields(["lig", "tex"])
    assert [row.name for row in found] == ["Altes Netz", "Faserbund", "Hochschule"]


def test_a_group_means_all_its_fields_with_their_parts():
    assert set(fields_below("gro_ict")) == {"gro_ict", "ict", "git", "int"}
    assert {"env", "gro_env", "mob"} <= set(fields_below("growth"))
    assert fields_below("lig") == ["lig"]


def test_a_list_line_costs_no_further_query(register, django_assert_num_queries):
    labels = []
    with django_assert_num_queries(3):
        for row in organisations():
            assert row.kind.name
            assert row.country.name
            assert row.main_field.name
            labels += [award.label.name for award in row.label_awards.all()]
    assert len(labels) == 1


@pytest.mark.parametrize("filters", [{}, {"kind": "initiatives"}, {"q": "Netz", "field": "lig"}])
def test_the_number_of_each_field_is_that_of_the_list(register, filters, django_assert_num_queries):
    make_organisation("Beides", fields=("ren", "gro_env"))  # a growth field and its part: once
    listing = listing_of(Filters(**filters))
    with django_assert_num_queries(1):
        rows = field_counts(listing)
    assert [row.code for row in rows] == list(
        Field.objects.filter(parent=None)
        .order_by("group__order", "order")
        .values_list("code", flat=True)
    )
    listed = {row.code: len(names(**{**filters, "field": row.code})) for row in rows}
    assert {row.code: row.number for row in rows} == listed
    assert any(listed.values())
