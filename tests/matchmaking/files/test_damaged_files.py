"""Whatever stands in a file: the readers say what is wrong, and never break down."""

import io
import zipfile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.matchmaking.builders import event, plan_of, ruled_conference

from matchmaking import InputError
from matchmaking.files import check_event, read_event, read_plan, warnings_about, write_event
from matchmaking.files.json_events import json_from_event
from matchmaking.files.plans import json_from_plan
from matchmaking.files.xlsx_events import xlsx_from_event

calm = settings(deadline=None, derandomize=True, max_examples=120)

EVENT = event(["ab", "cd"], sessions=(2, 2), away={"a": [1]})
PLAN = json_from_plan(EVENT, plan_of(EVENT, {"ab": (0, 0)}))
WORKBOOK = xlsx_from_event(EVENT)
BENCHMARK = b"""nBusiness = 3; nMeetings = 2; nTables = 1; nTotalSlots = 4; nMorningSlots = 2;
requested = [|1, 2, 1, |2, 3, 3, |]; forbidden = [{0}, {0,3}, 1..2]; fixed = [0, 4];
precedences = [{}, {1}];
"""
# What text files stumble over: digits beyond ASCII, marks of other formats, large numbers.
TOKENS = st.sampled_from(
    [
        *(b"", b",", b'"', b"\n", b"\r", b";", b"|", b"[", b"{", b"\x00", b"\xff", b"\xef\xbb\xbf"),
        *(b"0", b"-1", b"99999", b"1e400", b"nan", b"null", b"true", b"a;b", b"s0"),
        *("\N{SUPERSCRIPT TWO}".encode(), "\N{ARABIC-INDIC DIGIT THREE}".encode()),
        *(b"2017-09-21T10:20", b"0001-01-01T00:00+23:59", b"9999-12-31T23:59-23:59"),
    ]
)
PIECES = st.one_of(TOKENS, st.binary(max_size=8))


@st.composite
def mutants(draw, content):
    """A valid file with some stretches replaced."""
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(content)))
        content = content[:start] + draw(PIECES) + content[start + draw(st.integers(0, 12)) :]
    return content


@st.composite
def damaged_workbooks(draw):
    """A workbook of which one part is damaged before it is packed again."""
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(WORKBOOK)) as old, zipfile.ZipFile(content, "w") as new:
        names = [member.filename for member in old.infolist()]
        spoilt = draw(st.sampled_from(sorted(names)))
        for name in names:
            text = old.read(name)
            new.writestr(name, draw(mutants(text)) if name == spoilt else text)
    return content.getvalue()


def faults_of(read):
    """What is wrong, said in full; an exception other than InputError fails the test."""
    try:
        read()
    except InputError as error:
        faults = error.problems
    else:
        return ()
    assert faults
    assert all(str(fault) and fault.remedy for fault in faults)
    return faults


def read_calmly(path):
    """Reading gives an event or says what is wrong; the report on rows says the same."""
    faults = faults_of(lambda: warnings_about(read_event(path), path))
    found = check_event(path)
    assert [fault for fault in found.problems if fault.severity == "error"] == sorted(
        faults, key=found.problems.index
    )
    assert found.csv()
    assert list(found.lines())


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("damaged")


@calm
@given(mutants(json_from_event(EVENT)))
def test_a_damaged_json_event(folder, content):
    path = folder / "event.json"
    path.write_bytes(content)
    read_calmly(path)


@calm
@given(st.one_of(mutants(BENCHMARK), st.binary(max_size=60)))
def test_a_damaged_benchmark_file(folder, content):
    path = folder / "event.dzn"
    path.write_bytes(content)
    read_calmly(path)


@calm
@given(st.one_of(mutants(WORKBOOK), damaged_workbooks(), st.binary(max_size=60)))
def test_a_damaged_workbook(folder, content):
    path = folder / "event.xlsx"
    path.write_bytes(content)
    read_calmly(path)


@settings(calm, max_examples=60)
@given(st.data())
def test_a_damaged_csv_folder(folder, data):
    path = folder / "event"
    write_event(ruled_conference(1) if data.draw(st.booleans()) else EVENT, path)
    file = data.draw(st.sampled_from(sorted(path.iterdir())))
    text = file.read_bytes()
    file.write_bytes(data.draw(mutants(text[:600])))
    read_calmly(path)
    file.unlink()


@calm
@given(st.one_of(mutants(PLAN), st.binary(max_size=60)))
@example(PLAN.replace(b'"warnings": []', b'"warnings": [{"code": 1, "message": [], "remedy": {}}]'))
@example(PLAN.replace(b'"breaks": 0', b'"breaks": 1e999'))
def test_a_damaged_plan(folder, content):
    path = folder / "plan.json"
    path.write_bytes(content)
    faults_of(lambda: [str(warning) for warning in read_plan(path).solution.warnings])
