"""A delegate cannot come to one meeting of the published plan, and says why."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ..models import Delegate, Match
from ..queries.notices import holding_meetings_of
from .faults import refuse
from .matches import cancel_match
from .partner_messages import send_partner_message
from .typed import typed_text

REASON_MOST = 500


def cancel_meeting(match: Match, *, by: Any, delegate: Delegate, reason: str = "") -> Match:
    """The meeting does not take place; the partner is told with the reason.

    Where it stands in the published plan, both hear of it by the mail about their changed agenda.
    """
    reason = checked_reason(reason)
    with transaction.atomic():
        plan = delegate.registration.conference.published_plan
        placed = plan is not None and holding_meetings_of(plan).filter(match=match).exists()
        cancelled = cancel_match(match, by=by, registration=delegate.registration, tell=not placed)
        if reason and cancelled.cancelled_by_id == delegate.registration_id:
            send_partner_message(cancelled, by=by, sender=delegate, text=reason, tell=False)
    return cancelled


def checked_reason(reason: str) -> str:
    """What somebody gave as a reason, trimmed; refused where it is too long."""
    text = typed_text(reason)
    if len(text) > REASON_MOST:
        raise refuse(
            _("The reason has %(number)d characters; at most %(most)d are possible. Shorten it.")
            % {"number": len(text), "most": REASON_MOST},
            "reason",
        )
    return text
