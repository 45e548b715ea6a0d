"""The team's list of delegations: search, decide, look at one of them."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from clusterwerk.places.models import Country

from ...actions.admissions import admit_delegation, decline_delegation, put_on_waiting_list
from ...actions.cancelling import cancel_delegation
from ...actions.faults import RefusedError
from ...actions.registrations import change_by_team
from ...choices import RegistrationStatus
from ...models import Conference, Registration
from ...queries.keys import uuids_in
from ...queries.registrations import (
    STANDING,
    RegistrationFilter,
    counts_by_status,
    losses_of,
    place_in_queue,
    places_of,
    registrations_matching,
    registrations_of,
    with_everything,
)
from ..downloads import csv_file
from ..faults import put_faults
from ..history import history_of
from ..registering.details import answers_of
from ..registering.people import TeamContactForm
from ..team import shown_to_team

PER_PAGE = 50
COLUMNS = (
    "organisation",
    "country",
    "type",
    "status",
    "registered",
    "contact",
    "email",
    "delegates",
    "names",
)

ACTIONS = ("admit", "wait", "decline", "cancel")


class RegistrationFilterForm(forms.Form):
    """Narrows the list. Values that do not exist count as not chosen."""

    q = forms.CharField(label=_("Organisation, name or address"), max_length=100, required=False)
    type = forms.ChoiceField(label=_("Type of participant"), required=False)
    country = forms.ModelChoiceField(
        Country.objects.none(), label=_("Country"), required=False, empty_label=_("all countries")
    )

    def __init__(self, conference: Conference, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser, countries = self.fields["type"], self.fields["country"]
        assert isinstance(chooser, forms.ChoiceField)
        assert isinstance(countries, forms.ModelChoiceField)
        types = [(str(kind.public_id), str(kind)) for kind in conference.types.all()]
        chooser.choices = [("", _("all types")), *types, ("none", _("without a type"))]
        if not types:
            del self.fields["type"]
        countries.queryset = Country.objects.filter(
            organisations__registrations__conference=conference
        ).distinct()

    def chosen(self, status: str) -> RegistrationFilter:
        """The filter, with the status of the links beside the form."""
        self.is_valid()
        data = self.cleaned_data
        return RegistrationFilter(
            words=data.get("q", ""),
            status=status if status in RegistrationStatus.values else "",
            type=data.get("type", ""),
            country=data["country"].pk if data.get("country") else "",
        )


@login_required
def registration_list(request: HttpRequest, slug: str) -> HttpResponse:
    """All delegations with search, filters, counts, and boxes to decide on many at once."""
    shown = shown_to_team(request, slug)
    form = RegistrationFilterForm(shown.conference, request.GET)
    chosen = form.chosen(request.GET.get("status", ""))
    page = Paginator(registrations_matching(shown.conference, chosen), PER_PAGE).get_page(
        request.GET.get("page")
    )
    counts = counts_by_status(shown.conference)
    context = {
        "shown": shown,
        "conference": shown.conference,
        "form": form,
        "status": chosen.status,
        "page": page,
        "statuses": [
            (value, RegistrationStatus(value).label, *numbers)
            for value, numbers in counts.items()
            if numbers[0]
        ],
        "total": sum(number for number, _delegates in counts.values()),
        "admitted": counts[RegistrationStatus.ADMITTED][1],
        "places": places_of(shown.conference, None),
        "is_filtered": any(request.GET.get(name) for name in (*form.fields, "status")),
    }
    return render(request, "conference/registration/list.html", context)


@login_required
def registration_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Exactly what is filtered, for the team's own spreadsheets."""
    shown = shown_to_team(request, slug)
    form = RegistrationFilterForm(shown.conference, request.GET)
    found = registrations_matching(
        shown.conference, form.chosen(request.GET.get("status", ""))
    ).prefetch_related("delegates")
    return csv_file(f"{slug}-delegations", COLUMNS, [_row(row) for row in found])


def _row(row: Registration) -> dict[str, Any]:
    people = [person for person in row.delegates.all() if person.cancelled_at is None]
    return {
        "organisation": row.organisation.name,
        "country": row.organisation.country_id,
        "type": str(row.type or ""),
        "status": row.status,
        "registered": row.registered_at.isoformat() if row.registered_at else "",
        "contact": row.contact_name,
        "email": row.contact_email,
        "delegates": len(people),
        "names": [person.name for person in people],
    }


@login_required
@require_POST
def decide_many(request: HttpRequest, slug: str) -> HttpResponse:
    """One decision on all that are ticked, each by itself: a refusal stops none of the others."""
    shown = shown_to_team(request, slug)
    keys = uuids_in(request.POST.getlist("chosen"))
    step = request.POST.get("do", "")
    back = _back(request, slug)
    if step not in ACTIONS or not keys:
        messages.error(request, gettext("Tick the delegations first, then choose what to do."))
        return back
    rows = registrations_of(shown.conference).filter(public_id__in=keys)
    done = 0
    for row in rows.order_by("registered_at", "pk"):
        try:
            _decide(row, step, request)
        except RefusedError as refused:
            messages.error(request, str(refused))
            if any(fault.field == "reason" for fault in refused.faults):
                break
        else:
            done += 1
    if done:
        text = ngettext("%(number)d delegation is done.", "%(number)d delegations are done.", done)
        messages.success(request, text % {"number": done})
    return back


@login_required
def registration(request: HttpRequest, slug: str, key: uuid.UUID) -> HttpResponse:
    """Everything about one delegation; contact and type can be corrected."""
    shown = shown_to_team(request, slug)
    row = get_object_or_404(with_everything(registrations_of(shown.conference)), public_id=key)
    types = shown.conference.types.all()
    form = TeamContactForm(types, request.POST or None, initial=_contact_of(row))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            change_by_team(
                row,
                by=request.user,
                kind=data.get("kind"),
                contact_name=data["contact_name"],
                contact_email=data["contact_email"],
                language=data["language"],
            )
        except RefusedError as refused:
            put_faults(form, refused)
        else:
            messages.success(request, gettext("Saved."))
            return redirect("conference:registration", slug=slug, key=key)
    people = list(row.delegates.all())
    context = {
        "shown": shown,
        "conference": shown.conference,
        "registration": row,
        "form": form,
        "people": [person for person in people if person.cancelled_at is None],
        "former": [person for person in people if person.cancelled_at is not None],
        "answers": answers_of(row),
        "history": history_of(row),
        "place": place_in_queue(row),
        "lost": losses_of(row),
        "is_cancelled": row.status == RegistrationStatus.CANCELLED,
        "is_standing": row.status in STANDING,
    }
    return render(request, "conference/registration/detail.html", context)


@login_required
@require_POST
def decide(request: HttpRequest, slug: str, key: uuid.UUID) -> HttpResponse:
    """A decision on one delegation."""
    shown = shown_to_team(request, slug)
    row = get_object_or_404(registrations_of(shown.conference), public_id=key)
    step = request.POST.get("do", "")
    if step in ACTIONS:
        try:
            _decide(row, step, request)
        except RefusedError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, gettext("Done. The delegation got a mail."))
    return redirect("conference:registration", slug=slug, key=key)


def _decide(row: Registration, step: str, request: HttpRequest) -> None:
    reason = request.POST.get("reason", "")[:1000]
    steps: dict[str, Callable[[], object]] = {
        "admit": lambda: admit_delegation(row, by=request.user),
        "wait": lambda: put_on_waiting_list(row, by=request.user),
        "decline": lambda: decline_delegation(row, by=request.user, reason=reason),
        "cancel": lambda: cancel_delegation(row, by=request.user, by_team=True, reason=reason),
    }
    steps[step]()


def _back(request: HttpRequest, slug: str) -> HttpResponse:
    """To the list with the filters it had."""
    path = request.POST.get("next", "")
    if path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        return redirect(path)
    return redirect("conference:registrations", slug=slug)


def _contact_of(row: Registration) -> dict[str, Any]:
    return {
        "kind": row.type_id,
        "contact_name": row.contact_name,
        "contact_email": row.contact_email,
        "language": row.language,
    }
