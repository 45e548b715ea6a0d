"""Participants: finding partners, one profile, wishing and excluding."""

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ...actions.faults import RefusedError
from ...actions.wishes import exclude_delegation, make_wish
from ...choices import Priority, WishStatus
from ...models import Registration, Wish
from ...queries.acting import Acting
from ...queries.participants import (
    Standing,
    participants_matching,
    participants_of,
    standings_of,
)
from ...queries.quotas import quotas_of
from ...queries.suggestions import suggestions_for
from ...queries.wishes import wishes_are_open
from ..acting import for_delegations
from ..finding import for_participants, person_of, way_back
from ..forms_wishes import ParticipantFilterForm, WishForm
from ..shown import Shown, shown_of
from ..suggested import told

PER_PAGE = 12
SUGGESTED = 3


@dataclass(frozen=True, slots=True)
class Card:
    """A delegation on the list, how the own one stands to it, and the address of this card."""

    registration: Registration
    standing: Standing
    back: str


@for_participants
def participants(
    request: HttpRequest, shown: Shown, registration: Registration | None
) -> HttpResponse:
    """Delegations with search and filters, each with its profile and a form to wish for it."""
    form = ParticipantFilterForm(shown.conference, request.GET)
    found = participants_matching(shown.conference, form.chosen())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    is_filtered = any(request.GET.get(name) for name in form.fields)
    rows = list(page.object_list)
    standings = standings_of(registration, rows) if registration else {}
    context = {
        "shown": shown,
        "conference": shown.conference,
        "registration": registration,
        "form": form,
        "page": page,
        "cards": [
            Card(
                row,
                standings.get(row.pk, Standing(may_ask=False)),
                f"{request.get_full_path()}#p-{row.public_id}",
            )
            for row in rows
        ],
        "is_filtered": is_filtered,
        **_wishing(shown, registration),
    }
    if registration and not is_filtered and page.number == 1:
        context["suggestions"] = told(suggestions_for(registration)[:SUGGESTED])
    return render(request, "conference/wishes/participants.html", context)


def _wishing(shown: Shown, registration: Registration | None) -> dict[str, object]:
    """What forms to wish need."""
    return {
        "priorities": Priority,
        "wishes_open": wishes_are_open(shown.conference),
        "quotas": quotas_of(registration) if registration else None,
    }


@for_participants
def participant(
    request: HttpRequest, shown: Shown, registration: Registration | None, key: uuid.UUID
) -> HttpResponse:
    """One delegation with all that it tells of itself."""
    row = get_object_or_404(participants_of(shown.conference), public_id=key)
    form = WishForm(registration, row) if registration else None
    return _profile(request, shown, registration, row, form)


def _profile(
    request: HttpRequest,
    shown: Shown,
    registration: Registration | None,
    row: Registration,
    form: WishForm | None,
) -> HttpResponse:
    suggestions = suggestions_for(registration).filter(partner=row) if registration else []
    context = {
        "shown": shown,
        "conference": shown.conference,
        "registration": registration,
        "participant": row,
        "standing": standings_of(registration, [row])[row.pk] if registration else None,
        "form": form,
        "suggestions": told(suggestions),
        **_wishing(shown, registration),
    }
    is_refused = form is not None and bool(form.errors)
    return render(
        request, "conference/wishes/participant.html", context, status=422 if is_refused else 200
    )


@for_delegations
@require_POST
def wish(request: HttpRequest, acting: Acting, key: uuid.UUID) -> HttpResponse:
    """Makes a wish; what is refused is shown beside the form, with what was typed."""
    shown = shown_of(request, acting.conference)
    registration = acting.registration
    assert registration is not None
    row = get_object_or_404(participants_of(shown.conference), public_id=key)
    form = WishForm(registration, row, request.POST)
    if form.is_valid():
        try:
            made = make_wish(registration, row, by=person_of(request), **form.cleaned_data)
        except RefusedError as refused:
            form.show(refused)
        else:
            messages.success(request, _told_of(made, row))
            profile = reverse("conference:participant", args=[shown.conference.slug, key])
            return way_back(request, profile)
    return _profile(request, shown, registration, row, form)


def _told_of(made: Wish, target: Registration) -> str:
    names = {"organisation": target.organisation.name}
    if made.status == WishStatus.ACCEPTED:
        return _("%(organisation)s wishes to meet you too: the meeting is agreed.") % names
    return _("Your wish is noted. %(organisation)s will be told by mail.") % names


@for_delegations
@require_POST
def exclude(request: HttpRequest, acting: Acting, key: uuid.UUID) -> HttpResponse:
    """Never to meet this delegation; told to nobody."""
    registration = acting.registration
    assert registration is not None
    slug = acting.conference.slug
    row = get_object_or_404(participants_of(acting.conference), public_id=key)
    try:
        exclude_delegation(registration, row, by=person_of(request))
    except RefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request,
            _("You will not meet %(organisation)s. Only you and the conference team see this.")
            % {"organisation": row.organisation.name},
        )
    return way_back(request, reverse("conference:participant", args=[slug, key]))
