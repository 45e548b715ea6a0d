"""Messages between the two sides of an agreed meeting; nobody sees an address."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterwerk.audit.actions import record

from ..choices import MatchStatus
from ..models import Delegate, Match, PartnerMessage, PlannedMeeting, Registration
from .faults import refuse
from .mailing import address_of, send
from .typed import typed_text
from .wish_mails import recipients_of

LENGTH_MOST = 1000
PER_HOUR_MOST = 20
PER_MATCH_AND_HOUR_MOST = 5


def send_partner_message(
    match: Match, *, by: Any, sender: Delegate, text: str, tell: bool = True
) -> PartnerMessage:
    """Keeps what one side writes to the other, and mails it to the partner's delegate and contact.

    Raises RefusedError for an empty or too long text, for a meeting that was cancelled, and when a
    delegation writes too much in an hour. With `tell` false nothing is mailed: another mail of the
    same transaction says it, such as that of a cancelled meeting.
    """
    text = typed_text(text)
    if not text:
        raise refuse(_("Write something first."), "text")
    if len(text) > LENGTH_MOST:
        raise refuse(
            _("The message has %(number)d characters; at most %(most)d are possible. Shorten it.")
            % {"number": len(text), "most": LENGTH_MOST},
            "text",
        )
    with transaction.atomic():
        # Locked, so that the limit holds for messages sent at the same moment.
        registration = Registration.objects.select_for_update(no_key=True).get(
            pk=sender.registration_id
        )
        row = Match.objects.select_related("registration_a", "registration_b").get(pk=match.pk)
        if tell and row.status != MatchStatus.AGREED:
            raise refuse(_("This meeting was cancelled; no message can be sent any more."), "text")
        if tell:
            _refuse_too_many(registration, row)
        message = PartnerMessage.objects.create(match=row, sender=sender, text=text)
        record("send_partner_message", by=by, subject=row, message=message.public_id)
        if tell:
            _mail(row, registration, message)
    return message


def _refuse_too_many(registration: Registration, match: Match) -> None:
    recent = PartnerMessage.objects.filter(
        sender__registration=registration, sent_at__gt=timezone.now() - timedelta(hours=1)
    )
    if (
        recent.count() >= PER_HOUR_MOST
        or recent.filter(match=match).count() >= PER_MATCH_AND_HOUR_MOST
    ):
        raise refuse(
            _("Your delegation has written many messages in the last hour. Try again later."),
            "text",
        )


def _mail(match: Match, sender: Registration, message: PartnerMessage) -> None:
    is_a = match.registration_a_id == sender.pk
    partner = match.registration_b if is_a else match.registration_a
    for address in recipients_of(partner, partner_delegates(match, partner)):
        send(
            partner.conference,
            "partner_message",
            to=address,
            language=partner.language,
            about=match,
            organisation=sender.organisation.name,
            name=message.sender.public_name,
            text=message.text,
            # Called by the template, so that it is in the recipient's language.
            page=partial(address_of, "my_agenda", partner.conference.slug),
        )


def partner_delegates(match: Match, side: Registration) -> list[Delegate | None]:
    """Who of a side serves in a match: as the published plan says, else whom the match names."""
    is_a = match.registration_a_id == side.pk
    planned = (
        PlannedMeeting.objects.filter(
            plan=side.conference.published_plan_id, match=match, slot__isnull=False
        )
        .select_related("delegate_a", "delegate_b")
        .first()
    )
    if planned is not None:
        return [planned.delegate_a if is_a else planned.delegate_b]
    return [match.delegate_a if is_a else match.delegate_b]
