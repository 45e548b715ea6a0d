"""Who may see the participants: admitted delegations and the team."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from ..choices import RegistrationStatus
from ..models import Registration
from .acting import acting_at
from .shown import Shown, shown_conference


def for_participants(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for those who take part: `view(request, shown, registration, ...)`, where
    `registration` is the own delegation, or None for somebody of the team without one.

    Delegations that are not admitted yet are told so; others are led to the page that sends a code.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
        shown = shown_conference(request, slug)
        acting = acting_at(request, shown.conference)
        registration = acting.registration if acting else None
        if registration is None and not shown.can_plan:
            query = urlencode({"next": request.get_full_path()})
            return redirect(f"{reverse('conference:access', args=[slug])}?{query}")
        if registration is not None and registration.status != RegistrationStatus.ADMITTED:
            if not shown.can_plan:
                return _not_yet(request, shown, registration)
            registration = None
        return view(request, shown, registration, *args, **kwargs)

    return wrapped


def _not_yet(request: HttpRequest, shown: Shown, registration: Registration) -> HttpResponse:
    context = {"shown": shown, "conference": shown.conference, "registration": registration}
    return render(request, "conference/wishes/not_admitted.html", context)


def link_not_found(request: HttpRequest, slug: str, onward: str) -> HttpResponse:
    """For an address that nobody was given: mail programmes cut long ones. Leads on to `onward`,
    a page that sends a code; Http404 where there is no such conference to see."""
    shown = shown_conference(request, slug)
    context = {
        "shown": shown,
        "conference": shown.conference,
        "onward": reverse(f"conference:{onward}", args=[slug]),
    }
    return render(request, "conference/link_not_found.html", context, status=404)


def way_back(request: HttpRequest, otherwise: str) -> HttpResponse:
    """To the page on which a button was pressed (`next`), if it is one of ours."""
    wanted = request.POST.get("next", "")
    if wanted and url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
        return redirect(wanted)
    return redirect(otherwise)


def person_of(request: HttpRequest) -> Any:
    """Who acts, as the audit trail keeps it: the account signed in with, None without one."""
    return request.user if request.user.is_authenticated else None


def sent(request: HttpRequest) -> Any:
    """What a form was sent with; None on a page that only shows it."""
    return request.POST if request.method == "POST" else None
