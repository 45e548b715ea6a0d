"""Asking for a plan, and keeping what the planner made."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop

from clusterwerk.audit.actions import record
from clusterwerk.jobs.actions import enqueue_after_commit
from matchmaking import Problem, Solution

from .. import planning
from ..choices import PlanState
from ..models import Conference, Plan, PlannedMeeting
from ..queries.plans import plans_in_progress
from .publishing import publish_plan

PLAN_TASK = "clusterwerk.conference.tasks.plan_draft"


def request_plan(
    conference: Conference, *, by: Any, seed: int = 0, publish_when_ready: bool = False
) -> Plan:
    """Asks for a new draft; a plan that is being made already is returned instead of a second one.

    `by` may be None for the software itself. The work is a job, so this returns at once.
    """
    with transaction.atomic():
        # Locked, so that two clicks do not make two plans of one version.
        locked = Conference.objects.select_for_update().get(pk=conference.pk)
        for plan in plans_in_progress(locked):
            if plan.in_progress:
                return plan
            _mark_failed(plan, "")  # its job ended without telling, such as when a worker died
        last = locked.plans.aggregate(last=Max("version"))["last"] or 0
        plan = Plan.objects.create(
            conference=locked,
            version=last + 1,
            seed=seed,
            publish_when_ready=publish_when_ready,
            requested_by=by if getattr(by, "pk", None) else None,
        )
        plan.job = enqueue_after_commit(
            PLAN_TASK,
            by=by,
            subject=plan,
            title=gettext_noop("Planning the meetings"),
            shown_at=reverse("conference:progress", args=[locked.slug, plan.version]),
            plan_id=plan.pk,
        )
        plan.save(update_fields=["job"])
        record("request_plan", by=by, subject=plan, version=plan.version, seed=seed)
        return plan


def start_plan(plan: Plan) -> None:
    """A worker has begun."""
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.RUNNING)
    plan.state = PlanState.RUNNING


def store_solution(
    plan: Plan, problem: Problem, solution: Solution, *, by: Any, publish: bool = False
) -> Plan:
    """Checks the planner's result and keeps all of it, or nothing.

    Raises PlanningError when it breaks a rule. With `publish` it is what the public sees at once.
    """
    planning.check(problem, solution)
    with transaction.atomic():
        locked = Plan.objects.select_for_update().select_related("conference").get(pk=plan.pk)
        if locked.is_ready:  # a job repeated after a crash: the plan is there already
            return locked
        planning.write_figures(locked, problem, solution)
        locked.state = PlanState.READY
        locked.finished_at = timezone.now()
        locked.save()
        PlannedMeeting.objects.filter(plan=locked).delete()
        PlannedMeeting.objects.bulk_create(
            planning.rows_of(locked, problem, solution), batch_size=500
        )
        record(
            "store_plan",
            by=by,
            subject=locked,
            version=locked.version,
            placed=locked.placed,
            agreed=locked.agreed,
        )
        if publish:
            publish_plan(locked, by=by)
    return locked


def fail_plan(plan: Plan, reason: str) -> None:
    """No plan came of it; says why."""
    with transaction.atomic():
        _mark_failed(plan, reason)
        record("fail_plan", by=None, subject=plan, version=plan.version)


def _mark_failed(plan: Plan, reason: str) -> None:
    Plan.objects.filter(pk=plan.pk).update(
        state=PlanState.FAILED, failure=reason, finished_at=timezone.now()
    )
