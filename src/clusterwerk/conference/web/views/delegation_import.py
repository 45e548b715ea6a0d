"""Delegations from another tool's spreadsheet: upload, columns and preview, import."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from ...actions.faults import RefusedError
from ...actions.import_columns import COLUMNS, guessed_columns
from ...actions.import_rows import PersonRow, Sheet
from ...actions.importing_delegations import Options, import_delegations
from ..registering.choices import kind_choices
from ..registering.forms import LANGUAGES_OF_MAILS
from ..registering.spreadsheets import Table, opened, sealed, table_of_upload
from ..shown import Shown
from ..team import shown_to_team
from ..uploads import UnreadableError

MOST_FAULTY_SHOWN = 300
MOST_SHOWN = 200
DEFAULT_KIND = "cluster_organisation"


class OptionsForm(forms.Form):
    """What goes for the whole file."""

    kind = forms.ChoiceField(label=_("New organisations are of the kind"))
    language = forms.ChoiceField(
        label=_("Offers and needs are written in"), choices=LANGUAGES_OF_MAILS
    )
    admit = forms.BooleanField(label=_("Admit the delegations at once"), required=False)
    tell = forms.BooleanField(
        label=_("Tell each new delegate by mail what is stored"), required=False
    )
    leave_out = forms.BooleanField(label=_("Leave out rows with errors"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser = self.fields["kind"]
        assert isinstance(chooser, forms.ChoiceField)
        chooser.choices = kind_choices()

    def options(self) -> Options:
        """What was chosen, when it is valid."""
        data = self.cleaned_data
        return Options(
            kind=data["kind"],
            language=data["language"],
            admit=data["admit"],
            tell=data["tell"],
            leave_out_faulty=data["leave_out"],
        )


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """A column of the file, what it holds, and its first filled cell as an example."""

    place: int
    header: str
    holds: str
    example: str


@login_required
def delegations_import(request: HttpRequest, slug: str) -> HttpResponse:
    """Nothing is written before the last step, and then all of it."""
    shown = shown_to_team(request, slug)
    about = f"{shown.conference.public_id}.{request.user.pk}"
    table, failure = _table(request, about)
    if table is None:
        if failure:
            messages.error(request, failure)
        context = {"shown": shown, "conference": shown.conference, "columns": COLUMNS.values()}
        return render(
            request,
            "conference/registration/import.html",
            context,
            status=422 if failure else 200,
        )
    step = request.POST.get("do", "")
    columns = _columns(request, table) if step != "upload" else guessed_columns(table.header)
    chosen = {
        name.removeprefix("org-"): str(value)
        for name, value in request.POST.items()
        if name.startswith("org-")
    }
    sheet = Sheet(shown.conference, table.header, table.rows, columns, chosen)
    initial = {"kind": DEFAULT_KIND, "language": (get_language() or "de")[:2]}
    form = OptionsForm(request.POST if step != "upload" else None, initial=initial)
    if step == "import" and form.is_valid():
        try:
            done = import_delegations(
                shown.conference, by=request.user, sheet=sheet, options=form.options()
            )
        except RefusedError as refused:
            messages.error(request, str(refused))
        else:
            text = gettext(
                "Imported: %(delegations)d delegations, %(delegates)d delegates, of these "
                "%(organisations)d organisations new in the register. Rows left out: %(left_out)d."
            )
            messages.success(
                request,
                text
                % {
                    "delegations": done.delegations,
                    "delegates": done.delegates,
                    "organisations": done.organisations,
                    "left_out": done.left_out,
                },
            )
            return redirect("conference:registrations", slug=slug)
    return _preview(request, shown, table, sealed(table, about=about), columns, sheet, form)


def _table(request: HttpRequest, about: str) -> tuple[Table | None, str]:
    """The table that was uploaded or sent back, or why there is none."""
    if request.method != "POST":
        return None, ""
    if request.POST.get("do") != "upload":
        table = opened(request.POST.get("table", ""), about=about)
        return table, "" if table else gettext("Please choose the file once more.")
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return None, gettext("Choose a file first.")
    try:
        table = table_of_upload(file)
        sealed(table, about=about)  # what is too much to be sent back is refused now
    except UnreadableError as error:
        return None, str(error)
    return table, ""


def _columns(request: HttpRequest, table: Table) -> list[str]:
    """What the team says each column holds; the first one counts where two are the same."""
    found: list[str] = []
    for place in range(len(table.header)):
        holds = request.POST.get(f"col-{place}", "")
        found.append(holds if holds in COLUMNS and holds not in found else "")
    return found


def _preview(
    request: HttpRequest,
    shown: Shown,
    table: Table,
    text: str,
    columns: list[str],
    sheet: Sheet,
    form: OptionsForm,
) -> HttpResponse:
    faulty = sheet.faulty
    fine = [(group, row) for group in sheet.organisations for row in group.rows if not row.faults]
    context = {
        "shown": shown,
        "conference": shown.conference,
        "table": text,
        "choices": [
            ColumnChoice(place, header, columns[place], _example(table, place))
            for place, header in enumerate(table.header)
        ],
        "columns": COLUMNS.items(),
        "sheet": sheet,
        "form": form,
        "faulty": faulty[:MOST_FAULTY_SHOWN],
        "faulty_number": len(faulty),
        "fine": fine[:MOST_SHOWN],
        "fine_number": len(fine),
        "doubtful": [group for group in sheet.organisations if group.near],
        "counts": _counts(sheet, [row for _group, row in fine]),
    }
    return render(request, "conference/registration/import_preview.html", context)


def _counts(sheet: Sheet, rows: list[PersonRow]) -> dict[str, int]:
    there = sum(row.is_there for row in rows)
    return {
        "rows": len(sheet.rows),
        "new_organisations": sum(group.is_new for group in sheet.organisations),
        "known_organisations": sum(not group.is_new for group in sheet.organisations),
        "there": there,
        "new": len({row.email for row in rows if not row.is_there}),
    }


def _example(table: Table, place: int) -> str:
    return next((row[place] for _number, row in table.rows if row[place]), "")[:60]
