"""Small events for the engine's tests, written down shortly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bench.events import Shape, conference

from matchmaking import (
    Bonus,
    Certificate,
    Delegate,
    HouseRules,
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
    quiet: Mapping[str, Iterable[int]] | None = None,
    stays: Mapping[str, int] | None = None,
    zones: Sequence[str] = (),
    reserved: Iterable[int] = (),
    teams: Mapping[str, str] | None = None,
    **rules: object,
) -> Problem:
    """An event whose delegates are letters and whose slots are s0, s1, ... in sessions of the
    given lengths.

    A pair "ab" is meeting "ab" of a and b. `away`: slots in which a delegate is not available;
    `closed`: slots in which a table is closed; `quiet`: those in which a delegate is not to be
    disturbed; `stays`: the table at which a delegate stays; `zones`: of each table; `teams`:
    organisation -> its delegates (letters), one organisation "o" + letter for each other one.
    `rules` are those of `HouseRules`.
    """
    meetings = tuple(
        Meeting(pair, (pair[0], pair[1])) if isinstance(pair, str) else pair for pair in pairs
    )
    away, quiet, stays, teams = away or {}, quiet or {}, stays or {}, teams or {}
    body = {letter: team for team, members in teams.items() for letter in members}
    named_ones = {letter for meeting in meetings for letter in meeting.delegates}
    letters = sorted(named_ones | set(away) | set(body))
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
            Table(
                f"t{index}",
                closed_slots=named((closed or {}).get(index, ())),
                zone=zones[index] if zones else "",
                reserved=index in set(reserved),
            )
            for index in range(tables)
        ),
        organisations=tuple(
            Organisation(name)
            for name in dict.fromkeys(body.get(letter, f"o{letter}") for letter in letters)
        ),
        delegates=tuple(
            Delegate(
                letter,
                body.get(letter, f"o{letter}"),
                unavailable_slots=named(away.get(letter, ())),
                do_not_disturb=named(quiet.get(letter, ())),
                table=f"t{stays[letter]}" if letter in stays else None,
            )
            for letter in letters
        ),
        meetings=meetings,
        rules=HouseRules(**rules),
    )


def named(slots: Iterable[int]) -> frozenset[str]:
    return frozenset(f"s{number}" for number in slots)


def plan_of(problem: Problem, places: Mapping[str, tuple[Any, ...]], **claims: object) -> Solution:
    """A plan by hand: meeting -> (slot, table, delegates...), table -1 for online; the rest is left
    out. `claims` go into the certificate."""
    placements = tuple(
        Placement(meeting, f"s{slot}", "" if table < 0 else f"t{table}", tuple(who))
        for meeting, (slot, table, *who) in places.items()
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


def ruled_conference(seed: int) -> Problem:
    """A conference of 60 delegates under every rule at once, half of its meetings between
    organisations; everything is made up."""
    problem = conference(Shape(60, 30, 200, (4, 4), 30, overbook=2, ranked=True), seed)
    zones = [replace(part, zone="AB"[number % 2]) for number, part in enumerate(problem.tables)]
    delegates = [
        replace(part, table=problem.tables[number].id if number < 6 else None)
        for number, part in enumerate(problem.delegates)
    ]
    zones[0] = replace(zones[0], reserved=True)
    meetings = []
    for number, part in enumerate(problem.meetings):
        bodies = problem.organisations_of(part)
        changes: dict[str, Any] = {"online": number % 9 == 0}
        if number % 2:
            changes |= {"delegates": (), "organisations": bodies}
        if number % 17 == 0 and number:
            changes["after"] = (problem.meetings[number - 1].id,)
        meetings.append(replace(part, **changes))
    return replace(
        problem,
        tables=tuple(zones),
        delegates=tuple(delegates),
        meetings=tuple(meetings),
        rules=HouseRules(most_per_session=3, rest_after=2, zone_buffer=True),
        bonus=Bonus(country_bonus=0.25, field_bonus=0.1),
    )
