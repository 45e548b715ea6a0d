"""The next edition takes everything along but people, wishes and plans."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.factories.conference import make_conference, make_delegation, make_planned_conference
from tests.factories.people import person

from clusterwerk.conference.actions.cloning import clone_conference, next_edition_of
from clusterwerk.conference.actions.hosts import save_host
from clusterwerk.conference.actions.setup import change_conference, series_named, set_phases
from clusterwerk.conference.actions.types import save_question, save_type, set_matrix
from clusterwerk.conference.choices import PhaseKind
from clusterwerk.conference.models import Conference, Slot
from clusterwerk.conference.queries.clock import clock_of
from clusterwerk.conference.queries.grid import sessions_in_use
from clusterwerk.conference.queries.phases import Span

pytestmark = pytest.mark.django_db


@pytest.fixture
def source() -> Conference:
    """A planned conference with something of everything; its clocks are on summer time."""
    conference = make_planned_conference(slots=(2, 1), tables=2, venue_de="Halle", rest_after=4)
    series = series_named(by=None, name_de="Reihe", name_en="Series")
    conference = change_conference(conference, by=None, values={"series": series, "edition": 7})
    save_host(conference, by=None, role="host", name_de="Gastgeber", mark=b"\x89PNG\r\n\x1a\n")
    one = save_type(conference, by=None, values={"name_de": "Cluster", "wishes_most": 9})
    two = save_type(conference, by=None, values={"name_de": "Forschung"})
    set_matrix(conference, by=None, pairs=[(one, two)])
    save_question(conference, by=None, values={"kind": "yes_no", "text_de": "Kommen Sie?"})
    start = datetime(2030, 5, 1, 6, tzinfo=UTC)
    set_phases(
        conference,
        by=None,
        spans=[Span(PhaseKind.WISHES, start, start + timedelta(days=10, hours=10))],
    )
    first, second = conference.tables.order_by("number")
    first.booth_of = conference.registrations.earliest("pk")
    first.name, first.zone = "Bühne", "Foyer"
    first.save()
    second.closed_slots.add(Slot.objects.filter(session__conference=conference).earliest("pk"))
    return conference


def clone_of(source: Conference, day: date) -> Conference:
    return clone_conference(source, by=person(), name_de="Neu", name_en="Next", starts_on=day)


def test_a_copy_is_hidden_in_test_mode_the_next_edition_and_empty_of_people(
    source: Conference,
) -> None:
    clone = clone_of(source, date(2031, 6, 2))
    assert (clone.edition, clone.series, clone.cloned_from) == (8, source.series, source)
    assert (clone.is_hidden, clone.test_mode, clone.published_plan) == (True, True, None)
    assert (clone.venue_de, clone.rest_after) == ("Halle", 4)
    assert (clone.starts_on, clone.ends_on) == (date(2031, 6, 2), date(2031, 6, 3))
    for rows in (clone.registrations, clone.matches, clone.plans):
        assert not rows.exists()  # type: ignore[attr-defined]


def test_hosts_types_matrix_and_questions_come_along(source: Conference) -> None:
    clone = clone_of(source, date(2031, 6, 2))
    assert clone.hosts.get().mark_type == "image/png"
    one, two = clone.types.all()
    assert (one.name_de, one.wishes_most) == ("Cluster", 9)
    assert list(one.may_ask.all()) == [two]
    assert not two.may_ask.exists()
    assert clone.questions.get().text_de == "Kommen Sie?"
    assert clone.questions.get().public_id != source.questions.get().public_id


def test_times_of_day_stay_over_the_change_of_the_clocks(source: Conference) -> None:
    clone = clone_of(source, date(2031, 1, 13))  # winter time
    zone = clone.zone
    before = [
        clock_of(slot.starts_at, zone).time()
        for session in sessions_in_use(source)
        for slot in session.slots.all()
    ]
    after = [
        clock_of(slot.starts_at, zone)
        for session in sessions_in_use(clone)
        for slot in session.slots.all()
    ]
    assert [clock.time() for clock in after] == before
    assert {clock.date() for clock in after} == {date(2031, 1, 13)}
    phase = clone.phases.get()
    assert clock_of(phase.starts_at, zone).strftime("%Y-%m-%d %H:%M") == "2030-12-11 08:00"


def test_tables_keep_names_zones_and_closed_slots_but_no_booths(source: Conference) -> None:
    clone = clone_of(source, date(2031, 6, 2))
    first, second = clone.tables.order_by("number")
    assert (first.name, first.zone, first.booth_of) == ("Bühne", "Foyer", None)
    closed = second.closed_slots.get()
    assert closed.session.conference == clone


def test_what_was_withdrawn_stays_behind(source: Conference) -> None:
    source.tables.filter(number=2).update(withdrawn_at=source.created_at)
    Slot.objects.filter(session__conference=source, session__position=2).update(
        withdrawn_at=source.created_at
    )
    clone = clone_of(source, date(2031, 6, 2))
    assert clone.tables.count() == 1
    assert clone.sessions.count() == 1


def test_a_slot_in_the_hour_that_is_skipped_is_an_hour_later() -> None:
    source = make_conference(slots=())
    from clusterwerk.conference.actions.grid import SessionDraft, SlotDraft, add_sessions

    start = datetime(2030, 6, 3, 0, 30, tzinfo=UTC)  # 2:30 in Berlin
    draft = SessionDraft("Nacht", "Night", (SlotDraft(start, start + timedelta(minutes=20)),))
    add_sessions(source, by=None, drafts=[draft])
    clone = clone_of(source, date(2031, 3, 30))
    slot = Slot.objects.get(session__conference=clone)
    assert clock_of(slot.starts_at, clone.zone).strftime("%H:%M") == "03:30"
    assert slot.ends_at - slot.starts_at == timedelta(minutes=20)


def test_the_edition_after_the_last_one_of_the_series(source: Conference) -> None:
    other = make_conference(series=source.series, edition=11)
    make_delegation(other)
    assert next_edition_of(source) == 12
    assert next_edition_of(make_conference()) is None
    assert next_edition_of(make_conference(edition=2)) == 3
