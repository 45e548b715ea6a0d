"""Asking for a plan, and keeping what the planner made."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop

from clusterwerk.audit.actions import record
from clusterwerk.jobs.actions import enqueue_after_commit
from matchmaking import Problem, Repair, Solution, compare

from .. import planning
from ..choices import PlanMethod, PlanState
from ..models import Conference, Plan, PlannedMeeting
from ..queries.plans import plans_in_progress
from .answers import request_answers
from .locking import lock_conference
from .publishing import publish_plan

PLAN_TASK = "clusterwerk.conference.tasks.plan_draft"
TITLES = {
    PlanMethod.PLANNED: gettext_noop("Planning the meetings"),
    PlanMethod.REPAIRED: gettext_noop("Mending the plan with the fewest changes"),
}


class NothingPublishedError(Exception):
    """Only a published plan can be mended."""


def request_plan(
    conference: Conference,
    *,
    by: Any,
    seed: int = 0,
    publish_when_ready: bool = False,
    keep: Plan | None = None,
) -> Plan:
    """Asks for a new draft; a plan that is being made already is returned instead of a second one.

    `keep` is a plan whose locked meetings stay where they are. `by` may be None for the software
    itself. The work is a job, so this returns at once.
    """
    return _request(
        conference,
        by=by,
        method=PlanMethod.PLANNED,
        seed=seed,
        publish_when_ready=publish_when_ready,
        based_on=keep,
    )


def request_repair(conference: Conference, *, by: Any) -> Plan:
    """Asks for a draft that changes as little as possible of the published plan.

    A plan that is being made already is returned instead. Raises NothingPublishedError.
    """
    with transaction.atomic():
        locked = lock_conference(conference)
        if locked.published_plan is None:
            raise NothingPublishedError(locked.slug)
        return _request(
            locked,
            by=by,
            method=PlanMethod.REPAIRED,
            seed=locked.published_plan.seed,
            based_on=locked.published_plan,
        )


def _request(
    conference: Conference,
    *,
    by: Any,
    method: PlanMethod,
    seed: int,
    based_on: Plan | None,
    publish_when_ready: bool = False,
) -> Plan:
    with transaction.atomic():
        # Locked, so that two clicks do not make two plans of one version.
        locked = lock_conference(conference)
        for plan in plans_in_progress(locked):
            if plan.in_progress:
                return plan
            _mark_failed(plan, "")  # its job ended without telling, such as when a worker died
        plan = Plan.objects.create(
            conference=locked,
            version=next_version(locked),
            method=method,
            seed=seed,
            based_on=based_on,
            publish_when_ready=publish_when_ready,
            requested_by=by if getattr(by, "pk", None) else None,
        )
        plan.job = enqueue_after_commit(
            PLAN_TASK,
            by=by,
            subject=plan,
            title=TITLES[method],
            shown_at=reverse("conference:progress", args=[locked.slug, plan.version]),
            plan_id=plan.pk,
        )
        plan.save(update_fields=["job"])
        record("request_plan", by=by, subject=plan, version=plan.version, method=method, seed=seed)
        return plan


def next_version(conference: Conference) -> int:
    """The number of the next plan; call it with the conference locked."""
    last: int = conference.plans.aggregate(last=Max("version"))["last"] or 0
    return last + 1


def start_plan(plan: Plan) -> None:
    """A worker has begun."""
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.RUNNING)
    plan.state = PlanState.RUNNING


def store_solution(
    plan: Plan,
    problem: Problem,
    solution: Solution,
    *,
    by: Any,
    publish: bool = False,
    repaired: Repair | None = None,
) -> Plan:
    """Checks the planner's result and keeps all of it, or nothing.

    What changed while the planner was at work (a match cancelled, a slot withdrawn) is taken into
    account: meetings that no longer hold wait for a place, and the proof is dropped. Raises
    PlanningError when the result breaks a rule. With `publish` it is what the public sees at once.
    """
    planning.check(problem, solution)
    with transaction.atomic():
        # In the order of every other step: first the conference, then its plan.
        conference = lock_conference(plan.conference)
        locked = (
            Plan.objects.select_for_update(of=("self",), no_key=True)
            .select_related("based_on")
            .get(pk=plan.pk)
        )
        locked.conference = conference
        if locked.is_ready:  # a job repeated after a crash: the plan is there already
            return locked
        problem, solution = _as_of_now(locked, problem, solution)
        _write(locked, problem, solution)
        if repaired is not None and locked.based_on is not None:
            _write_changes(locked, problem, solution, repaired)
        locked.save()
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
        if locked.placed < locked.agreed:
            request_answers(locked, by=by)
    return locked


def _as_of_now(plan: Plan, problem: Problem, solution: Solution) -> tuple[Problem, Solution]:
    event = planning.problem_of(plan.conference)
    locks = [row for row in solution.placements if problem.meeting(row.meeting).slot is not None]
    now = planning.fixed(event, planning.standing(event, locks))
    if planning.digest_of(now, seed=0) == planning.digest_of(problem, seed=0):
        return problem, solution
    return now, planning.settled(now, solution)


def _write(plan: Plan, problem: Problem, solution: Solution) -> None:
    rows = planning.rows_of(plan, problem, solution)
    planning.write_figures(plan, problem, solution)
    plan.agreed = len(rows)
    plan.answers = {"proof": planning.proof_of(problem, solution) | {"method": plan.method}}
    plan.state = PlanState.READY
    plan.finished_at = timezone.now()
    PlannedMeeting.objects.filter(plan=plan).delete()
    PlannedMeeting.objects.bulk_create(rows, batch_size=500)


def _write_changes(plan: Plan, problem: Problem, solution: Solution, repaired: Repair) -> None:
    """How far the plan is from the one it mends; the bound only for what the planner proved."""
    assert plan.based_on is not None
    earlier = planning.as_it_was(plan.based_on.meetings.order_by("match"))
    changes = compare(problem, earlier, solution)
    same = changes.unlike == repaired.changes.unlike
    plan.changes = changes.unlike
    plan.changes_bound = min(changes.unlike, repaired.moves_bound) if same else None
    plan.people_told = len(changes.told)
    plan.answers["changes"] = planning.counts_of(changes)


def fail_plan(plan: Plan, reason: str) -> None:
    """No plan came of it; says why."""
    with transaction.atomic():
        _mark_failed(plan, reason)
        record("fail_plan", by=None, subject=plan, version=plan.version)


def _mark_failed(plan: Plan, reason: str) -> None:
    Plan.objects.filter(pk=plan.pk).update(
        state=PlanState.FAILED, failure=reason, finished_at=timezone.now()
    )
