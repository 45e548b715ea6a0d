"""Events of the published benchmark in MiniZinc data files (Bofill et al., JAIR 74, 2022).

Participants, meetings, slots and tables are numbered from 1, and these numbers are their ids, so
that a plan can be laid beside the benchmark's own; every meeting is mandatory. 0 in a set of
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
_NUMBER = re.compile(r"[0-9]+")
_SET = re.compile(r"\{([^}]*)\}|([0-9]+)\.\.([0-9]+)")
# The published instances stay far below; beyond, a small file could ask for any amount of memory.
_MOST_DIGITS = 5
_MOST_IN_SETS = 1_000_000
_SESSIONS = {1: "morning", 2: "afternoon", 3: None}
_KEYS = ("nBusiness", "nMeetings", "nTables", "nTotalSlots", "nMorningSlots", "requested")


def event_from_dzn(path: Path) -> Problem:
    """The event in a file. Raises InputError where it is not of this form."""
    entries = dict(_ENTRY.findall(re.sub(r"%.*", "", text_of(path))))
    missing = [key for key in _KEYS if key not in entries]
    if missing:
        _fail(path, f"The entries {', '.join(missing)} are missing.", missing[0])
    for key, text in entries.items():
        if any(len(number) > _MOST_DIGITS for number in _NUMBER.findall(text)):
            _fail(path, f"There is a number of more than {_MOST_DIGITS} digits.", key)
    sizes = {
        key: int(entries[key]) for key in _KEYS[:-1] if _NUMBER.fullmatch(entries[key].strip())
    }
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
    return Problem(
        name=path.stem,
        sessions=(Session("morning"), Session("afternoon")),
        slots=tuple(
            Slot(number, "morning" if int(number) <= split else "afternoon")
            for number in _numbers(sizes["nTotalSlots"])
        ),
        tables=tuple(Table(number) for number in _numbers(sizes["nTables"])),
        organisations=tuple(Organisation(number) for number in _numbers(persons)),
        delegates=tuple(
            Delegate(number, number, unavailable_slots=frozenset(_ids(closed)))
            for number, closed in zip(_numbers(persons), forbidden, strict=True)
        ),
        meetings=tuple(
            Meeting(
                str(number + 1),
                (str(requested[3 * number]), str(requested[3 * number + 1])),
                session=_SESSIONS[requested[3 * number + 2]],
                slot=str(fixed[number]) if fixed[number] else None,
                after=_ids(before[number]),
                mandatory=True,
            )
            for number in range(meetings)
        ),
    )


def _numbers(count: int) -> list[str]:
    return [str(number) for number in range(1, count + 1)]


def _sets(path: Path, entries: dict[str, str], key: str, count: int) -> list[list[int]]:
    if key not in entries:
        return [[] for _ in range(count)]
    body = entries[key].strip().removeprefix("[").removesuffix("]")
    found: list[list[int]] = []
    size = 0
    for members, first, last in _SET.findall(body):
        if first:
            found.append(list(range(int(first), int(last) + 1)))
        else:
            found.append([int(number) for number in _NUMBER.findall(members)])
        size += len(found[-1])
        if size > _MOST_IN_SETS:
            _fail(path, f"The sets hold more than {_MOST_IN_SETS} numbers.", key)
    if len(found) != count:
        _fail(path, f"There are {len(found)} sets instead of {count}.", key)
    return found


def _ids(numbers: list[int]) -> tuple[str, ...]:
    return tuple(str(number) for number in sorted(set(numbers)) if number)


def _fail(path: Path, message: str, key: str) -> None:
    remedy = "Compare it with the benchmark's description."
    raise InputError([InputProblem("bad_dzn", message, remedy, file=str(path), column=key)])
