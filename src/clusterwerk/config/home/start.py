"""What the start page shows: figures counted now, the map of regions, what comes next."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusterwerk.conference.queries.conferences import featured_conference
from clusterwerk.directory.queries import (
    clusters_of_country_counts,
    organisations,
    region_counts,
)
from clusterwerk.places.geometry import region_map
from clusterwerk.places.models import Field
from clusterwerk.programme.queries import (
    EventFilter,
    past_events,
    shown_events,
    upcoming_events,
)

EVENTS_SHOWN = 4
# Words a firm might use; each finds something in the shipped register.
EXAMPLES = (_("fibre composites"), _("hydrogen"), _("microsystems"), _("photonics"))


@dataclass(frozen=True, slots=True)
class Figure:
    """A counted number and the page on which it can be counted again."""

    label: str | Promise
    value: int
    address: str


def clusters_at(**filters: str) -> str:
    """The address of the register's list with these filters."""
    return f"{reverse('directory:list')}?{urlencode(filters)}"


def region_address(code: str) -> str:
    """The open initiatives and networks that the map counts for a region, or `none`."""
    return clusters_at(region=code, kind="initiatives", status="open")


def start_context() -> dict[str, object]:
    """Everything `home/start.html` needs."""
    regions = region_counts()
    countries = clusters_of_country_counts()
    ahead = list(upcoming_events(timezone.now())[:EVENTS_SHOWN])
    events = ahead or list(past_events(timezone.now())[:EVENTS_SHOWN])
    clusters = sum(countries.values())
    addresses = {code: region_address(code) for code in regions.by_region}
    return {
        "today": timezone.localdate(),
        "examples": EXAMPLES,
        "counts": {
            "clusters": clusters,
            "clusters_here": regions.total,
            "countries": len(countries),
        },
        "figures": [
            Figure(
                _("clusters and networks"), clusters, clusters_at(kind="clusters", status="open")
            ),
            Figure(
                _("organisations in the register"),
                organisations().count(),
                reverse("directory:list"),
            ),
            Figure(
                _("technology fields"),
                Field.objects.filter(parent__isnull=True).count(),
                f"{reverse('directory:map')}#fields",
            ),
            Figure(
                _("events in the programme"),
                EventFilter(origin="real").apply(shown_events(timezone.now())).count(),
                f"{reverse('programme:events')}?origin=real",
            ),
        ],
        "region_map": region_map(
            regions.by_region, addresses, gettext("Cluster initiatives and networks by region")
        ),
        "statewide": {"count": regions.statewide, "address": region_address("none")},
        "events": events,
        "events_are_ahead": bool(ahead),
        "conference": featured_conference(),
    }
