"""A hidden conference is nowhere to be seen but for its team."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories.conference import make_conference, make_planned_conference
from tests.factories.people import person, person_with_role

from clusterwerk.accounts.choices import Role, ScopeKind
from clusterwerk.conference.actions.setup import set_hidden
from clusterwerk.conference.choices import LinkPurpose
from clusterwerk.conference.models import AccessLink, Conference, ConferenceHost
from clusterwerk.conference.queries.links import token_of
from clusterwerk.conference.web.acting import KEY

pytestmark = pytest.mark.django_db
PAGES = ("", "figures/", "timetable/", "timetable.csv", "timetable.json", "delegates/")
PAGES += ("delegates.csv", "unplaced/", "home/")


@pytest.fixture
def hidden() -> Conference:
    """A planned conference that only its team sees."""
    conference = make_planned_conference(name_de="Geheimtreffen", name_en="Secret meeting")
    conference.home_text_de = "Text"
    conference.save()
    set_hidden(conference, by=None, hidden=True)
    return conference


def strangers(conference: Conference) -> list[Client]:
    """A visitor, somebody signed in, the team of another conference, a delegate with a code."""
    visitor, signed_in, elsewhere, delegate = Client(), Client(), Client(), Client()
    signed_in.force_login(person())
    other = str(make_conference().public_id)
    elsewhere.force_login(person_with_role(Role.CONFERENCE_TEAM, ScopeKind.CONFERENCE, other))
    session = delegate.session
    holder = conference.registrations.earliest("pk").delegates.get()
    session[KEY] = {str(conference.public_id): holder.email}
    session.save()
    return [visitor, signed_in, elsewhere, delegate]


def test_its_pages_and_files_do_not_exist_for_others(hidden: Conference) -> None:
    delegate = hidden.registrations.earliest("pk").delegates.get()
    feeds = (f"delegates/{delegate.public_id}/", f"delegates/{delegate.public_id}.ics")
    for client in strangers(hidden):
        for page in PAGES + feeds:
            answer = client.get(f"/de/conference/{hidden.slug}/{page}")
            assert answer.status_code == 404, page


def test_its_team_sees_them(hidden: Conference) -> None:
    client = Client()
    key = str(hidden.public_id)
    client.force_login(person_with_role(Role.CONFERENCE_TEAM, ScopeKind.CONFERENCE, key))
    for page in PAGES:
        assert client.get(f"/de/conference/{hidden.slug}/{page}").status_code == 200, page
    assert "Geheimtreffen" in client.get("/de/conference/").content.decode()


def test_pages_of_the_team_do_not_even_refuse_others(hidden: Conference) -> None:
    visitor, *signed_in, _delegate = strangers(hidden)
    assert visitor.get(f"/de/conference/{hidden.slug}/team/").status_code == 302
    for client in signed_in:
        assert client.get(f"/de/conference/{hidden.slug}/team/").status_code == 404


@pytest.mark.parametrize("page", ["/de/", "/de/conference/", "/en/conference/"])
def test_no_list_names_it(hidden: Conference, page: str) -> None:
    for client in strangers(hidden):
        text = client.get(page, follow=True).content.decode()
        assert "Geheimtreffen" not in text
        assert "Secret meeting" not in text


def test_the_profile_of_an_organisation_does_not_name_it(hidden: Conference) -> None:
    organisation = hidden.registrations.earliest("pk").organisation
    for client in strangers(hidden):
        page = client.get(organisation.get_absolute_url()).content.decode()
        assert f"/conference/{hidden.slug}/" not in page
    team = Client()
    team.force_login(person_with_role(Role.CONFERENCE_TEAM))
    page = team.get(organisation.get_absolute_url()).content.decode()
    assert f"/conference/{hidden.slug}/" in page


def test_the_marks_of_its_hosts_are_hidden_too(hidden: Conference) -> None:
    host = ConferenceHost.objects.create(
        conference=hidden, role="host", name_de="A", mark=b"x", mark_type="image/png"
    )
    address = reverse("conference:mark", args=[hidden.slug, host.pk])
    for client in strangers(hidden):
        assert client.get(address).status_code == 404


def test_pages_of_ones_own_delegation_are_hidden_too(hidden: Conference) -> None:
    *_others, delegate = strangers(hidden)
    for view in ("mine", "participants", "my_delegation", "register", "access"):
        answer = delegate.get(reverse(f"conference:{view}", args=[hidden.slug]))
        assert answer.status_code == 404, view


def test_the_search_of_the_portal_does_not_find_it(hidden: Conference) -> None:
    for client in strangers(hidden):
        text = client.get("/de/directory/?q=Geheimtreffen", follow=True).content.decode()
        assert f"/conference/{hidden.slug}/" not in text


def test_private_addresses_of_agendas_do_not_exist_either(hidden: Conference) -> None:
    delegate = hidden.registrations.earliest("pk").delegates.get()
    token = token_of(AccessLink.objects.create(purpose=LinkPurpose.AGENDA, delegate=delegate))
    views = ("agenda_link", "agenda_feed", "agenda_pdf")
    for client in strangers(hidden):
        for view in views:
            address = reverse(f"conference:{view}", args=[hidden.slug, token])
            assert client.get(address).status_code == 404, view
    set_hidden(hidden, by=None, hidden=False)
    for view in views[:2]:
        address = reverse(f"conference:{view}", args=[hidden.slug, token])
        assert Client().get(address).status_code == 200, view
