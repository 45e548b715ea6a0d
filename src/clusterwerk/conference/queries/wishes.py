"""Wishes: what a delegation wishes for and was asked, what is allowed, what the team sees."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from ..choices import PhaseKind, RegistrationStatus, WishKind, WishStatus
from ..models import Conference, ParticipantType, Registration, Wish
from .phases import Span, spans_of

OPEN = (WishStatus.PENDING, WishStatus.ACCEPTED)
# A delegation's own page names the other side only.
_TARGET = ("target__organisation__country", "target_delegate")


def may_ask(one: Registration, other: Registration) -> bool:
    """Whether the matrix of types lets the first wish for the second; at most 2 queries.

    Everybody may who has no type, or is asked without one; and all may ask all as long as the
    team has set no rule at all.
    """
    if one.type_id is None or other.type_id is None:
        return True
    rules = ParticipantType.may_ask.through.objects.filter(
        from_participanttype__conference=one.conference_id
    )
    here = rules.filter(from_participanttype=one.type_id, to_participanttype=other.type_id)
    return here.exists() or not rules.exists()


def types_to_ask(registration: Registration) -> frozenset[int] | None:
    """Keys of the types a delegation may wish for; None for all. Those without a type are always
    allowed."""
    if registration.type_id is None:
        return None
    rules = list(
        ParticipantType.may_ask.through.objects.filter(
            from_participanttype__conference=registration.conference_id
        ).values_list("from_participanttype", "to_participanttype")
    )
    if not rules:
        return None
    return frozenset(other for one, other in rules if one == registration.type_id)


def wishes_are_open(conference: Conference, at: datetime | None = None) -> bool:
    """Whether delegations may make wishes, now unless `at` is given."""
    phase = _phase(conference)
    moment = at or timezone.now()
    return phase is not None and phase.starts_at <= moment < phase.ends_at


def _phase(conference: Conference) -> Span | None:
    """The wish phase; no query where the phases of the conference are read already."""
    return next((span for span in spans_of(conference) if span.kind == PhaseKind.WISHES), None)


def expiry_of(conference: Conference, now: datetime) -> datetime:
    """Until when a wish made now can be answered: so many days as the team set, at most until the
    wishes close; a wish of the team outside of that time has all of its days."""
    by_days = now + timedelta(days=conference.wish_days)
    phase = _phase(conference)
    if phase is not None and phase.starts_at <= now < phase.ends_at:
        return min(by_days, phase.ends_at)
    return by_days


def wishes_of(registration: Registration) -> QuerySet[Wish]:
    """What a delegation wishes for, its own order first; vetoes and what was withdrawn left out."""
    return (
        Wish.objects.filter(wisher=registration)
        .select_related(*_TARGET)
        .exclude(kind=WishKind.VETO)
        .exclude(status=WishStatus.WITHDRAWN)
        .order_by("rank", "pk")
    )


def exclusions_of(registration: Registration) -> QuerySet[Wish]:
    """Whom a delegation never wants to meet; nobody else but the team may see it."""
    return (
        Wish.objects.filter(wisher=registration, kind=WishKind.VETO)
        .select_related(*_TARGET)
        .exclude(status=WishStatus.WITHDRAWN)
        .order_by("target__organisation__sort_name", "pk")
    )


def asked_of(registration: Registration) -> QuerySet[Wish]:
    """Wishes that a delegation has not answered yet, those that expire first on top; none of whom
    it has excluded."""
    return (
        Wish.objects.filter(target=registration, status=WishStatus.PENDING)
        .select_related("wisher__organisation__country", "target_delegate")
        .exclude(kind=WishKind.VETO)
        .filter(~_is_unwanted(), wisher__status=RegistrationStatus.ADMITTED)
        .filter(Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now()))
        .order_by("expires_at", "pk")
    )


def _is_unwanted() -> Exists:
    """Whether the side that is asked has excluded the one that wishes: it never sees the wish."""
    vetoes = Wish.objects.filter(
        wisher=OuterRef("target"), target=OuterRef("wisher"), kind=WishKind.VETO
    )
    return Exists(vetoes.exclude(status=WishStatus.WITHDRAWN))


def with_both_sides(rows: QuerySet[Wish]) -> QuerySet[Wish]:
    """With organisations, countries and named people of both sides."""
    return rows.select_related(
        "wisher__organisation__country",
        "wisher__conference",
        "target__organisation__country",
        "target__conference",
        "delegate",
        "target_delegate",
    )


@dataclass(frozen=True, slots=True)
class WishFilter:
    """What the team chose; empty means all."""

    words: str = ""
    status: str = ""
    kind: str = ""
    only_reported: bool = False


def wishes_at(conference: Conference, chosen: WishFilter) -> QuerySet[Wish]:
    """All wishes of a conference, the newest first, as the team sees them: vetoes too."""
    rows = with_both_sides(Wish.objects.filter(wisher__conference=conference))
    if chosen.words:
        found = _named_like(conference, chosen.words)
        rows = rows.filter(Q(wisher__in=found) | Q(target__in=found))
    if chosen.status:
        rows = rows.filter(status=chosen.status)
    if chosen.kind:
        rows = rows.filter(kind=chosen.kind)
    if chosen.only_reported:
        rows = rows.filter(reported_at__isnull=False)
    return rows.order_by("-created_at", "-pk")


def _named_like(conference: Conference, words: str) -> list[int]:
    """Delegations in whose organisation's name all the words stand; compared here, as SQLite knows
    no case of umlauts."""
    names = Registration.objects.filter(conference=conference).values_list(
        "pk", "organisation__name", "organisation__short_name"
    )
    wanted = words.casefold().split()
    return [
        key
        for key, name, short in names
        if all(word in f"{name} {short}".casefold() for word in wanted)
    ]


def untold_wishes(now: datetime, quiet: timedelta) -> list[int]:
    """Keys of delegations that should hear now of wishes nobody told them yet: those who heard of
    none within `quiet`, so that the first comes at once and the next ones together."""
    waiting = pending_at(now).filter(told_at__isnull=True).values_list("target", flat=True)
    heard = Wish.objects.filter(told_at__gt=now - quiet).values("target")
    return sorted(set(waiting.exclude(target__in=heard)))


def pending_at(now: datetime) -> QuerySet[Wish]:
    """Wishes that can be answered now."""
    return Wish.objects.filter(
        ~_is_unwanted(),
        status=WishStatus.PENDING,
        expires_at__gt=now,
        wisher__status=RegistrationStatus.ADMITTED,
        target__status=RegistrationStatus.ADMITTED,
    ).exclude(kind=WishKind.VETO)


def half_way(rows: Iterable[Wish], now: datetime) -> list[Wish]:
    """Of told wishes those for which half of the time to answer has passed."""
    return [
        row
        for row in rows
        if row.told_at is not None
        and row.expires_at is not None
        and now >= row.told_at + (row.expires_at - row.told_at) / 2
    ]
