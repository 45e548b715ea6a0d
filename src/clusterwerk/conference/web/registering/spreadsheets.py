"""An uploaded spreadsheet as a table of texts, and the table on its way from page to page."""

from __future__ import annotations

import csv
import io
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from matchmaking import InputError
from matchmaking.files.workbooks import sheets_of_workbook

MOST_BYTES = 10_000_000
MOST_ROWS = 5_000
MOST_COLUMNS = 60
# Longer cells are refused by every column; so much is kept that the refusal can say so.
MOST_LETTERS = 2_001
# What a browser may send back in one form stays below Django's limit for a request.
MOST_SEALED = 2_000_000
SALT = "conference.import"
A_DAY = 24 * 3600


class UnreadableError(Exception):
    """The file cannot be used; the text says why and what to do, in the language of the page."""


@dataclass(frozen=True, slots=True)
class Table:
    """The first row as header, and the filled rows with their numbers as the spreadsheet counts."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def table_of_upload(file: UploadedFile[Any]) -> Table:
    """Reads a CSV or XLSX file. Raises UnreadableError."""
    if (file.size or 0) > MOST_BYTES:
        size = MOST_BYTES // 1_000_000
        raise UnreadableError(_("The file is larger than %(size)d MB. Split it.") % {"size": size})
    content = file.read()
    is_workbook = content.startswith(b"PK") or (file.name or "").lower().endswith((".xlsx", ".xls"))
    rows = _rows_of_workbook(content) if is_workbook else _rows_of_csv(content)
    return _table(rows)


def _table(rows: list[list[str]]) -> Table:
    numbered = [
        (number, tuple(" ".join(cell[:MOST_LETTERS].split()) for cell in row))
        for number, row in enumerate(rows, start=1)
        if any(cell.strip() for cell in row)
    ]
    if len(numbered) < 2:
        raise UnreadableError(
            _("The file has no rows below its header. Put the names of the columns into row 1.")
        )
    (_number, header), *body = numbered
    if len(header) > MOST_COLUMNS:
        raise UnreadableError(
            _("The file has more than %(most)d columns. Keep only those you need.")
            % {"most": MOST_COLUMNS}
        )
    if len(body) > MOST_ROWS:
        raise UnreadableError(
            _(
                "The file has more than %(most)d rows. Split it; what is there already is not "
                "doubled."
            )
            % {"most": MOST_ROWS}
        )
    width = len(header)
    even = ((number, (row + ("",) * width)[:width]) for number, row in body)
    return Table(header, tuple(even))


def _rows_of_workbook(content: bytes) -> list[list[str]]:
    """The first sheet in sight, by the planner's reader: it looks through the file before others
    do, because a damaged workbook could end the whole process."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "delegations.xlsx"
        path.write_bytes(content)
        try:
            sheets = [sheet for sheet in sheets_of_workbook(path) if not sheet.hidden]
        except InputError as error:
            text = _(
                "The workbook cannot be read: it is damaged, too large, protected by a password or "
                "in an old format. Open it in a spreadsheet and save it as .xlsx again."
            )
            raise UnreadableError(text) from error
    filled = [sheet for sheet in sheets if sheet.rows]
    if not filled:
        raise UnreadableError(_("The workbook has no filled sheet."))
    sheet = filled[0]
    if sheet.spoilt:
        row, column = min(sheet.spoilt)
        raise UnreadableError(
            _(
                "Row %(row)d, column %(column)d holds an error or a formula without a result. Mend "
                "it and save again."
            )
            % {"row": row + 1, "column": column + 1}
        )
    return sheet.rows


def _rows_of_csv(content: bytes) -> list[list[str]]:
    text = _text_of(content)
    if "\0" in text:
        raise UnreadableError(_("This is no spreadsheet. Save it as .xlsx or as .csv."))
    first = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableError(
            _("The file cannot be read as CSV. Save it as .xlsx instead.")
        ) from error


def _text_of(content: bytes) -> str:
    """Spreadsheets on Windows still write Windows-1252; UTF-8 is tried first."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def sealed(table: Table, *, about: str) -> str:
    """The table as a text for a hidden field, signed: nothing is kept between the pages, so a
    closed window leaves nothing behind. Raises UnreadableError where it is too much."""
    text = signing.dumps([table.header, table.rows], salt=f"{SALT}.{about}", compress=True)
    if len(text) > MOST_SEALED:
        raise UnreadableError(_("The file holds too much text. Split it."))
    return text


def opened(text: str, *, about: str) -> Table | None:
    """The table of a hidden field; None where it was changed or is older than a day."""
    try:
        header, rows = signing.loads(text, salt=f"{SALT}.{about}", max_age=A_DAY)
    except signing.BadSignature:
        return None
    return Table(tuple(header), tuple((int(number), tuple(row)) for number, row in _pairs(rows)))


def _pairs(rows: Any) -> list[tuple[int, list[str]]]:
    return [(number, row) for number, row in rows]
