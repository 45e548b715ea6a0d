"""The event as a model over slots that holds every hard rule and relaxes none: for the questions
that ask for a proof, such as the fewest moves.

A *spot* is one way for a meeting to take place: slot, who serves, table party, zone. A plan is a
choice of spots; a rule is a *row*: of these spots, so many at least and so many at most. Where only
some meetings are free, the others stay as a draft has them and have no spots. The same rows go to
HiGHS (`programmes`) and to CP-SAT (`break_search`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from matchmaking.planning.grid import Draft, Flags, Grid, bits
from matchmaking.planning.parties import caps_of, choices_of, settle_one, width_of

MOST_WAYS = 1_000  # of serving in one meeting


class Spot(NamedTuple):
    """A way for a meeting to take place: `names` serve; `table`: a table party, or -1; `zone`: -1
    where no table is taken; `takes`: whether it needs one of the tables counted in `Grid.room`."""

    meeting: int
    slot: int
    names: tuple[int, ...]
    table: int
    zone: int
    takes: bool


Row = tuple[list[int], int, int]


class SlotModel:
    """The spots, and the rows that hold between them; spots are named by their number.

    of      the spots of each free meeting
    party   the spots of each party in each slot
    rows    (spots, at least, at most)
    exact   False where a meeting has more ways to serve than are looked at, so that "impossible"
            is no proof
    """

    def __init__(self, grid: Grid, draft: Draft, free: Flags) -> None:
        self.grid = grid
        self.spots: list[Spot] = []
        self.of: dict[int, list[int]] = {int(m): [] for m in np.flatnonzero(free)}
        self.exact = True
        self.settled = _Settled(grid, draft, free)
        self.party: dict[tuple[int, int], list[int]] = defaultdict(list)
        self.rows: list[Row] = []
        for meeting in self.of:
            self._add_meeting(meeting)
        self._one_each()
        self._tables()
        self._twins()
        self._caps()
        self._order()
        if grid.buffer:
            self._walks()

    def _at_most(self, spots: list[int], limit: int) -> None:
        if len(spots) > limit:
            self.rows.append((spots, 0, limit))

    def _add_meeting(self, meeting: int) -> None:
        grid, settled = self.grid, self.settled
        ways = choices_of(grid, meeting, MOST_WAYS)
        self.exact = self.exact and len(ways) < MOST_WAYS
        slots = settled.slots_in_order(meeting)
        for names in ways:
            mask, table = settle_one(grid, meeting, names)
            if len(set(names)) < len(names):
                continue
            parties = [*names, table] if table >= 0 else names
            for party in parties:
                mask &= ~settled.day[party]
            for slot in bits(mask & slots):
                for zone in self._zones(meeting, table):
                    spot = Spot(
                        meeting,
                        slot,
                        tuple(names),
                        table,
                        zone,
                        zone >= 0 and (table < 0 or bool(grid.shared[table])),
                    )
                    if settled.walks(spot):
                        continue
                    number = len(self.spots)
                    self.spots.append(spot)
                    self.of[meeting].append(number)
                    for party in parties:
                        self.party[party, slot].append(number)

    def _zones(self, meeting: int, table: int) -> list[int]:
        grid = self.grid
        if grid.online[meeting]:
            return [-1]
        if table >= 0:
            return [int(grid.zone_of[table])]
        wanted = int(grid.wanted[meeting])
        return [wanted] if wanted >= 0 else list(range(len(grid.room)))

    def _one_each(self) -> None:
        for meeting, spots in self.of.items():
            if self.grid.required[meeting]:
                self.rows.append((spots, 1, 1))
            else:
                self._at_most(spots, 1)
        for spots in self.party.values():
            self._at_most(spots, 1)

    def _tables(self) -> None:
        rows: dict[tuple[int, int], list[int]] = defaultdict(list)
        for number, spot in enumerate(self.spots):
            if spot.takes:
                rows[spot.zone, spot.slot].append(number)
        for (zone, slot), spots in rows.items():
            room = int(self.grid.room[zone, slot]) - self.settled.load.get((zone, slot), 0)
            self._at_most(spots, max(0, room))

    def _twins(self) -> None:
        grid = self.grid
        for one in self.of:
            for other in grid.twin[grid.twin_at[one] : grid.twin_at[one + 1]].tolist():
                if other in self.of and one < other:
                    self._at_most(self.of[one] + self.of[other], 1)

    def _caps(self) -> None:
        grid = self.grid
        for party in {party for party, _ in self.party if grid.capped[party]}:
            day = self.settled.day[party]
            for window, limit in caps_of(grid, party):
                spots = [spot for slot in window for spot in self.party.get((party, slot), [])]
                taken = sum(day >> slot & 1 for slot in window)
                self._at_most(spots, max(0, limit - taken))

    def _order(self) -> None:
        """For each slot: not both the later meeting by then and the earlier one not before."""
        grid = self.grid
        at: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        for number, spot in enumerate(self.spots):
            at[spot.meeting][spot.slot].append(number)
        for late in self.of:
            for early in grid.order[grid.order_at[late] : grid.order_at[late + 1]].tolist():
                if early < 0 or early not in self.of:
                    continue
                for slot in list(at[late]):
                    clash = [n for other, row in at[late].items() if other <= slot for n in row]
                    clash += [n for other, row in at[early].items() if other >= slot for n in row]
                    self._at_most(clash, 1)

    def _walks(self) -> None:
        """Nobody is in one zone now and in another right after."""
        grid = self.grid
        at: dict[tuple[int, int, int], list[int]] = defaultdict(list)
        for number, spot in enumerate(self.spots):
            if spot.zone >= 0:
                for name in spot.names:
                    at[name, spot.slot, spot.zone].append(number)
        for (name, slot, zone), spots in list(at.items()):
            if not any(mask >> slot & mask >> (slot + 1) & 1 for mask in grid.session.tolist()):
                continue
            for other in range(len(grid.room)):
                if other != zone:
                    self._at_most(spots + at.get((name, slot + 1, other), []), 1)

    def draft(self, chosen: Iterable[int]) -> Draft:
        """The plan that a choice of spots stands for."""
        slot, parties, zone = (array.copy() for array in self.settled.draft)
        slot[list(self.of)] = -1
        for number in chosen:
            spot = self.spots[number]
            slot[spot.meeting], zone[spot.meeting] = spot.slot, spot.zone
            parties[spot.meeting] = -1
            parties[spot.meeting, : len(spot.names)] = spot.names
            if width_of(self.grid) > self.grid.columns:
                parties[spot.meeting, -1] = spot.table
        return Draft(slot, parties, zone)


class _Settled:
    """What the meetings that are not free take up."""

    def __init__(self, grid: Grid, draft: Draft, free: Flags) -> None:
        self.grid, self.draft = grid, draft
        self.stays = (draft.slot >= 0) & ~free
        self.day = [0] * len(grid.place)
        self.load: dict[tuple[int, int], int] = defaultdict(int)
        self.zone_at: dict[tuple[int, int], int] = {}
        for meeting in np.flatnonzero(self.stays).tolist():
            slot, zone = int(draft.slot[meeting]), int(draft.zone[meeting])
            parties = [party for party in draft.parties[meeting].tolist() if party >= 0]
            for party in parties:
                self.day[party] |= 1 << slot
                if zone >= 0:
                    self.zone_at[party, slot] = zone
            table = parties[-1] if parties and parties[-1] >= grid.people else -1
            if zone >= 0 and (table < 0 or grid.shared[table]):
                self.load[zone, slot] += 1

    def slots_in_order(self, meeting: int) -> int:
        """Mask of the slots that precedence and organisations that meet already leave open."""
        grid, slot = self.grid, self.draft.slot
        mask: int = (1 << grid.place.shape[1]) - 1
        for twin in grid.twin[grid.twin_at[meeting] : grid.twin_at[meeting + 1]].tolist():
            if self.stays[twin]:
                return 0
        for entry in grid.order[grid.order_at[meeting] : grid.order_at[meeting + 1]].tolist():
            other = entry if entry >= 0 else -1 - entry
            if not self.stays[other]:
                continue
            place = int(slot[other])
            mask &= ~((1 << place + 1) - 1) if entry >= 0 else (1 << place) - 1
        return mask

    def walks(self, spot: Spot) -> bool:
        """Whether a delegate would come or go straight from or to a settled meeting elsewhere."""
        if not self.grid.buffer or spot.zone < 0:
            return False
        for near in (spot.slot - 1, spot.slot + 1):
            if near < 0 or not any(
                mask >> spot.slot & mask >> near & 1 for mask in self.grid.session.tolist()
            ):
                continue
            for name in spot.names:
                if self.zone_at.get((name, near), spot.zone) != spot.zone:
                    return True
        return False
