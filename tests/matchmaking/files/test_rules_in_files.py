"""Rules, organisations that meet and who serves survive every file format."""

import json

import pytest
from jsonschema import validate
from tests.matchmaking.builders import ruled_conference

from matchmaking import InputError, Options, plan, verify
from matchmaking.files import EVENT_SCHEMA, read_event, read_plan, write_event, write_plan


@pytest.mark.parametrize("name", ["event.json", "event"])
def test_an_event_with_every_rule_is_read_back_as_written(tmp_path, name):
    problem = ruled_conference(1)
    write_event(problem, tmp_path / name)
    assert read_event(tmp_path / name) == problem


def test_the_schema_knows_every_rule(tmp_path):
    write_event(ruled_conference(1), tmp_path / "event.json")
    document = json.loads((tmp_path / "event.json").read_text())
    validate(document, json.loads(EVENT_SCHEMA.read_text()))
    assert document["rules"] == {"most_per_session": 3, "rest_after": 2, "zone_buffer": True}


def test_a_plan_says_who_serves(tmp_path):
    problem = ruled_conference(1)
    solution = plan(problem, Options(iterations=10_000))
    write_plan(problem, solution, tmp_path / "plan.json", tmp_path / "plan.csv")
    found = read_plan(tmp_path / "plan.json").solution
    assert found.placements == solution.placements
    assert verify(problem, found) == ()


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("Example,0,,", "bad_limit"),
        ("Example,three,,", "bad_value"),
        ("Example,,,maybe", "bad_value"),
    ],
)
def test_a_wrong_rule_of_the_house_is_named_with_its_row(tmp_path, row, code):
    folder = tmp_path / "event"
    write_event(ruled_conference(1), folder)
    (folder / "event.csv").write_text(f"name,most_per_session,rest_after,zone_buffer\n{row}\n")
    with pytest.raises(InputError) as caught:
        read_event(folder)
    assert [fault.code for fault in caught.value.problems] == [code]
