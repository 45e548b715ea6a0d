"""Small events for the engine's tests, written down shortly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from matchmaking import (
    Certificate,
    Delegate,
    Meeting,
    Organisation,
    Placement,
    Problem,
    Session,
    Slot,
    Solution,
    Table,
    Unplaced,
    score,
)


def event(
    pairs: Iterable[str | Meeting],
    *,
    sessions: Sequence[int] = (4,),
    tables: int = 2,
    away: Mapping[str, Iterable[int]] | None = None,
    closed: Mapping[int, Iterable[int]] | None = None,
) -> Problem:
    """An event whose delegates are letters and whose slots are s0, s1, ... in sessions of the
    given lengths.

    A pair "ab" is meeting "ab" of a and b. `away`: slots in which a delegate is not available;
    `closed`: slots in which a table is closed.
    """
    meetings = tuple(
        Meeting(pair, (pair[0], pair[1])) if isinstance(pair, str) else pair for pair in pairs
    )
    away = away or {}
    letters = sorted({letter for meeting in meetings for letter in meeting.delegates} | set(away))
    slots = [
        (f"S{session}", number)
        for session, length in enumerate(sessions)
        for number in range(sum(sessions[:session]), sum(sessions[:session]) + length)
    ]
    return Problem(
        name="Example event",
        sessions=tuple(Session(f"S{index}") for index in range(len(sessions))),
        slots=tuple(Slot(f"s{number}", session) for session, number in slots),
        tables=tuple(
            Table(f"t{index}", closed_slots=named((closed or {}).get(index, ())))
            for index in range(tables)
        ),
        organisations=tuple(Organisation(f"o{letter}") for letter in letters),
        delegates=tuple(
            Delegate(letter, f"o{letter}", unavailable_slots=named(away.get(letter, ())))
            for letter in letters
        ),
        meetings=meetings,
    )


def named(slots: Iterable[int]) -> frozenset[str]:
    return frozenset(f"s{number}" for number in slots)


def plan_of(problem: Problem, places: Mapping[str, tuple[int, int]], **claims: object) -> Solution:
    """A plan by hand: meeting -> (slot, table); the rest is left out. `claims` go into the
    certificate."""
    placements = tuple(
        Placement(meeting, f"s{slot}", f"t{table}") for meeting, (slot, table) in places.items()
    )
    left_out = tuple(
        Unplaced(meeting.id, "delegates_busy")
        for meeting in problem.meetings
        if meeting.id not in places
    )
    draft = Solution(placements, left_out, _claims(problem, placements))
    value = score(problem, draft)
    counted = replace(
        draft.certificate,
        placed_weight=value.placed_weight,
        breaks=value.breaks,
        table_changes=value.table_changes,
    )
    return replace(draft, certificate=replace(counted, **claims))


def _claims(problem: Problem, placements: Sequence[Placement]) -> Certificate:
    return Certificate(
        status="complete" if len(placements) == len(problem.meetings) else "partial",
        placed=len(placements),
        placed_weight=0,
        placed_weight_bound=sum(meeting.worth for meeting in problem.meetings),
        breaks=0,
        breaks_bound=0,
        table_changes=0,
        proven=False,
        argument="By hand.",
        repeatable=True,
        seconds=0.0,
        seed=0,
    )
