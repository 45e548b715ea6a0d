"""A table that cannot be used says in which file, row and column, and what to do."""

import pytest
from django.utils.translation import override

from clusterwerk.directory.tables import TableError, rows_of_table


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


@pytest.fixture
def table(tmp_path):
    def write(content, name="table.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def error_of(path, columns=("name", "city")):
    with pytest.raises(TableError) as caught:
        rows_of_table(path, columns)
    return str(caught.value)


def test_rows_are_numbered_as_a_spreadsheet_does(table):
    path = table('name,city\n"Holz,\nund mehr",Aalen\n\n Netz , Ulm \n')
    rows = rows_of_table(path, ("name", "city"))
    assert [(row.number, row["name"], row["city"]) for row in rows] == [
        (2, "Holz,\nund mehr", "Aalen"),
        (4, "Netz", "Ulm"),
    ]


def test_a_byte_order_mark_is_no_part_of_the_first_column(table):
    assert rows_of_table(table(b"\xef\xbb\xbfname,city\na,b\n"), ("name",))[0]["name"] == "a"


def test_a_missing_file_is_named(tmp_path):
    assert error_of(tmp_path / "no.csv").startswith("no.csv: the file cannot be read")


def test_latin_1_is_told_with_its_row_and_remedy(table):
    text = error_of(table("name,city\nA,B\nMünch,Köln\n".encode("latin-1")))
    assert text.startswith("table.csv, row 3: not UTF-8")
    assert "CSV UTF-8" in text


def test_semicolons_are_told(table):
    assert "separated by “;”" in error_of(table("name;city\na;b\n"))


def test_every_missing_column_is_named(table):
    text = error_of(table("title\nx\n"))
    assert "row 1, column name: this column is missing" in text
    assert "row 1, column city: this column is missing" in text


def test_a_column_that_is_there_twice_is_named(table):
    assert "column name: this column is there twice" in error_of(table("name,city,name\na,b,c\n"))


def test_a_row_with_a_comma_too_many_is_named(table):
    assert "row 2: 3 cells instead of 2" in error_of(table("name,city\na,b,c\n"))


def test_an_open_quote_is_named(table):
    assert "no valid CSV" in error_of(table('name,city\n"a,b\n'))


def test_an_empty_file_is_named(table):
    assert "the file is empty" in error_of(table(""))
