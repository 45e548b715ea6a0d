"""What the caller may choose about a planning run."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, get_args

from matchmaking.errors import InputError, InputProblem

BreakRule = Literal["session", "published"]
Goal = Literal["weight", "fairness", "breaks", "stability", "table changes", "zone changes"]
GOALS: tuple[Goal, ...] = ("weight", "breaks")
FAIR_GOALS: tuple[Goal, ...] = ("weight", "fairness", "breaks")
STABLE_GOALS: tuple[Goal, ...] = ("weight", "stability", "breaks")
LAST_GOALS: tuple[Goal, ...] = ("table changes", "zone changes")
BREAK_RULES: tuple[BreakRule, ...] = ("session", "published")


@dataclass(frozen=True, slots=True)
class Options:
    """Effort, seed, what counts first, and the rules that are a matter of choice.

    seconds     stop after so many seconds of wall clock; None: effort is counted in iterations
                only, so that the same problem, seed and options give the same plan on every run
    seed        any integer from 0; another seed searches another way
    workers     searches side by side; does not change the plan, only how soon it is there
    breaks      "session": idle slots between two meetings of one session in which the delegate is
                available; "published": all slots are one sequence, and a slot in which the
                delegate is not available counts as idle too (Bofill et al., JAIR 74, 2022)
    spread      the numbers of breaks of any two delegates differ by at most so much; None: no limit
    goals       what counts first, and then, each once: "weight" (the worth of the meetings
                placed) and "breaks" in any order; "fairness", the smallest share of its meetings
                that an organisation gets; "stability", as few meetings of an earlier plan as
                possible that do not stand as they stood; and last "table changes" and
                "zone changes", which count last, in this order, where they are not named
    gap         stop as soon as weight and breaks are proven to be within this share of the best
                (0.01 is 1 %, and at least one break); None: only the best will do
    iterations  proposals of the search per start; None: chosen by the size of the event
    """

    seconds: float | None = None
    seed: int = 0
    workers: int = 1
    breaks: BreakRule = "session"
    spread: int | None = None
    iterations: int | None = None
    goals: tuple[Goal, ...] = GOALS
    gap: float | None = None

    def __post_init__(self) -> None:
        checks = (
            (
                self.seconds is None or (math.isfinite(self.seconds) and self.seconds > 0),
                "seconds",
                "must be a number above 0",
                "Leave it out to let the planner count iterations.",
            ),
            (
                0 <= self.seed < 2**63,
                "seed",
                "must be an integer from 0 to 2^63 - 1",
                "Use 0 if you do not care.",
            ),
            (
                1 <= self.workers <= 64,
                "workers",
                "must be from 1 to 64",
                "Use the number of cores.",
            ),
            (
                self.breaks in BREAK_RULES,
                "breaks",
                "must be 'session' or 'published'",
                "Use 'session' for a conference.",
            ),
            (
                self.spread is None or self.spread >= 0,
                "spread",
                "must be 0 or more",
                "Leave it out for no limit.",
            ),
            (
                self.iterations is None or self.iterations >= 0,
                "iterations",
                "must be 0 or more",
                "Leave it out to let the planner choose.",
            ),
            (
                _in_order(self.goals),
                "goals",
                "must name weight and breaks, may name others, each once, and table changes last",
                "Leave it out for weight, then breaks.",
            ),
            (
                self.gap is None or 0 <= self.gap < 1,
                "gap",
                "must be a share from 0 to below 1",
                "Use 0.01 for 1 %, or leave it out for the best plan that can be found.",
            ),
        )
        faults = [
            InputProblem("bad_option", f"The option {name} {rule}.", remedy, path=f"options.{name}")
            for holds, name, rule, remedy in checks
            if not holds
        ]
        if faults:
            raise InputError(faults)

    def before(self, one: Goal, other: Goal) -> bool:
        """Whether both are asked for, and the first counts more."""
        goals = self.goals
        return one in goals and other in goals and goals.index(one) < goals.index(other)


def _in_order(goals: tuple[Goal, ...]) -> bool:
    named = [goal for goal in goals if goal not in LAST_GOALS]
    return (
        set(goals) <= set(get_args(Goal))
        and len(set(goals)) == len(goals)
        and {"weight", "breaks"} <= set(named)
        and list(goals[: len(named)]) == named
    )
