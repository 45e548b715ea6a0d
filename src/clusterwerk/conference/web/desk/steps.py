"""Answers to a step on the board: a page for browsers without scripts, a part of it for ours."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from ...actions.drafts import Edited, EditRefusedError
from ...models import Plan, PlanEdit, Slot
from ...queries.board import names_of
from .frame import TeamDesk, address_of_desk, context_of_desk, plan_of_desk
from .sentences import Teller


def wants_part(request: HttpRequest) -> bool:
    """Whether our script asks, which puts the answer into the page it has."""
    return request.headers.get("Desk") == "part"


@dataclass(frozen=True, slots=True)
class Done:
    """A step that was made: the plan that holds it now, what to say, and the step itself, where
    meetings changed their places."""

    plan: Plan
    said: str
    edit: PlanEdit | None = None
    is_new_draft: bool = False

    @classmethod
    def of(cls, edited: Edited, said: str) -> "Done":
        """A step on the board."""
        return cls(edited.plan, said, edited.edit, edited.is_new_draft)


def answered(
    request: HttpRequest,
    desk: TeamDesk,
    version: int,
    step: Callable[[Plan], Done],
    *,
    refused_to: str = "",
) -> HttpResponse:
    """Does a step and shows the desk, with the session in which a meeting is now. A refusal is said
    where the reader is: on the page `refused_to`."""
    plan = plan_of_desk(desk, version)
    session = request.POST.get("session", "")[:4]
    try:
        done = step(plan)
    except EditRefusedError as error:
        said = Teller(desk.conference, names_of(desk.conference)).why_not(error.breaches)
        if wants_part(request):
            return _part(request, desk, plan, said, session, status=409)
        messages.error(request, said)
        return redirect(refused_to or address_of_desk(desk.conference, plan, session))
    said = done.said
    if done.edit is not None:
        places = changed_places(done.edit)
        session = _session_of(places, session)
        teller = Teller(desk.conference, names_of(desk.conference))
        said = " ".join([said, *teller.places_told(places)])
    if done.is_new_draft:
        said += " " + _(
            "Plan %(published)s is published and stays as it is: the change is in draft %(draft)s."
        ) % {"published": plan.version, "draft": done.plan.version}
    if wants_part(request):
        return _part(request, desk, plan_of_desk(desk, done.plan.version), said, session)
    messages.success(request, said)
    return redirect(address_of_desk(desk.conference, done.plan, session))


def changed_places(edit: PlanEdit) -> dict[str, tuple[str, str] | None]:
    """Where the meetings of a step are now, as (slot, table), None without a place; those that only
    changed otherwise are left out. A step that was taken back leads to where they were before."""
    was, now = ("after", "before") if edit.undone_at else ("before", "after")
    found = {}
    for row in edit.rows:
        if "meeting" not in row:
            continue
        one, other = ((row[end]["slot"], row[end]["table"]) for end in (was, now))
        if one != other:
            slot, table = other
            found[str(row["meeting"])] = (str(slot), str(table)) if slot else None
    return found


def _session_of(places: dict[str, tuple[str, str] | None], shown: str) -> str:
    """The session to show: the one on the page if a meeting is there now, else the first one in
    which one is; by its position."""
    slots = [place[0] for place in places.values() if place is not None]
    rows = Slot.objects.filter(pk__in=slots).order_by("session__position")
    positions = [str(position) for position in rows.values_list("session__position", flat=True)]
    return shown if shown in positions or not positions else positions[0]


def _part(
    request: HttpRequest, desk: TeamDesk, plan: Plan, said: str, session: str, *, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = context_of_desk(request, desk, plan=plan, session=session)
    return JsonResponse(
        {
            "said": said,
            "html": render_to_string("conference/desk/desk.html", context, request),
            "actions": render_to_string("conference/desk/actions.html", context, request),
            "address": context["desk_address"],
        },
        status=status,
    )
