"""The page of a job, the piece of it that renews itself, and stopping."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import translate_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from ..actions import stop_job
from ..models import Job
from ..permissions import can_stop_job, can_view_job

HTMX_STOP_POLLING = 286


@login_required
def detail(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The job with its progress; it may be left and come back to."""
    job = _job(request, key)
    address = translate_url(job.shown_at, get_language() or "de")
    return render(request, "jobs/detail.html", {"job": job, "address": address})


@login_required
def progress(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The renewed progress. At the end the page around it is loaded again, with the outcome."""
    job = _job(request, key)
    response = render(request, "jobs/progress_state.html", {"job": job})
    if job.has_ended:
        response.status_code = HTMX_STOP_POLLING
        response["HX-Refresh"] = "true"
    return response


@login_required
@require_POST
def stop(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Asks the job to stop and returns to the page the button was on."""
    job = _job(request, key)
    if not can_stop_job(request.user, job):
        raise Http404
    stop_job(job)
    address = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}):
        return redirect("jobs:detail", key=job.public_id)
    return redirect(address)


def _job(request: HttpRequest, key: uuid.UUID) -> Job:
    """The job, or 404 for whoever may not know of it."""
    job = get_object_or_404(Job, public_id=key)
    if not can_view_job(request.user, job):
        raise Http404
    return job
