"""Answers to a step on the board: a page for browsers without scripts, a part of it for ours."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from ...actions.drafts import EditRefusedError
from ...models import Plan
from ...queries.board import names_of
from .frame import TeamDesk, address_of_desk, context_of_desk, plan_of_desk
from .sentences import Teller


def wants_part(request: HttpRequest) -> bool:
    """Whether our script asks, which puts the answer into the page it has."""
    return request.headers.get("Desk") == "part"


def answered(
    request: HttpRequest,
    desk: TeamDesk,
    version: int,
    step: Callable[[Plan], tuple[Plan, str, bool]],
    *,
    refused_to: str = "",
) -> HttpResponse:
    """Does a step and shows the desk. `step` returns the plan that holds it now, what to say, and
    whether that is a new draft. A refusal is said where the reader is: on the page `refused_to`."""
    plan = plan_of_desk(desk, version)
    session = request.POST.get("session", "")[:4]
    try:
        made, said, is_new_draft = step(plan)
    except EditRefusedError as error:
        said = Teller(desk.conference, names_of(desk.conference)).why_not(error.breaches)
        if wants_part(request):
            return _part(request, desk, plan, said, status=409)
        messages.error(request, said)
        return redirect(refused_to or address_of_desk(desk.conference, plan, session))
    if is_new_draft:
        said += " " + _(
            "Plan %(published)s is published and stays as it is: the change is in draft %(draft)s."
        ) % {"published": plan.version, "draft": made.version}
    if wants_part(request):
        return _part(request, desk, plan_of_desk(desk, made.version), said)
    messages.success(request, said)
    return redirect(address_of_desk(desk.conference, made, session))


def _part(
    request: HttpRequest, desk: TeamDesk, plan: Plan, said: str, *, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = context_of_desk(request, desk, plan=plan)
    return JsonResponse(
        {
            "said": said,
            "html": render_to_string("conference/desk/desk.html", context, request),
            "actions": render_to_string("conference/desk/actions.html", context, request),
            "address": context["desk_address"],
        },
        status=status,
    )
