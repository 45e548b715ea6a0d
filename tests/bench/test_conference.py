"""The table of the bench."""

import json
from dataclasses import replace

import pytest
from bench.events import Shape
from bench.planners import PLANNERS, Answer, Planner, near
from bench.rivals import greedy

from bench import conference as bench
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
    monkeypatch.setattr(bench, "warm_up", lambda: None)
    monkeypatch.setattr(bench, "fresh_process", list)


@pytest.mark.usefixtures("small_bench")
def test_each_planner_has_a_line_and_each_run_its_raw_figures(capsys, tmp_path):
    file = tmp_path / "figures.json"
    assert bench.main(["--seeds", "2", "--cap", "5", "--json", str(file)]) == 0
    printed = capsys.readouterr().out
    rows = json.loads(file.read_text())
    assert len(rows) == 2 * len(PLANNERS)
    assert all(row["valid"] for row in rows)
    for planner in PLANNERS:
        assert f" {planner.name} " in printed.split("first s", 2)[-1]
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
    assert bench.main(["--seeds", "1"]) == 0
    (line,) = [row for row in capsys.readouterr().out.splitlines() if row.strip().endswith(" -")]
    assert "plain CP-SAT" in line


def test_breaks_are_near_their_bound_within_one_or_one_in_a_hundred():
    assert near(1, 0)
    assert not near(2, 0)
    assert near(303, 300)
    assert not near(304, 300)
