"""Steps by hand on a draft: move, swap, place, take off, lock, undo. Each keeps the hard rules.

Every function returns where the step was made (`drafts.Edited`) and raises EditRefusedError with
the reasons why not. `was` is the place in which the caller saw the meeting, as (slot, table), both
None without a place: who was slower than somebody else is told so and changes nothing.
"""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from clusterwerk.audit.actions import record

from .. import planning
from ..choices import EditKind, MatchStatus, Priority, RegistrationStatus, WishKind, WishStatus
from ..models import Match, Plan, PlanEdit, PlannedMeeting, Registration, Wish
from ..queries.notices import holding_meetings_of
from ..queries.plans import state_of_edits
from . import drafts
from .drafts import Board, Edited, EditRefusedError
from .facts import turn_facts
from .locking import lock_conference, lock_pair
from .matches import cancel_match
from .notices import tell_changes
from .wish_pairs import agree_by_team

Place = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Added:
    """The plan in which a meeting that the team added waits for a place."""

    plan: Plan
    match: Match
    is_new_draft: bool


def move_meeting(
    plan: Plan, match: Match, *, by: Any, slot: int, table: int, was: Place | None = None
) -> Edited:
    """Puts a placed meeting into a free place."""
    return _put(plan, match, by=by, slot=slot, table=table, was=was, kind=EditKind.MOVE)


def place_meeting(
    plan: Plan, match: Match, *, by: Any, slot: int, table: int, was: Place | None = None
) -> Edited:
    """Gives a meeting without a place a free one."""
    return _put(plan, match, by=by, slot=slot, table=table, was=was, kind=EditKind.PLACE)


def swap_meetings(
    plan: Plan, match: Match, other: Match, *, by: Any, was: Place | None = None
) -> Edited:
    """Two placed meetings change places."""
    with drafts.opened(plan, by=by) as board:
        _is_where_it_was(board, match, was)
        there = board.row(other.pk)
        if not there.is_placed:
            raise _moved_meanwhile(there)
        found = board.judge.put(str(match.pk), str(there.slot_id), str(there.table_id))
        return _kept(board, EditKind.SWAP, found)


def _put(
    plan: Plan,
    match: Match,
    *,
    by: Any,
    slot: int,
    table: int,
    was: Place | None,
    kind: EditKind,
) -> Edited:
    with drafts.opened(plan, by=by) as board:
        row = _is_where_it_was(board, match, was)
        if row.is_placed != (kind == EditKind.MOVE):
            raise _moved_meanwhile(row)
        if (row.slot_id, row.table_id) == (slot, table):
            raise EditRefusedError(planning.Breach("there_already"))
        found = board.judge.put(str(match.pk), str(slot), str(table))
        if found.swaps_with:
            raise EditRefusedError(planning.Breach("taken", {"meeting": found.swaps_with}))
        return _kept(board, kind, found)


def _is_where_it_was(board: Board, match: Match, was: Place | None) -> PlannedMeeting:
    row = board.row(match.pk)
    if was is not None and was != (row.slot_id, row.table_id):
        raise _moved_meanwhile(row)
    return row


def _moved_meanwhile(row: PlannedMeeting) -> EditRefusedError:
    params = {"meeting": str(row.match_id)}
    if row.is_placed:
        params |= {"slot": str(row.slot_id), "table": str(row.table_id)}
    return EditRefusedError(planning.Breach("moved_meanwhile", params))


def _kept(board: Board, kind: EditKind, found: planning.Judgement) -> Edited:
    if not found.is_possible:
        raise EditRefusedError(*found.breaches)
    return board.write(kind, drafts.values_at(found.places, board))


def remove_meeting(plan: Plan, match: Match, *, by: Any, was: Place | None = None) -> Edited:
    """Takes a meeting off the board; it stays agreed and waits for a place."""
    with drafts.opened(plan, by=by) as board:
        row = _is_where_it_was(board, match, was)
        if not row.is_placed:
            raise EditRefusedError(planning.Breach("not_placed"))
        if row.is_locked:
            raise EditRefusedError(planning.Breach("locked"))
        return board.write(EditKind.REMOVE, {str(match.pk): drafts.off_the_board()})


def lock_meeting(plan: Plan, match: Match, *, by: Any, was: Place | None = None) -> Edited:
    """Fixes a meeting where it is: planning again leaves it there."""
    return _set_lock(plan, match, by=by, was=was, kind=EditKind.LOCK)


def unlock_meeting(plan: Plan, match: Match, *, by: Any, was: Place | None = None) -> Edited:
    """Sets a fixed meeting free."""
    return _set_lock(plan, match, by=by, was=was, kind=EditKind.UNLOCK)


def _set_lock(plan: Plan, match: Match, *, by: Any, was: Place | None, kind: EditKind) -> Edited:
    with drafts.opened(plan, by=by) as board:
        row = _is_where_it_was(board, match, was)
        locks = kind == EditKind.LOCK
        if not row.is_placed:
            raise EditRefusedError(planning.Breach("not_placed"))
        if row.is_locked == locks:
            raise EditRefusedError(planning.Breach("locked" if locks else "not_locked"))
        values = drafts.values_of(row) | {"locked": locks}
        return board.write(kind, {str(match.pk): values})


def add_meeting(
    plan: Plan,
    one: Registration,
    other: Registration,
    *,
    by: Any,
    priority: str = Priority.WOULD,
) -> Added:
    """Brings two delegations together that did not agree themselves; the meeting waits for a place
    in every draft that is changed from now on. A cancelled match of the two is agreed again, and
    their open wishes end as accepted.

    Raises EditRefusedError where they meet already, one of them does not take part, or one asked
    never to meet the other.
    """
    a, b = sorted((one, other), key=lambda row: row.pk)
    with transaction.atomic():
        lock_conference(plan.conference)
        rows = lock_pair(a.pk, b.pk)
        return _added(plan, rows[a.pk], rows[b.pk], by=by, priority=priority)


def _added(plan: Plan, a: Registration, b: Registration, *, by: Any, priority: str) -> Added:
    with drafts.opened(plan, by=by) as board:
        conference = board.plan.conference
        if a == b:
            raise EditRefusedError(planning.Breach("same_delegation"))
        for side in (a, b):
            if side.conference_id != conference.pk or side.status != RegistrationStatus.ADMITTED:
                raise EditRefusedError(planning.Breach("not_admitted"))
        if Wish.objects.filter(kind=WishKind.VETO, wisher__in=(a, b), target__in=(a, b)).exclude(
            status=WishStatus.WITHDRAWN
        ):
            raise EditRefusedError(planning.Breach("vetoed"))
        match = (
            Match.objects.select_for_update(no_key=True)
            .filter(registration_a=a, registration_b=b)
            .first()
        )
        if match is not None and match.status == MatchStatus.AGREED:
            raise EditRefusedError(planning.Breach("agreed_already"))
        match = agree_by_team(a, b, by=by, priority=priority)
        record("add_meeting", by=by, subject=match, plan=board.plan.version)
        board.read()
        board.count_anew()
        return Added(board.plan, match, board.is_new_draft)


def withdraw_meeting(plan: Plan, match: Match, *, by: Any) -> Plan:
    """A meeting that the team made, and that has no place, is made no more. Wishes that it
    fulfilled are open again; only then have both sides heard of it, and are told of this, too.

    Refused while it stands in this plan or in the published one. No step of the plan: it is not
    taken back with `undo_edit`, but `add_meeting` makes it again.
    """
    with transaction.atomic():
        lock_conference(plan.conference)
        sides = lock_pair(match.registration_a_id, match.registration_b_id)
        locked = Match.objects.select_for_update(no_key=True).get(pk=match.pk)
        if not locked.made_by_team:
            raise EditRefusedError(planning.Breach("not_by_team"))
        if locked.status != MatchStatus.AGREED:
            raise EditRefusedError(planning.Breach("cancelled"))
        placed = PlannedMeeting.objects.filter(match=locked, slot__isnull=False)
        if placed.filter(plan=plan).exists():
            raise EditRefusedError(planning.Breach("on_the_board"))
        published = sides[match.registration_a_id].conference.published_plan
        if published and holding_meetings_of(published).filter(match=locked).exists():
            raise EditRefusedError(planning.Breach("in_published_plan"))
        heard = Wish.objects.filter(
            wisher__in=sides, target__in=sides, status=WishStatus.ACCEPTED
        ).exists()
        cancel_match(locked, by=by, reopen=True, tell=heard)
        if plan.published_at is not None:
            return plan  # stays as it was published
        with drafts.opened(plan, by=by) as board:
            board.count_anew()
            return board.plan


def undo_edit(plan: Plan, *, by: Any, seen: str) -> Edited:
    """Takes back the last step. `seen`: the state of the steps that the caller saw."""
    with drafts.opened(plan, by=by) as board:
        _is_as_seen(board, seen)
        edit = board.plan.edits.filter(undone_at__isnull=True).last()
        if edit is None:
            raise EditRefusedError(planning.Breach("nothing_to_undo"))
        return _turned(board, edit, back=True, by=by)


def redo_edit(plan: Plan, *, by: Any, seen: str) -> Edited:
    """Makes the step again that was taken back last."""
    with drafts.opened(plan, by=by) as board:
        _is_as_seen(board, seen)
        edit = step_to_redo(board.plan)
        if edit is None:
            raise EditRefusedError(planning.Breach("nothing_to_redo"))
        return _turned(board, edit, back=False, by=by)


def step_to_redo(plan: Plan) -> PlanEdit | None:
    """The step taken back last, unless another one was made since."""
    last = plan.edits.filter(undone_at__isnull=True).last()
    waiting = plan.edits.filter(undone_at__isnull=False, position__gt=last.position if last else 0)
    return waiting.order_by("-undone_at", "position").first()


def _is_as_seen(board: Board, seen: str) -> None:
    if board.is_new_draft or state_of_edits(board.plan) != seen:
        raise EditRefusedError(planning.Breach("changed_meanwhile"))


def _turned(board: Board, edit: PlanEdit, *, back: bool, by: Any) -> Edited:
    """A step backwards or forwards, judged like any other: the event may have changed since.

    Where it changes the conference itself, no other plan may need that (`turn_facts`), and whose
    agenda it touches is told.
    """
    end = "before" if back else "after"
    turned = turn_facts(board.plan, edit.rows, back=back)
    if turned:
        board.read()
    wanted = {str(step["meeting"]): step[end] for step in edit.rows if "meeting" in step}
    if not wanted.keys() <= board.rows.keys():
        raise EditRefusedError(planning.Breach("cancelled"))
    places = [drafts.place_in(name, values) for name, values in wanted.items() if values["slot"]]
    dropped = [name for name, values in wanted.items() if not values["slot"]]
    found = board.judge.all_at_once(places, dropped)
    if not found.is_possible:
        raise EditRefusedError(*found.breaches)
    board.set_rows(wanted)
    edit.undone_at = timezone.now() if back else None
    edit.save(update_fields=["undone_at"])
    board.count_anew()
    if turned:
        tell_changes(board.plan.conference, by=by)
    record(
        "undo_edit" if back else "redo_edit",
        by=by,
        subject=board.plan,
        version=board.plan.version,
        position=edit.position,
    )
    return Edited(board.plan, edit)
