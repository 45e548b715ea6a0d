"""The outbox that a visitor of the demonstration may read."""

from typing import Any

import pytest
from django.test import Client

from clusterwerk.mail.actions import queue_mail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demo(settings: Any) -> None:
    settings.DEMO = True
    settings.MAIL_TRANSPORT = None


def queue(number: int = 1, **changes: Any) -> None:
    for index in range(number):
        given = {"to": "a@example.org", "subject": f"Code {index}", "body": "x", **changes}
        queue_mail(**given)


def test_outside_of_a_demonstration_there_is_no_such_page(client: Client, settings: Any) -> None:
    settings.DEMO = False
    queue()
    assert client.get("/de/demo/mail/").status_code == 404


def test_the_short_address_leads_to_the_page_in_the_visitors_language(client: Client) -> None:
    answer = client.get("/demo/mail/", headers={"accept-language": "en"})
    assert answer["Location"] == "/en/demo/mail/"


def test_a_mail_is_shown_with_its_links_and_nothing_of_it_is_markup(client: Client) -> None:
    queue(body="Your code: <b>ABC</b>\nhttps://example.org/go", subject="<Code>")
    page = client.get("/en/demo/mail/").content.decode()
    assert "&lt;Code&gt;" in page
    address = page.split('cw-list__title"><a href="')[1].split('"')[0]
    mail = client.get(address).content.decode()
    assert "&lt;b&gt;ABC&lt;/b&gt;" in mail
    assert 'href="https://example.org/go"' in mail
    assert "shown here only" in mail


def test_the_newest_mail_comes_first_and_words_are_searched(client: Client) -> None:
    queue(3)
    page = client.get("/en/demo/mail/").content.decode()
    assert page.index("Code 2") < page.index("Code 0")
    assert "3 mails" in page
    found = client.get("/de/demo/mail/?q=code+1").content.decode()
    assert "1 E-Mail" in found
    assert "Code 2" not in found


def test_an_empty_list_says_what_to_do_next(client: Client) -> None:
    assert "Fordern Sie einen Anmeldecode an" in client.get("/de/demo/mail/").content.decode()
    queue()
    assert "Alle zeigen" in client.get("/de/demo/mail/?q=nothing").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_needs_the_same_few_queries_for_one_and_for_three(
    client: Client, django_assert_num_queries: Any, number: int
) -> None:
    queue(number)
    with django_assert_num_queries(2):  # count, mails
        client.get("/de/demo/mail/")
