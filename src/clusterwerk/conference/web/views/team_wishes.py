"""The team's view of all wishes: list, entering, settling reports, taking in a spreadsheet."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ...actions.faults import RefusedError, refuse
from ...actions.suggestions import TASK, request_suggestions
from ...actions.wish_answers import settle_report
from ...actions.wish_sheets import RowFault, rows_of_text, take_in_wishes, text_of_rows
from ...actions.wishes import exclude_delegation, make_wish, withdraw_wish
from ...choices import MatchStatus, WishKind, WishStatus
from ...models import Conference, Match, Wish
from ...queries.participants import participants_of
from ...queries.suggestions import job_in_progress
from ...queries.wishes import WishFilter, wishes_at
from ..downloads import csv_file
from ..faults import put_faults
from ..finding import sent
from ..forms_wishes import TeamWishForm, WishFilterForm, WishSheetForm
from ..team import shown_to_team
from ..uploads import UnreadableError, rows_of_upload

PER_PAGE = 50
COLUMNS = (
    "wisher",
    "target",
    "person",
    "rank",
    "state",
    "message",
    "place",
    "created",
    "answered",
    "expires",
    "entered_by_team",
    "reported",
    "example",
)
READ = (
    "wisher__organisation__name",
    "target__organisation__name",
    "target_delegate__name",
    "kind",
    "status",
    "message",
    "rank",
    "created_at",
    "answered_at",
    "expires_at",
    "entered_by_id",
    "reported_at",
)


@login_required
def team_wishes(request: HttpRequest, slug: str) -> HttpResponse:
    """All wishes with search, filters and counts."""
    shown = shown_to_team(request, slug)
    form = WishFilterForm(request.GET)
    page = Paginator(wishes_at(shown.conference, form.chosen()), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "shown": shown,
        "conference": shown.conference,
        "form": form,
        "page": page,
        "is_filtered": any(request.GET.get(name) for name in form.fields),
        "counts": _counts(shown.conference),
        "job": job_in_progress(shown.conference, TASK),
    }
    return render(request, "conference/wishes/team_wishes.html", context)


def _counts(conference: Conference) -> dict[str, int]:
    """How many wishes in each state, vetoes apart; matches, and reports to settle."""
    wishes = Wish.objects.filter(wisher__conference=conference)
    ranked = wishes.exclude(kind=WishKind.VETO)
    counts = dict.fromkeys(WishStatus.values, 0)
    counts |= dict(ranked.order_by().values_list("status").annotate(Count("pk")))
    return {
        **counts,
        "vetoes": wishes.filter(kind=WishKind.VETO).exclude(status=WishStatus.WITHDRAWN).count(),
        "matches": Match.objects.filter(conference=conference, status=MatchStatus.AGREED).count(),
        "reports": wishes.filter(reported_at__isnull=False, report_settled_at__isnull=True).count(),
    }


@login_required
def team_wishes_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Exactly what is filtered, as CSV."""
    shown = shown_to_team(request, slug)
    chosen = WishFilterForm(request.GET).chosen()
    # Read as plain values: 2,000 wishes would be 12,000 models.
    found = wishes_at(shown.conference, chosen).values_list(*READ)
    rows = [_row(values, shown.conference) for values in found]
    return csv_file(f"{shown.conference.slug}-wishes", COLUMNS, rows)


def _row(values: Sequence[Any], conference: Conference) -> dict[str, Any]:
    wisher, target, person, rank, state, message, place, *moments, entered_by, reported = values
    told = (
        moment.astimezone(conference.zone).isoformat(timespec="minutes") if moment else ""
        for moment in moments
    )
    by_team, is_reported = entered_by is not None, reported is not None
    row = (wisher, target, person or "", rank, state, message, place, *told, by_team, is_reported)
    return dict(zip(COLUMNS, (*row, conference.is_example), strict=True))


@login_required
def team_wish(request: HttpRequest, slug: str, key: uuid.UUID) -> HttpResponse:
    """One wish with its history; the team takes it back or settles a report about it."""
    shown = shown_to_team(request, slug)
    wish = get_object_or_404(wishes_at(shown.conference, WishFilter()), public_id=key)
    if request.method == "POST":
        if "settle" in request.POST:
            settle_report(wish, by=request.user)
            messages.success(request, _("The report is settled."))
        elif "withdraw" in request.POST:
            withdraw_wish(wish, by=request.user, as_team=True)
            messages.success(request, _("The wish is taken back."))
        return redirect("conference:team_wish", slug=slug, key=key)
    context = {
        "shown": shown,
        "conference": shown.conference,
        "wish": wish,
        "is_veto": wish.kind == WishKind.VETO,
        "is_agreed": wish.status == WishStatus.ACCEPTED and wish.kind != WishKind.VETO,
        "can_withdraw": wish.status in {WishStatus.PENDING, WishStatus.ACCEPTED},
    }
    return render(request, "conference/wishes/team_wish.html", context)


@login_required
def team_wish_enter(request: HttpRequest, slug: str) -> HttpResponse:
    """Enters a wish or a veto for a delegation, in any phase."""
    shown = shown_to_team(request, slug)
    admitted = participants_of(shown.conference).prefetch_related(None)
    # Names are all that the two lists show of hundreds of rows.
    admitted = admitted.select_related(None).select_related("organisation")
    admitted = admitted.only("conference", "organisation__name")
    form = TeamWishForm(admitted, sent(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            if data["kind"] == WishKind.VETO:
                exclude_delegation(data["wisher"], data["target"], by=request.user, as_team=True)
            else:
                make_wish(**data, by=request.user, as_team=True)
        except RefusedError as refused:
            form.show(refused)
        else:
            messages.success(
                request,
                _("Entered: %(one)s for %(other)s.")
                % {"one": data["wisher"].organisation, "other": data["target"].organisation},
            )
            return redirect("conference:team_wishes", slug=slug)
    context = {"shown": shown, "conference": shown.conference, "form": form}
    return render(
        request, "conference/wishes/team_enter.html", context, status=422 if form.errors else 200
    )


@login_required
def team_wishes_import(request: HttpRequest, slug: str) -> HttpResponse:
    """Takes in a spreadsheet of wishes; rows with errors are shown and can be mended."""
    shown = shown_to_team(request, slug)
    form = WishSheetForm(sent(request), request.FILES if request.method == "POST" else None)
    context: dict[str, Any] = {"shown": shown, "conference": shown.conference, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            rows = _sheet_of(form)
            taken = take_in_wishes(
                shown.conference, rows, by=request.user, leave_out=form.cleaned_data["leave_out"]
            )
        except RefusedError as refused:
            put_faults(form, refused)
        else:
            if taken.made:
                messages.success(request, _made_sentence(taken.made))
            if not taken.faults:
                return redirect("conference:team_wishes", slug=slug)
            # The rows come back as text: nothing has to be chosen or typed again.
            faults = taken.faults
            if taken.made:
                rows, faults = _rows_left(rows, faults)
            form = WishSheetForm({"rows": text_of_rows(rows)})
            context |= {"form": form, "faults": faults, "made": taken.made}
    is_refused = bool(form.errors or context.get("faults"))
    return render(
        request,
        "conference/wishes/team_import.html",
        context,
        status=422 if is_refused else 200,
    )


def _sheet_of(form: WishSheetForm) -> list[list[str]]:
    file = form.cleaned_data.get("file")
    if file:
        try:
            return rows_of_upload(file)
        except UnreadableError as error:
            raise refuse(str(error), "file") from error
    return rows_of_text(form.cleaned_data["rows"])


def _rows_left(
    rows: list[list[str]], faults: Sequence[RowFault]
) -> tuple[list[list[str]], tuple[RowFault, ...]]:
    """The header and the rows with faults; the faults, with the rows counted as they stand then."""
    left = sorted({fault.row for fault in faults})
    now = {number: place for place, number in enumerate(left, start=2)}
    return (
        [rows[0], *(rows[number - 1] for number in left)],
        tuple(replace(fault, row=now[fault.row]) for fault in faults),
    )


def _made_sentence(number: int) -> str:
    return ngettext("%(number)s wish was entered.", "%(number)s wishes were entered.", number) % {
        "number": number
    }


@login_required
@require_POST
def team_suggest(request: HttpRequest, slug: str) -> HttpResponse:
    """Makes all suggestions anew, by a job."""
    shown = shown_to_team(request, slug)
    request_suggestions(shown.conference, by=request.user)
    messages.success(request, _("Suggestions are being made. You may go on working."))
    return redirect("conference:team_wishes", slug=slug)
