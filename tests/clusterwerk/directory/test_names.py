"""Finding an organisation by how its name is written."""

from dataclasses import replace

import pytest
from tests.factories.directory import make_organisation

from clusterwerk.audit.models import Entry
from clusterwerk.directory.actions import ReportedOrganisation, add_organisations
from clusterwerk.directory.choices import Status
from clusterwerk.directory.models import Organisation
from clusterwerk.directory.queries.names import (
    ALMOST_SAME,
    NameIndex,
    name_index,
    organisations_called,
)

pytestmark = pytest.mark.django_db


def test_all_words_are_found_in_name_short_name_or_place() -> None:
    found = make_organisation("Beispielnetz Photonik e.V.", short_name="BNP", city="Aalen")
    make_organisation("Beispielnetz Optik", city="Ulm")
    for words in ("photonik", "PHOTONIK aalen", "bnp", "netz phot"):
        assert list(organisations_called(words)) == [found], words
    assert not organisations_called("photonik ulm").exists()


def test_ended_organisations_are_not_offered() -> None:
    make_organisation("Beispielnetz Photonik", status=Status.ENDED)
    assert not organisations_called("photonik").exists()


@pytest.mark.parametrize(
    "name",
    ["Photonik Beispielnetz", "Cluster Beispielnetz Photonik e.V.", "Beispielnetz Photnik", "BNP"],
)
def test_a_name_written_another_way_is_near(name: str) -> None:
    known = make_organisation("Beispielnetz Photonik", short_name="BNP")
    make_organisation("Musterverband Holz")
    assert [row.key for row in name_index().near(name, country="DE")] == [known.pk]


def test_common_words_alone_make_no_likeness() -> None:
    make_organisation("Cluster Photonik")
    assert name_index().near("Cluster Holz", country="DE") == []


def test_abroad_only_almost_the_same_name_is_near() -> None:
    index = NameIndex([(1, "Photonik Beispielnetz", "", "FR")])
    assert index.near("Photonik Musterwerk", country="DE") == []
    (same,) = index.near("Photonik Beispielnetz", country="DE")
    assert same.likeness >= ALMOST_SAME


def test_a_reported_organisation_is_to_be_confirmed() -> None:
    told = ReportedOrganisation(
        "Réseau Exemple", "cluster_organisation", "FR", city="Lyon", fields=("med", "bio", "med")
    )
    made, twin = add_organisations(
        by=None, reported=[told, replace(told, country="BE")], source="x"
    )
    assert (made.status, made.slug) == (Status.UNKNOWN, "reseau-exemple")
    assert twin.slug == "reseau-exemple-2"
    assert [field.pk for field in made.fields_in_order] == ["med", "bio"]
    assert made.unverified_fields == ["city", "fields"]
    assert Entry.objects.get(subject_id=str(made.public_id)).verb == "add_organisation"
    assert Organisation.objects.get(pk=made.pk).sort_name == "reseau exemple"
