"""A colleague takes over, and whoever was there before acts no more."""

import pytest
from django.utils import timezone
from tests.factories.conference import make_conference, make_delegation, make_planned_conference

from clusterwerk.conference.actions.delegates import CONSENTS
from clusterwerk.conference.actions.faults import RefusedError
from clusterwerk.conference.actions.handing_over import Successor, hand_over
from clusterwerk.conference.actions.notices import tell_changes
from clusterwerk.conference.choices import LinkPurpose
from clusterwerk.conference.models import AccessLink, AgendaNotice, Registration
from clusterwerk.conference.queries.acting import Acting
from clusterwerk.mail.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

NORA = Successor("Nora Beispiel", "Nora@example.org")


@pytest.fixture
def mine() -> Registration:
    row = make_delegation(make_conference(), delegates=2)
    row.contact_name, row.contact_email = "Lena Beispiel", "lena@example.org"
    row.save()
    return row


def test_the_old_contact_loses_access_and_the_new_one_has_it(mine: Registration) -> None:
    hand_over(mine, by=None, to=NORA, contact=True)
    assert Acting(mine.conference, "lena@example.org").registration is None
    assert Acting(mine.conference, "nora@example.org").registration == mine
    assert {mail.to for mail in Message.objects.all()} == {"lena@example.org", "nora@example.org"}


def test_a_place_keeps_its_number_and_times_and_forgets_the_person(mine: Registration) -> None:
    seat = mine.delegates.order_by("number")[0]
    former = seat.email
    link = AccessLink.objects.create(purpose=LinkPurpose.AGENDA, delegate=seat)
    hand_over(mine, by=None, to=NORA, delegate=seat)
    number = seat.number
    seat.refresh_from_db()
    assert (seat.name, seat.email, seat.number) == ("Nora Beispiel", "nora@example.org", number)
    assert all(getattr(seat, column) is None for column in CONSENTS.values())
    assert Acting(mine.conference, former).registration is None
    link.refresh_from_db()
    assert link.revoked_at is not None
    assert {mail.to for mail in Message.objects.all()} == {former, "nora@example.org"}


def test_contact_and_place_can_go_together(mine: Registration) -> None:
    seat = mine.delegates.order_by("number")[0]
    seat.email = "lena@example.org"
    seat.save()
    hand_over(mine, by=None, to=NORA, contact=True, delegate=seat)
    assert Acting(mine.conference, "lena@example.org").registration is None
    acting = Acting(mine.conference, "nora@example.org")
    assert acting.delegate == seat
    assert Message.objects.filter(to="nora@example.org").count() == 1


def test_nobody_gets_two_places(mine: Registration) -> None:
    one, two = mine.delegates.order_by("number")
    with pytest.raises(RefusedError, match="in your delegation already"):
        hand_over(mine, by=None, to=Successor("Two", two.email.upper()), delegate=one)
    elsewhere = make_delegation(mine.conference).delegates.get()
    with pytest.raises(RefusedError, match="another delegation"):
        hand_over(mine, by=None, to=Successor("X", elsewhere.email), delegate=one)
    one.refresh_from_db()
    assert one.name_public_since is not None


def test_the_new_person_is_told_the_whole_agenda() -> None:
    conference = make_planned_conference()
    tell_changes(conference, by=None)
    seat = AgendaNotice.objects.order_by("pk")[0].delegate
    AgendaNotice.objects.update(queued_at=timezone.now())
    hand_over(seat.registration, by=None, to=NORA, delegate=seat)
    notice = AgendaNotice.objects.get(delegate=seat)
    assert notice.changes == []
    assert len(notice.told) == 1
    assert notice.queued_at is None
