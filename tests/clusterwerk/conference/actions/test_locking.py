"""Two people act at once on rows that both need: one waits for the other, and never both.

On PostgreSQL each act pauses after every lock it takes, so that a wrong order is a deadlock for
sure; SQLite locks the whole file, so there they act one after the other.
"""

import inspect
import pkgutil
import re
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from importlib import import_module
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction
from tests.factories.conference import (
    make_conference,
    make_delegation,
    make_match,
    make_planned_conference,
    make_ready_plan,
)
from tests.factories.wishes import make_guest, make_wish_phase

from clusterwerk.conference import actions, planning
from clusterwerk.conference.actions.admissions import admit_delegation, put_on_waiting_list
from clusterwerk.conference.actions.cancelling import cancel_delegate, cancel_delegation
from clusterwerk.conference.actions.delegates import add_delegate
from clusterwerk.conference.actions.delegation_drafts import DelegateDraft
from clusterwerk.conference.actions.edits import add_meeting
from clusterwerk.conference.actions.handing_over import Successor, hand_over
from clusterwerk.conference.actions.locking import lock_pair
from clusterwerk.conference.actions.matches import cancel_match
from clusterwerk.conference.actions.plans import request_plan, store_solution
from clusterwerk.conference.actions.publishing import OutdatedPlanError, publish_plan
from clusterwerk.conference.actions.registrations import change_by_team
from clusterwerk.conference.actions.wish_sheets import take_in_wishes
from clusterwerk.conference.actions.wishes import make_wish
from clusterwerk.conference.choices import MatchStatus, RegistrationStatus
from clusterwerk.conference.models import Delegate, Match, Plan, Registration, Wish
from clusterwerk.conference.queries.notices import agendas_as_of_now, last_told

from .test_wish_races import at_once

PAUSE = 0.2  # seconds; long enough for the other to take its first lock
WAITING = RegistrationStatus.WAITING


def slowly(act: Callable[[], object]) -> Callable[[], None]:
    """The act, with a pause after each lock."""

    def pausing(execute: Any, sql: str, *rest: Any) -> Any:
        result = execute(sql, *rest)
        if re.search(r"FOR (SHARE|(NO KEY )?UPDATE)", sql):
            time.sleep(PAUSE)
        return result

    def run() -> None:
        with connection.execute_wrapper(pausing):
            act()

    return run


def side_by_side(*acts: Callable[[], object]) -> None:
    """At the same moment, slowly; nothing is refused and nothing breaks."""
    assert at_once(*(slowly(act) for act in acts)) == []


@pytest.fixture
def pair_and_plan() -> tuple[Registration, Plan]:
    """A delegation of two people with a meeting, and a draft that can be published."""
    conference = make_conference()
    one = make_delegation(conference, delegates=2, country_id="DE")
    make_match(one, make_delegation(conference, country_id="FR"))
    return one, make_ready_plan(conference)


@pytest.mark.django_db(transaction=True)
def test_publishing_while_a_delegate_cancels(pair_and_plan: tuple[Registration, Plan]) -> None:
    one, plan = pair_and_plan
    person = one.delegates.order_by("number")[0]

    def publish() -> None:
        with suppress(OutdatedPlanError):  # where the other was first
            publish_plan(plan, by=None)

    side_by_side(publish, lambda: cancel_delegate(person, by=None))
    assert Delegate.objects.get(pk=person.pk).cancelled_at is not None


@pytest.mark.django_db(transaction=True)
def test_two_pairs_cancel_while_the_plan_of_their_meetings_is_published() -> None:
    conference = make_conference()
    matches = [
        make_match(make_delegation(conference), make_delegation(conference)) for _ in range(3)
    ]
    plan = make_ready_plan(conference)

    def publish() -> None:
        with suppress(OutdatedPlanError):  # where the others were first
            publish_plan(plan, by=None)

    side_by_side(
        publish,
        lambda: cancel_match(matches[0], by=None, registration=matches[0].registration_b),
        lambda: cancel_match(matches[1], by=None, registration=matches[1].registration_b),
    )
    assert Match.objects.get(status=MatchStatus.AGREED) == matches[2]
    conference.refresh_from_db()
    published = conference.published_plan
    now = agendas_as_of_now(published) if published else {}
    told = last_told(conference)
    assert {key: agenda for key, (_number, agenda) in told.items() if agenda} == now


@pytest.mark.django_db(transaction=True)
def test_pairs_that_have_nothing_in_common_do_not_wait_for_each_other() -> None:
    conference = make_conference()
    pairs = [(make_delegation(conference), make_delegation(conference)) for _ in range(2)]
    if connection.vendor != "postgresql":
        return  # one transaction at a time
    inside = Barrier(2)

    def hold(one: Registration, other: Registration) -> None:
        with transaction.atomic():
            lock_pair(one.pk, other.pk)
            inside.wait(10)  # both are here at the same time, or this breaks

    assert at_once(*(partial(hold, *pair) for pair in pairs)) == []


@pytest.mark.django_db(transaction=True)
def test_a_sheet_of_wishes_is_taken_in_while_others_wish() -> None:
    conference = make_wish_phase()
    for name in ("Alpha", "Beta", "Gamma", "Delta"):
        make_guest(conference, name)
    alpha, _beta, gamma, _delta = conference.registrations.order_by("pk")
    header = ["wisher", "target"]
    side_by_side(
        lambda: take_in_wishes(
            conference, [header, ["Delta", "Gamma"], ["Alpha", "Beta"]], by=None
        ),
        lambda: take_in_wishes(
            conference, [header, ["Alpha", "Delta"], ["Gamma", "Beta"]], by=None
        ),
        lambda: make_wish(alpha, gamma, by=None, kind="want"),
    )
    assert Wish.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_storing_a_plan_while_a_delegate_cancels(pair_and_plan: tuple[Registration, Plan]) -> None:
    one, _plan = pair_and_plan
    conference = one.conference
    plan = request_plan(conference, by=None)
    problem = planning.problem_of(conference)
    solution = planning.solve(problem, seed=0)
    side_by_side(
        lambda: cancel_delegate(one.delegates.order_by("number")[0], by=None),
        lambda: store_solution(plan, problem, solution, by=None, publish=True),
    )
    plan.refresh_from_db()
    assert plan.is_ready


@pytest.mark.django_db(transaction=True)
def test_a_meeting_is_cancelled_while_its_delegation_and_another_one_cancel() -> None:
    conference = make_planned_conference(pairs=2)
    one, other = Match.objects.filter(conference=conference).order_by("pk")
    side_by_side(
        lambda: cancel_match(one, by=None, registration=one.registration_b),
        lambda: cancel_delegation(one.registration_a, by=None),
        lambda: cancel_delegation(other.registration_b, by=None),
    )
    assert not Match.objects.filter(status=MatchStatus.AGREED).exists()


@pytest.mark.django_db(transaction=True)
def test_the_team_adds_a_meeting_while_a_delegation_cancels(
    pair_and_plan: tuple[Registration, Plan],
) -> None:
    one, plan = pair_and_plan
    two = [make_delegation(one.conference) for _ in range(2)]
    side_by_side(
        lambda: add_meeting(plan, *two, by=None),
        lambda: cancel_delegation(one, by=None),
    )
    assert Match.objects.filter(status=MatchStatus.AGREED).get().made_by_team


def admit(row: Registration) -> None:
    admit_delegation(row, by=None)


def add_somebody(row: Registration) -> None:
    add_delegate(row, by=None, draft=DelegateDraft("Ole Beispiel", "ole@example.org"))


def hand_to_somebody(row: Registration) -> None:
    to = Successor("Ole Beispiel", "ole@example.org")
    hand_over(row, by=None, to=to, contact=True, delegate=row.delegates.get())


def correct(row: Registration) -> None:
    change_by_team(
        row, by=None, kind=None, contact_name="Ole", contact_email="ole@example.org", language="de"
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", [admit, add_somebody, hand_to_somebody, correct])
def test_something_is_done_to_a_waiting_delegation_while_another_one_frees_a_place(
    act: Callable[[Registration], None],
) -> None:
    conference = make_conference(capacity=4)
    cancels = make_delegation(conference, delegates=2)
    waits = make_delegation(conference, status=RegistrationStatus.REQUESTED)
    put_on_waiting_list(waits, by=None)
    side_by_side(lambda: act(waits), lambda: cancel_delegation(cancels, by=None))
    waits.refresh_from_db()
    assert waits.status == RegistrationStatus.ADMITTED


def test_every_lock_leaves_the_key_of_its_row_alone() -> None:
    for module in pkgutil.iter_modules(actions.__path__):
        source = inspect.getsource(import_module(f"{actions.__name__}.{module.name}"))
        for lock in re.findall(r"select_for_update\([^()]*(?:\([^()]*\))?[^()]*\)", source):
            assert "no_key=True" in lock, (module.name, lock)
