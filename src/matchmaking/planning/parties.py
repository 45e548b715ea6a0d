"""Who and what takes part in meetings: delegates, and tables that meetings are bound to, as arrays
of `Grid`; and what follows from who serves in a meeting (`settled`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from matchmaking.options import BreakRule
from matchmaking.planning.grid import (
    NO_CAP,
    Draft,
    Grid,
    Ints,
    Masks,
    bits,
    line_numbers,
    rows_of,
)
from matchmaking.problem import Problem


@dataclass(frozen=True, slots=True)
class Seats:
    """The table parties: `party` by table id; `zone`: the number of each zone that matters, empty
    if none does; `arrays` of `Grid`."""

    party: dict[str, int]
    zone: dict[str, int]
    arrays: dict[str, Any]


def party_arrays(problem: Problem, slot: dict[str, int], rule: BreakRule) -> Seats:
    """What is known of delegates and tables alone."""
    people = len(problem.delegates)
    bound = {part.table for part in problem.meetings} | {part.table for part in problem.delegates}
    fixed = [index for index, part in enumerate(problem.tables) if part.id in bound]
    party = {problem.tables[index].id: people + place for place, index in enumerate(fixed)}
    zoned = problem.rules.zone_buffer or any(part.zone is not None for part in problem.meetings)
    names = sorted({part.zone for part in problem.tables}) if zoned else []
    zone = {name: number for number, name in enumerate(names)}
    every = (1 << len(slot)) - 1
    free = [every & ~_mask(part.away_slots, slot) for part in problem.delegates]
    free += [every & ~_mask(problem.tables[index].closed_slots, slot) for index in fixed]
    place, lines = _calendars(problem, free, rule)
    room = np.zeros((max(1, len(zone)), len(slot)), dtype=np.int64)
    for part in problem.tables:
        if not part.reserved:
            for index in bits(every & ~_mask(part.closed_slots, slot)):
                room[zone.get(part.zone, 0), index] += 1
    most = [problem.most_per_session(part) or NO_CAP for part in problem.delegates]
    rest = [problem.rest_after(part) or NO_CAP for part in problem.delegates]
    caps = np.array([most, rest], dtype=np.int64).reshape(2, people)
    most_of, rest_of = (
        np.concatenate([row, np.full(len(fixed), NO_CAP)]).astype(np.int64) for row in caps
    )
    home = [-1 if part.table is None else party[part.table] for part in problem.delegates]
    tables = [problem.tables[index] for index in fixed]
    arrays = {
        "free": np.array(free, dtype=np.int64),
        "home": np.array(home + [-1] * len(fixed), dtype=np.int64),
        "shared": np.array([False] * people + [not part.reserved for part in tables], dtype=bool),
        "zone_of": np.array(
            [-1] * people + [zone.get(part.zone, 0) for part in tables], dtype=np.int64
        ),
        "number": np.array(fixed, dtype=np.int64),
        "place": place,
        "lines": lines,
        "room": room,
        "most": most_of,
        "rest": rest_of,
        "capped": (most_of < NO_CAP) | (rest_of < NO_CAP),
    }
    return Seats(party, zone, arrays)


def meeting_arrays(
    problem: Problem, slot: dict[str, int], session: dict[str, int], seats: Seats
) -> dict[str, Any]:
    """What is known of the meetings."""
    delegate = {part.id: index for index, part in enumerate(problem.delegates)}
    sides = [
        [[delegate[name] for name in side] for side in problem.sides(part)]
        for part in problem.meetings
    ]
    columns = max((len(parties) for parties in sides), default=2)
    side_at, side = rows_of(
        [
            (index * columns + place, name)
            for index, parties in enumerate(sides)
            for place, names in enumerate(parties)
            for name in names
        ],
        len(sides) * columns,
    )
    every = (1 << len(slot)) - 1
    base = []
    for part in problem.meetings:
        mask = every if part.session is None else session[part.session]
        base.append(mask if part.slot is None else mask & 1 << slot[part.slot])
    bound = [-1 if part.table is None else seats.party[part.table] for part in problem.meetings]
    home = seats.arrays["home"].tolist()
    own = sorted(
        {
            (party, index)
            for index, parties in enumerate(sides)
            for name in [name for names in parties for name in names]
            for party in (name, home[name], bound[index])
            if party >= 0
        }
    )
    own_at, owned = rows_of(own, len(home))
    loose = [
        index for index, parties in enumerate(sides) if any(len(names) > 1 for names in parties)
    ]
    return {
        "columns": columns,
        "side_at": side_at,
        "side": side,
        "base": np.array(base, dtype=np.int64),
        "bound": np.array(bound, dtype=np.int64),
        "wanted": np.array(
            [-1 if part.zone is None else seats.zone[part.zone] for part in problem.meetings],
            dtype=np.int64,
        ),
        "online": np.array([part.online for part in problem.meetings], dtype=np.bool_),
        "loose": np.array(loose, dtype=np.int64),
        "own_at": own_at,
        "own": owned,
    }


def _mask(ids: frozenset[str], slot: dict[str, int]) -> int:
    return sum(1 << slot[part] for part in ids)


def _calendars(
    problem: Problem, free: list[int], rule: BreakRule
) -> tuple[npt.NDArray[np.int8], Masks]:
    """Each party's calendar: under "session" the available slots of each session pushed together
    (slots in which a delegate is away are no waiting), under "published" all slots as they stand.
    Tables do not wait: they have no lines."""
    slots, people = len(problem.slots), len(problem.delegates)
    if rule == "published":
        places = np.tile(np.arange(slots, dtype=np.int8), (len(free), 1))
        lines = np.full((len(free), 1), (1 << slots) - 1, dtype=np.int64)
        lines[people:] = 0
        return places, lines
    place = np.full((len(free), slots), -1, dtype=np.int8)
    lines = np.zeros((len(free), len(problem.sessions)), dtype=np.int64)
    number = line_numbers(problem, rule)
    for party, mask in enumerate(free):
        bit = 0
        for index, line in enumerate(number):
            if mask >> index & 1:
                place[party, index] = bit
                if party < people:
                    lines[party, line] |= 1 << bit
                bit += 1
    return place, lines


def width_of(grid: Grid) -> int:
    """W: columns of `Draft.parties`."""
    return grid.columns + (len(grid.number) > 0)


def empty_draft(grid: Grid) -> Draft:
    """No meeting has a slot; of each side the first delegate who may would serve."""
    count = len(grid.base)
    parties = np.full((count, width_of(grid)), -1, dtype=np.int64)
    for column in range(grid.columns):
        first = grid.side_at[np.arange(count) * grid.columns + column]
        there = grid.side_at[np.arange(count) * grid.columns + column + 1] > first
        parties[there, column] = grid.side[first[there]]
    parties, _, _, zone = settled(grid, parties)
    return Draft(np.full(count, -1, dtype=np.int64), parties, zone)


def settled(grid: Grid, parties: Ints) -> tuple[Ints, Masks, Ints, Ints]:
    """What follows from who serves: parties [M, W] with the table party filled in (of several who
    stay at tables, the first is visited, unless a lock leads to another), and, all [M],
    the mask of allowed slots (0 where no table fits), 1 where a table of `room` is taken, and the
    zone (0, or the one asked for, where it is open; -1 without a table)."""
    parties = parties.copy()
    table = grid.bound.copy()
    stays = np.zeros(len(table), dtype=np.bool_)
    locked_to_one = np.zeros(len(table), dtype=np.bool_)
    allowed = grid.base.copy()
    for column in range(grid.columns):
        who = parties[:, column]
        allowed &= np.where(who >= 0, grid.free[who], -1) if len(grid.free) else allowed
        home = np.where((who >= 0) & ~grid.online, grid.home[who], -1) if len(who) else who
        stays |= home >= 0
        locked_to_one |= (home >= 0) & (home == grid.bound)
        table = np.where(table < 0, home, table)
    clash = stays & (grid.bound >= 0) & ~locked_to_one
    zone = grid.wanted.clip(0)
    takes = (~grid.online).astype(np.int64)
    if width_of(grid) > grid.columns:
        parties[:, -1] = table
        there = table >= 0
        allowed &= np.where(there, grid.free[table], -1)
        clash |= there & (grid.wanted >= 0) & (grid.zone_of[table] != grid.wanted)
        zone = np.where(there, grid.zone_of[table], zone)
        takes = np.where(there, grid.shared[table].astype(np.int64), takes)
    return parties, np.where(clash, 0, allowed), takes, np.where(grid.online, -1, zone)


def reachable(grid: Grid) -> Masks:
    """[M] the slots that a meeting can have, whoever serves (for a choice of delegates, perhaps
    more than it can have)."""
    _, allowed, _, _ = settled(grid, empty_draft(grid).parties)
    for meeting in grid.loose.tolist():
        mask = int(grid.base[meeting])
        for place in range(meeting * grid.columns, (meeting + 1) * grid.columns):
            names = grid.side[grid.side_at[place] : grid.side_at[place + 1]]
            if len(names):
                mask &= int(np.bitwise_or.reduce(grid.free[names]))
        allowed[meeting] = mask
    return allowed


def caps_of(grid: Grid, party: int) -> list[tuple[list[int], int]]:
    """Slots, and in how many of them a delegate may meet: in a session, and in a row."""
    caps = []
    length = min(int(grid.rest[party]), NO_CAP) + 1
    for session in grid.session.tolist():
        slots = bits(session)
        caps.append((slots, int(grid.most[party])))
        starts = range(len(slots) - length + 1)
        caps += [(slots[start : start + length], length - 1) for start in starts]
    return caps


def choices_of(grid: Grid, meeting: int, most: int = 64) -> list[list[int]]:
    """Who may serve together in a meeting, at most so many ways."""
    ways: list[list[int]] = [[]]
    for place in range(meeting * grid.columns, (meeting + 1) * grid.columns):
        names = grid.side[grid.side_at[place] : grid.side_at[place + 1]].tolist()
        if names:
            ways = [[*way, name] for way in ways for name in names][:most]
    return ways


def settle_one(grid: Grid, meeting: int, names: list[int]) -> tuple[int, int]:
    """Of one meeting with these delegates: the mask of allowed slots, and the table party (-1:
    any table, or none; -2: locked away from where they stay, or out of the zone)."""
    mask, table = int(grid.base[meeting]), int(grid.bound[meeting])
    for name in names:
        mask &= int(grid.free[name])
    homes = [] if grid.online[meeting] else [int(home) for home in grid.home[names] if home >= 0]
    if homes and table >= 0 and table not in homes:
        return 0, -2
    if homes and table < 0:
        table = homes[0]
    if table >= 0:
        mask &= int(grid.free[table])
        if grid.wanted[meeting] >= 0 and grid.zone_of[table] != grid.wanted[meeting]:
            return 0, -2
    return mask, table
