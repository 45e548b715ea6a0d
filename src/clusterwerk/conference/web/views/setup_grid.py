"""Sessions and slots: made at once, changed, closed table by table, removed."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...actions.faults import RefusedError
from ...actions.grid import add_sessions, change_session, remove_session
from ...actions.tables import close_slots
from ...models import Session
from ...queries.clock import comes_twice
from ...queries.grid import closed_pairs, places_of, sessions_in_use, tables_in_use
from ..setting_up.doors import change_or_show, done, for_team, page
from ..setting_up.grid import GeneratorForm, SessionForm, SlotsForm
from ..shown import Shown


def _session(shown: Shown, key: uuid.UUID) -> Session:
    session = get_object_or_404(sessions_in_use(shown.conference), public_id=key)
    session.conference = shown.conference
    return session


def _back(shown: Shown) -> str:
    return reverse("conference:grid", args=[shown.conference.slug])


@for_team
def grid(request: HttpRequest, shown: Shown) -> HttpResponse:
    """All sessions with their slots, and how many meetings fit."""
    conference = shown.conference
    sessions = list(sessions_in_use(conference))
    closed = closed_pairs(conference)
    rows = [
        (
            session,
            list(session.slots.all()),
            sum(slot in {one.pk for one in session.slots.all()} for _table, slot in closed),
        )
        for session in sessions
    ]
    return page(
        request,
        shown,
        "grid",
        rows=rows,
        slots=sum(len(slots) for _session, slots, _closed in rows),
        tables=tables_in_use(conference).count(),
        places=places_of(conference),
        twice=any(comes_twice(slot.starts_at, conference.zone) for row in rows for slot in row[1]),
    )


@for_team
def generate(request: HttpRequest, shown: Shown) -> HttpResponse:
    """Days cut into sessions and slots."""
    form = GeneratorForm(shown.conference, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            added = add_sessions(
                shown.conference, by=request.user, drafts=form.cleaned_data["drafts"]
            )
        except RefusedError as error:
            for fault in error.faults:
                form.add_error("first", fault.message)
        else:
            text = ngettext(
                "%(number)d session is made.", "%(number)d sessions are made.", len(added)
            )
            return done(request, shown, text % {"number": len(added)}, "grid")
    return page(request, shown, "generate", form=form, status=422 if form.is_bound else 200)


@for_team
def session_edit(request: HttpRequest, shown: Shown, key: uuid.UUID) -> HttpResponse:
    """Name, day and times of a session; below it all slots one by one."""
    session = _session(shown, key)
    slots = list(session.slots.all())
    form = SessionForm(session, slots, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return change_or_show(
                request,
                shown,
                lambda seen: change_session(
                    session, by=request.user, draft=form.cleaned_data["draft"], seen=seen
                ),
                title=_("Change “%(session)s”") % {"session": str(session)},
                back=_back(shown),
            )
        except RefusedError as error:
            for fault in error.faults:
                form.add_error("slots" if fault.field == "slots" else "first", fault.message)
    return page(
        request,
        shown,
        "session",
        session=session,
        form=form,
        slots_form=SlotsForm(session, slots),
        status=422 if form.is_bound else 200,
    )


@for_team
def session_slots(request: HttpRequest, shown: Shown, key: uuid.UUID) -> HttpResponse:
    """The slots of a session changed or removed one by one."""
    session = _session(shown, key)
    slots = list(session.slots.all())
    slots_form = SlotsForm(session, slots, request.POST if request.method == "POST" else None)
    if request.method == "POST" and slots_form.is_valid():
        try:
            return change_or_show(
                request,
                shown,
                lambda seen: change_session(
                    session, by=request.user, draft=slots_form.cleaned_data["draft"], seen=seen
                ),
                title=_("Change “%(session)s”") % {"session": str(session)},
                back=_back(shown),
            )
        except RefusedError as error:
            for fault in error.faults:
                field = "" if fault.row is None else slots_form.field_at(fault.field, fault.row)
                slots_form.add_error(field or None, fault.message)
    return page(
        request,
        shown,
        "session",
        session=session,
        form=SessionForm(session, slots),
        slots_form=slots_form,
        status=422 if slots_form.is_bound else 200,
    )


@for_team
def session_remove(request: HttpRequest, shown: Shown, key: uuid.UUID) -> HttpResponse:
    """Asks, shows whom it touches, then takes a session away."""
    session = _session(shown, key)
    if request.method == "POST":
        return change_or_show(
            request,
            shown,
            lambda seen: remove_session(session, by=request.user, seen=seen),
            title=_("Remove %(name)s?") % {"name": str(session)},
            back=_back(shown),
        )
    return page(
        request,
        shown,
        "confirm",
        title=_("Remove %(name)s?") % {"name": str(session)},
        text=_("All its slots go. If meetings are planned there, you see them first."),
        back="grid",
        back_label=_("Sessions and slots"),
    )


@for_team
def session_closed(request: HttpRequest, shown: Shown, key: uuid.UUID) -> HttpResponse:
    """Which tables cannot be used in which slots of a session."""
    session = _session(shown, key)
    if request.method == "POST":
        closed = set()
        for value in request.POST.getlist("closed"):
            table, _sign, slot = value.partition("-")
            if table.isdecimal() and slot.isdecimal():
                closed.add((int(table[:18]), int(slot[:18])))
        return change_or_show(
            request,
            shown,
            lambda seen: close_slots(session, by=request.user, closed=closed, seen=seen),
            title=_("Close tables in “%(session)s”") % {"session": str(session)},
            back=_back(shown),
        )
    slots, now = list(session.slots.all()), closed_pairs(shown.conference)
    rows = [
        (table, [(slot, (table.pk, slot.pk) in now) for slot in slots])
        for table in tables_in_use(shown.conference)
    ]
    return page(request, shown, "closed", session=session, slots=slots, rows=rows)
