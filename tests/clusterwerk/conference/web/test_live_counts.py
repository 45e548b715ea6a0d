"""The figures on top of "My conference" follow, and say when the lists below are behind."""

import re

import pytest
from django.test import Client
from tests.factories.wishes import make_guest, make_wish_phase

from clusterwerk.conference.actions.wishes import make_wish
from clusterwerk.conference.models import Registration
from clusterwerk.conference.web.acting import KEY

pytestmark = pytest.mark.django_db


@pytest.fixture
def alpha(client: Client) -> Registration:
    row = make_guest(make_wish_phase(), "Alpha")
    session = client.session
    session[KEY] = {str(row.conference.public_id): row.contact_email}
    session.save()
    return row


def _asks_again_at(html: str) -> str:
    return re.findall(r'hx-get="([^"]+)"', html)[0]


def test_an_open_page_hears_that_something_changed(client: Client, alpha: Registration) -> None:
    page = f"/en/conference/{alpha.conference.slug}/my/"
    again = _asks_again_at(client.get(page).content.decode())
    assert "Something has changed" not in client.get(again).content.decode()
    make_wish(make_guest(alpha.conference, "Beta"), alpha, by=None, kind="want")
    later = client.get(again).content.decode()
    assert "Something has changed since you opened this page." in later
    assert _asks_again_at(later) == again  # until the page is opened anew
    assert "Something has changed" not in client.get(page).content.decode()


def test_seen_is_whatever_somebody_writes(client: Client, alpha: Registration) -> None:
    address = f"/en/conference/{alpha.conference.slug}/my/counts/"
    assert client.get(address, {"seen": '"><script>'}).status_code == 200
    assert "<script>" not in client.get(address, {"seen": '"><script>'}).content.decode()
