"""Plans in JSON, described by plan.schema.json, which is shipped beside this module."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from matchmaking.errors import InputError, InputProblem
from matchmaking.files.csv_events import table_bytes
from matchmaking.files.json_events import json_bytes, json_of
from matchmaking.options import BREAK_RULES
from matchmaking.problem import Problem
from matchmaking.solution import (
    Certificate,
    ClashFact,
    GoalValue,
    Placement,
    Solution,
    Status,
    Unplaced,
)

FORMAT = "matchmaking-plan"
VERSION = 1


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A solution, and what a reader without the event needs to show it: the event's name, slots
    and tables in order, and the delegates of each placed meeting (ids)."""

    solution: Solution
    event: str
    slots: tuple[str, ...]
    tables: tuple[str, ...]
    delegates: Mapping[str, tuple[str, ...]]


def json_from_plan(problem: Problem, solution: Solution) -> bytes:
    """The plan as a file's content."""
    document = {
        "format": FORMAT,
        "version": VERSION,
        "event": problem.name,
        "certificate": dataclasses.asdict(solution.certificate),
        "slots": [slot.id for slot in problem.slots],
        "tables": [table.id for table in problem.tables],
        "placements": [
            dataclasses.asdict(part) | {"delegates": list(problem.served_by(part))}
            for part in solution.placements
        ],
        "unplaced": [
            {
                "meeting": part.meeting,
                "reason": part.reason,
                "params": dict(part.params),
                "text": part.text,
            }
            for part in solution.unplaced
        ],
        "warnings": [dataclasses.asdict(warning) for warning in solution.warnings],
        "clash": [
            {"code": fact.code, "params": dict(fact.params), "text": fact.text}
            for fact in solution.clash
        ],
    }
    return json_bytes(document)


def csv_from_plan(problem: Problem, solution: Solution) -> bytes:
    """One row a meeting, in the problem's order: meeting,slot,table,delegates,status."""
    placed = {placement.meeting: placement for placement in solution.placements}
    rows = []
    for meeting in problem.meetings:
        place = placed.get(meeting.id)
        where = [place.slot, place.table] if place else ["", ""]
        who = problem.served_by(place) if place else meeting.delegates
        status = "placed" if place else "unplaced"
        rows.append([meeting.id, *where, ";".join(who), status])
    return table_bytes(["meeting", "slot", "table", "delegates", "status"], iter(rows))


def plan_from_json(path: Path) -> PlanFile:
    """The plan in a file. Raises InputError where it is not of this form; whether it is a valid
    plan of an event is for `verify` to say."""
    document = json_of(path, FORMAT, VERSION)
    try:
        return _plan(document)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        message = f"The plan does not have the form of plan.schema.json: {error!r}."
        remedy = "Use a file written by `matchmaking plan`, or compare it with the schema."
        fault = InputProblem("bad_plan", message, remedy, file=str(path))
        raise InputError([fault]) from error


def _plan(document: dict[str, Any]) -> PlanFile:
    solution = Solution(
        placements=tuple(
            Placement(
                _text(row["meeting"]),
                _text(row["slot"]),
                _text(row["table"]),
                tuple(_text(item) for item in row.get("delegates", [])),
            )
            for row in document["placements"]
        ),
        unplaced=tuple(_unplaced(row) for row in document["unplaced"]),
        certificate=_certificate(document["certificate"]),
        warnings=tuple(InputProblem(**row) for row in document.get("warnings", [])),
        clash=tuple(_fact(row) for row in document.get("clash", [])),
    )
    return PlanFile(
        solution,
        _text(document.get("event", "")),
        tuple(_text(item) for item in document.get("slots", [])),
        tuple(_text(item) for item in document.get("tables", [])),
        {
            row["meeting"]: tuple(_text(item) for item in row.get("delegates", []))
            for row in document["placements"]
        },
    )


def _unplaced(row: dict[str, Any]) -> Unplaced:
    part = Unplaced(_text(row["meeting"]), _text(row["reason"]), _texts(row.get("params", {})))
    if not part.text:  # KeyError where the reason is unknown, or one of its parameters missing
        raise ValueError(part.reason)
    return part


def _fact(row: dict[str, Any]) -> ClashFact:
    fact = ClashFact(_text(row["code"]), _texts(row.get("params", {})))
    if not fact.text:  # as above
        raise ValueError(fact.code)
    return fact


def _texts(values: dict[str, Any]) -> dict[str, str]:
    return {_text(key): _text(value) for key, value in values.items()}


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"{value!r} is no number")
    return value


def _bound(value: Any) -> float | None:
    return None if value is None else _number(value)


def _certificate(values: dict[str, Any]) -> Certificate:
    goals = tuple(
        GoalValue(_text(row["goal"]), _number(row["value"]), _bound(row.get("bound")))
        for row in values.get("goals", [])
    )
    certificate = Certificate(**(values | {"goals": goals}))
    for field in dataclasses.fields(Certificate):
        value = getattr(certificate, field.name)
        expected = {
            "int": int,
            "bool": bool,
            "str": str,
            "float": (int, float),
            "int | None": (int, type(None)),
            "tuple[GoalValue, ...]": tuple,
        }.get(str(field.type), str)
        fits = isinstance(value, expected)  # type: ignore[arg-type]
        if not fits or (isinstance(value, bool) and field.type != "bool"):
            raise TypeError(f"{field.name} is {value!r}")
    if certificate.status not in get_args(Status) or certificate.breaks_rule not in BREAK_RULES:
        raise ValueError("unknown status or break rule")
    return certificate
