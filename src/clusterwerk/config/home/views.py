"""The start page and the operator's pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .start import start_context


def start(request: HttpRequest) -> HttpResponse:
    """What this is, one search box, counted figures, what comes next."""
    return render(request, "home/start.html", start_context())


def imprint(request: HttpRequest) -> HttpResponse:
    """Who is responsible, from the operator's settings."""
    return render(request, "home/imprint.html")


def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about visitors and people."""
    return render(request, "home/privacy.html")


def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "home/accessibility.html")


def sources(request: HttpRequest) -> HttpResponse:
    """Where the facts, maps and components come from, and on which terms."""
    return render(request, "home/sources.html")
