"""Wishing: what is allowed, what is refused and with which remedy, and how two wishes meet."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from tests.factories.people import person
from tests.factories.wishes import make_guest, make_type, make_wish_phase

from clusterwerk.audit.models import Entry
from clusterwerk.conference.actions.faults import RefusedError
from clusterwerk.conference.actions.matches import cancel_match
from clusterwerk.conference.actions.wish_answers import answer_wish
from clusterwerk.conference.actions.wishes import (
    change_wish,
    end_wishes_of,
    exclude_delegation,
    make_wish,
    move_wish,
    rank_wishes,
    withdraw_wish,
)
from clusterwerk.conference.choices import MatchStatus, WishKind, WishStatus
from clusterwerk.conference.models import Conference, Match, Registration, Wish
from clusterwerk.conference.queries.quotas import quotas_of
from clusterwerk.mail.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def conference() -> Conference:
    return make_wish_phase()


@pytest.fixture
def alpha(conference: Conference) -> Registration:
    return make_guest(conference, "Alpha", delegates=2)


@pytest.fixture
def beta(conference: Conference) -> Registration:
    return make_guest(conference, "Beta", delegates=2, country_id="FR")


def wish(wisher: Registration, target: Registration, kind: str = "want", **more: Any) -> Wish:
    return make_wish(wisher, target, by=None, kind=kind, **more)


def refusal(wisher: Registration, target: Registration, **more: Any) -> str:
    with pytest.raises(RefusedError) as refused:
        wish(wisher, target, **more)
    return str(refused.value)


def test_a_wish_waits_and_blocks_nothing(alpha: Registration, beta: Registration) -> None:
    made = wish(alpha, beta, "must", message="  Let us talk about fibres.  ")
    assert (made.status, made.kind, made.rank) == (WishStatus.PENDING, WishKind.MUST, 1)
    assert made.message == "Let us talk about fibres."
    assert made.expires_at is not None
    assert (made.expires_at - made.created_at).days == alpha.conference.wish_days
    assert made.told_at is None
    assert not Match.objects.exists()
    assert not Message.objects.exists()  # told by the clock, several in one mail
    assert Entry.objects.get(verb="make_wish").details == {"kind": "must", "as_team": False}


def test_a_wish_is_open_no_longer_than_the_wish_phase() -> None:
    conference = make_wish_phase(days_left=2)
    made = wish(make_guest(conference, "Alpha"), make_guest(conference, "Beta"))
    assert made.expires_at == conference.phases.get().ends_at


def test_two_mutual_wishes_agree_at_once(alpha: Registration, beta: Registration) -> None:
    first = wish(alpha, beta, "would")
    second = wish(beta, alpha, "must", message="Yes, please.")

    match = Match.objects.get()
    assert match.status == MatchStatus.AGREED
    assert match.priority == "must"
    assert {match.registration_a, match.registration_b} == {alpha, beta}
    assert match.delegate_a is None
    assert match.delegate_b is None
    assert match.potential > 0
    assert match.weight > 0
    first.refresh_from_db()
    assert (first.status, second.status) == (WishStatus.ACCEPTED, WishStatus.ACCEPTED)
    mail = Message.objects.get()  # who acted last sees it on the page
    assert mail.to == "alpha@example.org"
    assert "You will meet Beta" in mail.subject
    assert "Yes, please." in mail.body


def test_a_person_who_is_wished_for_or_wishes_serves(
    alpha: Registration, beta: Registration
) -> None:
    mine, wanted = alpha.delegates.first(), beta.delegates.last()
    wish(alpha, beta, delegate=mine, target_delegate=wanted)
    wish(beta, alpha)
    match = Match.objects.get()
    assert {match.delegate_a, match.delegate_b} == {mine, wanted}


def test_two_delegates_of_one_organisation_with_the_same_partner_are_one_match(
    alpha: Registration, beta: Registration
) -> None:
    one, two = beta.delegates.all()
    wish(alpha, beta, target_delegate=one)
    wish(alpha, beta, target_delegate=two)
    wish(beta, alpha)
    match = Match.objects.get()
    assert match.delegate_a is None
    assert match.delegate_b is None
    assert set(Wish.objects.values_list("status", flat=True)) == {WishStatus.ACCEPTED}


def test_the_same_wish_is_not_made_twice(alpha: Registration, beta: Registration) -> None:
    wish(alpha, beta)
    assert "wishes for this already" in refusal(alpha, beta)
    with pytest.raises(IntegrityError), transaction.atomic():
        Wish.objects.create(wisher=alpha, target=beta, kind="want", created_at=timezone.now())


def test_who_agreed_to_meet_needs_no_wish(alpha: Registration, beta: Registration) -> None:
    wish(alpha, beta)
    wish(beta, alpha)
    assert "agreed to meet already" in refusal(alpha, beta, target_delegate=beta.delegates.first())


def test_only_admitted_delegations_wish_and_are_wished_for(
    alpha: Registration, beta: Registration
) -> None:
    Registration.objects.filter(pk=beta.pk).update(status="waiting")
    assert "Beta does not take part" in refusal(alpha, beta)
    assert "Beta is not admitted yet" in refusal(beta, alpha)
    assert "own delegation" in refusal(alpha, alpha)
    elsewhere = make_guest(make_wish_phase(), "Elsewhere")
    assert "not at the same conference" in refusal(alpha, elsewhere)


def test_wishes_are_made_in_their_phase_and_by_the_team_always(
    alpha: Registration, beta: Registration
) -> None:
    alpha.conference.phases.all().delete()
    assert "in the wish phase only" in refusal(alpha, beta)
    who = person()
    made = make_wish(alpha, beta, by=who, kind="want", as_team=True)
    assert made.entered_by == who
    assert made.status == WishStatus.PENDING


def test_the_matrix_says_who_may_ask_whom(conference: Conference) -> None:
    guests = make_type(conference, "Guests")
    hosts = make_type(conference, "Hosts")
    hosts.may_ask.clear()
    hosts.may_ask.add(guests)
    alpha, beta = make_guest(conference, "Alpha"), make_guest(conference, "Beta")
    beta.type = hosts
    beta.save()
    assert "“Guests” may not wish for “Hosts”" in refusal(alpha, beta)
    wish(beta, alpha)
    answer_wish(Wish.objects.get(), by=None, accept=True)  # who is asked may always accept
    assert Match.objects.count() == 1


def test_quotas_are_kept_and_the_refusal_says_what_to_do(conference: Conference) -> None:
    make_type(conference, wishes_most=2, musts_most=1)
    alpha = make_guest(conference, "Alpha")
    others = [make_guest(conference, name) for name in ("Beta", "Gamma", "Delta", "Epsilon")]
    wish(alpha, others[0], "must")
    assert "1 of 1 wishes of the rank “must”" in refusal(alpha, others[1], kind="must")
    second = wish(alpha, others[1])
    assert "You have 2 of 2 wishes. Withdraw another one first." in refusal(alpha, others[2])
    with pytest.raises(RefusedError, match="of the rank “must”"):
        change_wish(second, by=None, kind="must", message="")
    wish(others[3], alpha)
    wish(alpha, others[3])  # an answer takes no place
    withdraw_wish(second, by=None)
    wish(alpha, others[2])
    quotas = quotas_of(alpha)
    assert (quotas.wishes, quotas.wishes_left, quotas.musts, quotas.musts_left) == (2, 0, 1, 0)


def test_a_very_long_message_is_refused_with_its_length(
    alpha: Registration, beta: Registration
) -> None:
    assert "10000 characters, at most 1000" in refusal(alpha, beta, message="x" * 10_000)
    assert not Wish.objects.exists()


def test_nobody_wishes_for_a_person_whose_name_is_private(
    alpha: Registration, conference: Conference
) -> None:
    hidden = make_guest(conference, "Gamma", is_public=False)
    wanted = hidden.delegates.first()
    assert "does not take meetings" in refusal(alpha, hidden, target_delegate=wanted)
    assert "does not take meetings" in refusal(alpha, hidden, delegate=hidden.delegates.first())
    make_wish(alpha, hidden, by=None, kind="want", target_delegate=wanted, as_team=True)


def test_a_wish_withdrawn_after_the_match_cancels_it_and_can_be_made_anew(
    alpha: Registration, beta: Registration
) -> None:
    first = wish(alpha, beta)
    wish(beta, alpha)
    Message.objects.all().delete()

    withdraw_wish(first, by=None)

    match = Match.objects.get()
    assert match.status == MatchStatus.CANCELLED
    assert match.cancelled_by == alpha
    assert {mail.to for mail in Message.objects.all()} == {"alpha@example.org", "beta@example.org"}
    again = wish(alpha, beta, "would", message="After all?")
    assert again.pk == first.pk
    assert again.status == WishStatus.PENDING
    answer_wish(again, by=None, accept=True, kind="must")
    match.refresh_from_db()
    assert (match.status, match.cancelled_by, match.priority) == (MatchStatus.AGREED, None, "must")
    assert Match.objects.count() == 1


def test_withdrawing_a_pending_wish_tells_nobody(alpha: Registration, beta: Registration) -> None:
    withdraw_wish(wish(alpha, beta), by=None)
    assert Wish.objects.get().status == WishStatus.WITHDRAWN
    assert not Message.objects.exists()


def test_a_veto_ends_everything_between_the_two_and_is_told_to_nobody(
    alpha: Registration, beta: Registration
) -> None:
    wish(alpha, beta)
    exclude_delegation(beta, alpha, by=None)

    assert set(Wish.objects.values_list("wisher", "kind", "status")) == {
        (alpha.pk, "want", "declined"),
        (beta.pk, "veto", "pending"),
    }
    told = Message.objects.get()
    assert told.to == "alpha@example.org"
    assert "exclu" not in told.body.lower()
    assert refusal(alpha, beta) == "This organisation takes no further wishes from you."
    assert "You have excluded this organisation" in refusal(beta, alpha)
    with pytest.raises(RefusedError, match="has excluded the other side"):
        make_wish(alpha, beta, by=person(), kind="want", as_team=True)


def test_a_veto_sounds_like_a_refusal(alpha: Registration, beta: Registration) -> None:
    answer_wish(wish(alpha, beta), by=None, accept=False)
    assert refusal(alpha, beta) == "This organisation takes no further wishes from you."


def test_a_veto_cancels_an_agreed_meeting_and_can_be_lifted(
    alpha: Registration, beta: Registration
) -> None:
    wish(alpha, beta)
    wish(beta, alpha)
    veto = exclude_delegation(alpha, beta, by=None)
    assert Match.objects.get().status == MatchStatus.CANCELLED
    withdraw_wish(veto, by=None)
    assert wish(alpha, beta).status == WishStatus.PENDING


def test_accepting_ranks_the_meeting_for_the_own_side(
    alpha: Registration, beta: Registration
) -> None:
    asked = wish(alpha, beta, "would")
    answer_wish(asked, by=None, accept=True, kind="must", delegate=beta.delegates.first())
    reply = Wish.objects.get(wisher=beta)
    assert (reply.kind, reply.status, reply.target) == ("must", WishStatus.ACCEPTED, alpha)
    match = Match.objects.get()
    assert match.priority == "must"
    assert beta.delegates.first() in (match.delegate_a, match.delegate_b)


@pytest.mark.parametrize("status", ["accepted", "declined", "expired", "withdrawn"])
def test_what_is_over_is_not_answered_but_told(
    alpha: Registration, beta: Registration, status: str
) -> None:
    asked = wish(alpha, beta)
    Wish.objects.update(status=status)
    with pytest.raises(RefusedError):
        answer_wish(asked, by=None, accept=True)
    assert not Match.objects.exists()


def test_a_wish_whose_time_is_over_is_not_answered(alpha: Registration, beta: Registration) -> None:
    asked = wish(alpha, beta)
    Wish.objects.update(expires_at=timezone.now())
    with pytest.raises(RefusedError, match="time to answer this wish is over"):
        answer_wish(asked, by=None, accept=True)


def test_wishes_are_put_in_order_and_the_planner_prefers_the_upper(
    alpha: Registration, conference: Conference
) -> None:
    others = [make_guest(conference, name) for name in ("Beta", "Gamma", "Delta")]
    made = [wish(alpha, other) for other in others]
    for other in others[1:]:
        wish(other, alpha)
    before = {row.pk: row.weight for row in Match.objects.all()}

    rank_wishes(alpha, [str(made[2].public_id), "unknown", str(made[0].public_id)], by=None)

    assert list(
        Wish.objects.filter(wisher=alpha).order_by("rank").values_list("target", flat=True)
    ) == [others[2].pk, others[0].pk, others[1].pk]
    gamma, delta = Match.objects.order_by("pk")
    assert delta.weight > before[delta.pk]
    assert gamma.weight == before[gamma.pk] or gamma.weight < before[gamma.pk]
    assert move_wish(made[1], by=None, up=True) == 2
    assert move_wish(made[2], by=None, up=True) == 1
    made[1].refresh_from_db()
    assert made[1].rank == 2


def test_changing_a_wish_changes_the_match(alpha: Registration, beta: Registration) -> None:
    first = wish(alpha, beta, "would")
    wish(beta, alpha, "would")
    change_wish(first, by=None, kind="must", message="More than ever")
    assert Match.objects.get().priority == "must"
    first.refresh_from_db()
    assert first.message == "More than ever"
    withdraw_wish(first, by=None)
    with pytest.raises(RefusedError, match="was withdrawn"):
        change_wish(first, by=None, kind="want", message="")


def test_who_cancelled_is_asked_again_and_who_was_left_may_not_ask(
    alpha: Registration, beta: Registration
) -> None:
    wish(alpha, beta)
    wish(beta, alpha)
    cancel_match(Match.objects.get(), by=None, registration=alpha)
    assert refusal(beta, alpha) == "This organisation takes no further wishes from you."
    assert wish(alpha, beta).status == WishStatus.PENDING


def test_a_delegation_that_does_not_come_leaves_no_open_wish(
    alpha: Registration, beta: Registration, conference: Conference
) -> None:
    gamma = make_guest(conference, "Gamma")
    wish(alpha, beta)
    wish(gamma, alpha)
    assert end_wishes_of(alpha, by=None) == 2
    assert not Wish.objects.filter(status=WishStatus.PENDING).exists()
    assert [mail.to for mail in Message.objects.all()] == ["gamma@example.org"]
