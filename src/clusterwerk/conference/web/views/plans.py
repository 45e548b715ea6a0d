"""The team's drafts side by side, planning again, publishing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clusterwerk.jobs.permissions import can_view_job

from ...actions.plans import request_plan
from ...actions.publishing import NotReadyError, publish_plan
from ...models import Plan
from ...permissions import can_plan_conference
from ...queries.conferences import conferences_with_figures
from ...queries.plans import plans_of, unused_seed
from ..forms import PlanForm
from ..shown import Shown

PLANS_COMPARED = 6


@login_required
def plan_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Drafts beside the published plan, and the button to plan again. For the team."""
    shown = _shown_to_team(request, slug)
    plans = list(plans_of(shown.conference))
    # An unused number: the default would make the same plan once more.
    form = PlanForm(initial={"seed": unused_seed(plans)})
    return render(request, "conference/plans.html", _comparison(shown, plans, form))


@login_required
@require_POST
def plan_again(request: HttpRequest, slug: str) -> HttpResponse:
    """Asks for a new draft and shows its progress."""
    shown = _shown_to_team(request, slug)
    form = PlanForm(request.POST)
    if not form.is_valid():
        context = _comparison(shown, list(plans_of(shown.conference)), form)
        return render(request, "conference/plans.html", context, status=422)
    plan = request_plan(shown.conference, by=request.user, seed=form.cleaned_data["seed"])
    return redirect("conference:progress", slug=slug, version=plan.version)


def _comparison(shown: Shown, plans: list[Plan], form: PlanForm) -> dict[str, object]:
    return {
        "shown": shown,
        "conference": shown.conference,
        "compared": [plan for plan in plans if plan.is_ready][:PLANS_COMPARED],
        "in_progress": next((plan for plan in plans if plan.in_progress), None),
        "form": form,
    }


@login_required
def progress(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """How far a plan is; once ready, its figures and the way on."""
    shown = _shown_to_team(request, slug)
    plan = get_object_or_404(plans_of(shown.conference), version=version)
    context = {
        "shown": shown,
        "conference": shown.conference,
        "plan": plan,
        "shows_job": plan.job is not None and can_view_job(request.user, plan.job),
    }
    return render(request, "conference/progress.html", context)


@login_required
@require_POST
def publish(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """Makes a draft what everybody sees."""
    shown = _shown_to_team(request, slug)
    plan = get_object_or_404(plans_of(shown.conference), version=version)
    try:
        publish_plan(plan, by=request.user)
    except NotReadyError:
        messages.error(request, _("This plan is not ready and cannot be published."))
    else:
        messages.success(request, _("Plan %(version)d is published.") % {"version": version})
    return redirect("conference:plans", slug=slug)


def _shown_to_team(request: HttpRequest, slug: str) -> Shown:
    conference = get_object_or_404(conferences_with_figures(), slug=slug)
    if not can_plan_conference(request.user, conference):
        raise PermissionDenied
    return Shown(conference, conference.published_plan, can_plan=True)
