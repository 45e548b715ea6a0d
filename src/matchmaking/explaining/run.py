"""The way in: the reasons that the plan names, remedies meeting by meeting, then the event."""

from __future__ import annotations

from collections.abc import Callable

from matchmaking.errors import InputError, InputProblem
from matchmaking.explaining.answers import EventAnswer, Explanation, LeftOut
from matchmaking.explaining.desk import Desk
from matchmaking.explaining.remedies import Remedies
from matchmaking.options import Options
from matchmaking.problem import Problem
from matchmaking.solution import Solution
from matchmaking.verifying import verify

# What a plan to be explained may be found to break: remedies do not need its certificate to be
# true, and a required meeting that is left out is just what is to be explained.
_TOLERATED = {"certificate", "required_meeting_missing"}


def explain(
    problem: Problem,
    solution: Solution,
    options: Options,
    *,
    should_stop: Callable[[], bool] | None = None,
    most: int = 5,
    event: bool = True,
) -> Explanation:
    """See `matchmaking.explain`."""
    faults = [part for part in verify(problem, solution) if part.code not in _TOLERATED]
    if faults:
        message = f"The plan breaks rules of the event: {faults[0]}"
        remedy = "Explain a plan of this event, as it was when the plan was made."
        raise InputError([InputProblem("plan_breaks_rules", message, remedy, path="solution")])
    claim = solution.certificate
    stopped = False
    remedies = None
    if claim.status != "infeasible":
        desk = Desk(problem, solution.placements, claim.breaks_rule)
        best = claim.placed_weight >= claim.placed_weight_bound
        remedies = Remedies(solution, desk, best=best, most=most)
    meetings = []
    for part in solution.unplaced:
        stopped = stopped or (should_stop is not None and should_stop())
        skip = stopped or remedies is None
        found = () if skip or remedies is None else remedies.of(desk.meeting[part.meeting])
        meetings.append(LeftOut(part.meeting, part.reason, part.text, found))
    answer = None if stopped or not event else _event(problem, solution, options, should_stop)
    return Explanation(tuple(meetings), answer)


def _event(
    problem: Problem,
    solution: Solution,
    options: Options,
    should_stop: Callable[[], bool] | None,
) -> EventAnswer | None:
    # Imported here for cost: remedies need neither Numba nor SciPy.
    from matchmaking.explaining.event import StoppedError, event_answer

    try:
        return event_answer(problem, solution, options, should_stop)
    except StoppedError:
        return None
