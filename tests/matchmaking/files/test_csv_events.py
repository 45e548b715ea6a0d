import contextlib
import csv

import pytest
from bench.events import Shape, conference
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.matchmaking.builders import event
from tests.matchmaking.strategies import events

from matchmaking import InputError
from matchmaking.files import read_event, write_event

calm = settings(deadline=None, derandomize=True)


@pytest.fixture
def folder(tmp_path):
    """A valid event as a folder, to be spoilt by the test."""
    path = tmp_path / "event"
    write_event(event(["ab", "cd"], away={"a": [1]}), path)
    return path


def faults(folder):
    with pytest.raises(InputError) as caught:
        read_event(folder)
    assert all(fault.remedy for fault in caught.value.problems)
    return [
        (fault.code, fault.file.removeprefix(f"{folder}/"), fault.row, fault.column)
        for fault in caught.value.problems
    ]


def spoil(folder, name, old, new):
    path = folder / name
    text = path.read_bytes().decode("utf-8")
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode("utf-8"))


@settings(calm, max_examples=40)
@given(events())
def test_a_random_event_survives_the_way_through_a_csv_folder(tmp_path_factory, problem):
    path = tmp_path_factory.getbasetemp() / "csv-event"
    write_event(problem, path)
    assert read_event(path) == problem


def test_a_conference_survives_the_way_from_json_to_csv_and_back(tmp_path):
    problem = conference(Shape(40, 30, 60, (3, 3), 12, ranked=True), seed=2)
    write_event(problem, tmp_path / "a.json")
    write_event(read_event(tmp_path / "a.json"), tmp_path / "folder")
    write_event(read_event(tmp_path / "folder"), tmp_path / "b.json")
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


def test_a_byte_order_mark_other_line_ends_order_of_columns_and_empty_rows_do_not_matter(folder):
    problem = read_event(folder)
    path = folder / "delegates.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    lines = ["name,unavailable_slots,organisation,id"]
    lines += [f"{r['name']},{r['unavailable_slots']},{r['organisation']}, {r['id']} " for r in rows]
    path.write_bytes("\r\n".join([*lines, ",,,", ""]).encode("utf-8-sig"))
    assert read_event(folder) == problem


def test_optional_columns_and_files_may_be_missing(folder):
    (folder / "event.csv").unlink()
    (folder / "meetings.csv").write_text("id,delegates\nm1,a;b\n")
    problem = read_event(folder)
    assert problem.name == ""
    assert problem.meetings[0].delegates == ("a", "b")


def test_meetings_may_be_called_wishes_but_not_both(folder):
    problem = read_event(folder)
    (folder / "meetings.csv").rename(folder / "wishes.csv")
    assert read_event(folder) == problem
    spoil(folder, "wishes.csv", "c;d", "c;x")
    assert faults(folder) == [("unknown_delegate", "wishes.csv", 3, "delegates")]
    (folder / "meetings.csv").write_text("id,delegates\nm1,a;b\n")
    assert faults(folder) == [("two_files", "meetings.csv", None, "")]
    write_event(problem, folder)
    assert read_event(folder) == problem


def test_case_of_headers_and_columns_without_a_header_do_not_matter(folder):
    problem = read_event(folder)
    spoil(folder, "tables.csv", "id,name", "ID, Name ")
    path = folder / "sessions.csv"
    path.write_text("".join(f"{line},,\n" for line in path.read_text().splitlines()))
    assert read_event(folder) == problem
    path.write_text(path.read_text().replace("S0,,,,,", "S0,,,,,note"))
    assert faults(folder) == [("cell_without_header", "sessions.csv", 2, "")]


def test_the_event_has_one_row(folder):
    spoil(folder, "event.csv", "Example event", "Example event,,,,,\nAnother")
    assert faults(folder) == [("repeated_row", "event.csv", 3, "")]


def test_a_file_in_latin_1_is_named_with_row_and_column_and_remedy(folder):
    path = folder / "organisations.csv"
    spoil(folder, "organisations.csv", "ob,", "ob,Größe")
    path.write_bytes(path.read_text("utf-8").encode("latin-1"))
    assert faults(folder) == [("not_utf8", "organisations.csv", 3, "name")]
    with pytest.raises(InputError, match='"CSV UTF-8"'):
        read_event(folder)


def test_a_file_with_semicolons_is_named_with_row_and_column_and_remedy(folder):
    path = folder / "tables.csv"
    path.write_text(path.read_text().replace(",", ";"))
    assert faults(folder) == [
        ("bad_separator", "tables.csv", 1, "id;name;closed_slots;zone;reserved")
    ]
    with pytest.raises(InputError, match="commas as separators"):
        read_event(folder)


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("tables.csv", "id,name", "id,seats", ("unknown_column", "tables.csv", 1, "seats")),
        ("tables.csv", "id,name", "id,id", ("repeated_column", "tables.csv", 1, "id")),
        (
            "delegates.csv",
            "organisation,",
            "name,",
            ("missing_column", "delegates.csv", 1, "organisation"),
        ),
        ("meetings.csv", "ab,a;b,,", "ab,a;b,much,", ("bad_value", "meetings.csv", 2, "weight")),
        ("meetings.csv", "cd,c;d,,", "cd,c;d,-1,", ("bad_weight", "meetings.csv", 3, "weight")),
        (
            "meetings.csv",
            "ab,a;b,,,,,,,",
            "ab,a;b,,,,,,,perhaps",
            ("bad_value", "meetings.csv", 2, "mandatory"),
        ),
        ("slots.csv", "s0,S0,", "s0,S0,noon", ("bad_value", "slots.csv", 2, "starts_at")),
        ("slots.csv", "s1,S0", "s1,S7", ("unknown_session", "slots.csv", 3, "session")),
        ("meetings.csv", "a;b", "a;a", ("meets_itself", "meetings.csv", 2, "delegates")),
        ("meetings.csv", "c;d", "c;x", ("unknown_delegate", "meetings.csv", 3, "delegates")),
        (
            "delegates.csv",
            "b,ob",
            "a,ob",
            ("delegate_in_two_organisations", "delegates.csv", 3, "organisation"),
        ),
        ("tables.csv", "t1", "t0", ("duplicate_id", "tables.csv", 3, "id")),
        (
            "tables.csv",
            "t0,,,,\nt1,,,,",
            "t0,One,,,\nt1,one,,,",
            ("duplicate_name", "tables.csv", 3, "name"),
        ),
        ("tables.csv", "t0,,,,\nt1,,,,\n", "", ("no_tables", "tables.csv", 1, "")),
        ("tables.csv", "t0,,", "t0,a,b,c,d", ("too_many_cells", "tables.csv", 2, "")),
        ("tables.csv", "t0,,", 't0,"a"b,', ("bad_csv", "tables.csv", 2, "")),
        ("delegates.csv", "s1", "s9", ("unknown_slot", "delegates.csv", 2, "unavailable_slots")),
    ],
)
def test_a_fault_is_named_with_file_row_and_column(folder, name, old, new, expected):
    spoil(folder, name, old, new)
    assert expected in faults(folder)


def test_an_unknown_field_code_is_named(folder):
    (folder / "fields.csv").write_text("id,name\nF1,Photonics\n")
    spoil(folder, "organisations.csv", "oc,,,", "oc,,,F1;F2")
    assert faults(folder) == [("unknown_field", "organisations.csv", 4, "fields")]


def test_a_slot_outside_its_session_is_named(tmp_path):
    path = tmp_path / "event"
    write_event(event(["ab"], sessions=(2, 1)), path)
    spoil(path, "slots.csv", "s2,S1,,", "s2,S1,,\ns3,S0,,")
    assert faults(path) == [("slot_outside_session", "slots.csv", 5, "session")]


def test_an_earlier_place_in_a_message_is_named_by_file_and_row(folder):
    spoil(folder, "tables.csv", "t1", "t0")
    with pytest.raises(InputError, match=r"first in tables\.csv, row 2"):
        read_event(folder)


def test_missing_and_empty_files_are_all_named(folder):
    (folder / "tables.csv").unlink()
    (folder / "slots.csv").write_text("")
    assert faults(folder) == [
        ("no_header", "slots.csv", 1, ""),
        ("missing_file", "tables.csv", None, ""),
    ]


def test_other_files_in_the_folder_stay_and_old_field_lists_go(folder):
    (folder / "notes.txt").write_text("mine")
    (folder / "fields.csv").write_text("id,name\nF1,Photonics\n")
    write_event(event(["ab"]), folder)
    assert read_event(folder) == event(["ab"])
    assert (folder / "notes.txt").read_text() == "mine"


@settings(calm, max_examples=80)
@given(st.sampled_from(["tables.csv", "meetings.csv", "slots.csv"]), st.binary(max_size=40))
def test_random_bytes_never_crash_the_reader(tmp_path_factory, name, content):
    path = tmp_path_factory.getbasetemp() / "bytes-event"
    write_event(event(["ab"]), path)
    (path / name).write_bytes((path / name).read_bytes() + content)
    with contextlib.suppress(InputError):
        assert read_event(path).meetings
