"""What became of the mails about a published plan."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, QuerySet, When
from django.db.models.functions import Lower

from clusterwerk.mail.choices import State
from clusterwerk.mail.models import SuppressedAddress

from ..models import AgendaNotice, Delegate, Plan
from .notices import delegates_told


@dataclass(frozen=True, slots=True)
class MailProgress:
    """The mails about a plan: how many delegates were noted to be told, and how far that is.

    `waiting`: not in the outbox yet. `unneeded`: nothing was left to tell, or there is no address.
    """

    notices: int
    waiting: int
    queued: int
    retried: int
    sent: int
    failed: int
    suppressed: int
    kept: int
    unneeded: int
    error: str = ""
    next_attempt_at: datetime | None = None

    @property
    def written(self) -> int:
        """Notices that need no more work here."""
        return self.notices - self.waiting

    @property
    def is_done(self) -> bool:
        """Whether nothing will change any more by itself."""
        return not self.waiting and not self.queued


def mail_progress_of(plan: Plan) -> MailProgress:
    """Counts over all notices of the plan."""
    notices = AgendaNotice.objects.filter(plan=plan)

    def state(value: State) -> Count:
        return Count("pk", filter=Q(message__state=value))

    counted = notices.aggregate(
        notices=Count("pk"),
        waiting=Count("pk", filter=Q(queued_at__isnull=True)),
        queued=state(State.QUEUED),
        retried=Count("pk", filter=Q(message__state=State.QUEUED, message__attempts__gt=0)),
        sent=state(State.SENT),
        failed=state(State.FAILED),
        suppressed=state(State.SUPPRESSED),
        kept=state(State.KEPT),
        unneeded=Count("pk", filter=Q(queued_at__isnull=False, message__isnull=True)),
    )
    last = (
        notices.exclude(message__error="")
        .filter(message__state__in=(State.QUEUED, State.FAILED))
        .order_by(F("message__next_attempt_at").desc())
        .values("message__error")
        .first()
    )
    upcoming = notices.filter(message__state=State.QUEUED).aggregate(
        at=Max("message__next_attempt_at")
    )
    return MailProgress(
        **counted,
        error=last["message__error"] if last else "",
        next_attempt_at=upcoming["at"],
    )


def notices_not_delivered(plan: Plan) -> QuerySet[AgendaNotice]:
    """Notices whose mail was refused for good or whose address gets no mail, with the delegate.

    `address` is where a mail would go now; `can_be_repeated` is false where that gets no mail.
    """
    suppressed = SuppressedAddress.objects.annotate(lower=Lower("address")).filter(
        lower=Lower(OuterRef("address"))
    )
    return (
        AgendaNotice.objects.filter(plan=plan, message__state__in=(State.FAILED, State.SUPPRESSED))
        .select_related("delegate__registration__organisation", "message")
        .annotate(
            address=Case(
                When(delegate__email="", then=F("delegate__registration__contact_email")),
                default=F("delegate__email"),
            )
        )
        .annotate(can_be_repeated=~Exists(suppressed) & ~Q(address=""))
        .order_by("delegate__number", "pk")
    )


def notices_to_repeat(plan: Plan) -> dict[int, int]:
    """The first notice that was not delivered and can be mailed again: its number in the order of
    the delegate's notices, by the delegate's key."""
    found = notices_not_delivered(plan).filter(delegate__in=delegates_told(plan.conference))
    rows: Any = found.order_by("sequence")  # with the annotations
    first: dict[int, int] = {}
    for row in rows:
        if row.can_be_repeated:
            first.setdefault(row.delegate_id, row.sequence)
    return first


def delegates_without_address(plan: Plan) -> QuerySet[Delegate]:
    """Delegates who could not be mailed because neither they nor their contact has an address."""
    return (
        Delegate.objects.filter(notices__plan=plan, email="", registration__contact_email="")
        .select_related("registration__organisation")
        .distinct()
        .order_by("number", "pk")
    )
