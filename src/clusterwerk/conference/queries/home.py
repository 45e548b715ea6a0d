"""The home delegation: who it is and whom it meets next."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q

from clusterwerk.directory.models import Organisation, OrganisationField

from ..choices import RegistrationStatus
from ..models import Conference, Plan, Registration
from .notices import holding_meetings_of

NEXT_SHOWN = 3


@dataclass(frozen=True, slots=True)
class HomeMeeting:
    """A meeting of a home delegation in the published plan."""

    starts_at: datetime
    table: str
    partner: str


@dataclass(frozen=True, slots=True)
class HomeDelegation:
    """One delegation with its organisation, its number of meetings, and the next of them."""

    registration: Registration
    organisation: Organisation
    fields: tuple[str, ...]
    meetings: int
    following: tuple[HomeMeeting, ...]


def home_delegations(
    conference: Conference, plan: Plan | None, now: datetime
) -> list[HomeDelegation]:
    """The admitted delegations of the home delegation by name; 3 queries, however many."""
    fields = OrganisationField.objects.select_related("field").order_by("position")
    rows = list(
        Registration.objects.filter(
            conference=conference, is_home=True, status=RegistrationStatus.ADMITTED
        )
        .select_related("organisation__district", "organisation__kind", "conference")
        .prefetch_related(Prefetch("organisation__field_links", queryset=fields))
        .order_by("organisation__sort_name")
    )
    meetings = _meetings_of({row.pk for row in rows}, plan) if plan and rows else {}
    found = []
    for row in rows:
        own = meetings.get(row.pk, [])
        coming = [meeting for meeting in own if meeting.starts_at >= now]
        found.append(
            HomeDelegation(
                registration=row,
                organisation=row.organisation,
                fields=tuple(str(link.field) for link in row.organisation.field_links.all()),
                meetings=len(own),
                following=tuple(coming[:NEXT_SHOWN]),
            )
        )
    return found


def _meetings_of(registrations: set[int], plan: Plan) -> dict[int, list[HomeMeeting]]:
    """Read as plain values: a plan of 600 meetings must not build thousands of models."""
    found: dict[int, list[HomeMeeting]] = defaultdict(list)
    own = Q(match__registration_a__in=registrations) | Q(match__registration_b__in=registrations)
    rows = (
        holding_meetings_of(plan)
        .filter(own)
        .order_by("slot__starts_at", "pk")
        .values_list(
            "slot__starts_at",
            "table__name",
            "table__number",
            "match__registration_a",
            "match__registration_a__organisation__name",
            "match__registration_b",
            "match__registration_b__organisation__name",
        )
    )
    for starts, name, number, a, a_name, b, b_name in rows:
        table = name or str(number)
        for side, partner in ((a, b_name), (b, a_name)):
            if side in registrations:
                found[side].append(HomeMeeting(starts, table, partner))
    return found
