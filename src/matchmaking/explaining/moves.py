"""Room for one meeting by moving others: whoever is in the way goes to another slot, and whoever is
in the way there, up to so many in all (a depth-first search over ejection chains, Glover 1996)."""

from __future__ import annotations

from collections.abc import Callable

from matchmaking.explaining.desk import NOWHERE, Desk, slots_in

EVICTIONS = 3  # meetings that are tried to get a table by moving one of them


class Moves:
    """A search on a desk, which it leaves as it was.

    `extra`: whether one table more may be used, once, in any slot; `opened` says where it was.
    `accept` is asked, with the desk as it would be, about each way that is found; True ends the
    search. `steps` limits its effort.
    """

    def __init__(
        self, desk: Desk, accept: Callable[[Moves], bool], *, steps: int, extra: bool
    ) -> None:
        self.desk, self.accept, self.steps, self.extra = desk, accept, steps, extra
        self.opened: tuple[int, int] | None = None  # table, slot
        self.touched: list[int] = []

    def place(self, meeting: int, names: tuple[int, ...], slot: int, moves: int) -> bool:
        """Place a meeting in that slot with so many moves of others at most."""
        return self._place(meeting, names, slot, [], moves)

    def _place(
        self, meeting: int, names: tuple[int, ...], slot: int, pending: list[int], moves: int
    ) -> bool:
        """Place one, then those that wait, then those that were in its way."""
        desk = self.desk
        self.steps -= 1
        found = (desk.at.get((name, slot)) for name in names)
        others = list(dict.fromkeys(other for other in found if other is not None))
        left = moves - len(others)
        if (
            self.steps < 0
            or left < 0
            or any(other in self.touched for other in others)
            or (others and left == 0 and not all(self._can_move(other) for other in others))
        ):
            return False
        if not desk.in_order(meeting, slot) or desk.over_limits(names, slot):
            return self._unhinder(meeting, names, slot, pending, moves)
        lifted = [desk.lift(other) for other in others]
        table = desk.free_table(meeting, names, slot)
        if table is not None:
            found_one = self._sit(meeting, names, slot, table, [*pending, *others], left)
        else:
            found_one = self._open_table(meeting, names, slot, [*pending, *others], left)
            if not found_one and left > 0:
                found_one = self._evict(meeting, names, slot, [*pending, *others], left - 1)
        for back in lifted:
            desk.put(*back)
        return found_one or (
            table is None and desk.buffer and self._unhinder(meeting, names, slot, pending, moves)
        )

    def _unhinder(
        self, meeting: int, names: tuple[int, ...], slot: int, pending: list[int], moves: int
    ) -> bool:
        """Move a meeting of another slot that is in the way."""
        if moves == 0:
            return False
        for other in self.desk.hindrances(meeting, names, slot):
            if other in self.touched or not (moves > 1 or self._can_move(other, same_slot=True)):
                continue
            lifted = self.desk.lift(other)
            found = self._place(meeting, names, slot, [*pending, other], moves - 1)
            self.desk.put(*lifted)
            if found:
                return True
        return False

    def _sit(
        self,
        meeting: int,
        names: tuple[int, ...],
        slot: int,
        table: int,
        pending: list[int],
        moves: int,
    ) -> bool:
        before = self.desk.who[meeting]
        self.desk.put(meeting, slot, names, table)
        self.touched.append(meeting)
        found = self._settle(pending, moves) if pending else self.accept(self)
        self.touched.pop()
        self.desk.lift(meeting)
        self.desk.who[meeting] = before
        return found

    def _settle(self, pending: list[int], moves: int) -> bool:
        """Find a slot for the last of those that wait: where it fits at once, else by moves."""
        desk = self.desk
        *rest, meeting = pending
        names = desk.who[meeting]
        times = desk.times(meeting, names)
        free = times & ~desk.busy(names)
        for slot in sorted(slots_in(free), key=lambda slot: desk.new_breaks(names, slot)):
            if self._place(meeting, names, slot, rest, moves):
                return True
        return moves > 0 and any(
            self._place(meeting, names, slot, rest, moves) for slot in slots_in(times & ~free)
        )

    def _open_table(
        self, meeting: int, names: tuple[int, ...], slot: int, pending: list[int], moves: int
    ) -> bool:
        table = None if self._used else self.desk.closed_table(meeting, names, slot)
        if table is None:
            return False
        self.opened = (table, slot)
        found = self._sit(meeting, names, slot, table, pending, moves)
        self.opened = None
        return found

    @property
    def _used(self) -> bool:
        return not self.extra or self.opened is not None

    def _evict(
        self, meeting: int, names: tuple[int, ...], slot: int, pending: list[int], moves: int
    ) -> bool:
        """Take the table of another meeting, which goes elsewhere."""
        desk = self.desk
        tables = desk.tables_for(meeting, names) or 0
        tried = 0
        for table in slots_in(tables & desk.taken[slot]):
            other = desk.holder[table, slot]
            if other in self.touched or not self._can_move(other, same_slot=True):
                continue
            lifted = desk.lift(other)
            seat = desk.free_table(meeting, names, slot)
            found = seat is not None and self._sit(
                meeting, names, slot, seat, [*pending, other], moves
            )
            desk.put(*lifted)
            tried += 1
            if found or tried == EVICTIONS:
                return found
        return False

    def _can_move(self, meeting: int, *, same_slot: bool = False) -> bool:
        """Whether it has another place at once; with `same_slot`, another table will do."""
        desk = self.desk
        names = desk.who[meeting]
        times = desk.times(meeting, names)
        slots = times & ~desk.busy(names)
        if slots and (desk.has_table(meeting, names, slots) or not self._used):
            return True
        here = desk.where[meeting]
        return same_slot and here != NOWHERE and desk.has_table(meeting, names, times & 1 << here)
