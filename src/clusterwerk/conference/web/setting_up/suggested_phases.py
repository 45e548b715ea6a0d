"""Dates for phases that have none yet: a proposal from the days of the conference."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from ...choices import PhaseKind
from ...models import Conference
from ...queries.clock import clock_of, moment_at
from ...queries.phases import Span

# In days before the first day of the conference; a year of asking after it.
WISHES_BEGIN, REGISTRATION_ENDS, PLANNING_BEGINS, PLAN_SHOWN = 45, 31, 17, 10
FOLLOW_UP_DAYS = 365
MORNING, EVENING = time(9), time(18)


def suggested_spans(conference: Conference, present: Sequence[Span]) -> list[Span]:
    """Dates of the kinds that have none: registration from tomorrow on. Nothing when the conference
    is too near for that; who is in a hurry knows better."""
    today = clock_of(timezone.now(), conference.zone).date()
    first, last = conference.starts_on, conference.ends_on
    if (first - today).days <= WISHES_BEGIN:
        return []

    def at(day: date, clock: time) -> datetime:
        return moment_at(day, clock, conference.zone)

    def before(days: int, clock: time = MORNING) -> datetime:
        return at(first - timedelta(days=days), clock)

    known = {span.kind: span for span in present}
    end = at(last, time(23, 59))
    wishes, planning = known.get(PhaseKind.WISHES), known.get(PhaseKind.PLANNING)
    planned_from = wishes.ends_at if wishes else before(PLANNING_BEGINS)
    shown_from = planning.ends_at if planning else before(PLAN_SHOWN)
    dates = {
        PhaseKind.REGISTRATION: (
            at(today + timedelta(days=1), MORNING),
            before(REGISTRATION_ENDS, EVENING),
        ),
        PhaseKind.WISHES: (before(WISHES_BEGIN), before(PLANNING_BEGINS)),
        PhaseKind.PLANNING: (planned_from, before(PLAN_SHOWN)),
        PhaseKind.PUBLISHED: (shown_from, end),
        PhaseKind.RUNNING: (at(first, time()), end),
        PhaseKind.FOLLOW_UP: (end, end + timedelta(days=FOLLOW_UP_DAYS)),
    }
    return [Span(kind, *days) for kind, days in dates.items() if kind not in known]
