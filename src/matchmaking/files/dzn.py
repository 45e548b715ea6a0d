"""Events of the published benchmark in MiniZinc data files (Bofill et al., JAIR 74, 2022).

Participants, meetings and slots are numbered from 1; every meeting is mandatory. 0 in a set of
forbidden slots is a dummy; a meeting fixed to slot 0 is not fixed. Keys that only repeat others
are not read.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from matchmaking.errors import InputError, InputProblem
from matchmaking.files.reading import text_of
from matchmaking.problem import Delegate, Meeting, Organisation, Problem, Session, Slot, Table

_ENTRY = re.compile(r"(\w+)\s*=\s*([^;]*);")
_NUMBER = re.compile(r"\d+")
_SET = re.compile(r"\{([^}]*)\}|(\d+)\.\.(\d+)")
_SESSIONS = {1: "morning", 2: "afternoon", 3: None}
_KEYS = ("nBusiness", "nMeetings", "nTables", "nTotalSlots", "nMorningSlots", "requested")


def event_from_dzn(path: Path) -> Problem:
    """The event in a file. Raises InputError where it is not of this form."""
    entries = dict(_ENTRY.findall(re.sub(r"%.*", "", text_of(path))))
    missing = [key for key in _KEYS if key not in entries]
    if missing:
        _fail(path, f"The entries {', '.join(missing)} are missing.", missing[0])
    sizes = {key: int(entries[key]) for key in _KEYS[:-1] if entries[key].strip().isdigit()}
    for key in _KEYS[:-1]:
        if key not in sizes:
            _fail(path, f"{key} is no whole number.", key)
    requested = [int(number) for number in _NUMBER.findall(entries["requested"])]
    if len(requested) != 3 * sizes["nMeetings"] or not set(requested[2::3]) <= set(_SESSIONS):
        _fail(path, "There are not three numbers for each meeting, the last 1 to 3.", "requested")
    try:
        return _problem(path, sizes, requested, entries)
    except InputError as error:
        raise error.relocated(lambda fault: replace(fault, file=str(path))) from error


def _problem(
    path: Path, sizes: dict[str, int], requested: list[int], entries: dict[str, str]
) -> Problem:
    persons, meetings = sizes["nBusiness"], sizes["nMeetings"]
    forbidden = _sets(path, entries, "forbidden", persons)
    before = _sets(path, entries, "precedences", meetings)
    fixed = [int(number) for number in _NUMBER.findall(entries.get("fixed", ""))] or [0] * meetings
    if len(fixed) != meetings:
        _fail(path, "There is not one number for each meeting.", "fixed")
    split = sizes["nMorningSlots"]
    slots = [
        Slot(f"s{number}", "morning" if number <= split else "afternoon")
        for number in range(1, sizes["nTotalSlots"] + 1)
    ]
    return Problem(
        name=path.name.removesuffix(".dzn"),
        sessions=(Session("morning"), Session("afternoon")),
        slots=tuple(slots),
        tables=tuple(Table(f"t{number}") for number in range(1, sizes["nTables"] + 1)),
        organisations=tuple(Organisation(f"o{number}") for number in range(1, persons + 1)),
        delegates=tuple(
            Delegate(f"p{number}", f"o{number}", unavailable_slots=_ids("s", closed))
            for number, closed in enumerate(forbidden, 1)
        ),
        meetings=tuple(
            Meeting(
                f"m{number + 1}",
                (f"p{requested[3 * number]}", f"p{requested[3 * number + 1]}"),
                session=_SESSIONS[requested[3 * number + 2]],
                slot=f"s{fixed[number]}" if fixed[number] else None,
                after=tuple(sorted(_ids("m", before[number]))),
                mandatory=True,
            )
            for number in range(meetings)
        ),
    )


def _sets(path: Path, entries: dict[str, str], key: str, count: int) -> list[list[int]]:
    if key not in entries:
        return [[] for _ in range(count)]
    body = entries[key].strip().removeprefix("[").removesuffix("]")
    found = [
        list(range(int(first), int(last) + 1))
        if first
        else [int(number) for number in _NUMBER.findall(members)]
        for members, first, last in _SET.findall(body)
    ]
    if len(found) != count:
        _fail(path, f"There are {len(found)} sets instead of {count}.", key)
    return found


def _ids(letter: str, numbers: list[int]) -> frozenset[str]:
    return frozenset(f"{letter}{number}" for number in numbers if number)


def _fail(path: Path, message: str, key: str) -> None:
    remedy = "Compare it with the benchmark's description."
    raise InputError([InputProblem("bad_dzn", message, remedy, file=str(path), column=key)])
