"""Telling delegates of their agendas: the whole one once, later only what changed; and again, what
was not delivered."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop

from clusterwerk.audit.actions import record
from clusterwerk.jobs.actions import enqueue_after_commit

from ..models import AgendaNotice, Conference, Delegate, Plan
from ..queries.notices import agendas_as_of_now, changes_between, delegates_told, last_told
from ..queries.publication import notices_to_repeat
from .locking import lock_conference

MAIL_TASK = "clusterwerk.conference.publication_tasks.mail_notices"


def tell_changes(conference: Conference, *, by: Any) -> int:
    """Notes for every delegate whose agenda is not what was told last, and asks for the mails.

    Call it at the end of whatever may change an agenda; it belongs to the caller's transaction and
    returns how many delegates will be told. Nobody is told without a published plan or after the
    last day of the conference. The first notice of a delegate has no `changes`: it tells all.
    """
    with transaction.atomic():
        # Locked until the commit, and read again: of two changes at the same moment the second
        # sees what the first told, and none is overlooked while a plan is being published.
        locked = lock_conference(conference)
        plan = locked.published_plan
        if plan is None or is_over(locked):
            return 0
        now, told = agendas_as_of_now(plan), last_told(locked)
        notices = []
        for key in delegates_told(locked).order_by("pk").values_list("pk", flat=True):
            sequence, before = told.get(key, (0, []))
            after = now.get(key, [])
            changes = changes_between(before, after)
            if changes:
                notices.append(
                    AgendaNotice(
                        delegate_id=key,
                        plan=plan,
                        sequence=sequence + 1,
                        told=after,
                        changes=changes if sequence else [],
                    )
                )
        if not notices:
            return 0
        AgendaNotice.objects.bulk_create(notices, batch_size=500)
        record("tell_agendas", by=by, subject=plan, delegates=len(notices))
        _ask_for_mails(locked, plan, by=by)
        return len(notices)


def mail_again(plan: Plan, *, by: Any, delegate: Delegate | None = None) -> int:
    """Asks for new mails in place of those that were refused for good, to the address that each
    delegate has now; for one delegate or for all. Returns how many delegates get one.

    The new mail tells everything since the last one that arrived. Left out is whose address still
    gets no mail. Nobody is mailed about a plan that is not published, or after the last day.
    """
    with transaction.atomic():
        # Of two people who ask at the same moment the second finds nothing left to repeat.
        conference = lock_conference(plan.conference)
        if conference.published_plan_id != plan.pk or is_over(conference):
            return 0
        first = notices_to_repeat(plan)
        if delegate is not None:
            first = {key: first[key] for key in first if key == delegate.pk}
        for key, sequence in first.items():
            AgendaNotice.objects.filter(delegate=key, sequence__gte=sequence).update(
                message=None, queued_at=None
            )
        if first:
            record("mail_again", by=by, subject=plan, delegates=len(first))
            _ask_for_mails(conference, plan, by=by)
    return len(first)


def _ask_for_mails(conference: Conference, plan: Plan, *, by: Any) -> None:
    enqueue_after_commit(
        MAIL_TASK,
        by=by,
        subject=plan,
        title=gettext_noop("Mails about agendas"),
        shown_at=reverse("conference:publish", args=[conference.slug, plan.version]),
        conference_id=conference.pk,
    )


def is_over(conference: Conference) -> bool:
    """Whether the last day has passed on the clocks of the conference."""
    return conference.ends_on < timezone.now().astimezone(conference.zone).date()
