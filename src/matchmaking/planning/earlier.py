"""An earlier plan in the terms of the event as it is now."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matchmaking.planning.grid import Flags, Grid, Ints
from matchmaking.problem import Problem
from matchmaking.solution import Placement, Solution


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier plan, meeting by meeting.

    placed     [M] the meetings that had a place and are still in the event
    slot       [M] the slot that they had; -1 where it is gone
    names      [M, D] who served, as numbers; -1 where somebody is gone or may not serve any more
    table      [M] the problem's table that they had; -1: none, or gone
    """

    placed: Flags
    slot: Ints
    names: Ints
    table: Ints


def earlier_of(problem: Problem, grid: Grid, earlier: Solution) -> Earlier:
    """The earlier plan as arrays. Meetings, slots, tables and delegates that the event does not
    have any more are passed over."""
    meeting = {part.id: index for index, part in enumerate(problem.meetings)}
    slot = {part.id: index for index, part in enumerate(problem.slots)}
    table = {part.id: index for index, part in enumerate(problem.tables)}
    delegate = {part.id: index for index, part in enumerate(problem.delegates)}
    count = len(meeting)
    found = Earlier(
        placed=np.zeros(count, dtype=np.bool_),
        slot=np.full(count, -1, dtype=np.int64),
        names=np.full((count, grid.columns), -1, dtype=np.int64),
        table=np.full(count, -1, dtype=np.int64),
    )
    for placement in earlier.placements:
        if placement.meeting not in meeting:
            continue
        index = meeting[placement.meeting]
        names = [delegate.get(name, -1) for name in _in_order(problem, placement)]
        found.placed[index] = True
        found.table[index] = table.get(placement.table, -1)
        if names and min(names) >= 0:
            found.slot[index] = slot.get(placement.slot, -1)
            found.names[index, : len(names)] = names
    return found


def _in_order(problem: Problem, placement: Placement) -> list[str]:
    """Who served, party by party; empty where they do not fit the meeting as it is now."""
    serving = list(problem.served_by(placement))
    ordered = []
    for side in problem.sides(problem.meeting(placement.meeting)):
        who = next((name for name in serving if name in side), None)
        if who is None:
            return []
        serving.remove(who)
        ordered.append(who)
    return [] if serving else ordered


def with_earlier(grid: Grid, earlier: Earlier) -> Grid:
    """The event with the places that the goal of stability wants kept."""
    kept = np.where(earlier.placed, np.where(earlier.slot >= 0, earlier.slot, GONE), -1)
    return grid._replace(kept=kept, kept_by=earlier.names)


GONE = 63  # the slot of a meeting whose place does not exist any more: no slot has this number
