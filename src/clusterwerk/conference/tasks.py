"""Long work of the conference, done by workers."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext, gettext_noop

from clusterwerk.jobs.context import JobContext
from clusterwerk.jobs.errors import JobFailedError, JobStoppedError
from clusterwerk.jobs.models import Job
from matchmaking import InputError, Problem, Progress, Repair, Solution

from . import planning
from .actions.answers import store_answers
from .actions.plans import fail_plan, start_plan, store_solution
from .choices import PlanMethod
from .models import Plan, PlannedMeeting
from .queries.plans import state_of_edits

# What the planner is doing, in words for people.
PHASES = {
    "construct": gettext_noop("First plan"),
    "bound": gettext_noop("How good can it get?"),
    "improve": gettext_noop("Fewer breaks"),
    "repair": gettext_noop("As few changes as possible"),
    "tables": gettext_noop("Tables"),
    "done": gettext_noop("Keeping the plan"),
}
LOOKING = gettext_noop("Looking for places")
PLANNING_LARGER = gettext_noop("Planning with more tables, slots and half a day")

# Names of the figures it reports; shown by the page of the job.
FIGURES = (
    gettext_noop("placed"),
    gettext_noop("breaks"),
    gettext_noop("bound"),
    gettext_noop("worth in per cent"),
    gettext_noop("most possible in per cent"),
    gettext_noop("seconds"),
)


def _somebody_stopped(context: JobContext) -> bool:
    return Job.objects.filter(pk=context.job.pk, stop_requested=True).exists()


def plan_draft(context: JobContext, *, plan_id: int) -> None:
    """Plans a conference, or mends its plan, and keeps the draft; published at once where it was
    asked for so.

    May be repeated: a plan that is there already is not made again. When somebody stops it, the
    best plan so far is kept as a draft and not published.
    """
    plan = Plan.objects.select_related("conference", "requested_by", "based_on").get(pk=plan_id)
    if plan.is_ready:
        return
    start_plan(plan)
    try:
        problem, solution, repaired = _made(context, plan)
        stopped = context.was_told_to_stop
        if stopped and not _somebody_stopped(context):
            raise JobStoppedError  # the worker shuts down; the job begins anew with the next one
        store_solution(
            plan,
            problem,
            solution,
            by=plan.requested_by,
            publish=plan.publish_when_ready and not stopped,
            repaired=repaired,
        )
    except InputError as error:
        reason = gettext("Something is missing for a plan: %(faults)s") % {"faults": error}
        fail_plan(plan, reason)
        raise JobFailedError(reason) from error
    except planning.PlanningError as error:
        reason = gettext("The plan broke a rule and was not kept: %(faults)s") % {"faults": error}
        fail_plan(plan, reason)
        raise JobFailedError(reason) from error


def _made(context: JobContext, plan: Plan) -> tuple[Problem, Solution, Repair | None]:
    """The planner's result: with the locks of the plan it is based on, or with as few changes as
    possible to that plan."""
    event = planning.problem_of(plan.conference)
    show = _showing(context, sum(map(event.worth_of, event.meetings)))
    base = plan.based_on
    if plan.method == PlanMethod.REPAIRED and base is not None:
        rows = list(base.meetings.order_by("match"))
        problem = _with_locks(event, rows)
        repaired = planning.repair(
            problem,
            planning.as_it_was(rows),
            seed=plan.seed,
            on_progress=show,
            should_stop=context.should_stop,
        )
        return problem, repaired.solution, repaired
    problem = event if base is None else _with_locks(event, base.meetings.order_by("match"))
    solution = planning.solve(
        problem, seed=plan.seed, on_progress=show, should_stop=context.should_stop
    )
    return problem, solution, None


def _with_locks(event: Problem, rows: Iterable[PlannedMeeting]) -> Problem:
    locked = [planning.placement_of(row) for row in rows if row.is_locked and row.is_placed]
    return planning.fixed(event, planning.standing(event, locked))


def _showing(context: JobContext, total: int) -> Callable[[Progress], None]:
    def show(progress: Progress) -> None:
        context.report(
            phase=PHASES.get(progress.phase, progress.phase),
            done=progress.placed,
            total=progress.total,
            placed=progress.placed,
            breaks=progress.breaks,
            bound=progress.breaks_bound,
            seconds=round(progress.seconds, 1),
            **{
                "worth in per cent": _percent(progress.weight, total),
                "most possible in per cent": _percent(progress.weight_bound, total),
            },
        )

    return show


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 100.0


def explain_plan(context: JobContext, *, plan_id: int, event: bool = False) -> None:
    """Asks the planner what would help the meetings left out, or what a larger event would bring,
    and keeps the answer with the plan. May be repeated. A stopped question keeps nothing."""
    plan = Plan.objects.select_related("conference", "requested_by").get(pk=plan_id)
    edits = state_of_edits(plan)
    rows = list(plan.meetings.order_by("match"))
    left_out = sum(not row.is_placed for row in rows)
    asked = 0

    def should_stop() -> bool:
        nonlocal asked
        if not event:
            context.report(phase=LOOKING, done=min(asked, left_out), total=left_out)
            asked += 1
        return context.should_stop()

    if event:
        context.report(phase=PLANNING_LARGER)
    try:
        conference_event = planning.problem_of(plan.conference)
        problem = _with_locks(conference_event, rows)
        solution = planning.solution_of(problem, rows)
        explanation = planning.explain(
            problem, solution, seed=plan.seed, event=event, should_stop=should_stop
        )
    except InputError as error:
        reason = gettext("Something is missing for a plan: %(faults)s") % {"faults": error}
        raise JobFailedError(reason) from error
    if context.was_told_to_stop:
        raise JobStoppedError
    if event:
        name, answer = "what_if", planning.event_answer_of(explanation.event)
    else:
        name, answer = "remedies", planning.answers_of(solution, explanation)
    store_answers(plan, by=plan.requested_by, name=name, edits=edits, answer=answer)
