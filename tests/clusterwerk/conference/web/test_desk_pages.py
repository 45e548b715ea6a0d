"""The desk's pages: the board with and without scripts, refusals, additions, advice, "what if"."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories.conference import (
    make_conference,
    make_delegation,
    make_match,
    make_ready_plan,
)
from tests.factories.people import person_with_role

from clusterwerk.accounts.choices import Role, ScopeKind
from clusterwerk.conference.actions.publishing import publish_plan
from clusterwerk.conference.models import (
    Conference,
    Match,
    Plan,
    PlannedMeeting,
    Registration,
    Slot,
    Table,
)
from clusterwerk.conference.queries.plans import state_of_edits
from clusterwerk.jobs.running import run_waiting_jobs
from clusterwerk.mail.models import Message

pytestmark = pytest.mark.django_db


class Desk:
    """One agreed meeting in a draft, four free places beside it."""

    def __init__(self, client: Client) -> None:
        self.conference = make_conference(slots=(3, 2), tables=2)
        self.one = make_delegation(self.conference, name="Eins e.V.", short_name="EINS")
        self.other = make_delegation(self.conference, name="Zwei e.V.", short_name="ZWEI")
        self.match = make_match(self.one, self.other)
        self.plan = make_ready_plan(self.conference)
        self.client = client
        key = str(self.conference.public_id)
        self.team = person_with_role(Role.CONFERENCE_TEAM, ScopeKind.CONFERENCE, key)
        client.force_login(self.team)
        self.base = f"/en/conference/{self.conference.slug}/plans/"
        self.own = f"{self.base}1/meetings/{self.match.public_id}/"

    @property
    def row(self) -> PlannedMeeting:
        return PlannedMeeting.objects.get(plan=self.plan, match=self.match)

    @property
    def was(self) -> str:
        row = self.row
        return f"{row.slot_id}-{row.table_id}" if row.slot_id else ""

    def free(self) -> str:
        """A place that is not the meeting's."""
        row = self.row
        slot = Slot.objects.filter(session__conference=self.conference).last()
        table = Table.objects.filter(conference=self.conference).exclude(pk=row.table_id)[0]
        assert slot is not None
        return f"{slot.pk}-{table.pk}"

    def part(self, address: str, values: dict[str, str]) -> Any:
        return self.client.post(address, values, headers={"Desk": "part"})


@pytest.fixture
def desk(client: Client) -> Desk:
    return Desk(client)


def _page(desk: Desk, address: str = "") -> str:
    response = desk.client.get(desk.base + address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_desk_shows_cards_and_the_board_of_the_newest_draft(desk: Desk) -> None:
    html = _page(desk)
    assert "Board of draft 1" in html
    assert "EINS" in html
    assert "proven" in html
    assert f"{desk.base}1/publish/" in html
    assert f'data-place="{desk.was}"' in html


def test_all_figures_of_the_drafts_stand_side_by_side_with_the_better_one_marked(
    desk: Desk,
) -> None:
    Plan.objects.filter(pk=desk.plan.pk).update(breaks=3, table_changes=199)
    make_ready_plan(desk.conference)
    Plan.objects.filter(version=2).update(breaks=1, proven=True, breaks_bound=1)
    table = _page(desk).partition("desk-figures")[2].partition("</table>")[0]
    assert table.index("Draft 1") < table.index("Draft 2")
    breaks = table.partition("Breaks")[2].partition("</tr>")[0]
    assert breaks.index("3 (bound 0)") < breaks.index("1 (bound 1)") < breaks.index("(best)")
    placed = table.partition("Meetings placed")[2].partition("</tr>")[0]
    assert "(best)" not in placed


def test_the_desk_says_what_to_do_next(desk: Desk) -> None:
    assert "Look through the board, then publish the draft." in _page(desk)
    publish_plan(desk.plan, by=desk.team)
    html = _page(desk)
    assert "Your first step makes a new draft of it." in html
    assert "Mend with the fewest changes" not in html  # as there is nothing to mend


def test_another_draft_and_another_session_are_chosen_in_the_address(desk: Desk) -> None:
    make_ready_plan(desk.conference, seed=1)
    assert "Board of draft 2" in _page(desk)
    html = _page(desk, "?plan=1&session=2")
    assert "Board of draft 1" in html
    assert desk.client.get(desk.base + "?plan=9").status_code == 404
    assert desk.client.get(desk.base + "?plan=x&session=x").status_code == 404
    assert desk.client.get(desk.base + "?session=99").status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_the_desk_asks_as_often_for_three_meetings_as_for_one(
    desk: Desk, django_assert_num_queries: Any, number: int
) -> None:
    for _ in range(1, number):
        make_match(make_delegation(desk.conference), make_delegation(desk.conference))
    full = [make_delegation(desk.conference) for _ in range(number + 6)]
    for other in full[1:]:
        make_match(full[0], other)
    make_ready_plan(desk.conference)
    with django_assert_num_queries(27):
        desk.client.get(desk.base)


def test_without_scripts_a_meeting_is_moved_from_its_own_page(desk: Desk) -> None:
    html = desk.client.get(f"{desk.own}?session=2").content.decode()
    assert "Possible places" in html
    assert f'value="{desk.free()}"' in html
    target = desk.free()
    response = desk.client.post(
        desk.own, {"place": target, "was": desk.was, "session": "1"}, follow=True
    )
    assert "The meeting was moved." in response.content.decode()
    assert desk.was == target


def test_the_page_of_a_meeting_says_why_slots_are_not_possible(desk: Desk) -> None:
    slot = Slot.objects.filter(session__conference=desk.conference).last()
    person = desk.one.delegates.get()
    person.unavailable_slots.add(slot)
    html = desk.client.get(f"{desk.own}?session=2").content.decode()
    assert f"{person.name} (EINS) is not there then." in html


def test_a_refused_step_is_said_with_its_reason_and_nothing_changes(desk: Desk) -> None:
    was = desk.was
    slot, table = was.split("-")
    Table.objects.filter(pk=table).get().closed_slots.add(
        *Slot.objects.filter(session__conference=desk.conference).exclude(pk=slot)
    )
    target = (
        f"{Slot.objects.filter(session__conference=desk.conference).exclude(pk=slot)[0].pk}-{table}"
    )
    response = desk.client.post(desk.own, {"place": target, "was": was}, follow=True)
    assert "is closed then." in response.content.decode()
    assert response.redirect_chain[0][0] == desk.own
    assert desk.was == was


@pytest.mark.parametrize("place", ["", "x", "1", "1-", "9999999-9999999", "²-3", "1-2-3"])
def test_nonsense_for_a_place_is_refused(desk: Desk, place: str) -> None:
    response = desk.part(desk.own, {"place": place, "was": desk.was})
    assert response.status_code == 409
    assert response.json()["said"]


def test_our_script_gets_every_place_judged(desk: Desk) -> None:
    answer = desk.client.get(f"{desk.own}places/?session=1").json()
    assert answer["meeting"] == "EINS – ZWEI"
    assert len(answer["cells"]) == 6
    states = {state for state, _, _ in answer["cells"].values()}
    assert "good" in states
    assert states <= {"good", "no"}


def test_our_script_gets_the_desk_anew_after_a_step(desk: Desk) -> None:
    answer = desk.part(desk.own, {"place": desk.free(), "was": desk.was, "session": "2"})
    assert answer.status_code == 200
    body = answer.json()
    assert body["said"].startswith("The meeting was moved. EINS – ZWEI: ")
    assert f'data-place="{desk.was}"' in body["html"]
    assert body["address"].endswith("?plan=1&session=2")
    assert "<html" not in body["html"]


def test_who_was_slower_is_told_where_the_meeting_is_now(desk: Desk) -> None:
    was = desk.was
    desk.part(desk.own, {"place": desk.free(), "was": was})
    answer = desk.part(desk.own, {"place": was, "was": was})
    assert answer.status_code == 409
    assert "Somebody has moved EINS – ZWEI meanwhile" in answer.json()["said"]


def test_a_step_on_the_published_plan_makes_a_draft_and_says_so(desk: Desk) -> None:
    publish_plan(desk.plan, by=None)
    answer = desk.part(desk.own, {"place": desk.free(), "was": desk.was}).json()
    assert "Plan 1 is published and stays as it is: the change is in draft 2." in answer["said"]
    assert "?plan=2" in answer["address"]
    assert Plan.objects.count() == 2


def test_locking_taking_off_and_undo(desk: Desk) -> None:
    assert desk.part(f"{desk.own}lock/", {"lock": "1", "was": desk.was}).status_code == 200
    assert desk.row.is_locked
    refused = desk.part(f"{desk.own}remove/", {"was": desk.was})
    assert refused.status_code == 409
    assert "fixed" in refused.json()["said"]
    desk.part(f"{desk.own}lock/", {"lock": "0", "was": desk.was})
    desk.part(f"{desk.own}remove/", {"was": desk.was})
    assert desk.was == ""
    assert "taken this meeting off the board" in _page(desk)
    state = state_of_edits(desk.plan)
    assert desk.part(f"{desk.base}1/undo/", {"state": state}).status_code == 200
    assert desk.was
    stale = desk.part(f"{desk.base}1/redo/", {"state": state})
    assert stale.status_code == 409
    state = state_of_edits(desk.plan)
    assert desk.part(f"{desk.base}1/redo/", {"state": state}).status_code == 200
    assert desk.was == ""


def test_two_meetings_change_places(desk: Desk) -> None:
    third, fourth = make_delegation(desk.conference), make_delegation(desk.conference)
    match = make_match(third, fourth)
    plan = make_ready_plan(desk.conference)
    own = f"{desk.base}2/meetings/{desk.match.public_id}/"
    mine, theirs = (PlannedMeeting.objects.get(plan=plan, match=row) for row in (desk.match, match))
    places = [f"{row.slot_id}-{row.table_id}" for row in (mine, theirs)]
    answer = desk.part(own, {"place": places[1], "was": places[0], "swap": str(match.pk)})
    assert answer.json()["said"].startswith("The two meetings have changed places. EINS – ZWEI: ")
    theirs.refresh_from_db()
    assert f"{theirs.slot_id}-{theirs.table_id}" == places[0]
    wrong = desk.part(own, {"place": places[0], "was": places[1], "swap": "99999999"})
    assert wrong.status_code == 409


def test_the_team_adds_a_meeting_and_chooses_its_place(desk: Desk) -> None:
    third = make_delegation(desk.conference)
    values = {"one": third.pk, "other": desk.one.pk, "priority": "must"}
    response = desk.client.post(f"{desk.base}1/add/", values)
    match = Match.objects.get(made_by_team=True)
    assert response["Location"] == f"{desk.base}1/meetings/{match.public_id}/"
    again = desk.client.post(f"{desk.base}1/add/", values)
    assert again.status_code == 422
    assert "have agreed to meet already" in again.content.decode()


def test_meetings_that_no_longer_hold_stand_on_top(desk: Desk) -> None:
    publish_plan(desk.plan, by=None)
    assert "no longer hold" not in _page(desk)
    Match.objects.update(status="cancelled", cancelled_at=timezone.now())
    html = _page(desk)
    assert "1 meeting of plan 1 no longer holds" in html
    assert "was cancelled" in html
    assert "Mend with the fewest changes" in html


def test_the_published_plan_is_mended_as_a_job(desk: Desk) -> None:
    publish_plan(desk.plan, by=None)
    row = desk.row
    desk.one.delegates.get().unavailable_slots.add(row.slot_id)
    response = desk.client.post(f"{desk.base}mend/", follow=True)
    assert response.redirect_chain[0][0] == f"{desk.base}2/"
    run_waiting_jobs()
    plan = Plan.objects.get(version=2)
    assert (plan.method, plan.based_on, plan.changes, plan.changes_bound) == (
        "repaired",
        desk.plan,
        1,
        1,
    )
    assert plan.people_told == 2
    html = _page(desk)
    assert "fewest changes" in html
    assert "People to be told" in html
    assert "Draft 2 puts that right. Look at it, then publish it." in html


def test_without_a_published_plan_there_is_nothing_to_mend(desk: Desk) -> None:
    response = desk.client.post(f"{desk.base}mend/", follow=True)
    assert "nothing to mend" in response.content.decode()
    assert Plan.objects.count() == 1


def _overfull(conference: Conference) -> list[Registration]:
    """One slot too few for the third meeting of a delegation that leaves early."""
    hub, *others = (make_delegation(conference) for _ in range(4))
    for other in others:
        make_match(hub, other)
    slots = list(Slot.objects.filter(session__conference=conference))
    hub.delegates.get().unavailable_slots.add(*slots[2:])
    return [hub, *others]


def test_advice_is_asked_for_after_planning_and_followed_with_one_click(desk: Desk) -> None:
    hub = _overfull(desk.conference)[0]
    make_ready_plan(desk.conference)
    run_waiting_jobs()
    plan = Plan.objects.get(version=2)
    row = plan.meetings.get(slot__isnull=True)
    remedies = plan.answers["remedies"]["answer"][str(row.match_id)]
    kinds = [remedy["kind"] for remedy in remedies]
    assert "free_delegate" in kinds
    assert "leave_out" in kinds
    html = _page(desk)
    assert f"Ask {hub.delegates.get().name}" in html
    assert "Leave out" in html

    address = f"{desk.base}2/meetings/{row.match.public_id}/remedies/{kinds.index('leave_out')}/"
    answer = desk.part(address, {})
    assert answer.status_code == 200
    row.refresh_from_db()
    assert row.is_placed
    assert "advice is from before the last steps" in answer.json()["html"]
    assert plan.edits.get().kind == "remedy"
    desk.part(f"{desk.base}2/undo/", {"state": state_of_edits(plan)})
    row.refresh_from_db()
    assert not row.is_placed


def test_a_delegate_is_asked_by_mail_once(desk: Desk) -> None:
    hub = _overfull(desk.conference)[0]
    make_ready_plan(desk.conference)
    run_waiting_jobs()
    plan = Plan.objects.get(version=2)
    row = plan.meetings.get(slot__isnull=True)
    kinds = [r["kind"] for r in plan.answers["remedies"]["answer"][str(row.match_id)]]
    number = kinds.index("free_delegate")
    address = f"{desk.base}2/meetings/{row.match.public_id}/remedies/{number}/"
    assert desk.part(address, {"ask": "1"}).status_code == 200
    mail = Message.objects.get(to=hub.delegates.get().email)
    assert "Could you meet" in mail.subject
    assert "set yourself free" in mail.body
    again = desk.part(address, {"ask": "1"})
    assert again.status_code == 409
    assert "asked already" in again.json()["said"]
    assert Message.objects.filter(to=hub.delegates.get().email).count() == 1


def test_what_if_is_answered_by_the_planner(desk: Desk) -> None:
    _overfull(desk.conference)
    make_ready_plan(desk.conference)
    html = _page(desk, "2/what-if/")
    assert "Ask the planner" in html
    run_waiting_jobs()
    response = desk.client.post(f"{desk.base}2/ask/", {"about": "event"})
    assert response["Location"] == f"{desk.base}2/what-if/"
    run_waiting_jobs()
    html = _page(desk, "2/what-if/")
    assert "One more table" in html
    assert "Half a day more" in html
    assert "Places 1 meeting more:" in html
    assert "How few would do?" in html
    assert "Now: 2 tables, 5 slots." in html


def test_an_outdated_remedy_is_refused(desk: Desk) -> None:
    _overfull(desk.conference)
    make_ready_plan(desk.conference)
    run_waiting_jobs()
    plan = Plan.objects.get(version=2)
    row = plan.meetings.get(slot__isnull=True)
    assert plan.answers["remedies"]["answer"][str(row.match_id)]
    address = f"{desk.base}2/meetings/{row.match.public_id}/remedies/77/"
    assert desk.part(address, {}).status_code == 409


def test_an_added_meeting_is_withdrawn_from_the_panel_after_a_question(desk: Desk) -> None:
    third = make_delegation(desk.conference, name="Drei e.V.", short_name="DREI")
    assert "/withdraw/" not in _page(desk)
    match = make_match(desk.one, third)
    assert "/withdraw/" not in _page(desk), "the two agreed themselves"
    Match.objects.filter(pk=match.pk).update(made_by_team=True)
    address = f"{desk.base}1/meetings/{match.public_id}/withdraw/"
    html = _page(desk)
    assert html.count(address) == 1
    assert "does not bring it back" in html
    response = desk.client.post(address, {"session": "1"}, follow=True)
    html = response.content.decode()
    assert "The meeting was withdrawn." in html
    assert address not in html
    answer = desk.part(address, {"session": "1"})
    assert (answer.status_code, answer.json()["said"]) == (
        409,
        "The meeting was cancelled meanwhile.",
    )
