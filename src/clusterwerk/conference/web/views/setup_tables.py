"""Tables, booths and zones."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...actions.faults import RefusedError
from ...actions.tables import add_tables, change_table, put_in_zone, remove_tables
from ...models import Table
from ...queries.grid import tables_in_use
from ..faults import put_faults
from ..setting_up.doors import change_or_show, done, for_team, page
from ..setting_up.tables import MoreTablesForm, TableForm
from ..shown import Shown

ZONE_LETTERS_MOST = 50


def _back(shown: Shown) -> str:
    return reverse("conference:tables", args=[shown.conference.slug])


@for_team
def tables(request: HttpRequest, shown: Shown) -> HttpResponse:
    """All tables; more of them, some of them put in a zone or taken away."""
    form = MoreTablesForm()
    if request.method == "POST":
        if "add" in request.POST:
            form = MoreTablesForm(request.POST)
            if form.is_valid():
                return _add(request, shown, form)
        else:
            return _change_chosen(request, shown)
    rows = list(tables_in_use(shown.conference))
    zones = sorted({row.zone for row in rows if row.zone})
    status = 422 if form.is_bound else 200
    return page(request, shown, "tables", form=form, rows=rows, zones=zones, status=status)


def _add(request: HttpRequest, shown: Shown, form: MoreTablesForm) -> HttpResponse:
    try:
        added = add_tables(shown.conference, by=request.user, **form.cleaned_data)
    except RefusedError as error:
        put_faults(form, error)
        rows = list(tables_in_use(shown.conference))
        return page(request, shown, "tables", form=form, rows=rows, status=422)
    text = ngettext("%(number)d table is added.", "%(number)d tables are added.", len(added))
    return done(request, shown, text % {"number": len(added)}, "tables")


def _change_chosen(request: HttpRequest, shown: Shown) -> HttpResponse:
    wanted = [key for key in request.POST.getlist("table") if key.isdecimal() and len(key) < 19]
    chosen = list(Table.objects.in_use().filter(conference=shown.conference, pk__in=wanted))
    if not chosen:
        messages.error(request, _("Choose the tables first, by their boxes."))
        return redirect(_back(shown))
    if "remove" in request.POST:
        title = ngettext("Remove %(number)d table?", "Remove %(number)d tables?", len(chosen))
        return change_or_show(
            request,
            shown,
            lambda seen: remove_tables(shown.conference, by=request.user, tables=chosen, seen=seen),
            title=title % {"number": len(chosen)},
            back=_back(shown),
        )
    zone = request.POST.get("zone", "").strip()[:ZONE_LETTERS_MOST]
    title = ngettext(
        "Change the zone of %(number)d table", "Change the zone of %(number)d tables", len(chosen)
    )
    return change_or_show(
        request,
        shown,
        lambda seen: put_in_zone(
            shown.conference, by=request.user, tables=chosen, zone=zone, seen=seen
        ),
        title=title % {"number": len(chosen)},
        back=_back(shown),
    )


@for_team
def table_edit(request: HttpRequest, shown: Shown, key: uuid.UUID) -> HttpResponse:
    """Number, name, zone and booth of a table."""
    rows = Table.objects.in_use().select_related("conference")
    table = get_object_or_404(rows, conference=shown.conference, public_id=key)
    form = TableForm(table, request.POST or None)
    title = _("Table %(table)s") % {"table": table.label}
    if request.method == "POST" and form.is_valid():
        try:
            return change_or_show(
                request,
                shown,
                lambda seen: change_table(table, by=request.user, draft=form.draft(), seen=seen),
                title=title,
                back=_back(shown),
            )
        except RefusedError as error:
            put_faults(form, error)
    return page(
        request,
        shown,
        "form",
        form=form,
        title=title,
        back="tables",
        back_label=_("Tables"),
        status=422 if form.is_bound else 200,
    )
