"""Who may open the pages of set-up, and how refusals and effects are shown."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...actions.places import UnseenEffectsError
from ...queries.grid import Effects
from ..shown import Shown
from ..team import shown_to_team

NOT_SENT_AGAIN = {"csrfmiddlewaretoken", "seen"}


def for_team(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of the team: `view(request, shown, ...)`; others are refused, and do not even learn
    that there is a hidden conference."""

    @wraps(view)
    def wrapped(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, shown_to_team(request, slug), *args, **kwargs)

    protected: Callable[..., HttpResponse] = login_required(wrapped)
    return protected


def page(
    request: HttpRequest, shown: Shown, template: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """A page of set-up."""
    context |= {"shown": shown, "conference": shown.conference}
    return render(request, f"conference/setup/{template}.html", context, status=status)


def done(request: HttpRequest, shown: Shown, message: str, view: str, *args: Any) -> HttpResponse:
    """Says what was done and leads on."""
    messages.success(request, message)
    return redirect(f"conference:{view}", shown.conference.slug, *args)


def change_or_show(
    request: HttpRequest,
    shown: Shown,
    change: Callable[[str], Effects],
    *,
    title: str,
    back: str,
) -> HttpResponse:
    """Does a change of slots or tables, or first shows whom it touches.

    `change` gets the fingerprint of what was shown; what was sent is kept on the page that asks.
    """
    seen = request.POST.get("seen", "")
    try:
        effects = change(seen)
    except UnseenEffectsError as error:
        sent = [
            (name, value)
            for name, values in request.POST.lists()
            if name not in NOT_SENT_AGAIN
            for value in values
        ]
        return page(
            request,
            shown,
            "effects",
            effects=error.effects,
            sent=sent,
            title=title,
            back=back,
            has_changed=bool(seen),
        )
    messages.success(request, _done_message(effects))
    return redirect(back)


def _done_message(effects: Effects) -> str:
    lost = len(effects.lost)
    if not lost:
        return _("Saved.")
    text = ngettext(
        "Saved. %(number)d meeting lost its place; its delegates are told, and the planner looks "
        "for a new place.",
        "Saved. %(number)d meetings lost their place; their delegates are told, and the planner "
        "looks for new places.",
        lost,
    )
    return text % {"number": lost}
