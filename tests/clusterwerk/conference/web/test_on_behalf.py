"""The conference team changes a delegation for it: the same pages and actions, told by mail."""

import pytest
from django.test import Client
from tests.factories.conference import make_conference, make_delegation, make_planned_conference
from tests.factories.people import person_with_role

from clusterwerk.accounts.choices import Role, ScopeKind
from clusterwerk.audit.queries import entries_about
from clusterwerk.conference.actions.availability import slots_of
from clusterwerk.conference.choices import RegistrationStatus
from clusterwerk.conference.models import Delegate, Match, Registration
from clusterwerk.conference.web.acting import KEY
from clusterwerk.mail.models import Message

pytestmark = pytest.mark.django_db

PAGES = ("offers/", "delegates/new/")
PERSON_PAGES = ("", "cancel/", "hand-over/")


@pytest.fixture
def theirs() -> Registration:
    row = make_delegation(make_conference(slots=(3, 2)), delegates=2, is_public=False)
    row.contact_name, row.contact_email = "Lena Beispiel", "lena@example.org"
    row.language = "en"
    row.save()
    return row


@pytest.fixture
def staff(client: Client, theirs: Registration) -> Client:
    key = str(theirs.conference.public_id)
    client.force_login(person_with_role(Role.CONFERENCE_TEAM, ScopeKind.CONFERENCE, key))
    return client


def at(row: Registration, path: str = "") -> str:
    return f"/en/conference/{row.conference.slug}/team/delegations/{row.public_id}/{path}"


def of(person: Delegate, path: str = "") -> str:
    return at(person.registration, f"delegates/{person.public_id}/{path}")


def person_of(row: Registration, place: int = 0) -> Delegate:
    return row.delegates.order_by("number")[place]


def pages(row: Registration) -> list[str]:
    person = person_of(row)
    return [at(row, path) for path in PAGES] + [of(person, path) for path in PERSON_PAGES]


def mails_to(address: str) -> list[str]:
    return [mail.body for mail in Message.objects.filter(to=address)]


def facts(**values: str) -> dict[str, str]:
    return {"do": "facts", "name": "Mira Neu", "languages": "en", "takes_meetings": "on"} | values


def test_the_delegations_page_leads_to_all_that_can_be_changed(
    staff: Client, theirs: Registration
) -> None:
    text = staff.get(at(theirs)).content.decode()
    for address in (at(theirs, "offers/"), at(theirs, "delegates/new/"), of(person_of(theirs))):
        assert f'href="{address}"' in text


def test_nobody_but_the_team_opens_them(client: Client, theirs: Registration) -> None:
    session = client.session
    session[KEY] = {str(theirs.conference.public_id): theirs.contact_email}
    session.save()
    for page in pages(theirs):
        assert client.get(page).url.startswith("/en/account/login/"), page
    other = str(make_conference().public_id)
    client.force_login(person_with_role(Role.CONFERENCE_TEAM, ScopeKind.CONFERENCE, other))
    for page in pages(theirs):
        assert client.get(page).status_code == 403, page
        assert client.post(page).status_code == 403, page


def test_every_page_stays_among_those_of_the_team(staff: Client, theirs: Registration) -> None:
    for page in pages(theirs):
        text = staff.get(page).content.decode()
        assert f'href="{at(theirs)}"' in text, page
        assert "/my/delegation/" not in text, page


def test_a_delegate_of_another_delegation_is_not_found_there(
    staff: Client, theirs: Registration
) -> None:
    other = make_delegation(theirs.conference)
    key = person_of(other).public_id
    assert staff.get(at(theirs, f"delegates/{key}/")).status_code == 404


def test_a_delegation_that_is_over_is_only_looked_at(staff: Client, theirs: Registration) -> None:
    theirs.status = RegistrationStatus.CANCELLED
    theirs.save()
    for page in pages(theirs):
        assert staff.get(page).url == at(theirs), page
    text = staff.get(at(theirs)).content.decode()
    assert at(theirs, "offers/") not in text
    assert of(person_of(theirs)) not in text


def test_a_changed_person_and_the_contact_are_told_who_did_it(
    staff: Client, theirs: Registration
) -> None:
    person = person_of(theirs)
    assert staff.post(of(person), facts()).url == of(person)
    assert person_of(theirs).name == "Mira Neu"
    entry = entries_about(theirs).get(verb="change_delegate")
    assert entry.details["by_team"] is True
    assert entry.by is not None
    for address in (person.email, "lena@example.org"):
        (body,) = mails_to(address)
        assert "conference team" in body
        assert "Mira Neu" in body
    assert "delegate changed by the conference team" in staff.get(at(theirs)).content.decode()


def test_saving_what_was_there_tells_nobody_and_is_no_change(
    staff: Client, theirs: Registration
) -> None:
    person = person_of(theirs)
    staff.post(of(person), facts())
    number = Message.objects.count()
    staff.post(of(person), facts())
    staff.post(at(theirs, "offers/"), nothing())
    assert Message.objects.count() == number
    assert entries_about(theirs).count() == 1


def test_the_team_gives_no_consent(staff: Client, theirs: Registration) -> None:
    person = person_of(theirs)
    text = staff.post(of(person), {"do": "consents", "name": "on"}).content.decode()
    assert "Only the persons themselves" in text
    assert person_of(theirs).name_public_since is None


def nothing() -> dict[str, str]:
    """The form of offers and needs with nothing in it."""
    sent = {"do": "save"}
    for prefix in ("offers", "needs"):
        sent |= {f"{prefix}-TOTAL_FORMS": "1", f"{prefix}-INITIAL_FORMS": "0"}
    return sent


def test_offers_and_needs_are_entered_for_a_delegation(staff: Client, theirs: Registration) -> None:
    sent = nothing() | {"needs-0-kind": "pilot", "needs-0-text_en": "A test line"}
    assert staff.post(at(theirs, "offers/"), sent).url == at(theirs)
    assert theirs.needs.get().text_en == "A test line"
    assert entries_about(theirs).get(verb="change_delegation").details["by_team"] is True
    (body,) = mails_to("lena@example.org")
    assert "Offers and needs" in body


def test_one_more_delegate_and_the_contact_are_told(staff: Client, theirs: Registration) -> None:
    sent = {"name": "Ole Neu", "email": "ole@example.org", "takes_meetings": "on"}
    assert staff.post(at(theirs, "delegates/new/"), sent).url == at(theirs)
    assert theirs.delegates.filter(email="ole@example.org").exists()
    assert len(mails_to("ole@example.org")) == 1
    (body,) = mails_to("lena@example.org")
    assert "Ole Neu" in body


def test_times_taken_away_by_the_team_are_told_to_the_person(
    staff: Client, theirs: Registration
) -> None:
    person = person_of(theirs)
    first, *others = slots_of(theirs.conference)
    sent = {
        "do": "times",
        "slot": [str(slot.pk) for slot in others],
        "session": [str(others[-1].session_id)],
    }
    assert staff.post(of(person), sent).url == of(person)
    assert list(person.unavailable_slots.all()) == [first]
    assert entries_about(theirs).get(verb="change_availability").details["by_team"] is True
    assert len(mails_to(person.email)) == 1


def test_a_place_is_cancelled_and_handed_over_by_the_team(
    staff: Client, theirs: Registration
) -> None:
    first, second = person_of(theirs), person_of(theirs, 1)
    assert staff.post(of(first, "cancel/")).url == at(theirs)
    successor = {"name": "Ole Neu", "email": "ole@example.org"}
    assert staff.post(of(second, "hand-over/"), successor).url == at(theirs)
    second.refresh_from_db()
    assert second.name == "Ole Neu"
    for verb in ("cancel_delegate", "hand_over"):
        assert entries_about(theirs).get(verb=verb).details["by_team"] is True
    for address in (first.email, "lena@example.org"):
        assert any("The conference team has done that." in body for body in mails_to(address))
    assert any("Ole Neu has taken over" in body for body in mails_to("lena@example.org"))


def test_meetings_in_times_taken_away_are_shown_to_the_team_first(client: Client) -> None:
    conference = make_planned_conference(slots=(3, 2))
    key = str(conference.public_id)
    client.force_login(person_with_role(Role.CONFERENCE_TEAM, ScopeKind.CONFERENCE, key))
    person = person_of(Match.objects.get(conference=conference).registration_a)
    text = client.post(of(person), {"do": "times"}).content.decode()
    assert "1 planned meeting lies in a time that is taken away" in text
    assert not person.unavailable_slots.exists()
    client.post(of(person), {"do": "times", "confirmed": "1"})
    assert person.unavailable_slots.count() == slots_of(conference).count()
