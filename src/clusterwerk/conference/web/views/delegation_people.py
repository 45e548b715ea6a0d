"""One delegate of one's own delegation: facts, times, consent, handing over, cancelling."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from ...actions.availability import change_availability, meetings_touched
from ...actions.cancelling import cancel_delegate
from ...actions.delegates import change_delegate, set_consents
from ...actions.faults import RefusedError
from ...actions.handing_over import Successor, hand_over
from ...models import Delegate
from ...permissions import can_give_consent
from ...queries.acting import Acting
from ...queries.registrations import active_delegates, planned_of_delegate
from ..acting import address_for, for_delegations, is_by_team
from ..faults import put_faults
from ..registering.forms import PersonForm
from ..registering.people import AvailabilityForm, ConsentForm, HandOverForm, consents_of
from .delegation import delegation_of, frame, refused_unless_standing, user_of


@for_delegations
def my_delegate(request: HttpRequest, acting: Acting, key: uuid.UUID) -> HttpResponse:
    """A delegate with three forms: facts, times, and consent, which only the person can give."""
    delegate = _delegate_of(acting, key)
    refused = refused_unless_standing(request, acting)
    if refused is not None:
        return refused
    step = request.POST.get("do", "") if request.method == "POST" else ""
    may_consent = can_give_consent(acting, delegate)
    facts = PersonForm(request.POST if step == "facts" else None, initial=_facts_of(delegate))
    consents = ConsentForm(
        request.POST if step == "consents" else None, initial=consents_of(delegate)
    )
    times = AvailabilityForm(delegate, request.POST if step == "times" else None)
    touched = []
    if step == "facts" and facts.is_valid():
        saved = _save_facts(request, acting, delegate, facts)
    elif step == "consents" and may_consent and consents.is_valid():
        set_consents(delegate, by=user_of(request), given=consents.given())
        saved = True
    elif step == "consents" and not may_consent:
        messages.error(request, gettext("Only the persons themselves can agree to that."))
        saved = False
    elif step == "times":
        touched = _newly_touched(delegate, times)
        saved = not touched or "confirmed" in request.POST
        if saved:
            change_availability(
                delegate,
                by=user_of(request),
                absent=times.absent,
                by_team=is_by_team(acting),
            )
    else:
        saved = False
    if saved:
        messages.success(request, gettext("Saved."))
        return redirect(address_for(acting, "my_delegate", key))
    context = frame(
        request,
        acting,
        delegate=delegate,
        facts=facts,
        consents=consents,
        given=[consents[name].label for name, has in consents_of(delegate).items() if has],
        times=times,
        touched=touched,
        may_consent=may_consent,
    )
    return render(request, "conference/registration/my_delegate.html", context)


def _save_facts(request: HttpRequest, acting: Acting, delegate: Delegate, form: PersonForm) -> bool:
    by, by_team = user_of(request), is_by_team(acting)
    try:
        change_delegate(delegate, by=by, by_team=by_team, **form.cleaned_data)
    except RefusedError as refused:
        put_faults(form, refused)
        return False
    return True


def _newly_touched(delegate: Delegate, times: AvailabilityForm) -> list[Any]:
    """Planned meetings that lie in times the person takes away now."""
    before = set(delegate.unavailable_slots.values_list("pk", flat=True))
    return meetings_touched(delegate, times.absent - before)


@for_delegations
def my_delegate_cancellation(request: HttpRequest, acting: Acting, key: uuid.UUID) -> HttpResponse:
    """Says which meetings are concerned, and cancels the delegate when that is confirmed."""
    delegate = _delegate_of(acting, key)
    refused = refused_unless_standing(request, acting)
    if refused is not None:
        return refused
    others = active_delegates(delegate.registration).exclude(pk=delegate.pk)
    if request.method == "POST":
        try:
            cancel_delegate(delegate, by=user_of(request), by_team=is_by_team(acting))
        except RefusedError as refusal:
            messages.error(request, str(refusal))
            return redirect(address_for(acting, "my_delegate", key))
        messages.success(
            request, gettext("The place of %(name)s is cancelled.") % {"name": delegate.name}
        )
        return redirect(address_for(acting, "my_delegation"))
    context = frame(
        request,
        acting,
        delegate=delegate,
        meetings=planned_of_delegate(delegate),
        is_last=not others.exists(),
        others_serve=others.filter(takes_meetings=True).exists(),
    )
    return render(request, "conference/registration/my_delegate_cancellation.html", context)


@for_delegations
def my_hand_over(
    request: HttpRequest, acting: Acting, key: uuid.UUID | None = None
) -> HttpResponse:
    """Gives the contact's part, or the place of a delegate, to a colleague."""
    mine = delegation_of(acting)
    refused = refused_unless_standing(request, acting)
    if refused is not None:
        return refused
    delegate = _delegate_of(acting, key) if key else None
    seat = delegate or _seat_of_contact(acting)
    both = ""
    if delegate is None and seat is not None:
        both = gettext("Also the place as a delegate")
    elif delegate is not None and delegate.email.lower() == mine.contact_email.lower():
        both = gettext("Also the part of the contact person")
    form = HandOverForm(request.POST or None, both=both)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        takes_both = bool(data.get("both"))
        try:
            hand_over(
                mine,
                by=user_of(request),
                to=Successor(data["name"], data["email"]),
                contact=delegate is None or takes_both,
                delegate=seat if delegate is not None or takes_both else None,
                by_team=is_by_team(acting),
            )
        except RefusedError as refusal:
            put_faults(form, refusal)
        else:
            text = gettext("%(name)s has taken over and gets a mail.") % {"name": data["name"]}
            messages.success(request, text)
            return redirect(address_for(acting, "my_delegation"))
    context = frame(request, acting, delegate=delegate, form=form)
    return render(request, "conference/registration/my_hand_over.html", context)


def _seat_of_contact(acting: Acting) -> Delegate | None:
    """The contact as a delegate of the own delegation."""
    mine = delegation_of(acting)
    if not mine.contact_email:
        return None
    return active_delegates(mine).filter(email__iexact=mine.contact_email).first()


def _delegate_of(acting: Acting, key: uuid.UUID) -> Delegate:
    rows = active_delegates(delegation_of(acting)).select_related(
        "registration__conference__published_plan", "registration__organisation"
    )
    return get_object_or_404(rows, public_id=key)


def _facts_of(delegate: Delegate) -> dict[str, Any]:
    return {
        "name": delegate.name,
        "function_de": delegate.function_de,
        "function_en": delegate.function_en,
        "languages": delegate.languages,
        "takes_meetings": delegate.takes_meetings,
    }
