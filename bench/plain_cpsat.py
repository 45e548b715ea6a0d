"""The same problem as a plain CP-SAT model, as a modeller would write it down first: the yardstick
of `make bench`."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

from bench.rivals import told_solution
from ortools.sat.python import cp_model

from matchmaking import Options, Placement, Problem, Solution

Literals = dict[tuple[str, int], cp_model.IntVar]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, None if nothing; `first`: seconds until there was a plan at all. Both times
    include building the model."""

    solution: Solution | None
    first: float | None
    seconds: float


class _FirstPlan(cp_model.CpSolverSolutionCallback):
    """Takes down when the first plan was there."""

    def __init__(self, started: float) -> None:
        super().__init__()
        self.started, self.seconds = started, math.nan

    def on_solution_callback(self) -> None:
        if math.isnan(self.seconds):
            self.seconds = time.perf_counter() - self.started


def solve(problem: Problem, options: Options, *, seconds: float, workers: int) -> Answer:
    """The greatest placed weight, then the fewest breaks, in one weighted objective. For meetings
    of delegates; raises ValueError where organisations meet."""
    if any(meeting.organisations for meeting in problem.meetings):
        raise ValueError("The plain model has no choice of who serves.")
    started = time.perf_counter()
    model = cp_model.CpModel()
    at = _placements(model, problem)
    # Worths have a common step (10 for weights in hundredths). In steps, one break less never
    # outweighs one step more, and the numbers stay small.
    step = math.gcd(*(problem.worth_of(meeting) for meeting in problem.meetings)) or 1
    most_breaks = len(problem.delegates) * len(problem.slots)
    gains = [
        most_breaks * (problem.worth_of(problem.meeting(meeting)) // step) for meeting, _ in at
    ]
    breaks = _breaks(model, problem, at, options)
    model.maximize(
        cp_model.LinearExpr.weighted_sum([*at.values(), *breaks], gains + [-1] * len(breaks))
    )
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.random_seed = options.seed
    first = _FirstPlan(started)
    status = solver.solve(model, first)
    spent = time.perf_counter() - started
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Answer(None, None, spent)
    chosen = {key for key, literal in at.items() if solver.value(literal)}
    # A plan of weight W has fewer than `most_breaks` breaks, so W steps fit under this.
    bound = math.floor((solver.best_objective_bound + most_breaks - 1) / most_breaks + 1e-6)
    solution = told_solution(
        problem,
        options,
        _seated(problem, chosen),
        argument=f"A plain CP-SAT model ended with {solver.status_name(status)}.",
        seconds=spent,
        weight_bound=bound * step,
        proven=status == cp_model.OPTIMAL,
    )
    return Answer(solution, first.seconds, spent)


def _placements(model: cp_model.CpModel, problem: Problem) -> Literals:
    """One literal for each meeting and slot; at most one a meeting, one a delegate and slot, and
    the tables."""
    at: Literals = {}
    persons: dict[tuple[str, int], list[cp_model.IntVar]] = {}
    for meeting in problem.meetings:
        own = []
        away = frozenset().union(
            *(problem.delegate(party).away_slots for party in meeting.delegates)
        )
        for number, slot in enumerate(problem.slots):
            if (
                slot.id in away
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
) -> list[cp_model.IntVar]:
    """For each line of slots of a delegate its breaks: starts of runs, less one."""
    meetings: dict[str, list[str]] = {delegate.id: [] for delegate in problem.delegates}
    for meeting in problem.meetings:
        for party in meeting.delegates:
            meetings[party].append(meeting.id)
    terms: list[cp_model.IntVar] = []
    for delegate in problem.delegates:
        lines: dict[str, list[int]] = {}
        for number, slot in enumerate(problem.slots):
            if options.breaks == "published":
                lines.setdefault("", []).append(number)
            elif slot.id not in delegate.away_slots:
                lines.setdefault(slot.session, []).append(number)
        for line in lines.values():
            busy = [
                sum(at[own, number] for own in meetings[delegate.id] if (own, number) in at)
                for number in line
            ]
            starts = [model.new_bool_var("") for _ in line]
            for index, start in enumerate(starts):
                model.add(start >= busy[index] - (busy[index - 1] if index else 0))
            breaks = model.new_int_var(0, len(line) // 2, "")
            model.add(breaks >= sum(starts) - 1)
            terms.append(breaks)
    return terms


def _seated(problem: Problem, chosen: set[tuple[str, int]]) -> list[Placement]:
    """At the tables as they come: the model has none."""
    free = [
        iter([table.id for table in problem.tables if slot.id not in table.closed_slots])
        for slot in problem.slots
    ]
    return [
        Placement(meeting, problem.slots[number].id, next(free[number]))
        for meeting, number in sorted(chosen)
    ]
