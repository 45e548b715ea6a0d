"""Why a meeting has no place in the plan that was found.

The first reason that holds is told, from the plainest to the last: what the event alone forbids (no
table, no slot), what follows from one delegate's day, from the tables, from what is locked; then
that the plan is proven best without it, and only then what happens to be in the way in this plan.
Each is true of the event and the plan whenever it is told.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matchmaking.planning.bound import degrees, usable_slots
from matchmaking.planning.grid import Draft, Grid, Masks, bits, calendars_of, days_of
from matchmaking.planning.parties import choices_of, settle_one
from matchmaking.problem import Problem
from matchmaking.solution import Unplaced

WAYS = 1_000  # of serving in a meeting that are looked at: ten delegates on each of three sides


def unplaced_meetings(
    problem: Problem,
    grid: Grid,
    draft: Draft,
    spread: bool,
    *,
    proven: bool = False,
    apart: int | None = None,
) -> tuple[Unplaced, ...]:
    """Each meeting without a slot, with its reason, in the problem's order.

    spread  whether the numbers of breaks are limited, and `apart` how far any two may differ; where
            it is not given, the limit is taken to be what keeps out a meeting that would fit
    proven  whether no plan places more worth
    """
    left_out = np.flatnonzero(draft.slot < 0)
    if len(left_out) == 0:
        return ()
    view = _View(problem, grid, draft, spread, proven, apart)
    return tuple(view.reason(int(meeting)) for meeting in left_out)


@dataclass(frozen=True, slots=True)
class _Way:
    """Who could serve, in which slots (mask: wishes, people and an open table allow it), at which
    table party (-1: any, or none)."""

    names: list[int]
    mask: int
    table: int


@dataclass(frozen=True, slots=True)
class _Spot:
    """A slot in which a meeting could be, and what is in the way.

    busy    whether a delegate has another meeting
    locked  such a meeting that is locked to this slot
    full    whether all tables that would do are taken
    held    the meeting that is bound to the one table that would do, and has it
    """

    way: _Way
    slot: int
    busy: bool
    locked: int | None
    full: bool
    held: int | None


class _View:
    """What the reasons are read from."""

    def __init__(
        self,
        problem: Problem,
        grid: Grid,
        draft: Draft,
        spread: bool,
        proven: bool,
        apart: int | None,
    ) -> None:
        self.problem, self.grid, self.draft = problem, grid, draft
        self.spread, self.proven, self.apart = spread, proven, apart
        self.day = days_of(grid, draft)
        self.usable: Masks = usable_slots(grid)[0]
        self.sure = degrees(grid)[0]
        self.busy, self.breaks = calendars_of(grid, draft)
        self.at: dict[tuple[int, int], int] = {}
        load = np.zeros_like(grid.room)
        for meeting in np.flatnonzero(draft.slot >= 0).tolist():
            zone, slot = int(draft.zone[meeting]), int(draft.slot[meeting])
            for party in draft.parties[meeting].tolist():
                self.at[party, slot] = meeting
            table = int(draft.parties[meeting, -1]) if len(grid.number) else -1
            if zone >= 0 and (table < 0 or grid.shared[table]):
                load[zone, slot] += 1
        self.full = [_mask_of(row >= room) for row, room in zip(load, grid.room, strict=True)]
        self.open = [_mask_of(room > 0) for room in grid.room]

    def reason(self, meeting: int) -> Unplaced:
        """The first reason that holds for every choice of delegates."""
        part = self.problem.meetings[meeting]
        ways = self._ways(meeting)
        if not ways:
            return Unplaced(part.id, "no_common_table")
        ways = [way for way in ways if way.mask]
        if not ways:
            return Unplaced(part.id, "no_common_slot")
        other = self._meet_already(meeting)
        if other is not None:
            return Unplaced(part.id, "organisations_meet_already", {"other": self._id(other)})
        overbooked = self._overbooked(meeting)
        if overbooked is not None:
            return Unplaced(part.id, "delegate_overbooked", overbooked)
        full = self._day_full(ways)
        if full is not None:
            return Unplaced(part.id, "day_full", {"delegate": self.problem.delegates[full].id})
        return self._today(meeting, ways)

    def _id(self, meeting: int) -> str:
        return self.problem.meetings[meeting].id

    def _ways(self, meeting: int) -> list[_Way]:
        """Who could serve at a table that would do in some slot."""
        grid, found = self.grid, []
        for names in choices_of(grid, meeting, WAYS):
            mask, table = settle_one(grid, meeting, names)
            opened = (1 << grid.place.shape[1]) - 1
            if table == -1 and not grid.online[meeting]:
                opened = 0
                for zone in self._zones(meeting, table):
                    opened |= self.open[zone]
            if table != -2 and opened:
                found.append(_Way(names, mask & opened, table))
        return found

    def _zones(self, meeting: int, table: int) -> list[int]:
        """The zones in which the meeting can be."""
        if table >= 0:
            return [int(self.grid.zone_of[table])]
        wanted = int(self.grid.wanted[meeting])
        return [wanted] if wanted >= 0 else list(range(len(self.full)))

    def _meet_already(self, meeting: int) -> int | None:
        for twin in self.grid.twin[self.grid.twin_at[meeting] : self.grid.twin_at[meeting + 1]]:
            if self.draft.slot[twin] >= 0:
                return int(twin)
        return None

    def _overbooked(self, meeting: int) -> dict[str, str] | None:
        """A delegate who must serve here, with more meetings than slots, all of them taken."""
        start = meeting * self.grid.columns
        for place in range(start, start + self.grid.columns):
            side = self.grid.side[self.grid.side_at[place] : self.grid.side_at[place + 1]].tolist()
            if len(side) != 1:
                continue
            slots = int(self.usable[side[0]]).bit_count()
            if self.sure[side[0]] > slots == int(self.day[side[0]]).bit_count():
                return {
                    "delegate": self.problem.delegates[side[0]].id,
                    "meetings": str(self.sure[side[0]]),
                    "slots": str(slots),
                }
        return None

    def _day_full(self, ways: list[_Way]) -> int | None:
        """A delegate of every way who is busy whenever the meeting could be."""
        slots = 0
        for way in ways:
            slots |= way.mask
        for name in ways[0].names:
            if not slots & ~int(self.day[name]) and all(name in way.names for way in ways):
                return name
        return None

    def _today(self, meeting: int, ways: list[_Way]) -> Unplaced:
        """What is in the way in the plan as it is."""
        part = self._id(meeting)
        spots = [self._spot(meeting, way, slot) for way in ways for slot in bits(way.mask)]
        free = [spot for spot in spots if not spot.busy]
        tables_alone = any(self._keeps_rules(meeting, spot) for spot in free)
        if tables_alone and all(spot.full for spot in free):
            return Unplaced(part, "tables_full")
        lock = _lock_in_the_way(spots, [spot for spot in free if not spot.full])
        if lock is not None:
            return Unplaced(part, "blocked_by_lock", {"meeting": self._id(lock)})
        if self.proven:
            return Unplaced(part, "outweighed")
        if not free:
            return Unplaced(part, "delegates_busy")
        fitting = [
            spot
            for spot in free
            if not spot.full and spot.held is None and self._keeps_rules(meeting, spot)
        ]
        if not fitting:
            return Unplaced(part, "blocked")
        limited = self.spread and all(self._too_far_apart(spot) for spot in fitting)
        return Unplaced(part, "spread_limit" if limited else "room_left")

    def _spot(self, meeting: int, way: _Way, slot: int) -> _Spot:
        others = [self.at[name, slot] for name in way.names if (name, slot) in self.at]
        locked = (other for other in others if self.problem.meetings[other].slot is not None)
        counted = not self.grid.online[meeting] and (way.table < 0 or self.grid.shared[way.table])
        return _Spot(
            way,
            slot,
            busy=bool(others),
            locked=next(locked, None),
            full=bool(counted)
            and all(self.full[zone] >> slot & 1 for zone in self._zones(meeting, way.table)),
            held=self.at.get((way.table, slot)) if way.table >= 0 else None,
        )

    def _keeps_rules(self, meeting: int, spot: _Spot) -> bool:
        """Whether the order of meetings, limits, rest and zones allow the meeting there."""
        grid, slot = self.grid, spot.slot
        for entry in grid.order[grid.order_at[meeting] : grid.order_at[meeting + 1]].tolist():
            other = int(self.draft.slot[entry if entry >= 0 else -1 - entry])
            if other >= 0 and (other >= slot if entry >= 0 else other <= slot):
                return False
        if not all(self._within_limits(name, slot) for name in spot.way.names):
            return False
        if not grid.buffer or grid.online[meeting]:
            return True
        return any(
            self._near(spot.way.names, slot, zone)
            for zone in self._zones(meeting, spot.way.table)
            if spot.way.table >= 0 or not self.full[zone] >> slot & 1
        )

    def _within_limits(self, name: int, slot: int) -> bool:
        for mask in self.grid.session.tolist():
            row = (int(self.day[name]) | 1 << slot) & mask
            if row.bit_count() > self.grid.most[name]:
                return False
            for _ in range(int(self.grid.rest[name])):
                row &= row >> 1
            if row:
                return False
        return True

    def _near(self, names: list[int], slot: int, zone: int) -> bool:
        """Whether nobody would have to hurry from or to another zone."""
        session = next(mask for mask in self.grid.session.tolist() if mask >> slot & 1)
        for near in (slot - 1, slot + 1):
            if near >= 0 and session >> near & 1:
                for name in names:
                    other = self.at.get((name, near))
                    if other is not None and self.draft.zone[other] not in (-1, zone):
                        return False
        return True

    def _too_far_apart(self, spot: _Spot) -> bool:
        """Whether the breaks of any two delegates would then differ by too much."""
        if self.apart is None:
            return True
        breaks = self.breaks[: self.grid.people].copy()
        for name in spot.way.names:
            row = (int(self.busy[name]) | 1 << int(self.grid.place[name, spot.slot])) & (
                self.grid.lines[name]
            )
            runs = np.bitwise_count(row & ~(row << 1)).astype(np.int64)
            breaks[name] = (runs - (row != 0)).sum()
        return bool(breaks.max() - breaks.min() > self.apart)


def _lock_in_the_way(spots: list[_Spot], left: list[_Spot]) -> int | None:
    """A fixed meeting, where one is in the way in every slot that is left, or in every slot at
    all."""
    if left and all(spot.held is not None for spot in left):
        return left[0].held
    locks = [spot.locked if spot.locked is not None else spot.held for spot in spots]
    return locks[0] if all(lock is not None for lock in locks) else None


def _mask_of(flags: Masks) -> int:
    return sum(1 << slot for slot in np.flatnonzero(flags).tolist())
