"""A private agenda as calendar feed and as PDF, for who has its address."""

import hashlib
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from ...actions.mailing import address_of
from ...choices import LinkPurpose
from ...models import AccessLink, Delegate
from ...papers.agendas import PersonAgenda, agendas_data
from ...papers.calendars import calendar_of, entries_for
from ...papers.typesetting import Typesetter
from ...permissions import can_plan_conference
from ...queries.agendas import country_names
from ...queries.links import is_open, link_of
from ...queries.notices import agendas_as_of_now, public_partner_names
from ..private import private

GONE = 410


@require_safe
def agenda_worker(_request: HttpRequest, slug: str) -> HttpResponse:
    """The script that keeps agendas readable offline; here, as its address says for which pages."""
    del slug  # only part of the address
    found = finders.find("conference/agenda-worker.js")
    assert isinstance(found, str)
    response = HttpResponse(Path(found).read_bytes(), content_type="text/javascript; charset=utf-8")
    patch_cache_control(response, no_cache=True)
    return response


def delegate_of(request: HttpRequest, slug: str, token: str) -> tuple[AccessLink, Delegate]:
    """The link and the delegate of a private address; Http404 for a guessed or tampered one, and
    for one of another conference, or of one that only its team sees."""
    link = link_of(token, LinkPurpose.AGENDA)
    if link is None or link.delegate is None:
        raise Http404
    conference = link.delegate.registration.conference
    if conference.slug != slug:
        raise Http404
    if conference.is_hidden and not can_plan_conference(request.user, conference):
        raise Http404
    return link, link.delegate


@require_safe
def agenda_feed(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """The feed a calendar programme asks for; 304 when it knows the present state."""
    link, delegate = delegate_of(request, slug, token)
    if not is_open(link):
        return _gone()
    conference = delegate.registration.conference
    plan = conference.published_plan
    entries = entries_for(delegate, plan) if plan else []
    address = address_of("agenda_link", slug, token)
    content = calendar_of(conference, delegate, entries, address)
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response: HttpResponse
    if etag in request.headers.get("If-None-Match", ""):
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        name = gettext("agenda")
        response["Content-Disposition"] = f'inline; filename="{name}-{slug}.ics"'
    response["ETag"] = etag
    return private(response)


@require_safe
def agenda_pdf(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """The present agenda to print."""
    link, delegate = delegate_of(request, slug, token)
    if not is_open(link):
        return _gone()
    conference = delegate.registration.conference
    plan = conference.published_plan
    if plan is None:
        raise Http404
    person = PersonAgenda(
        delegate,
        agendas_as_of_now(plan, delegate).get(delegate.pk, []),
        public_partner_names(plan, [delegate.pk])[delegate.pk],
        country_names(),
        address_of("agenda_link", slug, token),
    )
    data = agendas_data(conference, [person])
    content = Typesetter("agendas").pdf(data, language=(get_language() or "de")[:2])
    response = HttpResponse(content, content_type="application/pdf")
    name = gettext("agenda")
    response["Content-Disposition"] = f'attachment; filename="{name}-{slug}.pdf"'
    return private(response)


def _gone() -> HttpResponse:
    text = gettext(
        "This private address is no longer valid. The agenda has a newer one: see the latest mail, "
        "or open the conference and ask for a code."
    )
    return private(HttpResponse(text, content_type="text/plain; charset=utf-8", status=GONE))
