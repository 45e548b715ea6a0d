"""The planner's way in: first plan, bounds, search, tables, certificate."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from matchmaking.errors import InputError, InputProblem
from matchmaking.options import Options
from matchmaking.planning.construct import first_plan
from matchmaking.planning.earlier import earlier_of, with_earlier
from matchmaking.planning.grid import Draft, Grid, calendars_of, grid_of, line_numbers
from matchmaking.problem import Problem
from matchmaking.progress import Phase, Progress
from matchmaking.solution import Solution

if TYPE_CHECKING:
    from matchmaking.planning.anneal import Value

REPORT_SECONDS = 0.25
_NO_EARLIER = InputProblem(
    "bad_option",
    "The goal stability compares with an earlier plan, and none was given.",
    "Give the earlier plan, or leave the goal out.",
    path="options.goals",
)


class Run:
    """The clock, the callbacks and what is known so far."""

    def __init__(
        self,
        problem: Problem,
        options: Options,
        on_progress: Callable[[Progress], None] | None,
        should_stop: Callable[[], bool] | None,
    ) -> None:
        self.started = time.perf_counter()
        self.options = options
        self.on_progress = on_progress
        self.should_stop = should_stop
        self.total = len(problem.meetings)
        self.placed = self.breaks = self.breaks_bound = 0
        self.worth = sum(problem.worth_of(part) for part in problem.meetings)
        self.weight, self.weight_bound = 0, self.worth
        self.stopped = False
        self._reported = -REPORT_SECONDS

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self.started

    @property
    def seconds_left(self) -> float | None:
        return None if self.options.seconds is None else self.options.seconds - self.seconds

    def note(self, grid: Grid, draft: Draft) -> None:
        """Take over the numbers of a plan."""
        self.placed = int((draft.slot >= 0).sum())
        self.breaks = int(calendars_of(grid, draft)[1].sum())
        self._lose(int(grid.worth[draft.slot < 0].sum()))

    def _lose(self, lost: int) -> None:
        """A required meeting without a place weighs more than all others, which shows as none."""
        self.weight = max(0, self.worth - lost)

    def report(self, phase: Phase, *, now: bool = False) -> None:
        """Tell the progress, unless the last report was just given."""
        seconds = self.seconds
        if self.on_progress is None or not (now or seconds - self._reported >= REPORT_SECONDS):
            return
        self._reported = seconds
        self.on_progress(
            Progress(
                phase,
                self.placed,
                self.total,
                self.breaks,
                self.breaks_bound,
                seconds,
                self.weight,
                self.weight_bound,
            )
        )

    def tick(self, value: Value) -> bool:
        """Hear from the search, pass it on, and say whether the clock or the caller wants it to
        stop."""
        if value.placed:
            self.placed, self.breaks = value.placed, value.breaks
            self._lose(value.lost)
        self.report("improve")
        return self.over()

    def over(self) -> bool:
        """Whether the clock or the caller wants the work to stop."""
        left = self.seconds_left
        asked = self.should_stop is not None and self.should_stop()
        self.stopped = self.stopped or asked or (left is not None and left <= 0)
        return self.stopped


def plan(
    problem: Problem,
    options: Options,
    *,
    earlier: Solution | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Solution:
    """See `matchmaking.plan`."""
    if "stability" in options.goals and earlier is None:
        raise InputError([_NO_EARLIER])
    run = Run(problem, options, on_progress, should_stop)
    grid = grid_of(problem, options.breaks)
    if earlier is not None and "stability" in options.goals:
        grid = with_earlier(grid, earlier_of(problem, grid, earlier))
    line = line_numbers(problem, options.breaks)
    draft = first_plan(grid)
    run.note(grid, draft)
    run.report("construct", now=True)
    # Imported here for cost: there is a plan to show before Numba and SciPy are loaded.
    from matchmaking.planning.certify import Findings, infeasible_solution, solution_of
    from matchmaking.planning.steps import place, prove, searched
    from matchmaking.planning.weighing import weighed

    grid = weighed(grid, options)
    draft = place(grid, draft, options, run.tick)
    run.note(grid, draft)
    proof = prove(grid, line, draft, options, run.seconds_left, run.over)
    if not proof.feasible:
        solution = infeasible_solution(problem, options, proof, run.seconds, run.over)
        run.placed = run.weight = run.weight_bound = 0
    else:
        run.breaks_bound = proof.breaks
        run.weight_bound = max(0, run.worth - proof.lost)
        run.report("bound", now=True)
        if proof.start is not None:
            draft = place(grid, proof.start, options, run.tick)
        draft, fair = searched(problem, grid, line, draft, proof, options, run.tick)
        run.note(grid, draft)
        run.report("tables", now=True)
        findings = Findings(proof, fair, run.stopped, run.seconds)
        solution = solution_of(problem, grid, line, draft, findings, options, earlier)
    run.breaks = solution.certificate.breaks
    run.breaks_bound = solution.certificate.breaks_bound
    run.report("done", now=True)
    return solution
