"""What the event as a whole needs, by planning it with more and with less.

Every answer comes from a plan that was made, and every "not with fewer" from a bound that the
planner proved or from counting places at tables.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate

from matchmaking.explaining.answers import Effect, EventAnswer, Fewest
from matchmaking.explaining.sizes import (
    bound_tables,
    capacity,
    fits_tables,
    with_half_day,
    with_slots,
    with_tables,
)
from matchmaking.options import Options
from matchmaking.planning.grid import MAX_SLOTS
from matchmaking.planning.run import plan
from matchmaking.problem import Problem
from matchmaking.solution import Solution

ITERATIONS = 50_000  # of a plan: to place meetings takes far fewer than to save breaks


class StoppedError(Exception):
    """Somebody asked to stop."""


@dataclass(frozen=True, slots=True)
class _Trial:
    """A plan of the event at some size: the worth that it loses, and that any plan loses at least;
    above `total` where required meetings have no place."""

    solution: Solution
    total: int
    lost: int
    least: int


class _Planner:
    """Plans events of other sizes, the same way each time."""

    def __init__(self, options: Options, should_stop: Callable[[], bool] | None) -> None:
        self.options = Options(
            seed=options.seed,
            workers=options.workers,
            breaks=options.breaks,
            iterations=ITERATIONS,
        )
        self.should_stop = should_stop

    def plan(self, problem: Problem) -> _Trial:
        """Raises StoppedError when told to stop."""
        solution = plan(problem, self.options, should_stop=self.should_stop)
        if self.should_stop is not None and self.should_stop():
            raise StoppedError
        return trial_of(problem, solution)


def trial_of(problem: Problem, solution: Solution) -> _Trial:
    """What a plan loses; an infeasible one more than all, for certain."""
    total = sum(problem.worth_of(part) for part in problem.meetings)
    claim = solution.certificate
    if claim.status == "infeasible":
        return _Trial(solution, total, total + 1, total + 1)
    required = {part.id for part in problem.meetings if part.required}
    placed = {placement.meeting for placement in solution.placements}
    # A plan without a required meeting is none, but that there is none is not proven.
    lost = total - claim.placed_weight if required <= placed else total + 1
    return _Trial(solution, total, lost, total - claim.placed_weight_bound)


def event_answer(
    problem: Problem,
    solution: Solution,
    options: Options,
    should_stop: Callable[[], bool] | None,
) -> EventAnswer:
    """See `EventAnswer`. The limit on the spread of breaks is left aside. Raises StoppedError."""
    planner, now = _Planner(options, should_stop), trial_of(problem, solution)
    return EventAnswer(
        _fewest_tables(planner, problem, now),
        _fewest_slots(planner, problem, now),
        tuple(_effects(planner, problem, now)),
    )


def _fewest_tables(planner: _Planner, problem: Problem, now: _Trial) -> Fewest:
    """Tables are taken away and added as in `with_tables`."""
    most = max(len(problem.tables), bound_tables(problem) + len(problem.delegates) // 2)

    def made(number: int) -> Problem | None:
        return with_tables(problem, number) if fits_tables(problem, number) else None

    return _fewest(planner, problem, now, made, len(problem.tables), most)


def _fewest_slots(planner: _Planner, problem: Problem, now: _Trial) -> Fewest:
    """Slots are dropped and added as in `with_slots`."""
    most = max(MAX_SLOTS - len(problem.sessions), len(problem.slots))
    return _fewest(
        planner, problem, now, lambda n: with_slots(problem, n), len(problem.slots), most
    )


def _fewest(
    planner: _Planner,
    problem: Problem,
    now: _Trial,
    made: Callable[[int], Problem | None],
    here: int,
    most: int,
) -> Fewest:
    """The least number whose event loses no more worth than the event with the most.

    Upwards from the least that counting allows, in growing steps, then by halving: the answer is
    usually a step or two above the bound. A number at which not all is placed is a proof for all
    smaller ones, where the planner's bound says that no plan could.
    """
    tried: dict[int, _Trial | None] = {here: now}

    def trial(number: int) -> _Trial | None:
        if number not in tried:
            event = made(number)
            tried[number] = None if event is None else planner.plan(event)
        return tried[number]

    def least_for(lost: int) -> int:
        numbers = range(1, most)
        return 1 + bisect_left(numbers, True, key=lambda n: _could_hold(problem, made(n), lost))

    goal = now
    if now.lost > 0:
        # Usually the least number that could hold everything does.
        hoped = trial(least_for(0))
        larger = hoped if hoped is not None and hoped.lost == 0 else trial(most)
        if larger is not None and larger.lost <= now.lost:
            goal = larger
    never = tuple(part.meeting for part in goal.solution.unplaced)
    if goal.lost > goal.total:
        return Fewest(None, 1, never, goal.least > goal.total)
    first = least_for(goal.lost)
    bound, low = first, first - 1
    high = min(
        number for number, found in tried.items() if found is not None and found.lost <= goal.lost
    )
    step, number = 1, first
    while low + 1 < high:
        number = min(number, (low + high) // 2) if number >= high else number
        found = trial(number)
        if found is not None and found.lost <= goal.lost:
            high = number
        else:
            low = number
            if found is None or found.least > goal.lost:
                bound = number + 1
        number = min(low + step, (low + high) // 2) if low + 1 < high else number
        step *= 2
    exact = bound >= high and goal.lost <= goal.least
    return Fewest(high, min(bound, high), never, exact)


def _could_hold(problem: Problem, event: Problem | None, lost: int) -> bool:
    """Whether there are places at tables for all meetings but the lightest, which may be lost."""
    if event is None:
        return False
    worths = sorted(problem.worth_of(part) for part in problem.meetings)
    spared = sum(total <= lost for total in accumulate(worths))
    seated = sum(not part.online for part in problem.meetings)
    return capacity(event) >= seated - spared


def _effects(planner: _Planner, problem: Problem, now: _Trial) -> list[Effect]:
    """What one more of each brings; a kind for which the planner has no room is left out."""
    sizes = (
        ("table", with_tables(problem, len(problem.tables) + 1)),
        ("slot", with_slots(problem, len(problem.slots) + 1)),
        ("half_day", with_half_day(problem)),
    )
    found = []
    before = {placement.meeting for placement in now.solution.placements}
    for what, event in sizes:
        if event is None or len(event.slots) + len(event.sessions) > MAX_SLOTS:
            continue
        then = planner.plan(event)
        if then.lost > now.lost:  # the plan at hand is one of the larger event too
            then = _Trial(now.solution, now.total, now.lost, then.least)
        claim = then.solution.certificate
        after = [placement.meeting for placement in then.solution.placements]
        found.append(
            Effect(
                what,  # type: ignore[arg-type]  # the three values above
                claim.placed,
                claim.placed_weight,
                max(claim.placed_weight, then.total - then.least),
                claim.breaks,
                tuple(meeting for meeting in after if meeting not in before),
            )
        )
    return found
