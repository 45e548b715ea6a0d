"""Who should meet whom, when and where: plans one-to-one meetings and proves how good the plan is.

    from matchmaking import Delegate, Meeting, Problem, plan, verify
    solution = plan(Problem(...))
    assert not verify(problem, solution)

Importing this package is light; Numba and SciPy are loaded by the first call of `plan`.
"""

from __future__ import annotations

from collections.abc import Callable

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
from matchmaking.rules import RULES, Rule, Violation
from matchmaking.scoring import Score, score
from matchmaking.solution import Certificate, GoalValue, Placement, Solution, Unplaced
from matchmaking.verifying import verify

__all__ = [
    "RULES",
    "Bonus",
    "Certificate",
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
    "LeftOut",
    "MatchmakingError",
    "Meeting",
    "Options",
    "Organisation",
    "Placement",
    "Problem",
    "Progress",
    "Remedy",
    "Rule",
    "Score",
    "Session",
    "Slot",
    "Solution",
    "Table",
    "Unplaced",
    "Violation",
    "explain",
    "plan",
    "score",
    "verify",
]


def plan(
    problem: Problem,
    options: Options | None = None,
    *,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Solution:
    """Place the meetings of an event: the greatest worth first, then the fewest breaks, then few
    table changes.

    `on_progress` hears of the search a few times a second; `should_stop` is asked as often, and
    ends it with the best plan so far when it says so. The solution's certificate says what is
    proven. Raises InputError where the event is beyond the planner's limits (more than 62 slots
    and session gaps).
    """
    # Imported here for cost: Numba and SciPy take longer to load than the rest of the package
    # together.
    from matchmaking.planning.run import plan as run

    return run(problem, options or Options(), on_progress=on_progress, should_stop=should_stop)


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
