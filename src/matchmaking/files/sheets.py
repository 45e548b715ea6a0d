"""Events as tables, one for each part of the event: what CSV folders and workbooks share.

A header row, columns in any order, optional ones may be missing; case and surrounding blanks of
headers do not matter. Readers hand in rows of texts; every fault names file, sheet, row and column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from matchmaking.errors import InputError, InputProblem
from matchmaking.files.cells import value_of_cell
from matchmaking.files.parts import BONUS, EVENT, PARTS, Column, Part, values_of
from matchmaking.files.reading import nearest
from matchmaking.problem import Bonus, HouseRules, Problem

TABLES: Mapping[str, Part] = {"event": EVENT, **PARTS}
# People outside the planner's world ask for wishes; both names are understood.
OTHER_NAMES: Mapping[str, str] = {"meetings": "wishes"}

_PATH = re.compile(r"(\w+)(?:\[(\d+)\])?(?:\.(\w+))?")
_MENTION = re.compile(rf"\b({'|'.join(PARTS)})\[(\d+)\]")


class Sheet:
    """One table: the parts in it, the row of each, and the faults found.

    `entries` holds row and id of every row that is not empty, whether it could be read or not.
    """

    def __init__(self, part: Part, path: Path, name: str = "") -> None:
        self.part = part
        self.path = path
        self.name = name
        self.label = f"sheet {name}" if name else path.name
        self.values: list[dict[str, Any]] = []
        self.rows: list[int] = []
        self.entries: list[tuple[int, str]] = []
        self.faults: list[InputProblem] = []

    def fault(
        self, code: str, message: str, remedy: str, row: int | None, column: str = ""
    ) -> None:
        """Note a fault at a place in this sheet."""
        self.faults.append(
            InputProblem(
                code,
                message,
                remedy,
                file=str(self.path),
                sheet=self.name,
                row=row,
                column=column,
            )
        )

    def read(self, header: Sequence[str], lines: Iterable[tuple[int, Sequence[str]]]) -> None:
        """Take in the rows under a header, each with its number; empty ones do not count."""
        columns = self._columns(header)
        if columns is None:
            return
        place = next((n for n, column in enumerate(columns) if column and column.name == "id"), -1)
        for row, cells in lines:
            if any(cell.strip() for cell in cells):
                self.entries.append((row, cells[place].strip() if 0 <= place < len(cells) else ""))
                self._read_row(columns, cells, row)

    def _columns(self, header: Sequence[str]) -> list[Column | None] | None:
        """The column of each header cell, none for an empty one; None if the header is wrong."""
        known = {column.name: column for column in self.part.columns}
        texts = [text.strip() for text in header]
        keys = [text.casefold() for text in texts]
        if not any(texts):
            remedy = f"Begin with {', '.join(known)}."
            self.fault("no_header", "The first row names no columns.", remedy, 1)
            return None
        for text, key in zip(texts, keys, strict=True):
            if key and key not in known:
                message = f"There is no column {text!r} in {self.label}."
                self.fault("unknown_column", message, nearest(key, known), 1, text)
            elif key and keys.count(key) > 1:
                message = f"The column {text!r} stands there twice."
                self.fault("repeated_column", message, "Remove one.", 1, key)
        for column in self.part.columns:
            if column.required and column.name not in keys:
                message = f"The column {column.name!r} is missing."
                self.fault("missing_column", message, "Add it.", 1, column.name)
        return None if self.faults else [known.get(key) for key in keys]

    def _read_row(self, columns: list[Column | None], cells: Sequence[str], row: int) -> None:
        if len(cells) > len(columns):
            message = f"The row has {len(cells)} cells, the header {len(columns)}."
            remedy = "Put texts with a comma in quotation marks."
            self.fault("too_many_cells", message, remedy, row)
            return
        values: dict[str, Any] = {}
        for column, cell in zip(columns, cells, strict=False):
            if column is None:
                if cell.strip():
                    message = f"{cell!r} stands in a column without a header."
                    remedy = "Name the column in the first row, or clear the cell."
                    self.fault("cell_without_header", message, remedy, row)
                continue
            try:
                if cell or column.required:
                    values[column.name] = value_of_cell(column, cell)
            except ValueError as error:
                message = f"{cell!r} does not fit here."
                self.fault("bad_value", message, str(error), row, column.name)
        for column in self.part.columns:
            if column.required and column.name not in values:
                values[column.name] = () if column.kind == "ids" else ""
        self.values.append(values)
        self.rows.append(row)


def event_from_sheets(sheets: Mapping[str, Sheet]) -> Problem:
    """The event in its tables. Raises InputError naming every fault with its place."""
    general = sheets["event"]
    for row in general.rows[1:]:
        message, remedy = "The event is described by one row only.", "Remove this row."
        general.fault("repeated_row", message, remedy, row)
    faults = [fault for sheet in sheets.values() for fault in sheet.faults]
    if faults:
        raise InputError(faults)
    rules = dict(general.values[0]) if general.values else {}
    name = rules.pop("name", "")
    shares = [column.name for column in BONUS.columns if column.name in rules]
    bonus = Bonus(**{share: rules.pop(share) for share in shares})
    parts: dict[str, Any] = {
        key: tuple(part.make(**values) for values in sheets[key].values)
        for key, part in PARTS.items()
    }
    try:
        return Problem(name=name, rules=HouseRules(**rules), bonus=bonus, **parts)
    except InputError as error:
        raise error.relocated(lambda fault: located(fault, sheets)) from error


def located(fault: InputProblem, sheets: Mapping[str, Sheet]) -> InputProblem:
    """The fault with file, sheet, row and column for its path, and rows for the paths in its
    message."""
    match = _PATH.match(fault.path)
    if match is None:
        return fault
    key, column = match[1], match[3] or ""
    index = int(match[2]) if match[2] else None
    if key in ("name", "rules", "bonus"):
        key, column, index = "event", column or key, 0
    if key not in sheets:
        return fault
    sheet = sheets[key]
    row = 1 if index is None or index >= len(sheet.rows) else sheet.rows[index]

    def place(mention: re.Match[str]) -> str:
        other = sheets[mention[1]]
        return f"{other.label}, row {other.rows[int(mention[2])]}"

    message = _MENTION.sub(place, fault.message)
    return replace(
        fault,
        message=message,
        file=str(sheet.path),
        sheet=sheet.name,
        row=row,
        column=column,
    )


def tables_of(problem: Problem) -> Iterator[tuple[str, Part, list[dict[str, Any]]]]:
    """The tables of an event to be written: name, part, and the rows as values by column.
    Optional ones without rows are left out."""
    general = {"name": problem.name} | values_of(problem.rules) | values_of(problem.bonus)
    yield "event", EVENT, [general]
    for name, part in PARTS.items():
        rows = [values_of(row) for row in getattr(problem, name)]
        if rows or not part.optional:
            yield name, part, rows
