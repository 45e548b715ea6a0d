"""Steps on the board: where a meeting may go, moving it, locks, undo, additions, remedies."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ...actions import edits
from ...actions.drafts import Edited, EditRefusedError
from ...actions.remedies import apply_remedy, ask_delegate
from ...models import Match, Plan, Session
from ...planning import Breach
from ...queries.board import names_of
from ...queries.timetable import sessions_of
from ..desk.forms import AddForm, place_in
from ..desk.frame import (
    address_of_desk,
    desk_for_team,
    match_of_desk,
    plan_of_desk,
    session_at,
)
from ..desk.places import Places, as_json, common_elsewhere, offered_sessions, slots_for
from ..desk.sentences import Teller
from ..desk.steps import Done, answered


@login_required
@require_GET
def meeting_places(request: HttpRequest, slug: str, version: int, key: Any) -> HttpResponse:
    """Every place of a session for a meeting that was picked up, judged; for our script."""
    desk = desk_for_team(request, slug)
    plan, match = plan_of_desk(desk, version), match_of_desk(desk, key)
    sessions = list(sessions_of(desk.conference))
    session = session_at(request.GET.get("session", ""), sessions)
    teller = Teller(desk.conference, names_of(desk.conference))
    title = teller.names.meetings[str(match.pk)]
    if session is None:
        return JsonResponse(as_json(desk.conference, title, [], ""))
    places = Places(plan, match, teller)
    elsewhere = common_elsewhere(offered_sessions(places, sessions), session)
    judged = places.in_session(session)
    return JsonResponse(as_json(desk.conference, title, judged, elsewhere))


@login_required
def meeting(request: HttpRequest, slug: str, version: int, key: Any) -> HttpResponse:
    """One meeting of a plan with the places of a session it may go to; sent, it goes there."""
    desk = desk_for_team(request, slug)
    match = match_of_desk(desk, key)
    if request.method == "POST":
        return answered(
            request,
            desk,
            version,
            lambda plan: _put(request, plan, match),
            refused_to=request.get_full_path(),
        )
    plan = plan_of_desk(desk, version)
    teller = Teller(desk.conference, names_of(desk.conference))
    row = plan.meetings.filter(match=match).select_related("slot__session", "table").first()
    now_in = row.slot.session if row is not None and row.slot is not None else None
    context = {
        "shown": desk.shown,
        "conference": desk.conference,
        "plan": plan,
        "match": match,
        "row": row,
        "title": teller.names.meetings[str(match.pk)],
        "desk_address": address_of_desk(
            desk.conference, plan, str(now_in.position) if now_in else ""
        ),
    }
    if plan.is_ready:
        context |= _places(request, Places(plan, match, teller), now_in)
    return render(request, "conference/desk/meeting.html", context)


def _places(request: HttpRequest, places: Places, now_in: Session | None) -> dict[str, Any]:
    """The places of the session that was asked for; else of the one in which the meeting is now,
    or may be, or in which both sides have most time in common."""
    offered = offered_sessions(places, sessions_of(places.plan.conference))
    most = max(offered, key=lambda row: row.common, default=None)
    first = now_in or places.match.session or (most.session if most else None)
    sessions = [row.session for row in offered]
    chosen = session_at(request.GET.get("session", ""), sessions, first)
    slots = slots_for(places, chosen) if chosen else []
    return {
        "offered": offered,
        "session": chosen,
        "possible": [slot for slot in slots if slot.free or slot.swaps],
        "impossible": [slot for slot in slots if not (slot.free or slot.swaps)],
    }


def _put(request: HttpRequest, plan: Plan, match: Match) -> Done:
    """Moves, places or swaps, as the form says: `place` is where to, `swap` whom it expects there,
    `was` where the sender saw the meeting."""
    target = place_in(request.POST.get("place", ""))
    if target is None:
        raise EditRefusedError(Breach("place_missing"))
    slot, table = target
    was = _was(request)
    swap = request.POST.get("swap", "")
    if swap:
        matches = Match.objects.filter(conference=plan.conference)
        other = matches.filter(pk=swap[:18]).first() if swap.isdecimal() else None
        if other is None:
            raise EditRefusedError(Breach("place_missing"))
        done = edits.swap_meetings(plan, match, other, by=request.user, was=was)
        return Done.of(done, _("The two meetings have changed places."))
    if was == (None, None):
        done = edits.place_meeting(plan, match, by=request.user, slot=slot, table=table, was=was)
        return Done.of(done, _("The meeting has its place."))
    done = edits.move_meeting(plan, match, by=request.user, slot=slot, table=table, was=was)
    return Done.of(done, _("The meeting was moved."))


def _was(request: HttpRequest) -> edits.Place:
    return place_in(request.POST.get("was", "")) or (None, None)


@login_required
@require_POST
def remove(request: HttpRequest, slug: str, version: int, key: Any) -> HttpResponse:
    """Takes a meeting off the board."""
    desk = desk_for_team(request, slug)
    match = match_of_desk(desk, key)
    return answered(
        request,
        desk,
        version,
        lambda plan: Done.of(
            edits.remove_meeting(plan, match, by=request.user, was=_was(request)),
            _("The meeting was taken off the board. It waits for a place."),
        ),
    )


@login_required
@require_POST
def withdraw(request: HttpRequest, slug: str, version: int, key: Any) -> HttpResponse:
    """A meeting without a place that the team made is made no more."""
    desk = desk_for_team(request, slug)
    match = match_of_desk(desk, key)
    return answered(
        request,
        desk,
        version,
        lambda plan: Done(
            edits.withdraw_meeting(plan, match, by=request.user),
            _("The meeting was withdrawn. Who had heard of it is told."),
        ),
    )


@login_required
@require_POST
def lock(request: HttpRequest, slug: str, version: int, key: Any) -> HttpResponse:
    """Fixes a meeting where it is (`lock=1`), or sets it free."""
    desk = desk_for_team(request, slug)
    match = match_of_desk(desk, key)
    locks = request.POST.get("lock") == "1"

    def step(plan: Plan) -> Done:
        if locks:
            done = edits.lock_meeting(plan, match, by=request.user, was=_was(request))
            return Done.of(done, _("The meeting is fixed. Planning again leaves it there."))
        done = edits.unlock_meeting(plan, match, by=request.user, was=_was(request))
        return Done.of(done, _("The meeting is no longer fixed."))

    return answered(request, desk, version, step)


@login_required
@require_POST
def undo(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """Takes back the last step."""
    desk = desk_for_team(request, slug)
    seen = request.POST.get("state", "")
    return answered(
        request,
        desk,
        version,
        lambda plan: _turned(
            edits.undo_edit(plan, by=request.user, seen=seen), _("Taken back: %(step)s.")
        ),
    )


@login_required
@require_POST
def redo(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """Makes the step again that was taken back last."""
    desk = desk_for_team(request, slug)
    seen = request.POST.get("state", "")
    return answered(
        request,
        desk,
        version,
        lambda plan: _turned(
            edits.redo_edit(plan, by=request.user, seen=seen), _("Done again: %(step)s.")
        ),
    )


def _turned(edited: Edited, said: str) -> Done:
    return Done.of(edited, said % {"step": edited.edit.get_kind_display()})


@login_required
def add(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """Brings two delegations together that did not agree themselves."""
    desk = desk_for_team(request, slug)
    plan = plan_of_desk(desk, version)
    form = AddForm(desk.conference, request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            added = edits.add_meeting(
                plan, chosen["one"], chosen["other"], by=request.user, priority=chosen["priority"]
            )
        except EditRefusedError as error:
            teller = Teller(desk.conference, names_of(desk.conference))
            form.add_error("other", teller.why_not(error.breaches))
        else:
            messages.success(
                request, _("The meeting is agreed. Choose a place for it, or leave it for later.")
            )
            address = reverse(
                "conference:desk_meeting", args=[slug, added.plan.version, added.match.public_id]
            )
            return redirect(address)
    context = {
        "shown": desk.shown,
        "conference": desk.conference,
        "plan": plan,
        "form": form,
        "desk_address": address_of_desk(desk.conference, plan),
    }
    status = 422 if form.errors else 200
    return render(request, "conference/desk/add.html", context, status=status)


@login_required
@require_POST
def remedy(request: HttpRequest, slug: str, version: int, key: Any, number: int) -> HttpResponse:
    """Does what a remedy says; where a person is to be asked, asks that person by mail."""
    desk = desk_for_team(request, slug)
    match = match_of_desk(desk, key)

    def step(plan: Plan) -> Done:
        if request.POST.get("ask") == "1":
            delegate = ask_delegate(plan, match, number, by=request.user)
            return Done(plan, _("%(name)s was asked by mail.") % {"name": delegate.name})
        done = apply_remedy(plan, match, number, by=request.user)
        return Done.of(done, _("The meeting has its place."))

    return answered(request, desk, version, step)
