"""The pages as a visitor sees them."""

import csv
import io
import json
import re

import pytest
from tests.factories.directory import make_organisation

from clusterwerk.directory.actions import rename_organisation
from clusterwerk.directory.indexing import index_organisations
from clusterwerk.web.templatetags import cw

pytestmark = pytest.mark.django_db


def text_of(response):
    content = response.getvalue() if response.streaming else response.content
    return content.decode()


def make_some(number, **values):
    rows = [
        make_organisation(fields=("lig", "tex"), labels=("GOLD",), **values) for _ in range(number)
    ]
    index_organisations([row.pk for row in rows])
    return rows


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(
    "path",
    ["", "?q=Beispielnetz", "?q=xqzy&kind=chamber", "?page=99", "?page=x&sort=what", "map/"],
)
def test_every_page_is_there_in_both_languages(client, language, path):
    make_some(2, region_id="R03")
    response = client.get(f"/{language}/cluster/{path}")
    assert response.status_code == 200
    assert f'<html lang="{language}"' in text_of(response)


def test_an_empty_register_says_so(client):
    assert "Es ist noch keine Organisation eingetragen" in text_of(client.get("/de/cluster/"))


def test_an_empty_result_says_what_to_do_next(client):
    page = text_of(client.get("/de/cluster/?q=xqzy"))
    assert "Nichts gefunden" in page
    assert "entfernen Sie oben einen Filter" in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_needs_the_same_queries_for_any_number_of_rows(
    client, django_assert_num_queries, number
):
    make_some(number, region_id="R03")
    with django_assert_num_queries(14):
        client.get("/de/cluster/?region=R03&q=Beispielnetz&field=lig")


@pytest.mark.parametrize("number", [1, 3])
def test_a_profile_needs_the_same_queries_for_any_number_of_similar_ones(
    client, django_assert_num_queries, monkeypatch, number
):
    monkeypatch.setattr(cw, "panels_at", lambda _place: [])  # panels of higher apps ask their own
    row = make_organisation(facts=(("service", "Eins", "One"),) * number)
    make_some(number)
    with django_assert_num_queries(9):
        client.get(f"/de/cluster/{row.slug}/")


def test_chosen_filters_are_chips_that_can_be_removed(client):
    make_some(1, region_id="R03")
    page = text_of(client.get("/de/cluster/?region=R03&kind=initiatives&q=Beispielnetz"))
    assert "Region: Ostwürttemberg" in page
    assert "Art: Cluster-Initiativen und landesweite Netzwerke" in page
    assert 'href="?q=Beispielnetz&amp;kind=initiatives"' in page


def test_pages_keep_the_filters(client):
    make_some(26, country_id="AT")
    page = text_of(client.get("/de/cluster/?country=AT"))
    assert "26 Organisationen" in page
    assert 'href="?country=AT&amp;page=2"' in page
    assert page.count('class="cw-list__title"') == 25


def test_what_visitors_type_is_escaped(client):
    page = text_of(client.get("/de/cluster/?q=<script>alert(1)</script>&country=<b>"))
    assert "<script>alert" not in page
    assert "<b>" not in page


def test_the_csv_holds_exactly_what_is_filtered(client):
    make_organisation("Ja", region_id="R03", founded=2010, unverified_fields=["city"])
    make_organisation("Nein", region_id="R01")
    response = client.get("/de/cluster/organisations.csv?region=R03")
    text = text_of(response)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert text.startswith("\ufeffid,name,")
    rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))
    assert [row["name"] for row in rows] == ["Ja"]
    assert (rows[0]["fields"], rows[0]["founded"], rows[0]["unverified_fields"]) == (
        "lig",
        "2010",
        "city",
    )
    assert rows[0]["profile"].startswith("http://testserver/de/cluster/")


def test_no_cell_of_the_csv_is_a_formula(client):
    make_organisation('=HYPERLINK("x")', city="+49", short_name="@x", legal_form="-1")
    rows = csv.DictReader(io.StringIO(text_of(client.get("/de/cluster/organisations.csv"))))
    row = next(iter(rows))
    assert row["name"] == '\'=HYPERLINK("x")'
    assert [row["city"], row["short_name"], row["legal_form"]] == ["'+49", "'@x", "'-1"]


def test_the_json_holds_exactly_what_is_filtered_with_facts(client):
    make_organisation("Ja", country_id="AT", facts=(("service", "Prüft", "Tests"),))
    make_organisation("Nein")
    response = client.get("/en/cluster/organisations.json?country=AT")
    data = json.loads(text_of(response))
    assert data["filters"] == {"country": "AT"}
    assert [row["name"] for row in data["organisations"]] == ["Ja"]
    assert data["organisations"][0]["facts"][0]["text_en"] == "Tests"
    assert data["organisations"][0]["profile"].startswith("http://testserver/en/cluster/")


def test_an_empty_json_is_valid(client):
    data = json.loads(text_of(client.get("/de/cluster/organisations.json?q=nichts")))
    assert data == {"filters": {"q": "nichts"}, "organisations": []}


def test_a_profile_shows_what_is_known_and_what_is_to_be_confirmed(client):
    row = make_organisation(
        "Beispiel & Söhne",
        city="Aalen",
        district_id="DE11D",
        region_id="R03",
        founded=2010,
        members=1200,
        website="https://example.org",
        latitude=48.84,
        longitude=10.09,
        position_precision="place",
        unverified_fields=["city"],
        description_de="Ein Netz.",
        description_en="A network.",
        source_url="https://www.example.org/a/b",
        labels=("GOLD",),
        facts=(("service", "Prüft Fasern.", "Tests fibres."), ("topic", "Nur deutsch.", "")),
    )
    page = text_of(client.get(f"/de/cluster/{row.slug}/"))
    plain = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "Beispiel &amp; Söhne" in page
    assert "Sitz Aalen (zu bestätigen)" in plain
    assert "Aalen, Ostalbkreis (zu bestätigen)" in plain  # below the map
    assert "Gegründet 2010" in plain
    assert "Mitglieder 1.200" in plain
    assert 'href="https://www.example.org/a/b"' in page
    assert "ECEI Gold Label" in plain
    assert "Prüft Fasern." in plain
    assert '<circle class="cw-map__point"' in page
    assert plain.index("Leistungen") < plain.index("Themen")
    english = text_of(client.get(f"/en/cluster/{row.slug}/"))
    assert "Tests fibres." in english
    assert '<span lang="de">Nur deutsch.</span>' in english
    assert "1,200" in english


def test_numbers_inside_a_map_have_a_point_in_every_language(client):
    row = make_organisation(
        country_id="AT", latitude=48.3064, longitude=14.2858, position_precision="place"
    )
    page = text_of(client.get(f"/de/cluster/{row.slug}/"))
    assert not re.search(r'(?:cx|cy|x|y)="\d+,\d+"', page)
    assert not re.search(r'(?: x| y)="\d+,\d+"', text_of(client.get("/de/cluster/map/")))


def test_a_former_address_leads_to_the_present_one(client):
    row = make_organisation("Alt", slug="alt")
    rename_organisation(by=None, organisation=row, name="Neu")
    response = client.get("/de/cluster/alt/")
    assert (response.status_code, response["Location"]) == (301, "/de/cluster/neu/")


def test_an_unknown_address_is_not_found(client):
    assert client.get("/de/cluster/gibt-es-nicht/").status_code == 404


def test_an_ended_organisation_says_so(client):
    row = make_organisation(status="ended")
    assert "hat ihre Arbeit beendet" in text_of(client.get(f"/de/cluster/{row.slug}/"))


def test_the_map_links_each_region_to_what_it_counts(client):
    make_some(2, region_id="R03")
    make_some(1)
    page = text_of(client.get("/de/cluster/map/"))
    address = "/de/cluster/?kind=initiatives&amp;status=open&amp;region=R03"
    assert page.count(f'href="{address}"') == 2
    assert 'aria-label="Ostwürttemberg: 2"' in page
    assert "landesweit, ohne Region" in page


def test_the_map_shows_what_is_filtered_and_links_to_it(client):
    make_some(2, region_id="R03", founded=2000)
    make_some(1, region_id="R03", kind_id="university")
    make_some(1, country_id="AT", kind_id="university")
    page = text_of(client.get("/de/cluster/map/?kind=university&country=DE"))
    address = "/de/cluster/?country=DE&amp;kind=university&amp;region=R03"
    assert page.count(f'href="{address}"') == 2
    assert 'aria-label="Ostwürttemberg: 1"' in page
    assert 'href="/de/cluster/?kind=university&amp;country=AT"' in page
    assert "Art: Universität" in page


def test_the_map_page_lists_the_fields_each_a_link_to_what_it_counts(client):
    make_some(2)  # in the fields lig and tex
    make_some(1, kind_id="university")
    page = " ".join(text_of(client.get("/de/cluster/map/")).split())
    assert 'id="fields"' in page
    assert '<a href="/de/cluster/?field=lig">' in page
    assert '<td class="cw-number">3</td>' in page[page.index("?field=lig") :][:250]
    page = " ".join(text_of(client.get("/de/cluster/map/?kind=university&field=tex")).split())
    assert (
        '<td class="cw-number">1</td>' in page[page.index("?kind=university&amp;field=lig") :][:250]
    )


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("path", "queries"), [("", 4), ("?kind=clusters", 10)])
def test_the_map_needs_the_same_queries_for_any_number_of_rows(
    client, django_assert_num_queries, number, path, queries
):
    make_some(number, region_id="R03")
    with django_assert_num_queries(queries):
        client.get(f"/de/cluster/map/{path}")


def test_a_source_that_is_no_address_is_named(client):
    row = make_organisation(source_url="baden-wuerttemberg.de press pages")
    page = text_of(client.get(f"/de/cluster/{row.slug}/"))
    assert "baden-wuerttemberg.de press pages" in page
    assert 'href="baden' not in page


def test_nothing_is_changed_by_a_list(client):
    assert client.post("/de/cluster/").status_code == 405


def test_a_city_that_is_a_land_is_named_once(client):
    make_organisation(name="Hauptstadtnetz", city="Berlin", land_id="DE-BE")
    assert "Berlin · Berlin" not in text_of(client.get("/de/cluster/"))
