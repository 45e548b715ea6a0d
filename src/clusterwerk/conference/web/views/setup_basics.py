"""Pages on what a conference is: basics, texts, rules, phases, zone, home delegation."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from ...actions.faults import RefusedError
from ...actions.grid import change_time_zone
from ...actions.setup import change_conference, series_named, set_home, set_phases
from ...choices import PhaseKind
from ...models import Conference
from ...queries.grid import slots_in_use
from ...queries.phases import Span, gaps_in, spans_of
from ..faults import put_faults
from ..setting_up.basics import (
    BasicsForm,
    ColumnsForm,
    HomeForm,
    RulesForm,
    TextsForm,
    ZoneForm,
)
from ..setting_up.doors import change_or_show, done, for_team, page
from ..setting_up.phases import PhasesForm
from ..setting_up.suggested_phases import suggested_spans
from ..shown import Shown


@for_team
def basics(request: HttpRequest, shown: Shown) -> HttpResponse:
    """Name, series, days, place, contact."""
    form = BasicsForm(shown.conference, request.POST or None)
    title = _("Name, days and place")
    if request.method == "POST" and form.is_valid():
        values = form.values()
        german, english = form.new_series
        try:
            if german or english:
                values["series"] = series_named(by=request.user, name_de=german, name_en=english)
            change_conference(shown.conference, by=request.user, values=values)
        except RefusedError as error:
            put_faults(form, error)
        else:
            return done(request, shown, _("Saved."), "team")
    return _form_page(request, shown, form, title, zone_link=True)


@for_team
def texts(request: HttpRequest, shown: Shown) -> HttpResponse:
    """Texts in German and English, side by side."""
    form = TextsForm(shown.conference, request.POST or None)
    return _save_columns(request, shown, form, _("Texts"))


@for_team
def rules(request: HttpRequest, shown: Shown) -> HttpResponse:
    """What holds for all meetings; the next plan keeps it, the published one stays as it is."""
    form = RulesForm(shown.conference, request.POST or None)
    note = _(
        "The rules hold from the next plan on. The published plan and the drafts stay as they are."
    )
    return _save_columns(request, shown, form, _("Rules of the house"), note=note)


def _save_columns(
    request: HttpRequest, shown: Shown, form: ColumnsForm, title: str, note: str = ""
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        change_conference(shown.conference, by=request.user, values=form.values())
        return done(request, shown, _("Saved."), "team")
    return _form_page(request, shown, form, title, note=note)


def _form_page(
    request: HttpRequest, shown: Shown, form: Any, title: str, **context: Any
) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return page(request, shown, "form", form=form, title=title, status=status, **context)


@for_team
def phases(request: HttpRequest, shown: Shown) -> HttpResponse:
    """From when to when each phase goes on."""
    spans = spans_of(shown.conference)
    suggested = suggested_spans(shown.conference, spans)
    is_suggested = "suggest" in request.GET and bool(suggested) and request.method == "GET"
    form = PhasesForm(shown.conference, request.POST or None, suggested if is_suggested else ())
    if request.method == "POST" and form.is_valid():
        try:
            set_phases(shown.conference, by=request.user, spans=form.spans())
        except RefusedError as error:
            _put_phase_faults(form, error)
        else:
            has_holes = gaps_in(form.spans()) or _uncovered(shown.conference, form.spans())
            return done(request, shown, _("Saved."), "phases" if has_holes else "team")
    return page(
        request,
        shown,
        "phases",
        form=form,
        gaps=[(one.label, other.label) for one, other in gaps_in(spans)],
        uncovered=_uncovered(shown.conference, spans),
        can_suggest=bool(suggested) and not is_suggested and not form.is_bound,
        is_suggested=is_suggested,
        status=422 if form.is_bound else 200,
    )


def _put_phase_faults(form: PhasesForm, error: RefusedError) -> None:
    for fault in error.faults:
        form.add_error(f"{fault.field}_starts" if fault.field else None, fault.message)


def _uncovered(conference: Conference, spans: list[Span]) -> bool:
    """Whether the phase of the conference leaves out one of its days."""
    running = next((span for span in spans if span.kind == PhaseKind.RUNNING), None)
    if running is None:
        return False
    first = running.starts_at.astimezone(conference.zone).date()
    last = (running.ends_at - timedelta(microseconds=1)).astimezone(conference.zone).date()
    return first > conference.starts_on or last < conference.ends_on


@for_team
def zone(request: HttpRequest, shown: Shown) -> HttpResponse:
    """Another time zone; who is touched is shown first."""
    form = ZoneForm(shown.conference, request.POST or None)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        try:
            return change_or_show(
                request,
                shown,
                lambda seen: change_time_zone(
                    shown.conference, by=request.user, name=name, seen=seen
                ),
                title=_("Change the time zone to %(zone)s") % {"zone": name},
                back=reverse("conference:team", args=[shown.conference.slug]),
            )
        except RefusedError as error:
            put_faults(form, error)
    note = _(
        "What the clocks show stays: a slot at 10:00 is at 10:00 in the new zone too. The slots "
        "and phases of this conference move with it."
    )
    return _form_page(
        request, shown, form, _("Time zone"), note=note if slots_in_use(shown.conference) else ""
    )


@for_team
def home_setup(request: HttpRequest, shown: Shown) -> HttpResponse:
    """The page of the home delegation, and who belongs to it."""
    form = HomeForm(shown.conference, request.POST or None)
    if request.method == "POST" and form.is_valid():
        values: Mapping[str, Any] = form.values()
        set_home(
            shown.conference,
            by=request.user,
            texts=values,
            delegations=form.cleaned_data["delegations"],
        )
        return done(request, shown, _("Saved."), "home_setup")
    return _form_page(request, shown, form, _("Home delegation"), home_link=True)
