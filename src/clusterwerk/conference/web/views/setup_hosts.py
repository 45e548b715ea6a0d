"""Hosts, co-hosts and initiator: listed, entered, ordered, taken away."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ...actions.faults import RefusedError
from ...actions.hosts import move_host, remove_host, save_host
from ...models import ConferenceHost
from ..faults import put_faults
from ..setting_up.doors import done, for_team, page
from ..setting_up.people import HostForm
from ..shown import Shown


def _host(shown: Shown, key: int) -> ConferenceHost:
    rows = ConferenceHost.objects.select_related("organisation").defer("mark")
    return get_object_or_404(rows, conference=shown.conference, pk=key)


@for_team
def hosts(request: HttpRequest, shown: Shown) -> HttpResponse:
    """All hosts in the order in which visitors see them."""
    rows = shown.conference.hosts.select_related("organisation").defer("mark")
    return page(request, shown, "hosts", rows=rows)


@for_team
def host_new(request: HttpRequest, shown: Shown) -> HttpResponse:
    """One more host."""
    return _edit(request, shown, None)


@for_team
def host_edit(request: HttpRequest, shown: Shown, key: int) -> HttpResponse:
    """One host."""
    return _edit(request, shown, _host(shown, key))


def _edit(request: HttpRequest, shown: Shown, host: ConferenceHost | None) -> HttpResponse:
    is_sent = request.method == "POST"
    form = HostForm(host, request.POST if is_sent else None, request.FILES if is_sent else None)
    if is_sent and form.is_valid():
        try:
            save_host(shown.conference, by=request.user, host=host, **form.values())
        except RefusedError as error:
            put_faults(form, error)
        else:
            return done(request, shown, _("Saved."), "hosts")
    title = _("Change the host") if host else _("Add a host")
    return page(
        request,
        shown,
        "host",
        form=form,
        host=host,
        title=title,
        status=422 if form.is_bound else 200,
    )


@for_team
def host_remove(request: HttpRequest, shown: Shown, key: int) -> HttpResponse:
    """Asks, then takes a host away."""
    host = _host(shown, key)
    if request.method == "POST":
        remove_host(host, by=request.user)
        return done(request, shown, _("Removed."), "hosts")
    return page(
        request,
        shown,
        "confirm",
        title=_("Remove %(name)s?") % {"name": str(host)},
        text=_("The name and the mark are no longer shown with this conference."),
        back="hosts",
        back_label=_("Hosts"),
    )


@for_team
@require_POST
def host_move(request: HttpRequest, shown: Shown, key: int) -> HttpResponse:
    """One place up or down."""
    move_host(_host(shown, key), by=request.user, up="up" in request.POST)
    return done(request, shown, _("The order is changed."), "hosts")
