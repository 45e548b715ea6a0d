"""Reading and writing events and plans: JSON with a published schema, CSV folders, the published
benchmark."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from matchmaking.errors import InputError, InputProblem
from matchmaking.files.csv_events import csv_from_event, event_from_csv, located_in_csv
from matchmaking.files.dzn import event_from_dzn
from matchmaking.files.json_events import event_from_json, json_from_event
from matchmaking.files.plans import (
    PlanFile,
    csv_from_plan,
    json_from_plan,
    plan_from_json,
)
from matchmaking.files.writing import cannot_write, write_files
from matchmaking.problem import Problem
from matchmaking.solution import Solution

__all__ = [
    "EVENT_SCHEMA",
    "PLAN_SCHEMA",
    "PlanFile",
    "read_event",
    "read_plan",
    "warnings_about",
    "write_event",
    "write_plan",
]

EVENT_SCHEMA = Path(__file__).with_name("event.schema.json")
PLAN_SCHEMA = Path(__file__).with_name("plan.schema.json")


def read_event(path: Path) -> Problem:
    """The event in a JSON file, a CSV folder or a .dzn file. Raises InputError with every fault
    and its place."""
    if path.is_dir():
        return event_from_csv(path)
    readers = {".json": event_from_json, ".dzn": event_from_dzn}
    if path.suffix not in readers:
        code, message = (
            "unknown_format",
            "This is neither a .json nor a .dzn file nor a folder of CSV files.",
        )
        if not path.exists():
            code, message = "missing_file", "There is no such file or folder."
        remedy = "Name a .json or .dzn file, or a folder with CSV files."
        raise InputError([InputProblem(code, message, remedy, file=str(path))])
    return readers[path.suffix](path)


def warnings_about(problem: Problem, path: Path) -> tuple[InputProblem, ...]:
    """What can be planned but is hardly meant, with its place in the file it was read from."""
    warnings = problem.warnings()
    if path.is_dir():
        return located_in_csv(warnings, path)
    return tuple(replace(warning, file=str(path)) for warning in warnings)


def write_event(problem: Problem, path: Path) -> None:
    """Write an event: to a JSON file if the name ends in .json, else to a folder of CSV files.

    Other files in the folder stay as they are. Raises InputError, having replaced nothing, if that
    is impossible.
    """
    if path.suffix == ".json":
        write_files({path: json_from_event(problem)})
        return
    if path.suffix:
        message = f"An event cannot be written as {path.suffix!r}."
        remedy = "Name a .json file or a folder."
        raise InputError([InputProblem("unknown_format", message, remedy, file=str(path))])
    try:
        path.mkdir(exist_ok=True)
    except OSError as error:
        raise InputError([cannot_write(path, error)]) from error
    sheets = csv_from_event(problem)
    if "fields.csv" not in sheets:  # one of another event would change this one
        (path / "fields.csv").unlink(missing_ok=True)
    write_files({path / name: content for name, content in sheets.items()})


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
