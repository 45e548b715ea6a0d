"""The start page counts what is there, and everything on it leads somewhere."""

import re

import pytest
from django.test import Client
from tests.factories.directory import make_organisation
from tests.factories.programme import make_event

from clusterwerk.directory.choices import Status

pytestmark = pytest.mark.django_db


def figures_of(page: str) -> list[int]:
    return [int(number) for number in re.findall(r"<dd><a href=[^>]*>(\d+)</a></dd>", page)]


def test_the_figures_are_counted_from_the_data(client: Client) -> None:
    make_organisation(name="One", kind_id="cluster_initiative")
    make_organisation(name="Two", kind_id="university")
    make_organisation(name="Over", kind_id="cluster_initiative", status=Status.ENDED)
    clusters, organisations, fields, events = figures_of(client.get("/en/").content.decode())
    assert (clusters, organisations, events) == (1, 3, 0)
    assert fields > 30


def test_made_up_events_are_not_counted_and_the_link_leads_to_the_same_number(
    client: Client,
) -> None:
    for example in (False, False, True):
        make_event(is_example=example)
    page = client.get("/en/").content.decode()
    assert figures_of(page)[3] == 2
    assert 'href="/en/programme/events/?origin=real">2</a>' in page
    assert "2 entries" in client.get("/en/programme/events/?origin=real").content.decode()


def test_the_fields_can_be_counted_where_their_number_leads(client: Client) -> None:
    start = client.get("/en/").content.decode()
    assert f'href="/en/cluster/map/#fields">{figures_of(start)[2]}</a>' in start
    page = client.get("/en/cluster/map/").content.decode()
    assert page.count('<a href="/en/cluster/?field=') == figures_of(start)[2]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_rows(
    client: Client, rows: int, django_assert_num_queries: object
) -> None:
    for number in range(rows):
        make_organisation(name=f"Cluster {number}", kind_id="cluster_initiative")
    client.get("/en/")
    with django_assert_num_queries(9):  # type: ignore[operator]
        client.get("/en/")


def test_an_empty_installation_shows_zeros_and_no_conference(client: Client) -> None:
    page = client.get("/de/").content.decode()
    assert figures_of(page)[:2] == [0, 0]
    assert "Noch ist keine Veranstaltung eingetragen" in page
    assert "conference-head" not in page


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_link_of_the_start_page_leads_somewhere(client: Client, language: str) -> None:
    make_organisation(name="One", kind_id="cluster_initiative")
    page = client.get(f"/{language}/").content.decode()
    for address in set(re.findall(r'href="(/(?:de|en)/[^"#]*)"', page)):
        assert client.get(address.replace("&amp;", "&")).status_code == 200, address
