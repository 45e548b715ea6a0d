"""The page of one meeting on the desk: the sessions it may go to, one at a time."""

import re
from typing import Any

import pytest
from django.test import Client
from tests.factories.conference import (
    make_conference,
    make_delegation,
    make_match,
    make_ready_plan,
)
from tests.factories.people import person_with_role

from clusterwerk.accounts.choices import Role, ScopeKind
from clusterwerk.conference.models import Match, PlannedMeeting, Slot

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
    with django_assert_num_queries(27):
        client.get(_address(match))


@pytest.mark.parametrize("swap", ["abc", "9" * 30])
def test_a_change_of_places_with_nobody_is_refused(client: Client, match: Match, swap: str) -> None:
    row = PlannedMeeting.objects.get(match=match)
    was = f"{row.slot_id}-{row.table_id}"
    answer = client.post(_address(match), {"place": was, "was": was, "swap": swap}, follow=True)
    assert answer.status_code == 200
    assert "Choose a place." in answer.content.decode()
