"""Taking back a step that changed the conference itself, on which another plan may rely."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.factories.conference import (
    make_conference,
    make_delegation,
    make_match,
    make_ready_plan,
)

from clusterwerk.conference.actions import edits
from clusterwerk.conference.actions.drafts import EditRefusedError
from clusterwerk.conference.actions.notices import tell_changes
from clusterwerk.conference.actions.publishing import publish_plan
from clusterwerk.conference.actions.remedies import apply_remedy
from clusterwerk.conference.choices import MatchStatus
from clusterwerk.conference.models import (
    AgendaNotice,
    Conference,
    Match,
    Plan,
    PlannedMeeting,
    Slot,
    Table,
)
from clusterwerk.conference.queries.notices import holding_meetings_of
from clusterwerk.conference.queries.plans import state_of_edits
from clusterwerk.jobs.running import run_waiting_jobs
from clusterwerk.mail.models import Message

pytestmark = pytest.mark.django_db


def _crowded(**values: Any) -> Conference:
    """Two meetings for one slot at one table."""
    conference = make_conference(slots=(1,), tables=1, **values)
    for _ in range(2):
        make_match(make_delegation(conference), make_delegation(conference))
    return conference


def _with_closed_table() -> Conference:
    conference = _crowded()
    table = Table.objects.create(conference=conference, number=2)
    table.closed_slots.set(Slot.objects.filter(session__conference=conference))
    return conference


def _with_limit() -> Conference:
    conference = make_conference(slots=(2,), tables=2, most_per_session=1)
    hub = make_delegation(conference)
    make_match(hub, make_delegation(conference), priority="must")
    make_match(hub, make_delegation(conference))
    return conference


def _with_colleague() -> Conference:
    conference = make_conference(slots=(1,), tables=3)
    hub = make_delegation(conference, delegates=2)
    make_match(hub, make_delegation(conference), priority="must")
    make_match(hub, make_delegation(conference))
    return conference


def _with_bound_session() -> Conference:
    conference = make_conference(slots=(1, 1), tables=2)
    hub, session = make_delegation(conference), conference.sessions.get(position=1)
    for priority in ("must", "would"):
        make_match(hub, make_delegation(conference), priority=priority, session=session)
    return conference


EVERY_KIND: dict[str, tuple[Callable[[], Conference], list[str]]] = {
    "open_table": (_crowded, ["instead_remove_table"]),
    "open_table at a closed one": (_with_closed_table, ["instead_close_table"]),
    "raise_limit": (_with_limit, ["instead_change_rule"]),
    "other_delegate": (_with_colleague, []),
    "lift_lock": (_with_bound_session, []),
}
every_kind = pytest.mark.parametrize(
    ("kind", "make", "instead"),
    [(kind, make, instead) for kind, (make, instead) in EVERY_KIND.items()],
    ids=EVERY_KIND,
)


def _remedied(conference: Conference, kind: str) -> tuple[Plan, Match]:
    """A draft in which the remedy gave the last meeting a place, and that meeting's match."""
    plan = make_ready_plan(conference)
    run_waiting_jobs()
    plan.refresh_from_db()
    match = plan.meetings.select_related("match").get(slot__isnull=True).match
    kinds = [row["kind"] for row in plan.answers["remedies"]["answer"][str(match.pk)]]
    apply_remedy(plan, match, kinds.index(kind.split()[0]), by=None)
    conference.refresh_from_db()
    return plan, match


def _undo(plan: Plan) -> None:
    edits.undo_edit(plan, by=None, seen=state_of_edits(plan))


def _redo(plan: Plan) -> None:
    edits.redo_edit(plan, by=None, seen=state_of_edits(plan))


def _facts(conference: Conference) -> list[Any]:
    return [
        list(Conference.objects.filter(pk=conference.pk).values("most_per_session", "rest_after")),
        list(Table.objects.order_by("pk").values("number", "withdrawn_at", "closed_slots")),
        list(Match.objects.order_by("pk").values("delegate_a", "delegate_b", "session")),
    ]


def _refused(step: Callable[[Plan], None], plan: Plan) -> list[tuple[str, dict[str, str]]]:
    """What the step is refused with; nothing of the conference and no board is changed by it."""
    conference = plan.conference
    boards = PlannedMeeting.objects.order_by("pk").values()
    before = [_facts(conference), list(boards), state_of_edits(plan)]
    with pytest.raises(EditRefusedError) as caught:
        step(plan)
    assert [_facts(conference), list(boards.all()), state_of_edits(plan)] == before
    return [(breach.code, dict(breach.params)) for breach in caught.value.breaches]


@every_kind
def test_what_a_published_plan_needs_is_not_taken_back_and_nobody_loses_a_meeting(
    kind: str, make: Callable[[], Conference], instead: list[str]
) -> None:
    conference = make()
    plan, match = _remedied(conference, kind)
    published = publish_plan(make_ready_plan(conference, seed=1), by=None)
    run_waiting_jobs()
    mails = Message.objects.count()

    (code, params), *more = _refused(_undo, plan)

    assert (code, params["version"]) == ("needed_by_published", "2")
    assert params["meeting"] in {str(key) for key in Match.objects.values_list("pk", flat=True)}
    if kind in ("other_delegate", "lift_lock"):
        assert params["meeting"] == str(match.pk)
    assert [row for row, _params in more] == instead
    assert holding_meetings_of(published).count() == 2
    run_waiting_jobs()
    assert Message.objects.count() == mails


@every_kind
def test_what_another_draft_needs_is_not_taken_back(
    kind: str, make: Callable[[], Conference], instead: list[str]
) -> None:
    conference = make()
    plan, _match = _remedied(conference, kind)
    other = make_ready_plan(conference, seed=1)

    found = _refused(_undo, plan)

    assert [code for code, _params in found] == ["needed_by_draft", *instead]
    assert found[0][1]["version"] == "2"
    assert other.meetings.filter(slot__isnull=False).count() == 2


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_what_no_other_plan_needs_is_taken_back_and_done_again(kind: str) -> None:
    conference = EVERY_KIND[kind][0]()
    publish_plan(make_ready_plan(conference), by=None)
    before = _facts(conference)
    plan, match = _remedied(conference, kind)
    run_waiting_jobs()
    after, mails = _facts(conference), Message.objects.count()
    _undo(plan)
    if kind == "open_table":  # the new table stays as a row
        assert Table.objects.get(number=2).withdrawn_at is not None
    else:
        assert _facts(conference) == before
    _redo(plan)
    assert _facts(conference) == after
    assert plan.meetings.get(match=match).is_placed
    run_waiting_jobs()
    assert Message.objects.count() == mails, "no agenda was touched"


def test_a_colleague_is_not_sent_again_where_another_draft_needs_the_first() -> None:
    conference = _with_colleague()
    plan, match = _remedied(conference, "other_delegate")
    _undo(plan)
    Match.objects.exclude(pk=match.pk).update(status=MatchStatus.CANCELLED)
    other = make_ready_plan(conference, seed=1)
    assert other.meetings.get().is_placed
    found = _refused(_redo, plan)
    assert [code for code, _params in found] == ["needed_by_draft"]


def test_a_plan_that_was_published_earlier_needs_nothing() -> None:
    conference = _crowded()
    plan, _match = _remedied(conference, "open_table")
    earlier = publish_plan(make_ready_plan(conference, seed=1), by=None)
    row = earlier.meetings.select_related("match").get(table__number=2)
    publish_plan(edits.remove_meeting(earlier, row.match, by=None).plan, by=None)
    _undo(plan)
    assert Table.objects.get(number=2).withdrawn_at is not None


def _set_limit(conference: Conference) -> None:
    Conference.objects.filter(pk=conference.pk).update(most_per_session=7)


def _make_booth(conference: Conference) -> None:
    Table.objects.filter(number=2).update(booth_of=conference.registrations.earliest("pk"))


def _delete_table(conference: Conference) -> None:
    table = Table.objects.get(conference=conference, number=2)
    PlannedMeeting.objects.filter(table=table).update(
        slot=None, table=None, delegate_a=None, delegate_b=None, reason="removed"
    )
    table.delete()


def _leave_no_other(conference: Conference) -> None:
    Table.objects.filter(conference=conference, number=1).update(withdrawn_at=timezone.now())


def _open_elsewhere(conference: Conference) -> None:
    session = conference.sessions.get()
    ends_at = session.ends_at + timedelta(minutes=20)
    Slot.objects.create(session=session, starts_at=session.ends_at, ends_at=ends_at)
    conference.sessions.update(ends_at=ends_at)


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("raise_limit", _set_limit),
        ("open_table", _make_booth),
        ("open_table", _open_elsewhere),
        ("open_table", _delete_table),
        ("open_table at a closed one", _delete_table),
        ("open_table", _leave_no_other),
    ],
)
def test_what_the_team_changed_in_the_set_up_since_is_not_overwritten(
    kind: str, change: Callable[[Conference], None]
) -> None:
    conference = EVERY_KIND[kind][0]()
    plan, _match = _remedied(conference, kind)
    change(conference)
    assert [code for code, _params in _refused(_undo, plan)] == ["fact_changed"]


def test_a_session_that_is_gone_binds_no_meeting_again() -> None:
    conference = _with_bound_session()
    plan, match = _remedied(conference, "lift_lock")
    Match.objects.update(session=None)
    gone = conference.sessions.get(position=1)
    PlannedMeeting.objects.filter(slot__session=gone).delete()
    gone.slots.all().delete()
    gone.delete()
    assert [code for code, _params in _refused(_undo, plan)] == ["fact_changed"]
    assert plan.meetings.get(match=match).is_placed


def test_whoever_gets_a_meeting_back_with_a_step_is_told() -> None:
    conference = _crowded()
    plan, _match = _remedied(conference, "open_table")
    published = publish_plan(make_ready_plan(conference, seed=1), by=None)
    # As it was left by a version of the portal that let the step be taken back.
    Table.objects.filter(number=2).update(withdrawn_at=timezone.now())
    plan.edits.update(undone_at=timezone.now())
    tell_changes(conference, by=None)
    run_waiting_jobs()
    mails, notices = Message.objects.count(), AgendaNotice.objects.count()

    _redo(plan)

    run_waiting_jobs()
    assert holding_meetings_of(published).count() == 2
    assert AgendaNotice.objects.count() == notices + 2
    assert Message.objects.count() == mails + 2
    assert {row.changes[0]["kind"] for row in AgendaNotice.objects.order_by("-pk")[:2]} == {"added"}


def test_a_limit_that_was_widened_or_lifted_meanwhile_is_not_narrowed_by_advice() -> None:
    for now in (3, None):
        conference = _with_limit()
        plan = make_ready_plan(conference)
        run_waiting_jobs()
        plan.refresh_from_db()
        match = plan.meetings.select_related("match").get(slot__isnull=True).match
        kinds = [row["kind"] for row in plan.answers["remedies"]["answer"][str(match.pk)]]
        Conference.objects.filter(pk=conference.pk).update(most_per_session=now)
        apply_remedy(plan, match, kinds.index("raise_limit"), by=None)
        conference.refresh_from_db()
        assert conference.most_per_session == now
        assert plan.meetings.get(match=match).is_placed
