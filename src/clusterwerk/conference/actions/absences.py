"""A delegate cannot come after the plan was published: to one meeting, for a time, or at all."""

from collections.abc import Collection
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from clusterwerk.audit.actions import record

from ..models import Delegate, Match, PlannedMeeting, Slot
from ..queries.agendas import meetings_of_delegate
from ..queries.notices import holding_meetings_of
from .faults import refuse
from .mailing import address_of, send, team_addresses
from .matches import cancel_match
from .partner_messages import send_partner_message
from .wish_mails import recipients_of

REASON_MOST = 500


def cancel_meeting(match: Match, *, by: Any, delegate: Delegate, reason: str = "") -> Match:
    """The meeting does not take place; the partner is told with the reason.

    Where it stands in the published plan, both hear of it by the mail about their changed agenda.
    """
    reason = _checked(reason)
    with transaction.atomic():
        plan = delegate.registration.conference.published_plan
        placed = plan is not None and holding_meetings_of(plan).filter(match=match).exists()
        cancelled = cancel_match(match, by=by, registration=delegate.registration, tell=not placed)
        if reason and cancelled.cancelled_by_id == delegate.registration_id:
            send_partner_message(cancelled, by=by, sender=delegate, text=reason, tell=False)
    return cancelled


def withdraw_time(
    delegate: Delegate, *, by: Any, slots: Collection[int], reason: str = ""
) -> list[PlannedMeeting]:
    """The delegate cannot come in these slots (by key), in addition to those known before.

    Meetings there stay agreed: the team and the partners are told that a new place is sought.
    Returns these meetings.
    """
    reason = _checked(reason)
    with transaction.atomic():
        row = (
            Delegate.objects.select_for_update(of=("self",))
            .select_related(
                "registration__conference__published_plan", "registration__organisation"
            )
            .get(pk=delegate.pk)
        )
        conference = row.registration.conference
        known = set(row.unavailable_slots.values_list("pk", flat=True))
        new = (
            Slot.objects.in_use()
            .filter(session__conference=conference, pk__in=slots)
            .exclude(pk__in=known)
        )
        added = list(new)
        keys = {slot.pk for slot in added}
        touched = [meeting for meeting in _planned(row) if meeting.slot_id in keys]
        row.unavailable_slots.add(*added)
        if added:
            record("withdraw_time", by=by, subject=row, slots=len(added), meetings=len(touched))
        if touched:
            _tell_team(row, touched, reason)
        for meeting in touched:
            _tell_partner(row, meeting, reason)
    return touched


def _checked(reason: str) -> str:
    text = reason.replace("\r\n", "\n").strip()
    if len(text) > REASON_MOST:
        raise refuse(
            _("The reason has %(number)d characters; at most %(most)d are possible. Shorten it.")
            % {"number": len(text), "most": REASON_MOST},
            "reason",
        )
    return text


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
