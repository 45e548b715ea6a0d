"""Events as a folder of CSV files, one for each table.

UTF-8 with or without byte order mark, comma as separator. `event.csv` and `fields.csv` are
optional; the meetings stand in `meetings.csv` or in `wishes.csv`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from matchmaking.errors import InputError, InputProblem
from matchmaking.files.cells import cell_of_value
from matchmaking.files.parts import Part
from matchmaking.files.reading import bytes_of, text_of
from matchmaking.files.sheets import OTHER_NAMES, TABLES, Sheet, tables_of
from matchmaking.problem import Problem


def sheets_from_csv(folder: Path) -> dict[str, Sheet]:
    """The tables in a folder, each with the faults found in it. Raises InputError if there is no
    such folder."""
    if not folder.is_dir():
        message, remedy = "There is no such folder.", "Check the name."
        raise InputError([InputProblem("missing_file", message, remedy, file=str(folder))])
    return {key: _sheet(folder, key, part) for key, part in TABLES.items()}


def _sheet(folder: Path, key: str, part: Part) -> Sheet:
    path, other = folder / f"{key}.csv", folder / f"{OTHER_NAMES.get(key, key)}.csv"
    both = path != other and path.exists() and other.exists()
    if not path.exists() and other.exists():
        path = other
    sheet = Sheet(part, path)
    if both:
        message = f"{path.name} and {other.name} are both there, and are the same table."
        sheet.fault("two_files", message, "Keep one of them.", None)
    elif not part.optional or path.exists():
        _read_file(sheet)
    return sheet


def _read_file(sheet: Sheet) -> None:
    try:
        text = text_of(sheet.path)
    except InputError as error:
        sheet.faults.extend(_with_column(fault, sheet.path) for fault in error.problems)
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        if _has_commas(sheet, header):
            sheet.read(header, ((reader.line_num, cells) for cells in reader))
    except csv.Error as error:
        message = f"The row cannot be split into cells: {error}."
        sheet.fault("bad_csv", message, "Check the quotation marks.", reader.line_num)


def _has_commas(sheet: Sheet, header: list[str]) -> bool:
    for separator, name in ((";", "semicolons"), ("\t", "tabs")):
        if len(header) == 1 and separator in header[0]:
            message = f"The columns are separated by {name}."
            remedy = "Save it with commas as separators."
            sheet.fault("bad_separator", message, remedy, 1, header[0].strip())
            return False
    return True


def _with_column(fault: InputProblem, path: Path) -> InputProblem:
    """For a byte that is no UTF-8: the header of its cell instead of the character's number."""
    if fault.code != "not_utf8" or not fault.column or fault.row is None:
        return fault
    lines = bytes_of(path).decode("latin-1").split("\n")
    # Counting commas is good enough to point at a cell; quoted ones are rare.
    cell = lines[fault.row - 1][: int(fault.column)].count(",")
    header = lines[0].split(",")
    return replace(fault, column=header[cell].strip() if cell < len(header) else "")


def csv_from_event(problem: Problem) -> dict[str, bytes]:
    """The files of an event: name to content."""
    files = {}
    for key, part, rows in tables_of(problem):
        names = [column.name for column in part.columns]
        cells = ([cell_of_value(row.get(name)) for name in names] for row in rows)
        files[f"{key}.csv"] = table_bytes(names, cells)
    return files


def table_bytes(header: list[str], rows: Iterable[list[str]]) -> bytes:
    """A CSV file's content."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()
