"""The list, its downloads, the map, and the profile of an organisation."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from clusterwerk.places.geometry import europe_map, names_of_layer, region_map

from ..queries import clusters_of_country_counts, organisation_of_slug, region_counts
from ..queries.listing import NO_REGION, SORTS, counts_of, listing_of
from ..queries.similar import similar_organisations
from ..slugs import sort_name_of
from . import downloads, filtering
from .locator import locator_of
from .profile import fact_groups_of, lines_of, list_address, neighbours_of

ROWS_PER_PAGE = 25


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The list of all organisations, filtered, sorted, page by page."""
    filters = filtering.filters_of(request)
    listing = listing_of(filters)
    sort = filtering.sort_of(request, filters)
    page = Paginator(listing.keys(sort), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    selects = filtering.selects_of(filters, counts_of(listing))
    address = filtering.address_with(request)
    sorts = [
        {
            "name": name,
            "current": name == sort,
            "address": filtering.address_with(request, sort=name),
        }
        for name in SORTS
        if filters.q or name != "relevance"
    ]
    context = {
        "filters": filters,
        "listing": listing,
        "selects": selects,
        "chips": filtering.chips_of(request, filters, selects),
        "page": page,
        "organisations": listing.organisations(list(page.object_list)),
        "sort": sort,
        "sorts": sorts,
        "csv_address": reverse("directory:csv") + address,
        "json_address": reverse("directory:json") + address,
    }
    return render(request, "directory/list.html", context)


@require_safe
def download_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Exactly what the list shows with the same filters, all pages, as CSV."""
    filters = filtering.filters_of(request)
    rows = listing_of(filters).all_organisations(filtering.sort_of(request, filters))
    lines = downloads.csv_lines(request, rows)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="organisations.csv"'
    return response


@require_safe
def download_json(request: HttpRequest) -> StreamingHttpResponse:
    """Exactly what the list shows with the same filters, all pages, with facts, as JSON."""
    filters = filtering.filters_of(request)
    rows = listing_of(filters).all_organisations(filtering.sort_of(request, filters))
    lines = downloads.json_lines(request, filters, rows)
    response = StreamingHttpResponse(lines, content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="organisations.json"'
    return response


@require_safe
def profile(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything known about an organisation; a former address leads to the present one."""
    organisation = organisation_of_slug(slug)
    if organisation is None:
        raise Http404
    if organisation.slug != slug:
        return redirect(organisation, permanent=True)
    context = {
        "organisation": organisation,
        "lines": lines_of(organisation),
        "fact_groups": fact_groups_of(organisation),
        "locator": locator_of(organisation),
        "neighbours": neighbours_of(similar_organisations(organisation)),
    }
    return render(request, "directory/profile.html", context)


@require_safe
def map_page(request: HttpRequest) -> HttpResponse:
    """The regions of the state and the countries of Europe, each a link, with tables beside."""
    regions, countries = region_counts(), clusters_of_country_counts()
    open_ones = {"kind": "initiatives", "status": "open"}
    region_links = {
        code: list_address(region=code, **open_ones) for code in (*regions.by_region, NO_REGION)
    }
    country_links = {
        code: list_address(country=code, kind="clusters", status="open") for code in countries
    }
    region_names, country_names = names_of_layer("regions"), names_of_layer("europe")
    context = {
        "regions": regions,
        "region_map": region_map(
            regions.by_region, region_links, gettext("Cluster initiatives and networks by region")
        ),
        "region_rows": [
            (region_names[code], number, region_links[code])
            for code, number in regions.by_region.items()
        ],
        "statewide_address": region_links[NO_REGION],
        "europe_map": europe_map(
            countries, country_links, gettext("Clusters and networks by country")
        ),
        "country_rows": sorted(
            (
                (country_names.get(code, code), number, country_links[code])
                for code, number in countries.items()
            ),
            key=lambda row: sort_name_of(row[0]),
        ),
        "country_total": sum(countries.values()),
    }
    return render(request, "directory/map.html", context)
