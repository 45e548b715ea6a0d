"""Two people do something about the same pair at the same moment: nothing is lost or doubled.

On PostgreSQL they really do it side by side; SQLite in memory has one connection, so there they
act one after the other, each with what was read before the other acted.
"""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection, connections
from django.utils import translation
from tests.factories.wishes import make_guest, make_type, make_wish_phase

from clusterwerk.conference.actions.faults import RefusedError
from clusterwerk.conference.actions.matches import cancel_match
from clusterwerk.conference.actions.plans import request_plan
from clusterwerk.conference.actions.wish_answers import answer_wish
from clusterwerk.conference.actions.wish_notices import expire_wishes, tell_wishes
from clusterwerk.conference.actions.wishes import (
    exclude_delegation,
    make_wish,
    rank_wishes,
    withdraw_wish,
)
from clusterwerk.conference.choices import MatchStatus, WishKind, WishStatus
from clusterwerk.conference.models import Match, Plan, Registration, Wish
from clusterwerk.conference.queries.conflicts import broken_meetings_of
from clusterwerk.jobs.running import run_waiting_jobs
from clusterwerk.mail.models import Message

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[str]:
    """All of them at the same moment; returns what was refused."""
    is_shared = connection.vendor == "sqlite"  # in memory there is one connection for all
    barrier = Barrier(1 if is_shared else len(acts))
    refused: list[str] = []
    broken: list[BaseException] = []

    def run(act: Callable[[], object]) -> None:
        barrier.wait(20)
        try:
            with translation.override("en"):
                act()
        except RefusedError as error:
            refused.append(str(error))
        except BaseException as error:  # told by the main thread
            broken.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
        if is_shared:
            thread.join(20)
    for thread in threads:
        thread.join(20)
    assert not broken
    return refused


@pytest.fixture
def pair() -> tuple[Registration, Registration]:
    conference = make_wish_phase()
    return make_guest(conference, "Alpha"), make_guest(conference, "Beta", country_id="FR")


def test_two_wishes_for_each_other_are_one_match(
    pair: tuple[Registration, Registration],
) -> None:
    one, other = pair
    refused = at_once(
        lambda: make_wish(one, other, by=None, kind="want"),
        lambda: make_wish(other, one, by=None, kind="must"),
    )
    assert refused == []
    assert Match.objects.get().priority == "must"
    assert list(Wish.objects.values_list("status", flat=True)) == [WishStatus.ACCEPTED] * 2
    assert Message.objects.count() == 1


def test_the_same_wish_of_two_delegates_is_one_wish(
    pair: tuple[Registration, Registration],
) -> None:
    one, other = pair
    wish = lambda: make_wish(one, other, by=None, kind="want")  # noqa: E731
    refused = at_once(wish, wish, wish)
    assert len(refused) == 2
    assert all("wishes for this already" in text for text in refused)
    assert Wish.objects.count() == 1


def test_two_answers_to_a_wish_agree_once(pair: tuple[Registration, Registration]) -> None:
    one, other = pair
    wish = make_wish(one, other, by=None, kind="want")
    accept = lambda: answer_wish(wish, by=None, accept=True)  # noqa: E731
    refused = at_once(accept, accept)
    assert refused == ["This wish was accepted already: the meeting is agreed."]
    assert Match.objects.count() == 1
    assert Wish.objects.count() == 2


def test_accepting_and_withdrawing_leave_no_match_without_a_wish(
    pair: tuple[Registration, Registration],
) -> None:
    one, other = pair
    wish = make_wish(one, other, by=None, kind="want")
    at_once(
        lambda: answer_wish(wish, by=None, accept=True),
        lambda: withdraw_wish(wish, by=None),
    )
    wish.refresh_from_db()
    assert wish.status == WishStatus.WITHDRAWN
    assert not Match.objects.filter(status=MatchStatus.AGREED).exists()


def test_accepting_withdrawing_and_planning_at_once_end_in_a_plan_of_what_is_agreed() -> None:
    conference = make_wish_phase(slots=(3,), tables=2)
    guests = [make_guest(conference, name) for name in ("Alpha", "Beta", "Gamma", "Delta")]
    asked = make_wish(guests[0], guests[1], by=None, kind="want")
    agreed = make_wish(guests[2], guests[3], by=None, kind="want")
    answer_wish(agreed, by=None, accept=True)
    refused = at_once(
        lambda: answer_wish(asked, by=None, accept=True),
        lambda: withdraw_wish(agreed, by=None),
        lambda: request_plan(conference, by=None),
        lambda: request_plan(conference, by=None, seed=1),
    )
    assert refused == []
    run_waiting_jobs()
    plan = Plan.objects.get()
    assert plan.is_ready
    (match,) = Match.objects.filter(status=MatchStatus.AGREED)
    assert {match.registration_a, match.registration_b} == set(guests[:2])
    assert [row.match for row in plan.meetings.filter(slot__isnull=False)] == [match]
    assert broken_meetings_of(plan) == []


def test_accepting_and_excluding_end_with_the_veto(
    pair: tuple[Registration, Registration],
) -> None:
    one, other = pair
    wish = make_wish(one, other, by=None, kind="want")
    at_once(
        lambda: answer_wish(wish, by=None, accept=True),
        lambda: exclude_delegation(one, other, by=None),
    )
    assert not Match.objects.filter(status=MatchStatus.AGREED).exists()
    assert Wish.objects.filter(kind=WishKind.VETO, status=WishStatus.PENDING).count() == 1


def test_both_sides_cancel_at_once(pair: tuple[Registration, Registration]) -> None:
    one, other = pair
    make_wish(one, other, by=None, kind="want")
    make_wish(other, one, by=None, kind="want")
    match = Match.objects.get()
    Message.objects.all().delete()
    at_once(
        lambda: cancel_match(match, by=None, registration=one),
        lambda: cancel_match(match, by=None, registration=other),
    )
    assert Match.objects.get().status == MatchStatus.CANCELLED
    assert Message.objects.count() == 2


def test_the_last_place_of_a_quota_is_given_once() -> None:
    conference = make_wish_phase()
    make_type(conference, wishes_most=1)
    alpha = make_guest(conference, "Alpha")
    others = [make_guest(conference, name) for name in ("Beta", "Gamma", "Delta")]
    refused = at_once(
        *(lambda target=target: make_wish(alpha, target, by=None, kind="want") for target in others)
    )
    assert len(refused) == 2
    assert Wish.objects.count() == 1


def test_a_wish_that_expires_while_it_is_accepted_is_one_of_both(
    pair: tuple[Registration, Registration],
) -> None:
    one, other = pair
    wish = make_wish(one, other, by=None, kind="want")
    Wish.objects.update(expires_at=wish.created_at)
    at_once(lambda: answer_wish(wish, by=None, accept=True), expire_wishes)
    wish.refresh_from_db()
    assert wish.status == WishStatus.EXPIRED
    assert not Match.objects.exists()
    assert Message.objects.count() == 1


def test_two_workers_tell_a_wish_once(pair: tuple[Registration, Registration]) -> None:
    one, other = pair
    make_wish(one, other, by=None, kind="want")
    at_once(tell_wishes, tell_wishes, tell_wishes)
    assert Message.objects.count() == 1


def test_many_pairs_around_a_circle_wait_for_each_other_without_end() -> None:
    conference = make_wish_phase()
    circle = [make_guest(conference, name) for name in ("Alpha", "Beta", "Gamma", "Delta")]
    acts: list[Callable[[], object]] = []
    for place, wisher in enumerate(circle):
        for step in (1, 2, 3):
            target = circle[(place + step) % 4]
            acts.append(
                lambda wisher=wisher, target=target: make_wish(wisher, target, by=None, kind="want")
            )
        acts.append(lambda wisher=wisher: rank_wishes(wisher, [], by=None))
    assert at_once(*acts) == []
    assert Wish.objects.count() == 12
    assert Match.objects.count() == 6
    ranks = Wish.objects.filter(wisher=circle[0]).values_list("rank", flat=True)
    assert sorted(ranks) == [1, 2, 3]
