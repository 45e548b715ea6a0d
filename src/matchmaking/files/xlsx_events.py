"""Events as one workbook (.xlsx) with a sheet for each table; the meetings stand in `meetings` or
in `wishes`.

Case and surrounding blanks of a sheet's name do not matter. Other sheets are left alone if they are
empty or hidden, or if their name says that they are notes.
"""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matchmaking.errors import InputError, InputProblem
from matchmaking.files.cells import cell_of_value
from matchmaking.files.parts import Column
from matchmaking.files.reading import nearest
from matchmaking.files.sheets import OTHER_NAMES, TABLES, Sheet, tables_of
from matchmaking.files.workbooks import WorkbookSheet, sheets_of_workbook
from matchmaking.problem import Problem

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

NOTES = ("notes", "readme", "notizen", "hinweise")
MOST_CHARACTERS = 32_767  # of a cell; spreadsheets cut off the rest
_KEYS = {name: name for name in TABLES} | {other: key for key, other in OTHER_NAMES.items()}
_NO_XML = re.compile("[\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_WIDEST = 60


def sheets_from_xlsx(path: Path) -> dict[str, Sheet]:
    """The tables in a workbook, each with the faults found in it. Raises InputError if the workbook
    cannot be read, or if it is not clear which sheet is which table."""
    found: dict[str, WorkbookSheet] = {}
    faults: list[InputProblem] = []

    def fault(code: str, message: str, remedy: str, sheet: str) -> None:
        faults.append(InputProblem(code, message, remedy, file=str(path), sheet=sheet))

    for sheet in sheets_of_workbook(path):
        name = sheet.name.strip().casefold()
        key = _KEYS.get(name)
        if key is None:
            if sheet.rows and not sheet.hidden and name not in NOTES:
                remedy = nearest(name, _KEYS).removesuffix(".")
                remedy += " Or hide the sheet, or name it notes."
                fault("unknown_sheet", "This is no table of an event.", remedy, sheet.name)
        elif key in found:
            message = f"{found[key].name!r} and {sheet.name!r} are the same table."
            fault("two_sheets", message, "Keep one of them.", sheet.name)
        else:
            found[key] = sheet
    for key, part in TABLES.items():
        if key not in found and not part.optional:
            columns = ", ".join(column.name for column in part.columns if column.required)
            remedy = f"Add it, with the columns that it needs: {columns}."
            fault("missing_sheet", f"The sheet {key!r} is missing.", remedy, "")
    if faults:
        raise InputError(faults)
    return {key: _sheet(path, key, found.get(key)) for key in TABLES}


def _sheet(path: Path, key: str, source: WorkbookSheet | None) -> Sheet:
    sheet = Sheet(TABLES[key], path, source.name if source else key)
    if source is None:
        return sheet
    header = source.rows[0] if source.rows else []
    sheet.read(header, enumerate(source.rows[1:], 2))
    for (row, column), message in sorted(source.spoilt.items()):
        name = header[column].strip() if column < len(header) else ""
        if name:
            remedy = "Correct it, or put the value itself into the cell, and save the workbook."
            sheet.fault("spoilt_cell", message, remedy, row + 1, name)
    return sheet


def xlsx_from_event(problem: Problem) -> bytes:
    """The event as a workbook. Raises InputError where a text does not fit into a cell."""
    from openpyxl import Workbook  # half a second that only writing needs

    book = Workbook()
    book.remove(book.worksheets[0])
    for name, part, rows in tables_of(problem):
        sheet = book.create_sheet(name)
        _write(sheet, part.columns, rows)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _write(sheet: Worksheet, columns: tuple[Column, ...], rows: list[dict[str, Any]]) -> None:
    from openpyxl.styles import Font  # loaded with the workbook anyway

    sheet.freeze_panes = "A2"
    for number, column in enumerate(columns, 1):
        head = sheet.cell(1, number, column.name)
        head.font = Font(bold=True)
        width = len(column.name)
        for row, values in enumerate(rows, 2):
            value = values.get(column.name)
            if value is None or value == "":
                continue
            cell = sheet.cell(row, number)
            # A spreadsheet keeps fifteen digits; a number with more stays exact as a text.
            if column.kind in ("number", "count") and float(f"{value:.15g}") == value:
                cell.value = value
                width = max(width, len(str(value)))
                continue
            text = cell_of_value(value)
            cell.value = _written(text, f"{sheet.title}[{row - 2}].{column.name}")
            cell.data_type = "s"  # never a formula, whatever it begins with
            cell.number_format = "@"  # and never a number: an id 007 stays one when it is edited
            width = max(width, len(text))
        letter = head.column_letter
        sheet.column_dimensions[letter].width = min(width, _WIDEST) + 2


def _written(text: str, path: str) -> str:
    """The text as it must be stored to be read back as it is."""
    if len(text) > MOST_CHARACTERS or _NO_XML.search(text):
        message = f"The text {text[:20]!r} is too long for a cell, or holds what no cell can."
        remedy = "Write a .json file or a folder of CSV files."
        raise InputError([InputProblem("bad_text", message, remedy, path=path)])
    return _LOOKS_ESCAPED.sub("_x005F_", text)
