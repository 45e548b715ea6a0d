"""Delegations as the team and they themselves see them, and how many places there are."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from ..choices import MatchStatus, RegistrationStatus
from ..models import (
    Conference,
    Delegate,
    Match,
    Need,
    Offer,
    ParticipantType,
    PlannedMeeting,
    Registration,
    Table,
    Wish,
)

# Those that stand for their organisation; the others may be registered anew.
STANDING = (
    RegistrationStatus.REQUESTED,
    RegistrationStatus.ADMITTED,
    RegistrationStatus.WAITING,
)


@dataclass(frozen=True, slots=True)
class RegistrationFilter:
    """What the team chose; empty means all."""

    words: str = ""
    status: str = ""
    type: str = ""
    country: str = ""


def registrations_of(conference: Conference) -> QuerySet[Registration]:
    """All delegations, the latest first; annotated with `number_of_delegates`, those who cancelled
    left out."""
    delegates = (
        Delegate.objects.filter(registration=OuterRef("pk"), cancelled_at__isnull=True)
        .order_by()
        .values("registration")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return (
        Registration.objects.filter(conference=conference)
        .select_related("organisation__country", "type", "conference")
        .annotate(number_of_delegates=Coalesce(Subquery(delegates), 0))
        .order_by("-registered_at", "-pk")
    )


def registrations_matching(
    conference: Conference, chosen: RegistrationFilter
) -> QuerySet[Registration]:
    """Those a filter leaves; words are looked for in organisation, contact and delegates."""
    found = registrations_of(conference)
    for word in chosen.words.split():
        people = Delegate.objects.filter(registration=OuterRef("pk"), cancelled_at__isnull=True)
        found = found.filter(
            Q(organisation__name__icontains=word)
            | Q(organisation__short_name__icontains=word)
            | Q(contact_name__icontains=word)
            | Q(contact_email__icontains=word)
            | Exists(people.filter(Q(name__icontains=word) | Q(email__icontains=word)))
        )
    if chosen.status:
        found = found.filter(status=chosen.status)
    if chosen.type == "none":
        found = found.filter(type__isnull=True)
    elif chosen.type:
        found = found.filter(type__public_id=chosen.type)
    if chosen.country:
        found = found.filter(organisation__country=chosen.country)
    return found


def with_everything(rows: QuerySet[Registration]) -> QuerySet[Registration]:
    """Adds delegates, offers and needs with their fields and countries, in few queries."""
    return rows.prefetch_related(
        Prefetch("delegates", Delegate.objects.order_by("cancelled_at", "number")),
        Prefetch("offers", Offer.objects.prefetch_related("fields", "countries").order_by("pk")),
        Prefetch("needs", Need.objects.prefetch_related("fields", "countries").order_by("pk")),
        "organisation__field_links__field",
    )


def counts_by_status(conference: Conference) -> dict[str, tuple[int, int]]:
    """Status -> (delegations, their delegates), in the order of the statuses; one query."""
    rows = dict.fromkeys(RegistrationStatus.values, (0, 0))
    counted = (
        Registration.objects.filter(conference=conference)
        .order_by()
        .values("status")
        .annotate(
            number=Count("pk", distinct=True),
            people=Count("delegates", filter=Q(delegates__cancelled_at__isnull=True)),
        )
    )
    rows |= {row["status"]: (row["number"], row["people"]) for row in counted}
    return rows


def active_delegates(registration: Registration) -> QuerySet[Delegate]:
    """Those who come, by badge number."""
    return registration.delegates.filter(cancelled_at__isnull=True).order_by("number")


@dataclass(frozen=True, slots=True)
class Places:
    """How many delegates may still be admitted; None means no limit."""

    conference: int | None
    type: int | None

    @property
    def free(self) -> int | None:
        """The smaller of the two."""
        limits = [limit for limit in (self.conference, self.type) if limit is not None]
        return min(limits) if limits else None

    def fits(self, delegates: int) -> bool:
        """Whether so many find a place."""
        return self.free is None or delegates <= self.free


def places_of(
    conference: Conference, kind: ParticipantType | None, *, asked_for: bool = False
) -> Places:
    """The places left by admitted delegates, for a type of participant; with `asked_for` also those
    count as taken that delegations not decided on ask for."""
    taken_by = [RegistrationStatus.ADMITTED]
    if asked_for:
        taken_by.append(RegistrationStatus.REQUESTED)
    admitted = Delegate.objects.filter(
        registration__conference=conference,
        registration__status__in=taken_by,
        cancelled_at__isnull=True,
    )

    def left(capacity: int | None, taken: QuerySet[Delegate]) -> int | None:
        return None if capacity is None else max(0, capacity - taken.count())

    return Places(
        conference=left(conference.capacity, admitted),
        type=left(kind.capacity, admitted.filter(registration__type=kind)) if kind else None,
    )


def waiting_list(conference: Conference) -> QuerySet[Registration]:
    """Who waits for a place, the first one first: those that the team put on the list before those
    it has not decided on."""
    return (
        registrations_of(conference)
        .filter(status=RegistrationStatus.WAITING)
        .annotate(is_undecided=Q(decided_at__isnull=True))
        .order_by("is_undecided", "registered_at", "pk")
    )


def must_wait(conference: Conference, kind: ParticipantType | None, delegates: int) -> bool:
    """Whether a new delegation of so many comes on the waiting list: there are no places, or others
    wait for the same ones, and those left are asked for already."""
    if not places_of(conference, kind).fits(delegates):
        return True
    if places_of(conference, kind, asked_for=True).fits(delegates):
        return False
    key = kind.pk if kind else None
    in_all = {
        is_undecided: places_of(conference, None, asked_for=is_undecided)
        for is_undecided in (False, True)
    }
    return any(
        row.type_id == key or not in_all[row.decided_at is None].fits(active_delegates(row).count())
        for row in waiting_list(conference)
    )


def place_in_queue(registration: Registration) -> int:
    """1 for the first of the waiting list; 0 for a delegation that does not wait."""
    keys = list(waiting_list(registration.conference).values_list("pk", flat=True))
    return keys.index(registration.pk) + 1 if registration.pk in keys else 0


def delegates_with_address(
    conference: Conference, email: str, *, outside: Registration | None = None
) -> QuerySet[Delegate]:
    """Delegates of standing delegations who hold an address, in another delegation where given."""
    rows = Delegate.objects.filter(
        registration__conference=conference,
        registration__status__in=STANDING,
        email__iexact=email,
        cancelled_at__isnull=True,
    )
    return rows.exclude(registration=outside) if outside is not None else rows


def has_held(registration: Registration, email: str) -> bool:
    """Whether an address is that of the contact or of a delegate, also one who cancelled."""
    is_contact = registration.contact_email.lower() == email.lower()
    return is_contact or registration.delegates.filter(email__iexact=email).exists()


@dataclass(frozen=True, slots=True)
class Losses:
    """What ends with a delegation: numbers of wishes, agreed meetings, and those planned; its
    booths, as their cards name them."""

    wishes: int
    agreed: int
    planned: int
    booths: tuple[str, ...] = ()


def losses_of(registration: Registration) -> Losses:
    """What a delegation and its partners lose when it does not come."""
    mine = matches_of(registration)
    plan = registration.conference.published_plan_id
    return Losses(
        wishes=Wish.objects.filter(wisher=registration)
        .exclude(status__in=("withdrawn", "declined", "expired"))
        .count(),
        agreed=mine.count(),
        planned=PlannedMeeting.objects.filter(
            plan_id=plan, slot__isnull=False, match__in=mine
        ).count()
        if plan
        else 0,
        booths=tuple(table.label for table in booths_of(registration).order_by("number")),
    )


def booths_of(registration: Registration) -> QuerySet[Table]:
    """The tables that only this delegation uses."""
    return Table.objects.in_use().filter(booth_of=registration)


def matches_of(registration: Registration) -> QuerySet[Match]:
    """Its agreed meetings."""
    return Match.objects.filter(
        Q(registration_a=registration) | Q(registration_b=registration),
        status=MatchStatus.AGREED,
    )


@dataclass(frozen=True, slots=True)
class PlannedOfDelegate:
    """A meeting of the published plan as a delegate sees it."""

    match: Match
    slot: Any
    partner: Any


def planned_of_delegate(delegate: Delegate) -> list[PlannedOfDelegate]:
    """The delegate's meetings in the published plan whose match still stands, in order of time."""
    plan = delegate.registration.conference.published_plan_id
    if plan is None:
        return []
    rows = (
        PlannedMeeting.objects.filter(
            Q(delegate_a=delegate) | Q(delegate_b=delegate),
            plan_id=plan,
            match__status=MatchStatus.AGREED,
        )
        .select_related(
            "slot",
            "match__registration_a__organisation",
            "match__registration_b__organisation",
        )
        .order_by("slot__starts_at", "pk")
    )
    return [
        PlannedOfDelegate(
            match=row.match,
            slot=row.slot,
            partner=row.match.registration_b.organisation
            if row.match.registration_a_id == delegate.registration_id
            else row.match.registration_a.organisation,
        )
        for row in rows
    ]
