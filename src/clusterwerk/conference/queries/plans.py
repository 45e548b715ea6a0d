"""Plans of a conference, and what found no place in them."""

from collections.abc import Iterable
from itertools import count

from django.db.models import Count, Max, Q, QuerySet

from ..choices import MatchStatus, PlanState, RegistrationStatus
from ..models import Conference, Delegate, Match, Plan, PlanEdit, PlannedMeeting
from .timetable import is_called

SEED_MAX = 2**31 - 1


def plans_of(conference: Conference) -> QuerySet[Plan]:
    """All versions, newest first."""
    return (
        Plan.objects.filter(conference=conference)
        .select_related("conference", "job", "requested_by")
        .order_by("-version")
    )


def planned_matches(conference: Conference) -> QuerySet[Match]:
    """What a plan has to place: agreed matches of admitted delegations, by key."""
    return Match.objects.filter(
        conference=conference,
        status=MatchStatus.AGREED,
        registration_a__status=RegistrationStatus.ADMITTED,
        registration_b__status=RegistrationStatus.ADMITTED,
    ).order_by("pk")


def state_of_edits(plan: Plan) -> str:
    """What stands on a draft's board, as far as it was changed by hand: it is another text after
    each step, and the same again after a step was taken back and done anew."""
    steps = PlanEdit.objects.filter(plan=plan).aggregate(
        last=Max("position"), undone=Count("pk", filter=Q(undone_at__isnull=False))
    )
    return f"{steps['last'] or 0}.{steps['undone']}"


def plans_in_progress(conference: Conference) -> QuerySet[Plan]:
    """Plans that wait or run."""
    return plans_of(conference).filter(state__in=(PlanState.WAITING, PlanState.RUNNING))


def unused_seed(plans: Iterable[Plan]) -> int:
    """A starting number none of the plans has: the largest one + 1, from 0 to `SEED_MAX`."""
    used = {plan.seed for plan in plans}
    following = max(used, default=-1) + 1
    if following <= SEED_MAX:
        return following
    return next(number for number in count() if number not in used)


def unplaced_meetings_of(plan: Plan) -> QuerySet[PlannedMeeting]:
    """Agreed meetings without a place, the most wanted first, with their organisations."""
    return (
        PlannedMeeting.objects.filter(
            plan=plan, slot__isnull=True, match__status=MatchStatus.AGREED
        )
        .select_related(
            "match__registration_a__organisation__country",
            "match__registration_b__organisation__country",
            "match__delegate_a",
            "match__delegate_b",
        )
        .order_by("-match__weight", "match__pk")
    )


def unplaced_meetings_found(plan: Plan, words: str) -> list[PlannedMeeting]:
    """Those of organisations in whose name or short name all the words stand; all without words."""
    return [
        row
        for row in unplaced_meetings_of(plan)
        if any(
            is_called(words, side.organisation.name, side.organisation.short_name)
            for side in (row.match.registration_a, row.match.registration_b)
        )
    ]


def delegates_by_key(keys: Iterable[str]) -> dict[str, Delegate]:
    """The delegates that reasons name, with their organisations, by their keys as texts."""
    wanted = {key for key in keys if key.isdecimal()}
    if not wanted:
        return {}
    rows = Delegate.objects.filter(pk__in=wanted).select_related("registration__organisation")
    return {str(row.pk): row for row in rows}
