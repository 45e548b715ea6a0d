"""An organisation's profile shows its events."""

from datetime import timedelta

import pytest
from django.utils import translation
from tests.factories.directory import make_organisation
from tests.factories.programme import ANNOUNCED, FIRST_DAY, make_event

from clusterwerk.programme.panels import events_panel

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _german():
    with translation.override("de"):
        yield


def profile_of(client, organisation):
    return client.get(organisation.get_absolute_url()).content.decode()


def test_the_profile_shows_the_latest_events_and_leads_to_all(client):
    host = make_organisation(slug="probenetz")
    for number in range(7):
        make_event(
            organisers=["Land", host],
            title_de=f"Treffen Nr. {number}",
            starts_on=FIRST_DAY + timedelta(days=number),
        )
    html = profile_of(client, host)
    assert [f"Treffen Nr. {n}" in html for n in range(7)] == [False, False] + [True] * 5
    assert "/de/programme/events/?organiser=probenetz" in html
    assert "7 Veranstaltungen" in html


def test_a_profile_without_public_events_shows_no_panel(client):
    host = make_organisation()
    make_event(organisers=[host], history=[("draft", ANNOUNCED)])
    make_event(organisers=[host], history=[("approved", ANNOUNCED), ("withdrawn", FIRST_DAY)])
    assert "panel-events" not in profile_of(client, host)


@pytest.mark.parametrize("number", [1, 3])
def test_the_panel_takes_three_queries(number, django_assert_num_queries):
    host = make_organisation()
    for _ in range(number):
        make_event(organisers=[host])
    with django_assert_num_queries(3):
        assert events_panel(None, host)["number"] == number
