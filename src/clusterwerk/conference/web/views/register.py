"""Registering a delegation, by itself or by the team."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from ...actions.faults import RefusedError
from ...actions.registrations import register_delegation
from ...choices import PhaseKind, RegistrationStatus
from ...models import Registration
from ...queries.phases import is_open, phase_of
from ...queries.registrations import STANDING, places_of
from ..acting import acting_at
from ..registering.page import RegistrationPage
from ..shown import Shown, shown_conference
from ..team import shown_to_team


def register(request: HttpRequest, slug: str) -> HttpResponse:
    """The form of a delegation, once its address was proven; outside of the phase says so."""
    shown = shown_conference(request, slug)
    if not is_open(shown.conference, PhaseKind.REGISTRATION):
        return _closed(request, shown)
    acting = acting_at(request, shown.conference)
    if acting is None:
        query = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('conference:access', args=[slug])}?{query}")
    if acting.registration is not None and acting.registration.status in STANDING:
        messages.info(request, gettext("Your delegation is registered. This is its page."))
        return redirect("conference:my_delegation", slug=slug)
    page = RegistrationPage(shown.conference, request, email=acting.email)
    registration = _registered(request, page)
    if registration is not None:
        if registration.status == RegistrationStatus.WAITING:
            text = gettext("You are registered, and on the waiting list: all places are taken.")
        else:
            text = gettext("You are registered. A mail with a copy is on its way.")
        messages.success(request, text)
        return redirect("conference:my_delegation", slug=slug)
    return _form(request, shown, page)


@login_required
def enter_delegation(request: HttpRequest, slug: str) -> HttpResponse:
    """The team registers a delegation for somebody, at any time."""
    shown = shown_to_team(request, slug)
    page = RegistrationPage(shown.conference, request, by_team=True)
    registration = _registered(request, page)
    if registration is not None:
        messages.success(request, gettext("The delegation is entered."))
        return redirect("conference:registration", slug=slug, key=registration.public_id)
    return _form(request, shown, page)


def found_organisations(request: HttpRequest, slug: str) -> HttpResponse:
    """What the search for the own organisation finds, while somebody types."""
    shown = shown_conference(request, slug)
    page = RegistrationPage(shown.conference, request)
    return render(request, "conference/registration/found.html", {"page": page})


def _registered(request: HttpRequest, page: RegistrationPage) -> Registration | None:
    if page.step != "register" or not page.is_valid():
        return None
    try:
        return register_delegation(
            page.conference,
            by=request.user if request.user.is_authenticated else None,
            draft=page.draft(),
            by_team=page.by_team,
        )
    except RefusedError as refused:
        page.show(refused)
        return None


def _form(request: HttpRequest, shown: Shown, page: RegistrationPage) -> HttpResponse:
    free = places_of(shown.conference, None).conference
    faults = page.faults()
    context = {
        "shown": shown,
        "conference": shown.conference,
        "page": page,
        "faults": faults,
        "phase": phase_of(shown.conference, PhaseKind.REGISTRATION),
        "is_full": free == 0,
    }
    return render(
        request, "conference/registration/register.html", context, status=422 if faults else 200
    )


def _closed(request: HttpRequest, shown: Shown) -> HttpResponse:
    phase = phase_of(shown.conference, PhaseKind.REGISTRATION)
    context = {
        "shown": shown,
        "conference": shown.conference,
        "phase": phase,
        "is_before": phase is not None and phase.starts_at > timezone.now(),
    }
    return render(request, "conference/registration/closed.html", context)
