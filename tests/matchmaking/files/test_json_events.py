import copy
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import jsonschema
import pytest
from bench.events import Shape, conference
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.matchmaking.builders import event
from tests.matchmaking.strategies import events

from matchmaking import InputError, Session, Slot
from matchmaking.files import EVENT_SCHEMA, read_event, write_event
from matchmaking.files.json_events import json_from_event

SCHEMA = json.loads(EVENT_SCHEMA.read_text("utf-8"))
VALID = json.loads(json_from_event(event(["ab", "cd"], away={"a": [1]})))
calm = settings(deadline=None, derandomize=True)


def faults(tmp_path, content):
    path = tmp_path / "event.json"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    with pytest.raises(InputError) as caught:
        read_event(path)
    assert all(fault.file == str(path) and fault.remedy for fault in caught.value.problems)
    return [(fault.code, fault.path) for fault in caught.value.problems]


def changed(**values):
    return copy.deepcopy(VALID) | values


def test_the_schema_is_a_valid_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@settings(calm, max_examples=40)
@given(events())
def test_a_random_event_survives_the_way_through_json_and_fits_the_schema(
    tmp_path_factory, problem
):
    path = tmp_path_factory.getbasetemp() / "json-event.json"
    write_event(problem, path)
    assert read_event(path) == problem
    jsonschema.validate(json.loads(path.read_text("utf-8")), SCHEMA)


def test_times_names_and_fields_survive_json(tmp_path):
    problem = conference(Shape(20, 15, 30, (3, 3), 6, ranked=True), seed=1)
    zone = timezone(timedelta(hours=2))
    slots = tuple(
        replace(slot, starts_at=datetime(2017, 9, 21, 9 + number, tzinfo=zone))
        for number, slot in enumerate(problem.slots)
    )
    problem = replace(problem, name="Größe ✓ \u2028"[:7], slots=slots)
    write_event(problem, tmp_path / "event.json")
    assert read_event(tmp_path / "event.json") == problem


def test_a_zone_with_seconds_is_written_as_the_same_moment(tmp_path):
    odd = timezone(timedelta(hours=0, minutes=53, seconds=28))
    session = Session("S0", starts_at=datetime(1890, 1, 1, 12, tzinfo=odd))
    problem = replace(event(["ab"]), sessions=(session,))
    write_event(problem, tmp_path / "event.json")
    again = read_event(tmp_path / "event.json").sessions[0].starts_at
    assert again == session.starts_at
    assert again.utcoffset() == UTC.utcoffset(None)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "bad_json"),
        (b'{"format": ', "bad_json"),
        (b"[" * 100_000, "bad_json"),
        (b'{"format": "matchmaking-event", "format": "x"}', "bad_json"),
        (b'{"version": NaN}', "bad_json"),
        (b"[]", "bad_format"),
        (b'{"format": "matchmaking-plan", "version": 1}', "bad_format"),
        (b'{"format": "matchmaking-event", "version": 2}', "bad_version"),
        (b'{"format": "matchmaking-event", "version": true}', "bad_version"),
        ('{"name": "Größe"}'.encode("latin-1"), "not_utf8"),
        ("{}".encode("utf-16"), "not_utf8"),
    ],
)
def test_a_malformed_file_is_named_as_such(tmp_path, content, code):
    assert [found for found, _ in faults(tmp_path, content)] == [code]


def test_a_missing_file_is_named(tmp_path):
    for name in ("event.json", "event.dzn", "folder"):
        with pytest.raises(InputError) as caught:
            read_event(tmp_path / name)
        (fault,) = caught.value.problems
        assert (fault.code, fault.file) == ("missing_file", str(tmp_path / name))


def test_a_syntax_error_is_named_with_row_and_column(tmp_path):
    path = tmp_path / "event.json"
    path.write_text('{\n  "format": matchmaking\n}')
    with pytest.raises(InputError) as caught:
        read_event(path)
    (fault,) = caught.value.problems
    assert (fault.row, fault.column) == (2, "13")
    assert str(fault).startswith(f"{path}, row 2, column 13: This is no JSON")


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (changed(extra=1), ("unknown_key", "extra")),
        (changed(tables=None), ("wrong_type", "tables")),
        (changed(name=3), ("wrong_type", "name")),
        ({key: VALID[key] for key in VALID if key != "slots"}, ("missing_key", "slots")),
        (changed(tables=["t"]), ("wrong_type", "tables[0]")),
        (changed(tables=[{}]), ("missing_key", "tables[0]")),
        (changed(tables=[{"id": 1}]), ("wrong_type", "tables[0].id")),
        (changed(tables=[{"id": "t", "seats": 4}]), ("unknown_key", "tables[0].seats")),
        (
            changed(meetings=[{"id": "m", "delegates": "ab"}]),
            ("wrong_type", "meetings[0].delegates"),
        ),
        (changed(tables=[]), ("no_tables", "tables")),
        (
            changed(meetings=[{"id": "m", "delegates": ["a", "a"]}]),
            ("meets_itself", "meetings[0].delegates"),
        ),
    ],
)
def test_a_fault_in_the_document_is_named_with_its_path(tmp_path, document, expected):
    assert faults(tmp_path, document) == [expected]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("weight", "1"),
        ("weight", True),
        ("weight", 10**400),
        ("mandatory", 1),
        ("after", "m"),
        ("slot", 3),
    ],
)
def test_a_value_of_the_wrong_type_is_refused(tmp_path, key, value):
    meeting = {"id": "m", "delegates": ["a", "b"], key: value}
    assert faults(tmp_path, changed(meetings=[meeting])) == [("wrong_type", f"meetings[0].{key}")]


@pytest.mark.parametrize("text", ["10:20", "2017-13-01T10:00", "2017-09-21", "2017-09-21 10:20"])
def test_a_time_that_is_none_is_refused(tmp_path, text):
    slots = [{"id": "s0", "session": "S0", "starts_at": text}]
    assert ("wrong_type", "slots[0].starts_at") in faults(tmp_path, changed(slots=slots))


def test_several_faults_are_named_at_once(tmp_path):
    document = changed(extra=1, tables=[{"id": 1}, {}])
    assert faults(tmp_path, document) == [
        ("unknown_key", "extra"),
        ("wrong_type", "tables[0].id"),
        ("missing_key", "tables[1]"),
    ]


def places_in(value, path=()):
    """Every place in a document that can be changed."""
    yield path
    items = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, child in items:
        yield from places_in(child, (*path, key))


STRUCTURE = {"unknown_key", "missing_key", "wrong_type", "bad_format", "bad_version", "bad_json"}


@settings(calm, max_examples=200)
@given(st.data())
def test_reader_and_schema_refuse_the_same_structures(tmp_path_factory, data):
    document = copy.deepcopy(VALID)
    path = data.draw(st.sampled_from([place for place in places_in(VALID) if place]))
    target = document
    for key in path[:-1]:
        target = target[key]
    value = data.draw(
        st.sampled_from([None, 1, True, "x", [], ["x"], {}, [3], 2.5, "remove", "add"])
    )
    if value == "remove":
        del target[path[-1]]
    elif value == "add" and isinstance(target, dict):
        target["surplus"] = 1
    else:
        target[path[-1]] = value
    fits = jsonschema.Draft202012Validator(SCHEMA).is_valid(document)
    file = tmp_path_factory.getbasetemp() / "mutant-event.json"
    file.write_text(json.dumps(document), "utf-8")
    try:
        read_event(file)
        refused = False
    except InputError as error:
        refused = bool({fault.code for fault in error.problems} & STRUCTURE)
    assert refused != fits


@settings(calm, max_examples=80)
@given(st.binary(max_size=60))
def test_random_bytes_never_crash_the_reader(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "bytes-event.json"
    path.write_bytes(content)
    with pytest.raises(InputError):
        read_event(path)


def test_an_event_for_a_slot_part_of_the_frame_is_checked_too(tmp_path):
    problem = replace(
        event(["ab"]), slots=(Slot("s0", "S0", datetime(2017, 9, 21, 9, tzinfo=UTC)),)
    )
    document = json.loads(json_from_event(problem))
    document["sessions"][0] |= {"starts_at": "2017-09-21T10:00Z", "ends_at": "2017-09-21T11:00Z"}
    assert faults(tmp_path, document) == [("slot_outside_session", "slots[0].session")]
