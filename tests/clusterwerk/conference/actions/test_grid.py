"""Sessions and slots: whom a change touches is shown first, and no meeting stays where none is."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.factories.conference import (
    FIRST_SLOT,
    make_conference,
    make_delegation,
    make_match,
    make_planned_conference,
    make_ready_plan,
)
from tests.factories.people import person

from clusterwerk.audit.queries import entries_about
from clusterwerk.conference import planning
from clusterwerk.conference.actions.faults import RefusedError
from clusterwerk.conference.actions.grid import (
    SessionDraft,
    SlotDraft,
    add_sessions,
    change_session,
    change_time_zone,
    remove_session,
)
from clusterwerk.conference.actions.notices import tell_changes
from clusterwerk.conference.actions.places import UnseenEffectsError
from clusterwerk.conference.actions.plans import request_plan, store_solution
from clusterwerk.conference.choices import (
    MatchStatus,
    PhaseKind,
    PlanMethod,
    PlanState,
    UnplacedReason,
)
from clusterwerk.conference.models import (
    AgendaNotice,
    Conference,
    ConferencePhase,
    Delegate,
    PlanEdit,
    PlannedMeeting,
    Session,
    Slot,
    Table,
)
from clusterwerk.conference.queries.clock import clock_of, comes_twice
from clusterwerk.conference.queries.grid import GridChange, effects_of, sessions_in_use

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
MINUTES = timedelta(minutes=1)


def draft_of(session: Session, *, without: tuple[int, ...] = (), later: int = 0) -> SessionDraft:
    """The session as it is, without some slots (counted from 0), so many minutes later."""
    slots = session.slots.in_use().order_by("starts_at")
    return SessionDraft(
        session.name_de,
        session.name_en,
        tuple(
            SlotDraft(slot.starts_at + later * MINUTES, slot.ends_at + later * MINUTES, slot.pk)
            for turn, slot in enumerate(slots)
            if turn not in without
        ),
    )


def seen_of(error: UnseenEffectsError) -> str:
    return error.effects.fingerprint


def place_of(conference: Conference) -> PlannedMeeting:
    conference.refresh_from_db()
    assert conference.published_plan is not None
    return conference.published_plan.meetings.get()


def slot_turn(meeting: PlannedMeeting) -> tuple[Session, int]:
    """The session of a meeting, and the turn of its slot in it."""
    assert meeting.slot is not None
    session = meeting.slot.session
    keys = list(session.slots.in_use().order_by("starts_at").values_list("pk", flat=True))
    return session, keys.index(meeting.slot.pk)


def test_a_slot_nobody_uses_is_deleted_at_once() -> None:
    conference = make_conference(slots=(3,))
    session = conference.sessions.get()
    assert not change_session(session, by=person(), draft=draft_of(session, without=(2,)))
    assert session.slots.count() == 2
    session.refresh_from_db()
    assert session.ends_at == FIRST_SLOT + 40 * MINUTES
    assert entries_about(session).first() is not None


def test_nothing_changes_before_the_team_saw_whom_a_change_touches() -> None:
    conference = make_planned_conference(slots=(3,))
    session, turn = slot_turn(place_of(conference))
    draft = draft_of(session, without=(turn,))
    with pytest.raises(UnseenEffectsError) as caught:
        change_session(session, by=None, draft=draft)
    effects = caught.value.effects
    assert len(effects.lost) == 1
    assert len(effects.people) == 2
    assert session.slots.in_use().count() == 3
    with pytest.raises(UnseenEffectsError):
        change_session(session, by=None, draft=draft, seen="something else")
    assert conference.plans.count() == 1


def test_a_slot_that_goes_takes_its_meetings_out_of_the_plan_and_only_they_are_told() -> None:
    conference = make_planned_conference(pairs=2, slots=(2,), tables=1)
    conference.refresh_from_db()
    old = conference.published_plan
    assert old is not None
    tell_changes(conference, by=None)
    session = conference.sessions.get()
    going = session.slots.order_by("starts_at").last()
    assert going is not None
    hit = old.meetings.get(slot=going)
    touched = {hit.delegate_a_id, hit.delegate_b_id}
    draft = draft_of(session, without=(1,))
    with pytest.raises(UnseenEffectsError) as caught:
        change_session(session, by=None, draft=draft)

    team = person()
    change_session(session, by=team, draft=draft, seen=seen_of(caught.value))

    conference.refresh_from_db()
    new = conference.published_plan
    assert new is not None
    assert (new.version, new.method, new.based_on) == (2, PlanMethod.BY_HAND, old)
    assert (new.placed, new.agreed, new.breaks) == (1, 2, 0)
    gone = new.meetings.get(match=hit.match)
    assert (gone.slot, gone.reason) == (None, UnplacedReason.PLACE_GONE)
    going.refresh_from_db()
    assert going.withdrawn_at is not None
    assert old.meetings.get(slot=going).pk == hit.pk, "the old version stays as it was"
    assert not PlannedMeeting.objects.filter(plan=new, slot__withdrawn_at__isnull=False).exists()
    told = set(AgendaNotice.objects.exclude(changes=[]).values_list("delegate_id", flat=True))
    assert told == touched
    repair = conference.plans.get(state=PlanState.WAITING)
    assert (repair.method, repair.based_on) == (PlanMethod.REPAIRED, new)


def test_drafts_lose_the_meetings_too_with_their_reason() -> None:
    conference = make_conference(slots=(2,), tables=1)
    make_match(make_delegation(conference), make_delegation(conference))
    draft = make_ready_plan(conference)
    PlanEdit.objects.create(plan=draft, position=1, kind="move", rows=[])
    session, turn = slot_turn(draft.meetings.get())
    wanted = draft_of(session, without=(turn,))
    with pytest.raises(UnseenEffectsError) as caught:
        change_session(session, by=None, draft=wanted)
    assert caught.value.effects.drafts == ((1, 1),)

    change_session(session, by=None, draft=wanted, seen=seen_of(caught.value))

    meeting = draft.meetings.get()
    assert meeting.reason == UnplacedReason.PLACE_GONE
    draft.refresh_from_db()
    assert (draft.placed, draft.agreed) == (0, 1)
    assert not draft.edits.exists(), "an undo would bring the slot back"
    assert session.slots.count() == 1, "no plan uses the slot any more"


def test_a_plan_that_is_being_made_is_stored_as_things_are_then() -> None:
    conference = make_conference(slots=(1, 1), tables=1)
    first, second = conference.sessions.order_by("position")
    make_match(make_delegation(conference), make_delegation(conference))
    plan = request_plan(conference, by=None)
    problem = planning.problem_of(conference)
    solution = planning.solve(problem, seed=0)
    used = solution.placements[0].slot
    going = first if str(first.slots.get().pk) == used else second
    remove_session(going, by=None)
    stored = store_solution(plan, problem, solution, by=None)
    assert stored.meetings.get().reason == UnplacedReason.PLACE_GONE


def test_what_does_not_hold_for_another_reason_is_shown_and_taken_out_too() -> None:
    conference = make_planned_conference(pairs=3, slots=(3,), tables=1)
    published = conference.published_plan
    assert published is not None
    going, cancelled, away = published.meetings.order_by("slot__starts_at")
    cancelled.match.status = MatchStatus.CANCELLED
    cancelled.match.save()
    assert away.delegate_a is not None
    away.delegate_a.unavailable_slots.add(away.slot)
    session = conference.sessions.get()
    draft = draft_of(session, without=(0,))
    with pytest.raises(UnseenEffectsError) as caught:
        change_session(session, by=None, draft=draft)
    assert {row.meeting.pk for row in caught.value.effects.lost} == {going.pk, away.pk}

    change_session(session, by=None, draft=draft, seen=seen_of(caught.value))

    conference.refresh_from_db()
    new = conference.published_plan
    assert new is not None
    assert {row.match_id: row.is_placed for row in new.meetings.all()} == {
        going.match_id: False,
        away.match_id: False,
    }
    assert (new.placed, new.agreed) == (0, 2)


def test_moving_all_slots_by_one_slot_keeps_meetings_and_tells_their_delegates() -> None:
    conference = make_planned_conference(slots=(4,))
    session, _turn = slot_turn(place_of(conference))
    draft = draft_of(session, later=20)
    with pytest.raises(UnseenEffectsError) as caught:
        change_session(session, by=None, draft=draft)
    assert [row.loses_place for row in caught.value.effects.touched] == [False]
    before = place_of(conference).slot
    assert before is not None
    change_session(session, by=None, draft=draft, seen=seen_of(caught.value))
    after = place_of(conference).slot
    assert after is not None
    assert (after.pk, after.starts_at) == (before.pk, before.starts_at + 20 * MINUTES)
    assert conference.plans.count() == 1, "the plan is the same"
    assert AgendaNotice.objects.exclude(changes=[]).count() == 2


def test_absent_delegates_are_counted_and_stay_absent_in_a_longer_session() -> None:
    conference = make_conference(slots=(2,))
    session = conference.sessions.get()
    delegate = make_delegation(conference).delegates.get()
    delegate.unavailable_slots.set(session.slots.all())
    table = conference.tables.earliest("number")
    table.closed_slots.set(session.slots.all())
    draft = draft_of(session)
    longer = SessionDraft(
        draft.name_de,
        draft.name_en,
        (*draft.slots, SlotDraft(draft.ends_at, draft.ends_at + 20 * MINUTES)),
    )
    assert not change_session(session, by=None, draft=longer)
    assert delegate.unavailable_slots.count() == 3
    assert table.closed_slots.count() == 3
    with pytest.raises(UnseenEffectsError) as caught:
        change_session(session, by=None, draft=draft_of(session, later=5))
    assert caught.value.effects.absences == 1


def test_a_removed_session_frees_the_meetings_that_were_bound_to_it() -> None:
    conference = make_conference(slots=(2, 2))
    first, second = conference.sessions.order_by("position")
    match = make_match(make_delegation(conference), make_delegation(conference), session=first)
    make_ready_plan(conference)
    with pytest.raises(UnseenEffectsError) as caught:
        remove_session(first, by=None)
    assert caught.value.effects.bound == 1
    remove_session(first, by=None, seen=seen_of(caught.value))
    match.refresh_from_db()
    assert match.session is None
    assert list(sessions_in_use(conference)) == [second]
    assert sessions_in_use(conference)[0].position == 1
    assert planning.problem_of(conference).meetings


def test_slots_that_overlap_and_sessions_at_the_same_time_are_refused() -> None:
    conference = make_conference(slots=(2, 2))
    first, second = conference.sessions.order_by("position")
    draft = draft_of(first)
    double = SessionDraft("", "", (*draft.slots, SlotDraft(FIRST_SLOT, FIRST_SLOT + 5 * MINUTES)))
    with pytest.raises(RefusedError) as caught:
        change_session(first, by=None, draft=double)
    assert [(fault.field, fault.row) for fault in caught.value.faults] == [("starts", 2)]
    with pytest.raises(RefusedError, match=str(second)):
        change_session(first, by=None, draft=draft_of(first, later=230))
    with pytest.raises(RefusedError):
        change_session(
            first, by=None, draft=SessionDraft("", "", (SlotDraft(FIRST_SLOT, FIRST_SLOT),))
        )
    with pytest.raises(RefusedError):
        change_session(first, by=None, draft=SessionDraft("", "", ()))


def test_sessions_are_added_in_order_of_time_and_all_or_none() -> None:
    conference = make_conference(slots=(2,))
    early = FIRST_SLOT - timedelta(hours=2)
    new = SessionDraft("Früh", "Early", (SlotDraft(early, early + 20 * MINUTES),))
    add_sessions(conference, by=person(), drafts=[new])
    assert [row.name_en for row in conference.sessions.order_by("position")] == [
        "Early",
        "Session 1",
    ]
    later = FIRST_SLOT + timedelta(days=1)
    other = SessionDraft("", "", (SlotDraft(later, later + 20 * MINUTES),))
    with pytest.raises(RefusedError):
        add_sessions(conference, by=None, drafts=[other, new])
    assert conference.sessions.count() == 2


def test_another_zone_keeps_what_the_clocks_show() -> None:
    conference = make_planned_conference(slots=(2,))
    ConferencePhase.objects.create(
        conference=conference,
        kind=PhaseKind.WISHES,
        starts_at=datetime(2030, 5, 1, 6, tzinfo=UTC),
        ends_at=datetime(2030, 5, 20, 16, tzinfo=UTC),
    )
    with pytest.raises(UnseenEffectsError) as caught:
        change_time_zone(conference, by=None, name="Europe/Athens")
    assert len(caught.value.effects.people) == 2
    change_time_zone(conference, by=person(), name="Europe/Athens", seen=seen_of(caught.value))
    conference.refresh_from_db()
    assert conference.time_zone == "Europe/Athens"
    first = Slot.objects.earliest("starts_at")
    assert clock_of(first.starts_at, conference.zone) == datetime.fromisoformat("2030-06-03T10:00")
    session = conference.sessions.get()
    assert clock_of(session.starts_at, conference.zone).hour == 10
    assert clock_of(conference.phases.get().starts_at, conference.zone).hour == 8
    assert AgendaNotice.objects.exclude(changes=[]).count() == 2


def test_a_zone_in_which_a_time_does_not_exist_is_refused() -> None:
    conference = make_conference(slots=())
    # 2:30 on the night in which Berlin puts its clocks forward; Moscow does not.
    start = datetime(2030, 3, 30, 23, 30, tzinfo=UTC)
    conference.time_zone = "Europe/Moscow"
    conference.starts_on = conference.ends_on = date(2030, 3, 31)
    conference.save()
    add_sessions(
        conference,
        by=None,
        drafts=[SessionDraft("", "", (SlotDraft(start, start + 20 * MINUTES),))],
    )
    with pytest.raises(RefusedError, match="02:30"):
        change_time_zone(conference, by=None, name="Europe/Berlin")
    conference.refresh_from_db()
    assert conference.time_zone == "Europe/Moscow"


def test_slots_over_the_hour_that_comes_twice_do_not_collide() -> None:
    conference = make_conference(slots=())
    start = datetime(2030, 10, 27, 0, 20, tzinfo=UTC)  # 2:20 summer time in Berlin
    slots = tuple(
        SlotDraft(start + turn * 20 * MINUTES, start + (turn + 1) * 20 * MINUTES)
        for turn in range(4)
    )
    (session,) = add_sessions(conference, by=None, drafts=[SessionDraft("", "", slots)])
    clocks = [clock_of(slot.starts_at, BERLIN) for slot in session.slots.order_by("starts_at")]
    assert [f"{clock:%H:%M}" for clock in clocks] == ["02:20", "02:40", "02:00", "02:20"]
    assert [clock.fold for clock in clocks] == [0, 0, 1, 1]
    assert comes_twice(slots[0].starts_at, BERLIN)


def test_effects_read_and_write_nothing(django_assert_max_num_queries) -> None:
    conference = make_planned_conference(slots=(3,))
    session, turn = slot_turn(place_of(conference))
    change = GridChange(gone_slots=frozenset(session.slots.values_list("pk", flat=True)))
    with django_assert_max_num_queries(6):
        effects = effects_of(conference, change)
    assert len(effects.lost) == 1
    assert Delegate.objects.count() == 2
    assert Table.objects.count() == 2
    assert turn >= 0
