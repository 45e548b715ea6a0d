"""The own wishes: changing, withdrawing and ordering them; cancelling what was agreed."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ...actions.faults import RefusedError
from ...actions.matches import cancel_match
from ...actions.wishes import change_wish, move_wish, rank_wishes, withdraw_wish
from ...choices import WishKind, WishStatus
from ...models import Registration, Wish
from ...queries.acting import Acting
from ...queries.matches import agreed_meetings_of
from ...queries.quotas import quotas_of
from ...queries.wishes import OPEN, wishes_are_open, with_both_sides
from ..acting import for_delegations
from ..finding import person_of, sent, way_back
from ..forms_wishes import WishForm
from ..shown import shown_of

MOST_RANKED = 1000


def _own(acting: Acting) -> Registration:
    assert acting.registration is not None
    return acting.registration


def _own_wish(acting: Acting, key: uuid.UUID) -> Wish:
    rows = with_both_sides(Wish.objects.filter(wisher=_own(acting)))
    return get_object_or_404(rows, public_id=key)


def _mine(acting: Acting) -> str:
    return reverse("conference:mine", args=[acting.conference.slug])


@for_delegations
def wish(request: HttpRequest, acting: Acting, key: uuid.UUID) -> HttpResponse:
    """One own wish: how much it matters, the message, who goes; and the way to withdraw it."""
    row = _own_wish(acting, key)
    shown = shown_of(request, acting.conference)
    initial = {"kind": row.kind, "message": row.message, "delegate": row.delegate_id}
    form = WishForm(_own(acting), None, sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_wish(row, by=person_of(request), **form.cleaned_data)
        except RefusedError as refused:
            form.show(refused)
        else:
            messages.success(request, _("Your wish is changed."))
            return redirect(_mine(acting))
    context = {
        "shown": shown,
        "conference": shown.conference,
        "wish": row,
        "form": form,
        "quotas": quotas_of(_own(acting)),
        "is_open": row.status in OPEN and row.kind != WishKind.VETO,
        "wishes_open": wishes_are_open(shown.conference),
        "is_agreed": row.status == WishStatus.ACCEPTED,
    }
    return render(
        request, "conference/wishes/wish.html", context, status=422 if form.errors else 200
    )


@for_delegations
@require_POST
def wish_withdraw(request: HttpRequest, acting: Acting, key: uuid.UUID) -> HttpResponse:
    """Takes a wish back, or lifts an exclusion."""
    row = _own_wish(acting, key)
    try:
        withdraw_wish(row, by=person_of(request))
    except RefusedError as refused:
        messages.error(request, str(refused))
        return way_back(request, _mine(acting))
    names = {"organisation": row.target.organisation.name}
    if row.kind == WishKind.VETO:
        messages.success(request, _("%(organisation)s is no longer excluded.") % names)
    else:
        messages.success(request, _("Your wish for %(organisation)s is withdrawn.") % names)
    return way_back(request, _mine(acting))


@for_delegations
@require_POST
def wish_move(request: HttpRequest, acting: Acting, key: uuid.UUID) -> HttpResponse:
    """One place up or down in the own order."""
    row = _own_wish(acting, key)
    try:
        place = move_wish(row, by=person_of(request), up=request.POST.get("move") == "up")
    except RefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request,
            _("%(organisation)s is now number %(place)s of your wishes.")
            % {"organisation": row.target.organisation.name, "place": place},
        )
    return redirect(f"{_mine(acting)}#wish-{row.public_id}")


@for_delegations
@require_POST
def wishes_rank(request: HttpRequest, acting: Acting) -> HttpResponse:
    """The own order as it was dragged: `order` once for each wish, from the first on."""
    order = request.POST.getlist("order")[:MOST_RANKED]
    try:
        rank_wishes(_own(acting), order, by=person_of(request))
    except RefusedError as refused:
        if request.headers.get("Accept", "").startswith("application/json"):
            return HttpResponse(str(refused), status=409)
        messages.error(request, str(refused))
        return redirect(_mine(acting))
    if request.headers.get("Accept", "").startswith("application/json"):
        return HttpResponse(status=204)
    return redirect(_mine(acting))


@for_delegations
def match_cancel(request: HttpRequest, acting: Acting, key: uuid.UUID) -> HttpResponse:
    """Says what cancelling a meeting means, and does it."""
    own = _own(acting)
    meeting = next((row for row in agreed_meetings_of(own) if row.match.public_id == key), None)
    names = {"organisation": meeting.partner.organisation.name if meeting else ""}
    if meeting is None:
        messages.info(request, _("This meeting is not agreed (any more)."))
        return redirect(_mine(acting))
    if request.method == "POST":
        try:
            cancel_match(meeting.match, by=person_of(request), registration=own)
        except RefusedError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(
                request,
                _("The meeting with %(organisation)s is cancelled. They are told by mail.") % names,
            )
        return redirect(_mine(acting))
    shown = shown_of(request, acting.conference)
    context = {"shown": shown, "conference": shown.conference, "meeting": meeting}
    return render(request, "conference/wishes/match_cancel.html", context)
