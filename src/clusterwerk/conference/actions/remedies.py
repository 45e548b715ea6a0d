"""The planner's remedies with one click: each tried again on the board as it is, and undoable."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from clusterwerk.audit.actions import record
from matchmaking import Placement

from .. import planning
from ..choices import EditKind
from ..models import Delegate, Match, Plan, Slot, Table
from . import drafts, facts
from .drafts import Board, Edited, EditRefusedError
from .mailing import address_of, send

Remedy = dict[str, Any]
OUTDATED = planning.Breach("answers_outdated")


def apply_remedy(plan: Plan, match: Match, number: int, *, by: Any) -> Edited:
    """Does what a remedy says, all of it or nothing. Raises EditRefusedError where the board or the
    event changed so that it no longer helps."""
    with drafts.opened(plan, by=by) as board:
        remedy = _remedy(board.plan, match, number)
        if remedy["kind"] == "free_delegate":
            raise EditRefusedError(planning.Breach("ask_delegate"))
        target = board.row(match.pk)
        if target.is_placed:
            raise EditRefusedError(planning.Breach("placed_already"))
        _is_where_it_was(board, remedy)
        tables: dict[str, str] = {}
        done = _facts(board, match, remedy, tables)
        if done:
            board.read()
        places = [_place(row, tables) for row in remedy["places"]]
        found = board.judge.all_at_once(places, remedy["dropped"])
        if not found.is_possible:
            raise EditRefusedError(*found.breaches, OUTDATED)
        after = drafts.values_at(places, board)
        for name in remedy["dropped"]:
            after[name] = drafts.off_the_board()
        freed = remedy["params"].get("meeting")
        if remedy["kind"] == "lift_lock" and freed in board.rows:
            now = drafts.values_of(board.rows[freed])
            after[freed] = after.get(freed, now) | {"locked": False}
        return board.write(EditKind.REMEDY, after, facts=done)


def _remedy(plan: Plan, match: Match, number: int) -> Remedy:
    kept = plan.answers.get("remedies", {}).get("answer", {}).get(str(match.pk), [])
    if number >= len(kept):
        raise EditRefusedError(OUTDATED)
    remedy: Remedy = kept[number]
    return remedy


def _is_where_it_was(board: Board, remedy: Remedy) -> None:
    """A remedy of an older board still helps, if all that it moves or drops stands as it stood."""
    for place in remedy["places"]:
        row = board.rows.get(place["meeting"])
        now = [str(row.slot_id), str(row.table_id)] if row and row.is_placed else []
        if row is None or now != place["was"]:
            raise EditRefusedError(OUTDATED)
    for name in remedy["dropped"]:
        if name not in board.rows or not board.rows[name].is_placed:
            raise EditRefusedError(OUTDATED)


def _facts(board: Board, match: Match, remedy: Remedy, tables: dict[str, str]) -> drafts.Facts:
    """Makes the change that the remedy asks for; a new table's key goes to `tables`."""
    conference, params = board.plan.conference, remedy["params"]
    kind = remedy["kind"]
    if kind == "open_table":
        slot = Slot.objects.in_use().filter(pk=params["slot"]).first()
        if slot is None:
            raise EditRefusedError(OUTDATED)
        key = params["table"]
        known = Table.objects.in_use().filter(conference=conference)
        table = known.filter(pk=key).first() if key.isdecimal() else None
        if table is not None:
            return [facts.open_closed_table(table, slot)]
        table, fact = facts.add_table(conference, slot, remedy["zone"])
        tables[key] = str(table.pk)
        return [fact]
    if kind == "other_delegate":
        match = Match.objects.select_for_update(no_key=True).get(pk=match.pk)
        side = "delegate_a_id" if str(match.delegate_a_id) == params["instead_of"] else None
        side = side or ("delegate_b_id" if _is_b(match, params["instead_of"]) else None)
        if side is None:
            raise EditRefusedError(OUTDATED)
        return [facts.set_match(match, side, int(params["delegate"]))]
    if kind == "raise_limit":
        # Another step, or the set-up, may have gone further: nothing is narrowed.
        return [
            facts.set_rule(conference, name, int(params[name]))
            for name in facts.RULES
            if name in params and (now := getattr(conference, name)) and now < int(params[name])
        ]
    if kind == "lift_lock" and params["lock"] == "session":
        bound = Match.objects.select_for_update(no_key=True).get(pk=params["meeting"])
        return [facts.set_match(bound, "session_id", None)]
    return []


def _is_b(match: Match, delegate: str) -> bool:
    return str(match.delegate_b_id) == delegate


def _place(row: dict[str, Any], tables: dict[str, str]) -> Placement:
    return Placement(
        row["meeting"],
        row["slot"],
        tables.get(row["table"], row["table"]),
        tuple(row["delegates"]),
    )


def ask_delegate(plan: Plan, match: Match, number: int, *, by: Any) -> Delegate:
    """Asks the person of a remedy by mail whether a slot would do after all. What a person has
    time for is the person's own to change; the answer comes on the page of the delegation.

    Raises EditRefusedError where nobody is to be asked, or was asked already.
    """
    with transaction.atomic():
        locked = Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
        remedy = _remedy(locked, match, number)
        if remedy["kind"] != "free_delegate":
            raise EditRefusedError(OUTDATED)
        if "asked_at" in remedy:
            raise EditRefusedError(planning.Breach("asked_already"))
        delegate = (
            Delegate.objects.select_related(
                "registration__conference", "registration__organisation"
            )
            .filter(pk=remedy["params"]["delegate"], cancelled_at__isnull=True)
            .first()
        )
        slot = Slot.objects.in_use().filter(pk=remedy["params"]["slot"]).first()
        if delegate is None or slot is None:
            raise EditRefusedError(OUTDATED)
        registration = delegate.registration
        sides = (match.registration_a, match.registration_b)
        partner = next(side for side in sides if side.pk != registration.pk)
        address = delegate.email or registration.contact_email
        if not address:
            raise EditRefusedError(planning.Breach("no_address"))
        send(
            registration.conference,
            "desk_ask",
            to=address,
            language=registration.language,
            about=match,
            delegate=delegate,
            partner=partner.organisation,
            slot=slot,
            address=address_of("my_delegate", registration.conference.slug, delegate.public_id),
        )
        remedy["asked_at"] = timezone.now().isoformat()
        locked.save(update_fields=["answers"])
        record("ask_delegate", by=by, subject=delegate, plan=locked.version, match=match.pk)
    return delegate
