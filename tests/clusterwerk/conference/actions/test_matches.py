"""Agreed meetings and how they are cancelled."""

from collections.abc import Iterator

import pytest
from django.utils import translation
from tests.factories.conference import (
    SINCE,
    make_conference,
    make_delegation,
    make_match,
    make_planned_conference,
)
from tests.factories.people import person

from clusterwerk.audit.models import Entry
from clusterwerk.conference.actions.matches import cancel_match
from clusterwerk.conference.choices import MatchStatus, WishStatus
from clusterwerk.conference.models import AgendaNotice, Match, Wish
from clusterwerk.mail.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def agreed() -> Match:
    conference = make_conference()
    one = make_delegation(conference, name="Alpha")
    other = make_delegation(conference, name="Beta")
    match = make_match(one, other)
    for wisher, target in ((one, other), (other, one)):
        Wish.objects.create(
            wisher=wisher,
            target=target,
            kind="want",
            status=WishStatus.ACCEPTED,
            created_at=SINCE,
        )
    return match


def test_a_cancelled_match_says_when_and_by_whom_and_both_sides_hear_of_it() -> None:
    match = agreed()

    cancel_match(match, by=None, registration=match.registration_b)

    match.refresh_from_db()
    assert match.status == MatchStatus.CANCELLED
    assert match.cancelled_at is not None
    assert match.cancelled_by == match.registration_b
    to_a, to_b = Message.objects.order_by("pk")
    assert "Beta has cancelled the meeting with your delegation" in to_a.body
    assert "Your delegation has cancelled the meeting with Alpha" in to_b.body
    assert "/conference/" in to_a.body
    assert Entry.objects.filter(verb="cancel_match").count() == 1


def test_wishes_of_who_cancels_end_as_withdrawn_and_those_of_the_other_as_declined() -> None:
    match = agreed()
    cancel_match(match, by=None, registration=match.registration_a)
    found = dict(Wish.objects.values_list("wisher", "status"))
    assert found == {
        match.registration_a_id: WishStatus.WITHDRAWN,
        match.registration_b_id: WishStatus.DECLINED,
    }


def test_the_team_cancels_without_blame_and_without_a_mail_if_it_wants() -> None:
    match = agreed()
    cancel_match(match, by=person(), tell=False)
    assert set(Wish.objects.values_list("status", flat=True)) == {WishStatus.WITHDRAWN}
    assert not Message.objects.exists()


def test_cancelling_twice_changes_nothing_more() -> None:
    match = agreed()
    cancel_match(match, by=None)
    cancel_match(match, by=None, registration=match.registration_a)
    match.refresh_from_db()
    assert match.cancelled_by is None
    assert Message.objects.count() == 2


def test_a_match_with_a_place_in_the_published_plan_changes_two_agendas() -> None:
    conference = make_planned_conference()
    before = AgendaNotice.objects.count()
    cancel_match(Match.objects.get(conference=conference), by=None)
    notices = AgendaNotice.objects.order_by("pk")[before:]
    assert len(notices) == 2
    assert all(notice.told == [] for notice in notices)
