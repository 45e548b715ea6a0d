"""Conferences with their counted figures."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from clusterwerk.accounts.choices import Role, ScopeKind
from clusterwerk.accounts.queries import has_role, scope_keys_of

from ..choices import MatchStatus, RegistrationStatus
from ..models import Conference, Delegate, Match, Registration
from .keys import uuids_in


def conferences() -> QuerySet[Conference]:
    """All conferences, newest first, with series, country and published plan."""
    return Conference.objects.select_related("series", "country", "published_plan").order_by(
        "-starts_on", "slug"
    )


def conferences_visible_to(
    user: Any, rows: QuerySet[Conference] | None = None
) -> QuerySet[Conference]:
    """Those of `rows` (all without) that a person may see: a hidden one only its team."""
    found = conferences() if rows is None else rows
    if has_role(user, Role.ADMINISTRATOR) or has_role(
        user, Role.CONFERENCE_TEAM, ScopeKind.CONFERENCE, ""
    ):
        return found
    own = scope_keys_of(user, Role.CONFERENCE_TEAM, ScopeKind.CONFERENCE)
    return found.filter(Q(is_hidden=False) | Q(public_id__in=uuids_in(own)))


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
        cancelled_at__isnull=True,
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
    """The conference for the start page: of the visible ones with a published plan the one with
    most placed meetings among the latest day; None without any. Annotated as
    `conferences_with_figures`."""
    return (
        conferences_with_figures()
        .filter(published_plan__isnull=False, is_hidden=False)
        .order_by("-starts_on", F("published_plan__placed").desc(), "slug")
        .first()
    )


def names_of_conferences(public_ids: Iterable[str]) -> dict[str, str]:
    """Names in the language of the page by public id; what is no id of a conference is left out."""
    keys = uuids_in(public_ids)
    return {str(row.public_id): str(row) for row in Conference.objects.filter(public_id__in=keys)}


def registrations_of_organisation(organisation_id: int, user: Any = None) -> QuerySet[Registration]:
    """Where an organisation takes part, of what `user` may see (without one: everybody), newest
    first; annotated with `number_of_delegates`."""
    visible = conferences_visible_to(user, Conference.objects.all())
    return (
        Registration.objects.filter(
            organisation_id=organisation_id,
            status=RegistrationStatus.ADMITTED,
            conference__in=visible,
        )
        .select_related("conference")
        .annotate(
            number_of_delegates=Count("delegates", filter=Q(delegates__cancelled_at__isnull=True))
        )
        .order_by("-conference__starts_on", "conference__slug")
    )
