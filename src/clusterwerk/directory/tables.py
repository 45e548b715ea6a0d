"""Reads CSV tables so that a person can mend what is wrong with them.

Every problem names file, row, column and remedy; all problems of a file are told at once.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

MOST_PROBLEMS_TOLD = 20


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where, and what to do. `row` counts as a spreadsheet does: the header is 1."""

    file: str
    row: int | None
    column: str
    text: str

    def __str__(self) -> str:
        where = [self.file]
        if self.row is not None:
            where.append(_("row %(row)d") % {"row": self.row})
        if self.column:
            where.append(_("column %(column)s") % {"column": self.column})
        return f"{', '.join(where)}: {self.text}"


class TableError(ValueError):
    """A table cannot be used; `problems` says why, and the text of the error lists them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        lines = [str(problem) for problem in self.problems[:MOST_PROBLEMS_TOLD]]
        if len(self.problems) > MOST_PROBLEMS_TOLD:
            rest = len(self.problems) - MOST_PROBLEMS_TOLD
            lines.append(_("and %(number)d more") % {"number": rest})
        super().__init__("\n".join(lines))


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number and its cells by column, without surrounding blanks."""

    file: str
    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def problem(self, column: str, text: str) -> Problem:
        """Something is wrong in a cell of this row."""
        return Problem(self.file, self.number, column, text)


def rows_of_table(file: Path, columns: Iterable[str]) -> list[Row]:
    """All rows of a UTF-8 CSV file with commas that has at least these columns.

    Raises TableError when the file is missing, has another encoding or separator, lacks a column,
    or when a row has too few or too many cells.
    """
    text = _text_of(file)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        lines = [(reader.line_num, cells) for cells in reader]
    except csv.Error as error:
        message = _("this line is no valid CSV (%(error)s). Put text with commas in quotes.")
        where = Problem(file.name, reader.line_num, "", message % {"error": error})
        raise TableError([where]) from error
    if not lines:
        raise TableError([Problem(file.name, None, "", _("the file is empty."))])
    header = [cell.strip() for cell in lines[0][1]]
    _check_header(file.name, header, columns)
    rows, problems = [], []
    for number, (_line, cells) in enumerate(lines[1:], start=2):
        if not any(cells):
            continue
        if len(cells) != len(header):
            message = _("%(found)d cells instead of %(wanted)d. Put text with commas in quotes.")
            numbers = {"found": len(cells), "wanted": len(header)}
            problems.append(Problem(file.name, number, "", message % numbers))
            continue
        values = (cell.strip() for cell in cells)
        rows.append(Row(file.name, number, dict(zip(header, values, strict=True))))
    if problems:
        raise TableError(problems)
    return rows


def _text_of(file: Path) -> str:
    try:
        content = file.read_bytes()
    except OSError as error:
        message = _("the file cannot be read (%(error)s).") % {"error": error.strerror}
        raise TableError([Problem(file.name, None, "", message)]) from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        message = _(
            "not UTF-8, probably Latin-1. Save the file as “CSV UTF-8 (comma separated)” again."
        )
        raise TableError([Problem(file.name, row, "", message)]) from error


def _check_header(file: str, header: list[str], columns: Iterable[str]) -> None:
    if len(header) == 1 and header[0].count(";") > 0:
        message = _(
            "the columns are separated by “;”. Save the file as “CSV UTF-8 (comma separated)”."
        )
        raise TableError([Problem(file, 1, "", message)])
    problems = [
        Problem(file, 1, column, _("this column is missing. Add it; its cells may stay empty."))
        for column in columns
        if column not in header
    ]
    problems += [
        Problem(file, 1, column, _("this column is there twice. Remove one."))
        for column in sorted({name for name in header if header.count(name) > 1})
    ]
    if problems:
        raise TableError(problems)
