"""The planning desk: drafts side by side, one of them on the board, planning again, "what if"."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clusterwerk.jobs.permissions import can_view_job

from ...actions.answers import answers_are_of_now, request_answers
from ...actions.plans import NothingPublishedError, request_plan, request_repair
from ...choices import PlanMethod
from ...models import Plan, Slot, Table
from ...queries.board import names_of
from ...queries.plans import plans_of
from ..desk.frame import (
    address_of_desk,
    context_of_desk,
    desk_for_team,
    plan_of_desk,
    question_of,
)
from ..forms import PlanForm


@login_required
def plan_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Drafts beside the published plan, one of them on the board. For the team."""
    desk = desk_for_team(request, slug)
    return render(request, "conference/plans.html", context_of_desk(request, desk))


@login_required
@require_POST
def plan_again(request: HttpRequest, slug: str) -> HttpResponse:
    """Asks for a new draft and shows its progress; what is locked in the plan shown stays."""
    desk = desk_for_team(request, slug)
    kept = _plan_to_keep(request, desk.conference)
    form = PlanForm(request.POST)
    if not form.is_valid():
        context = context_of_desk(request, desk, form=form, plan=kept)
        return render(request, "conference/plans.html", context, status=422)
    has_locks = kept is not None and kept.meetings.filter(is_locked=True).exists()
    plan = request_plan(
        desk.conference,
        by=request.user,
        seed=form.cleaned_data["seed"],
        keep=kept if has_locks else None,
    )
    return redirect("conference:progress", slug=slug, version=plan.version)


def _plan_to_keep(request: HttpRequest, conference: Any) -> Plan | None:
    version = request.POST.get("plan", "")
    if not version.isdecimal():
        return None
    plan = plans_of(conference).filter(version=version[:9]).first()
    return plan if plan is not None and plan.is_ready else None


@login_required
@require_POST
def plan_mend(request: HttpRequest, slug: str) -> HttpResponse:
    """Asks for a draft with the fewest changes to the published plan and shows its progress."""
    desk = desk_for_team(request, slug)
    try:
        plan = request_repair(desk.conference, by=request.user)
    except NothingPublishedError:
        messages.error(request, _("No plan is published yet, so there is nothing to mend."))
        return redirect("conference:plans", slug=slug)
    if plan.method != PlanMethod.REPAIRED:
        messages.warning(request, _("Another draft is being made. Mend the plan after that."))
    return redirect("conference:progress", slug=slug, version=plan.version)


@login_required
def progress(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """How far a plan is; once ready, its figures and the way on."""
    desk = desk_for_team(request, slug)
    plan = plan_of_desk(desk, version)
    context = {
        "shown": desk.shown,
        "conference": desk.conference,
        "plan": plan,
        "shows_job": plan.job is not None and can_view_job(request.user, plan.job),
    }
    return render(request, "conference/progress.html", context)


@login_required
def what_if(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """What one more table, slot or half a day would bring, and how few would do."""
    desk = desk_for_team(request, slug)
    plan = plan_of_desk(desk, version)
    kept = plan.answers.get("what_if") or {}
    job = question_of(plan, event=True)
    names = names_of(desk.conference) if kept else None
    context = {
        "shown": desk.shown,
        "conference": desk.conference,
        "plan": plan,
        "answer": kept.get("answer"),
        "tables_now": Table.objects.in_use().filter(conference=desk.conference).count(),
        "slots_now": Slot.objects.in_use().filter(session__conference=desk.conference).count(),
        "effects": [
            effect | {"meetings": [names.meetings.get(key, "–") for key in effect["gained"]]}
            for effect in (kept.get("answer") or {}).get("what_if", [])
            if names is not None
        ],
        "is_of_now": answers_are_of_now(plan, "what_if"),
        "answers_job": job if job is not None and not job.has_ended else None,
        "failed_job": job if job is not None and job.error else None,
        "shows_answers_job": job is not None and can_view_job(request.user, job),
        "desk_address": address_of_desk(desk.conference, plan),
    }
    return render(request, "conference/desk/what_if.html", context)


@login_required
@require_POST
def ask_planner(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """Asks what would help the meetings left out, or with `about=event` "what if"."""
    desk = desk_for_team(request, slug)
    plan = plan_of_desk(desk, version)
    about_event = request.POST.get("about") == "event"
    if not plan.is_ready:
        messages.error(request, _("This plan is not ready."))
        return redirect("conference:progress", slug=slug, version=version)
    request_answers(plan, by=request.user, event=about_event)
    if about_event:
        return redirect("conference:what_if", slug=slug, version=version)
    return redirect(f"{address_of_desk(desk.conference, plan)}#unplaced")
