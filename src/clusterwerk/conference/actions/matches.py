"""Agreed meetings: how they come about, and how they are cancelled."""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterwerk.audit.actions import record

from .. import suggesting
from ..choices import MatchStatus, Priority, WishKind, WishStatus
from ..models import Delegate, Match, PlannedMeeting, Registration, Wish
from .faults import refuse
from .locking import lock_pair
from .notices import is_over, tell_changes
from .wish_mails import tell_delegation

# From the least to the most wanted.
RANKS = (Priority.WOULD, Priority.WANT, Priority.MUST)


def agree_match(
    one: Registration, other: Registration, *, by: Any, made_by_team: bool = False
) -> Match:
    """The two wish for each other: their one match, anew or revived; their open wishes end as
    accepted.

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
    match.made_by_team = made_by_team
    match.potential = suggesting.potential_of(first, second)
    match.priority = _priority(wishes)
    match.delegate_a, match.delegate_b = _named(wishes, first), _named(wishes, second)
    _weigh(match, wishes)
    match.save()
    Wish.objects.filter(pk__in=[row.pk for row in wishes]).exclude(
        status=WishStatus.ACCEPTED
    ).update(status=WishStatus.ACCEPTED, answered_at=now)
    record("agree_match", by=by, subject=match, made_by_team=made_by_team)
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
        # Without wishes the conference team made the match, and said how much it counts.
        if pair:
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
    """`suggesting.weight_of` with the best wish of each side; who only accepted ranks it alike."""
    sides: dict[int, tuple[str, int]] = {}
    for wish in sorted(wishes, key=lambda row: (RANKS.index(Priority(row.kind)), -row.rank)):
        sides[wish.wisher_id] = (wish.kind, wish.rank)
    one, other = (*sides.values(), *sides.values())[:2]
    match.weight = suggesting.weight_of(match.potential, one, other)


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
    match: Match, *, by: Any, registration: Registration | None = None, tell: bool = True
) -> Match:
    """The two do not meet after all; a match that is cancelled already stays as it is.

    `registration` is the side that cancels, None for the conference team. Its wishes for the other
    side end as withdrawn, those of the other side as declined; where the team cancels, all as
    withdrawn. Both sides are mailed unless `tell` is false. Raises RefusedError when a delegation
    cancels after the last day.
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
                )
        _tell_if_placed(locked, by=by)
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
