"""What actions on the wishes of two delegations have in common."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils import timezone

from ..choices import MatchStatus, WishKind, WishStatus
from ..models import Delegate, Match, Registration, Wish
from ..queries.wishes import OPEN, expiry_of
from .locking import lock_pair
from .matches import agree_match, wishes_between
from .wish_mails import tell_delegation


def locked_pair(one: Registration, other: Registration) -> tuple[Registration, Registration]:
    """Both delegations as they stand now, locked until the end of the transaction."""
    rows = lock_pair(one.pk, other.pk)
    return rows[one.pk], rows[other.pk]


def wishes_around(registration: Registration) -> list[Wish]:
    """All wishes of a delegation and all that it got."""
    return list(Wish.objects.filter(Q(wisher=registration) | Q(target=registration)))


def agreed_match(one: Registration, other: Registration) -> Match | None:
    """The agreed match of a pair."""
    first, second = sorted((one.pk, other.pk))
    return Match.objects.filter(
        registration_a=first, registration_b=second, status=MatchStatus.AGREED
    ).first()


def has_asked(rows: Sequence[Wish], target: Registration) -> bool:
    """Whether there is an open wish of the target for the delegation whose wishes `rows` are."""
    now = timezone.now()
    return any(
        row.wisher_id == target.pk
        and row.kind != WishKind.VETO
        and row.status == WishStatus.PENDING
        and (row.expires_at is None or row.expires_at > now)
        for row in rows
    )


def place_wish(
    wish: Wish, rows: Sequence[Wish], *, kind: str, message: str, delegate: Delegate | None
) -> None:
    """Sets a wish as new, at the end of the own list; does not save. `wisher` is locked."""
    now = timezone.now()
    places = [
        row.rank
        for row in rows
        if row.wisher_id == wish.wisher_id and row.status in OPEN and row.kind != WishKind.VETO
    ]
    wish.kind, wish.message, wish.delegate = kind, message, delegate
    wish.status = WishStatus.PENDING
    wish.rank = max(places, default=0) + 1
    wish.created_at, wish.expires_at = now, expiry_of(wish.wisher.conference, now)
    wish.told_at = wish.reminded_at = wish.answered_at = None
    wish.reported_at, wish.report_reason, wish.report_settled_at = None, "", None


def agree(wish: Wish, *, by: Any, as_team: bool) -> Match:
    """Both want it: makes the match and tells the side that did not act just now; both sides where
    the team acted. `wish` is the one made last."""
    match = agree_match(wish.wisher, wish.target, by=by)
    wish.status = WishStatus.ACCEPTED
    theirs = (
        Wish.objects.filter(wisher=wish.target, target=wish.wisher, status=WishStatus.ACCEPTED)
        .exclude(kind=WishKind.VETO)
        .select_related("delegate")
    )
    tell_delegation(
        wish.target,
        "match_agreed",
        delegates=[row.delegate for row in theirs],
        partner=wish.wisher,
        message=wish.message,
    )
    if as_team:
        tell_delegation(
            wish.wisher, "match_agreed", delegates=[wish.delegate], partner=wish.target, message=""
        )
    return match


def agree_by_team(one: Registration, other: Registration, *, by: Any, priority: str) -> Match:
    """The conference team brings two delegations together. Where one waits for an answer of the
    other, both are told; else they hear of it with the plan. Both are locked by the caller."""
    waiting = [row for row in wishes_between(one, other) if row.status == WishStatus.PENDING]
    match = agree_match(one, other, by=by, priority=priority)
    for side, partner in ((one, other), (other, one)) if waiting else ():
        own = [row for row in waiting if row.wisher_id == side.pk]
        theirs = [row for row in waiting if row.wisher_id == partner.pk]
        messages = [row.message for row in theirs if row.message and row.reported_at is None]
        tell_delegation(
            side,
            "match_agreed",
            delegates=[*(row.delegate for row in own), *(row.target_delegate for row in theirs)],
            partner=partner,
            message="\n\n".join(messages),
            by_team=True,
        )
    return match
