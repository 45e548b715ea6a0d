"""Which rows of an event are in order and which are not, for those who typed them in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matchmaking.errors import InputError, InputProblem
from matchmaking.files.csv_events import table_bytes
from matchmaking.files.events import read_event, sheets_of, warnings_about
from matchmaking.files.json_events import FORMAT, VERSION, json_of
from matchmaking.files.parts import PARTS
from matchmaking.files.sheets import Sheet, event_from_sheets, located

HEADER = ["file", "sheet", "row", "id", "verdict", "column", "message", "remedy"]
# A cell that begins so is a formula to spreadsheets.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_PART = re.compile(r"\w+\[\d+\]")


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row of the input, or a part of it where the format has no rows ("meetings[3]")."""

    file: str
    sheet: str
    place: str
    id: str
    problems: tuple[InputProblem, ...] = ()

    @property
    def verdict(self) -> str:
        """ok, warning or error: the gravest of its problems."""
        found = {problem.severity for problem in self.problems}
        return "error" if "error" in found else "warning" if found else "ok"


@dataclass(frozen=True, slots=True)
class CheckedEvent:
    """Every row of an event with its faults and warnings, and those that belong to no row, such as
    a missing file."""

    rows: tuple[CheckedRow, ...]
    others: tuple[InputProblem, ...]

    @property
    def problems(self) -> tuple[InputProblem, ...]:
        """All faults and warnings, those of no row first."""
        return (*self.others, *(problem for row in self.rows for problem in row.problems))

    @property
    def can_be_planned(self) -> bool:
        """Whether nothing is wrong; warnings do not hinder."""
        return all(problem.severity == "warning" for problem in self.problems)

    def lines(self) -> Iterator[str]:
        """The report in words; the last line sums it up."""
        for problem in self.others:
            yield f"{problem.severity}: {problem}"
        groups: dict[str, list[CheckedRow]] = defaultdict(list)
        for row in self.rows:
            groups[row.sheet].append(row)
        for sheet, rows in groups.items():
            good = sum(row.verdict != "error" for row in rows)
            yield f"{sheet}: {good} of {len(rows)} rows in order"
            for row in rows:
                for problem in row.problems:
                    yield f"  {problem.severity}: {problem}"
        faults = sum(problem.severity == "error" for problem in self.problems)
        warnings = len(self.problems) - faults
        can = "can" if self.can_be_planned else "cannot"
        counted = ", ".join(
            f"{number} {word}{'' if number == 1 else 's'}"
            for number, word in ((faults, "fault"), (warnings, "warning"))
        )
        rows_read = f"{len(self.rows)} row{'' if len(self.rows) == 1 else 's'} read"
        yield f"{rows_read}, {counted}: the planner {can} read the event."

    def csv(self) -> bytes:
        """The report as a table: a line for each row that is in order, and one for each fault or
        warning."""
        lines = [
            _line(problem.file, problem.sheet, _place(problem), "", problem)
            for problem in self.others
        ]
        for row in self.rows:
            lines.extend(
                _line(row.file, row.sheet, row.place, row.id, problem)
                for problem in row.problems or (None,)
            )
        return table_bytes(HEADER, lines)


def check_event(path: Path) -> CheckedEvent:
    """Read an event and say of each row whether it is in order. Never raises InputError.

    Rows are compared with each other only where each can be read by itself.
    """
    try:
        sheets = sheets_of(path)
    except InputError as error:
        return CheckedEvent((), error.problems)
    return _check_other(path) if sheets is None else _check_sheets(sheets)


def _check_sheets(sheets: Mapping[str, Sheet]) -> CheckedEvent:
    try:
        warnings = event_from_sheets(sheets).warnings()
        problems = tuple(located(warning, sheets) for warning in warnings)
    except InputError as error:
        problems = error.problems
    rows = [
        CheckedRow(str(sheet.path), sheet.name or key, str(row), row_id)
        for key, sheet in sheets.items()
        for row, row_id in sheet.entries
    ]
    names = {(str(sheet.path), sheet.name): sheet.name or key for key, sheet in sheets.items()}
    return _joined(
        rows,
        (
            ((fault.file, names.get((fault.file, fault.sheet), ""), str(fault.row)), fault)
            for fault in problems
        ),
    )


def _check_other(path: Path) -> CheckedEvent:
    try:
        problem = read_event(path)
        parts: Mapping[str, Any] = {name: getattr(problem, name) for name in PARTS}
        ids = {name: [part.id for part in rows] for name, rows in parts.items()}
        problems = warnings_about(problem, path)
    except InputError as error:
        ids = _ids_in_json(path) if path.suffix.lower() == ".json" else {}
        problems = error.problems
    rows = [
        CheckedRow(str(path), name, f"{name}[{number}]", part_id)
        for name, found in ids.items()
        for number, part_id in enumerate(found)
    ]

    def key(fault: InputProblem) -> tuple[str, str, str]:
        match = _PART.match(fault.path)
        place = match[0] if match else ""
        return fault.file, place.partition("[")[0], place

    return _joined(rows, ((key(fault), fault) for fault in problems))


def _ids_in_json(path: Path) -> dict[str, list[str]]:
    """Part -> the ids in it, as far as a faulty document has them."""
    try:
        document = json_of(path, FORMAT, VERSION)
    except InputError:
        return {}
    return {
        name: [
            row["id"] if isinstance(row, dict) and isinstance(row.get("id"), str) else ""
            for row in document[name]
        ]
        for name in PARTS
        if isinstance(document.get(name), list)
    }


def _joined(
    rows: Iterable[CheckedRow], problems: Iterable[tuple[tuple[str, str, str], InputProblem]]
) -> CheckedEvent:
    found: dict[tuple[str, str, str], list[InputProblem]] = defaultdict(list)
    for key, problem in problems:
        found[key].append(problem)
    judged = tuple(
        CheckedRow(
            row.file,
            row.sheet,
            row.place,
            row.id,
            tuple(found.pop((row.file, row.sheet, row.place), ())),
        )
        for row in rows
    )
    return CheckedEvent(judged, tuple(problem for left in found.values() for problem in left))


def _place(problem: InputProblem) -> str:
    return problem.path if problem.row is None else str(problem.row)


def _line(
    file: str, sheet: str, place: str, row_id: str, problem: InputProblem | None
) -> list[str]:
    if problem is None:
        return [_safe(text) for text in (file, sheet, place, row_id, "ok", "", "", "")]
    column = problem.column or problem.path.partition("].")[2]
    verdict = problem.severity
    texts = (file, sheet, place, row_id, verdict, column, problem.message, problem.remedy)
    return [_safe(text) for text in texts]


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
