"""My conference: what the own delegation wishes, was asked for and agreed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ...queries.acting import Acting
from ..acting import for_delegations
from ..shown import shown_conference


@for_delegations
def mine(request: HttpRequest, acting: Acting) -> HttpResponse:
    """The page of the own delegation."""
    shown = shown_conference(request, acting.conference.slug)
    context = {"shown": shown, "conference": shown.conference, "registration": acting.registration}
    return render(request, "conference/wishes/mine.html", context)
