"""The cheapest ways to place a meeting that was left out, each tried.

For each kind of remedy first without moving anybody else, then with one, two and three meetings
moved. Cheapest first (`Remedy.cost`): what it asks of people, then how many meetings move, then how
many people must be told.
"""

from __future__ import annotations

from collections.abc import Mapping

from matchmaking.explaining import changes
from matchmaking.explaining.answers import KINDS, Kind, Remedy
from matchmaking.explaining.checking import Check
from matchmaking.explaining.desk import NOWHERE, Desk
from matchmaking.explaining.moves import Moves
from matchmaking.explaining.roots import Root, Roots, tried
from matchmaking.explaining.sentences import Wording
from matchmaking.problem import Problem
from matchmaking.solution import Placement, Solution

MOST_MOVES = 3
OF_A_KIND = 2
ENOUGH = 3  # remedies after which chains of two and more moves are not searched for
STEPS = (4_000, 300_000)  # placements that a search may try: for one, for all meetings together
# Two remedies that agree in these are the same advice.
_SAME: Mapping[Kind, tuple[str, ...]] = {
    "make_room": ("slot",),
    "open_table": ("slot",),
    "free_delegate": ("delegate", "slot"),
    "other_delegate": ("delegate",),
    "raise_limit": ("delegate",),
    "lift_lock": ("meeting", "lock"),
    "leave_out": ("meeting",),
}


class Remedies:
    """Searches on one plan that keeps the rules; `best` if no plan places more worth."""

    def __init__(self, solution: Solution, desk: Desk, *, best: bool, most: int) -> None:
        self.desk, self.best, self.most = desk, best, most
        self.check, self.wording = Check(desk, solution), Wording(desk.problem)
        self.steps = min(STEPS[0], STEPS[1] // max(1, len(solution.unplaced)))
        taken = {table.id for table in desk.problem.tables}
        self.new_table = changes.fresh_id(taken, "extra")
        self.spare = any(desk.opened[slot] & ~desk.taken[slot] for slot in range(desk.count))
        self._changed: dict[tuple[str, str], Problem] = {}
        self._before = list(desk.where), list(desk.who), list(desk.seat)

    def of(self, meeting: int) -> tuple[Remedy, ...]:
        """The remedies of a meeting that is left out, cheapest first."""
        roots = Roots(self.desk, meeting)
        found: dict[Kind, list[Remedy]] = {kind: [] for kind in KINDS}
        ordered = {kind: roots.of(kind) for kind in KINDS if self._can_help(kind, meeting)}
        left = self.steps  # for longer chains; one move, or none, is always looked for
        for moves in range(MOST_MOVES + 1):
            if moves and not any(found.values()):
                ordered["leave_out"] = roots.wider() or ordered["leave_out"]
            for kind, begin in ordered.items():
                if moves < 2:
                    self._search(meeting, kind, begin, moves, found[kind], self.steps)
                elif kind == "make_room" or sum(map(len, found.values())) < ENOUGH:
                    left = self._search(meeting, kind, begin, moves, found[kind], left)
        first = [own[0] for own in found.values() if own]
        second = [remedy for own in found.values() for remedy in own[1:]]
        return tuple(sorted((first + second)[: self.most], key=lambda remedy: remedy.cost))

    def _can_help(self, kind: Kind, meeting: int) -> bool:
        """No moves alone, where the plan is proven best; and every table taken stays taken."""
        if kind == "make_room" and self.best:
            return False
        return self.spare or self.desk.online[meeting] or kind in ("open_table", "leave_out")

    def _search(
        self,
        meeting: int,
        kind: Kind,
        roots: list[Root],
        moves: int,
        found: list[Remedy],
        steps: int,
    ) -> int:
        """Add remedies of a kind with so many moves; returns how many steps are left."""
        known = {self._advice(remedy.kind, remedy.params) for remedy in found}
        for root in roots:
            if len(found) == OF_A_KIND or steps <= 0:
                break
            # Which slot a table is opened in is known only after the search.
            if kind != "open_table" and self._advice(kind, self._params(root, root.slot)) in known:
                continue
            with tried(self.desk, root):

                def accept(search: Moves, root: Root = root) -> bool:
                    remedy = self._remedy(meeting, kind, root, search)
                    if remedy is None or self._advice(kind, remedy.params) in known:
                        return False
                    found.append(remedy)
                    known.add(self._advice(kind, remedy.params))
                    return True

                search = Moves(self.desk, accept, steps=steps, extra=kind == "open_table")
                search.place(meeting, root.names, root.slot, moves)
            steps = search.steps
        return steps

    def _advice(self, kind: Kind, params: Mapping[str, str]) -> tuple[str, ...]:
        return tuple(params[name] for name in _SAME[kind])

    def _params(self, root: Root, slot: int) -> dict[str, str]:
        return {**root.params, "slot": self.desk.problem.slots[slot].id}

    def _remedy(self, meeting: int, kind: Kind, root: Root, search: Moves) -> Remedy | None:
        """The remedy that the desk shows now, if it keeps the rules."""
        desk = self.desk
        params = self._params(root, root.slot)
        problem = desk.problem if root.change is None else root.change(desk.problem)
        if kind == "open_table":
            if search.opened is None:
                return None
            table, slot = search.opened
            params = {"slot": desk.problem.slots[slot].id, "table": self._table(table)}
            problem = self._opened(table, slot)
        changed: dict[str, Placement | None] = {
            desk.problem.meetings[other].id: self._placement(other) for other in search.touched
        }
        if root.dropped is not None:
            changed[desk.problem.meetings[root.dropped].id] = None
        placements = self.check.changed_plan(problem, changed)
        if placements is None:
            return None
        others = [other for other in search.touched if other != meeting]
        moved = [self._placement(other) for other in sorted(others)]
        text = self.wording.sentence(kind, params, len(moved))
        told = self._told(meeting, root, others)
        return Remedy(kind, params, text, tuple(moved), told, problem, placements)

    def _told(self, meeting: int, root: Root, others: list[int]) -> tuple[str, ...]:
        names = {*self.desk.who[meeting]}
        for other in [*others, *([] if root.dropped is None else [root.dropped])]:
            names.update(self.desk.who[other], self._before[1][other])
        return tuple(self.desk.problem.delegates[name].id for name in sorted(names))

    def _table(self, table: int) -> str:
        tables = self.desk.problem.tables
        return tables[table].id if table < len(tables) else self.new_table

    def _opened(self, table: int, slot: int) -> Problem:
        """The event with that table open; each is made once."""
        problem, zone = self.desk.problem, self.desk.zone[table]
        key = f"{table} {zone}", problem.slots[slot].id
        if key not in self._changed:
            self._changed[key] = changes.table_opened(problem, self._table(table), key[1], zone)
        return self._changed[key]

    def _placement(self, meeting: int) -> Placement:
        desk = self.desk
        table = desk.seat[meeting]
        return Placement(
            desk.problem.meetings[meeting].id,
            desk.problem.slots[desk.where[meeting]].id,
            "" if table == NOWHERE else self._table(table),
            tuple(desk.problem.delegates[name].id for name in desk.who[meeting]),
        )
