"""Counts over a plan's placed meetings: countries, fields, slots, people."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from ..choices import MatchStatus, RegistrationStatus
from ..models import Conference, Delegate, Plan, PlannedMeeting, Registration
from .timetable import Meeting


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """What one country, or one main field, did: `crossing` of `meetings` had a partner from
    another one. A meeting within the group counts once."""

    code: str
    organisations: int
    delegates: int
    meetings: int
    crossing: int

    @property
    def within(self) -> int:
        """Meetings among themselves."""
        return self.meetings - self.crossing


@dataclass(frozen=True, slots=True)
class Pair:
    """Two main fields, and how many meetings they had."""

    one: str
    other: str
    meetings: int


@dataclass(frozen=True, slots=True)
class PersonFigures:
    """How many delegates have so many meetings."""

    meetings: int
    delegates: int


def _admitted(conference: Conference) -> QuerySet[Registration]:
    return Registration.objects.filter(conference=conference, status=RegistrationStatus.ADMITTED)


def _delegates() -> Count:
    return Count("delegates", filter=Q(delegates__cancelled_at__isnull=True), distinct=True)


def _groups(
    admitted: QuerySet[Registration], column: str, sides: list[tuple[str, str]]
) -> list[GroupFigures]:
    sizes = (
        admitted.order_by()
        .values_list(column)
        .annotate(number=Count("pk", distinct=True), people=_delegates())
    )
    meetings: Counter[str] = Counter()
    crossing: Counter[str] = Counter()
    for one, other in sides:
        for code in {one, other}:
            meetings[code] += 1
            crossing[code] += one != other
    found = [
        GroupFigures(code, organisations, delegates, meetings[code], crossing[code])
        for code, organisations, delegates in sizes
        if code
    ]
    return sorted(found, key=lambda row: (-row.meetings, -row.organisations, row.code))


def countries_of(conference: Conference, meetings: list[Meeting]) -> list[GroupFigures]:
    """Countries with organisations, delegates and meetings, most meetings first."""
    return _groups(
        _admitted(conference),
        "organisation__country",
        [(one.a.country, one.b.country) for one in meetings],
    )


def fields_of(conference: Conference, meetings: list[Meeting]) -> list[GroupFigures]:
    """The same by main field."""
    return _groups(
        _admitted(conference).filter(organisation__field_links__position=0),
        "organisation__field_links__field",
        [(one.a.field, one.b.field) for one in meetings],
    )


def field_pairs_of(meetings: list[Meeting]) -> list[Pair]:
    """Different main fields that met, most meetings first."""
    pairs: Counter[tuple[str, str]] = Counter(
        (min(one.a.field, one.b.field), max(one.a.field, one.b.field))
        for one in meetings
        if one.crosses_field
    )
    return [
        Pair(one, other, number)
        for (one, other), number in sorted(pairs.items(), key=lambda item: (-item[1], item[0]))
    ]


def meetings_per_delegate(conference: Conference, plan: Plan) -> list[PersonFigures]:
    """How many delegates have 0, 1, 2, ... meetings, without gaps."""
    load: Counter[int] = Counter()
    held = PlannedMeeting.objects.filter(plan=plan, slot__isnull=False).exclude(
        match__status=MatchStatus.CANCELLED
    )
    for pair in held.values_list("delegate_a", "delegate_b"):
        load.update(pair)
    everybody = Delegate.objects.filter(
        Q(cancelled_at__isnull=True) | Q(pk__in=load),
        registration__conference=conference,
        registration__status=RegistrationStatus.ADMITTED,
    ).count()
    counts: dict[int, int] = defaultdict(int)
    for number in load.values():
        counts[number] += 1
    counts[0] = everybody - len(load)
    last = max(counts, default=0)
    first = 0 if counts[0] else 1
    return [PersonFigures(number, counts[number]) for number in range(first, last + 1)]


def least_served_of(plan: Plan, limit: int = 5) -> list[tuple[int, int, int]]:
    """Organisations with the smallest share of their agreed meetings: (key, placed, agreed)."""
    agreed: Counter[int] = Counter()
    placed: Counter[int] = Counter()
    rows = PlannedMeeting.objects.filter(plan=plan, match__status=MatchStatus.AGREED).values_list(
        "match__registration_a__organisation_id", "match__registration_b__organisation_id", "slot"
    )
    for one, other, slot in rows:
        for key in (one, other):
            agreed[key] += 1
            placed[key] += slot is not None
    short = [(key, placed[key], agreed[key]) for key in agreed if placed[key] < agreed[key]]
    return sorted(short, key=lambda row: (row[1] / row[2], -row[2], row[0]))[:limit]
