"""Agreed meetings without a place: found, told with their reason, taken along as files."""

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client
from tests.factories.conference import (
    make_conference,
    make_delegation,
    make_match,
    make_planned_conference,
    make_ready_plan,
)
from tests.factories.people import person_with_role

from clusterwerk.accounts.choices import Role
from clusterwerk.conference.actions.publishing import publish_plan
from clusterwerk.conference.choices import UnplacedReason
from clusterwerk.conference.models import Conference

pytestmark = pytest.mark.django_db

PAGES = ("unplaced/", "unplaced.csv", "unplaced.json")


def _base(conference: Conference, language: str = "de") -> str:
    return f"/{language}/conference/{conference.slug}/"


def _crowded(*names: str, publish: bool = True, **values: Any) -> Conference:
    """One delegate with one slot, who agreed to meet the first partner for sure and then those of
    the given names: they stay without a place."""
    conference = make_conference(slots=(1,), **values)
    one = make_delegation(conference, name="Zentrum Mitte")
    make_match(one, make_delegation(conference, name="Erster Partner"), priority="must")
    for name in names:
        make_match(one, make_delegation(conference, name=name, country_id="FR"))
    plan = make_ready_plan(conference)
    if publish:
        publish_plan(plan, by=None)
    return conference


def _csv(client: Client, address: str) -> list[dict[str, str]]:
    text = client.get(address).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("page", [*PAGES, "unplaced/?q=photonik", "unplaced.csv?q=photonik"])
@pytest.mark.parametrize("number", [1, 3])
def test_three_meetings_ask_as_often_as_one(
    client: Client, django_assert_num_queries: Any, page: str, number: int
) -> None:
    conference = _crowded(*[f"Photonik {turn}" for turn in range(number)])
    with django_assert_num_queries(2):
        text = client.get(_base(conference) + page).content.decode()
    assert f"Photonik {number - 1}" in text
    assert "Planungstisch" not in text


def test_a_meeting_is_told_with_its_reason_and_without_a_name_that_is_not_public(
    client: Client,
) -> None:
    conference = make_conference(slots=(1,), tables=2)
    one, hidden = make_delegation(conference), make_delegation(conference, is_public=False)
    for other in (make_delegation(conference), hidden):
        make_match(one, other)
    make_match(hidden, make_delegation(conference))
    publish_plan(make_ready_plan(conference), by=None)
    for page in PAGES:
        text = client.get(_base(conference) + page).content.decode()
        assert hidden.delegates.get().name not in text
    assert "1 von 3 vereinbarten Gesprächen" in client.get(_base(conference) + PAGES[0]).text


def test_a_search_leaves_the_meetings_of_organisations_of_that_name_whatever_its_case(
    client: Client,
) -> None:
    conference = _crowded("Ökologie Süd", "Photonik Nord")
    text = client.get(_base(conference) + "unplaced/?q=SÜD+ökologie").text
    assert "1 von 2 Gesprächen ohne Platz für „SÜD ökologie“" in text
    assert "Ökologie Süd" in text
    assert "Photonik Nord" not in text
    assert 'value="SÜD ökologie"' in text
    both = client.get(_base(conference) + "unplaced/?q=zentrum").text
    assert "2 von 2 Gesprächen ohne Platz" in both


def test_the_files_hold_what_is_shown_with_the_reason_in_words_and_as_a_code(
    client: Client,
) -> None:
    conference = _crowded("Ökologie Süd", "Photonik Nord", is_example=True)
    page = client.get(_base(conference) + "unplaced/?q=süd").text
    assert 'unplaced.csv?q=s%C3%BCd"' in page
    (row,) = _csv(client, _base(conference) + "unplaced.csv?q=süd")
    assert {row["organisation_a"], row["organisation_b"]} == {"Zentrum Mitte", "Ökologie Süd"}
    assert {row["country_a"], row["country_b"]} == {"DE", "FR"}
    assert row["reason_code"] in UnplacedReason.values
    assert row["reason"] in page
    assert row["example"] == "true"
    file = json.loads(client.get(_base(conference) + "unplaced.json?q=süd").content)
    assert file["example"] is True
    assert file["plan"] == 1
    (item,) = file["items"]
    assert item == {**row, "example": True}
    assert len(_csv(client, _base(conference) + "unplaced.csv")) == 2


def test_the_reason_is_in_the_language_of_the_address(client: Client) -> None:
    conference = _crowded("Photonik Nord")
    (german,) = _csv(client, _base(conference) + "unplaced.csv")
    (english,) = _csv(client, _base(conference, "en") + "unplaced.csv")
    assert german["reason_code"] == english["reason_code"]
    assert german["reason"] != english["reason"]


def test_a_name_that_begins_like_a_formula_is_harmless_in_a_spreadsheet(client: Client) -> None:
    conference = _crowded("=1+1")
    assert "'=1+1" in client.get(_base(conference) + "unplaced.csv").text


def test_a_search_that_finds_nothing_leads_on_to_the_same_search_in_the_timetable(
    client: Client,
) -> None:
    conference = _crowded("Photonik Nord")
    text = client.get(_base(conference) + "unplaced/?q=a%26b").text
    assert "0 von 1 Gesprächen ohne Platz" in text
    assert f'href="{_base(conference)}timetable/?q=a%26b"' in text
    assert _csv(client, _base(conference) + "unplaced.csv?q=a%26b") == []


def test_where_every_meeting_has_its_place_the_page_leads_to_the_timetable(client: Client) -> None:
    conference = make_planned_conference()
    text = client.get(_base(conference) + "unplaced/").text
    assert "Jedes vereinbarte Gespräch hat seinen Platz" in text
    assert 'role="search"' not in text


def test_the_team_stays_on_its_draft_while_it_searches(client: Client) -> None:
    conference = _crowded("Photonik Nord", publish=False)
    client.force_login(person_with_role(Role.ADMINISTRATOR))
    text = client.get(_base(conference) + "unplaced/?plan=1&q=xyz").text
    assert '<input type="hidden" name="plan" value="1">' in text
    assert "unplaced.csv?plan=1&amp;q=xyz" in text
    assert "timetable/?plan=1&amp;q=xyz" in text
    assert "plans/?plan=1#unplaced" in text
    assert len(_csv(client, _base(conference) + "unplaced.csv?plan=1")) == 1


def test_files_of_a_plan_that_is_not_published_are_not_found(client: Client) -> None:
    conference = _crowded("Photonik Nord", publish=False)
    for page in ("unplaced.csv", "unplaced.json", "unplaced.csv?plan=1"):
        assert client.get(_base(conference) + page).status_code == 404
    assert client.get(_base(conference) + "unplaced/").status_code == 200


@pytest.mark.parametrize("is_example", [True, False])
def test_an_example_is_explained_on_the_page(client: Client, is_example: bool) -> None:
    conference = _crowded("Photonik Nord", is_example=is_example)
    text = client.get(_base(conference) + "unplaced/").text
    assert ("sind erfunden" in text) is is_example
