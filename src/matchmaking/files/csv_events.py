"""Events as a folder of CSV files, one for each part; lists in a cell are separated by semicolons,
lists of lists ("allowed") by bars.

UTF-8 with or without byte order mark, comma as separator, a header row; columns in any order,
optional ones may be missing. `fields.csv` is optional, and so is `event.csv` with the columns
`name` and those of `HouseRules` and `Bonus`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from matchmaking.errors import InputError, InputProblem
from matchmaking.files.parts import (
    BONUS,
    PARTS,
    RULES,
    Column,
    Kind,
    Part,
    parsed_time,
    values_of,
    written_time,
)
from matchmaking.files.reading import bytes_of, nearest, text_of
from matchmaking.problem import Bonus, HouseRules, Problem

_EVENT = Part(dict, (Column("name", "text"), *RULES.columns, *BONUS.columns), optional=True)
_FLAGS = {"": False, "0": False, "false": False, "no": False, "1": True, "true": True, "yes": True}
_PATH = re.compile(r"(\w+)(?:\[(\d+)\])?(?:\.(\w+))?")
_MENTION = re.compile(rf"\b({'|'.join(PARTS)})\[(\d+)\]")


class _Sheet:
    """One CSV file: its parts, the row of each, and the faults found."""

    def __init__(self, path: Path, part: Part) -> None:
        self.path = path
        self.part = part
        self.values: list[dict[str, Any]] = []
        self.rows: list[int] = []
        self.faults: list[InputProblem] = []

    def fault(self, code: str, message: str, remedy: str, row: int, column: str = "") -> None:
        self.faults.append(
            InputProblem(code, message, remedy, file=str(self.path), row=row, column=column)
        )


def event_from_csv(folder: Path) -> Problem:
    """The event in a folder. Raises InputError naming every fault with file, row and column."""
    if not folder.is_dir():
        message, remedy = "There is no such folder.", "Check the name."
        raise InputError([InputProblem("missing_file", message, remedy, file=str(folder))])
    sheets = {name: _sheet(folder / f"{name}.csv", part) for name, part in PARTS.items()}
    event = _sheet(folder / "event.csv", _EVENT)
    faults = [fault for sheet in (event, *sheets.values()) for fault in sheet.faults]
    if faults:
        raise InputError(faults)
    general = event.values[0] if event.values else {}
    name = general.pop("name", "")
    shares = [column.name for column in BONUS.columns if column.name in general]
    bonus = Bonus(**{share: general.pop(share) for share in shares})
    parts: dict[str, Any] = {
        key: tuple(sheet.part.make(**values) for values in sheet.values)
        for key, sheet in sheets.items()
    }
    try:
        return Problem(name=name, rules=HouseRules(**general), bonus=bonus, **parts)
    except InputError as error:
        raise error.relocated(lambda fault: _located(fault, sheets)) from error


def located_in_csv(warnings: Iterable[InputProblem], folder: Path) -> tuple[InputProblem, ...]:
    """The warnings about an event read from a folder, with file, row and column."""
    sheets = {name: _sheet(folder / f"{name}.csv", part) for name, part in PARTS.items()}
    return tuple(_located(warning, sheets) for warning in warnings)


def _located(fault: InputProblem, sheets: Mapping[str, _Sheet]) -> InputProblem:
    """The fault with file, row and column for its path, and rows for the paths in its message."""
    match = _PATH.match(fault.path)
    if match is None or match[1] not in sheets:
        return fault
    sheet = sheets[match[1]]
    message = _MENTION.sub(
        lambda m: f"{m[1]}.csv, row {sheets[m[1]].rows[int(m[2])]}", fault.message
    )
    row = sheet.rows[int(match[2])] if match[2] else 1
    return replace(fault, message=message, file=str(sheet.path), row=row, column=match[3] or "")


def _sheet(path: Path, part: Part) -> _Sheet:
    sheet = _Sheet(path, part)
    if part.optional and not path.exists():
        return sheet
    try:
        text = text_of(path)
    except InputError as error:
        sheet.faults.extend(_with_column(fault, path) for fault in error.problems)
        return sheet
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        if _check_header(sheet, header):
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    _read_row(sheet, header, cells, reader.line_num)
    except csv.Error as error:
        message = f"The row cannot be split into cells: {error}."
        sheet.fault("bad_csv", message, "Check the quotation marks.", reader.line_num)
    return sheet


def _with_column(fault: InputProblem, path: Path) -> InputProblem:
    """For a byte that is no UTF-8: the header of its cell instead of the character's number."""
    if fault.code != "not_utf8" or not fault.column or fault.row is None:
        return fault
    lines = bytes_of(path).decode("latin-1").splitlines()
    # Counting commas is good enough to point at a cell; quoted ones are rare.
    cell = lines[fault.row - 1][: int(fault.column)].count(",")
    header = lines[0].split(",")
    return replace(fault, column=header[cell].strip() if cell < len(header) else "")


def _check_header(sheet: _Sheet, header: list[str]) -> bool:
    names = [column.name for column in sheet.part.columns]
    if not any(header):
        sheet.fault(
            "no_header", "The first row names no columns.", f"Begin with {','.join(names)}.", 1
        )
        return False
    for separator, name in ((";", "semicolons"), ("\t", "tabs")):
        if len(header) == 1 and separator in header[0]:
            message = f"The columns are separated by {name}."
            sheet.fault(
                "bad_separator", message, "Save it with commas as separators.", 1, header[0]
            )
            return False
    for name in header:
        if name not in names:
            message = f"There is no column {name!r} in {sheet.path.name}."
            sheet.fault("unknown_column", message, nearest(name, names), 1, name)
        elif header.count(name) > 1:
            message = f"The column {name!r} stands there twice."
            sheet.fault("repeated_column", message, "Remove one.", 1, name)
    for column in sheet.part.columns:
        if column.required and column.name not in header:
            message = f"The column {column.name!r} is missing."
            sheet.fault("missing_column", message, "Add it.", 1, column.name)
    return not sheet.faults


def _read_row(sheet: _Sheet, header: list[str], cells: list[str], row: int) -> None:
    if len(cells) > len(header):
        message = f"The row has {len(cells)} cells, the header {len(header)}."
        sheet.fault("too_many_cells", message, "Put texts with a comma in quotation marks.", row)
        return
    values: dict[str, Any] = {}
    for name, cell in zip(header, cells, strict=False):
        column = sheet.part.column(name)
        assert column is not None
        try:
            if cell or column.required:
                values[name] = _value(column, cell)
        except ValueError as error:
            sheet.fault("bad_value", f"{cell!r} does not fit here.", str(error), row, name)
    for column in sheet.part.columns:
        if column.required and column.name not in values:
            values[column.name] = () if column.kind == "ids" else ""
    sheet.values.append(values)
    sheet.rows.append(row)


def _value(column: Column, cell: str) -> Any:
    """The value of a cell; the ValueError of one that does not fit is its remedy."""
    text = cell.strip()
    match column.kind:
        case "text":
            return cell if column.name == "name" else text
        case "link":
            return text or None
        case "ids":
            return _ids(text)
        case "idset":
            return frozenset(_ids(text))
        case "sides":
            return tuple(_ids(side.strip()) for side in text.split("|"))
        case _:
            return _READERS[column.kind](text)


def _count(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        raise ValueError("Use a whole number, such as 3, or leave it empty.")
    return int(text)


def _flag(text: str) -> bool:
    if text.lower() not in _FLAGS:
        raise ValueError("Use yes or no.")
    return _FLAGS[text.lower()]


def _time(text: str) -> datetime:
    moment = parsed_time(text)
    if moment is None:
        raise ValueError("Use a time such as 2017-09-21T10:20.")
    return moment


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ValueError("Use a number with a point, such as 1.5.") from None


_READERS: Mapping[Kind, Callable[[str], Any]] = MappingProxyType(
    {"number": _number, "count": _count, "flag": _flag, "time": _time}
)


def _ids(text: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in text.split(";")) if text else ()


def csv_from_event(problem: Problem) -> dict[str, bytes]:
    """The files of an event: name to content."""
    sheets = {
        "event.csv": _written(
            _EVENT, [{"name": problem.name} | values_of(problem.rules) | values_of(problem.bonus)]
        )
    }
    for name, part in PARTS.items():
        rows = [values_of(row) for row in getattr(problem, name)]
        if rows or not part.optional:
            sheets[f"{name}.csv"] = _written(part, rows)
    return sheets


def _written(part: Part, rows: list[dict[str, Any]]) -> bytes:
    return table_bytes(
        [column.name for column in part.columns],
        ([_cell(row.get(column.name)) for column in part.columns] for row in rows),
    )


def table_bytes(header: list[str], rows: Iterator[list[str]]) -> bytes:
    """A CSV file's content."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, frozenset):
        return ";".join(sorted(value))
    if isinstance(value, tuple) and value and isinstance(value[0], tuple):
        return "|".join(";".join(side) for side in value)
    if isinstance(value, tuple):
        return ";".join(value)
    return written_time(value) if hasattr(value, "isoformat") else str(value)
