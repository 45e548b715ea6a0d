"""Who is asking: the address a browser proved to hold at a conference, kept in its session."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from ..models import Conference, Registration
from ..queries.acting import Acting
from ..queries.conferences import conferences_visible_to
from ..queries.registrations import registrations_of
from .team import shown_to_team

KEY = "conference_addresses"


# Pages of one's own delegation that the team has for every delegation, too.
PAGES_OF_TEAM = {
    "my_delegation": "registration",
    "my_cancellation": "registration",
    "my_interests": "registration_interests",
    "my_delegate_new": "registration_delegate_new",
    "my_delegate": "registration_delegate",
    "my_delegate_cancellation": "registration_delegate_cancellation",
    "my_delegate_hand_over": "registration_delegate_hand_over",
}


@dataclass(frozen=True)
class TeamActing(Acting):
    """The conference team, for a delegation that asked it to: by phone, or at the desk."""

    of: Registration

    is_team = True

    @cached_property
    def registration(self) -> Registration | None:
        """The delegation it acts for."""
        return self.of

    @cached_property
    def delegate(self) -> None:
        """The team is nobody of the delegation, and so gives no consent for anybody."""
        return


def is_by_team(acting: Acting) -> bool:
    """Whether the team acts for the delegation."""
    return isinstance(acting, TeamActing)


def address_for(acting: Acting, view: str, *keys: Any) -> str:
    """The address of a page of the delegation: its own, or the same among those of the team."""
    slug = acting.conference.slug
    if isinstance(acting, TeamActing):
        view = PAGES_OF_TEAM[view]
        return reverse(f"conference:{view}", args=[slug, acting.of.public_id, *keys])
    return reverse(f"conference:{view}", args=[slug, *keys])


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
    there. Others are led to the page that sends a code, and come back afterwards.

    With the key of a delegation in the address it is the same page for the team.
    """

    @wraps(view)
    def wrapped(
        request: HttpRequest,
        slug: str,
        *args: Any,
        delegation: uuid.UUID | None = None,
        **kwargs: Any,
    ) -> HttpResponse:
        if delegation is not None:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            return view(request, _for_team(request, slug, delegation), *args, **kwargs)
        conference = get_object_or_404(conferences_visible_to(request.user), slug=slug)
        acting = acting_at(request, conference)
        if acting is None or acting.registration is None:
            query = urlencode({"next": request.get_full_path()})
            return redirect(f"{reverse('conference:access', args=[slug])}?{query}")
        return view(request, acting, *args, **kwargs)

    return wrapped


def _for_team(request: HttpRequest, slug: str, delegation: uuid.UUID) -> TeamActing:
    conference = shown_to_team(request, slug).conference
    row = get_object_or_404(registrations_of(conference), public_id=delegation)
    return TeamActing(conference, "", row)
