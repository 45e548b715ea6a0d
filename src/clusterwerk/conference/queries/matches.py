"""Agreed meetings as one side sees them, and how many more may come."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.functional import cached_property

from ..choices import MatchStatus, WishKind, WishStatus
from ..models import Delegate, Match, Registration, Slot, Wish

# Fewer answers than these say nothing about how many wishes come true; half of them then.
FEWEST_ANSWERS = 10
RATE_BEFORE = 0.5


@dataclass(frozen=True, slots=True)
class AgreedMeeting:
    """A match as one side sees it; a delegate is None where anybody may serve."""

    match: Match
    partner: Registration
    mine: Delegate | None
    theirs: Delegate | None


def agreed_meetings_of(registration: Registration) -> list[AgreedMeeting]:
    """What a delegation has agreed to, by the partner's name; 1 query."""
    rows = Match.objects.filter(
        Q(registration_a=registration) | Q(registration_b=registration),
        status=MatchStatus.AGREED,
    ).select_related(
        "registration_a__organisation__country",
        "registration_b__organisation__country",
        "delegate_a",
        "delegate_b",
    )
    found = [
        AgreedMeeting(row, row.registration_b, row.delegate_a, row.delegate_b)
        if row.registration_a_id == registration.pk
        else AgreedMeeting(row, row.registration_a, row.delegate_b, row.delegate_a)
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.partner.organisation.sort_name, one.match.pk))


@dataclass(frozen=True)
class Expectation:
    """How many meetings a delegation can expect.

    Agreed ones, and of its `pending` wishes as many as come true at this conference (`rate`: the
    agreed matches of all those that were answered or expired, a half as long as there were fewer
    than ten), at most as many as its people have slots (`places`, None while there are no slots).
    """

    agreed: int
    pending: int
    rate: float
    places: int | None

    @cached_property
    def number(self) -> int:
        """The expected number, rounded."""
        expected = self.agreed + round(self.pending * self.rate)
        return expected if self.places is None else min(expected, max(self.places, self.agreed))


def expectation_of(registration: Registration) -> Expectation:
    """What can be expected now; 6 queries for any number of wishes."""
    matches = Match.objects.filter(conference=registration.conference_id)
    agreed = matches.filter(
        Q(registration_a=registration) | Q(registration_b=registration),
        status=MatchStatus.AGREED,
    ).count()
    wishes = Wish.objects.exclude(kind=WishKind.VETO)
    pending = wishes.filter(wisher=registration, status=WishStatus.PENDING).count()
    return Expectation(agreed, pending, _rate(registration), _places(registration))


def _rate(registration: Registration) -> float:
    conference = registration.conference_id
    true = Match.objects.filter(conference=conference).count()
    in_vain = (
        Wish.objects.filter(
            wisher__conference=conference, status__in=(WishStatus.DECLINED, WishStatus.EXPIRED)
        )
        .exclude(kind=WishKind.VETO)
        .count()
    )
    answered = true + in_vain
    return true / answered if answered >= FEWEST_ANSWERS else RATE_BEFORE


def _places(registration: Registration) -> int | None:
    slots = Slot.objects.in_use().filter(session__conference=registration.conference_id).count()
    people = registration.delegates.filter(takes_meetings=True, cancelled_at__isnull=True).annotate(
        absent=Count("unavailable_slots", filter=Q(unavailable_slots__withdrawn_at__isnull=True))
    )
    return sum(slots - person.absent for person in people) if slots else None
