"""The placements of a plan as the rules look at them: by delegate, by table, in time order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from matchmaking.problem import Delegate, Problem
from matchmaking.solution import Placement


class Agenda:
    """Placements whose ids all exist in the event.

    position   slot id -> its place in time order
    session    slot id -> its session
    table      table id -> the table
    """

    def __init__(self, problem: Problem, placements: Sequence[Placement]) -> None:
        self.problem = problem
        self.placements = placements
        self.position = {slot.id: index for index, slot in enumerate(problem.slots)}
        self.session = {slot.id: slot.session for slot in problem.slots}
        self.table = {table.id: table for table in problem.tables}
        self.of_delegate: dict[str, list[Placement]] = defaultdict(list)
        for placement in sorted(placements, key=lambda part: self.position[part.slot]):
            for delegate in dict.fromkeys(problem.served_by(placement)):
                self.of_delegate[delegate].append(placement)

    def busy_delegates(self) -> Iterator[Delegate]:
        """The delegates with meetings, in the order of their first ones."""
        return map(self.problem.delegate, tuple(self.of_delegate))

    def in_sessions(self, delegate: str) -> dict[str, list[Placement]]:
        """The delegate's meetings session by session, each in time order."""
        rows: dict[str, list[Placement]] = defaultdict(list)
        for placement in self.of_delegate[delegate]:
            rows[self.session[placement.slot]].append(placement)
        return rows

    def zone(self, placement: Placement) -> str | None:
        """The zone of a meeting's table; None where it takes no table."""
        return self.table[placement.table].zone if placement.table else None
