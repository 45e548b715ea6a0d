"""Pages everybody may see, in both languages."""

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar
from tests.factories.conference import (
    make_conference,
    make_delegation,
    make_match,
    make_planned_conference,
    make_ready_plan,
)

from clusterwerk.conference.actions.publishing import publish_plan
from clusterwerk.conference.models import Conference, Delegate, PlannedMeeting

pytestmark = pytest.mark.django_db

PAGES = ("", "timetable/", "timetable/?session=2", "timetable/?q=beispiel", "timetable/?q=xyz")
MORE_PAGES = ("delegates/", "delegates/?q=xyz", "figures/", "unplaced/")


def _base(conference: Conference, language: str = "de") -> str:
    return f"/{language}/conference/{conference.slug}/"


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("page", [*PAGES, *MORE_PAGES])
def test_every_page_is_public_and_marked_as_an_example(
    client: Client, language: str, page: str
) -> None:
    conference = make_planned_conference(is_example=True)
    response = client.get(_base(conference, language) + page)
    assert response.status_code == 200
    mark = "Beispiel" if language == "de" else "Example"
    assert f'cw-tag--example">{mark}</span>' in response.content.decode()


@pytest.mark.parametrize("page", [*PAGES, *MORE_PAGES])
def test_every_page_says_what_to_expect_before_a_plan_is_published(
    client: Client, page: str
) -> None:
    conference = make_conference()
    make_delegation(conference)
    response = client.get(_base(conference) + page)
    assert response.status_code == 200
    if not page.startswith("delegates"):
        assert "noch nicht veröffentlicht" in response.content.decode()


def test_an_unknown_conference_is_not_found(client: Client) -> None:
    for page in (*PAGES, *MORE_PAGES, "timetable.csv", "plans/"):
        assert client.get(f"/de/conference/none/{page}").status_code in {302, 404}


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_conferences_asks_once_whatever_their_number(
    client: Client, django_assert_num_queries: Any, number: int
) -> None:
    for _ in range(number):
        make_planned_conference(pairs=number)
    with django_assert_num_queries(1):
        client.get("/de/conference/")


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("page", "queries"),
    [
        ("", 6),
        ("timetable/", 8),
        ("timetable/?q=beispiel", 5),
        ("delegates/", 9),
        ("figures/", 13),
        ("unplaced/", 2),
        ("delegates.csv", 4),
        ("timetable.csv", 4),
    ],
)
def test_pages_ask_as_often_for_three_rows_as_for_one(
    client: Client, django_assert_num_queries: Any, page: str, queries: int, number: int
) -> None:
    conference = make_planned_conference(pairs=number)
    address = _base(conference) + page
    client.get(address)  # the translation of texts and the country list are read once
    with django_assert_num_queries(queries):
        client.get(address)


@pytest.mark.parametrize("number", [1, 3])
def test_agendas_ask_as_often_for_three_meetings_as_for_one(
    client: Client, django_assert_num_queries: Any, number: int
) -> None:
    conference = make_conference(slots=(4,), tables=1)
    one = make_delegation(conference)
    for _ in range(number):
        make_match(one, make_delegation(conference))
    publish_plan(make_ready_plan(conference), by=None)
    key = one.delegates.get().public_id
    with django_assert_num_queries(5):
        client.get(_base(conference) + f"delegates/{key}/")


def test_the_timetable_shows_who_sits_where(client: Client, planned: Conference) -> None:
    meeting = PlannedMeeting.objects.select_related("slot__session", "table").get()
    assert meeting.slot is not None
    address = f"{_base(planned)}timetable/?session={meeting.slot.session.position}"
    text = client.get(address).content.decode()
    for registration in planned.registrations.all():
        assert registration.organisation.name in text
    assert "timetable/table/1/" in text
    assert "10:00" in text  # on the clocks of the conference, not in UTC


def test_times_are_those_of_the_conference_wherever_the_installation_is(client: Client) -> None:
    conference = make_planned_conference(time_zone="Asia/Tokyo")
    text = client.get(_base(conference) + "timetable/").content.decode()
    assert "17:00" in text
    assert "10:00" not in text


def test_a_nonsense_session_shows_the_first_one(client: Client, planned: Conference) -> None:
    for wanted in ("99", "x", "-1", "²"):
        assert client.get(_base(planned) + f"timetable/?session={wanted}").status_code == 200


def test_a_delegate_is_listed_without_what_they_did_not_agree_to_show(client: Client) -> None:
    conference = make_conference()
    delegate = make_delegation(conference, is_public=False).delegates.get()
    text = client.get(_base(conference) + "delegates/").content.decode()
    assert delegate.name not in text
    assert "Name nicht öffentlich" in text
    assert "Clustermanagement" not in text
    assert str(delegate.public_id) not in text


def test_a_private_agenda_is_not_found_also_by_its_address(client: Client) -> None:
    conference = make_conference()
    hidden = make_delegation(conference, is_public=False)
    make_match(hidden, make_delegation(conference))
    publish_plan(make_ready_plan(conference), by=None)
    key = hidden.delegates.get().public_id
    assert client.get(_base(conference) + f"delegates/{key}/").status_code == 404
    assert client.get(_base(conference) + f"delegates/{key}.ics").status_code == 404


def test_an_agenda_of_another_conference_is_not_found(client: Client, planned: Conference) -> None:
    other = make_planned_conference()
    key = Delegate.objects.filter(registration__conference=other)[0].public_id
    assert client.get(_base(planned) + f"delegates/{key}/").status_code == 404


def test_the_filter_narrows_the_list_and_its_files_alike(
    client: Client, planned: Conference
) -> None:
    page = client.get(_base(planned) + "delegates/?country=FR").content.decode()
    assert "1 teilnehmende Person" in page
    table = client.get(_base(planned) + "delegates.csv?country=FR").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["country"] for row in rows] == ["FR"]
    file = json.loads(client.get(_base(planned) + "delegates.json?country=FR").content)
    assert [item["name"] for item in file["items"]] == [rows[0]["name"]]


def test_a_filter_value_that_does_not_exist_is_told_and_left_out(
    client: Client, planned: Conference
) -> None:
    page = client.get(_base(planned) + "delegates/?country=XX").content.decode()
    assert "cw-error" in page
    assert "2 Teilnehmende" in page


def test_files_hold_only_what_is_public_and_carry_the_mark(client: Client) -> None:
    conference = make_conference(is_example=True)
    hidden = make_delegation(conference, is_public=False).delegates.get()
    text = client.get(_base(conference) + "delegates.json").content.decode()
    assert hidden.name not in text
    assert "Clustermanagement" not in text
    assert json.loads(text)["example"] is True
    assert json.loads(text)["items"][0]["organisation"] == hidden.registration.organisation.name


def test_the_timetable_file_has_a_row_for_every_placed_meeting(client: Client) -> None:
    conference = make_planned_conference(pairs=3, slots=(4,))
    table = client.get(_base(conference) + "timetable.csv").content.decode("utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(table)))) == 3
    file = json.loads(client.get(_base(conference) + "timetable.json").content)
    assert file["time_zone"] == "Europe/Berlin"
    assert file["items"][0]["day"] == "2030-06-03"


def test_the_timetable_file_of_a_session_has_that_session_only(client: Client) -> None:
    conference = make_planned_conference(pairs=2, slots=(1, 1), tables=1)
    base = _base(conference)
    for session in (1, 2):
        file = json.loads(client.get(f"{base}timetable.json?session={session}").content)
        assert len(file["items"]) == 1
    assert len(json.loads(client.get(f"{base}timetable.json").content)["items"]) == 2


def test_a_name_that_begins_like_a_formula_is_harmless_in_a_spreadsheet(client: Client) -> None:
    conference = make_conference()
    make_match(make_delegation(conference, name="=1+1"), make_delegation(conference))
    publish_plan(make_ready_plan(conference), by=None)
    for page in ("timetable.csv", "delegates.csv"):
        assert "'=1+1" in client.get(_base(conference) + page).content.decode()


def test_the_calendar_holds_every_meeting_with_zone_mark_and_a_lasting_id(client: Client) -> None:
    conference = make_planned_conference(is_example=True)
    delegate = Delegate.objects.filter(registration__conference=conference)[0]
    address = _base(conference) + f"delegates/{delegate.public_id}.ics"
    calendar = Calendar.from_ical(client.get(address).content)
    (event,) = calendar.walk("VEVENT")
    assert event["summary"].startswith("[Beispiel] Gespräch mit ")
    assert str(event["dtstart"].params["TZID"]) == "Europe/Berlin"
    assert calendar.walk("VTIMEZONE")
    assert event["sequence"] == 1
    assert "http://testserver/de/conference/" in event["description"]

    publish_plan(make_ready_plan(conference, seed=1), by=None)
    (later,) = Calendar.from_ical(client.get(address).content).walk("VEVENT")
    assert later["uid"] == event["uid"]
    assert later["sequence"] == 1  # a new plan in which it stayed where it was


def test_an_english_visitor_reads_english(client: Client, planned: Conference) -> None:
    text = client.get(_base(planned, "en")).content.decode()
    assert planned.name_en in text
    assert "agreed meetings" in text or "meeting placed" in text
