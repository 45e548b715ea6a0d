"""Where each kind of remedy begins: the left-out meeting in one slot, with one thing changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from matchmaking.explaining import changes
from matchmaking.explaining.answers import Kind
from matchmaking.explaining.desk import NOWHERE, Desk, slots_in
from matchmaking.problem import Problem

LIGHTEST = 3  # meetings of a slot that are tried for leaving out, where tables are full

# A value of a list of the desk, for as long as the change is tried: the list, the place, the value.
Setting = tuple[list[Any], int, Any]


@dataclass(frozen=True, slots=True)
class Root:
    """The meeting with these delegates in that slot.

    params    of the remedy, as far as they are known before the search
    settings  what is then different on the desk; `change` makes the same of the problem
    dropped   the meeting that is left out instead
    """

    names: tuple[int, ...]
    slot: int
    params: dict[str, str] = field(default_factory=dict)
    settings: tuple[Setting, ...] = ()
    change: Callable[[Problem], Problem] | None = None
    dropped: int | None = None


@contextmanager
def tried(desk: Desk, root: Root) -> Iterator[None]:
    """The desk with a root's settings, and without the meeting that it drops."""
    before = [(place, number, place[number]) for place, number, _ in root.settings]
    limited = desk.limited
    if root.settings:
        desk.limited = [True] * len(limited)
    for place, number, value in root.settings:
        place[number] = value
    gone = None if root.dropped is None else desk.lift(root.dropped)
    try:
        yield
    finally:
        if gone is not None:
            desk.put(*gone)
        for place, number, value in before:
            place[number] = value
        desk.limited = limited


class Roots:
    """The roots of one meeting, kind by kind, most promising first: fewest new breaks, then
    early slots; the lightest meeting first where another is left out."""

    def __init__(self, desk: Desk, meeting: int) -> None:
        self.desk, self.meeting = desk, meeting
        self.ways = desk.ways(meeting)

    def of(self, kind: Kind) -> list[Root]:
        """The roots of a kind."""
        twins = [twin for twin in self.desk.twins[self.meeting] if self.desk.where[twin] >= 0]
        if twins:
            # Only without the other meeting of these organisations can this one take place.
            found = self._without(twins[0]) if kind == "leave_out" and len(twins) == 1 else ()
            return self._ordered(found)
        make = {
            "make_room": self._places,
            "open_table": self._places,
            "free_delegate": self._freed,
            "other_delegate": self._colleagues,
            "raise_limit": self._limits,
            "lift_lock": self._locks,
            "leave_out": self._instead,
        }
        return self._ordered(make[kind]())

    def _ordered(self, roots: Iterable[Root]) -> list[Root]:
        worth = self.desk.problem.worth_of
        meetings = self.desk.problem.meetings

        def value(root: Root) -> tuple[int, int, int]:
            lost = 0 if root.dropped is None else worth(meetings[root.dropped])
            return lost, self.desk.new_breaks(root.names, root.slot), root.slot

        return sorted(roots, key=value)

    def _places(self) -> Iterator[Root]:
        for names in self.ways:
            for slot in slots_in(self.desk.times(self.meeting, names)):
                yield Root(names, slot)

    def _freed(self) -> Iterator[Root]:
        """Slots in which one delegate only is not available."""
        desk = self.desk
        for names in self.ways:
            for slot in slots_in(desk.base[self.meeting]):
                away = [name for name in names if not desk.free[name] >> slot & 1]
                if len(away) == 1:
                    name, slot_id = away[0], desk.problem.slots[slot].id
                    delegate = desk.problem.delegates[name].id
                    yield Root(
                        names,
                        slot,
                        {"delegate": delegate},
                        ((desk.free, name, desk.free[name] | 1 << slot),),
                        partial(changes.delegate_freed, delegate=delegate, slot=slot_id),
                    )

    def _colleagues(self) -> Iterator[Root]:
        """Another delegate of one of the organisations."""
        desk, problem = self.desk, self.desk.problem
        part = problem.meetings[self.meeting]
        for side, served in enumerate(desk.sides[self.meeting]):
            old = problem.delegates[served[0]]
            for name in desk.colleagues[served[0]]:
                delegate = problem.delegates[name].id
                change = partial(
                    changes.delegate_changed, meeting=part.id, side=side, delegate=delegate
                )
                params = {"delegate": delegate, "instead_of": old.id}
                for way in self.ways:
                    names = (*way[:side], name, *way[side + 1 :])
                    if name in served or name in way:
                        continue
                    for slot in slots_in(desk.times(self.meeting, names)):
                        yield Root(names, slot, params, (), change)

    def _limits(self) -> Iterator[Root]:
        """Slots in which limits of one delegate only are in the way."""
        desk = self.desk
        lists = {"most_per_session": desk.most, "rest_after": desk.rest}
        for root in self._places():
            over = desk.over_limits(root.names, root.slot)
            if len({name for name, _, _ in over}) == 1:
                name = over[0][0]
                delegate = desk.problem.delegates[name].id
                limits = {limit: value for _, limit, value in over}
                yield Root(
                    root.names,
                    root.slot,
                    {"delegate": delegate} | {limit: str(limits[limit]) for limit in limits},
                    tuple((lists[limit], name, value) for limit, value in limits.items()),
                    partial(
                        changes.limits_raised,
                        delegate=delegate,
                        most=limits.get("most_per_session"),
                        rest=limits.get("rest_after"),
                    ),
                )

    def _locks(self) -> Iterator[Root]:
        """A wish of this meeting, or a lock of one that is in the way, not kept."""
        desk, meeting = self.desk, self.meeting
        part = desk.problem.meetings[meeting]
        if part.slot is not None:
            base = desk.sessions[part.session] if part.session else desk.every
            yield from self._unlocked(meeting, "slot", desk.base, base)
        elif part.session is not None:
            yield from self._unlocked(meeting, "session", desk.base, desk.every)
        if part.table is not None:
            yield from self._unlocked(meeting, "table", desk.bound, NOWHERE)
        if part.zone is not None:
            yield from self._unlocked(meeting, "zone", desk.wanted, None)
        for root in self._places():
            others = [desk.at.get((name, root.slot)) for name in root.names]
            for other in dict.fromkeys(others):
                locked = None if other is None else desk.problem.meetings[other]
                if other is not None and locked is not None and locked.slot is not None:
                    base = desk.sessions[locked.session] if locked.session else desk.every
                    setting = (desk.base, other, base)
                    yield self._lifted(root, locked.id, "slot", setting)
            tables = desk.tables_for(meeting, root.names) or 0
            for table in slots_in(tables & desk.taken[root.slot]):
                other = desk.holder[table, root.slot]
                if desk.bound[other] == table:
                    name = desk.problem.meetings[other].id
                    yield self._lifted(root, name, "table", (desk.bound, other, NOWHERE))

    def _unlocked(
        self, meeting: int, lock: str, place: list[Any], value: int | None
    ) -> Iterator[Root]:
        """This meeting where it could be without its own wish."""
        before, place[meeting] = place[meeting], value
        roots = list(self._places())
        place[meeting] = before
        name = self.desk.problem.meetings[meeting].id
        for root in roots:
            yield self._lifted(root, name, lock, (place, meeting, value))

    def _lifted(self, root: Root, meeting: str, lock: str, setting: Setting) -> Root:
        return Root(
            root.names,
            root.slot,
            {"meeting": meeting, "lock": lock},
            (setting,),
            partial(changes.lock_lifted, meeting=meeting, lock=lock),
        )

    def _instead(self) -> Iterator[Root]:
        """Without one of the meetings in the way: of its delegates, of those in other slots, or of
        those that fill the tables."""
        desk = self.desk
        for root in self._places():
            others = {desk.at.get((name, root.slot)) for name in root.names} - {None}
            others |= set(desk.hindrances(self.meeting, root.names, root.slot))
            if not others and desk.free_table(self.meeting, root.names, root.slot) is None:
                tables = desk.tables_for(self.meeting, root.names) or 0
                here = [
                    desk.holder[table, root.slot]
                    for table in slots_in(tables & desk.taken[root.slot])
                ]
                others = set(sorted(here, key=self._worth)[:LIGHTEST])
            for other in sorted(other for other in others if other is not None):
                yield from self._left_out(root, other)

    def wider(self) -> list[Root]:
        """Where another meeting is left out that is not in the way itself: with moves, its slot may
        do for one that is."""
        found: list[Root] = []
        for root in self._places():
            here = {self.desk.at.get((name, root.slot)) for name in root.names} - {None}
            for name in root.names:
                if (name, root.slot) in self.desk.at:
                    own = {self.desk.at[name, slot] for slot in slots_in(self.desk.day[name])}
                    for other in sorted(own - here):
                        found += self._left_out(root, other)
        return self._ordered(tuple(found))

    def _without(self, other: int) -> Iterator[Root]:
        for root in self._places():
            yield from self._left_out(root, other)

    def _left_out(self, root: Root, other: int) -> Iterator[Root]:
        part = self.desk.problem.meetings[other]
        if not part.required:
            params = {"meeting": part.id, "worth": str(self._worth(other)[0])}
            yield Root(root.names, root.slot, params, dropped=other)

    def _worth(self, meeting: int) -> tuple[int, int]:
        return self.desk.problem.worth_of(self.desk.problem.meetings[meeting]), meeting
