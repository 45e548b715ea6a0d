"""My conference: what the own delegation wishes, was asked for and agreed, as it stands now."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ...actions.notices import is_over
from ...choices import PhaseKind, Priority, RegistrationStatus, WishStatus
from ...models import Registration
from ...queries.acting import Acting
from ...queries.matches import agreed_meetings_of, expectation_of
from ...queries.phases import next_deadline, spans_of
from ...queries.quotas import quotas_of
from ...queries.suggestions import suggestions_for
from ...queries.wishes import OPEN, asked_of, exclusions_of, wishes_are_open, wishes_of
from ..acting import for_delegations
from ..shown import Shown, shown_of
from ..suggested import told

SUGGESTED = 5
ADMITTED = RegistrationStatus.ADMITTED
# Who is admitted need not register, and planning is the team's.
PAST_OR_OF_TEAM = {PhaseKind.REGISTRATION, PhaseKind.PLANNING}


@for_delegations
def mine(request: HttpRequest, acting: Acting) -> HttpResponse:
    """The page of the own delegation."""
    registration = acting.registration
    assert registration is not None
    prefetch_related_objects([acting.conference], "phases")
    shown = shown_of(request, acting.conference)
    context = {
        **_counted(shown, registration),
        "delegate": acting.delegate,
        "deadline": next_deadline(
            spans_of(shown.conference),
            timezone.now(),
            but=PAST_OR_OF_TEAM if registration.status == ADMITTED else (),
        ),
        "is_over": is_over(shown.conference),
    }
    if registration.status == ADMITTED:
        wishes = list(wishes_of(registration))
        context |= {
            "asked": asked_of(registration),
            "ranked": [row for row in wishes if row.status in OPEN],
            "ended": [row for row in wishes if row.status not in OPEN],
            "meetings": agreed_meetings_of(registration),
            "exclusions": exclusions_of(registration),
            "suggestions": told(suggestions_for(registration)[:SUGGESTED]),
            "wishes_open": wishes_are_open(shown.conference),
            "priorities": Priority,
        }
    return render(request, "conference/wishes/mine.html", context)


@for_delegations
def mine_counts(request: HttpRequest, acting: Acting) -> HttpResponse:
    """The figures on top alone, asked for again and again by an open page."""
    registration = acting.registration
    assert registration is not None
    shown = shown_of(request, acting.conference)
    context = _counted(shown, registration)
    context["seen"] = request.GET.get("seen") or context["state"]
    response = render(request, "conference/wishes/counts.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _state(context: dict[str, Any]) -> str:
    """The figures as a text, to see whether the lists of an open page are behind."""
    if not context["is_admitted"]:
        return str(context["is_admitted"])
    expected = context["expectation"]
    return f"{context['asked_number']}-{expected.pending}-{expected.agreed}"


def _counted(shown: Shown, registration: Registration) -> dict[str, Any]:
    context: dict[str, Any] = {
        "shown": shown,
        "conference": shown.conference,
        "registration": registration,
        "is_admitted": registration.status == ADMITTED,
    }
    if context["is_admitted"]:
        context |= {
            "asked_number": asked_of(registration).count(),
            "expectation": expectation_of(registration),
            "quotas": quotas_of(registration),
            "expired": WishStatus.EXPIRED,
        }
    context["state"] = context["seen"] = _state(context)
    return context
