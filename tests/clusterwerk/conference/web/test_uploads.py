"""Spreadsheets as people upload them, read into cells or refused with a remedy."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories.files import workbook

from clusterwerk.conference.actions.wish_sheets import rows_of_text
from clusterwerk.conference.web.uploads import UnreadableError, rows_of_upload

pytestmark = pytest.mark.usefixtures("english")


def _rows(name: str, content: bytes) -> list[list[str]]:
    return rows_of_upload(SimpleUploadedFile(name, content))


def test_workbooks_and_csv_in_usual_encodings_are_read() -> None:
    rows = [["wisher", "target"], ["Ä", "Ö"]]
    assert _rows("wishes.xlsx", workbook(rows)) == rows
    assert _rows("wishes", workbook(rows)) == rows
    assert _rows("wishes.csv", "\ufeffwisher;target\nÄ;Ö\n".encode()) == rows
    assert _rows("wishes.CSV", "wisher\ttarget\nÄ\tÖ\n".encode("cp1252")) == rows
    assert rows_of_text('wisher,target\r\n"Ä","Ö\0"\r\n') == rows


def test_a_formula_without_its_result_is_no_empty_cell() -> None:
    # Read as empty, a veto that a formula writes would become a wish.
    content = workbook([["wisher", "target", "rank"], ["A", "B", '=LOWER("VETO")']])
    with pytest.raises(UnreadableError, match="Row 2, column 3 holds"):
        _rows("wishes.xlsx", content)


@pytest.mark.parametrize("content", [b"\0\0", b"wisher,target\nA,B\0\n"])
def test_what_holds_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableError, match="no spreadsheet"):
        _rows("wishes.csv", content)


def test_a_workbook_that_is_none_is_refused() -> None:
    with pytest.raises(UnreadableError, match="damaged"):
        _rows("wishes.xlsx", b"PK but nothing else")
