"""Agreed meetings: how they come about, and how they are cancelled."""

from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from clusterwerk.audit.actions import record

from ..choices import MatchStatus, WishKind, WishStatus
from ..models import Match, Registration, Wish
from .mailing import address_of
from .wish_mails import tell_delegation


def lock_pair(one: int, other: int) -> dict[int, Registration]:
    """Both delegations, locked in the order of their keys, so that two people who act on the same
    pair wait for each other and never in a circle. By key; inside a transaction only."""
    rows = (
        Registration.objects.select_for_update(of=("self",))
        .filter(pk__in=(one, other))
        .select_related("organisation__country", "type", "conference")
        .order_by("pk")
    )
    return {row.pk: row for row in rows}


def cancel_match(
    match: Match, *, by: Any, registration: Registration | None = None, tell: bool = True
) -> Match:
    """The two do not meet after all; a match that is cancelled already stays as it is.

    `registration` is the side that cancels, None for the conference team. Its wishes for the other
    side end as withdrawn, those of the other side as declined; where the team cancels, all as
    withdrawn. Both sides are mailed unless `tell` is false.
    """
    with transaction.atomic():
        sides = lock_pair(match.registration_a_id, match.registration_b_id)
        locked = Match.objects.select_for_update().get(pk=match.pk)
        if locked.status == MatchStatus.CANCELLED:
            return locked
        one, other = sides[locked.registration_a_id], sides[locked.registration_b_id]
        locked.registration_a, locked.registration_b = one, other
        now = timezone.now()
        locked.status = MatchStatus.CANCELLED
        locked.cancelled_at = now
        locked.cancelled_by = registration
        locked.save(update_fields=["status", "cancelled_at", "cancelled_by"])
        _end_wishes(locked, registration)
        record(
            "cancel_match",
            by=by,
            subject=locked,
            cancelled_by=registration.pk if registration else None,
        )
        if tell:
            for side, partner in ((one, other), (other, one)):
                tell_delegation(
                    side,
                    "match_cancelled",
                    partner=partner,
                    by_us=registration is not None and registration.pk == side.pk,
                    by_team=registration is None,
                    address=partial(address_of, "mine", one.conference.slug),
                )
    return locked


def _end_wishes(match: Match, registration: Registration | None) -> None:
    """No wish of the pair stays accepted."""
    sides = (match.registration_a_id, match.registration_b_id)
    accepted = Wish.objects.filter(
        wisher__in=sides, target__in=sides, status=WishStatus.ACCEPTED
    ).exclude(kind=WishKind.VETO)
    now = timezone.now()
    if registration is not None:
        accepted.exclude(wisher=registration).update(status=WishStatus.DECLINED, answered_at=now)
    accepted.update(status=WishStatus.WITHDRAWN, answered_at=now)
