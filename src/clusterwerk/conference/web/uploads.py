"""The cells of an uploaded spreadsheet, for all that takes one in."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from matchmaking import InputError
from matchmaking.files.workbooks import sheets_of_workbook

MOST_BYTES = 10_000_000


class UnreadableError(Exception):
    """The file cannot be used; the text says why and what to do, in the language of the page."""


def rows_of_upload(file: UploadedFile[Any]) -> list[list[str]]:
    """The cells of a workbook's first filled sheet in sight, or of a CSV file in UTF-8 or
    Windows-1252 separated by commas, semicolons or tabs. Raises UnreadableError."""
    if (file.size or 0) > MOST_BYTES:
        size = MOST_BYTES // 1_000_000
        raise UnreadableError(_("The file is larger than %(size)d MB. Split it.") % {"size": size})
    content = file.read()
    is_workbook = content.startswith(b"PK") or (file.name or "").lower().endswith((".xlsx", ".xls"))
    return _rows_of_workbook(content) if is_workbook else _rows_of_csv(content)


def _rows_of_workbook(content: bytes) -> list[list[str]]:
    """The first sheet in sight, by the planner's reader: it looks through the file before others
    do, because a damaged workbook could end the whole process."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "uploaded.xlsx"
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
