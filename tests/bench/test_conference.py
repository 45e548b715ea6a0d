"""The table of the bench."""

import json
from dataclasses import replace

import pytest
from bench.events import Shape
from bench.planners import PLANNERS, Answer, Planner, near
from bench.rivals import greedy

from bench import conference as bench
from bench import explanations, repairs
from matchmaking import Options

SMALL = Shape(20, 15, 60, (3, 3), 6, ranked=True, projects=True)


def _cheat(problem, breaks, seed, _cap):
    """A planner that seats two meetings at one table."""
    plan = greedy(problem, Options(seed=seed, breaks=breaks))
    one, other, *rest = plan.placements
    crowded = (one, replace(other, slot=one.slot, table=one.table), *rest)
    return Answer(replace(plan, placements=crowded), 0.0, 0.0)


@pytest.fixture
def small_bench(monkeypatch):
    monkeypatch.setattr(bench, "CASES", (bench.Case("small", SMALL),))
    published = repairs.Case("small", SMALL, (repairs.DROP_OUTS, repairs.STANDBY))
    monkeypatch.setattr(repairs, "CASES", (published,))
    monkeypatch.setattr(explanations, "CASES", (("small", SMALL),))
    monkeypatch.setattr(bench, "warm_up", lambda: None)
    monkeypatch.setattr(bench, "fresh_process", list)


@pytest.mark.usefixtures("small_bench")
def test_each_planner_has_a_line_and_each_run_its_raw_figures(capsys, tmp_path):
    file = tmp_path / "figures.json"
    assert bench.main(["--seeds", "2", "--cap", "5", "--json", str(file)]) == 0
    printed = capsys.readouterr().out
    figures = json.loads(file.read_text())
    sizes = {name: len(rows) for name, rows in figures.items()}
    assert sizes == {"plans": 2 * len(PLANNERS), "repairs": 2 * 2 * 2, "explanations": 2}
    assert all(row["valid"] for rows in figures.values() for row in rows)
    plans, mended = printed.split(repairs.LEGEND)
    for planner in PLANNERS:
        assert f" {planner.name} " in plans.split(bench.LEGEND)[-1]
    assert mended.count(" planned anew ") == 2
    assert "NOT VALID" not in printed


@pytest.mark.usefixtures("small_bench")
def test_a_plan_that_is_not_valid_is_said_to_be_and_fails_the_bench(capsys, monkeypatch):
    monkeypatch.setattr(bench, "PLANNERS", (Planner("cheat", _cheat),))
    assert bench.main(["--seeds", "1"]) == 1
    assert "NOT VALID" in capsys.readouterr().out


@pytest.mark.usefixtures("small_bench")
def test_where_organisations_meet_the_plain_model_has_no_figures(capsys, monkeypatch):
    case = bench.Case("organisations", replace(SMALL, by_organisation=True))
    monkeypatch.setattr(bench, "CASES", (case,))
    assert bench.main(["--seeds", "1", "--only", "organisations"]) == 0
    lines = capsys.readouterr().out.splitlines()
    (line,) = [row for row in lines if row.startswith(" ") and row.endswith(" -")]
    assert "plain CP-SAT" in line


def test_breaks_are_near_their_bound_within_one_or_one_in_a_hundred():
    assert near(1, 0)
    assert not near(2, 0)
    assert near(303, 300)
    assert not near(304, 300)


def test_a_meeting_that_moves_up_from_standby_is_counted_as_added(capsys):
    case = repairs.Case("crowded", replace(SMALL, meetings=120, tables=4), (repairs.STANDBY,))
    repaired, anew = repairs.measure_repairs(case, 1)
    assert repaired.planner == "repair"
    assert repaired.valid
    assert repaired.added > 0
    assert repaired.changed_bound <= repaired.changed <= anew.changed
    assert "crowded: 5 % drop out, standby" in capsys.readouterr().out
