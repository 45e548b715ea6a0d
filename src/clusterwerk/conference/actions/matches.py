"""Agreed meetings: how they come about, and how they are cancelled."""

from typing import Any

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterwerk.audit.actions import record

from .. import suggesting
from ..choices import MatchStatus, Priority, WishKind, WishStatus
from ..models import Delegate, Match, PlannedMeeting, Registration, Wish
from ..queries.wishes import OPEN
from .faults import refuse
from .locking import lock_pair
from .notices import is_over, tell_changes
from .wish_mails import tell_delegation

# From the least to the most wanted.
RANKS = (Priority.WOULD, Priority.WANT, Priority.MUST)


def agree_match(
    one: Registration, other: Registration, *, by: Any, priority: str | None = None
) -> Match:
    """The two wish for each other: their one match, anew or revived; their open wishes end as
    accepted. With `priority` the conference team brings them together, and it counts so much.

    Both are locked by the caller (`lock_pair`). A delegate is named only where exactly one of that
    side was wished for, or wished personally; else anybody of the delegation may serve.
    """
    first, second = sorted((one, other), key=lambda row: row.pk)
    wishes = wishes_between(first, second)
    now = timezone.now()
    match = Match.objects.filter(registration_a=first, registration_b=second).first()
    if match is None:
        match = Match(registration_a=first, registration_b=second)
    match.conference = first.conference
    match.status = MatchStatus.AGREED
    match.agreed_at, match.cancelled_at, match.cancelled_by = now, None, None
    match.made_by_team = priority is not None
    match.potential = suggesting.potential_of(first, second)
    match.priority = priority or _priority(wishes)
    match.delegate_a, match.delegate_b = _named(wishes, first), _named(wishes, second)
    _weigh(match, wishes)
    match.save()
    Wish.objects.filter(pk__in=[row.pk for row in wishes]).exclude(
        status=WishStatus.ACCEPTED
    ).update(status=WishStatus.ACCEPTED, answered_at=now)
    record("agree_match", by=by, subject=match, made_by_team=match.made_by_team)
    _tell_if_placed(match, by=by)
    return match


def weigh_matches_of(registration: Registration) -> None:
    """Priority and weight of a delegation's agreed matches, after its wishes or their order were
    changed; 3 queries."""
    matches = list(
        Match.objects.filter(
            Q(registration_a=registration) | Q(registration_b=registration),
            status=MatchStatus.AGREED,
        )
    )
    wishes = Wish.objects.filter(
        Q(wisher=registration) | Q(target=registration), status=WishStatus.ACCEPTED
    ).exclude(kind=WishKind.VETO)
    by_pair: dict[frozenset[int], list[Wish]] = {}
    for wish in wishes:
        by_pair.setdefault(frozenset((wish.wisher_id, wish.target_id)), []).append(wish)
    changed = []
    for match in matches:
        pair = by_pair.get(frozenset((match.registration_a_id, match.registration_b_id)))
        before = (match.priority, match.weight)
        # Where the conference team made the match, it said how much it counts.
        if pair:
            if not match.made_by_team:
                match.priority = _priority(pair)
            _weigh(match, pair)
        if (match.priority, match.weight) != before:
            changed.append(match)
    Match.objects.bulk_update(changed, ["priority", "weight"], batch_size=200)


def wishes_between(one: Registration, other: Registration) -> list[Wish]:
    """The open and accepted wishes of a pair for each other; no vetoes."""
    sides = (one.pk, other.pk)
    return list(
        Wish.objects.filter(
            wisher__in=sides,
            target__in=sides,
            status__in=(WishStatus.PENDING, WishStatus.ACCEPTED),
        )
        .exclude(kind=WishKind.VETO)
        .select_related("delegate", "target_delegate")
        .order_by("pk")
    )


def _priority(wishes: list[Wish]) -> Priority:
    """The higher of both sides' kinds."""
    return max((Priority(wish.kind) for wish in wishes), key=RANKS.index)


def _weigh(match: Match, wishes: list[Wish]) -> None:
    """`suggesting.weight_of` with the best wish of each side; who only accepted ranks it alike.

    A match made by the team counts as if both had wished for it as much as the team says, each at
    the place it has in the own list, or would have as a new wish.
    """
    sides: dict[int, tuple[str, int]] = {}
    for wish in sorted(wishes, key=lambda row: (RANKS.index(Priority(row.kind)), -row.rank)):
        sides[wish.wisher_id] = (wish.kind, wish.rank)
    if match.made_by_team:
        places = {key: rank for key, (_kind, rank) in sides.items()} or _last_places(match)
        sides = {key: (match.priority, rank) for key, rank in places.items()}
    one, other = (*sides.values(), *sides.values())[:2]
    match.weight = suggesting.weight_of(match.potential, one, other)


def _last_places(match: Match) -> dict[int, int]:
    """Where a new wish would stand in the list of each side."""
    sides = (match.registration_a_id, match.registration_b_id)
    ranked = Wish.objects.filter(wisher__in=sides, status__in=OPEN).exclude(kind=WishKind.VETO)
    last = dict(ranked.order_by().values_list("wisher").annotate(Max("rank")))
    return {side: last.get(side, 0) + 1 for side in sides}


def _named(wishes: list[Wish], side: Registration) -> Delegate | None:
    """The one delegate of a side whom its wishes, or those for it, name; None for nobody or
    several."""
    named = {
        person.pk: person
        for wish in wishes
        for person in (wish.delegate, wish.target_delegate)
        if person is not None and person.registration_id == side.pk
    }
    return next(iter(named.values())) if len(named) == 1 else None


def _tell_if_placed(match: Match, *, by: Any) -> None:
    """The published agendas change with a match that has a place in them."""
    plan = match.conference.published_plan_id
    placed = PlannedMeeting.objects.filter(plan=plan, match=match, slot__isnull=False)
    if plan is not None and placed.exists():
        tell_changes(match.conference, by=by)


def cancel_match(
    match: Match,
    *,
    by: Any,
    registration: Registration | None = None,
    tell: bool = True,
    reopen: bool = False,
) -> Match:
    """The two do not meet after all; a match that is cancelled already stays as it is.

    `registration` is the side that cancels, None for the conference team. Its wishes for the other
    side end as withdrawn, those of the other side as declined; where the team cancels, all as
    withdrawn, or with `reopen` they wait for an answer again. Both sides are mailed unless `tell`
    is false. Raises RefusedError when a delegation cancels after the last day.
    """
    with transaction.atomic():
        sides = lock_pair(match.registration_a_id, match.registration_b_id)
        # Not the key: whoever puts the match into a draft meanwhile does not wait for us.
        locked = Match.objects.select_for_update(no_key=True).get(pk=match.pk)
        if locked.status == MatchStatus.CANCELLED:
            return locked
        if registration is not None and is_over(registration.conference):
            raise refuse(_("The conference is over: what was agreed stays as it is."))
        one, other = sides[locked.registration_a_id], sides[locked.registration_b_id]
        locked.registration_a, locked.registration_b = one, other
        now = timezone.now()
        locked.status = MatchStatus.CANCELLED
        locked.cancelled_at = now
        locked.cancelled_by = registration
        locked.save(update_fields=["status", "cancelled_at", "cancelled_by"])
        locked.conference = one.conference
        opened = _reopen_wishes(locked) if reopen else []
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
                    wishes_again=any(row.wisher_id == side.pk for row in opened),
                    is_asked_again=any(row.target_id == side.pk for row in opened),
                )
        _tell_if_placed(locked, by=by)
    return locked


def _accepted(match: Match) -> QuerySet[Wish]:
    sides = (match.registration_a_id, match.registration_b_id)
    rows = Wish.objects.filter(wisher__in=sides, target__in=sides, status=WishStatus.ACCEPTED)
    return rows.exclude(kind=WishKind.VETO)


def _reopen_wishes(match: Match) -> list[Wish]:
    """The pair's wishes that were accepted wait for an answer again, as long as there is time for
    one; the others end as expired."""
    now = timezone.now()
    _accepted(match).filter(expires_at__lte=now).update(status=WishStatus.EXPIRED, answered_at=now)
    opened = list(_accepted(match))
    _accepted(match).update(status=WishStatus.PENDING, answered_at=None)
    return opened


def _end_wishes(match: Match, registration: Registration | None) -> None:
    """No wish of the pair stays accepted."""
    accepted = _accepted(match)
    now = timezone.now()
    if registration is not None:
        accepted.exclude(wisher=registration).update(status=WishStatus.DECLINED, answered_at=now)
    accepted.update(status=WishStatus.WITHDRAWN, answered_at=now)
