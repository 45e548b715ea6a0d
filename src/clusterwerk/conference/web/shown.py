"""Which conference and which of its plans a page shows."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from ..models import Conference, Plan
from ..permissions import can_plan_conference
from ..queries.conferences import conferences, conferences_visible_to, conferences_with_figures
from ..queries.plans import plans_of

SEARCHED_LETTERS_MAX = 100


def searched_words(request: HttpRequest) -> str:
    """What the visitor searches for (`?q=`), no longer than any name is."""
    return request.GET.get("q", "")[:SEARCHED_LETTERS_MAX].strip()


@dataclass(frozen=True, slots=True)
class Shown:
    """The conference of a page; `plan` is the published one, or the draft the team asked for."""

    conference: Conference
    plan: Plan | None
    can_plan: bool

    @property
    def is_draft(self) -> bool:
        """Whether the plan is not what the public sees."""
        return self.plan is not None and self.plan.pk != self.conference.published_plan_id


def shown_conference(request: HttpRequest, slug: str, *, with_figures: bool = False) -> Shown:
    """The conference of an address with its published plan; `?plan=3` shows the team a draft.

    `with_figures` adds the counts of `conferences_with_figures`.
    Raises Http404 for an unknown or hidden conference and for a draft the visitor may not see.
    """
    rows = conferences_with_figures() if with_figures else conferences()
    conference = get_object_or_404(conferences_visible_to(request.user, rows), slug=slug)
    return shown_of(request, conference)


def shown_of(request: HttpRequest, conference: Conference) -> Shown:
    """The same for a conference that was read already."""
    can_plan = can_plan_conference(request.user, conference)
    version = request.GET.get("plan", "")
    if not version:
        return Shown(conference, conference.published_plan, can_plan)
    if not can_plan or not version.isdecimal():
        raise Http404
    plan = plans_of(conference).filter(version=version[:9]).first()
    if plan is None or not plan.is_ready:
        raise Http404
    return Shown(conference, plan, can_plan)
