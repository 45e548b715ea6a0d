"""Showing a plan to everybody, and telling those whose agenda it changes."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from clusterwerk.audit.actions import record

from ..models import Plan
from ..queries.conflicts import BrokenMeeting, broken_meetings_of
from .locking import lock_conference
from .notices import tell_changes


class NotReadyError(Exception):
    """Only a plan that is ready can be published."""


class OutdatedPlanError(NotReadyError):
    """Some meetings of the plan are no longer possible: `meetings`."""

    def __init__(self, meetings: list[BrokenMeeting]) -> None:
        super().__init__(f"{len(meetings)} meetings are no longer possible")
        self.meetings = meetings


def publish_plan(plan: Plan, *, by: Any) -> Plan:
    """Shows a plan to everybody in place of the one before, which stays in the list of versions.

    At once for everybody or not at all; the mails are made afterwards by a job. A plan that is
    published already is only told to those who do not know it yet. Raises NotReadyError for a plan
    that is not ready, OutdatedPlanError for one with meetings that are no longer possible.
    """
    with transaction.atomic():
        # One after the other: of two people who publish at the same moment the second waits.
        conference = lock_conference(plan.conference)
        locked = Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
        if not locked.is_ready:
            raise NotReadyError(str(locked.version))
        locked.conference = conference
        if conference.published_plan_id == locked.pk:
            tell_changes(conference, by=by)
            return locked
        outdated = broken_meetings_of(locked)
        if outdated:
            raise OutdatedPlanError(outdated)
        locked.published_at = timezone.now()
        locked.save(update_fields=["published_at"])
        conference.published_plan = locked
        conference.save(update_fields=["published_plan", "updated_at"])
        told = tell_changes(conference, by=by)
        record(
            "publish_plan",
            by=by,
            subject=locked,
            version=locked.version,
            placed=locked.placed,
            told=told,
        )
    return locked
