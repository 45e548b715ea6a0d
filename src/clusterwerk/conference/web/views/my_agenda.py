"""The own agenda: for who acts for the delegation, and for who has its private address."""

import uuid
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ...actions.agenda_links import ensure_agenda_links, renew_agenda_link
from ...actions.faults import RefusedError
from ...actions.mailing import address_of
from ...actions.notices import is_over
from ...actions.partner_messages import send_partner_message
from ...models import Conference, Delegate
from ...papers.calendars import entries_told
from ...papers.changes import sentences_of
from ...queries.acting import Acting
from ...queries.links import is_open, token_of
from ...queries.my_agenda import MyMeeting, by_day, matches_of_delegation, my_meetings
from ...queries.notices import cancellations_of, notices_of
from ..acting import KEY, for_delegations
from ..finding import link_not_found
from ..private import private
from ..shown import Shown, shown_conference, shown_of
from .feeds import GONE, delegate_of


@for_delegations
@require_safe
def my_agenda(request: HttpRequest, acting: Acting) -> HttpResponse:
    """The agenda of who acts, or of another delegate of the same delegation (`?person=`)."""
    return _mine(request, acting, chosen_person(request, acting, people_of(acting)))


@require_safe
def agenda_link(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """The agenda for who has its private address: to read only, and nothing of what was written."""
    try:
        link, delegate = delegate_of(request, slug, token)
    except Http404:
        return link_not_found(request, slug, "my_agenda")
    shown = shown_conference(request, slug)
    context: dict[str, Any] = {"shown": shown, "conference": shown.conference}
    if not is_open(link):
        gone = render(request, "conference/agenda_gone.html", context, status=GONE)
        return private(gone)
    context |= {"delegate": delegate, "acts": False, "keeps_offline": True} | _agenda(
        shown, delegate, token, acts=False
    )
    return private(render(request, "conference/agenda_mine.html", context))


@for_delegations
@require_POST
def my_message(request: HttpRequest, acting: Acting, key: uuid.UUID) -> HttpResponse:
    """Sends what was written to a partner; what is refused stays in its field."""
    delegate = chosen_person(request, acting, people_of(acting))
    if delegate is None:
        raise Http404
    match = get_object_or_404(matches_of_delegation(delegate.registration), public_id=key)
    text = request.POST.get("text", "")
    try:
        send_partner_message(match, by=request.user, sender=delegate, text=text)
    except RefusedError as error:
        more = {"error": str(error), "error_at": match.pk, "typed": text}
        return _mine(request, acting, delegate, **more)
    messages.success(request, _("The message is sent."))
    target = redirect("conference:my_agenda", slug=acting.conference.slug)
    target["Location"] += f"?person={delegate.public_id}#m-{key}"
    return target


@for_delegations
@require_POST
def new_address(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Ends the private addresses of an agenda and makes a new one."""
    delegate = chosen_person(request, acting, people_of(acting))
    if delegate is None:
        raise Http404
    renew_agenda_link(delegate, by=request.user)
    messages.success(
        request,
        _("There is a new private address. The old one no longer works, also in calendars."),
    )
    target = redirect("conference:my_agenda", slug=acting.conference.slug)
    target["Location"] += f"?person={delegate.public_id}"
    return target


def _mine(
    request: HttpRequest, acting: Acting, delegate: Delegate | None, **more: Any
) -> HttpResponse:
    shown = shown_of(request, acting.conference)
    context = {
        "shown": shown,
        "conference": shown.conference,
        "people": people_of(acting),
        "delegate": delegate,
        "acts": True,
        # Not for who signed in with an account: signing out there would leave the page behind.
        "keeps_offline": str(shown.conference.public_id) in request.session.get(KEY, {}),
        **more,
    }
    if delegate is not None:
        link = ensure_agenda_links(shown.conference, [delegate.pk])[delegate.pk]
        context |= _agenda(shown, delegate, token_of(link), acts=True)
    status = 422 if "error" in more else 200
    return private(render(request, "conference/agenda_mine.html", context, status=status))


def people_of(acting: Acting) -> list[Delegate]:
    """The delegates of the delegation that somebody acts for."""
    assert acting.registration is not None  # by `for_delegations`
    found = acting.registration.delegates.filter(cancelled_at__isnull=True).order_by("number")
    return list(found.select_related("registration__conference", "registration__organisation"))


def chosen_person(request: HttpRequest, acting: Acting, people: list[Delegate]) -> Delegate | None:
    """Whose agenda is meant: the one asked for, else the own one, else the first."""
    wanted = request.POST.get("person") or request.GET.get("person", "")
    own = acting.delegate
    keys = [wanted, str(own.public_id) if own else ""]
    for key in keys:
        for person in people:
            if str(person.public_id) == key:
                return person
    return people[0] if people else None


def _agenda(shown: Shown, delegate: Delegate, token: str, *, acts: bool) -> dict[str, Any]:
    conference = shown.conference
    meetings = my_meetings(conference.published_plan, delegate)
    now = timezone.now()
    return {
        "plan": conference.published_plan,
        "organisation": delegate.registration.organisation,
        "days": by_day(delegate, meetings),
        "meetings": meetings,
        "next": next((row for row in meetings if row.ends_at > now), None),
        "now": now,
        "is_over": is_over(conference),
        "gone": _gone_meetings(conference, delegate, meetings, with_messages=acts),
        "page_address": address_of("agenda_link", conference.slug, token),
        "feed_address": address_of("agenda_feed", conference.slug, token),
        "token": token,
    }


def _gone_meetings(
    conference: Conference, delegate: Delegate, meetings: list[MyMeeting], *, with_messages: bool
) -> Any:
    """What was told once and does not take place any more, as sentences."""
    there = {str(row.match.public_id) for row in meetings}
    told = [row.entry for row in entries_told(notices_of(delegate))]
    gone = [entry for entry in told if entry["match"] not in there]
    if not gone:
        return []
    changes = [{"kind": "cancelled", "before": entry, "after": None} for entry in gone]
    reasons = cancellations_of(entry["match"] for entry in gone)
    if not with_messages:
        reasons = {key: replace(row, message="") for key, row in reasons.items()}
    return sentences_of(conference, changes, delegate.registration_id, reasons)
