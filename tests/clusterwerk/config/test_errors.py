"""When we fail, the visitor is told so in their language, by a page that depends on nothing."""

import pytest
from django.test import Client

from clusterwerk.config.home import views

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "words"), [("de", "schiefgegangen"), ("en", "Something went wrong")]
)
def test_a_failure_is_told_in_the_language_of_the_page(
    language: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> dict[str, object]:
        raise RuntimeError("made to fail")

    monkeypatch.setattr(views, "start_context", fail)
    client = Client(raise_request_exception=False)
    answer = client.get(f"/{language}/")
    assert answer.status_code == 500
    assert words in answer.content.decode()
    assert "made to fail" not in answer.content.decode()


def test_a_form_that_was_too_old_gets_a_page_that_says_what_to_do() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/de/account/login/", {"login": "nobody"})
    assert answer.status_code == 403
    assert "Bitte noch einmal senden" in answer.content.decode()
    assert 'lang="de"' in answer.content.decode()
