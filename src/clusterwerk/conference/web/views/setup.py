"""The team's home page of a conference, new conferences, and the two switches."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ...actions.cloning import clone_conference
from ...actions.mailing import team_addresses
from ...actions.setup import create_conference, set_hidden, set_test_mode
from ...choices import RegistrationStatus
from ...models import Conference
from ...permissions import can_create_conference
from ...queries.checklist import Line, checklist_of
from ..setting_up.basics import CloneForm, NewConferenceForm
from ..setting_up.doors import done, for_team, page
from ..shown import Shown


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Begins a conference that only its team sees."""
    if not can_create_conference(request.user):
        raise PermissionDenied
    initial = {"contact_email": getattr(request.user, "email", "")}
    form = NewConferenceForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        conference = create_conference(by=request.user, **form.cleaned_data)
        messages.success(
            request, _("The conference is there. Only the team sees it; this list says what lacks.")
        )
        return redirect("conference:team", conference.slug)
    sources = Conference.objects.order_by("-starts_on")[:5]
    status = 422 if form.is_bound else 200
    context = {"form": form, "sources": sources}
    return render(request, "conference/setup/new.html", context, status=status)


@for_team
def clone(request: HttpRequest, shown: Shown) -> HttpResponse:
    """The next edition: everything but people, wishes and plans."""
    if not can_create_conference(request.user):
        raise PermissionDenied
    form = CloneForm(shown.conference, request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = clone_conference(shown.conference, by=request.user, **form.cleaned_data)
        messages.success(
            request, _("The new conference is there, with all days moved. Look at what to check.")
        )
        return redirect("conference:team", found.slug)
    return page(request, shown, "clone", form=form, status=422 if form.is_bound else 200)


@dataclass(frozen=True, slots=True)
class Linked:
    """A line of the checklist with its address."""

    line: Line
    address: str


def _address(conference: Conference, line: Line) -> str:
    return reverse(f"conference:{line.view}", args=[conference.slug, *line.arguments])


@for_team
def team(request: HttpRequest, shown: Shown) -> HttpResponse:
    """What is there, what is missing, what comes next."""
    conference = shown.conference
    checklist = checklist_of(conference)
    steps = [
        (step, [Linked(line, _address(conference, line)) for line in step.lines])
        for step in checklist.steps
    ]
    following = checklist.next_line
    labels = dict(RegistrationStatus.choices)
    return page(
        request,
        shown,
        "team",
        checklist=checklist,
        steps=steps,
        next_step=Linked(following, _address(conference, following)) if following else None,
        statuses=[
            (labels[status], checklist.now.registrations[status])
            for status in RegistrationStatus.values
            if checklist.now.registrations.get(status)
        ],
        can_clone=can_create_conference(request.user),
        now=timezone.now(),
    )


# Which switch is thrown, and how it stands afterwards.
SWITCHES: dict[str, tuple[Any, dict[str, bool]]] = {
    "visible": (set_hidden, {"hidden": False}),
    "hidden": (set_hidden, {"hidden": True}),
    "test": (set_test_mode, {"on": True}),
    "live": (set_test_mode, {"on": False}),
}


@for_team
def switch(request: HttpRequest, shown: Shown, which: str) -> HttpResponse:
    """Says what a switch does, and throws it."""
    if which not in SWITCHES:
        raise Http404
    if request.method == "POST":
        action, value = SWITCHES[which]
        action(shown.conference, by=request.user, **value)
        said = {
            "visible": _("Everybody sees the conference now."),
            "hidden": _("Only the team sees the conference now."),
            "test": _("Test mode is on: all mail goes to the team."),
            "live": _("Test mode is off: mail goes to the delegates."),
        }
        return done(request, shown, said[which], "team")
    is_set = {
        "visible": not shown.conference.is_hidden,
        "hidden": shown.conference.is_hidden,
        "test": shown.conference.test_mode,
        "live": not shown.conference.test_mode,
    }[which]
    return page(
        request,
        shown,
        "switch",
        which=which,
        is_set=is_set,
        addresses=team_addresses(shown.conference),
    )
