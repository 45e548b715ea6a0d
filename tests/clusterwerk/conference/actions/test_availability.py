"""Availability of delegates: one way to change it, whoever asks, and who is told."""

import pytest
from tests.factories.conference import make_conference, make_delegation, make_planned_conference

from clusterwerk.audit.models import Entry
from clusterwerk.conference.actions.availability import (
    change_availability,
    slots_of,
    withdraw_time,
)
from clusterwerk.conference.choices import MatchStatus
from clusterwerk.conference.models import Delegate, Match, PlannedMeeting
from clusterwerk.mail.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_availability_leaves_withdrawn_slots_as_they_are() -> None:
    conference = make_conference(slots=(3,))
    person = make_delegation(conference).delegates.get()
    first, second, third = slots_of(conference)
    person.unavailable_slots.set([first])
    first.withdrawn_at = conference.created_at
    first.save()
    change_availability(person, by=None, absent=[second.pk, 999_999])
    assert set(person.unavailable_slots.all()) == {first, second}
    change_availability(person, by=None, absent=[third.pk])
    assert set(person.unavailable_slots.all()) == {first, third}


def test_withdrawn_time_is_added_to_what_was_known() -> None:
    conference = make_conference(slots=(3,))
    person = make_delegation(conference).delegates.get()
    first, second, third = slots_of(conference)
    person.unavailable_slots.set([first])
    withdraw_time(person, by=None, slots=[second.pk])
    assert set(person.unavailable_slots.all()) == {first, second}
    withdraw_time(person, by=None, slots=[first.pk, second.pk])
    assert Entry.objects.filter(verb="change_availability").count() == 1
    change_availability(person, by=None, absent=[third.pk])
    assert set(person.unavailable_slots.all()) == {third}


@pytest.mark.parametrize("way", ["change", "withdraw"])
def test_taking_away_planned_time_keeps_the_meeting_agreed_and_tells_team_and_partner(
    way: str,
) -> None:
    conference = make_planned_conference()
    conference.contact_email = "team@example.org"
    conference.save()
    meeting = PlannedMeeting.objects.get()
    person, partner, slot = meeting.delegate_a, meeting.delegate_b, meeting.slot
    assert person is not None
    assert partner is not None
    assert slot is not None

    def take_away(delegate: Delegate) -> list[PlannedMeeting]:
        if way == "change":
            return change_availability(delegate, by=None, absent=[slot.pk], reason="Ill")
        return withdraw_time(delegate, by=None, slots=[slot.pk], reason="Ill")

    assert take_away(person) == [meeting]
    assert Match.objects.get().status == MatchStatus.AGREED
    mails = {mail.to: mail.body for mail in Message.objects.all()}
    assert set(mails) == {"team@example.org", partner.email}
    assert all("Ill" in body for body in mails.values())
    assert take_away(person) == []
    assert Message.objects.count() == 2
    assert Entry.objects.filter(verb="change_availability").count() == 1
