"""One's own delegation: what is stored, and everything that can be changed about it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from ...actions.cancelling import cancel_delegation
from ...actions.delegates import add_delegate
from ...actions.faults import RefusedError
from ...actions.interests import draft_of
from ...actions.registrations import change_details, change_interests
from ...choices import RegistrationStatus
from ...models import Delegate, Need, Offer, Registration
from ...permissions import can_plan_conference
from ...queries.acting import Acting
from ...queries.interests import needs_of, offers_of
from ...queries.registrations import STANDING, losses_of, place_in_queue, with_everything
from ..acting import address_for, for_delegations, is_by_team
from ..faults import put_faults
from ..history import history_of
from ..registering.details import ContactForm, answers_of, initial_of
from ..registering.forms import DelegateForm, Rows, interest_rows
from ..shown import Shown


def frame(request: HttpRequest, acting: Acting, **more: Any) -> dict[str, Any]:
    """What every page of a delegation needs."""
    conference = acting.conference
    return {
        "shown": Shown(
            conference, conference.published_plan, can_plan_conference(request.user, conference)
        ),
        "conference": conference,
        "acting": acting,
        "registration": acting.registration,
        **more,
    }


def user_of(request: HttpRequest) -> Any:
    """The account that acts, None where only an address was proven."""
    return request.user if request.user.is_authenticated else None


def delegation_of(acting: Acting) -> Registration:
    """The delegation; `for_delegations` has seen to it that there is one."""
    assert acting.registration is not None
    return acting.registration


@for_delegations
def my_delegation(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Where the delegation stands, what is stored, and its history."""
    mine = delegation_of(acting)
    row = with_everything(
        Registration.objects.filter(pk=mine.pk).select_related(
            "organisation__country", "type", "conference"
        )
    ).get()
    people = list(row.delegates.all())
    context = frame(
        request,
        acting,
        registration=row,
        place=place_in_queue(row),
        people=[person for person in people if person.cancelled_at is None],
        former=[person for person in people if _was_of(row, person)],
        answers=answers_of(row),
        history=history_of(row, since=row.registered_at),
        is_standing=row.status in STANDING,
        can_register_again=row.status == RegistrationStatus.CANCELLED,
    )
    return render(request, "conference/registration/my_delegation.html", context)


def _was_of(row: Registration, person: Delegate) -> bool:
    """Whether somebody cancelled since the delegation was registered; people of an earlier one of
    the same organisation are not for others to see."""
    if person.cancelled_at is None:
        return False
    return row.registered_at is None or person.cancelled_at > row.registered_at


@for_delegations
def my_details(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Contact's name, language of mails, message and answers."""
    mine = delegation_of(acting)
    refused = refused_unless_standing(request, acting)
    if refused is not None:
        return refused
    questions = list(acting.conference.questions.all())
    form = ContactForm(acting.conference, request.POST or None, initial=initial_of(mine, questions))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        change_details(
            mine,
            by=user_of(request),
            contact_name=data["contact_name"],
            language=data["language"],
            message=data["message"],
            answers=form.answers(),
        )
        messages.success(request, gettext("Saved."))
        return redirect("conference:my_delegation", slug=acting.conference.slug)
    context = frame(request, acting, form=form)
    return render(request, "conference/registration/my_details.html", context)


@for_delegations
def my_interests(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Offers and needs; "one more" brings the page back with everything typed."""
    mine = delegation_of(acting)
    refused = refused_unless_standing(request, acting)
    if refused is not None:
        return refused
    offers, needs, step = interest_rows_of(request, mine)
    if step == "save" and all([offers.is_valid(), needs.is_valid()]):
        change_interests(
            mine,
            by=user_of(request),
            offers=offers.drafts(),
            needs=needs.drafts(),
            by_team=is_by_team(acting),
        )
        messages.success(request, gettext("Saved."))
        return redirect(address_for(acting, "my_delegation"))
    context = frame(request, acting, offers=offers, needs=needs)
    return render(request, "conference/registration/my_interests.html", context)


def interest_rows_of(request: HttpRequest, registration: Registration) -> tuple[Rows, Rows, str]:
    """The rows of offers and of needs, and the button that was pressed ("" for none)."""
    if request.method != "POST":
        before = _typed(offers_of(registration)), _typed(needs_of(registration))
        return (*interest_rows(before=before), "")
    data, step = request.POST.copy(), request.POST.get("do", "save")
    if step.startswith("more_"):
        key = f"{step.removeprefix('more_')}-TOTAL_FORMS"
        total = data.get(key, "")
        data[key] = str(int(total) + 1 if total.isdecimal() and len(total) < 4 else 1)
    offers, needs = interest_rows(data)
    if step != "save":
        offers.leave_unchecked()
        needs.leave_unchecked()
    return offers, needs, step


def _typed(rows: Any) -> list[dict[str, Any]]:
    return [_initial(row) for row in rows]


def _initial(row: Offer | Need) -> dict[str, Any]:
    draft = draft_of(row)
    return {
        "kind": draft.kind,
        "stage": draft.stage,
        "text_de": draft.text_de,
        "text_en": draft.text_en,
        "fields_of": list(draft.fields),
        "countries": list(draft.countries),
    }


@for_delegations
def my_delegate_new(request: HttpRequest, acting: Acting) -> HttpResponse:
    """One more delegate."""
    refused = refused_unless_standing(request, acting)
    if refused is not None:
        return refused
    form = DelegateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            delegate = add_delegate(
                delegation_of(acting),
                by=user_of(request),
                draft=form.draft(),
                by_team=is_by_team(acting),
            )
        except RefusedError as refusal:
            put_faults(form, refusal)
        else:
            messages.success(
                request, gettext("%(name)s is added and gets a mail.") % {"name": delegate.name}
            )
            return redirect(address_for(acting, "my_delegation"))
    context = frame(request, acting, form=form)
    return render(request, "conference/registration/my_delegate_new.html", context)


@for_delegations
def my_cancellation(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Says what will be lost, and cancels the whole delegation when that is confirmed."""
    mine = delegation_of(acting)
    refused = refused_unless_standing(request, acting)
    if refused is not None:
        return refused
    if request.method == "POST":
        try:
            cancel_delegation(mine, by=user_of(request))
        except RefusedError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, gettext("Your delegation is cancelled. Everybody was told."))
        return redirect("conference:my_delegation", slug=acting.conference.slug)
    context = frame(request, acting, lost=losses_of(mine))
    return render(request, "conference/registration/my_cancellation.html", context)


def refused_unless_standing(request: HttpRequest, acting: Acting) -> HttpResponse | None:
    """A delegation that is cancelled or declined is only looked at."""
    if delegation_of(acting).status in STANDING:
        return None
    messages.error(
        request, gettext("This delegation is cancelled or declined and cannot be changed.")
    )
    return redirect(address_for(acting, "my_delegation"))
