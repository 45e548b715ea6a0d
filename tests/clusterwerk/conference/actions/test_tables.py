"""Tables: removed with meetings at them, made booths, closed in slots, put in zones."""

import pytest
from tests.factories.conference import (
    make_conference,
    make_delegation,
    make_match,
    make_planned_conference,
    make_ready_plan,
)
from tests.factories.people import person

from clusterwerk.conference.actions.faults import RefusedError
from clusterwerk.conference.actions.notices import tell_changes
from clusterwerk.conference.actions.places import UnseenEffectsError
from clusterwerk.conference.actions.tables import (
    TABLES_MOST,
    TableDraft,
    add_tables,
    change_table,
    close_slots,
    put_in_zone,
    remove_tables,
)
from clusterwerk.conference.choices import UnplacedReason
from clusterwerk.conference.models import AgendaNotice, Conference, PlannedMeeting, Table

pytestmark = pytest.mark.django_db


def planned_meeting(conference: Conference) -> PlannedMeeting:
    conference.refresh_from_db()
    assert conference.published_plan is not None
    return conference.published_plan.meetings.select_related("table", "slot").get()


def table_of(meeting: PlannedMeeting) -> Table:
    assert meeting.table is not None
    return meeting.table


def test_tables_are_added_with_the_next_numbers_up_to_a_limit() -> None:
    conference = make_conference(tables=2)
    add_tables(conference, by=person(), number=3, zone="B")
    rows = conference.tables.order_by("number").values_list("number", "zone")
    assert list(rows) == [(1, "A"), (2, "A"), (3, "B"), (4, "B"), (5, "B")]
    with pytest.raises(RefusedError):
        add_tables(conference, by=None, number=TABLES_MOST, zone="")


def test_a_table_that_goes_takes_its_meeting_out_and_the_next_one_may_have_its_number() -> None:
    conference = make_planned_conference(slots=(2,), tables=1)
    table = table_of(planned_meeting(conference))
    with pytest.raises(UnseenEffectsError) as caught:
        remove_tables(conference, by=None, tables=[table])
    assert len(caught.value.effects.lost) == 1
    assert table_of(planned_meeting(conference)) == table

    remove_tables(conference, by=person(), tables=[table], seen=caught.value.effects.fingerprint)

    meeting = planned_meeting(conference)
    assert meeting.reason == UnplacedReason.PLACE_GONE
    table.refresh_from_db()
    assert table.withdrawn_at is not None
    (new,) = add_tables(conference, by=None, number=1)
    assert new.number == 1


def test_a_table_no_plan_uses_is_deleted() -> None:
    conference = make_planned_conference(slots=(2,), tables=2)
    free = conference.tables.exclude(pk=table_of(planned_meeting(conference)).pk).get()
    assert not remove_tables(conference, by=None, tables=[free])
    assert conference.tables.count() == 1


def test_a_booth_is_for_the_meetings_of_its_delegation_only() -> None:
    conference = make_planned_conference(slots=(2,), tables=1)
    meeting = planned_meeting(conference)
    table = table_of(meeting)
    own = meeting.match.registration_a
    assert not change_table(table, by=None, draft=TableDraft(table.number, "", table.zone, own)), (
        "its own meetings stay"
    )
    stranger = make_delegation(conference)
    draft = TableDraft(table.number, "", table.zone, stranger)
    with pytest.raises(UnseenEffectsError) as caught:
        change_table(table, by=None, draft=draft)
    change_table(table, by=None, draft=draft, seen=caught.value.effects.fingerprint)
    assert planned_meeting(conference).reason == UnplacedReason.PLACE_GONE


def test_a_new_name_of_a_table_reaches_who_sits_there() -> None:
    conference = make_planned_conference(slots=(2,), tables=1)
    tell_changes(conference, by=None)
    table = table_of(planned_meeting(conference))
    draft = TableDraft(table.number, "Fenster", table.zone)
    with pytest.raises(UnseenEffectsError) as caught:
        change_table(table, by=None, draft=draft)
    assert [row.table for row in caught.value.effects.moved] == ["Fenster"]
    change_table(table, by=None, draft=draft, seen=caught.value.effects.fingerprint)
    assert planned_meeting(conference).is_placed
    assert AgendaNotice.objects.exclude(changes=[]).count() == 2


def test_a_number_is_given_once() -> None:
    conference = make_conference(tables=2)
    first = conference.tables.get(number=1)
    with pytest.raises(RefusedError, match="2"):
        change_table(first, by=None, draft=TableDraft(2))


def test_a_zone_for_several_tables() -> None:
    conference = make_conference(tables=3)
    some = list(conference.tables.filter(number__lte=2))
    assert not put_in_zone(conference, by=None, tables=some, zone="Foyer")
    assert list(conference.tables.order_by("number").values_list("zone", flat=True)) == [
        "Foyer",
        "Foyer",
        "A",
    ]


def test_closing_a_table_in_a_slot_takes_the_meeting_there_out_and_opening_it_touches_nobody() -> (
    None
):
    conference = make_planned_conference(slots=(2,), tables=1)
    session = conference.sessions.get()
    meeting = planned_meeting(conference)
    pair = (table_of(meeting).pk, meeting.slot_id or 0)
    with pytest.raises(UnseenEffectsError) as caught:
        close_slots(session, by=None, closed={pair})
    close_slots(session, by=None, closed={pair}, seen=caught.value.effects.fingerprint)
    assert planned_meeting(conference).reason == UnplacedReason.PLACE_GONE
    table = Table.objects.get()
    assert [row.pk for row in table.closed_slots.all()] == [pair[1]]
    assert not close_slots(session, by=None, closed=set())
    assert not table.closed_slots.exists()


def test_what_does_not_belong_to_the_conference_is_not_closed() -> None:
    conference, other = make_conference(), make_conference()
    strange = (other.tables.earliest("pk").pk, conference.sessions.get().slots.earliest("pk").pk)
    close_slots(conference.sessions.get(), by=None, closed={strange})
    assert not Table.closed_slots.through.objects.exists()


def test_drafts_lose_meetings_at_tables_that_go() -> None:
    conference = make_conference(slots=(2,), tables=1)
    make_match(make_delegation(conference), make_delegation(conference))
    draft = make_ready_plan(conference)
    with pytest.raises(UnseenEffectsError) as caught:
        remove_tables(conference, by=None, tables=list(conference.tables.all()))
    remove_tables(
        conference,
        by=None,
        tables=list(conference.tables.all()),
        seen=caught.value.effects.fingerprint,
    )
    draft.refresh_from_db()
    assert draft.placed == 0
    assert not conference.tables.exists()
