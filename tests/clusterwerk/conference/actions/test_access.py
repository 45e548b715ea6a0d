"""Codes by mail: how long they are good, how often they can be tried."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.factories.conference import make_conference

from clusterwerk.conference.actions.access import Entered, enter_code, request_code
from clusterwerk.conference.models import AccessCode, Conference
from clusterwerk.mail.models import Message

pytestmark = pytest.mark.django_db

EMAIL = "mira@example.org"


@pytest.fixture
def conference() -> Conference:
    return make_conference()


def asked(conference: Conference, email: str = EMAIL) -> str:
    """Asks for a code and reads it from the mail."""
    assert request_code(conference, by=None, email=email, language="en")
    found = re.search(r"\b\d{6}\b", Message.objects.latest("pk").body)
    assert found
    return found[0]


def entered(conference: Conference, code: str, email: str = EMAIL) -> Entered:
    return enter_code(conference, by=None, email=email, code=code)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def test_the_code_of_the_mail_is_right_once(conference: Conference) -> None:
    code = asked(conference)
    assert entered(conference, f" {code[:3]} {code[3:]} ") is Entered.RIGHT
    assert entered(conference, code) is Entered.USED


def test_only_a_keyed_hash_is_kept(conference: Conference) -> None:
    code = asked(conference)
    row = AccessCode.objects.get()
    assert code not in row.code_hash
    assert len(row.code_hash) == 64


def test_a_code_is_for_its_address_and_its_conference_only(conference: Conference) -> None:
    code = asked(conference)
    other = make_conference()
    asked(conference, "other@example.org")
    asked(other)
    assert entered(conference, code, "other@example.org") is Entered.WRONG
    assert entered(other, code) is Entered.WRONG


def test_after_fifteen_minutes_a_code_has_expired(conference: Conference) -> None:
    code = asked(conference)
    AccessCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert entered(conference, code) is Entered.EXPIRED
    row = AccessCode.objects.get()
    assert row.used_at is None


def test_five_wrong_entries_close_the_code_for_the_right_one_too(conference: Conference) -> None:
    code = asked(conference)
    found = [entered(conference, wrong(code)) for _ in range(5)]
    assert found == [Entered.WRONG] * 4 + [Entered.TOO_OFTEN]
    assert entered(conference, code) is Entered.TOO_OFTEN


def test_without_an_open_code_nothing_is_right(conference: Conference) -> None:
    assert entered(conference, "123456") is Entered.NONE_OPEN


def test_an_earlier_code_stays_good_when_mails_overtake_each_other(
    conference: Conference,
) -> None:
    first = asked(conference)
    asked(conference)
    assert entered(conference, first) is Entered.RIGHT


def test_an_address_gets_five_codes_an_hour(conference: Conference) -> None:
    for _ in range(5):
        asked(conference)
    assert not request_code(conference, by=None, email=EMAIL.upper(), language="en")
    assert Message.objects.count() == 5
    AccessCode.objects.update(created_at=timezone.now() - timedelta(minutes=61))
    assert request_code(conference, by=None, email=EMAIL, language="en")


def test_addresses_of_old_codes_are_not_kept(conference: Conference) -> None:
    asked(conference)
    AccessCode.objects.update(created_at=timezone.now() - timedelta(days=2))
    asked(conference, "other@example.org")
    assert [row.email for row in AccessCode.objects.all()] == ["other@example.org"]


def test_the_mail_links_to_the_page_with_the_address_and_the_way_on(
    conference: Conference,
) -> None:
    request_code(conference, by=None, email=EMAIL, language="de", path="/de/x/")
    mail = Message.objects.get()
    assert mail.language == "de"
    assert (
        f"/de/conference/{conference.slug}/access/code/?email=mira%40example.org&next=%2Fde%2Fx%2F"
        in (mail.body)
    )
