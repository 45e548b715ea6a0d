"""Meetings that the conference team makes count like any other, and open wishes end in them."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone, translation
from tests.factories.conference import make_match, make_ready_plan
from tests.factories.wishes import make_guest, make_wish_phase

from clusterwerk.conference.actions import edits
from clusterwerk.conference.actions.faults import RefusedError
from clusterwerk.conference.actions.matches import cancel_match
from clusterwerk.conference.actions.wish_answers import answer_wish
from clusterwerk.conference.actions.wish_notices import expire_wishes, tell_wishes
from clusterwerk.conference.actions.wishes import change_wish, make_wish, rank_wishes
from clusterwerk.conference.choices import MatchStatus, WishKind, WishStatus
from clusterwerk.conference.models import Match, Plan, Registration, Wish
from clusterwerk.conference.suggesting import potential_of, weight_of
from clusterwerk.mail.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


class Pair:
    """Two delegations that may do a project together, and a plan in which they do not meet."""

    def __init__(self) -> None:
        self.conference = make_wish_phase()
        self.alpha = self.guest("Alpha", country_id="DE", fields=("pho", "mic"))
        self.beta = self.guest("Beta", country_id="FR", fields=("pho", "med"))
        make_match(self.alpha, self.guest("Gamma", country_id="FR"))
        self.plan: Plan = make_ready_plan(self.conference)
        Message.objects.all().delete()

    def guest(self, name: str, **values: object) -> Registration:
        found = make_guest(self.conference, name, **values)
        found.delegates.update(email="")  # so that the contact gets the mails
        return found

    def add(self, priority: str = "must") -> Match:
        return edits.add_meeting(self.plan, self.alpha, self.beta, by=None, priority=priority).match

    def wish(self, kind: str = "would", **values: str) -> Wish:
        return make_wish(self.alpha, self.beta, by=None, kind=kind, **values)

    def potential(self) -> float:
        return potential_of(self.alpha, self.beta)

    def mails(self) -> dict[str, str]:
        """What was mailed since this was asked last, by address."""
        found = {row.to: f"{row.subject}\n{row.body}" for row in Message.objects.all()}
        Message.objects.all().delete()
        return found


@pytest.fixture
def pair() -> Pair:
    return Pair()


@pytest.mark.parametrize("priority", ["must", "want", "would"])
def test_an_added_meeting_counts_as_if_both_had_wished_for_it_so(pair: Pair, priority: str) -> None:
    match = pair.add(priority)
    assert match.priority == priority
    assert match.potential == pair.potential() > 0
    assert match.weight == weight_of(match.potential, (priority, 1), (priority, 1))


def test_behind_other_wishes_it_stands_at_the_end_of_both_lists(pair: Pair) -> None:
    make_wish(pair.alpha, pair.guest("Delta"), by=None, kind="must")
    match = pair.add("want")
    assert match.weight == weight_of(match.potential, ("want", 2), ("want", 1))


def test_the_expected_projects_of_the_plan_grow_with_its_place(pair: Pair) -> None:
    match = pair.add()
    pair.plan.refresh_from_db()
    before = pair.plan.expected_projects
    row = pair.plan.meetings.exclude(match=match).get()
    slot = pair.conference.sessions.get().slots.exclude(pk=row.slot_id).earliest("pk")
    edits.place_meeting(pair.plan, match, by=None, slot=slot.pk, table=row.table_id or 0)
    pair.plan.refresh_from_db()
    assert pair.plan.expected_projects > before


def test_an_open_wish_of_the_pair_is_accepted_with_it_and_both_sides_are_told_once(
    pair: Pair,
) -> None:
    wish = pair.wish(message="About lasers")

    match = pair.add()

    wish.refresh_from_db()
    assert wish.status == WishStatus.ACCEPTED
    assert (match.made_by_team, match.priority) == (True, "must")
    assert match.weight == weight_of(match.potential, ("must", 1), ("must", 1))
    mails = pair.mails()
    assert set(mails) == {"alpha@example.org", "beta@example.org"}
    for address, partner in (("alpha@example.org", "Beta"), ("beta@example.org", "Alpha")):
        assert mails[address].startswith(f"You will meet {partner}")
        assert "The conference team has brought" in mails[address]
        assert "both wish" not in mails[address]
    assert "About lasers" in mails["beta@example.org"]
    assert "About lasers" not in mails["alpha@example.org"]
    assert tell_wishes() == 0, "nobody is asked any more"
    with pytest.raises(RefusedError, match="the meeting is agreed"):
        answer_wish(wish, by=None, accept=False)
    assert Match.objects.get(pk=match.pk).status == MatchStatus.AGREED
    assert pair.mails() == {}


def test_a_reported_message_is_not_sent_once_more(pair: Pair) -> None:
    wish = pair.wish(message="Rude words")
    Wish.objects.filter(pk=wish.pk).update(reported_at=timezone.now())
    pair.add()
    assert "Rude words" not in "".join(pair.mails().values())


def test_without_a_wish_nobody_is_mailed_before_the_plan_is_published(pair: Pair) -> None:
    pair.add()
    assert pair.mails() == {}


def test_a_person_wished_for_comes_to_it(pair: Pair) -> None:
    person = pair.beta.delegates.get()
    make_wish(pair.alpha, pair.beta, by=None, kind="want", target_delegate=person)
    assert pair.add().delegate_b == person


def test_what_the_team_said_stays_when_a_side_changes_its_wish_or_its_order(pair: Pair) -> None:
    wish = pair.wish()
    match = pair.add()
    other = make_wish(pair.alpha, pair.guest("Delta"), by=None, kind="want")
    rank_wishes(pair.alpha, [str(other.public_id), str(wish.public_id)], by=None)
    match.refresh_from_db()
    assert match.priority == "must"
    assert match.weight == pytest.approx(weight_of(match.potential, ("must", 2), ("must", 2)))
    change_wish(wish, by=None, kind=WishKind.WANT, message="")
    match.refresh_from_db()
    assert match.priority == "must"


def test_a_wish_is_open_again_when_the_team_takes_its_meeting_back(pair: Pair) -> None:
    wish = pair.wish()
    match = pair.add()
    pair.mails()

    edits.withdraw_meeting(pair.plan, match, by=None)

    wish.refresh_from_db()
    assert (wish.status, wish.answered_at) == (WishStatus.PENDING, None)
    mails = pair.mails()
    assert "Your wish to meet it is open again" in mails["alpha@example.org"]
    assert "Its wish to meet you is open again" in mails["beta@example.org"]
    answer_wish(wish, by=None, accept=True)
    match.refresh_from_db()
    assert (match.status, match.made_by_team) == (MatchStatus.AGREED, False)
    assert match.priority == "want"


def test_a_wish_whose_time_is_over_meanwhile_ends_quietly(pair: Pair) -> None:
    wish = pair.wish()
    match = pair.add()
    Wish.objects.filter(pk=wish.pk).update(expires_at=timezone.now() - timedelta(hours=1))
    pair.mails()
    edits.withdraw_meeting(pair.plan, match, by=None)
    wish.refresh_from_db()
    assert wish.status == WishStatus.EXPIRED
    mails = pair.mails()
    assert not any("open again" in text for text in mails.values())
    assert expire_wishes() == 0
    assert pair.mails() == {}


def test_a_side_that_cancels_it_ends_its_wish_as_withdrawn(pair: Pair) -> None:
    wish = pair.wish()
    match = pair.add()
    cancel_match(match, by=None, registration=pair.alpha)
    wish.refresh_from_db()
    assert wish.status == WishStatus.WITHDRAWN
