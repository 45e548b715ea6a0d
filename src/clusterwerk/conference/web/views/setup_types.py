"""Types of participants with their quotas, and the matrix who may wish for whom."""

import uuid

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ...actions.faults import RefusedError
from ...actions.types import move_type, remove_type, save_type, set_matrix
from ...models import ParticipantType
from ..faults import put_faults
from ..setting_up.doors import done, for_team, page
from ..setting_up.people import TypeForm, matrix_name
from ..shown import Shown


def _type(shown: Shown, key: uuid.UUID) -> ParticipantType:
    return get_object_or_404(ParticipantType, conference=shown.conference, public_id=key)


def _pair(asks: ParticipantType, asked: ParticipantType) -> str:
    return f"{asks.public_id}:{asked.public_id}"


@for_team
def types(request: HttpRequest, shown: Shown) -> HttpResponse:
    """All types, and the matrix as a table of boxes."""
    rows = list(
        shown.conference.types.annotate(delegations=Count("registrations")).prefetch_related(
            "may_ask"
        )
    )
    boxes = [
        (
            asks,
            [
                (_pair(asks, asked), matrix_name(asks, asked), asked in asks.may_ask.all())
                for asked in rows
            ],
        )
        for asks in rows
    ]
    return page(request, shown, "types", rows=rows, boxes=boxes)


@for_team
@require_POST
def matrix(request: HttpRequest, shown: Shown) -> HttpResponse:
    """Keeps who may wish for whom."""
    rows = list(shown.conference.types.all())
    ticked = set(request.POST.getlist("pair"))
    pairs = [(asks, asked) for asks in rows for asked in rows if _pair(asks, asked) in ticked]
    set_matrix(shown.conference, by=request.user, pairs=pairs)
    return done(request, shown, _("Saved. Wishes made before stay as they are."), "types")


@for_team
def type_new(request: HttpRequest, shown: Shown) -> HttpResponse:
    """One more type."""
    return _edit(request, shown, None)


@for_team
def type_edit(request: HttpRequest, shown: Shown, key: uuid.UUID) -> HttpResponse:
    """One type."""
    return _edit(request, shown, _type(shown, key))


def _edit(request: HttpRequest, shown: Shown, row: ParticipantType | None) -> HttpResponse:
    form = TypeForm(row, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            save_type(shown.conference, by=request.user, values=form.cleaned_data, row=row)
        except RefusedError as error:
            put_faults(form, error)
        else:
            return done(request, shown, _("Saved."), "types")
    return page(
        request,
        shown,
        "form",
        form=form,
        title=_("Change the type") if row else _("Add a type"),
        back="types",
        back_label=_("Types of participants"),
        status=422 if form.is_bound else 200,
    )


@for_team
def type_remove(request: HttpRequest, shown: Shown, key: uuid.UUID) -> HttpResponse:
    """Asks, then takes a type away that no delegation has."""
    row = _type(shown, key)
    fault = ""
    if request.method == "POST":
        try:
            remove_type(row, by=request.user)
        except RefusedError as error:
            fault = str(error)
        else:
            return done(request, shown, _("Removed."), "types")
    return page(
        request,
        shown,
        "confirm",
        title=_("Remove %(name)s?") % {"name": str(row)},
        text=_("Its quotas and its place in the matrix go too."),
        fault=fault,
        back="types",
        back_label=_("Types of participants"),
        status=422 if fault else 200,
    )


@for_team
@require_POST
def type_move(request: HttpRequest, shown: Shown, key: uuid.UUID) -> HttpResponse:
    """One place up or down."""
    move_type(_type(shown, key), by=request.user, up="up" in request.POST)
    return done(request, shown, _("The order is changed."), "types")
