"""The rows of links on every page of a conference."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories.conference import make_planned_conference
from tests.factories.wishes import make_guest, make_wish_phase

from clusterwerk.conference.models import Conference, Registration
from clusterwerk.conference.web.acting import KEY

pytestmark = pytest.mark.django_db

OWN_ROW = b"conf-menu--own"


def act_for(client: Client, registration: Registration) -> None:
    session = client.session
    session[KEY] = {str(registration.conference.public_id): registration.contact_email}
    session.save()


def page_of(client: Client, conference: Conference, view: str) -> bytes:
    return client.get(reverse(f"conference:{view}", args=[conference.slug])).content


@pytest.mark.parametrize("view", ["conference", "delegates", "mine", "participants"])
def test_who_acts_finds_the_pages_of_the_delegation_on_every_page(
    client: Client, view: str
) -> None:
    conference = make_wish_phase()
    act_for(client, make_guest(conference, "Alpha", fields=("pho",)))
    page = page_of(client, conference, view)
    assert page.count(OWN_ROW) == 1
    own = page.split(OWN_ROW)[1].split(b"</nav>")[0]
    for name in ("mine", "participants", "my_delegation"):
        assert reverse(f"conference:{name}", args=[conference.slug]).encode() in own
    assert reverse("conference:my_agenda", args=[conference.slug]).encode() not in own


def test_the_agenda_joins_the_row_when_a_plan_is_published(client: Client) -> None:
    conference = make_planned_conference()
    registration = conference.registrations.all()[0]
    act_for(client, registration)
    own = page_of(client, conference, "conference").split(OWN_ROW)[1].split(b"</nav>")[0]
    assert reverse("conference:my_agenda", args=[conference.slug]).encode() in own


def test_who_does_not_act_has_one_link_to_the_own_delegation(client: Client) -> None:
    conference = make_wish_phase()
    page = page_of(client, conference, "conference")
    assert OWN_ROW not in page
    assert page.count(reverse("conference:mine", args=[conference.slug]).encode()) == 1
