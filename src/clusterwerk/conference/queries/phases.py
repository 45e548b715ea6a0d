"""The phases of a conference: which one is on, what comes next, where they do not fit."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from django.utils import timezone

from ..choices import PhaseKind
from ..models import Conference, ConferencePhase

# Those that may go on at the same time: wishes begin while others still register, and the plan
# stays published while the conference goes on. All others follow each other.
TOGETHER = frozenset(
    {
        frozenset({PhaseKind.REGISTRATION, PhaseKind.WISHES}),
        frozenset({PhaseKind.PUBLISHED, PhaseKind.RUNNING}),
    }
)
ORDER = list(PhaseKind)
LONG_GAP = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when a phase goes on."""

    kind: PhaseKind
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Deadline:
    """The next beginning or end of a phase."""

    kind: PhaseKind
    is_end: bool
    at: datetime


def spans_of(conference: Conference) -> list[Span]:
    """The phases that have dates, in the order of what they are for."""
    rows = [
        Span(PhaseKind(row.kind), row.starts_at, row.ends_at) for row in conference.phases.all()
    ]
    return sorted(rows, key=lambda span: ORDER.index(span.kind))


def phase_of(conference: Conference, kind: PhaseKind) -> ConferencePhase | None:
    """The phase of a kind, None when it has no dates yet."""
    return conference.phases.filter(kind=kind).first()


def is_open(conference: Conference, kind: PhaseKind, at: datetime | None = None) -> bool:
    """Whether a phase goes on, now unless `at` is given; its last moment no longer counts."""
    moment = at or timezone.now()
    return conference.phases.filter(kind=kind, starts_at__lte=moment, ends_at__gt=moment).exists()


def next_deadline(
    spans: list[Span], at: datetime, *, but: Container[PhaseKind] = ()
) -> Deadline | None:
    """What begins or ends next; the end first where one phase follows another. `but`: the phases
    that no longer concern the reader."""
    coming = [
        Deadline(span.kind, is_end, moment)
        for span in spans
        if span.kind not in but
        for is_end, moment in ((False, span.starts_at), (True, span.ends_at))
        if moment > at
    ]
    return min(coming, key=lambda row: (row.at, not row.is_end), default=None)


def overlaps_in(spans: list[Span]) -> list[tuple[PhaseKind, PhaseKind]]:
    """Pairs that go on at the same time and must not: the earlier kind first."""
    return [
        (one.kind, other.kind)
        for position, one in enumerate(spans)
        for other in spans[position + 1 :]
        if frozenset({one.kind, other.kind}) not in TOGETHER
        and one.starts_at < other.ends_at
        and other.starts_at < one.ends_at
    ]


def wrong_order_in(spans: list[Span]) -> list[tuple[PhaseKind, PhaseKind]]:
    """Neighbours where the later kind begins before the earlier one: (earlier kind, later kind)."""
    return [
        (one.kind, other.kind) for one, other in pairwise(spans) if other.starts_at < one.starts_at
    ]


def gaps_in(spans: list[Span]) -> list[tuple[PhaseKind, PhaseKind]]:
    """Neighbours with more than a day between them, in which delegates can do nothing."""
    return [
        (one.kind, other.kind)
        for one, other in pairwise(spans)
        if other.starts_at - one.ends_at > LONG_GAP
    ]
