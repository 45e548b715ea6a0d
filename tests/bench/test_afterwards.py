"""What happens to an event after its plan is published."""

from dataclasses import replace

import pytest
from bench.afterwards import closed_slot, drop_outs, late, lost_table, urgent
from bench.events import Shape, conference

from matchmaking import plan, verify

SMALL = Shape(30, 20, 60, (3, 3), 12, ranked=True)


@pytest.mark.parametrize("by_organisation", [False, True])
@pytest.mark.parametrize(
    "happens",
    [
        lambda event, seed: drop_outs(event, 0.1, seed),
        lambda event, seed: late(event, 0.1, "session-1", seed),
        lambda event, seed: urgent(event, 3, seed),
        lost_table,
        closed_slot,
    ],
)
def test_the_same_seed_changes_the_event_in_the_same_way_and_it_can_be_planned(
    happens, by_organisation
):
    event = conference(replace(SMALL, by_organisation=by_organisation))
    changed = happens(event, 1)
    assert changed == happens(event, 1)
    assert changed != event
    assert len({happens(event, seed) for seed in range(5)}) > 1
    assert verify(changed, plan(changed)) == ()


def test_those_who_drop_out_are_away_and_their_meetings_cancelled():
    event = conference(SMALL)
    changed = drop_outs(event, 0.1, 1)
    gone = {one.id for one in changed.delegates if len(one.unavailable_slots) == len(changed.slots)}
    assert len(gone) == 3
    assert set(changed.meetings) == {
        meeting for meeting in event.meetings if not gone & set(meeting.delegates)
    }


def test_where_organisations_meet_a_colleague_serves_for_one_who_dropped_out():
    event = conference(replace(SMALL, by_organisation=True))
    persons = conference(SMALL)
    kept = drop_outs(event, 0.3, 1).meetings
    assert len(drop_outs(persons, 0.3, 1).meetings) < len(kept) < len(event.meetings)


def test_a_meeting_no_longer_waits_for_a_cancelled_one():
    event = conference(SMALL)
    gone = next(
        one.id
        for one in drop_outs(event, 0.1, 1).delegates
        if len(one.unavailable_slots) == len(event.slots)
    )
    first = next(one.id for one in event.meetings if gone in one.delegates)
    waiting = tuple(
        one if one.id == first else replace(one, after=(first,)) for one in event.meetings
    )
    assert not any(
        one.after for one in drop_outs(replace(event, meetings=waiting), 0.1, 1).meetings
    )


def test_those_who_are_late_miss_all_up_to_that_session_and_no_more():
    event = conference(SMALL)
    before = {one.id: one.unavailable_slots for one in event.delegates}
    morning = {slot.id for slot in event.slots if slot.session == "session-1"}
    added = [
        one.unavailable_slots - before[one.id]
        for one in late(event, 0.2, "session-1", 1).delegates
        if one.unavailable_slots != before[one.id]
    ]
    assert len(added) == 6
    assert all(slots <= morning for slots in added)


def test_urgent_meetings_bring_together_organisations_that_did_not_meet():
    event = conference(SMALL)
    changed = urgent(event, 4, 1)
    pairs = [frozenset(changed.organisations_of(meeting)) for meeting in changed.meetings]
    assert changed.meetings[: len(event.meetings)] == event.meetings
    assert len(changed.meetings) == len(event.meetings) + 4
    assert len(set(pairs)) == len(pairs)
    assert all(one.mandatory and one.priority == "must" for one in changed.meetings[-4:])
    assert not any(one.mandatory for one in urgent(event, 4, 1, mandatory=False).meetings)


def test_a_lost_table_and_a_closed_slot_leave_the_rest_as_it_was():
    event = conference(SMALL)
    closed = [table for table in lost_table(event, 1).tables if table.closed_slots]
    assert [len(table.closed_slots) for table in closed] == [len(event.slots)]
    speech = frozenset.intersection(*(t.closed_slots for t in closed_slot(event, 1).tables))
    assert len(speech) == 1
    assert all(speech <= one.unavailable_slots for one in closed_slot(event, 1).delegates)
