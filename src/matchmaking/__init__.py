"""Who should meet whom, when and where: plans one-to-one meetings and proves how good the plan is.

    from matchmaking import Delegate, Meeting, Problem, plan, verify
    solution = plan(Problem(...))
    assert not verify(problem, solution)

`suggest` says who might want to meet whom before there are meetings. Importing this package is
light; Numba and SciPy are loaded by the first call of `plan`.
"""

from __future__ import annotations

from collections.abc import Callable

from matchmaking.comparing import Changes, compare
from matchmaking.errors import InputError, InputProblem, MatchmakingError
from matchmaking.explaining.answers import (
    Effect,
    EventAnswer,
    Explanation,
    Fewest,
    LeftOut,
    Remedy,
)
from matchmaking.options import Options
from matchmaking.problem import (
    Bonus,
    Delegate,
    Field,
    HouseRules,
    Meeting,
    Organisation,
    Problem,
    Session,
    Slot,
    Table,
)
from matchmaking.progress import Progress
from matchmaking.repairs import Repair
from matchmaking.rules import RULES, Rule, Violation
from matchmaking.scoring import Score, score
from matchmaking.solution import Certificate, ClashFact, GoalValue, Placement, Solution, Unplaced
from matchmaking.suggesting import (
    Interest,
    Market,
    Party,
    Suggestion,
    Suggestions,
    SuggestOptions,
    potential,
    suggest,
)
from matchmaking.verifying import verify

__all__ = [
    "RULES",
    "Bonus",
    "Certificate",
    "Changes",
    "ClashFact",
    "Delegate",
    "Effect",
    "EventAnswer",
    "Explanation",
    "Fewest",
    "Field",
    "GoalValue",
    "HouseRules",
    "InputError",
    "InputProblem",
    "Interest",
    "LeftOut",
    "Market",
    "MatchmakingError",
    "Meeting",
    "Options",
    "Organisation",
    "Party",
    "Placement",
    "Problem",
    "Progress",
    "Remedy",
    "Repair",
    "Rule",
    "Score",
    "Session",
    "Slot",
    "Solution",
    "SuggestOptions",
    "Suggestion",
    "Suggestions",
    "Table",
    "Unplaced",
    "Violation",
    "compare",
    "explain",
    "plan",
    "potential",
    "repair",
    "score",
    "suggest",
    "verify",
]


def plan(
    problem: Problem,
    options: Options | None = None,
    *,
    earlier: Solution | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Solution:
    """Place the meetings of an event: the greatest worth first, then the fewest breaks, then few
    table changes; or in the order of `Options.goals`.

    `earlier` is the plan that the goal "stability" compares with. `on_progress` hears of the search
    a few times a second; `should_stop` is asked as often, and ends it with the best plan so far
    when it says so. The solution's certificate says what is proven. Raises InputError where the
    event is beyond the planner's limits (more than 62 slots and session gaps).
    """
    # Imported here for cost: Numba and SciPy take longer to load than the rest of the package
    # together.
    from matchmaking.planning.run import plan as run

    return run(
        problem,
        options or Options(),
        earlier=earlier,
        on_progress=on_progress,
        should_stop=should_stop,
    )


def repair(
    problem: Problem,
    earlier: Solution,
    options: Options | None = None,
    *,
    standby: bool = False,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Repair:
    """A valid plan of a changed event that differs from a published one as little as possible.

    `problem` is the event as it is now (meetings cancelled or new, delegates absent, tables or
    slots gone), `earlier` the published plan. Of the meetings that had a place and of new ones, the
    greatest worth is placed; then as few as possible do not stand as they stood; then the breaks
    are few. Each is proven, or the certificate says how far it may be from the best. With the goal
    "stability" before "weight" in the options, nothing is moved for the sake of another meeting.
    Other goals are measured only. Meetings that the earlier plan left out stay out, unless
    `standby` asks for them.

    `on_progress` and `should_stop` as in `plan`. Raises InputError where the options ask for a
    spread, which a repair does not keep.
    """
    # Imported here for cost, as in `plan`.
    from matchmaking.planning.repairing import repair as run

    return run(
        problem,
        earlier,
        options or Options(),
        standby=standby,
        on_progress=on_progress,
        should_stop=should_stop,
    )


def explain(
    problem: Problem,
    solution: Solution,
    options: Options | None = None,
    *,
    should_stop: Callable[[], bool] | None = None,
    most: int = 5,
    event: bool = True,
) -> Explanation:
    """Why each meeting that a plan leaves out has no place, at most so many remedies for it, each
    tried, and what the event as a whole would need.

    `options` are those of the plan; the same arguments give the same answer. `should_stop` is asked
    between two meetings and while the event is planned at other sizes: what is not known by then
    stays empty. A plan that is proven infeasible has no remedies. Raises InputError where the plan
    breaks a rule of the event.
    """
    # Imported here for cost, as in `plan`.
    from matchmaking.explaining.run import explain as run

    return run(
        problem,
        solution,
        options or Options(),
        should_stop=should_stop,
        most=most,
        event=event,
    )
