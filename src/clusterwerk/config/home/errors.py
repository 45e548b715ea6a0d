"""The page shown when we fail: it depends on nothing that may have failed."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


def server_error(_request: HttpRequest) -> HttpResponse:
    """Answers 500 without the database, the session, or context processors."""
    return HttpResponse(render_to_string("500.html"), status=500)
