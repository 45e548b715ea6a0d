"""The database refuses impossible conferences, matches and plans."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import RestrictedError
from tests.factories.conference import (
    SINCE,
    make_conference,
    make_delegation,
    make_match,
    make_planned_conference,
)

from clusterwerk.conference.choices import PlanState, WishKind
from clusterwerk.conference.models import (
    Conference,
    ConferenceHost,
    Match,
    Plan,
    PlannedMeeting,
    Registration,
    Session,
    Slot,
    Table,
    Wish,
)
from clusterwerk.conference.queries.timetable import sessions_of

pytestmark = pytest.mark.django_db


def _refused(make: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


def test_a_conference_does_not_end_before_it_starts() -> None:
    _refused(lambda: make_conference(starts_on=date(2030, 6, 3), ends_on=date(2030, 6, 2)))


def test_a_session_and_a_slot_do_not_end_before_they_start() -> None:
    session = sessions_of(make_conference())[0]
    _refused(lambda: Session.objects.filter(pk=session.pk).update(ends_at=session.starts_at))
    slot = session.slots.all()[0]
    _refused(lambda: Slot.objects.filter(pk=slot.pk).update(ends_at=slot.starts_at))


def test_a_host_has_a_name() -> None:
    conference = make_conference()
    _refused(lambda: ConferenceHost.objects.create(conference=conference, role="host"))


def test_an_organisation_brings_one_delegation() -> None:
    registration = make_delegation(make_conference())
    _refused(
        lambda: make_delegation(registration.conference, organisation=registration.organisation)
    )


def test_a_public_agenda_needs_a_public_name() -> None:
    delegate = make_delegation(make_conference(), is_public=False).delegates.get()
    delegate.agenda_public_since = SINCE
    _refused(delegate.save)


def test_a_delegate_is_private_by_default() -> None:
    registration = make_delegation(make_conference(), is_public=False)
    delegate = registration.delegates.get()
    assert (delegate.public_name, delegate.public_function, delegate.public_languages) == (
        "",
        "",
        [],
    )


def test_nobody_wishes_for_themselves_and_a_wish_is_made_once() -> None:
    conference = make_conference()
    one, other = make_delegation(conference), make_delegation(conference)

    def wish(target: Registration) -> Wish:
        return Wish.objects.create(wisher=one, target=target, kind=WishKind.MUST, created_at=SINCE)

    _refused(lambda: wish(one))
    wish(other)
    _refused(lambda: wish(other))


def test_a_pair_of_delegations_has_one_match_whoever_comes_first() -> None:
    conference = make_conference()
    one, other = make_delegation(conference, delegates=2), make_delegation(conference)
    match = make_match(one, other)
    _refused(lambda: make_match(one, other, delegate_a=one.delegates.last()))
    turned = Match(
        conference=conference,
        registration_a=match.registration_b,
        registration_b=match.registration_a,
        delegate_a=match.delegate_b,
        delegate_b=match.delegate_a,
        agreed_at=SINCE,
    )
    _refused(turned.save)


def test_a_table_has_one_meeting_in_a_slot_of_a_plan() -> None:
    conference = make_planned_conference(pairs=2)
    first, second = PlannedMeeting.objects.order_by("pk")
    _refused(
        lambda: PlannedMeeting.objects.filter(pk=second.pk).update(
            slot=first.slot, table=first.table
        )
    )
    assert conference.published_plan is not None


def test_a_meeting_has_a_place_or_a_reason_never_both_nor_neither() -> None:
    make_planned_conference()
    meeting = PlannedMeeting.objects.get()
    rows = PlannedMeeting.objects.filter(pk=meeting.pk)
    _refused(lambda: rows.update(reason="tables_full"))
    _refused(lambda: rows.update(table=None))
    _refused(lambda: rows.update(slot=None, table=None, delegate_a=None, delegate_b=None))


@pytest.mark.parametrize(
    "figures",
    [
        {"breaks": 1, "breaks_bound": 2},
        {"agreed": 1, "placed": 2},
        {"placed_weight": 2, "placed_weight_bound": 1},
        {"published_at": SINCE, "state": PlanState.RUNNING},
    ],
)
def test_a_plan_claims_nothing_impossible(figures: dict[str, Any]) -> None:
    conference = make_conference()
    _refused(lambda: Plan.objects.create(conference=conference, version=1, **figures))


def test_what_a_plan_uses_is_not_deleted_alone_but_with_its_conference() -> None:
    conference = make_planned_conference()
    meeting = PlannedMeeting.objects.select_related("slot", "table", "match").get()
    for row in (meeting.slot, meeting.table, meeting.match, conference.published_plan):
        with pytest.raises(RestrictedError):
            row.delete()
    conference.delete()
    assert not Conference.objects.exists()
    assert not Table.objects.exists()
