"""Conferences with their counted figures."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from ..choices import MatchStatus, RegistrationStatus
from ..models import Conference, Delegate, Match, Registration


def conferences() -> QuerySet[Conference]:
    """All conferences, newest first, with series, country and published plan."""
    return Conference.objects.select_related("series", "country", "published_plan").order_by(
        "-starts_on", "slug"
    )


def conferences_with_figures() -> QuerySet[Conference]:
    """All conferences, newest first, with counts of admitted delegations.

    Annotated: `organisations`, `delegates`, `countries`, `agreed` (agreed meetings).
    """
    admitted = Registration.objects.filter(
        conference=OuterRef("pk"), status=RegistrationStatus.ADMITTED
    )
    delegates = Delegate.objects.filter(
        registration__conference=OuterRef("pk"),
        registration__status=RegistrationStatus.ADMITTED,
    )
    matches = Match.objects.filter(conference=OuterRef("pk"), status=MatchStatus.AGREED)
    return conferences().annotate(
        organisations=_counted(admitted, "conference", Count("pk")),
        delegates=_counted(delegates, "registration__conference", Count("pk")),
        countries=_counted(admitted, "conference", Count("organisation__country", distinct=True)),
        agreed=_counted(matches, "conference", Count("pk")),
    )


def _counted(rows: QuerySet[Any], conference: str, number: Count) -> Coalesce:
    """A count of its own per conference: joined in one query the rows would multiply."""
    counted = rows.order_by().values(conference).annotate(number=number).values("number")
    return Coalesce(Subquery(counted), 0)


def featured_conference() -> Conference | None:
    """The conference for the start page: of those with a published plan the one with most placed
    meetings among the latest day; None without any. Annotated as `conferences_with_figures`."""
    return (
        conferences_with_figures()
        .filter(published_plan__isnull=False)
        .order_by("-starts_on", F("published_plan__placed").desc(), "slug")
        .first()
    )


def names_of_conferences(public_ids: Iterable[str]) -> dict[str, str]:
    """Names in the language of the page by public id; what is no id of a conference is left out."""
    keys = [key for key in public_ids if _is_uuid(key)]
    return {str(row.public_id): str(row) for row in Conference.objects.filter(public_id__in=keys)}


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def registrations_of_organisation(organisation_id: int) -> QuerySet[Registration]:
    """Where an organisation takes part, newest first; annotated with `number_of_delegates`."""
    return (
        Registration.objects.filter(
            organisation_id=organisation_id, status=RegistrationStatus.ADMITTED
        )
        .select_related("conference")
        .annotate(number_of_delegates=Count("delegates"))
        .order_by("-conference__starts_on", "conference__slug")
    )
