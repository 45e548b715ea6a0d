"""Workbooks (.xlsx) as sheets of texts.

The file is looked through before it is read: a single cell in the last corner of a sheet would make
the reader ask for more memory than there is, and would end the whole program; and a formula's error
or a formula that was never computed would read as an empty cell.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from matchmaking.errors import InputError, InputProblem
from matchmaking.files.reading import bytes_of

MOST_BYTES = 50_000_000
MOST_BYTES_UNPACKED = 200_000_000
MOST_CELLS = 5_000_000

_OLD_FORMAT = b"\xd0\xcf\x11\xe0"  # an .xls file, or an .xlsx file under a password
_OTHER_FORMATS = {"xl/workbook.bin", "content.xml"}
_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]*)(\d+)["']""")
_CELL = re.compile(rb"""<(?:\w+:)?c(\s[^<>]*)(?<!/)>([^<]*(?:<(?!/?(?:\w+:)?c[\s>])[^<]*)*)""")
_ANY_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
_ERROR = re.compile(rb"""\st\s*=\s*["']e["']""")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^<>]*)?>([^<]+)</")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_COMPUTED_TEXT = re.compile(rb"""\st\s*=\s*["']str["']""")
_SHEET = re.compile(r"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s([^>]*)>")
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


@dataclass(slots=True)
class WorkbookSheet:
    """A sheet: its texts by row and column from cell A1 on, and the cells that hold no value
    although they look as if: (row, column), counted from 0, with what is wrong."""

    name: str
    hidden: bool
    rows: list[list[str]]
    spoilt: dict[tuple[int, int], str] = field(default_factory=dict)


def sheets_of_workbook(path: Path) -> list[WorkbookSheet]:
    """The sheets of a workbook in its order, charts left out. Raises InputError if the file is none
    that can be read."""
    content = _content(path)
    spoilt = _look_through(path, content)
    try:
        with CalamineWorkbook.from_object(io.BytesIO(content)) as book:
            return [
                WorkbookSheet(
                    sheet.name,
                    sheet.visible != SheetVisibleEnum.Visible,
                    _texts(book.get_sheet_by_name(sheet.name)),
                    spoilt.get(sheet.name, {}),
                )
                for sheet in book.sheets_metadata
                if sheet.typ == SheetTypeEnum.WorkSheet
            ]
    except (CalamineError, ValueError, OverflowError) as error:
        _refuse(path, f"It is broken: {error}.")
    except BaseException as error:
        # The reader is written in Rust; where it gives up in panic, this is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        _refuse(path, "It is broken.")


def _content(path: Path) -> bytes:
    if path.is_file() and path.stat().st_size > MOST_BYTES:
        _too_large(path, f"The file is larger than {MOST_BYTES // 1_000_000} MB.")
    content = bytes_of(path)
    if content.startswith(_OLD_FORMAT):
        message = "The workbook is protected by a password, or is in the old format .xls."
        remedy = "Save it as .xlsx without a password."
        raise InputError([InputProblem("bad_workbook", message, remedy, file=str(path))])
    return content


def _refuse(path: Path, message: str) -> NoReturn:
    message = f"The file cannot be read as a workbook. {message}"
    remedy = "Open it in a spreadsheet and save it as .xlsx again."
    raise InputError([InputProblem("bad_workbook", message, remedy, file=str(path))])


def _too_large(path: Path, message: str, sheet: str = "") -> NoReturn:
    remedy = "Copy the event alone into a new workbook."
    raise InputError(
        [InputProblem("workbook_too_large", message, remedy, file=str(path), sheet=sheet)]
    )


def _look_through(path: Path, content: bytes) -> dict[str, dict[tuple[int, int], str]]:
    """The spoilt cells of each sheet. Raises InputError where reading on is not safe."""
    spoilt = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if sum(member.file_size for member in members) > MOST_BYTES_UNPACKED:
                size = MOST_BYTES_UNPACKED // 1_000_000
                _too_large(path, f"The workbook holds more than {size} MB.")
            files = {member.filename.lower() for member in members}
            # What reads workbooks would go on to try other formats, which are not looked through.
            if "xl/workbook.xml" not in files or files & _OTHER_FORMATS:
                _refuse(path, "It is a packed file of another kind.")
            names = _names_of_sheets(archive)
            for member in members:
                # Wherever the workbook keeps its sheets: the reader may follow it there.
                if not member.is_dir():
                    text = archive.read(member)
                    name = names.get(member.filename, "")
                    _check_area(path, text, name)
                    if name:
                        spoilt[name] = dict(_spoilt_cells(text))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        _refuse(path, f"It is no .xlsx file, or is damaged: {error}.")
    except (OSError, ValueError, KeyError, UnicodeError) as error:
        _refuse(path, f"It is damaged: {error}.")
    return spoilt


def _names_of_sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """File in the package -> name of the sheet."""
    files = {}
    try:
        relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
        workbook = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    except KeyError:
        return {}  # then spoilt cells are read as empty; everything else still holds
    for match in _RELATION.finditer(relations):
        values = _attributes(match[1])
        target = values.get("Target", "")
        target = target[1:] if target.startswith("/") else f"xl/{target}"
        files[values.get("Id", "")] = target
    names = {}
    for match in _SHEET.finditer(workbook):
        values = _attributes(match[1])
        key = next((value for name, value in values.items() if name.endswith(":id")), "")
        if key in files:
            names[files[key]] = values.get("name", "")
    return names


def _attributes(text: str) -> dict[str, str]:
    return {
        match[1]: html.unescape(match[2] or match[3] or "") for match in _ATTRIBUTE.finditer(text)
    }


def _check_area(path: Path, text: bytes, sheet: str) -> None:
    """Raise InputError if the sheet's filled corner is so far out that the area up to it is too
    large; every cell in it takes memory, filled or not."""
    last_row = placed = 0
    letters: set[bytes] = set()
    for match in _REFERENCE.finditer(text):
        letters.add(match[1])
        placed += bool(match[1])
        if len(match[2]) > 7:
            _too_large(path, "A cell stands beyond the last row.", sheet)
        last_row = max(last_row, int(match[2]))
    last_column = max(map(_number_of_column, letters), default=0)
    if len(_ANY_CELL.findall(text)) > placed:  # cells that name no place follow one another
        rows = _ROW.split(text)
        last_row = max(last_row, len(rows))
        last_column = max(last_column, *(len(_ANY_CELL.findall(row)) for row in rows))
    if last_row * max(last_column, 1) > MOST_CELLS:
        message = (
            f"The sheet reaches down to row {last_row} and over {last_column} columns; "
            "probably a cell far away from the others is not empty."
        )
        _too_large(path, message, sheet)


def _number_of_column(letters: bytes) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters.upper()[:6]:
        number = 26 * number + letter - ord("A") + 1
    return number


def _spoilt_cells(text: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    for match in _CELL.finditer(text):
        place = _REFERENCE.search(match[1])
        if place is None:
            continue
        value = _VALUE.search(match[2])
        key = (int(place[2]) - 1, _number_of_column(place[1]) - 1)
        if _ERROR.search(match[1]):
            shown = value[1].decode("utf-8", "replace")[:20] if value else "an error"
            yield key, f"The cell shows {html.unescape(shown)}."
        elif _FORMULA.search(match[2]) and not value and not _COMPUTED_TEXT.search(match[1]):
            yield key, "The formula in the cell has not been computed."


def _texts(sheet: CalamineSheet) -> list[list[str]]:
    if sheet.start is None:
        return []
    return [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]


def _text(cell: object) -> str:
    """A typed cell as a person would write it: the number 1.0 is "1", a moment 2017-09-21T10:20:00.

    A day without a time of day stays a day, so that it is not taken for midnight.
    """
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    isoformat = getattr(cell, "isoformat", None)
    return str(isoformat() if isoformat else cell)
