"""What the host shows: the page of the home delegation, and the marks of hosts."""

import hashlib

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag

from ...models import ConferenceHost
from ...queries.home import home_delegations
from ..shown import shown_conference


def home(request: HttpRequest, slug: str) -> HttpResponse:
    """The home delegation with facts of its organisations and their next meetings."""
    shown = shown_conference(request, slug)
    conference = shown.conference
    delegations = home_delegations(conference, shown.plan, timezone.now())
    has_text = any(
        getattr(conference, f"home_{name}_{language}")
        for name in ("title", "text")
        for language in ("de", "en")
    )
    if not (delegations or has_text or shown.can_plan):
        raise Http404
    context = {
        "shown": shown,
        "conference": conference,
        "plan": shown.plan,
        "delegations": delegations,
        "meetings": sum(row.meetings for row in delegations),
    }
    return render(request, "conference/home_delegation.html", context)


def mark(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """The mark of a host as the picture it is."""
    shown = shown_conference(request, slug)
    rows = ConferenceHost.objects.exclude(mark_type="")
    host = get_object_or_404(rows, conference=shown.conference, pk=key)
    content = bytes(host.mark or b"")
    etag = quote_etag(hashlib.sha256(content).hexdigest()[:32])
    response = HttpResponse(content, content_type=host.mark_type)
    response["ETag"] = etag
    response["X-Content-Type-Options"] = "nosniff"
    is_public = not shown.conference.is_hidden
    patch_cache_control(response, public=is_public, private=not is_public, max_age=300)
    return get_conditional_response(request, etag=etag, response=response) or response
