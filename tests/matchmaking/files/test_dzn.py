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
    assert problem.delegate("2").unavailable_slots == {"3"}
    assert problem.delegate("1").unavailable_slots == frozenset()
    assert problem.meetings == (
        Meeting("1", ("1", "2"), session="morning", mandatory=True),
        Meeting("2", ("2", "3"), slot="4", after=("1",), mandatory=True),
    )


def test_the_ids_are_the_numbers_of_the_benchmark(tmp_path):
    problem = read(tmp_path, SMALL)
    assert [part.id for part in problem.slots] == ["1", "2", "3", "4"]
    assert [part.id for part in problem.tables] == ["1"]
    assert [part.id for part in problem.delegates] == ["1", "2", "3"]
    assert [part.id for part in problem.meetings] == ["1", "2"]


def test_precedences_keep_the_order_of_the_numbers(tmp_path):
    entries = (
        "nBusiness = 12; nMeetings = 11; nTables = 1; nTotalSlots = 11; nMorningSlots = 5;"
        f"requested = [{', '.join(f'{n}, {n + 1}, 3' for n in range(1, 12))}];"
        f"precedences = [{'{}, ' * 10}{{10, 9, 2}}];"
    )
    assert read(tmp_path, entries).meetings[10].after == ("2", "9", "10")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("nTotalSlots = 4", "nTotalSlots = 400000000"),
        ("{0,3}", "1..400000000"),
        ("forbidden = [{0}, {0,3}, {}]", f"forbidden = [{'1..99999, ' * 20}]"),
        ("nTables = 1", "nTables = \N{SUPERSCRIPT TWO}"),
    ],
)
def test_a_small_file_cannot_ask_for_a_large_event(tmp_path, old, new):
    with pytest.raises(InputError) as caught:
        read(tmp_path, SMALL.replace(old, new))
    assert [fault.code for fault in caught.value.problems] == ["bad_dzn"]


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
