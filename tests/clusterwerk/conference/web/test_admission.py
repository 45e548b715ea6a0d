"""The team's list of delegations, decisions, and one delegation."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories.conference import make_conference, make_delegation
from tests.factories.people import person, person_with_role

from clusterwerk.accounts.choices import Role, ScopeKind
from clusterwerk.conference.choices import RegistrationStatus
from clusterwerk.conference.models import Conference, ParticipantType, Registration
from clusterwerk.mail.models import Message

from .test_register import typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference() -> Conference:
    return make_conference(capacity=2)


@pytest.fixture
def staff(client: Client, conference: Conference) -> Client:
    key = str(conference.public_id)
    client.force_login(person_with_role(Role.CONFERENCE_TEAM, ScopeKind.CONFERENCE, key))
    return client


def base(conference: Conference, path: str = "") -> str:
    return f"/en/conference/{conference.slug}/team/delegations{path or '/'}"


def requested(conference: Conference, **values: Any) -> Registration:
    row = make_delegation(conference, status=RegistrationStatus.REQUESTED, **values)
    row.registered_at = timezone.now()
    row.contact_name = "Lena Beispiel"
    row.contact_email = f"lena-{row.pk}@example.org"
    row.save()
    return row


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_for_three(
    staff: Client, conference: Conference, django_assert_num_queries: Any, number: int
) -> None:
    for _ in range(number):
        requested(conference)
    with django_assert_num_queries(LIST):
        staff.get(base(conference))
    with django_assert_num_queries(FILE):
        staff.get(base(conference, ".csv"))


LIST = 10
FILE = 7


def test_search_and_filters_live_in_the_address_and_in_the_file(
    staff: Client, conference: Conference
) -> None:
    kind = ParticipantType.objects.create(conference=conference, name_en="Guests")
    one = requested(conference, name="Alpha", country_id="FR")
    one.type = kind
    one.save()
    two = make_delegation(conference, name="Beta", country_id="DE")
    found = {
        "?q=alpha": {"Alpha"},
        f"?q={two.delegates.get().email}": {"Beta"},
        "?status=admitted": {"Beta"},
        "?country=FR": {"Alpha"},
        f"?type={kind.public_id}": {"Alpha"},
        "?type=none": {"Beta"},
        "?status=nonsense&type=x&country=QQ": {"Alpha", "Beta"},
    }
    for query, names in found.items():
        page = staff.get(base(conference) + query).content.decode()
        file = staff.get(base(conference, ".csv") + query).content.decode()
        for name in ("Alpha", "Beta"):
            assert (f'aria-label="{name}"' in page) == (name in names), query
            assert (f"\n{name}," in file) == (name in names), query


def test_many_are_decided_at_once_and_a_refusal_stops_no_other(
    staff: Client, conference: Conference
) -> None:
    rows = [requested(conference) for _ in range(3)]
    sent = {"do": "admit", "chosen": [str(row.public_id) for row in rows], "next": "/en/x?q=1"}
    answer = staff.post(base(conference, "/decide/"), sent)
    assert answer["Location"] == "/en/x?q=1"
    statuses = [Registration.objects.get(pk=row.pk).status for row in rows]
    assert sorted(statuses) == ["admitted", "admitted", "requested"]
    page = staff.get(base(conference)).content.decode()
    assert "2 delegations are done." in page
    assert "the conference has 0 left" in page
    assert Message.objects.count() == 2


def test_declining_without_a_reason_says_so_once(staff: Client, conference: Conference) -> None:
    rows = [requested(conference) for _ in range(3)]
    sent = {"do": "decline", "chosen": [str(row.public_id) for row in rows]}
    staff.post(base(conference, "/decide/"), sent)
    page = staff.get(base(conference)).content.decode()
    assert page.count("Give a reason") == 1
    staff.post(base(conference, "/decide/"), sent | {"reason": "Too late."})
    assert Registration.objects.filter(status="declined", decision_note="Too late.").count() == 3


@pytest.mark.parametrize("sent", [{}, {"do": "admit"}, {"do": "x", "chosen": ["y"]}])
def test_deciding_on_nothing_is_told(
    staff: Client, conference: Conference, sent: dict[str, Any]
) -> None:
    requested(conference)
    staff.post(base(conference, "/decide/"), sent)
    assert "Tick the delegations first" in staff.get(base(conference)).content.decode()


def test_the_way_back_stays_on_this_site(staff: Client, conference: Conference) -> None:
    sent = {"do": "admit", "chosen": [], "next": "//evil.example.org/"}
    answer = staff.post(base(conference, "/decide/"), sent)
    assert answer["Location"] == base(conference)


def test_one_delegation_shows_everything_and_is_decided_there(
    staff: Client, conference: Conference
) -> None:
    row = requested(conference)
    row.offers.create(kind="pilot", text_en="Two pilot lines")
    address = base(conference, f"/{row.public_id}/")
    page = staff.get(address).content.decode()
    for words in ("Two pilot lines", row.delegates.get().email, row.contact_email):
        assert words in page
    staff.post(address + "decide/", {"do": "admit"})
    row.refresh_from_db()
    assert row.status == RegistrationStatus.ADMITTED
    assert "decided by the conference team: admitted" in staff.get(address).content.decode()
    staff.post(address + "decide/", {"do": "cancel", "reason": "No fee."})
    row.refresh_from_db()
    assert (row.status, row.decision_note) == (RegistrationStatus.CANCELLED, "No fee.")


def test_contact_and_type_are_corrected_within_the_places(
    staff: Client, conference: Conference
) -> None:
    row = make_delegation(conference)
    full = ParticipantType.objects.create(conference=conference, name_en="Guests", capacity=0)
    address = base(conference, f"/{row.public_id}/")
    sent = {"contact_name": "X", "contact_email": "X@example.org", "language": "de"}
    page = staff.post(address, sent | {"kind": full.pk}).content.decode()
    assert "This type has no place left" in page
    assert staff.post(address, sent).status_code == 302
    row.refresh_from_db()
    assert (row.contact_email, row.type) == ("x@example.org", None)


def test_the_team_enters_a_delegation_at_any_time(staff: Client, conference: Conference) -> None:
    organisation = make_delegation(make_conference()).organisation
    sent = typed(organisation, contact_email="new@example.org")
    del sent["agreed"]
    answer = staff.post(base(conference, "/new/"), sent)
    row = Registration.objects.get(conference=conference)
    assert answer["Location"] == base(conference, f"/{row.public_id}/")
    assert row.contact_email == "new@example.org"
    assert row.agreed_privacy_at is None
    body = Message.objects.get(to="new@example.org").body
    assert "The conference team has registered" in body


def test_others_and_other_teams_are_kept_out(client: Client, conference: Conference) -> None:
    row = requested(conference)
    paths = ("/", ".csv", "/new/", "/import/", f"/{row.public_id}/")
    for path in paths:
        assert client.get(base(conference, path)).status_code == 302, path
    elsewhere = str(make_conference().public_id)
    for who in (person(), person_with_role(Role.CONFERENCE_TEAM, ScopeKind.CONFERENCE, elsewhere)):
        client.force_login(who)
        for path in paths:
            assert client.get(base(conference, path)).status_code == 403, path
        for path in ("/decide/", f"/{row.public_id}/decide/"):
            assert client.post(base(conference, path), {"do": "admit"}).status_code == 403
    row.refresh_from_db()
    assert row.status == RegistrationStatus.REQUESTED


def test_a_delegation_of_another_conference_is_not_found(
    staff: Client, conference: Conference
) -> None:
    other = requested(make_conference())
    assert staff.get(base(conference, f"/{other.public_id}/")).status_code == 404
    assert staff.post(base(conference, f"/{other.public_id}/decide/")).status_code == 404
