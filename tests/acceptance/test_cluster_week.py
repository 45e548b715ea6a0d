"""The numbers of the Cluster Week 2017 come true on the shipped demo, for any day."""

import csv
from datetime import date
from fractions import Fraction

import pytest
from django.utils import translation

from clusterwerk.demo import weeks
from clusterwerk.demo.week_facts import FACTS
from clusterwerk.programme.models import Edition, Event
from clusterwerk.programme.queries import counts

ANNOUNCED = date(2017, 4, 19)
END = date(2017, 4, 28)
BW = "DE-BW"


@pytest.fixture
def edition():
    return Edition.objects.get(slug="clusterwoche-2017-beispiel")


def test_as_of_19_april_127_events_35_from_here_and_31_fair_activities_6_from_here(edition):
    result = counts(edition, ANNOUNCED)
    assert (result.events, result.of(BW).events) == (127, 35)
    assert (result.fair_activities, result.of(BW).fair_activities) == (31, 6)


def test_at_the_end_142_events_39_from_here_and_31_fair_activities_5_from_here(edition):
    result = counts(edition, END)
    assert (result.events, result.of(BW).events) == (142, 39)
    assert (result.fair_activities, result.of(BW).fair_activities) == (31, 5)
    assert result.laender == 15


def test_more_than_a_quarter_of_the_events_are_from_here_on_both_days(edition):
    for day in (ANNOUNCED, END):
        assert counts(edition, day).share_of_events(BW) > Fraction(1, 4)


def test_one_fair_activity_from_here_was_withdrawn_and_one_of_another_land_added(edition):
    before, after = counts(edition, ANNOUNCED).by_land, counts(edition, END).by_land
    changed = {
        land: after[land].fair_activities - before[land].fair_activities
        for land in after
        if after[land].fair_activities != before[land].fair_activities
    }
    assert changed == {BW: -1, "DE-SL": 1}


def test_the_week_opens_in_berlin_on_its_first_day_under_two_patrons(edition):
    opening = edition.opening
    assert (opening.kind, opening.city, opening.starts_on) == (
        "congress",
        "Berlin",
        date(2017, 4, 20),
    )
    assert (edition.starts_on, edition.ends_on) == (date(2017, 4, 20), END)
    assert edition.patrons.count() == 2


def test_every_invented_entry_is_marked_and_every_fact_is_not(edition):
    assert edition.is_example
    assert not edition.events.filter(is_example=False).exists()
    assert not Event.objects.filter(is_example=True).exclude(edition=edition).exists()
    with translation.override("de"):
        assert "Beispiel" in str(edition)


def test_invented_events_are_held_by_organisations_of_the_register(edition):
    nobody = edition.events.exclude(organisers__organisation__isnull=False)
    assert {event.slug for event in nobody} == {"beispiel-2017-000", "beispiel-2017-001"}


def test_what_was_published_stands_apart_from_what_is_counted(edition):
    published = {
        (figure.subject, figure.land_id, figure.as_of): figure.value
        for figure in edition.modelled_on.published_figures.all()
    }
    assert published["events", None, ANNOUNCED] == 127
    assert published["events", None, None] == 142
    assert published["fair_activities", BW, ANNOUNCED] == 6
    assert edition.published_figures.count() == 0


def test_the_real_events_are_those_of_the_facts_unaltered():
    with FACTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    stored = list(Event.objects.filter(is_example=False).prefetch_related("organisers"))
    assert len(rows) == len(stored) == 64
    by_title = {(event.title_de or event.title_en, str(event.starts_on)): event for event in stored}
    for row in rows:
        event = by_title[row["title"], row["date_start"]]
        assert str(event.ends_on) == row["date_end"]
        assert event.city == row["city"]
        assert (event.land_id or "") == row["state"]
        assert (event.kind, event.source_url) == (row["type"], row["source_url"])
        assert event.confidence == row["confidence"]
        names = "; ".join(organiser.name_as_given for organiser in event.organisers.all())
        assert names == row["organiser"]


def test_loading_again_changes_nothing():
    before = set(Event.objects.values_list("public_id", "updated_at"))
    said: list[str] = []
    weeks.load(said.append)
    assert said == ["Cluster Week: already there"]
    assert set(Event.objects.values_list("public_id", "updated_at")) == before
