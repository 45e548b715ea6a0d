import csv
import os
from pathlib import Path

import pytest

from matchmaking import InputError, Meeting, Options, plan, verify
from matchmaking.files import read_event

SMALL = """nBusiness = 3; nMeetings = 2; nTables = 1; nTotalSlots = 4;
nMorningSlots = 2;  % a comment
requested = [|1, 2, 1, |2, 3, 3, |];
forbidden = [{0}, {0,3}, {}];
fixed = [0, 4];
precedences = [{}, {1}];
nMeetingsBusiness = [1,2,1];
"""
BENCHMARK = Path(os.environ.get("B2BSP_DIR", Path(__file__).parents[4] / "shared/benchmarks/b2bsp"))


def read(tmp_path, text):
    path = tmp_path / "small.dzn"
    path.write_text(text)
    return read_event(path)


def test_a_small_instance_is_read_with_all_its_rules(tmp_path):
    problem = read(tmp_path, SMALL)
    assert [slot.session for slot in problem.slots] == ["morning"] * 2 + ["afternoon"] * 2
    assert problem.delegate("p2").unavailable_slots == {"s3"}
    assert problem.delegate("p1").unavailable_slots == frozenset()
    assert problem.meetings == (
        Meeting("m1", ("p1", "p2"), session="morning", mandatory=True),
        Meeting("m2", ("p2", "p3"), slot="s4", after=("m1",), mandatory=True),
    )


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("nTables = 1;", "", "nTables"),
        ("nTables = 1;", "nTables = many;", "nTables"),
        ("|2, 3, 3, |", "|", "requested"),
        ("2, 3, 3", "2, 3, 4", "requested"),
        ("{0}, ", "", "forbidden"),
        ("fixed = [0, 4]", "fixed = [0]", "fixed"),
    ],
)
def test_a_file_of_another_form_is_named_with_the_entry(tmp_path, old, new, column):
    with pytest.raises(InputError) as caught:
        read(tmp_path, SMALL.replace(old, new))
    (fault,) = caught.value.problems
    assert (fault.code, fault.column, fault.file) == (
        "bad_dzn",
        column,
        str(tmp_path / "small.dzn"),
    )


def test_a_fault_of_the_event_names_the_file(tmp_path):
    with pytest.raises(InputError) as caught:
        read(tmp_path, SMALL.replace("|2, 3, 3", "|2, 2, 3"))
    assert [(fault.code, fault.file) for fault in caught.value.problems] == [
        ("meets_itself", str(tmp_path / "small.dzn"))
    ]


def published():
    if not BENCHMARK.is_dir():
        pytest.skip(f"the published benchmark is not at {BENCHMARK}; name its folder in B2BSP_DIR")
    with (BENCHMARK / "published.csv").open(encoding="utf-8", newline="") as file:
        return {row["instance"]: row for row in csv.DictReader(file)}


def test_every_published_instance_is_read_at_its_published_size():
    for name, row in published().items():
        problem = read_event(BENCHMARK / f"{name}.original.dzn")
        sizes = (problem.delegates, problem.meetings, problem.slots, problem.tables)
        keys = ("participants", "meetings", "slots", "tables")
        assert tuple(map(len, sizes)) == tuple(int(row[key]) for key in keys), name


@pytest.mark.parametrize("name", ["tic-12", "tic-13", "tic-14crafa", "tic-14crafd"])
def test_an_instance_without_breaks_in_its_best_plan_is_solved_and_proven(name):
    row = published()[name]
    problem = read_event(BENCHMARK / f"{name}.original.dzn")
    solution = plan(problem, Options(breaks="published", spread=2))
    assert verify(problem, solution) == ()
    assert solution.certificate.proven
    assert solution.certificate.breaks == int(row["optimal_breaks"])
