"""When a delegate is there: the one place that writes it, records it, and tells about it."""

from collections.abc import Callable, Collection
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction

from clusterwerk.audit.actions import record

from ..models import Conference, Delegate, PlannedMeeting, Slot
from ..queries.agendas import meetings_of_delegate
from ..queries.registrations import PlannedOfDelegate, planned_of_delegate
from .absences import checked_reason
from .mailing import address_of, send, team_addresses
from .registration_mails import tell_changed_by_team
from .wish_mails import recipients_of


def change_availability(
    delegate: Delegate,
    *,
    by: Any,
    absent: Collection[int],
    reason: str = "",
    by_team: bool = False,
) -> list[PlannedMeeting]:
    """The delegate cannot come in these slots (by key) and in no others. Slots that are not in use
    any more stay as they are.

    Returns the meetings of the published plan that lie in times taken away now. They stay agreed:
    the team and the partners are told, with the reason, that a new place is sought. What the team
    changes is told to the delegate and the contact, too.
    """
    return _change(
        delegate, by=by, after=lambda _before: set(absent), reason=reason, by_team=by_team
    )


def withdraw_time(
    delegate: Delegate, *, by: Any, slots: Collection[int], reason: str = ""
) -> list[PlannedMeeting]:
    """The same for slots in addition to those in which the delegate could not come before."""
    return _change(delegate, by=by, after=lambda before: before | set(slots), reason=reason)


def slots_of(conference: Conference) -> Any:
    """The slots in use, in order of time."""
    return Slot.objects.in_use().filter(session__conference=conference).order_by("starts_at")


def meetings_touched(delegate: Delegate, absent: Collection[int]) -> list[PlannedOfDelegate]:
    """The delegate's meetings of the published plan that lie in slots with these keys."""
    return [row for row in planned_of_delegate(delegate) if row.slot.pk in absent]


def _change(
    delegate: Delegate,
    *,
    by: Any,
    after: Callable[[set[int]], set[int]],
    reason: str,
    by_team: bool = False,
) -> list[PlannedMeeting]:
    reason = checked_reason(reason)
    with transaction.atomic():
        row = (
            Delegate.objects.select_for_update(of=("self",), no_key=True)
            .select_related(
                "registration__conference__published_plan", "registration__organisation"
            )
            .get(pk=delegate.pk)
        )
        conference = row.registration.conference
        before = set(row.unavailable_slots.values_list("pk", flat=True))
        usable = set(slots_of(conference).values_list("pk", flat=True))
        wanted = (before - usable) | (after(before) & usable)
        if wanted == before:
            return []
        taken_away = wanted - before
        touched = [meeting for meeting in _planned(row) if meeting.slot_id in taken_away]
        row.unavailable_slots.set(wanted)
        record(
            "change_availability",
            by=by,
            subject=row.registration,
            delegate=row.public_id,
            absent=len(wanted & usable),
            meetings=len(touched),
            by_team=by_team,
        )
        if by_team:
            tell_changed_by_team(row.registration, "times", delegate=row)
        if touched:
            _tell_team(row, touched, reason)
        for meeting in touched:
            _tell_partner(row, meeting, reason)
    return touched


def _planned(delegate: Delegate) -> list[PlannedMeeting]:
    plan = delegate.registration.conference.published_plan
    return list(meetings_of_delegate(plan, delegate)) if plan else []


def _tell_team(delegate: Delegate, meetings: list[PlannedMeeting], reason: str) -> None:
    conference = delegate.registration.conference
    addresses = team_addresses(conference)
    if conference.test_mode:
        addresses = addresses[:1]  # in test mode one mail reaches the whole team
    for address in addresses:
        send(
            conference,
            "place_sought_team",
            to=address,
            language=settings.LANGUAGE_CODE,
            about=delegate,
            delegate=delegate,
            organisation=delegate.registration.organisation.name,
            meetings=meetings,
            reason=reason,
            page=partial(address_of, "plans", conference.slug),
        )


def _tell_partner(delegate: Delegate, meeting: PlannedMeeting, reason: str) -> None:
    match, own = meeting.match, delegate.registration
    partner = meeting.delegate_b if meeting.delegate_a_id == delegate.pk else meeting.delegate_a
    assert partner is not None  # a placed meeting has two
    assert meeting.slot is not None
    for address in recipients_of(partner.registration, [partner]):
        send(
            own.conference,
            "place_sought",
            to=address,
            language=partner.registration.language,
            about=match,
            organisation=own.organisation.name,
            starts_at=meeting.slot.starts_at,
            reason=reason,
            page=partial(address_of, "my_agenda", own.conference.slug),
        )
