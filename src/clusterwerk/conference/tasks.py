"""Long work of the conference, done by workers."""

from django.utils.translation import gettext, gettext_noop

from clusterwerk.jobs.context import JobContext
from clusterwerk.jobs.errors import JobFailedError, JobStoppedError
from clusterwerk.jobs.models import Job
from matchmaking import InputError, Progress

from . import planning
from .actions.plans import fail_plan, start_plan, store_solution
from .models import Plan

# What the planner is doing, in words for people.
PHASES = {
    "construct": gettext_noop("First plan"),
    "bound": gettext_noop("How good can it get?"),
    "improve": gettext_noop("Fewer breaks"),
    "repair": gettext_noop("As few changes as possible"),
    "tables": gettext_noop("Tables"),
    "done": gettext_noop("Keeping the plan"),
}

# Names of the figures it reports; shown by the page of the job.
FIGURES = (gettext_noop("placed"), gettext_noop("breaks"), gettext_noop("bound"))


def _somebody_stopped(context: JobContext) -> bool:
    return Job.objects.filter(pk=context.job.pk, stop_requested=True).exists()


def plan_draft(context: JobContext, *, plan_id: int) -> None:
    """Plans a conference and keeps the draft; published at once where it was asked for so.

    May be repeated: a plan that is there already is not made again. When somebody stops it, the
    best plan so far is kept as a draft and not published.
    """
    plan = Plan.objects.select_related("conference", "requested_by").get(pk=plan_id)
    if plan.is_ready:
        return
    start_plan(plan)

    def show(progress: Progress) -> None:
        context.report(
            phase=PHASES.get(progress.phase, progress.phase),
            done=progress.placed,
            total=progress.total,
            placed=progress.placed,
            breaks=progress.breaks,
            bound=progress.breaks_bound,
        )

    try:
        problem = planning.problem_of(plan.conference)
        solution = planning.solve(
            problem, seed=plan.seed, on_progress=show, should_stop=context.should_stop
        )
        stopped = context.was_told_to_stop
        if stopped and not _somebody_stopped(context):
            raise JobStoppedError  # the worker shuts down; the job begins anew with the next one
        store_solution(
            plan,
            problem,
            solution,
            by=plan.requested_by,
            publish=plan.publish_when_ready and not stopped,
        )
    except InputError as error:
        reason = gettext("Something is missing for a plan: %(faults)s") % {"faults": error}
        fail_plan(plan, reason)
        raise JobFailedError(reason) from error
    except planning.PlanningError as error:
        reason = gettext("The plan broke a rule and was not kept: %(faults)s") % {"faults": error}
        fail_plan(plan, reason)
        raise JobFailedError(reason) from error
