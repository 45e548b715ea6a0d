"""The counting rule of docs/use/counting.md, sentence by sentence."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from tests.factories.programme import (
    ANNOUNCED,
    FIRST_DAY,
    LAST_DAY,
    decide,
    make_edition,
    make_event,
    make_fair_activity,
)

from clusterwerk.programme.models import Event
from clusterwerk.programme.queries import counts, counts_of_editions, default_as_of

pytestmark = pytest.mark.django_db
NEXT_DAY = FIRST_DAY + timedelta(days=1)


@pytest.fixture
def edition():
    return make_edition()


def test_an_approved_entry_counts_from_the_day_of_its_approval(edition):
    make_event(edition, history=[("submitted", date(2031, 3, 1)), ("approved", date(2031, 3, 5))])
    assert counts(edition, date(2031, 3, 4)).events == 0
    assert counts(edition, date(2031, 3, 5)).events == 1


@pytest.mark.parametrize("status", ["draft", "submitted", "withdrawn"])
def test_what_was_never_approved_does_not_count(edition, status):
    make_event(edition, history=[(status, ANNOUNCED)])
    assert counts(edition, LAST_DAY).total == 0


@pytest.mark.parametrize("status", ["cancelled", "withdrawn"])
def test_what_was_called_off_counts_until_the_day_before(edition, status):
    make_event(edition, history=[("approved", ANNOUNCED), (status, FIRST_DAY)])
    assert counts(edition, FIRST_DAY - timedelta(days=1)).events == 1
    assert counts(edition, FIRST_DAY).events == 0


def test_what_takes_place_after_all_counts_again(edition):
    event = make_event(edition, history=[("approved", ANNOUNCED), ("cancelled", FIRST_DAY)])
    decide(event, "approved", NEXT_DAY)
    assert [counts(edition, day).events for day in (ANNOUNCED, FIRST_DAY, NEXT_DAY)] == [1, 0, 1]


def test_the_last_decision_of_a_day_holds(edition):
    make_event(edition, history=[("approved", ANNOUNCED), ("cancelled", ANNOUNCED)])
    assert counts(edition, ANNOUNCED).events == 0


def test_several_days_count_once(edition):
    make_event(edition, starts_on=FIRST_DAY, ends_on=LAST_DAY)
    assert counts(edition, LAST_DAY).events == 1


def test_umbrella_programmes_and_collective_entries_never_count(edition):
    make_event(edition, kind="umbrella_programme")
    make_event(edition, is_collective=True)
    make_fair_activity(edition, is_collective=True)
    assert counts(edition, LAST_DAY).total == 0


def test_events_and_fair_activities_are_counted_apart(edition):
    make_event(edition)
    make_fair_activity(edition)
    result = counts(edition, LAST_DAY)
    assert (result.events, result.fair_activities, result.total) == (1, 1, 2)


def test_an_event_counts_for_the_land_of_its_venue(edition):
    make_event(edition, land_id="DE-BE", home_land_id="DE-BW")
    assert counts(edition, LAST_DAY).of("DE-BE").events == 1
    assert counts(edition, LAST_DAY).of("DE-BW").events == 0


def test_an_event_without_venue_counts_for_the_land_of_its_first_organiser(edition):
    make_event(edition, kind="online_meeting", city="", land_id=None, home_land_id="DE-SN")
    assert counts(edition, LAST_DAY).of("DE-SN").events == 1


def test_a_fair_activity_counts_for_the_land_of_its_organiser_not_of_the_fair(edition):
    make_fair_activity(edition, home_land="DE-BW")
    result = counts(edition, LAST_DAY)
    assert result.of("DE-BW").fair_activities == 1
    assert result.of("DE-NI").total == 0


def test_what_counts_for_no_land_is_in_the_totals_and_in_no_land(edition):
    make_event(edition, city="Wien", land_id=None, country_id="AT")
    result = counts(edition, LAST_DAY)
    assert (result.events, result.without_land.events, result.laender) == (1, 1, 0)


def test_a_later_correction_does_not_change_an_earlier_count(edition):
    event = make_event(edition, land_id="DE-BW")
    Event.objects.filter(pk=event.pk).update(land_id="DE-BY", kind="congress")
    event.refresh_from_db()
    decide(event, "approved", FIRST_DAY)
    assert counts(edition, ANNOUNCED).by_land.keys() == {"DE-BW"}
    assert counts(edition, FIRST_DAY).by_land.keys() == {"DE-BY"}


def test_an_answer_given_earlier_can_be_given_again(edition):
    event = make_event(edition)
    late = datetime(2031, 6, 1, 9, tzinfo=UTC)
    decide(event, "cancelled", FIRST_DAY, recorded=late)
    assert counts(edition, LAST_DAY).events == 0
    assert counts(edition, LAST_DAY, known_at=late - timedelta(seconds=1)).events == 1


def test_only_entries_of_the_edition_count(edition):
    make_event(make_edition())
    make_event(None)
    assert counts(edition, LAST_DAY).total == 0


def test_counting_among_some_entries_counts_only_these(edition):
    make_event(edition, kind="talk")
    make_event(edition)
    talks = Event.objects.filter(kind="talk").order_by("starts_on")
    assert counts(edition, LAST_DAY, among=talks).events == 1


def test_shares_are_exact(edition):
    for land in ("DE-BW", "DE-BY", "DE-BE"):
        make_event(edition, land_id=land)
    assert counts(edition, LAST_DAY).share_of_events("DE-BW") == Fraction(1, 3)
    assert counts(make_edition(), LAST_DAY).share_of_events("DE-BW") == 0


@pytest.mark.parametrize("number", [1, 3])
def test_counting_takes_one_query(edition, number, django_assert_num_queries):
    for _ in range(number):
        make_event(edition)
    with django_assert_num_queries(1):
        assert counts(edition, LAST_DAY).events == number


@pytest.mark.parametrize("number", [1, 3])
def test_counting_several_editions_takes_one_query(number, django_assert_num_queries):
    editions = [make_edition() for _ in range(number)]
    for edition in editions:
        make_event(edition, history=[("approved", ANNOUNCED), ("cancelled", LAST_DAY)])
    with django_assert_num_queries(1):
        before = counts_of_editions(editions, FIRST_DAY)
    after = counts_of_editions(editions, LAST_DAY + timedelta(days=100))
    assert [before[edition.pk].events for edition in editions] == [1] * number
    assert [after[edition.pk].events for edition in editions] == [0] * number
    assert before[editions[0].pk].as_of == FIRST_DAY


def test_the_usual_day_is_today_and_at_most_the_last_day(edition):
    assert default_as_of(edition, FIRST_DAY) == FIRST_DAY
    assert default_as_of(edition, date(2032, 1, 1)) == LAST_DAY
