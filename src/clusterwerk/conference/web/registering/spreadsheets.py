"""An uploaded spreadsheet as a table of texts, and the table on its way from page to page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from ..uploads import UnreadableError, rows_of_upload

MOST_ROWS = 5_000
MOST_COLUMNS = 60
# Longer cells are refused by every column; so much is kept that the refusal can say so.
MOST_LETTERS = 2_001
# What a browser may send back in one form stays below Django's limit for a request.
MOST_SEALED = 2_000_000
SALT = "conference.import"
A_DAY = 24 * 3600


@dataclass(frozen=True, slots=True)
class Table:
    """The first row as header, and the filled rows with their numbers as the spreadsheet counts."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def table_of_upload(file: UploadedFile[Any]) -> Table:
    """Reads a CSV or XLSX file. Raises UnreadableError."""
    return _table(rows_of_upload(file))


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
