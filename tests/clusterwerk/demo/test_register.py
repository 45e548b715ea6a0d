"""The shipped facts are loaded whole, once, and unchanged."""

import csv

import pytest

from clusterwerk.demo.register import FACTS, load
from clusterwerk.directory.models import Fact, Organisation
from clusterwerk.directory.queries import clusters_of_country_counts, region_counts

pytestmark = pytest.mark.django_db


def rows(name):
    with (FACTS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_register_is_loaded_whole_and_only_once():
    said = []
    load(said.append)
    load(said.append)
    assert said == [
        "register: 563 organisations and 295 facts",
        "register: 563 organisations are there already",
    ]
    assert Organisation.objects.count() == 131 + 319 + 113
    assert Fact.objects.count() == 295

    counts = region_counts()
    assert len(counts.by_region) == 12
    assert (counts.by_region["R01"], counts.by_region["R03"]) == (31, 5)
    assert counts.statewide == 14
    assert counts.total == 122
    assert clusters_of_country_counts()["AT"] == 13

    for row in rows("clusters_bw.csv") + rows("clusters_de_eu.csv"):
        stored = Organisation.objects.get(name=row["name"])
        assert (stored.description_de, stored.source_url) == (
            row["description_de"],
            row["source_url"],
        )
        assert stored.city == row["city"]
        assert [field.code for field in stored.fields_in_order] == row["fields"].split(";")
