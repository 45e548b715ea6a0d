"""The planner's way in: first plan, bounds, search, tables, certificate."""

from __future__ import annotations

import time
from collections.abc import Callable

from matchmaking.options import Options
from matchmaking.planning.construct import first_plan
from matchmaking.planning.grid import Draft, Grid, calendars_of, grid_of, line_numbers
from matchmaking.problem import Problem
from matchmaking.progress import Phase, Progress
from matchmaking.solution import Solution

REPORT_SECONDS = 0.25


class _Run:
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

    def report(self, phase: Phase, *, now: bool = False) -> None:
        """Tell the progress, unless the last report was just given."""
        seconds = self.seconds
        if self.on_progress is None or not (now or seconds - self._reported >= REPORT_SECONDS):
            return
        self._reported = seconds
        self.on_progress(
            Progress(phase, self.placed, self.total, self.breaks, self.breaks_bound, seconds)
        )

    def tick(self, placed: int, breaks: int) -> bool:
        """Hear from the search, pass it on, and say whether the clock or the caller wants it to
        stop."""
        self.placed, self.breaks = placed, breaks
        self.report("improve")
        left = self.seconds_left
        asked = self.should_stop is not None and self.should_stop()
        self.stopped = self.stopped or asked or (left is not None and left <= 0)
        return self.stopped


def plan(
    problem: Problem,
    options: Options,
    *,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Solution:
    """See `matchmaking.plan`."""
    run = _Run(problem, options, on_progress, should_stop)
    grid = grid_of(problem, options.breaks)
    line = line_numbers(problem, options.breaks)
    draft = first_plan(grid)
    run.note(grid, draft)
    run.report("construct", now=True)
    # Imported here for cost: there is a plan to show before Numba and SciPy are loaded.
    from matchmaking.planning.certify import infeasible_solution, solution_of
    from matchmaking.planning.steps import fair, place, polish, prove

    draft = place(grid, draft, options, run.tick)
    run.note(grid, draft)
    proof = prove(grid, line, draft.slot, options, run.seconds_left)
    if not proof.feasible:
        solution = infeasible_solution(problem, options, proof, run.seconds)
    else:
        run.breaks_bound = proof.breaks
        run.report("bound", now=True)
        share, field = 1.0, grid
        if "fairness" in options.goals:
            share, draft, field = fair(problem, grid, draft, options, run.tick)
        draft = polish(field, line, draft, proof, options, run.tick)
        run.note(grid, draft)
        run.report("tables", now=True)
        solution = solution_of(
            problem, grid, line, draft, proof, options, run.stopped, run.seconds, share
        )
    run.breaks = solution.certificate.breaks
    run.breaks_bound = solution.certificate.breaks_bound
    run.report("done", now=True)
    return solution
