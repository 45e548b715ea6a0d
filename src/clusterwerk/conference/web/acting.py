"""Who is asking: the address a browser proved to hold at a conference, kept in its session."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from ..models import Conference
from ..queries.acting import Acting
from ..queries.conferences import conferences_visible_to

KEY = "conference_addresses"


def remember(request: HttpRequest, conference: Conference, email: str) -> None:
    """From now on this browser acts for who holds the address; only after it was proven."""
    request.session.cycle_key()
    held = dict(request.session.get(KEY, {}))
    held[str(conference.public_id)] = email.strip().lower()
    request.session[KEY] = held


def forget(request: HttpRequest, conference: Conference) -> None:
    """This browser no longer acts at the conference."""
    held = dict(request.session.get(KEY, {}))
    held.pop(str(conference.public_id), None)
    request.session[KEY] = held


def acting_at(request: HttpRequest, conference: Conference) -> Acting | None:
    """Who acts: by the address proven here, else by that of the account signed in with."""
    email = request.session.get(KEY, {}).get(str(conference.public_id), "")
    if not email and request.user.is_authenticated:
        email = request.user.email
    return Acting(conference, email) if email else None


def for_delegations(
    view: Callable[..., HttpResponse],
) -> Callable[..., HttpResponse]:
    """A page of one's own delegation: `view(request, acting, ...)`, where `acting.registration` is
    there. Others are led to the page that sends a code, and come back afterwards."""

    @wraps(view)
    def wrapped(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
        conference = get_object_or_404(conferences_visible_to(request.user), slug=slug)
        acting = acting_at(request, conference)
        if acting is None or acting.registration is None:
            query = urlencode({"next": request.get_full_path()})
            return redirect(f"{reverse('conference:access', args=[slug])}?{query}")
        return view(request, acting, *args, **kwargs)

    return wrapped
