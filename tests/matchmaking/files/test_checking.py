"""The report on each row of an event."""

import csv
import io
from dataclasses import replace

import openpyxl
import pytest
from tests.matchmaking.builders import event

from matchmaking import Organisation
from matchmaking.files import check_event, read_event, write_event
from matchmaking.files.checking import HEADER

SMALL = event(["ab", "cd"])
# One for the event as a whole, then sessions, slots, tables, organisations, delegates, meetings.
ROWS = 1 + 1 + 4 + 2 + 4 + 4 + 2


def report(path):
    """The lines of the CSV as dictionaries."""
    lines = list(csv.DictReader(io.StringIO(check_event(path).csv().decode("utf-8"))))
    assert all(list(line) == HEADER for line in lines)
    return lines


def spoil(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize("name", ["event", "event.xlsx", "event.json"])
def test_every_row_that_is_in_order_is_said_to_be(tmp_path, name):
    path = tmp_path / name
    write_event(SMALL, path)
    rows = ROWS - (name == "event.json")  # there the event as a whole is no row
    lines = report(path)
    assert len(lines) == rows
    assert {line["verdict"] for line in lines} == {"ok"}
    assert [line["id"] for line in lines if line["sheet"] == "delegates"] == list("abcd")
    assert {line["file"].rpartition("/")[0] for line in lines} <= {str(tmp_path), str(path)}
    found = check_event(path)
    said = list(found.lines())
    assert said[-1] == f"{rows} rows read, 0 faults, 0 warnings: the planner can read the event."
    assert "delegates: 4 of 4 rows in order" in said
    assert found.can_be_planned


def test_a_row_with_several_faults_has_several_lines_and_the_others_stay_in_order(tmp_path):
    path = tmp_path / "event"
    write_event(SMALL, path)
    spoil(path / "meetings.csv", "cd,c;d,,,,,,,", "cd,c;d,much,,,,,,perhaps")
    lines = [line for line in report(path) if line["sheet"] == "meetings"]
    assert [(line["row"], line["id"], line["verdict"], line["column"]) for line in lines] == [
        ("2", "ab", "ok", ""),
        ("3", "cd", "error", "weight"),
        ("3", "cd", "error", "mandatory"),
    ]
    assert all(line["message"] and line["remedy"] for line in lines[1:])
    said = list(check_event(path).lines())
    assert "meetings: 1 of 2 rows in order" in said
    assert said[-1] == f"{ROWS} rows read, 2 faults, 0 warnings: the planner cannot read the event."


def test_faults_between_rows_and_warnings_stand_at_their_row(tmp_path):
    path = tmp_path / "event.xlsx"
    problem = replace(
        SMALL,
        organisations=(Organisation("oa", fields=("pho",)), *SMALL.organisations[1:]),
    )
    write_event(problem, path)
    assert [
        (line["sheet"], line["row"], line["column"], line["id"])
        for line in report(path)
        if line["verdict"] == "warning"
    ] == [("organisations", "2", "fields", "oa")]
    assert check_event(path).can_be_planned
    workbook = openpyxl.load_workbook(path)
    workbook["delegates"]["B3"] = "nobody"
    workbook["meetings"].title = "wishes"
    workbook["wishes"]["B3"] = "c;c"
    workbook.save(path)
    assert [
        (line["sheet"], line["row"], line["column"], line["id"])
        for line in report(path)
        if line["verdict"] == "error"
    ] == [("delegates", "3", "organisation", "b"), ("wishes", "3", "delegates", "cd")]


def test_a_json_event_names_paths_instead_of_rows(tmp_path):
    path = tmp_path / "event.json"
    write_event(SMALL, path)
    spoil(path, '"delegates": ["c", "d"]', '"delegates": ["c", 4]')
    spoil(path, '"tables": [', '"chairs": 4, "tables": [')
    lines = [line for line in report(path) if line["verdict"] == "error"]
    assert [(line["row"], line["id"], line["column"]) for line in lines] == [
        ("chairs", "", ""),
        ("meetings[1]", "cd", "delegates"),
    ]
    assert len(report(path)) == ROWS - 1 + 1


@pytest.mark.parametrize(
    ("name", "content"),
    [("missing", None), ("broken.json", "{"), ("broken.xlsx", "x"), ("broken.dzn", "x")],
)
def test_an_event_that_cannot_be_read_at_all_has_its_fault_only(tmp_path, name, content):
    if content is not None:
        (tmp_path / name).write_text(content)
    found = check_event(tmp_path / name)
    assert [row["verdict"] for row in report(tmp_path / name)] == ["error"]
    said = list(found.lines())
    assert said[0].startswith(f"error: {tmp_path / name}")
    assert said[-1] == "0 rows read, 1 fault, 0 warnings: the planner cannot read the event."


def test_a_missing_table_and_a_wrong_header_belong_to_no_row(tmp_path):
    path = tmp_path / "event"
    write_event(SMALL, path)
    (path / "slots.csv").unlink()
    spoil(path / "tables.csv", "id,", "key,")
    others = [line for line in report(path) if line["verdict"] == "error"]
    assert [(line["row"], line["column"]) for line in others] == [
        ("", ""),
        ("1", "key"),
        ("1", "id"),
    ]


def test_a_benchmark_event_is_reported_by_its_numbers(tmp_path):
    path = tmp_path / "small.dzn"
    path.write_text(
        "nBusiness=2;nMeetings=2;nTables=1;nTotalSlots=3;nMorningSlots=3;requested=[1,2,3,1,2,3];"
    )
    lines = report(path)
    assert ("meetings[1]", "2") in [(line["row"], line["id"]) for line in lines]
    assert {line["verdict"] for line in lines} == {"ok"}


def test_no_line_of_the_report_is_a_formula(tmp_path):
    path = tmp_path / "event"
    write_event(SMALL, path)
    spoil(path / "tables.csv", "t0", "=t0")
    assert read_event(path).tables[0].id == "=t0"
    assert "'=t0" in [line["id"] for line in report(path)]
