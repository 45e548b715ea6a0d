"""Signing in by code and by password, from both sides, and what is refused."""

import re
from typing import Any

import pytest
from django.test import Client
from tests.factories.people import person

from clusterwerk.mail.models import Message

pytestmark = pytest.mark.django_db
CODE_PAGE = "/de/account/login/code/"


@pytest.fixture(autouse=True)
def _outbox(settings: Any) -> None:
    settings.EMAIL_BACKEND = "clusterwerk.mail.backend.OutboxBackend"
    settings.MAIL_TRANSPORT = None
    settings.DEMO = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick


def code_in_newest_mail() -> str:
    found = re.search(r"^[A-Z0-9-]{6,}$", Message.objects.all()[0].body, re.MULTILINE)
    assert found
    return found.group()


def test_the_code_from_the_mail_signs_in_and_leads_where_the_visitor_wanted(
    client: Client,
) -> None:
    someone = person()
    client.get(f"{CODE_PAGE}?next=/de/conference/")
    asked = client.post(f"{CODE_PAGE}?next=/de/conference/", {"email": someone.email.upper()})
    assert asked["Location"].startswith("/de/account/login/code/confirm/")
    mail = Message.objects.get()
    assert mail.to == someone.email
    assert mail.subject == "Ihr Anmeldecode für Clusterwerk"
    assert "Geben Sie ihn in dem Fenster ein" in mail.body
    entered = client.post(asked["Location"], {"code": code_in_newest_mail()})
    assert entered["Location"] == "/de/conference/"
    assert client.get("/de/account/").status_code == 200


def test_the_code_can_be_typed_at_once(client: Client) -> None:
    client.post(CODE_PAGE, {"email": person().email})
    page = client.get("/de/account/login/code/confirm/").content.decode()
    (field,) = re.findall(r"<input[^>]*\bautofocus\b[^>]*>", page)
    assert 'name="code"' in field


def test_a_wrong_code_says_what_to_do_and_keeps_what_was_typed(client: Client) -> None:
    client.post(CODE_PAGE, {"email": person().email})
    page = client.post("/de/account/login/code/confirm/", {"code": "WRONG"}).content.decode()
    assert "Dieser Code stimmt nicht." in page
    assert 'value="WRONG"' in page
    assert 'aria-invalid="true"' in page


def test_after_three_wrong_codes_the_code_is_worth_nothing(client: Client) -> None:
    client.post(CODE_PAGE, {"email": person().email})
    code = code_in_newest_mail()
    for _ in range(3):
        client.post("/de/account/login/code/confirm/", {"code": "WRONG"})
    client.post("/de/account/login/code/confirm/", {"code": code})
    assert client.get("/de/account/").status_code == 302


def test_an_unknown_address_gets_the_same_answer_and_no_mail(client: Client) -> None:
    answer = client.post(CODE_PAGE, {"email": "stranger@example.org"})
    assert answer["Location"] == "/de/account/login/code/confirm/"
    page = client.get(answer["Location"]).content.decode()
    assert "Wenn stranger@example.org hier ein Konto hat" in page
    assert not Message.objects.exists()


def test_codes_cannot_be_asked_for_without_end(client: Client) -> None:
    someone = person()
    answers = [Client().post(CODE_PAGE, {"email": someone.email}) for _ in range(5)]
    assert Message.objects.count() == 3
    assert "Zu viele Versuche." in answers[-1].content.decode()


def test_another_address_can_be_given_while_a_code_is_open(client: Client) -> None:
    client.post(CODE_PAGE, {"email": person().email})
    answer = client.post("/de/account/logout/", {"next": CODE_PAGE}, follow=True)
    assert "Code senden" in answer.content.decode()


def test_a_new_code_can_be_asked_for(client: Client) -> None:
    client.post(CODE_PAGE, {"email": person().email})
    confirm = "/de/account/login/code/confirm/"
    assert "Neuen Code senden" in client.get(confirm).content.decode()
    client.post(confirm, {"action": "resend"})
    assert Message.objects.count() == 2
    client.post(confirm, {"code": code_in_newest_mail()})
    assert client.get("/de/account/").status_code == 200


def test_the_password_signs_in_too(client: Client) -> None:
    someone = person(password="a long and odd one")
    page = client.post(
        "/en/account/login/", {"login": someone.email, "password": "wrong"}
    ).content.decode()
    assert "E-mail address and password do not fit together." in page
    assert someone.email in page
    answer = client.post(
        "/en/account/login/", {"login": someone.email, "password": "a long and odd one"}
    )
    assert answer["Location"] == "/en/account/"


def test_passwords_cannot_be_tried_without_end(client: Client) -> None:
    someone = person(password="a long and odd one")
    for _ in range(5):
        client.post("/de/account/login/", {"login": someone.email, "password": "wrong"})
    page = client.post(
        "/de/account/login/", {"login": someone.email, "password": "a long and odd one"}
    ).content.decode()
    assert "Zu viele Versuche." in page


def test_a_closed_account_does_not_open(client: Client) -> None:
    someone = person()
    someone.is_active = False
    someone.save()
    client.post(CODE_PAGE, {"email": someone.email})
    assert client.get("/de/account/").status_code == 302


def test_nobody_signs_up_alone(client: Client) -> None:
    assert "Keine offene Registrierung" in client.get("/de/account/signup/").content.decode()
    client.post("/de/account/signup/", {"email": "new@example.org", "password1": "long and odd 1"})
    from clusterwerk.accounts.models import User

    assert not User.objects.exists()


def test_signing_in_leads_to_no_foreign_site(client: Client) -> None:
    someone = person(password="a long and odd one")
    answer = client.post(
        "/de/account/login/?next=https://elsewhere.example/",
        {"login": someone.email, "password": "a long and odd one"},
    )
    assert answer["Location"] == "/de/account/"


def test_the_header_offers_the_way_in_or_names_the_person_and_the_way_out(client: Client) -> None:
    visitor = client.get("/de/cluster/").content.decode()
    assert 'href="/de/account/login/code/?next=/de/cluster/"' in visitor
    someone = person("Ada Example")
    client.force_login(someone)
    page = client.get("/de/cluster/").content.decode()
    assert "Ada Example" in page
    client.post("/de/account/logout/")
    assert client.get("/de/account/").status_code == 302


def test_in_a_demonstration_the_sign_in_page_says_where_the_mails_are(
    client: Client, settings: Any
) -> None:
    assert "/de/demo/mail/" in client.get(CODE_PAGE).content.decode()
    settings.DEMO = False
    assert "/demo/mail/" not in client.get(CODE_PAGE).content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "account/login/",
        "account/login/code/",
        "account/password/reset/",
        "account/signup/",
        "account/inactive/",
    ],
)
def test_no_page_for_visitors_says_du(client: Client, address: str) -> None:
    page = client.get(f"/de/{address}").content.decode()
    assert not re.search(r"\b(du|dein\w*|dich|dir)\b", page, re.IGNORECASE)


@pytest.mark.parametrize(
    "address",
    [
        "account/",
        "account/password/change/",
        "account/mfa/",
        "account/mfa/totp/activate/",
        "account/mfa/webauthn/",
        "account/mfa/webauthn/add/",
    ],
)
def test_no_page_of_the_account_says_du(client: Client, address: str) -> None:
    someone = person(password="a long and odd one")
    client.force_login(someone)
    client.post("/de/account/reauthenticate/", {"password": "a long and odd one"})
    answer = client.get(f"/de/{address}")
    assert answer.status_code == 200
    assert not re.search(r"\b(du|dein\w*|dich|dir)\b", answer.content.decode(), re.IGNORECASE)
