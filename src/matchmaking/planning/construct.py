"""A first plan, in plain Python, so that there is one before the kernels are even loaded.

Weighted insertion: meetings that must be there first, then the heaviest, then those with the
fewest slots; each goes where it costs the fewest breaks and leaves the tables evenly loaded, with
those delegates, where there is a choice, who suit it best.
"""

from __future__ import annotations

import numpy as np

from matchmaking.planning.grid import MAX_SLOTS, NO_CAP, Draft, Grid, bits, calendars_of
from matchmaking.planning.parties import choices_of, empty_draft, reachable, settle_one

UNPLACED = -1
CHOICES = 16  # ways to serve that are tried for a meeting


class _Insertion:
    """The plan so far, as plain lists."""

    def __init__(self, grid: Grid) -> None:
        draft = empty_draft(grid)
        self.grid = grid
        self.slots = grid.place.shape[1]
        self.slot = [UNPLACED] * len(grid.base)
        self.parties = draft.parties.tolist()
        self.zone = draft.zone.tolist()
        self.free = [(1 << self.slots) - 1] * len(grid.place)
        self.room = grid.room.tolist()
        self.at: dict[tuple[int, int], int] = {}
        self.capped = grid.capped.tolist()
        self.sessions = grid.session.tolist()
        self.loose = set(grid.loose.tolist())

    def keep(self, meeting: int) -> None:
        """Place a meeting as the earlier plan has it, if it can be."""
        names = [name for name in self.grid.kept_by[meeting].tolist() if name >= 0]
        slot = int(self.grid.kept[meeting])
        mask, table = settle_one(self.grid, meeting, names)
        for party in [*names, table] if table >= 0 else names:
            mask &= self.free[party]
        zone = self._zone(meeting, slot, names, table)
        if mask >> slot & 1 and zone is not None and self._keeps_rules(meeting, slot, names):
            self._put(meeting, slot, zone, names, table)

    def insert(self, meeting: int) -> None:
        """Place a meeting at its best place, if it has any."""
        if self.slot[meeting] != UNPLACED:
            return
        ways = (
            choices_of(self.grid, meeting, CHOICES)
            if meeting in self.loose
            else [[name for name in self.parties[meeting][: self.grid.columns] if name >= 0]]
        )
        best: tuple[int, int, int, list[int], int] | None = None
        for names in ways:
            mask, table = settle_one(self.grid, meeting, names)
            parties = [*names, table] if table >= 0 else names
            for party in parties:
                mask &= self.free[party]
            for slot in bits(mask):
                zone = self._zone(meeting, slot, names, table)
                if zone is None or not self._keeps_rules(meeting, slot, names):
                    continue
                # A busy slot of a delegate beside it makes a run longer; then the emptiest slot.
                touching = sum(self._touches(name, slot) for name in names)
                value = 2 * touching * max(1, self.slots) + (
                    self.room[zone][slot] if zone >= 0 else 0
                )
                if best is None or value > best[0]:
                    best = value, slot, zone, names, table
        if best is not None:
            self._put(meeting, *best[1:])

    def _put(self, meeting: int, slot: int, zone: int, names: list[int], table: int) -> None:
        self.slot[meeting], self.zone[meeting] = slot, zone
        row = names + [-1] * (len(self.parties[meeting]) - len(names))
        if table >= 0:
            row[-1] = table
        self.parties[meeting] = row
        if zone >= 0 and (table < 0 or self.grid.shared[table]):
            self.room[zone][slot] -= 1
        for party in [*names, table] if table >= 0 else names:
            self.free[party] &= ~(1 << slot)
            self.at[party, slot] = meeting

    def _zone(self, meeting: int, slot: int, names: list[int], table: int) -> int | None:
        """A zone with a free table that nobody has to hurry to; -1 without a table; None: none."""
        grid = self.grid
        if grid.online[meeting]:
            return -1
        zones = range(len(self.room))
        if table >= 0:
            zones = range(int(grid.zone_of[table]), int(grid.zone_of[table]) + 1)
        elif grid.wanted[meeting] >= 0:
            zones = range(int(grid.wanted[meeting]), int(grid.wanted[meeting]) + 1)
        counted = table < 0 or bool(grid.shared[table])
        rooms = [zone for zone in zones if not counted or self.room[zone][slot] > 0]
        rooms = [zone for zone in rooms if not grid.buffer or self._near(slot, names, zone)]
        return max(rooms, key=lambda zone: self.room[zone][slot], default=None)

    def _near(self, slot: int, names: list[int], zone: int) -> bool:
        """Whether no delegate has another zone's meeting right before or after."""
        for near in (slot - 1, slot + 1):
            if not any(
                mask >> slot & 1 and near >= 0 and mask >> near & 1 for mask in self.sessions
            ):
                continue
            for name in names:
                neighbour = self.at.get((name, near))
                if neighbour is not None and self.zone[neighbour] not in (-1, zone):
                    return False
        return True

    def _keeps_rules(self, meeting: int, slot: int, names: list[int]) -> bool:
        """Order of meetings, organisations that meet already, and caps of the delegates' days."""
        grid = self.grid
        for twin in grid.twin[grid.twin_at[meeting] : grid.twin_at[meeting + 1]].tolist():
            if self.slot[twin] != UNPLACED:
                return False
        for entry in grid.order[grid.order_at[meeting] : grid.order_at[meeting + 1]].tolist():
            if entry >= 0 and self.slot[entry] != UNPLACED and self.slot[entry] >= slot:
                return False
            if entry < 0 and self.slot[-1 - entry] != UNPLACED and self.slot[-1 - entry] <= slot:
                return False
        return all(self._within_caps(name, slot) for name in names if self.capped[name])

    def _within_caps(self, name: int, slot: int) -> bool:
        day = ~self.free[name] & (1 << self.slots) - 1 | 1 << slot
        for mask in self.sessions:
            row = day & mask
            if row.bit_count() > self.grid.most[name]:
                return False
            for _ in range(min(int(self.grid.rest[name]), NO_CAP)):
                row &= row >> 1
            if row:
                return False
        return True

    def _touches(self, name: int, slot: int) -> int:
        free = self.free[name]
        before = slot > 0 and not free >> (slot - 1) & 1
        after = slot + 1 < self.slots and not free >> (slot + 1) & 1
        return before + after


def first_plan(grid: Grid) -> Draft:
    """A plan that keeps every hard rule but the spread, and of an earlier plan what it can."""
    length = [mask.bit_count() for mask in reachable(grid).tolist()]
    plan = _Insertion(grid)
    worth = grid.worth.tolist()
    for meeting in np.flatnonzero((grid.kept >= 0) & (grid.kept < MAX_SLOTS)).tolist():
        plan.keep(meeting)
    for meeting in sorted(range(len(length)), key=lambda m: (-worth[m], length[m], m)):
        plan.insert(meeting)
    parties = np.array(plan.parties, dtype=np.int64).reshape(empty_draft(grid).parties.shape)
    return Draft(np.array(plan.slot, dtype=np.int64), parties, np.array(plan.zone, dtype=np.int64))


def trimmed(grid: Grid, draft: Draft, limit: int) -> Draft:
    """The plan with meetings left out until no delegate has more breaks than the limit.

    The delegate over the limit loses a meeting of its least worth; ends, because meetings only get
    fewer.
    """
    draft = draft._replace(slot=draft.slot.copy())
    while True:
        breaks = calendars_of(grid, draft)[1]
        over = np.flatnonzero(breaks > limit)
        if len(over) == 0:
            return draft
        serves = (draft.parties == over[0]).any(axis=1) & (draft.slot >= 0)
        own = np.flatnonzero(serves)
        draft.slot[own[np.argmin(grid.worth[own])]] = UNPLACED
