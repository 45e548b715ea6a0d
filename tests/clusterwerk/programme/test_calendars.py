"""Calendar files: what other programs read and keep up to date."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.utils import translation
from tests.factories.programme import (
    ANNOUNCED,
    FIRST_DAY,
    LAST_DAY,
    make_edition,
    make_event,
    make_fair_activity,
)

from clusterwerk.programme.actions import record_decision
from clusterwerk.programme.calendars import calendar_of
from clusterwerk.programme.choices import EventStatus
from clusterwerk.programme.models import Event
from clusterwerk.programme.queries import with_details

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")


def entry_of(event):
    with translation.override("de"):
        found = with_details(Event.objects.filter(pk=event.pk))
        content = calendar_of(found, name="Probe", address_of=lambda e: f"https://x.org/{e.slug}")
    calendar = icalendar.Calendar.from_ical(content)
    assert calendar["version"] == "2.0"
    return calendar, calendar.walk("VEVENT")[0]


def test_hours_come_with_their_time_zone():
    event = make_event(starts_at=time(9, 30), ends_at=time(12))
    calendar, entry = entry_of(event)
    assert entry["dtstart"].dt == datetime(2031, 5, 5, 9, 30, tzinfo=BERLIN)
    assert entry["dtstart"].params["TZID"] == "Europe/Berlin"
    assert entry["dtend"].dt == datetime(2031, 5, 5, 12, tzinfo=BERLIN)
    assert [zone["tzid"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/Berlin"]


def test_hours_over_several_days_end_on_the_last_day():
    event = make_event(ends_on=LAST_DAY, starts_at=time(10), ends_at=time(16))
    assert entry_of(event)[1]["dtend"].dt == datetime(2031, 5, 9, 16, tzinfo=BERLIN)


def test_whole_days_end_on_the_day_after_and_block_nobodys_calendar():
    _calendar, entry = entry_of(make_event(ends_on=LAST_DAY))
    assert (entry["dtstart"].dt, entry["dtend"].dt) == (FIRST_DAY, date(2031, 5, 10))
    assert entry["transp"] == "TRANSPARENT"


def test_an_unknown_day_is_said_and_its_hours_are_not_used():
    event = make_event(ends_on=LAST_DAY, starts_at=time(10), date_precision="within")
    _calendar, entry = entry_of(event)
    assert entry["dtstart"].dt == FIRST_DAY
    assert "genaue Tag ist nicht bekannt" in entry["description"]


def test_an_entry_keeps_its_uid_and_is_taken_out_when_cancelled():
    event = make_event(starts_on=date(2021, 5, 3), history=[("approved", date(2021, 4, 1))])
    before = entry_of(event)[1]
    record_decision(by=None, event=event, status=EventStatus.CANCELLED)
    after = entry_of(event)[1]
    assert before["uid"] == after["uid"] == str(event.public_id)
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert (before["status"], after["status"]) == ("CONFIRMED", "CANCELLED")
    assert after["summary"].startswith("Abgesagt: ")


def test_a_withdrawn_entry_is_cancelled_in_the_file_of_the_edition(client):
    edition = make_edition(starts_on=date(2021, 5, 3), ends_on=date(2021, 5, 7))
    make_event(edition, history=[("approved", date(2021, 4, 1)), ("withdrawn", date(2021, 4, 2))])
    content = client.get(f"{edition.get_absolute_url()}events.ics").content
    entry = icalendar.Calendar.from_ical(content).walk("VEVENT")[0]
    assert entry["status"] == "CANCELLED"


def test_fair_hall_and_stand_are_the_place_and_the_address_is_in_the_text():
    event = make_fair_activity(make_edition(), hall="4", stand="B12", organisers=["Probenetz"])
    _calendar, entry = entry_of(event)
    assert entry["location"] == "Probemesse, Halle 4, Stand B12"
    assert entry["url"] == f"https://x.org/{event.slug}"
    assert f"https://x.org/{event.slug}" in entry["description"]
    assert "Veranstaltet von: Probenetz" in entry["description"]


def test_an_example_says_so_in_title_and_text():
    _calendar, entry = entry_of(make_event(title_de="Probe", is_example=True))
    assert entry["summary"] == "[Beispiel] Probe"
    assert "erfunden" in entry["description"]


def test_special_characters_survive():
    title = "Löten; kleben, schweißen\\nieten"
    assert (
        entry_of(make_event(title_de=title, history=[("approved", ANNOUNCED)]))[1]["summary"]
        == title
    )
