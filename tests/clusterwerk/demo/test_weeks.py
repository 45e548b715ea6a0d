"""The made-up week is the same everywhere, plausible, and loaded whole or not at all."""

from collections import Counter
from datetime import date

import pytest

from clusterwerk.demo import register, weeks
from clusterwerk.demo.week_2017 import (
    EVENTS,
    FAIR_ACTIVITIES,
    FIRST_DAY,
    LAST_DAY,
    Host,
    entries_of_2017,
)
from clusterwerk.demo.week_facts import facts
from clusterwerk.demo.week_topics import TITLES, TOPICS
from clusterwerk.places.taxonomy import rows_of_kind
from clusterwerk.programme.models import Campaign, Edition, Event

LAENDER = {*EVENTS, *FAIR_ACTIVITIES}


HOSTS = [
    *(
        Host(number, f"Netz {number:03}", land, "", None, None, ("lig", "mob"))
        for number, land in enumerate(sorted(LAENDER) * 4)
    ),
    Host(999, "Seenetz", "DE-BW", "Konstanz", "R09", None, ("woo",)),
]


@pytest.fixture(scope="module")
def entries():
    return entries_of_2017(HOSTS)


def test_the_same_register_gives_the_same_week(entries):
    assert entries_of_2017(list(reversed(HOSTS))) == entries
    assert len({host for entry in entries for host in entry.hosts}) > len(LAENDER)


def test_every_entry_lies_within_the_week_and_after_its_approval(entries):
    for entry in entries:
        assert FIRST_DAY <= entry.starts_on <= entry.ends_on <= LAST_DAY
        assert entry.steps[-1].decided_on <= entry.starts_on
        assert entry.starts_at is None or entry.starts_at < entry.ends_at
        days = [step.decided_on for step in entry.steps]
        assert days == sorted(days)


def test_a_breakfast_is_in_the_morning_and_a_lunch_talk_at_noon(entries):
    for entry in entries:
        if entry.title[0].startswith("Clusterfrühstück"):
            assert entry.starts_at.hour == 8
        if entry.title[0].startswith("Mittagsvortrag"):
            assert entry.starts_at.hour == 12


def test_no_two_activities_stand_at_the_same_place_and_all_are_at_the_fair(entries):
    stands = Counter((entry.hall, entry.stand) for entry in entries if entry.hall)
    assert set(stands.values()) == {1}
    for entry in entries:
        if entry.hall:
            assert entry.starts_on >= date(2017, 4, 24)


def test_every_field_has_topics_and_every_title_exists_in_both_languages():
    assert set(TOPICS) >= {row["code"] for row in rows_of_kind("field")}
    texts = [pair for pairs in (*TOPICS.values(), *TITLES.values()) for pair in pairs]
    assert all(german and english for german, english in texts)


def test_a_register_without_organisations_of_a_land_is_a_clear_error():
    with pytest.raises(LookupError, match="DE-SL"):
        entries_of_2017([])


def test_every_fact_has_a_title_in_both_languages_or_says_which_is_missing():
    for fact in facts():
        german, english, language = fact.titles
        assert german or language == "en"
        assert english


@pytest.mark.django_db
def test_a_week_that_cannot_be_loaded_leaves_nothing_behind():
    with pytest.raises(LookupError):  # the register is empty
        weeks.load(lambda _line: None)
    assert not Campaign.objects.exists()
    assert not Edition.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_public_ids_are_the_same_on_every_installation():
    register.load(lambda _line: None)
    weeks.load(lambda _line: None)
    event = Event.objects.get(slug="women-in-photonics-2017")
    assert str(event.public_id) == "7d91c5c5-0c0e-5263-9a9b-32b839973c9b"
    assert [organiser.organisation.short_name for organiser in event.organisers.all()] == [
        "Photonics BW"
    ]
