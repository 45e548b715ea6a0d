"""Reading and writing events and plans: JSON with a published schema, workbooks, CSV folders, the
published benchmark."""

from __future__ import annotations

from pathlib import Path

from matchmaking.files.checking import CheckedEvent, CheckedRow, check_event
from matchmaking.files.events import read_event, warnings_about, write_event
from matchmaking.files.plans import (
    PlanFile,
    csv_from_plan,
    json_from_plan,
    plan_from_json,
)
from matchmaking.files.writing import write_files
from matchmaking.problem import Problem
from matchmaking.solution import Solution

__all__ = [
    "EVENT_SCHEMA",
    "PLAN_SCHEMA",
    "CheckedEvent",
    "CheckedRow",
    "PlanFile",
    "check_event",
    "read_event",
    "read_plan",
    "warnings_about",
    "write_event",
    "write_plan",
]

EVENT_SCHEMA = Path(__file__).with_name("event.schema.json")
PLAN_SCHEMA = Path(__file__).with_name("plan.schema.json")


def read_plan(path: Path) -> PlanFile:
    """The plan in a JSON file. Raises InputError if there is none."""
    return plan_from_json(path)


def write_plan(
    problem: Problem, solution: Solution, path: Path | None, csv_path: Path | None = None
) -> None:
    """Write a plan as JSON, as CSV, or both at once."""
    contents = {}
    if path is not None:
        contents[path] = json_from_plan(problem, solution)
    if csv_path is not None:
        contents[csv_path] = csv_from_plan(problem, solution)
    write_files(contents)
