"""Times on paper and in calendars, also over the change of the clocks."""

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar
from tests.factories.conference import make_conference, make_delegation, make_match

from clusterwerk.conference.choices import PlanState
from clusterwerk.conference.models import (
    Conference,
    Delegate,
    Plan,
    PlannedMeeting,
    Session,
    Slot,
    Table,
)
from clusterwerk.conference.papers.agendas import PersonAgenda, agendas_data
from clusterwerk.conference.papers.calendars import CalendarEntry, calendar_of, entries_for
from clusterwerk.conference.papers.sheets import name_for_lists
from clusterwerk.conference.queries.notices import agendas_as_of_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def over_the_change() -> tuple[Conference, Delegate]:
    """A meeting on the evening before the clocks go forward in Berlin, and one in the morning."""
    conference = make_conference(
        slots=(), starts_on=date(2030, 3, 30), ends_on=date(2030, 3, 31), tables=1
    )
    own = make_delegation(conference)
    plan = Plan.objects.create(
        conference=conference,
        version=1,
        state=PlanState.READY,
        finished_at=datetime(2030, 3, 1, tzinfo=UTC),
    )
    # 18:00 with one hour before Greenwich, 9:00 with two: 14 hours lie between, not 15.
    for position, start in enumerate(
        (datetime(2030, 3, 30, 17, tzinfo=UTC), datetime(2030, 3, 31, 7, tzinfo=UTC)), start=1
    ):
        end = start + timedelta(minutes=20)
        session = Session.objects.create(
            conference=conference, position=position, starts_at=start, ends_at=end
        )
        match = make_match(own, make_delegation(conference))
        PlannedMeeting.objects.create(
            plan=plan,
            match=match,
            slot=Slot.objects.create(session=session, starts_at=start, ends_at=end),
            table=Table.objects.get(conference=conference),
            delegate_a=match.delegate_a,
            delegate_b=match.delegate_b,
        )
    conference.published_plan = plan
    conference.save()
    return conference, own.delegates.get()


def test_an_agenda_over_the_change_of_the_clocks_has_the_times_of_the_clocks(
    over_the_change: tuple[Conference, Delegate],
) -> None:
    conference, delegate = over_the_change
    assert conference.published_plan is not None
    entries = agendas_as_of_now(conference.published_plan, delegate)[delegate.pk]
    data = agendas_data(conference, [PersonAgenda(delegate, entries, {}, {})])
    days = data["people"][0]["days"]
    assert [day["entries"][0]["time"] for day in days] == ["18:00–18:20", "09:00–09:20"]
    assert ["30" in days[0]["name"], "31" in days[1]["name"]] == [True, True]


def test_a_calendar_over_the_change_holds_both_offsets(
    over_the_change: tuple[Conference, Delegate],
) -> None:
    conference, delegate = over_the_change
    assert conference.published_plan is not None
    entries = entries_for(delegate, conference.published_plan)
    calendar = Calendar.from_ical(calendar_of(conference, delegate, entries, "https://example.org"))
    evening, morning = (event["DTSTART"].dt for event in calendar.walk("VEVENT"))
    assert (evening.hour, morning.hour) == (18, 9)
    assert morning.astimezone(UTC) - evening.astimezone(UTC) == timedelta(hours=14)
    (zone,) = calendar.walk("VTIMEZONE")
    assert str(zone["TZID"]) == "Europe/Berlin"
    offsets = {str(part["TZOFFSETTO"].td) for part in zone.walk() if "TZOFFSETTO" in part}
    assert offsets == {"1:00:00", "2:00:00"}


def test_a_time_that_the_clocks_show_twice_stays_the_second_one() -> None:
    conference = make_conference(starts_on=date(2030, 10, 27), ends_on=date(2030, 10, 27))
    delegate = make_delegation(conference).delegates.get()
    second = datetime(2030, 10, 27, 1, 30, tzinfo=UTC)  # 2:30 in Berlin, as an hour before
    entry = {
        "match": "m",
        "partner": "Zwei e.V.",
        "table": "1",
        "starts_at": second.isoformat(),
        "ends_at": (second + timedelta(minutes=20)).isoformat(),
    }
    rows = [CalendarEntry(entry, 0, second)]
    calendar = Calendar.from_ical(calendar_of(conference, delegate, rows, "https://example.org"))
    (event,) = calendar.walk("VEVENT")
    assert event["DTSTART"].dt.astimezone(UTC) == second
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(minutes=20)


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("Mira Beispiel", "Beispiel, Mira"),
        ("Mira Beispiel 005", "Beispiel 005, Mira"),
        ("Beispiel", "Beispiel"),
        ("Beispiel 5", "Beispiel 5"),
        ("", ""),
    ],
)
def test_lists_begin_with_the_last_name(name: str, listed: str) -> None:
    assert name_for_lists(name) == listed
