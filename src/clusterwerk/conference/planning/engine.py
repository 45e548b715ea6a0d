"""The engine's verbs: plan, repair, explain, check. Only a process that plans loads its kernels."""

from collections.abc import Callable
from functools import cache

import matchmaking
from matchmaking import Explanation, Options, Problem, Progress, Repair, Solution, Violation

OnProgress = Callable[[Progress], None]
ShouldStop = Callable[[], bool]


class PlanningError(Exception):
    """The planner's result breaks a rule and must not be kept."""

    def __init__(self, violations: tuple[Violation, ...]) -> None:
        super().__init__("; ".join(str(violation) for violation in violations[:5]))
        self.violations = violations


def solve(
    problem: Problem,
    *,
    seed: int,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
) -> Solution:
    """The engine's plan. Effort is counted in iterations, so that it can be repeated."""
    _load_kernels()
    return matchmaking.plan(
        problem, Options(seed=seed), on_progress=on_progress, should_stop=should_stop
    )


def repair(
    problem: Problem,
    earlier: Solution,
    *,
    seed: int,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
) -> Repair:
    """A plan of the event as it is now that changes as little as possible of an earlier one.

    Meetings that waited for a place get one where that is possible.
    """
    _load_kernels()
    return matchmaking.repair(
        problem,
        earlier,
        Options(seed=seed),
        standby=True,
        on_progress=on_progress,
        should_stop=should_stop,
    )


def explain(
    problem: Problem,
    solution: Solution,
    *,
    seed: int,
    event: bool,
    should_stop: ShouldStop | None = None,
) -> Explanation:
    """Reasons and remedies of what is left out; or, with `event`, what more tables, slots or half
    a day would bring, without remedies."""
    if event:
        _load_kernels()
    return matchmaking.explain(
        problem,
        solution,
        Options(seed=seed),
        should_stop=should_stop,
        most=0 if event else 5,
        event=event,
    )


@cache
def _load_kernels() -> None:
    """Once in a process, so that a plan's seconds are those of planning and not of loading."""
    # Numba and SciPy are heavy; only a process that plans loads them.
    from matchmaking.planning.warming import compile_kernels

    compile_kernels()


def check(problem: Problem, solution: Solution) -> None:
    """Raises PlanningError when the plan breaks a hard rule; shares no code with the planner."""
    violations = matchmaking.verify(problem, solution)
    if violations:
        raise PlanningError(violations)
