"""One's own delegation on its pages."""

from typing import Any

import pytest
from django.test import Client
from tests.factories.conference import make_conference, make_delegation, make_planned_conference

from clusterwerk.conference.actions.availability import slots_of
from clusterwerk.conference.choices import MatchStatus, RegistrationStatus
from clusterwerk.conference.models import Conference, Delegate, Match, PlannedMeeting, Registration
from clusterwerk.conference.web.acting import KEY
from clusterwerk.mail.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine() -> Registration:
    row = make_delegation(make_conference(slots=(3, 2)), delegates=2, is_public=False)
    row.contact_name, row.contact_email = "Lena Beispiel", "lena@example.org"
    row.save()
    return row


def as_holder(client: Client, conference: Conference, email: str) -> Client:
    session = client.session
    session[KEY] = {str(conference.public_id): email}
    session.save()
    return client


@pytest.fixture
def contact(client: Client, mine: Registration) -> Client:
    """The contact, who is no delegate."""
    return as_holder(client, mine.conference, "lena@example.org")


def own(row: Registration, path: str = "") -> str:
    return f"/en/conference/{row.conference.slug}/my/delegation/{path}"


def person_of(row: Registration, place: int = 0) -> Delegate:
    return row.delegates.order_by("number")[place]


def page_of(person: Delegate, path: str = "") -> str:
    return own(person.registration, f"delegates/{person.public_id}/{path}")


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (RegistrationStatus.REQUESTED, "has not decided yet"),
        (RegistrationStatus.ADMITTED, "Admitted."),
        (RegistrationStatus.WAITING, "On the waiting list, number 1."),
        (RegistrationStatus.DECLINED, "Not admitted."),
        (RegistrationStatus.CANCELLED, "Cancelled."),
    ],
)
def test_the_page_says_where_the_delegation_stands(
    contact: Client, mine: Registration, status: RegistrationStatus, words: str
) -> None:
    mine.status = status
    mine.save()
    assert words in contact.get(own(mine)).content.decode()


@pytest.mark.parametrize("delegates", [1, 3])
def test_the_page_takes_the_same_queries_for_one_and_for_three(
    client: Client, django_assert_num_queries: Any, delegates: int
) -> None:
    row = make_delegation(make_conference(), delegates=delegates)
    for _ in range(delegates):
        row.offers.create(kind="pilot", text_en="Lines")
        row.needs.create(kind="pilot", text_en="Lines")
    as_holder(client, row.conference, person_of(row).email)
    with django_assert_num_queries(OWN_PAGE):
        client.get(own(row))


OWN_PAGE = 17


def test_a_delegation_that_is_over_is_only_looked_at(contact: Client, mine: Registration) -> None:
    mine.status = RegistrationStatus.CANCELLED
    mine.save()
    for path in ("details/", "offers/", "cancel/", "hand-over/", "delegates/new/"):
        assert contact.get(own(mine, path)).status_code == 302, path
    assert contact.post(page_of(person_of(mine)), {"do": "facts"}).status_code == 302


def test_contact_and_language_are_changed(contact: Client, mine: Registration) -> None:
    sent = {"contact_name": "Lena B.", "language": "de", "message": "Late"}
    assert contact.post(own(mine, "details/"), sent).status_code == 302
    mine.refresh_from_db()
    assert (mine.contact_name, mine.language, mine.message) == ("Lena B.", "de", "Late")
    assert mine.contact_email == "lena@example.org"


def test_offers_and_needs_are_changed_added_and_removed(
    contact: Client, mine: Registration
) -> None:
    kept = mine.offers.create(kind="pilot", text_en="Kept")
    mine.offers.create(kind="pilot", text_en="Removed")
    page = contact.get(own(mine, "offers/")).content.decode()
    assert "Kept" in page
    sent = {
        "do": "save",
        "offers-TOTAL_FORMS": 3,
        "offers-INITIAL_FORMS": 0,
        "offers-0-kind": "pilot",
        "offers-0-text_en": "Kept",
        "offers-1-kind": "pilot",
        "offers-1-text_en": "Removed",
        "offers-1-DELETE": "on",
        "offers-2-kind": "market",
        "offers-2-text_de": "Neu",
        "needs-TOTAL_FORMS": 1,
        "needs-INITIAL_FORMS": 0,
    }
    more = contact.post(own(mine, "offers/"), sent | {"do": "more_needs"}).content.decode()
    assert 'name="needs-1-kind"' in more
    assert ">Neu<" in more.replace("\n", "")
    assert contact.post(own(mine, "offers/"), sent).status_code == 302
    assert [row.text_en or row.text_de for row in mine.offers.order_by("pk")] == ["Kept", "Neu"]
    assert mine.offers.order_by("pk")[0].pk == kept.pk


def test_an_offer_without_words_is_refused_at_its_field(
    contact: Client, mine: Registration
) -> None:
    sent = {
        "do": "save",
        "offers-TOTAL_FORMS": 1,
        "offers-INITIAL_FORMS": 0,
        "offers-0-kind": "pilot",
        "needs-TOTAL_FORMS": 0,
        "needs-INITIAL_FORMS": 0,
    }
    page = contact.post(own(mine, "offers/"), sent).content.decode()
    assert "Say in a sentence" in page
    assert not mine.offers.exists()


def test_a_delegate_is_added_or_refused_at_the_field(contact: Client, mine: Registration) -> None:
    sent = {"name": "Ole Beispiel", "email": "ole@example.org", "takes_meetings": "on"}
    assert contact.post(own(mine, "delegates/new/"), sent).status_code == 302
    page = contact.post(own(mine, "delegates/new/"), sent).content.decode()
    assert "in the delegation already" in page
    assert 'value="Ole Beispiel"' in page
    assert mine.delegates.count() == 3


def test_the_person_gives_consent_and_takes_it_back(client: Client, mine: Registration) -> None:
    person = person_of(mine)
    browser = as_holder(client, mine.conference, person.email)
    browser.post(page_of(person), {"do": "consents", "name": "on", "email": "on"})
    person.refresh_from_db()
    assert person.public_name
    assert person.email_shared_since
    public = f"/en/conference/{mine.conference.slug}/delegates/"
    assert person.name in Client().get(public).content.decode()
    browser.post(page_of(person), {"do": "consents"})
    assert person.name not in Client().get(public).content.decode()


def test_a_public_agenda_needs_the_name_and_says_so(client: Client, mine: Registration) -> None:
    person = person_of(mine)
    browser = as_holder(client, mine.conference, person.email)
    page = browser.post(page_of(person), {"do": "consents", "agenda": "on"}).content.decode()
    assert "Tick the name as well" in page
    person.refresh_from_db()
    assert person.agenda_public_since is None


def test_contact_and_colleagues_see_consent_but_cannot_give_it(
    contact: Client, mine: Registration
) -> None:
    person = person_of(mine)
    page = contact.get(page_of(person)).content.decode()
    assert "Everything is private." in page
    assert 'name="agenda"' not in page
    contact.post(page_of(person), {"do": "consents", "name": "on"})
    colleague = as_holder(Client(), mine.conference, person_of(mine, 1).email)
    colleague.post(page_of(person), {"do": "consents", "name": "on"})
    person.refresh_from_db()
    assert person.name_public_since is None


def test_delegates_of_others_are_not_found(contact: Client, mine: Registration) -> None:
    stranger = person_of(make_delegation(mine.conference))
    for path in ("", "cancel/", "hand-over/"):
        address = own(mine, f"delegates/{stranger.public_id}/{path}")
        assert contact.get(address).status_code == 404
        assert contact.post(address).status_code == 404


class TestTimes:
    """Boxes per session and slot, with and without JavaScript."""

    def send(self, client: Client, person: Delegate, **sent: Any) -> None:
        assert client.post(page_of(person), {"do": "times", **sent}).status_code == 302

    def absent(self, person: Delegate) -> set[int]:
        return set(person.unavailable_slots.values_list("pk", flat=True))

    def test_slots_and_sessions_are_ticked(self, contact: Client, mine: Registration) -> None:
        person = person_of(mine)
        slots = list(slots_of(mine.conference))
        first, second = mine.conference.sessions.order_by("position")
        keys = [slot.pk for slot in slots]
        # Without JavaScript the first session is unticked, its slots stay ticked.
        self.send(contact, person, session=[second.pk], slot=keys)
        assert self.absent(person) == set(keys[:3])
        # Ticked again, its slots stay unticked.
        self.send(contact, person, session=[first.pk, second.pk], slot=keys[3:])
        assert self.absent(person) == set()
        # With JavaScript both change together; single slots count by themselves.
        self.send(contact, person, session=[], slot=[keys[1], keys[4]])
        assert self.absent(person) == {keys[0], keys[2], keys[3]}
        page = contact.get(page_of(person)).content.decode()
        assert page.count(" checked>") == 5  # two slots, two languages, "takes meetings"

    def test_planned_meetings_are_shown_before_time_is_taken_away(self, client: Client) -> None:
        conference = make_planned_conference()
        meeting = PlannedMeeting.objects.select_related("slot", "delegate_a").get()
        person = meeting.delegate_a
        assert person is not None
        assert meeting.slot is not None
        browser = as_holder(client, conference, person.email)
        there = [slot.pk for slot in slots_of(conference) if slot.pk != meeting.slot.pk]
        answer = browser.post(page_of(person), {"do": "times", "slot": there})
        page = answer.content.decode()
        assert answer.status_code == 200
        assert "1 planned meeting lies in a time that is taken away" in page
        assert not person.unavailable_slots.exists()
        sent = {"do": "times", "slot": there, "confirmed": "1"}
        assert browser.post(page_of(person), sent).status_code == 302
        assert list(person.unavailable_slots.all()) == [meeting.slot]
        assert Match.objects.get().status == MatchStatus.AGREED


def test_cancelling_a_delegate_shows_the_meetings_first(client: Client) -> None:
    conference = make_planned_conference()
    person = PlannedMeeting.objects.get().delegate_a
    assert person is not None
    person.registration.delegates.create(number=900, name="Ole Beispiel", email="o@example.org")
    browser = as_holder(client, conference, person.email)
    page = browser.get(page_of(person, "cancel/")).content.decode()
    assert "1 planned meeting is concerned" in page
    assert "somebody else of the delegation can take them" in page
    assert browser.post(page_of(person, "cancel/")).status_code == 302
    # The person acts for the delegation no more.
    assert browser.get(own(person.registration)).status_code == 302


def test_the_whole_delegation_is_cancelled_after_saying_what_is_lost(client: Client) -> None:
    conference = make_planned_conference()
    person = PlannedMeeting.objects.get().delegate_a
    assert person is not None
    browser = as_holder(client, conference, person.email)
    page = browser.get(own(person.registration, "cancel/")).content.decode()
    assert "1 meeting of the published plan" in page
    assert browser.post(own(person.registration, "cancel/")).status_code == 302
    assert Match.objects.get().status == MatchStatus.CANCELLED


def test_handing_over_ends_the_own_access_at_once(contact: Client, mine: Registration) -> None:
    sent = {"name": "Nora Beispiel", "email": "nora@example.org"}
    assert contact.post(own(mine, "hand-over/"), sent).status_code == 302
    assert contact.get(own(mine)).status_code == 302
    assert Message.objects.filter(to="nora@example.org").exists()


def test_a_delegate_who_is_the_contact_hands_over_both_or_one(
    client: Client, mine: Registration
) -> None:
    person = person_of(mine)
    mine.contact_email = person.email
    mine.save()
    browser = as_holder(client, mine.conference, person.email)
    address = page_of(person, "hand-over/")
    assert "Also the part of the contact person" in browser.get(address).content.decode()
    browser.post(address, {"name": "Nora", "email": "nora@example.org", "both": "on"})
    mine.refresh_from_db()
    assert mine.contact_email == "nora@example.org"


def test_a_delegation_without_wishes_is_not_told_of_nothing_that_ends(
    contact: Client, mine: Registration
) -> None:
    text = contact.get(own(mine, "cancel/")).content.decode()
    assert "no wishes or meetings" in text
    assert "0 wishes" not in text
