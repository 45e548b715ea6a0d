"""The best plan of a tiny event by trying everything: slow, plain, and knowing nothing of the
planner."""

from __future__ import annotations

from collections.abc import Iterator

from matchmaking import Options, Placement, Problem, Solution
from matchmaking.scoring import breaks_by_delegate


def best_value(problem: Problem, options: Options) -> tuple[int, int] | None:
    """The greatest placed weight and, with it, the fewest breaks; None if no plan is valid."""
    best: tuple[int, int] | None = None
    for places in _assignments(problem, {}, 0):
        if not all(part.id in places for part in problem.meetings if part.required):
            continue
        weight = sum(problem.meeting(meeting).worth for meeting in places)
        if best is not None and weight < best[0]:
            continue
        breaks = _breaks(problem, places, options) or [0]
        if options.spread is not None and max(breaks) - min(breaks) > options.spread:
            continue
        if best is None or (weight, -sum(breaks)) > (best[0], -best[1]):
            best = (weight, sum(breaks))
    return best


def _assignments(problem: Problem, places: dict[str, str], number: int) -> Iterator[dict[str, str]]:
    if number == len(problem.meetings):
        if _in_order(problem, places):
            yield places
        return
    meeting = problem.meetings[number]
    for slot in problem.slots:
        if meeting.slot not in (None, slot.id) or meeting.session not in (None, slot.session):
            continue
        if _fits(problem, places, meeting.id, slot.id):
            yield from _assignments(problem, places | {meeting.id: slot.id}, number + 1)
    yield from _assignments(problem, places, number + 1)


def _fits(problem: Problem, places: dict[str, str], meeting_id: str, slot: str) -> bool:
    meeting = problem.meeting(meeting_id)
    if any(slot in problem.delegate(party).unavailable_slots for party in meeting.delegates):
        return False
    others = [problem.meeting(other) for other, place in places.items() if place == slot]
    if any(set(other.delegates) & set(meeting.delegates) for other in others):
        return False
    there = [*others, meeting]
    tables = [table.id for table in problem.tables if slot not in table.closed_slots]
    locks = [other.table for other in there if other.table is not None]
    return len(there) <= len(tables) and len(set(locks)) == len(locks) and set(locks) <= set(tables)


def _in_order(problem: Problem, places: dict[str, str]) -> bool:
    order = {slot.id: index for index, slot in enumerate(problem.slots)}
    return all(
        order[places[early]] < order[places[meeting.id]]
        for meeting in problem.meetings
        for early in meeting.after
        if early in places and meeting.id in places
    )


def _breaks(problem: Problem, places: dict[str, str], options: Options) -> list[int]:
    placements = tuple(Placement(meeting, slot, "") for meeting, slot in places.items())
    plan = Solution(placements, (), None)  # type: ignore[arg-type]
    return list(breaks_by_delegate(problem, plan, options.breaks).values())
