"""The two methods that event tools are sold with, made as well as they can be made without looking
back: each wish takes the first slot in which both sides and a table are free, and keeps it.

They keep every hard rule that the events of `bench.events` have: availability, one meeting at a
time, tables and closed tables, sessions and locks, and who may serve. Where organisations meet,
the first of their delegates who is free serves.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import product

from matchmaking import (
    Certificate,
    Meeting,
    Options,
    Placement,
    Problem,
    Solution,
    Unplaced,
    score,
)
from matchmaking.solution import Status


def first_come(problem: Problem, options: Options | None = None) -> Solution:
    """Wishes take the first common slot and the lowest free table in the order in which they come
    in: a shuffle by the seed of the options."""
    options = options or Options()
    wishes = list(problem.meetings)
    random.Random(f"clusterwerk arrivals {options.seed}").shuffle(wishes)
    return _in_order(problem, options, wishes, "wishes took the first place as they came in")


def greedy(problem: Problem, options: Options | None = None) -> Solution:
    """The same, but the dearest wishes choose first; among equals the event's order holds."""
    wishes = sorted(problem.meetings, key=problem.worth_of, reverse=True)
    return _in_order(
        problem, options or Options(), wishes, "wishes took the first place by falling worth"
    )


def told_solution(
    problem: Problem,
    options: Options,
    placements: Iterable[Placement],
    *,
    argument: str,
    seconds: float,
    unplaced: Sequence[Unplaced] = (),
    weight_bound: int | None = None,
    proven: bool = False,
) -> Solution:
    """These placements as a solution whose certificate claims no more than is known: the plan is
    its own bound if it is proven best; else the sum of all worth bounds the placed weight unless a
    bound is given, and 0 the breaks. Meetings without a reason are left out for busy delegates."""
    rank = {meeting.id: number for number, meeting in enumerate(problem.meetings)}
    placed = sorted(placements, key=lambda placement: rank[placement.meeting])
    reason = {part.meeting: part for part in unplaced}
    there = {placement.meeting for placement in placed}
    left_out = tuple(
        reason.get(name, Unplaced(name, "delegates_busy")) for name in rank if name not in there
    )
    status: Status = "partial" if left_out else "complete"
    worth = sum(problem.worth_of(meeting) for meeting in problem.meetings)
    claim = Certificate(
        status,
        placed=0,
        placed_weight=0,
        placed_weight_bound=worth if weight_bound is None else weight_bound,
        breaks=0,
        breaks_bound=0,
        table_changes=0,
        proven=proven,
        argument=argument,
        repeatable=True,
        seconds=seconds,
        seed=options.seed,
        breaks_rule=options.breaks,
    )
    value = score(problem, Solution(tuple(placed), left_out, claim), options)
    claim = replace(
        claim,
        placed=value.placed,
        placed_weight=value.placed_weight,
        breaks=value.breaks,
        table_changes=value.table_changes,
    )
    if proven:
        claim = replace(claim, placed_weight_bound=value.placed_weight, breaks_bound=value.breaks)
    return Solution(tuple(placed), left_out, claim)


def _in_order(problem: Problem, options: Options, wishes: Iterable[Meeting], how: str) -> Solution:
    started = time.perf_counter()
    house = _House(problem)
    placements, left_out = [], []
    for wish in wishes:
        placement = house.take(wish)
        if placement is None:
            left_out.append(Unplaced(wish.id, house.reason(wish)))
        else:
            placements.append(placement)
    return told_solution(
        problem,
        options,
        placements,
        argument=f"Nothing is proven: {how}.",
        seconds=time.perf_counter() - started,
        unplaced=left_out,
    )


class _House:
    """Who and which table is free in each slot, as places are taken one by one."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.free = {
            slot.id: {
                delegate.id for delegate in problem.delegates if slot.id not in delegate.away_slots
            }
            for slot in problem.slots
        }
        # In the order of the event: the first one is the lowest-numbered.
        self.tables = {
            slot.id: [
                table.id
                for table in problem.tables
                if slot.id not in table.closed_slots and not table.reserved
            ]
            for slot in problem.slots
        }

    def take(self, wish: Meeting) -> Placement | None:
        """Give the wish the first place there is, if there is one."""
        for slot in self.slots_for(wish):
            party = self.free_party(wish, slot)
            table = self.free_table(wish, slot)
            if party is None or table is None:
                continue
            self.free[slot].difference_update(party)
            if table:
                self.tables[slot].remove(table)
            return Placement(wish.id, slot, table, party)
        return None

    def slots_for(self, wish: Meeting) -> list[str]:
        """The slots that its session and lock leave."""
        return [
            slot.id
            for slot in self.problem.slots
            if wish.session in (None, slot.session) and wish.slot in (None, slot.id)
        ]

    def free_party(self, wish: Meeting, slot: str) -> tuple[str, ...] | None:
        """One free delegate of each party, the first who may serve."""
        party = []
        for side in self.problem.sides(wish):
            name = next((name for name in side if name in self.free[slot]), None)
            if name is None:
                return None
            party.append(name)
        return tuple(party)

    def free_table(self, wish: Meeting, slot: str) -> str | None:
        """The lowest free table, the locked one, or "" for a meeting that takes none."""
        if wish.online:
            return ""
        free = self.tables[slot]
        if wish.table is not None:
            return wish.table if wish.table in free else None
        return free[0] if free else None

    def reason(self, wish: Meeting) -> str:
        """Why a wish that found no place has none."""
        if any(self.free_party(wish, slot) for slot in self.slots_for(wish)):
            return "tables_full"
        ways = product(*self.problem.sides(wish))
        away = [
            frozenset().union(*(self.problem.delegate(name).away_slots for name in way))
            for way in ways
        ]
        possible = any(slot not in taken for slot in self.slots_for(wish) for taken in away)
        return "delegates_busy" if possible else "no_common_slot"
