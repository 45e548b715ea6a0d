"""The page of one meeting on the desk: the sessions it may go to, one at a time."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from tests.factories.conference import (
    make_conference,
    make_delegation,
    make_match,
    make_ready_plan,
)
from tests.factories.people import person_with_role

from clusterwerk.accounts.choices import Role, ScopeKind
from clusterwerk.conference.actions.edits import add_meeting
from clusterwerk.conference.models import Match, PlannedMeeting, Slot
from clusterwerk.conference.queries.board import names_of
from clusterwerk.conference.queries.plans import state_of_edits
from clusterwerk.conference.web.desk.sentences import Teller

pytestmark = pytest.mark.django_db


@pytest.fixture
def match(client: Client) -> Match:
    """An agreed meeting in a draft with sessions of three and two slots; the team is signed in."""
    conference = make_conference(slots=(3, 2), tables=2)
    made = make_match(make_delegation(conference), make_delegation(conference))
    make_ready_plan(conference)
    key = str(conference.public_id)
    client.force_login(person_with_role(Role.CONFERENCE_TEAM, ScopeKind.CONFERENCE, key))
    return made


def _address(match: Match) -> str:
    return f"/en/conference/{match.conference.slug}/plans/1/meetings/{match.public_id}/"


def _current(html: str) -> str:
    return re.findall(r'<a href="\?session=(\d+)" aria-current="true">', html)[0]


def test_each_session_tells_in_how_many_slots_both_have_time(client: Client, match: Match) -> None:
    last = Slot.objects.filter(session__conference=match.conference).last()
    assert last is not None
    match.registration_a.delegates.get().unavailable_slots.add(last)
    html = client.get(_address(match)).content.decode()
    assert re.findall(r"(\d) slots? in which both have time", html) == ["3", "1"]


def test_the_session_of_the_meeting_comes_first_and_any_other_can_be_asked_for(
    client: Client, match: Match
) -> None:
    row = PlannedMeeting.objects.select_related("slot__session").get(match=match)
    assert row.slot is not None
    assert _current(client.get(_address(match)).content.decode()) == str(row.slot.session.position)
    html = client.get(f"{_address(match)}?session=2").content.decode()
    assert _current(html) == "2"
    second = Slot.objects.filter(session__position=2, session__conference=match.conference)
    assert {int(key) for key in re.findall(r'value="(\d+)-\d+"', html)} >= {s.pk for s in second}


def test_without_a_place_the_session_with_most_time_in_common_comes_first(
    client: Client, match: Match
) -> None:
    PlannedMeeting.objects.filter(match=match).update(
        slot=None, table=None, delegate_a=None, delegate_b=None, reason="no_common_slot"
    )
    first = Slot.objects.filter(session__conference=match.conference, session__position=1)
    match.registration_b.delegates.get().unavailable_slots.add(*first)
    assert _current(client.get(_address(match)).content.decode()) == "2"


def test_a_refused_step_leads_back_to_the_session_it_was_made_in(
    client: Client, match: Match
) -> None:
    address = f"{_address(match)}?session=2"
    answer = client.post(address, {"place": "0-0", "was": "", "session": "2"})
    assert answer["Location"] == address


@pytest.mark.parametrize("more", [0, 6])
def test_the_page_asks_as_often_for_seven_meetings_as_for_one(
    client: Client, match: Match, django_assert_num_queries: Any, more: int
) -> None:
    for _ in range(more):
        make_match(make_delegation(match.conference), make_delegation(match.conference))
    client.get(_address(match))
    with django_assert_num_queries(25):
        client.get(_address(match))


@pytest.mark.parametrize("swap", ["abc", "9" * 30])
def test_a_change_of_places_with_nobody_is_refused(client: Client, match: Match, swap: str) -> None:
    row = PlannedMeeting.objects.get(match=match)
    was = f"{row.slot_id}-{row.table_id}"
    answer = client.post(_address(match), {"place": was, "was": was, "swap": swap}, follow=True)
    assert answer.status_code == 200
    assert "Choose a place." in answer.content.decode()


def _step(client: Client, address: str, values: dict[str, str]) -> dict[str, str]:
    answer = client.post(address, values, headers={"Desk": "part"})
    assert answer.status_code == 200
    told: dict[str, str] = answer.json()
    return told


def test_a_step_says_where_the_meeting_is_now_and_shows_that_session(
    client: Client, match: Match
) -> None:
    row = PlannedMeeting.objects.get(match=match)
    was, name = f"{row.slot_id}-{row.table_id}", f"{match.registration_a.organisation} – "
    slot = Slot.objects.filter(session__conference=match.conference, session__position=2)[0]
    told = _step(
        client, _address(match), {"place": f"{slot.pk}-{row.table_id}", "was": was, "session": "1"}
    )
    assert told["said"].startswith(f"The meeting was moved. {name}")
    assert told["said"].endswith(": 14:00, table 1.")
    assert "session=2" in told["address"]

    base = _address(match).partition("meetings/")[0]
    told = _step(client, f"{base}undo/", {"state": "1.0", "session": "2"})
    assert told["said"].startswith(f"Taken back: moved. {name}")
    assert told["said"].endswith(": 10:00, table 1.")
    assert "session=1" in told["address"]

    told = _step(client, f"{_address(match)}lock/", {"lock": "1", "was": was, "session": "1"})
    assert told["said"] == "The meeting is fixed. Planning again leaves it there."
    state = state_of_edits(row.plan)
    told = _step(client, f"{base}undo/", {"state": state, "session": "1"})
    assert told["said"] == "Taken back: fixed."

    told = _step(client, f"{_address(match)}remove/", {"was": was, "session": "1"})
    assert told["said"].endswith(": without a place.")


def test_many_changed_places_are_counted_and_not_all_named(match: Match) -> None:
    with translation.override("en"):
        teller = Teller(match.conference, names_of(match.conference))
        told = teller.places_told({str(number): None for number in range(9)})
    assert told[-1] == "6 more are elsewhere."
    assert len(told) == 4


def _late_meeting(match: Match) -> tuple[Match, str]:
    """A meeting that the team adds when all tables are taken: a match of one of its two sides, and
    the address of its page."""
    conference = match.conference
    for _ in range(9):
        make_match(make_delegation(conference), make_delegation(conference))
    plan = make_ready_plan(conference)
    late = make_match(make_delegation(conference), make_delegation(conference))
    added = add_meeting(plan, late.registration_a, match.registration_b, by=None, priority="want")
    return late, f"/en/conference/{conference.slug}/plans/2/meetings/{added.match.public_id}/"


def test_a_slot_without_a_free_table_says_so_and_not_who_sits_at_the_first(
    client: Client, match: Match
) -> None:
    _late, page = _late_meeting(match)
    html = client.get(page).content.decode()
    assert "All tables are taken or closed then." in html
    assert "The place is taken by" not in html


def test_where_nothing_is_possible_other_sessions_with_time_are_named(
    client: Client, match: Match
) -> None:
    places = client.get(f"{_address(match)}places/?session=1").json()
    second = match.conference.sessions.get(position=2)
    assert places["elsewhere"] == f"Both have time in: {second}."
    match.registration_a.delegates.get().unavailable_slots.add(*second.slots.all())
    assert client.get(f"{_address(match)}places/?session=1").json()["elsewhere"] == ""


def test_a_slot_without_a_free_table_for_somebody_who_is_away_tells_that(
    client: Client, match: Match
) -> None:
    late, page = _late_meeting(match)
    person = late.registration_a.delegates.get()
    person.unavailable_slots.add(*Slot.objects.filter(session__position=2))
    html = client.get(f"{page}?session=2").content.decode()
    assert html.count(f"{person.name} (") == 2
    assert "All tables are taken" not in html
