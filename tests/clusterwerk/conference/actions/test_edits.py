"""Steps by hand on a draft: what they change, what they refuse, how they are taken back."""

from typing import Any

import pytest
from tests.factories.conference import (
    make_conference,
    make_delegation,
    make_match,
    make_ready_plan,
)

from clusterwerk.audit.models import Entry
from clusterwerk.conference.actions import edits
from clusterwerk.conference.actions.drafts import EditRefusedError
from clusterwerk.conference.actions.publishing import publish_plan
from clusterwerk.conference.choices import MatchStatus, PlanMethod, WishKind
from clusterwerk.conference.models import (
    Conference,
    Match,
    Plan,
    PlannedMeeting,
    Registration,
    Slot,
    Table,
    Wish,
)
from clusterwerk.conference.queries.plans import state_of_edits
from clusterwerk.mail.models import Message

pytestmark = pytest.mark.django_db


class Desk:
    """A conference with four delegations: 1 meets 2, 3 meets 4, 1 meets 3, in three slots at two
    tables, planned and not published."""

    def __init__(self) -> None:
        self.conference = make_conference(slots=(3,), tables=2)
        self.who: list[Registration] = [make_delegation(self.conference) for _ in range(4)]
        self.matches = [
            make_match(self.who[one], self.who[other], priority="want")
            for one, other in ((0, 1), (2, 3), (0, 2))
        ]
        self.slots = list(Slot.objects.filter(session__conference=self.conference))
        self.tables = list(Table.objects.filter(conference=self.conference))
        self.plan = make_ready_plan(self.conference)
        self.put(0, 0, 0)
        self.put(1, 0, 1)
        self.put(2, 1, 0)

    def put(self, match: int, slot: int, table: int) -> None:
        PlannedMeeting.objects.filter(plan=self.plan, match=self.matches[match]).update(
            slot=None, table=None, delegate_a=None, delegate_b=None, reason="removed"
        )
        chosen = self.matches[match]
        PlannedMeeting.objects.filter(plan=self.plan, match=chosen).update(
            slot=self.slots[slot],
            table=self.tables[table],
            delegate_a=chosen.delegate_a,
            delegate_b=chosen.delegate_b,
            reason="",
        )

    def at(self, match: int, plan: Plan | None = None) -> tuple[int, int] | None:
        row = PlannedMeeting.objects.get(plan=plan or self.plan, match=self.matches[match])
        if row.slot is None or row.table is None:
            return None
        return self.slots.index(row.slot), self.tables.index(row.table)

    def move(self, match: int, slot: int, table: int, **more: Any) -> edits.Edited:
        return edits.move_meeting(
            self.plan,
            self.matches[match],
            by=None,
            slot=self.slots[slot].pk,
            table=self.tables[table].pk,
            **more,
        )

    def seen(self) -> str:
        return state_of_edits(self.plan)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def _codes(caught: pytest.ExceptionInfo[EditRefusedError]) -> set[str]:
    return {breach.code for breach in caught.value.breaches}


def test_a_meeting_is_moved_and_the_figures_are_counted_anew(desk: Desk) -> None:
    desk.plan.refresh_from_db()
    assert desk.plan.proven

    edited = desk.move(2, 2, 1)

    assert desk.at(2) == (2, 1)
    desk.plan.refresh_from_db()
    assert desk.plan.method == PlanMethod.BY_HAND
    assert desk.plan.breaks == 2  # both wait one slot between their two meetings
    assert desk.plan.breaks_bound == 0
    assert not desk.plan.proven
    assert edited.edit.rows[0]["before"]["slot"] == desk.slots[1].pk
    assert Entry.objects.filter(verb="edit_plan").exists()


def test_what_is_as_good_as_proven_best_stays_proven(desk: Desk) -> None:
    desk.move(2, 1, 1)
    desk.plan.refresh_from_db()
    assert desk.plan.proven
    assert desk.plan.method == PlanMethod.BY_HAND


def test_a_person_is_never_in_two_meetings_at_once(desk: Desk) -> None:
    PlannedMeeting.objects.filter(match=desk.matches[1]).update(
        slot=None, table=None, delegate_a=None, delegate_b=None, reason="removed"
    )
    with pytest.raises(EditRefusedError) as caught:
        desk.move(2, 0, 1)
    assert _codes(caught) == {"delegate_twice_in_slot"}
    breach = caught.value.breaches[0]
    assert breach.params["meeting"] == str(desk.matches[0].pk)
    assert breach.params["delegate"] == str(desk.who[0].delegates.get().pk)
    assert desk.at(2) == (1, 0)


def test_absent_people_closed_and_withdrawn_places_are_refused(desk: Desk) -> None:
    desk.who[2].delegates.get().unavailable_slots.add(desk.slots[2])
    with pytest.raises(EditRefusedError) as caught:
        desk.move(2, 2, 0)
    assert _codes(caught) == {"delegate_unavailable"}
    desk.tables[1].closed_slots.add(desk.slots[1])
    with pytest.raises(EditRefusedError) as caught:
        desk.move(2, 1, 1)
    assert _codes(caught) == {"table_closed"}
    Table.objects.filter(pk=desk.tables[1].pk).update(withdrawn_at=desk.plan.requested_at)
    with pytest.raises(EditRefusedError) as caught:
        desk.move(2, 1, 1)
    assert _codes(caught) == {"place_gone"}


def test_a_meeting_stays_in_its_session() -> None:
    conference = make_conference(slots=(2, 2), tables=1)
    session = conference.sessions.get(position=1)
    match = make_match(make_delegation(conference), make_delegation(conference), session=session)
    plan = make_ready_plan(conference)
    slot = Slot.objects.filter(session__position=2, session__conference=conference)[0]
    with pytest.raises(EditRefusedError) as caught:
        edits.move_meeting(
            plan, match, by=None, slot=slot.pk, table=Table.objects.get(conference=conference).pk
        )
    assert _codes(caught) == {"wrong_session"}


def test_a_taken_place_is_refused_and_two_meetings_can_change_places(desk: Desk) -> None:
    with pytest.raises(EditRefusedError) as caught:
        desk.move(0, 1, 0)
    assert _codes(caught) == {"taken"}

    edits.swap_meetings(desk.plan, desk.matches[0], desk.matches[1], by=None)
    assert (desk.at(0), desk.at(1)) == ((0, 1), (0, 0))


def test_a_swap_that_breaks_a_rule_changes_nothing(desk: Desk) -> None:
    # 1-3 at the same time as 1-2: the first delegation would sit at two tables.
    with pytest.raises(EditRefusedError) as caught:
        edits.swap_meetings(desk.plan, desk.matches[2], desk.matches[1], by=None)
    assert "delegate_twice_in_slot" in _codes(caught)
    assert (desk.at(1), desk.at(2)) == ((0, 1), (1, 0))


def test_a_meeting_is_taken_off_and_placed_again(desk: Desk) -> None:
    edits.remove_meeting(desk.plan, desk.matches[2], by=None)
    assert desk.at(2) is None
    desk.plan.refresh_from_db()
    assert (desk.plan.placed, desk.plan.unplaced) == (2, 1)
    assert not desk.plan.proven
    assert desk.plan.meetings.get(match=desk.matches[2]).reason == "removed"

    edits.place_meeting(
        desk.plan, desk.matches[2], by=None, slot=desk.slots[1].pk, table=desk.tables[1].pk
    )
    assert desk.at(2) == (1, 1)


def test_a_locked_meeting_stays_until_it_is_set_free(desk: Desk) -> None:
    edits.lock_meeting(desk.plan, desk.matches[0], by=None)
    for step in (
        lambda: desk.move(0, 2, 0),
        lambda: edits.remove_meeting(desk.plan, desk.matches[0], by=None),
        lambda: edits.lock_meeting(desk.plan, desk.matches[0], by=None),
    ):
        with pytest.raises(EditRefusedError) as caught:
            step()
        assert _codes(caught) == {"locked"}
    with pytest.raises(EditRefusedError) as caught:
        edits.swap_meetings(desk.plan, desk.matches[1], desk.matches[0], by=None)
    assert _codes(caught) == {"taken_by_locked"}
    desk.plan.refresh_from_db()
    assert desk.plan.method == PlanMethod.PLANNED  # nothing stands elsewhere

    edits.unlock_meeting(desk.plan, desk.matches[0], by=None)
    desk.move(0, 2, 1)
    assert desk.at(0) == (2, 1)


def test_steps_are_undone_and_done_again_in_their_order(desk: Desk) -> None:
    desk.move(2, 2, 0)
    desk.move(2, 2, 1)
    edits.undo_edit(desk.plan, by=None, seen=desk.seen())
    assert desk.at(2) == (2, 0)
    edits.undo_edit(desk.plan, by=None, seen=desk.seen())
    assert desk.at(2) == (1, 0)
    desk.plan.refresh_from_db()
    assert desk.plan.proven
    assert desk.plan.method == PlanMethod.PLANNED
    with pytest.raises(EditRefusedError) as caught:
        edits.undo_edit(desk.plan, by=None, seen=desk.seen())
    assert _codes(caught) == {"nothing_to_undo"}
    edits.redo_edit(desk.plan, by=None, seen=desk.seen())
    edits.redo_edit(desk.plan, by=None, seen=desk.seen())
    assert desk.at(2) == (2, 1)


def test_a_new_step_ends_what_could_be_done_again(desk: Desk) -> None:
    desk.move(2, 2, 0)
    edits.undo_edit(desk.plan, by=None, seen=desk.seen())
    edits.lock_meeting(desk.plan, desk.matches[1], by=None)
    with pytest.raises(EditRefusedError) as caught:
        edits.redo_edit(desk.plan, by=None, seen=desk.seen())
    assert _codes(caught) == {"nothing_to_redo"}


def test_a_step_back_that_is_no_longer_possible_is_refused(desk: Desk) -> None:
    desk.move(2, 2, 0)
    desk.who[2].delegates.get().unavailable_slots.add(desk.slots[1])
    with pytest.raises(EditRefusedError) as caught:
        edits.undo_edit(desk.plan, by=None, seen=desk.seen())
    assert _codes(caught) == {"delegate_unavailable"}
    assert desk.at(2) == (2, 0)


def test_who_was_slower_is_told_and_changes_nothing(desk: Desk) -> None:
    was = (desk.slots[1].pk, desk.tables[0].pk)
    desk.move(2, 2, 0)
    with pytest.raises(EditRefusedError) as caught:
        desk.move(2, 2, 1, was=was)
    assert _codes(caught) == {"moved_meanwhile"}
    assert desk.at(2) == (2, 0)
    with pytest.raises(EditRefusedError) as caught:
        edits.undo_edit(desk.plan, by=None, seen="0.0")
    assert _codes(caught) == {"changed_meanwhile"}


def test_a_published_plan_is_never_changed_a_new_draft_is(desk: Desk) -> None:
    publish_plan(desk.plan, by=None)
    edited = desk.move(2, 2, 0)
    assert edited.is_new_draft
    draft = edited.plan
    assert (draft.version, draft.method, draft.based_on) == (2, PlanMethod.BY_HAND, desk.plan)
    assert desk.at(2) == (1, 0)
    assert desk.at(2, draft) == (2, 0)
    assert (draft.changes, draft.people_told) == (1, 2)
    assert draft.published_at is None
    assert draft.job is None

    again = desk.move(1, 1, 1)
    assert again.plan == draft, "the draft that was begun is gone on with"
    assert Plan.objects.count() == 2


def test_a_refused_step_on_a_published_plan_makes_no_draft(desk: Desk) -> None:
    publish_plan(desk.plan, by=None)
    with pytest.raises(EditRefusedError):
        desk.move(0, 1, 0)
    assert Plan.objects.count() == 1


def test_a_cancelled_match_leaves_the_draft_with_the_next_step(desk: Desk) -> None:
    Match.objects.filter(pk=desk.matches[1].pk).update(status=MatchStatus.CANCELLED)
    desk.move(0, 0, 1)  # where the cancelled one was
    assert desk.at(0) == (0, 1)
    desk.plan.refresh_from_db()
    assert (desk.plan.agreed, desk.plan.placed) == (2, 2)
    with pytest.raises(EditRefusedError) as caught:
        desk.move(1, 2, 0)
    assert _codes(caught) == {"cancelled"}


def test_what_lost_its_place_waits_for_another_one(desk: Desk) -> None:
    Slot.objects.filter(pk=desk.slots[1].pk).update(withdrawn_at=desk.plan.requested_at)
    edits.lock_meeting(desk.plan, desk.matches[0], by=None)
    row = desk.plan.meetings.get(match=desk.matches[2])
    assert (row.is_placed, row.reason) == (False, "place_gone")


def test_the_team_brings_two_delegations_together(desk: Desk) -> None:
    added = edits.add_meeting(desk.plan, desk.who[3], desk.who[1], by=None, priority="must")
    assert added.match.made_by_team
    assert added.match.registration_a == desk.who[1]
    row = desk.plan.meetings.get(match=added.match)
    assert row.reason == "later"
    edits.place_meeting(
        desk.plan, added.match, by=None, slot=desk.slots[1].pk, table=desk.tables[1].pk
    )
    row.refresh_from_db()
    assert row.delegate_a == desk.who[1].delegates.get()
    with pytest.raises(EditRefusedError) as caught:
        edits.add_meeting(desk.plan, desk.who[1], desk.who[3], by=None)
    assert _codes(caught) == {"agreed_already"}


def test_what_the_team_made_and_nobody_heard_of_is_withdrawn_without_a_word(desk: Desk) -> None:
    match = edits.add_meeting(desk.plan, desk.who[3], desk.who[1], by=None).match
    desk.plan.refresh_from_db()
    assert desk.plan.agreed == 4
    edits.withdraw_meeting(desk.plan, match, by=None)
    match.refresh_from_db()
    assert (match.status, match.cancelled_by) == (MatchStatus.CANCELLED, None)
    assert Entry.objects.filter(verb="cancel_match").count() == 1
    assert not Message.objects.exists()
    desk.plan.refresh_from_db()
    assert desk.plan.agreed == 3
    assert not desk.plan.meetings.filter(match=match).exists()
    with pytest.raises(EditRefusedError) as caught:
        edits.withdraw_meeting(desk.plan, match, by=None)
    assert _codes(caught) == {"cancelled"}
    assert edits.add_meeting(desk.plan, desk.who[3], desk.who[1], by=None).match == match


def test_what_is_placed_or_agreed_by_the_two_themselves_is_not_withdrawn(desk: Desk) -> None:
    match = edits.add_meeting(desk.plan, desk.who[3], desk.who[1], by=None).match
    place = {"slot": desk.slots[1].pk, "table": desk.tables[1].pk}
    edits.place_meeting(desk.plan, match, by=None, **place)
    publish_plan(desk.plan, by=None)
    draft = edits.remove_meeting(desk.plan, match, by=None).plan
    for plan, chosen, code in (
        (desk.plan, match, "on_the_board"),
        (draft, match, "in_published_plan"),
        (draft, desk.matches[0], "not_by_team"),
    ):
        with pytest.raises(EditRefusedError) as caught:
            edits.withdraw_meeting(plan, chosen, by=None)
        assert _codes(caught) == {code}
    publish_plan(draft, by=None)
    edits.withdraw_meeting(draft, match, by=None)
    assert not Match.objects.filter(pk=match.pk, status=MatchStatus.AGREED).exists()
    assert draft.meetings.filter(match=match).exists(), "a published plan stays as it was"


def test_a_step_with_a_withdrawn_meeting_is_not_taken_back(desk: Desk) -> None:
    match = edits.add_meeting(desk.plan, desk.who[3], desk.who[1], by=None).match
    place = {"slot": desk.slots[1].pk, "table": desk.tables[1].pk}
    edits.place_meeting(desk.plan, match, by=None, **place)
    edits.remove_meeting(desk.plan, match, by=None)
    edits.withdraw_meeting(desk.plan, match, by=None)
    with pytest.raises(EditRefusedError) as caught:
        edits.undo_edit(desk.plan, by=None, seen=desk.seen())
    assert _codes(caught) == {"cancelled"}


def test_nobody_is_brought_together_against_a_veto(desk: Desk) -> None:
    Wish.objects.create(
        wisher=desk.who[3], target=desk.who[1], kind=WishKind.VETO, created_at="2030-01-01T00:00Z"
    )
    with pytest.raises(EditRefusedError) as caught:
        edits.add_meeting(desk.plan, desk.who[1], desk.who[3], by=None)
    assert _codes(caught) == {"vetoed"}
    assert Match.objects.count() == 3


def test_a_plan_that_is_not_ready_cannot_be_changed(desk: Desk) -> None:
    Conference.objects.update(published_plan=None)
    Plan.objects.filter(pk=desk.plan.pk).update(state="running")
    with pytest.raises(EditRefusedError) as caught:
        desk.move(2, 2, 0)
    assert _codes(caught) == {"not_ready"}
