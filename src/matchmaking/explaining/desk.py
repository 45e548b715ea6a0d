"""A plan on the desk: who is where, as masks and small lists, to be changed and put back.

Slots, delegates, meetings and tables are numbers in the problem's order; sets of slots and of
tables are bit masks. The last table number is that of a table which the event does not have yet.
Plain Python: a remedy touches a handful of meetings, and nothing here is compiled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from matchmaking.options import BreakRule
from matchmaking.problem import Problem
from matchmaking.solution import Placement

NOWHERE = -1  # the slot of a meeting left out; the table of one without
NO_LIMIT = 99  # more meetings than a session has slots
WAYS = 64  # of serving in a meeting that are tried


def slots_in(mask: int) -> Iterator[int]:
    """The numbers of the set bits, lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


class Desk:
    """Wishes and limits of the event, and where its meetings are.

    base      [M] mask of slots that the meeting's own wishes allow
    bound     [M] the table it is locked to, or -1; `wanted`: the zone it asks for, or None
    free      [P] mask of slots in which a delegate is available
    home      [P] the table at which a delegate stays, or -1
    most, rest  [P] meetings in a session, and in a row, at most
    where, who, seat  [M] slot, delegates and table of each meeting
    colleagues  [P] the other delegates of the organisation
    day       [P] mask of slots in which a delegate meets; `at`: (delegate, slot) -> meeting
    taken     [T] mask of the tables in use in a slot; `holder`: (table, slot) -> meeting
    """

    def __init__(self, problem: Problem, placements: Sequence[Placement], rule: BreakRule) -> None:
        self.problem = problem
        self.count = len(problem.slots)
        self.every = (1 << self.count) - 1
        self.slot = {part.id: number for number, part in enumerate(problem.slots)}
        self.person = {part.id: number for number, part in enumerate(problem.delegates)}
        self.meeting = {part.id: number for number, part in enumerate(problem.meetings)}
        self.table = {part.id: number for number, part in enumerate(problem.tables)}
        self.colleagues = _colleagues(problem)
        self._read_sessions(rule)
        self._read_delegates()
        self._read_tables()
        self._read_meetings()
        self.where = [NOWHERE] * len(problem.meetings)
        self.seat = [NOWHERE] * len(problem.meetings)
        self.who: list[tuple[int, ...]] = [()] * len(problem.meetings)
        self.day = [0] * len(problem.delegates)
        self.at: dict[tuple[int, int], int] = {}
        self.taken = [0] * self.count
        self.holder: dict[tuple[int, int], int] = {}
        for placement in placements:
            self.put(
                self.meeting[placement.meeting],
                self.slot[placement.slot],
                tuple(self.person[name] for name in problem.served_by(placement)),
                self.table[placement.table] if placement.table else NOWHERE,
            )

    def _read_sessions(self, rule: BreakRule) -> None:
        masks: dict[str, int] = {}
        for number, part in enumerate(self.problem.slots):
            masks[part.session] = masks.get(part.session, 0) | 1 << number
        self.sessions = masks
        self.session_of = [masks[part.session] for part in self.problem.slots]
        self.lines = [self.every] if rule == "published" else list(masks.values())
        self.skips_away = rule == "session"
        self._breaks: dict[tuple[int, int, int], int] = {}

    def _read_delegates(self) -> None:
        problem = self.problem
        self.free = [
            self.every & ~sum(1 << self.slot[slot] for slot in part.away_slots)
            for part in problem.delegates
        ]
        self.home = [
            NOWHERE if part.table is None else self.table[part.table] for part in problem.delegates
        ]
        self.most = [problem.most_per_session(part) or NO_LIMIT for part in problem.delegates]
        self.rest = [problem.rest_after(part) or NO_LIMIT for part in problem.delegates]
        self.limited = [
            min(most, rest) < NO_LIMIT for most, rest in zip(self.most, self.rest, strict=True)
        ]

    def _read_tables(self) -> None:
        tables = self.problem.tables
        self.zone = [part.zone for part in tables] + [""]
        self.opened = [
            sum(
                1 << number
                for number, part in enumerate(tables)
                if slot.id not in part.closed_slots
            )
            for slot in self.problem.slots
        ]
        self.shared: dict[str | None, int] = {None: 0}
        for number, part in enumerate(tables):
            if not part.reserved:
                for name in (None, part.zone):
                    self.shared[name] = self.shared.get(name, 0) | 1 << number
        self.buffer = self.problem.rules.zone_buffer

    def _read_meetings(self) -> None:
        problem = self.problem
        self.base = [
            (self.every if part.session is None else self.sessions.get(part.session, 0))
            & (self.every if part.slot is None else 1 << self.slot[part.slot])
            for part in problem.meetings
        ]
        self.bound = [
            NOWHERE if part.table is None else self.table[part.table] for part in problem.meetings
        ]
        self.wanted = [part.zone for part in problem.meetings]
        self.online = [part.online for part in problem.meetings]
        self.sides = [
            [tuple(self.person[name] for name in side) for side in problem.sides(part)]
            for part in problem.meetings
        ]
        self.before: list[list[int]] = [[] for _ in problem.meetings]
        self.after: list[list[int]] = [[] for _ in problem.meetings]
        for number, part in enumerate(problem.meetings):
            for early in part.after:
                self.before[number].append(self.meeting[early])
                self.after[self.meeting[early]].append(number)
        self.twins = _twins(problem)

    def put(self, meeting: int, slot: int, names: tuple[int, ...], table: int) -> None:
        """Place a meeting that is nowhere. Where the plan at hand has a clash, the later counts."""
        self.where[meeting], self.who[meeting], self.seat[meeting] = slot, names, table
        for name in names:
            self.day[name] |= 1 << slot
            self.at[name, slot] = meeting
        if table != NOWHERE:
            self.taken[slot] |= 1 << table
            self.holder[table, slot] = meeting

    def lift(self, meeting: int) -> tuple[int, int, tuple[int, ...], int]:
        """Take a meeting away; returns what `put` needs to have it back."""
        slot, names, table = self.where[meeting], self.who[meeting], self.seat[meeting]
        self.where[meeting] = self.seat[meeting] = NOWHERE
        for name in names:
            self.day[name] &= ~(1 << slot)
            del self.at[name, slot]
        if table != NOWHERE:
            self.taken[slot] &= ~(1 << table)
            del self.holder[table, slot]
        return meeting, slot, names, table

    def ways(self, meeting: int) -> list[tuple[int, ...]]:
        """Who may serve together."""
        found = []
        for names in product(*self.sides[meeting]):
            if len(set(names)) == len(names):
                found.append(names)
            if len(found) == WAYS:
                break
        return found

    def times(self, meeting: int, names: Iterable[int]) -> int:
        """Slots that wishes and availability allow."""
        mask = self.base[meeting]
        for name in names:
            mask &= self.free[name]
        return mask

    def busy(self, names: Iterable[int]) -> int:
        """Slots in which one of them meets."""
        mask = 0
        for name in names:
            mask |= self.day[name]
        return mask

    def tables_for(self, meeting: int, names: Iterable[int]) -> int | None:
        """The tables that would do, open or not; None for an online meeting."""
        if self.online[meeting]:
            return None
        homes = [self.home[name] for name in names if self.home[name] != NOWHERE]
        wanted, table = self.wanted[meeting], self.bound[meeting]
        if not homes and table == NOWHERE:
            return self.shared.get(wanted, 0)
        if homes and table != NOWHERE and table not in homes:
            return 0
        if table == NOWHERE:
            table = homes[0]
        return 1 << table if wanted in (None, self.zone[table]) else 0

    def free_table(self, meeting: int, names: tuple[int, ...], slot: int) -> int | None:
        """A free table for it, -1 if it needs none; None: none is free. Where its delegates sit
        before or after is best."""
        tables = self.tables_for(meeting, names)
        if tables is None:
            return NOWHERE
        tables &= self.opened[slot] & ~self.taken[slot]
        if not tables:
            return None
        near = self._near(names, slot)
        if self.buffer:
            zones = {self.zone[table] for table in near}
            fitting = [table for table in slots_in(tables) if zones <= {self.zone[table]}]
            if not fitting:
                return None
            return next((table for table in fitting if table in near), fitting[0])
        for table in near:
            if tables >> table & 1:
                return table
        return next(slots_in(tables))

    def has_table(self, meeting: int, names: tuple[int, ...], slots: int) -> bool:
        """Whether a table is free in any of the slots (mask)."""
        tables = self.tables_for(meeting, names)
        if tables is None:
            return slots != 0
        return any(tables & self.opened[slot] & ~self.taken[slot] for slot in slots_in(slots))

    def closed_table(self, meeting: int, names: tuple[int, ...], slot: int) -> int | None:
        """A table that would do, if it were open in the slot: one that is closed, or the one that
        the event does not have (its zone is set); None: none."""
        tables = self.tables_for(meeting, names)
        if tables is None:
            return None
        near = self._near(names, slot) if self.buffer else []
        zones = {self.zone[table] for table in near}
        for table in slots_in(tables & ~self.opened[slot] & ~self.taken[slot]):
            if zones <= {self.zone[table]}:
                return table
        bound = self.bound[meeting] != NOWHERE or any(self.home[name] >= 0 for name in names)
        wanted = self.wanted[meeting]
        choices = [name for name in self.zone[:-1] if wanted in (None, name) and zones <= {name}]
        new = len(self.zone) - 1
        if bound or not choices or self.taken[slot] >> new & 1:
            return None
        self.zone[new] = choices[0]
        return new

    def _near(self, names: Iterable[int], slot: int) -> list[int]:
        """The tables at which they sit right before and after."""
        return [self.seat[self.at[name, near]] for name, near in self._beside(names, slot)]

    def _beside(self, names: Iterable[int], slot: int) -> Iterator[tuple[int, int]]:
        """Delegates who meet at a table in the slot before or after, and that slot."""
        for near in (slot - 1, slot + 1):
            if 0 <= near < self.count and self.session_of[slot] >> near & 1:
                for name in names:
                    other = self.at.get((name, near))
                    if other is not None and self.seat[other] != NOWHERE:
                        yield name, near

    def in_order(self, meeting: int, slot: int) -> bool:
        """Whether meetings that must be earlier or later are."""
        return all(self.where[early] < slot for early in self.before[meeting]) and all(
            self.where[late] == NOWHERE or self.where[late] > slot for late in self.after[meeting]
        )

    def over_limits(self, names: Iterable[int], slot: int) -> list[tuple[int, str, int]]:
        """Limits that a meeting there would break: delegate, which, and the value that would do."""
        found = []
        for name in names:
            if not self.limited[name]:
                continue
            row = (self.day[name] | 1 << slot) & self.session_of[slot]
            if row.bit_count() > self.most[name]:
                found.append((name, "most_per_session", row.bit_count()))
            longest = 0
            while row:
                row &= row >> 1
                longest += 1
            if longest > self.rest[name]:
                found.append((name, "rest_after", longest))
        return found

    def hindrances(self, meeting: int, names: tuple[int, ...], slot: int) -> list[int]:
        """Meetings in other slots that are in the way: those that fill a limit of a delegate, those
        out of order, and those in another zone right before or after."""
        found = [
            self.at[name, other]
            for name, _, _ in self.over_limits(names, slot)
            for other in slots_in(self.day[name] & self.session_of[slot] & ~(1 << slot))
        ]
        found += [early for early in self.before[meeting] if self.where[early] >= slot]
        found += [late for late in self.after[meeting] if NOWHERE < self.where[late] <= slot]
        if self.buffer and not self.online[meeting]:
            found += [self.at[name, near] for name, near in self._beside(names, slot)]
        return list(dict.fromkeys(found))

    def new_breaks(self, names: Iterable[int], slot: int) -> int:
        """How many more breaks they would have with a meeting in that slot."""
        return sum(
            self.breaks(name, self.day[name] | 1 << slot) - self.breaks(name, self.day[name])
            for name in names
        )

    def breaks(self, name: int, day: int) -> int:
        """Breaks of a delegate who meets in these slots."""
        key = (name, day, self.free[name])
        if key not in self._breaks:
            self._breaks[key] = sum(self._breaks_in(name, day & line, line) for line in self.lines)
        return self._breaks[key]

    def _breaks_in(self, name: int, day: int, line: int) -> int:
        runs, inside = 0, False
        for slot in slots_in(line):
            if self.skips_away and not (self.free[name] | day) >> slot & 1:
                continue
            now = bool(day >> slot & 1)
            runs += now and not inside
            inside = now
        return max(0, runs - 1)


def _colleagues(problem: Problem) -> list[list[int]]:
    teams: dict[str, list[int]] = {}
    for number, part in enumerate(problem.delegates):
        teams.setdefault(part.organisation, []).append(number)
    return [
        [other for other in teams[part.organisation] if other != number]
        for number, part in enumerate(problem.delegates)
    ]


def _twins(problem: Problem) -> list[list[int]]:
    """For each meeting those that bring two of its organisations together unasked."""
    together: dict[tuple[str, str], list[int]] = {}
    for number, part in enumerate(problem.meetings):
        if part.organisations and not part.again:
            bodies = sorted(part.organisations)
            for place, one in enumerate(bodies):
                for other in bodies[place + 1 :]:
                    together.setdefault((one, other), []).append(number)
    twins: list[set[int]] = [set() for _ in problem.meetings]
    for group in together.values():
        for number in group:
            twins[number].update(group)
    return [sorted(group - {number}) for number, group in enumerate(twins)]
