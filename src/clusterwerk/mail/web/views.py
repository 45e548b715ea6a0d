"""In a demonstration, where no mail is sent, everybody may read the outbox; elsewhere nobody."""

import uuid

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from ..models import Message
from ..queries import messages_matching

PAGE_SIZE = 25


@never_cache
def outbox(request: HttpRequest) -> HttpResponse:
    """All mails, newest first, with a search."""
    _only_in_a_demo()
    text = request.GET.get("q", "").strip()
    page = Paginator(messages_matching(text), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "mail/outbox.html", {"page": page, "text": text})


@never_cache
def message(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One mail as its reader would get it."""
    _only_in_a_demo()
    return render(
        request, "mail/message.html", {"message": get_object_or_404(Message, public_id=key)}
    )


def _only_in_a_demo() -> None:
    if not settings.DEMO:
        raise Http404
