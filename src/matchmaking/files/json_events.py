"""Events in JSON: one object, described by event.schema.json, which is shipped beside this
module."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

from matchmaking.errors import InputError, InputProblem
from matchmaking.files.parts import (
    BONUS,
    PARTS,
    RULES,
    Column,
    Kind,
    Part,
    parsed_time,
    values_of,
    written_time,
)
from matchmaking.files.reading import nearest, text_of
from matchmaking.problem import Problem

FORMAT = "matchmaking-event"
VERSION = 1
_GENERAL = {"rules": RULES, "bonus": BONUS}


def event_from_json(path: Path) -> Problem:
    """The event in a file. Raises InputError naming every fault with its path."""
    document = json_of(path, FORMAT, VERSION)
    faults: list[InputProblem] = []
    values = _parts_of(document, faults)
    if faults:
        raise InputError(replace(fault, file=str(path)) for fault in faults)
    try:
        return Problem(**values)
    except InputError as error:
        raise error.relocated(lambda fault: replace(fault, file=str(path))) from error


def json_from_event(problem: Problem) -> bytes:
    """The event as a file's content; fields at their defaults are left out."""
    document: dict[str, Any] = {"format": FORMAT, "version": VERSION, "name": problem.name}
    for name in _GENERAL:
        values = values_of(getattr(problem, name))
        if values:
            document[name] = values
    for name in PARTS:
        document[name] = [
            {key: _plain(value) for key, value in values_of(part).items()}
            for part in getattr(problem, name)
        ]
    return json_bytes(document)


def json_bytes(document: dict[str, Any]) -> bytes:
    """A document as UTF-8, one part a line, so that two versions can be compared by eye."""
    lines = []
    for key, value in document.items():
        if isinstance(value, list) and value:
            items = ",\n    ".join(json.dumps(item, ensure_ascii=False) for item in value)
            lines.append(f"  {json.dumps(key)}: [\n    {items}\n  ]")
        else:
            lines.append(f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}")
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return written_time(value) if hasattr(value, "isoformat") else value


def json_of(path: Path, form: str, version: int) -> dict[str, Any]:
    """The object in a JSON file of that format and version. Raises InputError otherwise."""

    def fail(code: str, message: str, remedy: str, **place: Any) -> NoReturn:
        raise InputError([InputProblem(code, message, remedy, file=str(path), **place)])

    text = text_of(path)
    try:
        document = json.loads(text, object_pairs_hook=_without_repeats, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        place = {"row": error.lineno, "column": str(error.colno)}
        fail("bad_json", f"This is no JSON: {error.msg}.", "Correct it at this place.", **place)
    except (ValueError, RecursionError) as error:
        fail("bad_json", f"This is no JSON that can be read: {error}.", "Correct the file.")
    if not isinstance(document, dict):
        fail("bad_format", "The file holds no object.", f'Begin with {{"format": "{form}".')
    if document.get("format") != form:
        message = f"The format is {document.get('format')!r} instead of {form!r}."
        fail("bad_format", message, "Check that this is the right file.", path="format")
    found = document.get("version")
    if found != version or isinstance(found, bool):
        message = f"The version is {found!r}; this program reads version {version}."
        fail("bad_version", message, "Write it again with this program.", path="version")
    return document


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        repeated = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key {repeated!r} stands twice in one object")
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _parts_of(document: dict[str, Any], faults: list[InputProblem]) -> dict[str, Any]:
    known = ("format", "version", "name", *_GENERAL, *PARTS)
    faults.extend(
        InputProblem("unknown_key", f"There is no key {key!r}.", nearest(key, known), path=key)
        for key in document
        if key not in known
    )
    values: dict[str, Any] = {"name": document.get("name", "")}
    if not isinstance(values["name"], str):
        faults.append(_wrong_type("name", "text", values["name"]))
    for name, part in _GENERAL.items():
        if name in document:
            values[name] = _row(part, document[name], name, faults)
    for name, part in PARTS.items():
        rows = document.get(name, [] if part.optional else None)
        if rows is None and name not in document:
            message = f"The key {name!r} is missing."
            faults.append(InputProblem("missing_key", message, "Add it as a list.", path=name))
        elif not isinstance(rows, list):
            faults.append(
                InputProblem("wrong_type", f"{name!r} is no list.", "Use [ and ].", path=name)
            )
        else:
            values[name] = tuple(
                _row(part, row, f"{name}[{n}]", faults) for n, row in enumerate(rows)
            )
    return values


def _row(part: Part, row: Any, path: str, faults: list[InputProblem]) -> Any:
    found = list(_row_faults(part, row, path))
    if found:
        faults.extend(found)
        return None
    return part.make(**{key: _value(part, key, value) for key, value in row.items()})


def _row_faults(part: Part, row: Any, path: str) -> Iterator[InputProblem]:
    if not isinstance(row, dict):
        yield InputProblem("wrong_type", "This is no object.", "Use { and }.", path=path)
        return
    for key, value in row.items():
        column = part.column(key)
        if column is None:
            remedy = nearest(key, [known.name for known in part.columns])
            yield InputProblem(
                "unknown_key", f"There is no key {key!r} here.", remedy, path=f"{path}.{key}"
            )
        elif not _fits(column, value):
            yield _wrong_type(f"{path}.{key}", column.kind, value)
    for column in part.columns:
        if column.required and column.name not in row:
            message = f"The key {column.name!r} is missing."
            yield InputProblem("missing_key", message, "Add it.", path=path)


def _fits(column: Column, value: Any) -> bool:
    match column.kind:
        case "text":
            return isinstance(value, str)
        case "link":
            return value is None or isinstance(value, str)
        case "ids" | "idset":
            return isinstance(value, list) and all(isinstance(item, str) for item in value)
        case "sides":
            return isinstance(value, list) and all(
                isinstance(side, list) and all(isinstance(item, str) for item in side)
                for side in value
            )
        case "count":
            return value is None or (isinstance(value, int) and not isinstance(value, bool))
        case "number":
            number = isinstance(value, (int, float)) and not isinstance(value, bool)
            return number and abs(value) < 1e300 and math.isfinite(value)
        case "flag":
            return isinstance(value, bool)
        case "time":
            return value is None or (isinstance(value, str) and parsed_time(value) is not None)


_EXPECTED: dict[Kind, str] = {
    "text": 'a text in quotes, such as "a"',
    "link": 'a text in quotes, such as "a", or null',
    "ids": 'a list of texts, such as ["a", "b"]',
    "idset": 'a list of texts, such as ["a", "b"]',
    "sides": 'a list of lists of texts, such as [["a", "b"], []]',
    "number": "a number, such as 1.5",
    "count": "a whole number, such as 3, or null",
    "flag": "true or false",
    "time": 'a time such as "2017-09-21T10:20" or "2017-09-21T10:20:00+02:00"',
}


def _wrong_type(path: str, kind: Kind, value: Any) -> InputProblem:
    shown = json.dumps(value, ensure_ascii=False)
    shown = shown if len(shown) <= 40 else f"{shown[:37]}..."
    return InputProblem(
        "wrong_type", f"{shown} does not fit here.", f"Use {_EXPECTED[kind]}.", path=path
    )


def _value(part: Part, key: str, value: Any) -> Any:
    column = part.column(key)
    assert column is not None
    match column.kind:
        case "ids":
            return tuple(value)
        case "idset":
            return frozenset(value)
        case "sides":
            return tuple(tuple(side) for side in value)
        case "time":
            return None if value is None else parsed_time(value)
        case _:
            return value
