import json
from typing import get_args

import jsonschema
import pytest
from hypothesis import given, settings
from tests.matchmaking.builders import event, plan_of
from tests.matchmaking.strategies import events, options

from matchmaking import InputError, Meeting, Options, plan
from matchmaking.files import PLAN_SCHEMA, read_plan, write_plan
from matchmaking.files.plans import csv_from_plan, json_from_plan
from matchmaking.options import Goal

SCHEMA = json.loads(PLAN_SCHEMA.read_text("utf-8"))


def test_the_schema_is_a_valid_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@settings(deadline=None, derandomize=True, max_examples=25)
@given(events(), options())
def test_a_plan_survives_the_way_through_json_and_fits_the_schema(
    tmp_path_factory, problem, chosen
):
    solution = plan(problem, chosen)
    path = tmp_path_factory.getbasetemp() / "plan-plan.json"
    write_plan(problem, solution, path)
    assert read_plan(path).solution == solution
    jsonschema.validate(json.loads(path.read_text("utf-8")), SCHEMA)


def test_the_schema_knows_every_goal(tmp_path):
    part = SCHEMA["properties"]["certificate"]["properties"]["goals"]["items"]["properties"]
    assert set(part["goal"]["enum"]) == set(get_args(Goal))
    problem, path = event(["ab", "cd"]), tmp_path / "plan.json"
    goals = ("stability", "weight", "fairness", "breaks", "zone changes", "table changes")
    solution = plan(problem, Options(goals=goals), earlier=plan(problem))
    assert [goal.goal for goal in solution.certificate.goals] == list(goals)
    write_plan(problem, solution, path)
    assert read_plan(path).solution == solution
    jsonschema.validate(json.loads(path.read_text("utf-8")), SCHEMA)


def test_facts_that_clash_survive_the_way_through_json(tmp_path):
    locked = [Meeting("ab", ("a", "b"), slot="s0"), Meeting("ac", ("a", "c"), slot="s0")]
    problem, path = event(locked), tmp_path / "plan.json"
    solution = plan(problem)
    assert solution.clash
    write_plan(problem, solution, path)
    assert read_plan(path).solution == solution
    document = json.loads(path.read_text("utf-8"))
    jsonschema.validate(document, SCHEMA)
    assert [row["text"] for row in document["clash"]] == [fact.text for fact in solution.clash]
    document["clash"][0]["code"] = "bad_weather"
    path.write_text(json.dumps(document))
    with pytest.raises(InputError):
        read_plan(path)


def test_a_plan_file_says_enough_to_be_shown_without_the_event(tmp_path):
    problem = event(["ab", "cd"])
    path = tmp_path / "plan.json"
    write_plan(problem, plan_of(problem, {"ab": (2, 1)}), path)
    found = read_plan(path)
    assert (found.event, found.slots, found.tables, found.delegates) == (
        "Example event",
        ("s0", "s1", "s2", "s3"),
        ("t0", "t1"),
        {"ab": ("a", "b")},
    )


def test_the_csv_has_one_row_a_meeting():
    problem = event(["ab", "cd"])
    assert csv_from_plan(problem, plan_of(problem, {"cd": (2, 1)})).decode() == (
        "meeting,slot,table,delegates,status\nab,,,a;b,unplaced\ncd,s2,t1,c;d,placed\n"
    )


@pytest.mark.parametrize(
    "spoil",
    [
        lambda plan: plan.pop("certificate"),
        lambda plan: plan["certificate"].update(placed="2"),
        lambda plan: plan["certificate"].update(placed=True),
        lambda plan: plan["certificate"].update(status="good"),
        lambda plan: plan["certificate"].update(extra=1),
        lambda plan: plan["placements"][0].pop("slot"),
        lambda plan: plan["placements"][0].update(slot=3),
        lambda plan: plan["unplaced"][0].update(params=[]),
        lambda plan: plan["unplaced"][0].update(reason="no_mood"),
        lambda plan: plan["unplaced"][0].update(reason="day_full", params={}),
        lambda plan: plan.update(placements=None),
        lambda plan: plan.update(placements=[1]),
    ],
)
def test_a_malformed_plan_is_an_input_error(tmp_path, spoil):
    problem = event(["ab", "cd"])
    document = json.loads(json_from_plan(problem, plan_of(problem, {"ab": (2, 1)})))
    spoil(document)
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(document))
    with pytest.raises(InputError) as caught:
        read_plan(path)
    assert [fault.code for fault in caught.value.problems] == ["bad_plan"]


def test_nothing_is_written_if_one_of_two_files_cannot_be(tmp_path):
    problem = event(["ab"])
    (tmp_path / "plan.json").write_text("old")
    with pytest.raises(InputError, match="cannot be written"):
        write_plan(problem, plan(problem), tmp_path / "plan.json", tmp_path / "no" / "plan.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["plan.json"]
    assert (tmp_path / "plan.json").read_text() == "old"
