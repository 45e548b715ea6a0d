"""Wishing for a meeting: making, changing, ordering and withdrawing wishes, and vetoes.

Whatever concerns a pair of delegations first locks both (`locking.lock_pair`), so that two people
who act at the same moment do it one after the other, and each sees what the other did.
`as_team`: the conference team does it for the delegation; the phase then does not matter.
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterwerk.audit.actions import record

from ..choices import WishKind, WishStatus
from ..models import Delegate, Registration, Wish
from ..queries.wishes import OPEN
from . import wish_rules
from .faults import refuse
from .locking import lock_delegation
from .matches import cancel_match, weigh_matches_of
from .wish_mails import tell_declined
from .wish_pairs import agree, agreed_match, has_asked, locked_pair, place_wish, wishes_around


def make_wish(
    wisher: Registration,
    target: Registration,
    *,
    by: Any,
    kind: str,
    message: str = "",
    target_delegate: Delegate | None = None,
    delegate: Delegate | None = None,
    as_team: bool = False,
) -> Wish:
    """A delegation wishes to meet another one; where both wish for it, they agree at once.

    A wish that was withdrawn, expired or (by the team) declined is made anew in the same row.
    Raises RefusedError with what stands against it.
    """
    text = wish_rules.check_message(message)
    with transaction.atomic():
        wisher, target = locked_pair(wisher, target)
        wish_rules.check_parties(wisher, target, as_team=as_team)
        wish_rules.check_people(wisher, delegate, target, target_delegate, as_team=as_team)
        rows = wishes_around(wisher)
        wish_rules.check_stance(wisher, target, rows, as_team=as_team)
        wanted = target_delegate.pk if target_delegate else None
        same = next(
            (
                row
                for row in rows
                if (row.wisher_id, row.target_id, row.target_delegate_id)
                == (wisher.pk, target.pk, wanted)
            ),
            None,
        )
        wish_rules.check_new(same)
        wish_rules.check_match(agreed_match(wisher, target))
        asked = has_asked(rows, target)
        wish_rules.check_quotas(wisher, rows, kind, is_reply=asked)
        wish = same or Wish(wisher=wisher, target=target, target_delegate=target_delegate)
        place_wish(wish, rows, kind=kind, message=text, delegate=delegate)
        wish.entered_by = by if as_team and getattr(by, "pk", None) else None
        wish.save()
        record("make_wish", by=by, subject=wish, kind=str(kind), as_team=as_team)
        if asked:
            agree(wish, by=by, as_team=as_team)
    return wish


def change_wish(
    wish: Wish,
    *,
    by: Any,
    kind: str,
    message: str,
    delegate: Delegate | None = None,
    as_team: bool = False,
) -> Wish:
    """How much the meeting matters, what is written to the other side, who goes. An agreed match
    follows. Raises RefusedError when the wish or the phase is over, or the quota too small."""
    text = wish_rules.check_message(message)
    with transaction.atomic():
        wisher, target = locked_pair(wish.wisher, wish.target)
        locked = Wish.objects.select_for_update(of=("self",), no_key=True).get(pk=wish.pk)
        if locked.kind == WishKind.VETO or locked.status not in OPEN:
            raise refuse(wish_rules.over_sentence(locked))
        wish_rules.check_phase(wisher, as_team=as_team)
        wish_rules.check_people(wisher, delegate, target, None, as_team=as_team)
        if kind == WishKind.MUST and locked.kind != WishKind.MUST:
            rows = wishes_around(wisher)
            wish_rules.check_quotas(wisher, rows, kind, is_reply=True, but=wish.pk)
        locked.kind, locked.message, locked.delegate = kind, text, delegate
        locked.save(update_fields=["kind", "message", "delegate"])
        record("change_wish", by=by, subject=locked, kind=str(kind), as_team=as_team)
        if locked.status == WishStatus.ACCEPTED:
            weigh_matches_of(wisher)
    return locked


def withdraw_wish(wish: Wish, *, by: Any, as_team: bool = False, tell: bool = True) -> Wish:
    """The wish is taken back, at any time; an agreed meeting is cancelled with it, a veto lifted.

    What is over already stays as it is. The other side is mailed only about an agreed meeting.
    """
    with transaction.atomic():
        wisher, target = locked_pair(wish.wisher, wish.target)
        locked = Wish.objects.select_for_update(of=("self",), no_key=True).get(pk=wish.pk)
        if locked.status in OPEN or wish_rules.is_veto(locked):
            was_agreed = locked.status == WishStatus.ACCEPTED and locked.kind != WishKind.VETO
            locked.status, locked.answered_at = WishStatus.WITHDRAWN, timezone.now()
            locked.save(update_fields=["status", "answered_at"])
            record("withdraw_wish", by=by, subject=locked, as_team=as_team)
            match = agreed_match(wisher, target) if was_agreed else None
            if match is not None:
                cancel_match(match, by=by, registration=None if as_team else wisher, tell=tell)
    return locked


def exclude_delegation(
    registration: Registration, target: Registration, *, by: Any, as_team: bool = False
) -> Wish:
    """A veto: the two never meet. Nobody but the delegation itself and the team learns of it.

    Own wishes for it are withdrawn, its open wishes declined, an agreed meeting is cancelled.
    """
    with transaction.atomic():
        registration, target = locked_pair(registration, target)
        if registration.pk == target.pk or registration.conference_id != target.conference_id:
            raise refuse(_("This organisation cannot be excluded here."), "target")
        match = agreed_match(registration, target)
        if match is not None:
            cancel_match(match, by=by, registration=registration)
        now = timezone.now()
        pending = Wish.objects.filter(status=WishStatus.PENDING).exclude(kind=WishKind.VETO)
        pending.filter(wisher=registration, target=target).update(
            status=WishStatus.WITHDRAWN, answered_at=now
        )
        theirs = pending.filter(wisher=target, target=registration)
        if theirs.update(status=WishStatus.DECLINED, answered_at=now):
            tell_declined(target, registration)
        wish, _created = Wish.objects.update_or_create(
            wisher=registration,
            target=target,
            target_delegate=None,
            defaults={
                "kind": WishKind.VETO,
                "status": WishStatus.PENDING,
                "message": "",
                "delegate": None,
                "expires_at": None,
                "answered_at": None,
                "entered_by": by if as_team and getattr(by, "pk", None) else None,
            },
            create_defaults={
                "kind": WishKind.VETO,
                "created_at": now,
                "entered_by": by if as_team and getattr(by, "pk", None) else None,
            },
        )
        record("exclude_delegation", by=by, subject=wish, as_team=as_team)
    return wish


def rank_wishes(registration: Registration, order: Sequence[str], *, by: Any) -> None:
    """Puts the own wishes into this order of public ids; those not named come behind in their
    order, unknown ids are passed over. The planner prefers, of wishes of one kind, the upper.
    Raises RefusedError outside of the wish phase."""
    with transaction.atomic():
        locked = lock_delegation(registration)
        wish_rules.check_phase(locked, as_team=False)
        rows = list(_ranked(locked))
        place = {key: number for number, key in enumerate(order)}
        rows.sort(key=lambda row: place.get(str(row.public_id), len(place)))
        _write_ranks(rows)
        record("rank_wishes", by=by, subject=locked)
        weigh_matches_of(locked)


def move_wish(wish: Wish, *, by: Any, up: bool) -> int:
    """One place up or down in the own list; returns the new place from 1. Raises RefusedError when
    the wish or the phase is over."""
    with transaction.atomic():
        locked = lock_delegation(wish.wisher)
        wish_rules.check_phase(locked, as_team=False)
        rows = list(_ranked(locked))
        here = next((number for number, row in enumerate(rows) if row.pk == wish.pk), None)
        if here is None:
            raise refuse(wish_rules.over_sentence(wish))
        there = max(0, here - 1) if up else min(len(rows) - 1, here + 1)
        rows.insert(there, rows.pop(here))
        _write_ranks(rows)
        record("rank_wishes", by=by, subject=locked)
        weigh_matches_of(locked)
    return there + 1


def end_wishes_of(registration: Registration, *, by: Any) -> int:
    """A delegation does not come: its open wishes end as withdrawn, those for it as declined, and
    who wished for it hears of it. Agreed meetings are for `cancel_match`. Returns how many."""
    with transaction.atomic():
        now = timezone.now()
        pending = Wish.objects.filter(status=WishStatus.PENDING).exclude(kind=WishKind.VETO)
        ended = pending.filter(wisher=registration).update(
            status=WishStatus.WITHDRAWN, answered_at=now
        )
        asked = list(
            pending.filter(target=registration)
            .select_for_update(of=("self",), no_key=True)
            .select_related("wisher__conference", "wisher__organisation")
            .order_by("pk")
        )
        pending.filter(pk__in=[row.pk for row in asked]).update(
            status=WishStatus.DECLINED, answered_at=now
        )
        for wisher in {row.wisher_id: row.wisher for row in asked}.values():
            tell_declined(wisher, registration)
        record("end_wishes", by=by, subject=registration, wishes=ended + len(asked))
    return ended + len(asked)


def _ranked(registration: Registration) -> QuerySet[Wish]:
    """The own open and agreed wishes in their order."""
    rows = Wish.objects.filter(wisher=registration, status__in=OPEN).exclude(kind=WishKind.VETO)
    return rows.order_by("rank", "pk")


def _write_ranks(rows: Sequence[Wish]) -> None:
    changed = []
    for rank, row in enumerate(rows, start=1):
        if row.rank != rank:
            row.rank = rank
            changed.append(row)
    Wish.objects.bulk_update(changed, ["rank"])
