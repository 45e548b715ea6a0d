"""What may be asked of a plan in the shell: why, what if, what changed, what is it worth."""

import dataclasses
import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.matchmaking.builders import event, plan_of

from matchmaking import Meeting, explain, plan, score
from matchmaking.cli import main
from matchmaking.files import read_plan, write_event, write_plan


@pytest.fixture
def place(tmp_path, monkeypatch):
    """An empty folder, made the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(problem, solution, name="plan.json"):
    write_event(problem, Path("event.json"))
    write_plan(problem, solution, Path(name))
    return solution


def crowded():
    """Two slots and one table for three meetings of six people."""
    return event(["ab", "cd", "ef"], sessions=(2,), tables=1)


def test_explain_prints_reason_and_remedies_of_each_meeting_left_out(place, capsys):
    problem = crowded()
    solution = written(problem, plan(problem))
    told = explain(problem, solution)
    assert main(["explain", "event.json", "plan.json", "--json", "why.json"]) == 0
    out = capsys.readouterr().out
    (part,) = told.meetings
    assert f"{part.meeting}  " in out
    assert part.text in out
    assert part.remedies
    for number, remedy in enumerate(part.remedies, 1):
        assert f"{number}. {remedy.text}" in out
    assert "Fewest tables: 2 (proven)." in out
    assert "Fewest slots: 3 (proven)." in out
    assert f"One more table: 3 of 3 placed, 0 breaks; new: {part.meeting}." in out
    document = json.loads(Path("why.json").read_text())
    (row,) = document["meetings"]
    assert (row["meeting"], row["reason"]) == (part.meeting, part.reason)
    assert [remedy["kind"] for remedy in row["remedies"]] == [one.kind for one in part.remedies]
    assert document["event"]["fewest_tables"]["value"] == 2


def test_explain_may_leave_the_event_out(place, capsys):
    problem = crowded()
    written(problem, plan(problem))
    assert main(["explain", "event.json", "plan.json", "--no-event", "--json", "why.json"]) == 0
    assert "Fewest" not in capsys.readouterr().out
    assert json.loads(Path("why.json").read_text())["event"] is None


def test_explain_says_so_when_every_meeting_has_a_place(place, capsys):
    problem = event(["ab"])
    written(problem, plan(problem))
    assert main(["explain", "event.json", "plan.json"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Every meeting has a place.\n")
    assert "Fewest tables: 1 (proven)." in out


def test_repair_prints_what_changed_and_who_is_told_and_writes_the_plan(place, capsys):
    problem = event(["ab", "cd", "ef"], sessions=(3,), tables=1)
    written(problem, plan_of(problem, {"ab": (0, 0), "cd": (1, 0)}))
    delegates = [
        replace(part, unavailable_slots=frozenset({"s0"})) if part.id == "a" else part
        for part in problem.delegates
    ]
    changed = replace(problem, delegates=tuple(delegates))
    write_event(changed, Path("changed.json"))
    command = ["repair", "changed.json", "plan.json", "-o", "new.json", "--csv", "new.csv"]
    assert main(command) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == ["1 meeting moved:", "  ab  a (oa) - b (ob)", "    s0, t0 -> s2, t0"]
    assert lines[3:6] == ["To be told (2):", "  a (oa)", "  b (ob)"]
    assert "Proven: no plan that keeps as much changes fewer." in lines
    assert main(["verify", "changed.json", "new.json", "--earlier", "plan.json"]) == 0
    assert Path("new.csv").read_text().splitlines()[1] == "ab,s2,t0,a;b,placed"
    assert main([*command, "--standby", "--goals", "stability,weight,breaks"]) == 0
    out = capsys.readouterr().out
    assert "1 meeting new in the plan:\n  ef  e (oe) - f (of)\n    none -> s0, t0" in out


def test_repair_names_meetings_dropped_cancelled_and_reseated(place, capsys):
    problem = event(["ab", "cd", "ef", "gh"], sessions=(1,), tables=4)
    places = {"ab": (0, 0), "cd": (0, 1), "ef": (0, 2), "gh": (0, 3)}
    written(problem, plan_of(problem, places))
    changed = event(["ab", "cd", "ef"], sessions=(1,), tables=2)
    changed = replace(changed, tables=problem.tables[2:])
    write_event(changed, Path("changed.json"))
    assert main(["repair", "changed.json", "plan.json", "-o", "new.json"]) == 0
    repaired = capsys.readouterr().out
    assert "meeting without a place now:" in repaired
    assert "all tables are taken." in repaired
    assert "1 meeting not in the event any more:\n  gh  g - h\n    s0, t3 -> none" in repaired
    assert "only at another table:" in repaired
    assert main(["compare", "changed.json", "plan.json", "new.json"]) == 0
    assert repaired.startswith(capsys.readouterr().out)


def test_a_repair_that_cannot_be_ends_with_3_and_writes_nothing(place, capsys):
    problem = event(["ab", "ac"], sessions=(2,))
    written(problem, plan_of(problem, {"ab": (0, 0), "ac": (1, 0)}))
    locked = [Meeting("ab", ("a", "b"), slot="s0"), Meeting("ac", ("a", "c"), slot="s0")]
    write_event(event(locked, sessions=(2,)), Path("clash.json"))
    assert main(["repair", "clash.json", "plan.json", "-o", "new.json"]) == 3
    out = capsys.readouterr().out
    assert "cannot all take place" in out
    assert "\n  Meeting ab, a (oa) - b (ob), is locked to slot s0.\n" in out
    assert not Path("new.json").exists()


def test_compare_says_so_when_nothing_changed(place, capsys):
    problem = event(["ab", "cd"])
    written(problem, plan(problem))
    assert main(["compare", "event.json", "plan.json", "plan.json"]) == 0
    assert capsys.readouterr().out == "The plans are the same.\n"


def test_score_prints_every_figure_as_text_and_as_json(place, capsys):
    problem = crowded()
    solution = written(problem, plan(problem))
    assert main(["score", "event.json", "plan.json", "--json"]) == 0
    figures = dataclasses.asdict(score(problem, solution))
    assert json.loads(capsys.readouterr().out) == figures
    assert main(["score", "event.json", "plan.json"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(figures)
    assert "         2  meetings placed" in lines
    assert "        0%  smallest share of its meetings that an organisation gets" in lines


def test_breaks_are_scored_by_the_rule_of_the_plan(place, capsys):
    problem = event(["ab", "ac"], sessions=(1, 2))
    places = {"ab": (0, 0), "ac": (2, 0)}
    written(problem, plan_of(problem, places, breaks=1, breaks_rule="published"))
    assert main(["score", "event.json", "plan.json", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["breaks"] == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["explain", "event.json", "other.json"],
        ["explain", "event.json", "plan.json", "--json", "no/why.json"],
        ["explain", "event.json", "broken.json"],
        ["score", "event.json", "other.json"],
        ["compare", "event.json", "plan.json", "other.json"],
        ["repair", "event.json", "missing.json", "-o", "new.json"],
        ["repair", "event.json", "plan.json", "-o", "no/new.json"],
        ["repair", "event.json", "plan.json", "-o", "new.json", "--goals", "breaks,weight"],
        ["repair", "event.json", "plan.json", "-o", "new.json", "--goals", "luck"],
        ["repair", "event.json", "plan.json", "-o", "new.json", "--seconds", "0"],
    ],
)
def test_bad_input_ends_with_2_and_writes_nothing(place, capsys, arguments):
    other = event(["xy"])
    write_plan(other, plan_of(other, {"xy": (0, 0)}), Path("other.json"))
    problem = event(["ab", "ac"])
    write_plan(problem, plan_of(problem, {"ab": (0, 0), "ac": (0, 0)}), Path("broken.json"))
    written(problem, plan_of(problem, {"ab": (0, 0), "ac": (1, 0)}))
    before = sorted(path.name for path in place.iterdir())
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert (out, err[:7]) == ("", "error: ")
    assert sorted(path.name for path in place.iterdir()) == before


def test_a_plan_for_another_event_is_named_with_its_file(place, capsys):
    other = event(["xy"])
    write_plan(other, plan_of(other, {"xy": (0, 0)}), Path("other.json"))
    write_event(event(["ab"]), Path("event.json"))
    assert main(["score", "event.json", "other.json"]) == 2
    err = capsys.readouterr().err
    assert "error: other.json: The plan names a meeting 'xy' that the event does not have." in err
    assert read_plan(Path("other.json")).event == "Example event"
