"""Publishing a plan: what it will do, doing it, and how far the mails are."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from clusterwerk.jobs.permissions import can_view_job
from clusterwerk.jobs.queries import jobs_about

from ...actions.mailing import team_addresses
from ...actions.notices import MAIL_TASK, is_over, mail_again
from ...actions.publishing import NotReadyError, OutdatedPlanError, publish_plan
from ...models import Conference, Delegate, Plan
from ...papers.changes import sentences_of
from ...queries.conflicts import broken_meetings_of
from ...queries.keys import uuid_in
from ...queries.notices import changes_due, last_told
from ...queries.plans import plans_of
from ...queries.publication import (
    delegates_without_address,
    mail_progress_of,
    notices_not_delivered,
    notices_to_repeat,
)
from ...queries.told import notices_of
from ..shown import Shown, searched_words
from ..team import shown_to_team

LISTED = 20
TOLD = 15


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """GET says whom publishing would tell what, and how far the mails are; POST publishes."""
    shown = shown_to_team(request, slug)
    plan = get_object_or_404(plans_of(shown.conference), version=version)
    if request.method != "POST":
        return render(
            request, "conference/publication/publish.html", _context(request, shown, plan)
        )
    was_published = plan.is_published
    try:
        publish_plan(plan, by=request.user)
    except OutdatedPlanError:
        messages.error(
            request,
            _(
                "The plan was not published: some of its meetings are no longer possible. "
                "See below."
            ),
        )
    except NotReadyError:
        messages.error(request, _("This plan is not ready and cannot be published."))
    else:
        text = _("The mails are on their way.")
        if not was_published:
            text = _("Plan %(version)d is published.") % {"version": version} + f" {text}"
        messages.success(request, text)
    return redirect("conference:publish", slug=slug, version=version)


@login_required
@require_POST
def publish_again(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """Mails that were not delivered are made anew: that of `delegate`, or all of them."""
    shown = shown_to_team(request, slug)
    plan = get_object_or_404(plans_of(shown.conference), version=version)
    delegate = None
    if wanted := request.POST.get("delegate", ""):
        delegate = get_object_or_404(
            Delegate, registration__conference=shown.conference, public_id=uuid_in(wanted)
        )
    number = mail_again(plan, by=request.user, delegate=delegate)
    if number:
        text = ngettext(
            "%(number)d mail is being made again.", "%(number)d mails are being made again.", number
        )
        messages.success(request, text % {"number": number})
    else:
        messages.info(request, _("There is no mail to make again."))
    return redirect("conference:publish", slug=slug, version=version)


def _context(request: HttpRequest, shown: Shown, plan: Plan) -> dict[str, Any]:
    conference = shown.conference
    context: dict[str, Any] = {
        "shown": shown,
        "conference": conference,
        "plan": plan,
        "is_published": plan.is_published,
        "is_over": is_over(conference),
        "impossible": [],
    }
    if not plan.is_ready:
        return context
    impossible = broken_meetings_of(plan)
    known = last_told(conference)
    due = {} if context["is_over"] else changes_due(conference, plan, known)
    job = jobs_about(plan).filter(kind=MAIL_TASK).first()
    return context | {
        "impossible": impossible[:LISTED],
        "impossible_number": len(impossible),
        "first": sum(key not in known for key in due),
        "changed": sum(key in known for key in due),
        "untouched": len(known.keys() - due.keys()),
        "due": len(due),
        "team": team_addresses(conference) if conference.test_mode else [],
        "mails": mail_progress_of(plan),
        "told": _told(request, conference) if plan.is_published else None,
        "words": searched_words(request),
        "has_told": bool(known),
        "undelivered": list(notices_not_delivered(plan)[:LISTED]),
        "repeatable": 0 if context["is_over"] else len(notices_to_repeat(plan)),
        "without_address": list(delegates_without_address(plan)[:LISTED]),
        "job": job if job and can_view_job(request.user, job) else None,
        "job_runs": job is not None and not job.has_ended,
    }


def _told(request: HttpRequest, conference: Conference) -> Page[Any]:
    """A page of the mails, each with the changes that it told."""
    rows = notices_of(conference, searched_words(request))
    page: Page[Any] = Paginator(rows, TOLD).get_page(request.GET.get("page"))
    page.object_list = [
        (row, sentences_of(conference, row.changes, row.delegate.registration_id, {}))
        for row in page.object_list
    ]
    return page
