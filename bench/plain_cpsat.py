"""The same problem as a plain CP-SAT model, as a modeller would write it down first: the yardstick
of `make bench`."""

from __future__ import annotations

import time
from dataclasses import dataclass

from ortools.sat.python import cp_model

from matchmaking import (
    Certificate,
    Options,
    Placement,
    Problem,
    Score,
    Solution,
    Unplaced,
    score,
    verify,
)

Literals = dict[tuple[str, int], cp_model.IntVar]


@dataclass(frozen=True, slots=True)
class Answer:
    """What CP-SAT found in its time: None if nothing. `seconds` include building the model."""

    value: Score | None
    valid: bool
    proven: bool
    seconds: float


def solve(problem: Problem, options: Options, *, seconds: float, workers: int) -> Answer:
    """The greatest placed weight, then the fewest breaks, in one weighted objective."""
    started = time.perf_counter()
    model = cp_model.CpModel()
    at = _placements(model, problem)
    weight = sum(problem.meeting(meeting).worth * literal for (meeting, _), literal in at.items())
    breaks = _breaks(model, problem, at, options)
    most_breaks = len(problem.delegates) * len(problem.slots)
    model.maximize(most_breaks * weight - 1000 * breaks)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.random_seed = options.seed
    status = solver.solve(model)
    spent = time.perf_counter() - started
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Answer(None, valid=False, proven=False, seconds=spent)
    plan = _solution(problem, options, {key for key, value in at.items() if solver.value(value)})
    rules = [violation for violation in verify(problem, plan) if violation.code != "certificate"]
    return Answer(score(problem, plan, options), not rules, status == cp_model.OPTIMAL, spent)


def _placements(model: cp_model.CpModel, problem: Problem) -> Literals:
    """One literal for each meeting and slot; at most one a meeting, one a delegate and slot, and
    the tables."""
    at: Literals = {}
    persons: dict[tuple[str, int], list[cp_model.IntVar]] = {}
    for meeting in problem.meetings:
        own = []
        away = frozenset().union(
            *(problem.delegate(party).unavailable_slots for party in meeting.delegates)
        )
        for number, slot in enumerate(problem.slots):
            away = any(
                slot.id in problem.delegate(party).unavailable_slots for party in meeting.delegates
            )
            if (
                away
                or meeting.session not in (None, slot.session)
                or meeting.slot not in (None, slot.id)
            ):
                continue
            literal = at[meeting.id, number] = model.new_bool_var("")
            own.append(literal)
            for party in meeting.delegates:
                persons.setdefault((party, number), []).append(literal)
        model.add_at_most_one(own)
    for literals in persons.values():
        model.add_at_most_one(literals)
    for number, slot in enumerate(problem.slots):
        tables = sum(slot.id not in table.closed_slots for table in problem.tables)
        model.add(sum(value for (_, other), value in at.items() if other == number) <= tables)
    return at


def _breaks(
    model: cp_model.CpModel, problem: Problem, at: Literals, options: Options
) -> cp_model.LinearExprT:
    """Starts of runs, less one for each line in which the delegate meets at all."""
    meetings: dict[str, list[str]] = {delegate.id: [] for delegate in problem.delegates}
    for meeting in problem.meetings:
        for party in meeting.delegates:
            meetings[party].append(meeting.id)
    terms: list[cp_model.LinearExprT] = []
    for delegate in problem.delegates:
        lines: dict[str, list[int]] = {}
        for number, slot in enumerate(problem.slots):
            if options.breaks == "published":
                lines.setdefault("", []).append(number)
            elif slot.id not in delegate.unavailable_slots:
                lines.setdefault(slot.session, []).append(number)
        for line in lines.values():
            busy = [
                sum(at[own, number] for own in meetings[delegate.id] if (own, number) in at)
                for number in line
            ]
            starts = [model.new_bool_var("") for _ in line]
            for index, start in enumerate(starts):
                model.add(start >= busy[index] - (busy[index - 1] if index else 0))
            any_busy = model.new_bool_var("")
            model.add(any_busy <= sum(busy))
            terms.append(sum(starts) - any_busy)
    return sum(terms)


def _solution(problem: Problem, options: Options, chosen: set[tuple[str, int]]) -> Solution:
    """With tables as they come."""
    free = [
        iter([table.id for table in problem.tables if slot.id not in table.closed_slots])
        for slot in problem.slots
    ]
    placements = tuple(
        Placement(meeting, problem.slots[number].id, next(free[number]))
        for meeting, number in sorted(chosen)
    )
    placed = {placement.meeting for placement in placements}
    left_out = tuple(
        Unplaced(meeting.id, "delegates_busy")
        for meeting in problem.meetings
        if meeting.id not in placed
    )
    claim = Certificate(
        "partial", 0, 0, 0, 0, 0, 0, False, "", False, 0.0, options.seed, options.breaks
    )
    return Solution(placements, left_out, claim)
