"""The planners of the bench, and what is measured of each on an event."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from bench.rivals import first_come, greedy

from bench import plain_cpsat
from matchmaking import Certificate, Options, Problem, Solution, plan, score, verify
from matchmaking.options import FAIR_GOALS, GOALS, BreakRule, Goal

WORKERS = 2


@dataclass(frozen=True, slots=True)
class Figures:
    """One planner on one event.

    valid, faults    whether `verify` accepts the plan (and the first one), else the codes
    placed, weight, projects, breaks, share, table_changes
                     of the plan: meetings, their worth in thousandths, the sum of their expected
                     projects, breaks, the smallest share of an organisation, table changes
    weight_bound, breaks_bound
                     what the planner itself proved
    weight_proven, fairness_proven, breaks_proven
                     what it proved best; fairness None: not asked for
    breaks_near      weight proven, and breaks within max(1, 1 %) of their bound
    first, seconds   until there is a plan at all, and in all
    """

    event: str
    planner: str
    seed: int
    valid: bool
    faults: tuple[str, ...]
    placed: int
    weight: int
    weight_bound: int
    projects: float
    breaks: int
    breaks_bound: int
    share: float
    table_changes: int
    weight_proven: bool
    fairness_proven: bool | None
    breaks_proven: bool
    breaks_near: bool
    first: float | None
    seconds: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What a planner gave, with the seconds until its first plan and in all; `solution` None: it
    found nothing in its time. `first_plan` is checked too, if the planner gave it away."""

    solution: Solution | None
    first: float | None
    seconds: float
    first_plan: Solution | None = None


@dataclass(frozen=True, slots=True)
class Planner:
    """A name and a way to plan; the last argument of `run` is the cap in seconds, for those that
    never end by themselves."""

    name: str
    run: Callable[[Problem, BreakRule, int, float], Answer]
    serves_organisations: bool = True


def _ours(goals: tuple[Goal, ...]) -> Callable[[Problem, BreakRule, int, float], Answer]:
    def run(problem: Problem, breaks: BreakRule, seed: int, _cap: float) -> Answer:
        # The first plan is what a run gives that may take no time at all: a whole plan with
        # tables, which can be checked. Progress alone would tell of it sooner.
        hurried = Options(seed=seed, workers=WORKERS, breaks=breaks, goals=goals, seconds=1e-3)
        started = time.perf_counter()
        first_plan = plan(problem, hurried)
        first = time.perf_counter() - started
        options = Options(seed=seed, workers=WORKERS, breaks=breaks, goals=goals)
        started = time.perf_counter()
        solution = plan(problem, options)
        return Answer(solution, first, time.perf_counter() - started, first_plan)

    return run


def _cpsat(problem: Problem, breaks: BreakRule, seed: int, cap: float) -> Answer:
    options = Options(seed=seed, breaks=breaks)
    answer = plain_cpsat.solve(problem, options, seconds=cap, workers=WORKERS)
    return Answer(answer.solution, answer.first, answer.seconds)


def _sold(
    method: Callable[[Problem, Options], Solution],
) -> Callable[[Problem, BreakRule, int, float], Answer]:
    def run(problem: Problem, breaks: BreakRule, seed: int, _cap: float) -> Answer:
        solution = method(problem, Options(seed=seed, breaks=breaks))
        seconds = solution.certificate.seconds
        return Answer(solution, seconds, seconds)

    return run


OURS = Planner("ours", _ours(GOALS))
PLANNERS = (
    OURS,
    Planner("ours, fair", _ours(FAIR_GOALS)),
    Planner("plain CP-SAT", _cpsat, serves_organisations=False),
    Planner("first come", _sold(first_come)),
    Planner("by weight", _sold(greedy)),
)


def measure(
    event: str, problem: Problem, planner: Planner, breaks: BreakRule, seed: int, cap: float
) -> Figures | None:
    """The figures of one run, or None if the planner found no plan."""
    answer = planner.run(problem, breaks, seed, cap)
    solution = answer.solution
    if solution is None:
        return None
    faults = [
        violation.code
        for one in (solution, answer.first_plan)
        if one is not None
        for violation in verify(problem, one)
    ]
    value = score(problem, solution, Options(breaks=breaks))
    claim = solution.certificate
    best_weight = claim.placed_weight == claim.placed_weight_bound
    return Figures(
        event=event,
        planner=planner.name,
        seed=seed,
        valid=not faults,
        faults=tuple(sorted(set(faults))),
        placed=value.placed,
        weight=value.placed_weight,
        weight_bound=claim.placed_weight_bound,
        projects=expected_projects(problem, solution),
        breaks=value.breaks,
        breaks_bound=claim.breaks_bound,
        share=value.smallest_share,
        table_changes=value.table_changes,
        weight_proven=best_weight,
        fairness_proven=_fairness_proven(claim),
        breaks_proven=best_weight and value.breaks == claim.breaks_bound,
        breaks_near=best_weight and near(value.breaks, claim.breaks_bound),
        first=answer.first,
        seconds=answer.seconds,
    )


def expected_projects(problem: Problem, solution: Solution) -> float:
    """The joint projects to be expected from the placed meetings: the sum of their weights,
    whatever their priority. Meaningful for events whose weights are expected projects."""
    return sum(problem.meeting(one.meeting).weight for one in solution.placements)


def near(breaks: int, bound: int) -> bool:
    """Whether the breaks are within max(1, 1 %) of what no plan goes below."""
    return breaks - bound <= max(1.0, bound / 100)


def _fairness_proven(claim: Certificate) -> bool | None:
    """Whether the first level of fairness, the smallest share of an organisation, is proven for
    plans of the best weight, which this one must be; None where it was not a goal."""
    goal = next((goal for goal in claim.goals if goal.goal == "fairness"), None)
    if goal is None or goal.bound is None:
        return None
    return goal.proven and claim.placed_weight == claim.placed_weight_bound
