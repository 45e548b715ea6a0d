"""Why a meeting has no place in the plan that was found."""

from __future__ import annotations

import numpy as np

from matchmaking.planning.bound import degrees, usable_slots
from matchmaking.planning.grid import Draft, Grid, Masks, bits, days_of
from matchmaking.planning.parties import choices_of, settle_one
from matchmaking.problem import Problem
from matchmaking.solution import Unplaced


def unplaced_meetings(
    problem: Problem, grid: Grid, draft: Draft, spread: bool
) -> tuple[Unplaced, ...]:
    """Each meeting without a slot, with its reason, in the problem's order."""
    left_out = np.flatnonzero(draft.slot < 0)
    if len(left_out) == 0:
        return ()
    view = _View(problem, grid, draft, spread)
    return tuple(view.reason(int(meeting)) for meeting in left_out)


class _View:
    """What the reasons are read from."""

    def __init__(self, problem: Problem, grid: Grid, draft: Draft, spread: bool) -> None:
        self.problem, self.grid, self.draft, self.spread = problem, grid, draft, spread
        self.day = days_of(grid, draft)
        self.usable: Masks = usable_slots(grid)[0]
        self.degree = degrees(grid)[1]
        load = np.zeros_like(grid.room)
        for meeting in np.flatnonzero(draft.slot >= 0):
            zone = int(draft.zone[meeting])
            table = int(draft.parties[meeting, -1]) if len(grid.number) else -1
            if zone >= 0 and (table < 0 or grid.shared[table]):
                load[zone, draft.slot[meeting]] += 1
        self.full = [
            sum(1 << int(slot) for slot in np.flatnonzero(row >= room))
            for row, room in zip(load, grid.room, strict=True)
        ]

    def reason(self, meeting: int) -> Unplaced:
        """The first reason, from the plainest to the last, that holds for every choice of
        delegates."""
        part = self.problem.meetings[meeting]
        ways = [
            (names, *settle_one(self.grid, meeting, names))
            for names in choices_of(self.grid, meeting)
        ]
        if all(table == -2 for _, _, table in ways):
            return Unplaced(part.id, "no_common_table")
        if not any(mask for _, mask, _ in ways):
            return Unplaced(part.id, "no_common_slot")
        other = self._meet_already(meeting)
        if other is not None:
            return Unplaced(part.id, "organisations_meet_already", {"other": other})
        overbooked = self._overbooked(ways[0][0]) if len(ways) == 1 else None
        if overbooked is not None:
            return Unplaced(part.id, "delegate_overbooked", overbooked)
        return Unplaced(part.id, self._today(meeting, ways))

    def _meet_already(self, meeting: int) -> str | None:
        for twin in self.grid.twin[self.grid.twin_at[meeting] : self.grid.twin_at[meeting + 1]]:
            if self.draft.slot[twin] >= 0:
                other: str = self.problem.meetings[twin].id
                return other
        return None

    def _today(self, meeting: int, ways: list[tuple[list[int], int, int]]) -> str:
        """What is in the way in the plan as it is."""
        free = []
        for names, mask, table in ways:
            left = mask
            for name in names:
                left &= ~int(self.day[name])
            if left:
                free.append((left, table))
        if not free:
            return "delegates_busy"
        if all(self._no_table(meeting, mask, table) for mask, table in free):
            return "tables_full"
        return "spread_limit" if self.spread else "blocked"

    def _overbooked(self, names: list[int]) -> dict[str, str] | None:
        for name in names:
            slots = len(bits(self.usable[name]))
            if self.degree[name] > slots and int(self.day[name]).bit_count() == slots:
                return {
                    "delegate": self.problem.delegates[name].id,
                    "meetings": str(self.degree[name]),
                    "slots": str(slots),
                }
        return None

    def _no_table(self, meeting: int, mask: int, table: int) -> bool:
        """Whether all tables that would do are taken in these slots."""
        if self.grid.online[meeting]:
            return False
        if table >= 0:
            return False  # its own table is taken: that is "blocked"
        wanted = int(self.grid.wanted[meeting])
        zones = range(len(self.full)) if wanted < 0 else range(wanted, wanted + 1)
        return all(mask & ~self.full[zone] == 0 for zone in zones)
