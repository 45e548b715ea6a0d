"""Light or dark, German or English: on every page, without JavaScript."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_the_chosen_appearance_is_kept_and_the_visitor_returns_to_the_page(client: Client) -> None:
    answer = client.post("/theme/", {"theme": "dark", "next": "/en/imprint/"})
    assert answer.status_code == 302
    assert answer["Location"] == "/en/imprint/"
    assert 'data-kern-theme="dark"' in client.get("/en/imprint/").content.decode()


def test_an_unknown_appearance_changes_nothing(client: Client) -> None:
    client.post("/theme/", {"theme": "<script>", "next": "/en/imprint/"})
    assert "data-kern-theme" not in client.get("/en/imprint/").content.decode()


def test_the_way_back_never_leads_to_another_site(client: Client) -> None:
    answer = client.post("/theme/", {"theme": "dark", "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"


def test_the_other_language_is_the_same_page_with_the_same_filters(client: Client) -> None:
    page = client.get("/de/imprint/?q=Faser").content.decode()
    assert 'href="/en/imprint/?q=Faser" lang="en"' in page


def test_without_a_language_in_the_address_the_browser_decides(client: Client) -> None:
    assert client.get("/", headers={"accept-language": "en"})["Location"] == "/en/"
    assert client.get("/", headers={"accept-language": "pl"})["Location"] == "/de/"


def test_a_wrong_address_gets_a_page_that_leads_on(client: Client) -> None:
    for language, words in (("de", "gibt es nicht"), ("en", "does not exist")):
        answer = client.get(f"/{language}/no-such-page/")
        assert answer.status_code == 404
        assert words in answer.content.decode()


def test_pages_forbid_scripts_and_frames_from_elsewhere(client: Client) -> None:
    policy = client.get("/en/imprint/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
