"""A delegate's own agenda with what to know of each partner: read in a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet

from clusterwerk.directory.models import OrganisationField

from ..models import (
    Delegate,
    Match,
    Need,
    Offer,
    PartnerMessage,
    Plan,
    PlannedMeeting,
    Registration,
    Wish,
)
from .agendas import meetings_of_delegate


@dataclass(frozen=True, slots=True)
class Letter:
    """Something one side wrote to the other: with a wish, or later."""

    text: str
    is_ours: bool
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class MyMeeting:
    """A meeting as the delegate sees it. `seeks_place`: one side cannot come at that time any more,
    and the conference team looks for another one."""

    match: Match
    starts_at: datetime
    ends_at: datetime
    table: str
    zone: str
    partner: Registration
    person: Delegate
    seeks_place: bool = False
    we_are_absent: bool = False
    letters: tuple[Letter, ...] = ()

    @property
    def email(self) -> str:
        """The partner's address, where they share it with those they meet."""
        return self.person.email if self.person.email_shared_since else ""


@dataclass(frozen=True, slots=True)
class AgendaDay:
    """A day on the clocks of the conference."""

    day: date
    meetings: tuple[MyMeeting, ...]


def my_meetings(plan: Plan | None, delegate: Delegate) -> list[MyMeeting]:
    """The delegate's meetings in order of time, with partners' facts and what was written."""
    if plan is None:
        return []
    rows = list(
        meetings_of_delegate(plan, delegate).prefetch_related(
            *(
                Prefetch(f"delegate_{side}__registration__{name}", queryset=queryset)
                for side in "ab"
                for name, queryset in _facts().items()
            )
        )
    )
    absent = _absences_of(rows)
    letters = letters_of([row.match for row in rows], delegate.registration_id)
    return [_meeting(row, delegate, absent, letters) for row in rows]


def by_day(delegate: Delegate, meetings: list[MyMeeting]) -> list[AgendaDay]:
    """The meetings by the day on the clocks of the conference."""
    zone = delegate.registration.conference.zone
    days: dict[date, list[MyMeeting]] = {}
    for meeting in meetings:
        days.setdefault(meeting.starts_at.astimezone(zone).date(), []).append(meeting)
    return [AgendaDay(day, tuple(rows)) for day, rows in days.items()]


def letters_of(matches: list[Match], registration: int) -> dict[int, tuple[Letter, ...]]:
    """What the two sides of each match wrote to each other, oldest first, by the match's key; with
    a wish or later. `registration` is the key of the reader's side."""
    partners = {
        match.registration_a_id
        if match.registration_b_id == registration
        else match.registration_b_id: match.pk
        for match in matches
    }
    found: dict[int, list[Letter]] = defaultdict(list)
    wishes = Wish.objects.filter(
        Q(wisher=registration, target__in=partners) | Q(target=registration, wisher__in=partners),
        reported_at__isnull=True,
    ).exclude(message="")
    for wish in wishes:
        ours = wish.wisher_id == registration
        match = partners[wish.target_id if ours else wish.wisher_id]
        found[match].append(Letter(wish.message, ours, wish.created_at))
    messages = PartnerMessage.objects.filter(match__in=matches).select_related("sender")
    for message in messages:
        ours = message.sender.registration_id == registration
        found[message.match_id].append(Letter(message.text, ours, message.sent_at))
    return {
        match: tuple(sorted(rows, key=lambda letter: letter.sent_at))
        for match, rows in found.items()
    }


def matches_of_delegation(registration: Registration) -> QuerySet[Match]:
    """All matches of a delegation, also cancelled ones."""
    return Match.objects.filter(
        Q(registration_a=registration) | Q(registration_b=registration)
    ).select_related("registration_a__organisation", "registration_b__organisation", "conference")


def _facts() -> dict[str, QuerySet[OrganisationField] | QuerySet[Offer] | QuerySet[Need]]:
    return {
        "organisation__field_links": OrganisationField.objects.select_related("field").order_by(
            "position"
        ),
        "offers": Offer.objects.order_by("pk"),
        "needs": Need.objects.order_by("pk"),
    }


def _absences_of(rows: list[PlannedMeeting]) -> set[tuple[int, int]]:
    people = {key for row in rows for key in (row.delegate_a_id, row.delegate_b_id) if key}
    return set(
        Delegate.unavailable_slots.through.objects.filter(
            delegate__in=people, slot__in={row.slot_id for row in rows if row.slot_id}
        ).values_list("delegate_id", "slot_id")
    )


def _meeting(
    row: PlannedMeeting,
    delegate: Delegate,
    absent: set[tuple[int, int]],
    letters: dict[int, tuple[Letter, ...]],
) -> MyMeeting:
    person = row.delegate_b if row.delegate_a_id == delegate.pk else row.delegate_a
    # A placed meeting has all three, by a constraint of the table.
    assert person is not None
    assert row.slot is not None
    assert row.table is not None
    we = (delegate.pk, row.slot.pk) in absent
    return MyMeeting(
        match=row.match,
        starts_at=row.slot.starts_at,
        ends_at=row.slot.ends_at,
        table=row.table.label,
        zone=row.table.zone,
        partner=person.registration,
        person=person,
        seeks_place=we or (person.pk, row.slot.pk) in absent,
        we_are_absent=we,
        letters=letters.get(row.match_id, ()),
    )
