"""Changes of the programme."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterwerk.accounts.models import User
from clusterwerk.audit import actions as audit

from .choices import EventStatus
from .models import Event, EventDecision

ALLOWED_STEPS: dict[str, tuple[str, ...]] = {
    EventStatus.DRAFT: (EventStatus.SUBMITTED, EventStatus.APPROVED, EventStatus.WITHDRAWN),
    EventStatus.SUBMITTED: (EventStatus.DRAFT, EventStatus.APPROVED, EventStatus.WITHDRAWN),
    # Approved again: the entry's kind or Land was corrected, and counts otherwise from that day.
    EventStatus.APPROVED: (
        EventStatus.APPROVED,
        EventStatus.CANCELLED,
        EventStatus.WITHDRAWN,
    ),
    EventStatus.CANCELLED: (EventStatus.APPROVED, EventStatus.WITHDRAWN),
    EventStatus.WITHDRAWN: (EventStatus.SUBMITTED, EventStatus.APPROVED),
}


@transaction.atomic
def record_decision(
    *,
    by: User | None,
    event: Event,
    status: EventStatus,
    decided_on: date | None = None,
    reason_de: str = "",
    reason_en: str = "",
) -> EventDecision:
    """Takes an entry a step on, from a day (today when not given), and keeps the step for ever.

    Writes what the entry counts as and for which Land at this moment. Raises ValidationError for
    a step that does not exist, a day in the future, or a day before the latest decision: history
    is added to, never rewritten.
    """
    event = Event.objects.select_for_update().get(pk=event.pk)
    today = timezone.localdate()
    day = decided_on or today
    latest = event.decisions.order_by("-decided_on", "-pk").first()
    if status not in ALLOWED_STEPS[event.status]:
        raise ValidationError(
            _("“%(event)s” cannot go from %(old)s to %(new)s.")
            % {"event": event, "old": event.get_status_display(), "new": status.label}
        )
    if day > today:
        raise ValidationError(_("A decision cannot hold from a day in the future."))
    if latest and day < latest.decided_on:
        raise ValidationError(
            _("The latest decision holds from %(day)s; a new one cannot hold from an earlier day.")
            % {"day": latest.decided_on}
        )
    decision = EventDecision.objects.create(
        event=event,
        status=status,
        counted_as=event.counted_as,
        land_id=event.counted_land_id,
        decided_on=day,
        recorded_at=timezone.now(),
        reason_de=reason_de,
        reason_en=reason_en,
        by=by,
    )
    event.status = status
    event.revision += 1
    event.save(update_fields=["status", "revision", "updated_at"])
    audit.record("record_decision", by=by, subject=event, status=str(status), decided_on=day)
    return decision
