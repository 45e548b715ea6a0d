"""Plans of a conference, and what found no place in them."""

from django.db.models import QuerySet

from ..choices import PlanState
from ..models import Conference, Plan, PlannedMeeting


def plans_of(conference: Conference) -> QuerySet[Plan]:
    """All versions, newest first."""
    return (
        Plan.objects.filter(conference=conference)
        .select_related("conference", "job", "requested_by")
        .order_by("-version")
    )


def plans_in_progress(conference: Conference) -> QuerySet[Plan]:
    """Plans that wait or run."""
    return plans_of(conference).filter(state__in=(PlanState.WAITING, PlanState.RUNNING))


def unplaced_meetings_of(plan: Plan) -> QuerySet[PlannedMeeting]:
    """Agreed meetings without a place, the most wanted first, with their organisations."""
    return (
        PlannedMeeting.objects.filter(plan=plan, slot__isnull=True)
        .select_related(
            "match__registration_a__organisation__country",
            "match__registration_b__organisation__country",
            "match__delegate_a",
            "match__delegate_b",
        )
        .order_by("-match__weight", "match__pk")
    )
