"""The home delegation: who it is and whom it meets next."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

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
    partner: Organisation


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
    """The admitted delegations of the home delegation by name; three queries, however many."""
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
    found: dict[int, list[HomeMeeting]] = defaultdict(list)
    rows = (
        holding_meetings_of(plan)
        .select_related(
            "slot",
            "table",
            "match__registration_a__organisation",
            "match__registration_b__organisation",
        )
        .order_by("slot__starts_at")
    )
    for row in rows:
        match = row.match
        sides = (match.registration_a, match.registration_b)
        for own, other in (sides, sides[::-1]):
            if own.pk in registrations and row.slot is not None and row.table is not None:
                found[own.pk].append(
                    HomeMeeting(row.slot.starts_at, row.table.label, other.organisation)
                )
    return found
