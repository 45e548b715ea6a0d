"""Getting in by a code: the same answer for everybody, and a link that gives nothing away."""

import re

import pytest
from django.test import Client
from django.utils import translation
from tests.factories.conference import make_conference, make_delegation, open_registration
from tests.factories.people import person
from tests.factories.wishes import make_guest, make_wish_phase

from clusterwerk.conference.models import Conference, Registration
from clusterwerk.conference.web.acting import KEY
from clusterwerk.mail.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference() -> Conference:
    return make_conference()


def base(conference: Conference) -> str:
    return f"/en/conference/{conference.slug}/"


def ask(client: Client, conference: Conference, email: str, path: str = "") -> str:
    """Asks for a code; the address of the page that takes it."""
    answer = client.post(base(conference) + "access/", {"email": email, "next": path})
    assert answer.status_code == 302
    return str(answer["Location"])


def code_of_the_mail() -> str:
    found = re.search(r"\b\d{6}\b", Message.objects.latest("pk").body)
    assert found
    return found[0]


def test_known_and_unknown_addresses_are_answered_alike(
    client: Client, conference: Conference
) -> None:
    known = make_delegation(conference).delegates.get().email
    pages = []
    for email in (known, "nobody@example.org"):
        page = client.get(ask(client, conference, email)).content.decode()
        pages.append(
            re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page).replace(email, "@")
        )
    assert pages[0].count("@") == pages[1].count("@")
    assert Message.objects.count() == 2


def test_who_enters_the_code_acts_for_the_delegation(
    client: Client, conference: Conference
) -> None:
    delegation = make_delegation(conference)
    email = delegation.delegates.get().email
    page = ask(client, conference, email)
    answer = client.post(page, {"email": email.upper(), "code": code_of_the_mail()})
    assert answer["Location"].endswith("/my/delegation/")
    assert delegation.organisation.name in client.get(answer["Location"]).content.decode()


def test_the_code_leads_to_what_is_next(client: Client) -> None:
    """Before the wish phase to the delegation, in it to the wishes, afterwards to the agenda."""
    conference = make_wish_phase()
    delegation = make_guest(conference, "Alpha")
    assert entered(client, conference, delegation).endswith("/my/")

    delegation.status = "waiting"
    delegation.save()
    assert entered(client, conference, delegation).endswith("/my/delegation/")


def test_the_code_leads_to_the_agenda_once_the_plan_is_published(
    client: Client, planned: Conference
) -> None:
    delegation = planned.registrations.filter(status="admitted").first()
    assert delegation
    assert entered(client, planned, delegation).endswith("/my/agenda/")


def entered(client: Client, conference: Conference, delegation: Registration) -> str:
    """Where a code leads who asked for no page."""
    email = delegation.contact_email or delegation.delegates.all()[0].email
    page = ask(client, conference, email)
    return str(client.post(page, {"email": email, "code": code_of_the_mail()})["Location"])


def test_the_page_asked_for_comes_after_the_code(client: Client, conference: Conference) -> None:
    email = make_delegation(conference).delegates.get().email
    wanted = base(conference) + "my/delegation/details/"
    first = client.get(wanted)
    assert first.status_code == 302
    page = ask(client, conference, email, wanted)
    answer = client.post(page, {"email": email, "code": code_of_the_mail()})
    assert answer["Location"] == wanted


@pytest.mark.parametrize(
    "path",
    ["https://evil.example.org/", "//evil.example.org/", "/\\evil.example.org", "javascript:x"],
)
def test_the_way_on_stays_on_this_site(client: Client, conference: Conference, path: str) -> None:
    email = make_delegation(conference).delegates.get().email
    ask(client, conference, email, path)
    answer = client.post(
        base(conference) + "access/code/",
        {"email": email, "code": code_of_the_mail(), "next": path},
    )
    assert answer["Location"].endswith("/my/delegation/")


def test_a_forwarded_link_lets_nobody_in(client: Client, conference: Conference) -> None:
    email = make_delegation(conference).delegates.get().email
    page = ask(client, conference, email)
    stranger = Client()
    answer = stranger.get(page)
    assert answer.status_code == 200
    assert email in answer.content.decode()
    assert KEY not in stranger.session
    assert stranger.get(base(conference) + "my/delegation/").status_code == 302


@pytest.mark.parametrize(
    ("language", "words"), [("en", "This is not the code"), ("de", "Das ist nicht der Code")]
)
def test_a_wrong_code_says_so_and_keeps_the_address(
    client: Client, conference: Conference, language: str, words: str
) -> None:
    email = "mira@example.org"
    ask(client, conference, email)
    code = f"{(int(code_of_the_mail()) + 1) % 10**6:06d}"
    with translation.override(language):
        answer = client.post(
            f"/{language}/conference/{conference.slug}/access/code/",
            {"email": email, "code": code},
        )
    page = answer.content.decode()
    assert words in page
    assert f'value="{email}"' in page


def test_leaving_forgets_the_address(client: Client, conference: Conference) -> None:
    email = make_delegation(conference).delegates.get().email
    client.post(ask(client, conference, email), {"email": email, "code": code_of_the_mail()})
    client.post(base(conference) + "access/leave/")
    assert client.get(base(conference) + "my/delegation/").status_code == 302


def test_an_account_acts_by_its_address(client: Client, conference: Conference) -> None:
    holder = person()
    delegate = make_delegation(conference).delegates.get()
    delegate.email = holder.email
    delegate.save()
    client.force_login(holder)
    assert client.get(base(conference) + "my/delegation/").status_code == 200


def test_somebody_new_goes_on_to_registration(client: Client) -> None:
    conference = open_registration(make_conference())
    page = ask(client, conference, "new@example.org")
    answer = client.post(page, {"email": "new@example.org", "code": code_of_the_mail()})
    assert answer["Location"].endswith("/register/")


def test_a_sixth_code_within_the_hour_is_refused_with_a_reason(
    client: Client, conference: Conference
) -> None:
    for _ in range(5):
        ask(client, conference, "mira@example.org")
    answer = client.post(base(conference) + "access/", {"email": "mira@example.org"})
    assert "Five codes were sent" in answer.content.decode()
