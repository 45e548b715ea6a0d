"""Answers that hold what is for one person."""

from django.http import HttpResponse
from django.utils.cache import patch_cache_control


def private(response: HttpResponse) -> HttpResponse:
    """Kept by the reader's own device only, found by no search engine, and other sites never learn
    its address."""
    patch_cache_control(response, private=True, no_cache=True)
    response["X-Robots-Tag"] = "noindex"
    # "no-referrer" would make browsers send forms with "Origin: null", which are refused.
    response["Referrer-Policy"] = "same-origin"
    return response
