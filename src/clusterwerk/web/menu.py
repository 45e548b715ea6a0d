"""The main menu: one entry per part of the product, in the order visitors ask for them."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Entry:
    """A link in the main menu; `part` is the URL namespace it stands for."""

    part: str
    label: str | Promise
    view: str


ENTRIES = (
    Entry("directory", _("Clusters"), "directory:list"),
    Entry("programme", _("Cluster Week"), "programme:list"),
    Entry("conference", _("Conference"), "conference:list"),
)


def menu_of(request: HttpRequest) -> list[dict[str, object]]:
    """The entries with their addresses; the one the visitor is in is marked `current`."""
    match = request.resolver_match
    part = match.namespace if match else ""
    return [
        {"label": entry.label, "address": reverse(entry.view), "current": entry.part == part}
        for entry in ENTRIES
    ]
