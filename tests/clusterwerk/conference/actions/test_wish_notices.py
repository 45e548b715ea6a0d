"""Mails about wishes: together, with a link each, a reminder, and a notice when time is over."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone, translation
from tests.factories.people import person
from tests.factories.wishes import make_guest, make_wish_phase

from clusterwerk.conference.actions.faults import RefusedError
from clusterwerk.conference.actions.wish_answers import answer_wish, report_wish, settle_report
from clusterwerk.conference.actions.wish_notices import (
    expire_wishes,
    remind_of_wishes,
    tell_wishes,
)
from clusterwerk.conference.actions.wishes import make_wish
from clusterwerk.conference.choices import WishStatus
from clusterwerk.conference.models import AccessLink, Registration, Wish
from clusterwerk.mail.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def guests() -> list[Registration]:
    conference = make_wish_phase(contact_email="team@example.org")
    return [make_guest(conference, name) for name in ("Alpha", "Beta", "Gamma", "Delta")]


def later(minutes: int) -> None:
    """As if that much time had passed since all wishes were made and told."""
    for wish in Wish.objects.all():
        for name in ("created_at", "told_at", "reminded_at", "expires_at"):
            if getattr(wish, name) is not None:
                setattr(wish, name, getattr(wish, name) - timedelta(minutes=minutes))
        wish.save()


def test_the_first_wish_is_told_at_once_and_the_next_ones_together(
    guests: list[Registration],
) -> None:
    alpha, beta, gamma, delta = guests
    make_wish(beta, alpha, by=None, kind="want", message="We build sensors.")
    assert tell_wishes() == 1
    mail = Message.objects.get()
    assert mail.to == "alpha@example.org"
    assert mail.subject == "1 organisation wishes to meet you"
    assert "Beta (Germany)" in mail.body
    assert "We build sensors." in mail.body
    assert "/answer/" in mail.body
    assert "This wish for a meeting" in mail.body
    assert "It is open until" in mail.body
    assert "\n\n\n" not in mail.body

    make_wish(gamma, alpha, by=None, kind="want")
    make_wish(delta, alpha, by=None, kind="must")
    assert tell_wishes() == 0  # Alpha heard of one a moment ago
    later(11)
    assert tell_wishes() == 1
    mail = Message.objects.latest("pk")
    assert mail.subject == "2 organisations wish to meet you"
    assert "Beta" not in mail.body
    assert mail.body.count("/answer/") == 2
    assert "These wishes for a meeting" in mail.body
    assert "The first of them is open until" in mail.body
    assert tell_wishes() == 0
    assert AccessLink.objects.count() == 3


def test_a_wished_person_gets_the_own_wishes_and_the_contact_all(
    guests: list[Registration],
) -> None:
    alpha, beta, gamma, _delta = guests
    wanted = alpha.delegates.get()
    make_wish(beta, alpha, by=None, kind="want", target_delegate=wanted)
    make_wish(gamma, alpha, by=None, kind="want")
    tell_wishes()
    to_contact = Message.objects.get(to="alpha@example.org")
    to_person = Message.objects.get(to=wanted.email)
    assert to_contact.body.count("/answer/") == 2
    assert to_person.body.count("/answer/") == 1
    assert f"Would like to meet {wanted.name}" in to_person.body


def test_mails_are_in_the_language_of_the_delegation(guests: list[Registration]) -> None:
    alpha, beta, *_ = guests
    Registration.objects.filter(pk=alpha.pk).update(language="de")
    make_wish(beta, alpha, by=None, kind="want")
    tell_wishes()
    mail = Message.objects.get()
    assert mail.language == "de"
    assert "Deutschland" in mail.body
    assert "/de/" in mail.body or "/en/" not in mail.body


def test_vetoes_and_answered_wishes_are_told_to_nobody(guests: list[Registration]) -> None:
    alpha, beta, gamma, _delta = guests
    answer_wish(make_wish(beta, alpha, by=None, kind="want"), by=None, accept=False)
    Wish.objects.create(
        wisher=gamma,
        target=alpha,
        kind="veto",
        created_at=timezone.now(),
        expires_at=timezone.now() + timedelta(days=1),
    )
    Message.objects.all().delete()
    assert tell_wishes() == 0
    assert not Message.objects.exists()


def test_a_reminder_comes_once_half_way_with_the_same_link(guests: list[Registration]) -> None:
    alpha, beta, *_ = guests
    make_wish(beta, alpha, by=None, kind="want")
    tell_wishes()
    assert remind_of_wishes() == 0
    later(7 * 24 * 60 + 1)
    assert remind_of_wishes() == 1
    assert remind_of_wishes() == 0
    first, second = Message.objects.order_by("pk")
    assert second.subject == "Reminder: 1 wish waits for your answer"
    link = next(line for line in first.body.splitlines() if "/answer/" in line)
    assert link in second.body
    assert AccessLink.objects.count() == 1


def test_an_expired_wish_ends_with_a_notice_to_who_wished(guests: list[Registration]) -> None:
    alpha, beta, gamma, _delta = guests
    make_wish(alpha, beta, by=None, kind="want")
    make_wish(alpha, gamma, by=None, kind="want")
    assert expire_wishes() == 0
    later(15 * 24 * 60)
    assert expire_wishes() == 2
    assert expire_wishes() == 0
    assert set(Wish.objects.values_list("status", flat=True)) == {WishStatus.EXPIRED}
    mail = Message.objects.get()
    assert mail.to == "alpha@example.org"
    assert mail.subject == "2 wishes have expired"
    assert "Beta" in mail.body
    assert "Gamma" in mail.body
    make_wish(alpha, beta, by=None, kind="want")  # and may be made anew


def test_abuse_is_reported_to_the_team_and_settled(guests: list[Registration]) -> None:
    alpha, beta, *_ = guests
    wish = make_wish(beta, alpha, by=None, kind="want", message="Rude words.")
    with pytest.raises(RefusedError, match="what is wrong"):
        report_wish(wish, by=None, reason=" ")
    report_wish(wish, by=None, reason="This is an insult.")
    mail = Message.objects.get()
    assert mail.to == "team@example.org"
    assert "Rude words." in mail.body
    assert "This is an insult." in mail.body
    wish.refresh_from_db()
    assert wish.reported_at is not None
    assert settle_report(wish, by=person()).report_settled_at is not None


def test_in_test_mode_the_team_gets_everything(guests: list[Registration]) -> None:
    alpha, beta, *_ = guests
    conference = alpha.conference
    conference.test_mode = True
    conference.save()
    make_wish(beta, alpha, by=None, kind="want")
    tell_wishes()
    assert Message.objects.get().to == "team@example.org"
