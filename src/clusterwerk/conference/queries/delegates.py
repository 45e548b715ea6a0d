"""Delegates of a conference as everybody may see them."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from ..choices import RegistrationStatus
from ..models import Conference, Delegate, Plan, PlannedMeeting


@dataclass(frozen=True, slots=True)
class DelegateFilter:
    """What a visitor chose; empty means all."""

    words: str = ""
    country: str = ""
    field: str = ""
    organisation: str = ""


def delegates_of(conference: Conference) -> QuerySet[Delegate]:
    """Admitted delegates by badge number, with organisation, country and main field; who cancelled
    is left out."""
    return (
        Delegate.objects.filter(
            registration__conference=conference,
            registration__status=RegistrationStatus.ADMITTED,
            cancelled_at__isnull=True,
        )
        .select_related("registration__organisation__country")
        .order_by("number", "pk")
    )


def delegates_matching(conference: Conference, chosen: DelegateFilter) -> QuerySet[Delegate]:
    """Those a filter leaves. Names and functions are searched only where they are public, so a
    search never tells what the list hides."""
    # One conference for all, not one more read for each of hundreds of delegates.
    found = delegates_of(conference).prefetch_related("registration__conference")
    for word in chosen.words.split():
        found = found.filter(
            Q(name_public_since__isnull=False, name__icontains=word)
            | Q(function_public_since__isnull=False, function_de__icontains=word)
            | Q(function_public_since__isnull=False, function_en__icontains=word)
            | Q(registration__organisation__name__icontains=word)
            | Q(registration__organisation__short_name__icontains=word)
        )
    if chosen.country:
        found = found.filter(registration__organisation__country=chosen.country)
    if chosen.field:
        found = found.filter(registration__organisation__fields=chosen.field)
    if chosen.organisation:
        found = found.filter(registration__organisation__slug=chosen.organisation)
    return found


def with_number_of_meetings(delegates: QuerySet[Delegate], plan: Plan | None) -> QuerySet[Delegate]:
    """Adds `meetings`: how many placed meetings each has in the plan, 0 without a plan."""

    def counted(side: str) -> Coalesce:
        rows = (
            PlannedMeeting.objects.filter(**{"plan": plan, side: OuterRef("pk")})
            .order_by()
            .values(side)
            .annotate(number=Count("pk"))
            .values("number")
        )
        return Coalesce(Subquery(rows), 0)

    return delegates.annotate(meetings=counted("delegate_a") + counted("delegate_b"))
