import io
import zipfile
from dataclasses import replace
from datetime import datetime, time, timedelta, timezone

import openpyxl
import pytest
from bench.events import Shape, conference
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.matchmaking.builders import event, ruled_conference
from tests.matchmaking.strategies import events, ruled_events

from matchmaking import InputError, Organisation
from matchmaking.files import read_event, warnings_about, workbooks, write_event

AT_TEN = datetime.fromisoformat("2027-09-21T10:20")  # spreadsheets know no zones
calm = settings(deadline=None, derandomize=True)


@pytest.fixture
def book(tmp_path):
    """A valid event as a workbook, to be spoilt by the test."""
    path = tmp_path / "event.xlsx"
    write_event(event(["ab", "cd"], away={"a": [1]}), path)
    return path


def change(path, spoil):
    workbook = openpyxl.load_workbook(path)
    spoil(workbook)
    workbook.save(path)


def column(sheet, name):
    return next(cell.column for cell in sheet[1] if cell.value == name)


def put(path, sheet, row, name, value, **attributes):
    def spoil(workbook):
        cell = workbook[sheet].cell(row, column(workbook[sheet], name), value)
        for key, setting in attributes.items():
            setattr(cell, key, setting)

    change(path, spoil)


def faults(path):
    with pytest.raises(InputError) as caught:
        read_event(path)
    assert all(fault.remedy and fault.file == str(path) for fault in caught.value.problems)
    return [(fault.code, fault.sheet, fault.row, fault.column) for fault in caught.value.problems]


@settings(calm, max_examples=40)
@given(st.one_of(events(), ruled_events()))
def test_a_random_event_survives_the_way_through_a_workbook(tmp_path_factory, problem):
    path = tmp_path_factory.getbasetemp() / "random-event.xlsx"
    write_event(problem, path)
    assert read_event(path) == problem


UNKNOWN = "unknown_organisation"
one_line = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufffe\uffff"),
    max_size=12,
)


@settings(calm, max_examples=60)
@given(
    one_line,
    st.floats(0.001, 1e6),
    st.integers(-720, 720),
    st.datetimes(AT_TEN.replace(year=2), AT_TEN.replace(year=9998)),
)
def test_texts_numbers_and_times_survive_a_workbook_exactly(
    tmp_path_factory, name, weight, minutes, moment
):
    problem = event(["ab"])
    zone = timezone(timedelta(minutes=minutes))
    problem = replace(
        problem,
        name=name,
        organisations=(replace(problem.organisations[0], name=name), problem.organisations[1]),
        meetings=(replace(problem.meetings[0], weight=weight),),
        slots=(replace(problem.slots[0], starts_at=moment.replace(tzinfo=zone)),),
    )
    path = tmp_path_factory.getbasetemp() / "exact-event.xlsx"
    write_event(problem, path)
    assert read_event(path) == problem
    assert read_event(path).slots[0].starts_at.utcoffset() == zone.utcoffset(None)


@pytest.mark.parametrize("name", ["=1+1", "+49 30", "-x", "@home", "_x0041_", "'quoted", "#N/A"])
def test_no_text_becomes_a_formula_or_changes(tmp_path, name):
    problem = event(["ab"])
    problem = replace(problem, organisations=(Organisation("oa", name), Organisation("ob")))
    path = tmp_path / "event.xlsx"
    write_event(problem, path)
    assert read_event(path) == problem
    sheet = openpyxl.load_workbook(path)["organisations"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert b"<f>" not in zipfile.ZipFile(path).read("xl/worksheets/sheet5.xml")


def test_a_text_too_long_for_a_cell_is_refused_instead_of_cut_off(tmp_path):
    problem = replace(event(["ab"]), name="x" * 40_000)
    with pytest.raises(InputError, match="too long for a cell"):
        write_event(problem, tmp_path / "event.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_conference_is_the_same_as_workbook_and_as_folder(tmp_path):
    for problem in (conference(Shape(40, 30, 60, (3, 3), 12, ranked=True), 2), ruled_conference(1)):
        write_event(problem, tmp_path / "event.xlsx")
        write_event(problem, tmp_path / "folder")
        assert read_event(tmp_path / "event.xlsx") == read_event(tmp_path / "folder") == problem


def test_the_workbook_is_fit_to_be_edited(book):
    workbook = openpyxl.load_workbook(book)
    assert workbook.sheetnames == [
        "event", "sessions", "slots", "tables", "organisations", "delegates", "meetings"
    ]  # fmt: skip
    sheet = workbook["delegates"]
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold
    assert sheet["A2"].number_format == "@"
    assert sheet.column_dimensions["B"].width >= len("organisation")


def test_typed_cells_are_read_as_a_person_reads_them(book):
    def numbers(workbook):
        for name, what in (("delegates", "organisation"), ("organisations", "id")):
            sheet = workbook[name]
            for row in range(2, 6):
                sheet.cell(row, column(sheet, what), float(row))
        workbook["organisations"].cell(2, 1, "2").data_type = "s"

    change(book, numbers)
    put(book, "meetings", 2, "weight", 1.5)
    put(book, "meetings", 2, "mandatory", value=True)
    put(book, "meetings", 3, "mandatory", value=0)
    put(book, "slots", 2, "starts_at", AT_TEN)
    put(book, "slots", 2, "ends_at", AT_TEN + timedelta(seconds=59))
    problem = read_event(book)
    assert [part.id for part in problem.organisations] == ["2", "3", "4", "5"]
    assert problem.meetings[0].weight == 1.5
    assert [part.mandatory for part in problem.meetings] == [True, False]
    assert problem.slots[0].starts_at == AT_TEN
    assert problem.slots[0].ends_at == AT_TEN + timedelta(seconds=59)


def test_case_blanks_and_order_of_sheets_and_headers_do_not_matter(book):
    problem = read_event(book)

    def spoil(workbook):
        workbook["meetings"].title = " Wishes "
        workbook["tables"].title = "TABLES "
        workbook["delegates"]["B1"] = " Organisation "
        workbook.move_sheet("delegates", -4)

    change(book, spoil)
    assert read_event(book) == problem


def test_notes_empty_sheets_and_hidden_ones_are_left_alone(book):
    problem = read_event(book)

    def spoil(workbook):
        workbook.create_sheet("Hinweise")["A1"] = "=1/0"
        workbook.create_sheet("Tabelle1")
        hidden = workbook.create_sheet("lists")
        hidden["A1"], hidden.sheet_state = "x", "hidden"

    change(book, spoil)
    assert read_event(book) == problem


def test_a_sheet_that_is_no_table_is_named_with_the_table_it_may_be(book):
    change(book, lambda workbook: setattr(workbook["meetings"], "title", "meeting"))
    assert faults(book) == [
        ("unknown_sheet", "meeting", None, ""),
        ("missing_sheet", "", None, ""),
    ]
    with pytest.raises(InputError, match=r"Did you mean 'meetings'\?"):
        read_event(book)


def test_meetings_and_wishes_at_once_are_refused(book):
    change(book, lambda workbook: workbook.copy_worksheet(workbook["meetings"]))
    change(book, lambda workbook: setattr(workbook["meetings Copy"], "title", "wishes"))
    assert faults(book) == [("two_sheets", "wishes", None, "")]


@pytest.mark.parametrize(
    ("sheet", "row", "name", "value", "expected"),
    [
        ("delegates", 1, "organisation", "body", ("unknown_column", "delegates", 1, "body")),
        ("delegates", 4, "organisation", "x", (UNKNOWN, "delegates", 4, "organisation")),
        ("meetings", 2, "weight", "much", ("bad_value", "meetings", 2, "weight")),
        ("meetings", 3, "weight", -1, ("bad_weight", "meetings", 3, "weight")),
        ("slots", 2, "starts_at", time(10, 20), ("bad_value", "slots", 2, "starts_at")),
        ("slots", 2, "starts_at", AT_TEN.date(), ("bad_value", "slots", 2, "starts_at")),
        ("tables", 3, "id", "t0", ("duplicate_id", "tables", 3, "id")),
        ("event", 2, "most_per_session", 0, ("bad_limit", "event", 2, "most_per_session")),
        ("event", 3, "name", "again", ("repeated_row", "event", 3, "")),
        ("delegates", 2, "name", "=1/0", ("spoilt_cell", "delegates", 2, "name")),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_file_sheet_row_and_column(book, sheet, row, name, value, expected):
    put(book, sheet, row, name, value)
    assert expected in faults(book)


def test_a_place_reads_well(book):
    put(book, "delegates", 4, "organisation", "x")
    with pytest.raises(InputError, match=r"event\.xlsx, sheet delegates, row 4, column organ"):
        read_event(book)
    put(book, "delegates", 4, "organisation", "oc")
    put(book, "tables", 3, "id", "t0")
    with pytest.raises(InputError, match=r"first in sheet tables, row 2"):
        read_event(book)


def test_an_error_of_a_formula_is_no_empty_cell(book):
    put(book, "meetings", 3, "slot", "#N/A", data_type="e")
    assert faults(book) == [("spoilt_cell", "meetings", 3, "slot")]
    with pytest.raises(InputError, match="The cell shows #N/A"):
        read_event(book)


def test_a_cell_beside_the_table_is_named(book):
    change(book, lambda workbook: workbook["tables"].cell(3, 9, "broken leg"))
    assert faults(book) == [("cell_without_header", "tables", 3, "")]


def test_a_warning_names_its_sheet_and_row(tmp_path):
    path = tmp_path / "event.xlsx"
    write_event(event(["ab", "ac"], sessions=(1,)), path)
    (warning,) = warnings_about(read_event(path), path)
    assert (warning.sheet, warning.row) == ("delegates", 2)


@pytest.mark.parametrize(
    "content",
    [b"", b"id,name\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 protected", b"\x00" * 99],
)
def test_what_is_no_workbook_is_named_as_such(tmp_path, content):
    path = tmp_path / "event.xlsx"
    path.write_bytes(content)
    assert faults(path) == [("bad_workbook", "", None, "")]


def test_a_packed_file_of_another_kind_is_no_workbook(tmp_path):
    path = tmp_path / "event.xlsx"
    for name in ("content.xml", "xl/workbook.bin", "notes.txt"):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(name, "x")
        assert faults(path) == [("bad_workbook", "", None, "")]


def test_missing_files_and_folders_are_named(tmp_path):
    assert faults(tmp_path / "event.xlsx") == [("missing_file", "", None, "")]


@pytest.mark.parametrize("name", ["event.xls", "event.ods", "meetings.csv"])
def test_other_spreadsheets_get_a_remedy(tmp_path, name):
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(InputError, match=r"Save it as \.xlsx"):
        read_event(tmp_path / name)


def test_a_cell_in_the_last_corner_is_refused_before_memory_runs_out(book):
    change(book, lambda workbook: workbook["tables"].cell(1_048_576, 16_384, "x"))
    assert faults(book) == [("workbook_too_large", "tables", None, "")]


def test_cells_that_name_no_place_are_counted(tmp_path):
    row = b'<row r="900000">' + b"<c><v>1</v></c>" * 20
    with pytest.raises(InputError, match="over 20 columns"):
        workbooks._check_area(tmp_path, row, "tables")
    workbooks._check_area(tmp_path, b"<row>" + b"<c/>" * 20 + b"<row>" + b"<c/>" * 20, "tables")


def test_large_files_are_refused(book, monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_BYTES_UNPACKED", 1_000)
    assert faults(book) == [("workbook_too_large", "", None, "")]
    monkeypatch.setattr(workbooks, "MOST_BYTES", 1_000)
    assert faults(book) == [("workbook_too_large", "", None, "")]


def test_sheets_are_found_wherever_the_workbook_keeps_them(book):
    problem = read_event(book)
    content = io.BytesIO()
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(content, "w") as new:
        for member in old.infolist():
            text = old.read(member).replace(b"worksheets/sheet", b"worksheets/page")
            new.writestr(member.filename.replace("worksheets/sheet", "worksheets/page"), text)
    book.write_bytes(content.getvalue())
    assert read_event(book) == problem
