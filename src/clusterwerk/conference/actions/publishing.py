"""Showing a plan to everybody."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from clusterwerk.audit.actions import record

from ..models import Conference, Plan


class NotReadyError(Exception):
    """Only a plan that is ready can be published."""


def publish_plan(plan: Plan, *, by: Any) -> Plan:
    """Shows a plan to everybody in place of the one before, which stays in the list of versions.

    Raises NotReadyError for a plan that is not ready.
    """
    with transaction.atomic():
        conference = Conference.objects.select_for_update().get(pk=plan.conference_id)
        locked = Plan.objects.select_for_update().get(pk=plan.pk)
        if not locked.is_ready:
            raise NotReadyError(str(locked.version))
        if conference.published_plan_id == locked.pk:
            return locked
        locked.published_at = timezone.now()
        locked.save(update_fields=["published_at"])
        conference.published_plan = locked
        conference.save(update_fields=["published_plan", "updated_at"])
        locked.conference = conference
        record(
            "publish_plan",
            by=by,
            subject=locked,
            version=locked.version,
            placed=locked.placed,
        )
    return locked
