"""Pages of the conference team."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from ..permissions import can_plan_conference
from ..queries.conferences import conferences_visible_to
from .shown import Shown


def shown_to_team(request: HttpRequest, slug: str) -> Shown:
    """The conference of an address for its team; PermissionDenied for everybody else, who do not
    even learn that there is a hidden one."""
    conference = get_object_or_404(conferences_visible_to(request.user), slug=slug)
    if not can_plan_conference(request.user, conference):
        raise PermissionDenied
    return Shown(conference, conference.published_plan, can_plan=True)
