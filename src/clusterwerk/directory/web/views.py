"""Pages of this part."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def overview(request: HttpRequest) -> HttpResponse:
    """The list visitors begin with."""
    return render(request, "directory/list.html")
