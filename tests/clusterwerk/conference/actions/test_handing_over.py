"""A colleague takes over, and whoever was there before acts no more."""

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories.conference import make_conference, make_delegation, make_planned_conference
from tests.factories.wishes import make_guest, make_wish_phase

from clusterwerk.conference.actions.cancelling import cancel_delegate
from clusterwerk.conference.actions.delegates import CONSENTS
from clusterwerk.conference.actions.faults import RefusedError
from clusterwerk.conference.actions.handing_over import Successor, hand_over
from clusterwerk.conference.actions.notices import tell_changes
from clusterwerk.conference.actions.registrations import change_by_team
from clusterwerk.conference.actions.wish_notices import tell_wishes
from clusterwerk.conference.actions.wishes import make_wish
from clusterwerk.conference.choices import LinkPurpose, WishStatus
from clusterwerk.conference.models import AccessLink, AgendaNotice, Registration, Wish
from clusterwerk.conference.queries.acting import Acting
from clusterwerk.conference.queries.links import token_of
from clusterwerk.mail.models import Message


def is_answer_open(wish: Wish) -> bool:
    return wish.links.filter(purpose=LinkPurpose.ANSWER, revoked_at__isnull=True).exists()


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
    with pytest.raises(RefusedError, match="in the delegation already"):
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


@pytest.fixture
def asked() -> tuple[Registration, Wish, Wish]:
    """A delegation that was mailed a wish for it, and one for its second delegate."""
    conference = make_wish_phase()
    row = make_guest(conference, "Alpha", delegates=2)
    person = row.delegates.order_by("number")[1]
    for_all = make_wish(make_guest(conference, "Beta", country_id="FR"), row, by=None, kind="want")
    for_person = make_wish(
        make_guest(conference, "Gamma", country_id="FR"),
        row,
        by=None,
        kind="want",
        target_delegate=person,
    )
    tell_wishes()
    assert is_answer_open(for_all)
    assert is_answer_open(for_person)
    return row, for_all, for_person


def test_the_former_contact_answers_no_wish_by_an_old_mail(
    asked: tuple[Registration, Wish, Wish], client: Client
) -> None:
    row, for_all, for_person = asked
    Wish.objects.filter(pk=for_all.pk).update(message="Only for Alpha")
    address = f"/en/conference/{row.conference.slug}/answer/{token_of(for_all.links.get())}/"
    assert "Only for Alpha" in client.get(address).content.decode()
    hand_over(row, by=None, to=NORA, contact=True)
    assert "Only for Alpha" not in client.get(address).content.decode()
    client.post(address, {"decline": "1", "kind": "want"})
    for_all.refresh_from_db()
    assert for_all.status == WishStatus.PENDING
    assert not is_answer_open(for_person)
    Wish.objects.update(told_at=None)
    tell_wishes()
    assert is_answer_open(for_all)
    assert Message.objects.filter(to="nora@example.org").count() == 2


def test_with_a_seat_only_the_links_of_its_person_end(
    asked: tuple[Registration, Wish, Wish],
) -> None:
    row, for_all, for_person = asked
    hand_over(row, by=None, to=NORA, delegate=for_person.target_delegate)
    assert (is_answer_open(for_all), is_answer_open(for_person)) == (True, False)


def test_the_links_of_a_person_who_cancels_end(asked: tuple[Registration, Wish, Wish]) -> None:
    _row, for_all, for_person = asked
    assert for_person.target_delegate
    cancel_delegate(for_person.target_delegate, by=None)
    assert (is_answer_open(for_all), is_answer_open(for_person)) == (True, False)


@pytest.mark.parametrize("email", ["nora@example.org", "alpha@example.org"])
def test_another_address_of_the_contact_ends_the_links_too(
    asked: tuple[Registration, Wish, Wish], email: str
) -> None:
    row, for_all, _for_person = asked
    change_by_team(row, by=None, kind=None, contact_name="Nora", contact_email=email, language="de")
    assert is_answer_open(for_all) == (email == "alpha@example.org")
