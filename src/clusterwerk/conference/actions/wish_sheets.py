"""Taking in a spreadsheet of wishes: all rows or, while one has an error, none."""

import csv
import difflib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from clusterwerk.audit.actions import record

from ..choices import Priority, RegistrationStatus, WishKind
from ..models import Conference, Registration
from .faults import RefusedError, refuse
from .locking import lock_conference
from .wishes import exclude_delegation, make_wish

# Names of the columns as people write them.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "wisher": ("wisher", "wünscht", "wer wünscht", "who wishes", "from", "von"),
    "target": ("target", "ziel", "für wen", "for whom", "to", "mit"),
    "rank": ("rank", "rang", "kind", "art", "priority", "priorität"),
    "message": ("message", "nachricht", "text"),
}
KINDS: Mapping[str, WishKind] = {
    "must": WishKind.MUST,
    "muss": WishKind.MUST,
    "1": WishKind.MUST,
    "want": WishKind.WANT,
    "will": WishKind.WANT,
    "möchte": WishKind.WANT,
    "2": WishKind.WANT,
    "": WishKind.WANT,
    "would": WishKind.WOULD,
    "würde": WishKind.WOULD,
    "3": WishKind.WOULD,
    "veto": WishKind.VETO,
    "ausschluss": WishKind.VETO,
}
MOST_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in a row of the sheet, counted as a spreadsheet counts, and what to do;
    `column` as the sheet calls it."""

    row: int
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of a sheet: how many wishes were made, and the faults of the other rows.

    Nothing was written if there are faults and they were not to be left out.
    """

    made: int
    faults: tuple[RowFault, ...]


class _NothingWrittenError(Exception):
    """Undoes everything."""


def rows_of_text(text: str) -> list[list[str]]:
    """The cells of a text in CSV; the header says by what they are separated."""
    text = text.replace("\0", "")
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(";,\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise refuse(_("The rows cannot be read: a quotation mark may be missing."), "rows") from (
            error
        )


def text_of_rows(rows: Sequence[Sequence[str]]) -> str:
    """Rows as CSV, to be shown and mended."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def take_in_wishes(
    conference: Conference, rows: Sequence[Sequence[str]], *, by: Any, leave_out: bool = False
) -> TakenIn:
    """Enters the wishes of a sheet for its delegations, as the team does one by one.

    Names must be those of admitted organisations (or their short names), in any case. With a fault
    nothing is written, unless `leave_out` says to leave out the rows that have one. Raises
    RefusedError when columns are missing.
    """
    places = _places(rows)
    names = _Names(conference)
    faults: list[RowFault] = []
    made = 0
    try:
        with transaction.atomic():
            # Pair after pair in the order of the sheet: nobody else may wish meanwhile.
            lock_conference(conference)
            for number, cells in enumerate(rows[1:], start=2):
                values = _values(cells, places)
                if not any(values.values()):
                    continue
                found = _enter(values, number, names, by=by)
                faults += [_in_words_of(fault, rows[0], places) for fault in found]
                made += not found
            if faults and not leave_out:
                raise _NothingWrittenError
            record("take_in_wishes", by=by, subject=conference, made=made, left_out=len(faults))
    except _NothingWrittenError:
        made = 0
    return TakenIn(made, tuple(faults))


def _places(rows: Sequence[Sequence[str]]) -> dict[str, int]:
    header = [cell.strip().casefold() for cell in rows[0]] if rows else []
    places = {
        column: next((header.index(name) for name in names if name in header), -1)
        for column, names in COLUMNS.items()
    }
    missing = [column for column in ("wisher", "target") if places[column] < 0]
    if missing:
        raise refuse(
            _("The first row must name the columns wisher and target; rank and message may follow.")
        )
    if len(rows) > MOST_ROWS:
        raise refuse(_("The sheet has more than %(most)s rows. Divide it.") % {"most": MOST_ROWS})
    return places


def _in_words_of(fault: RowFault, header: Sequence[str], places: Mapping[str, int]) -> RowFault:
    """A fault that calls its column as the sheet does."""
    place = places.get(fault.column, -1)
    return replace(fault, column=header[place].strip()) if place >= 0 else fault


def _values(cells: Sequence[str], places: Mapping[str, int]) -> dict[str, str]:
    return {
        column: cells[place].strip() if 0 <= place < len(cells) else ""
        for column, place in places.items()
    }


class _Names:
    """Admitted delegations by the names of their organisations."""

    def __init__(self, conference: Conference) -> None:
        rows = Registration.objects.filter(
            conference=conference, status=RegistrationStatus.ADMITTED
        ).select_related("organisation", "type", "conference")
        self.found: dict[str, list[Registration]] = {}
        self.written: dict[str, str] = {}
        for row in rows:
            for name in {row.organisation.name, row.organisation.short_name} - {""}:
                self.found.setdefault(name.casefold(), []).append(row)
                self.written[name.casefold()] = name

    def of(self, name: str) -> Registration:
        """The delegation of a name; RefusedError with the nearest names."""
        rows = self.found.get(name.casefold(), [])
        if len(rows) == 1:
            return rows[0]
        if rows:
            raise refuse(
                _("“%(name)s” is the name of several organisations. Write the full name.")
                % {"name": name}
            )
        near = difflib.get_close_matches(name.casefold(), self.found, n=3, cutoff=0.5)
        if not near:
            raise refuse(
                _("“%(name)s” is not the name of an admitted delegation.") % {"name": name}
            )
        raise refuse(
            _("“%(name)s” is not the name of an admitted delegation. Did you mean %(near)s?")
            % {"name": name, "near": ", ".join(self.written[key] for key in near)}
        )


def _enter(values: Mapping[str, str], number: int, names: _Names, *, by: Any) -> list[RowFault]:
    """Makes one wish, or says what is wrong with the row."""
    faults = []
    sides: dict[str, Registration] = {}
    for column in ("wisher", "target"):
        if not values[column]:
            faults.append(RowFault(number, column, _("The name is missing. Add it.")))
            continue
        try:
            sides[column] = names.of(values[column])
        except RefusedError as refused:
            faults.append(RowFault(number, column, str(refused)))
    kind = KINDS.get(values["rank"].casefold())
    if kind is None:
        faults.append(
            RowFault(
                number,
                "rank",
                _("“%(rank)s” is no rank. Write must, want, would or veto.")
                % {"rank": values["rank"]},
            )
        )
    if faults or kind is None:
        return faults
    try:
        with transaction.atomic():
            if kind == WishKind.VETO:
                exclude_delegation(sides["wisher"], sides["target"], by=by, as_team=True)
            else:
                make_wish(
                    sides["wisher"],
                    sides["target"],
                    by=by,
                    kind=Priority(kind),
                    message=values["message"],
                    as_team=True,
                )
    except RefusedError as refused:
        return [
            RowFault(number, "rank" if fault.field == "kind" else fault.field, fault.message)
            for fault in refused.faults
        ]
    return []
