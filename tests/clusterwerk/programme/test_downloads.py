"""Tables and JSON: all public facts, safe to open."""

import csv
from io import StringIO

import pytest
from django.urls import reverse
from tests.factories.programme import make_edition, make_event, make_fair_activity

from clusterwerk.programme.downloads import COLUMNS, table_of
from clusterwerk.programme.models import Event
from clusterwerk.programme.queries import with_details

pytestmark = pytest.mark.django_db


def rows_of(*events):
    found = with_details(Event.objects.filter(pk__in=[event.pk for event in events]))
    text = table_of(found, lambda event: f"https://x.org/{event.slug}")
    return list(csv.DictReader(StringIO(text)))


def test_a_row_holds_what_the_page_shows_by_code():
    event = make_fair_activity(
        make_edition(), hall="4", organisers=["Netz A", "Netz B"], fields=["ren", "lig"]
    )
    row = rows_of(event)[0]
    assert tuple(row) == COLUMNS
    assert (row["organisers"], row["fields"]) == ("Netz A;Netz B", "ren;lig")
    assert (row["land"], row["counts_for_land"], row["hall"]) == ("DE-NI", "DE-BW", "4")
    assert (row["starts_on"], row["starts_at"], row["example"]) == ("2031-05-05", "", "false")


def test_an_example_is_marked_true():
    assert rows_of(make_event(is_example=True))[0]["example"] == "true"


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_cell_is_a_formula(start):
    assert rows_of(make_event(title_de=f"{start}1+1"))[0]["title_de"] == f"'{start}1+1"


def test_the_files_of_all_events_hold_what_is_filtered(client):
    make_event(title_de="Alpha", kind="talk")
    make_event(title_de="Beta")
    address = reverse("programme:events_file", args=["json"])
    entries = client.get(address, {"kind": "talk"}).json()["entries"]
    assert [entry["title_de"] for entry in entries] == ["Alpha"]
    table = client.get(reverse("programme:events_file", args=["csv"]), {"kind": "talk"})
    assert table["Content-Type"] == "text/csv; charset=utf-8"
    assert table.content.startswith(b"\xef\xbb\xbfid,")
    assert b"Beta" not in table.content


@pytest.mark.parametrize("form", ["csv", "json", "ics"])
def test_a_file_that_did_not_change_is_not_sent_again(client, form):
    make_event()
    address = reverse("programme:events_file", args=[form])
    mark = client.get(address)["ETag"]
    assert client.get(address, headers={"if-none-match": mark}).status_code == 304
    make_event()
    assert client.get(address, headers={"if-none-match": mark}).status_code == 200
