"""The list, its downloads, the map, and the profile of an organisation."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ..queries import organisation_of_slug
from ..queries.listing import SORTS, counts_of, listing_of
from ..queries.similar import similar_organisations
from . import downloads, filtering
from .locator import locator_of
from .maps import field_table, filtered_maps, open_cluster_maps
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
        "map_address": reverse("directory:map") + address,
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
    """Regions, countries and fields, each a link: the open clusters, or what is filtered."""
    filters = filtering.filters_of(request)
    listing = listing_of(filters)
    if filters.chosen:
        counts = counts_of(listing)
        selects = filtering.selects_of(filters, counts)
        context = filtered_maps(filters, counts)
        context["chips"] = filtering.chips_of(request, filters, selects)
        context["list_address"] = list_address(**filters.chosen)
    else:
        context = open_cluster_maps()
        context["list_address"] = reverse("directory:list")
    return render(request, "directory/map.html", {**context, **field_table(listing)})
