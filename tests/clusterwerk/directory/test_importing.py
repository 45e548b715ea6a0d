"""Tables become organisations, or nothing is written and every problem is told."""

import pytest
from django.utils.translation import override

from clusterwerk.directory.drafts import CLUSTER_COLUMNS, FACT_COLUMNS
from clusterwerk.directory.importing import drafts_of_files, write_drafts
from clusterwerk.directory.models import Fact, Organisation
from clusterwerk.directory.tables import TableError

pytestmark = pytest.mark.django_db

GOOD = {
    "name": "Beispielnetz Holz",
    "type": "cluster_initiative",
    "city": "Aalen",
    "region": "Ostwürttemberg",
    "country": "DE",
    "nuts": "DE11D",
    "fields": "woo;lig",
    "website_domain": "example.org",
    "founded": "2009",
    "members": "28",
    "labels": "GOLD;CEX",
    "status": "active",
    "description_de": "Ein Netz.",
    "description_en": "A network.",
    "source_url": "https://example.org/",
    "confidence": "high",
    "unverified_fields": "city;website_domain",
}


@pytest.fixture
def file(tmp_path):
    def write(*rows, columns=CLUSTER_COLUMNS, name="clusters.csv"):
        lines = [",".join(columns)]
        lines += [",".join(f'"{row.get(column, "")}"' for column in columns) for row in rows]
        path = tmp_path / name
        path.write_text("\n".join(lines), encoding="utf-8")
        return path

    return write


def problems_of(*clusters, facts=()):
    with override("en"), pytest.raises(TableError) as caught:
        drafts_of_files(clusters, [], facts)
    return str(caught.value)


def test_a_row_becomes_an_organisation_with_fields_labels_and_position(file):
    write_drafts(drafts_of_files([file(GOOD)], [], []))
    row = Organisation.objects.get()
    assert (row.slug, row.website, row.founded, row.members) == (
        "beispielnetz-holz",
        "https://example.org",
        2009,
        28,
    )
    assert [field.code for field in row.fields_in_order] == ["woo", "lig"]
    assert {award.label_id for award in row.label_awards.all()} == {"GOLD", "CEX"}
    assert (row.district_id, row.region_id, row.land_id) == ("DE11D", "R03", "DE-BW")
    assert (row.position_precision, row.nuts_version) == ("place", "2021")
    assert row.unverified_fields == ["city", "website"]


def test_the_precision_of_a_position_is_no_better_than_what_is_known(file):
    rows = [
        {**GOOD, "name": "a", "city": "Nirgendwo"},
        {**GOOD, "name": "b", "city": "", "nuts": "DE1"},
        {**GOOD, "name": "c", "city": "", "nuts": "DE1", "region": ""},
        {**GOOD, "name": "d", "city": "", "nuts": "AT21", "country": "AT", "region": ""},
        {**GOOD, "name": "e", "city": "", "nuts": "US", "country": "US", "region": ""},
    ]
    write_drafts(drafts_of_files([file(*rows)], [], []))
    found = dict(Organisation.objects.values_list("name", "position_precision"))
    assert found == {"a": "district", "b": "region", "c": "land", "d": "country", "e": ""}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"fields": "woo;xyz"}, "row 2, column fields: unknown code “xyz”. Write one of: mob"),
        ({"fields": ""}, "row 2, column fields: this cell must not be empty"),
        ({"fields": "woo;woo"}, "row 2, column fields: “woo” is there twice"),
        ({"labels": "GOLDEN"}, "row 2, column labels: unknown code “GOLDEN”"),
        ({"type": "club"}, "row 2, column type: unknown code “club”"),
        ({"status": "gone"}, "row 2, column status: unknown code “gone”"),
        ({"name": ""}, "row 2, column name: this cell must not be empty"),
        ({"region": "Schwaben"}, "row 2, column region: unknown code “Schwaben”"),
        ({"region": "Stuttgart"}, "column region: district DE11D lies in another region"),
        ({"country": "ZZ", "nuts": "ZZ"}, "column country: unknown country “ZZ”"),
        ({"nuts": "DE99"}, "column nuts: “DE99” is no NUTS code of country DE"),
        ({"founded": "um 2000"}, "column founded: “um 2000” is no whole number"),
        ({"members": "-3"}, "column members: “-3” is no whole number"),
        ({"website_domain": "https://x.de/"}, "column website_domain: “https://x.de/” is not"),
        ({"unverified_fields": "town"}, "column unverified_fields: unknown code “town”"),
        ({"source_url": ""}, "column source_url: this cell must not be empty"),
    ],
)
def test_a_wrong_cell_is_told_with_file_row_column_and_remedy(file, change, told):
    text = problems_of(file({**GOOD, **change}))
    assert text.startswith("clusters.csv, row 2")
    assert told in text


def test_a_name_that_is_there_already_is_told_with_both_rows(file):
    text = problems_of(file(GOOD), file({**GOOD, "name": "BEISPIELNETZ  Holz"}, name="more.csv"))
    assert "more.csv, row 2, column name" in text
    assert "clusters.csv, row 2" in text


def test_a_fact_about_nobody_is_told(file):
    fact = {
        "name": "Unbekannt",
        "kind": "service",
        "fact_de": "x",
        "source_url": "y",
        "confidence": "high",
    }
    facts = file(fact, columns=FACT_COLUMNS, name="facts.csv")
    assert "facts.csv, row 2, column name: no organisation is called “Unbekannt”" in problems_of(
        file(GOOD), facts=[facts]
    )


def test_all_problems_are_told_at_once_and_nothing_is_written(file):
    text = problems_of(file({**GOOD, "type": "club", "fields": "xyz"}, {**GOOD, "status": "x"}))
    assert len(text.splitlines()) == 4
    assert not Organisation.objects.exists()


def test_a_failure_while_writing_leaves_nothing_half_written(file, monkeypatch):
    drafts = drafts_of_files([file(GOOD)], [], [])

    def fails(*_args, **_kwargs):
        raise RuntimeError

    monkeypatch.setattr(Fact.objects, "bulk_create", fails)
    with pytest.raises(RuntimeError):
        write_drafts(drafts)
    assert not Organisation.objects.exists()
