"""What the caller may choose about a planning run."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from matchmaking.errors import InputError, InputProblem

BreakRule = Literal["session", "published"]
Goal = Literal["weight", "fairness", "breaks"]
GOALS: tuple[Goal, ...] = ("weight", "breaks")
FAIR_GOALS: tuple[Goal, ...] = ("weight", "fairness", "breaks")
BREAK_RULES: tuple[BreakRule, ...] = ("session", "published")


@dataclass(frozen=True, slots=True)
class Options:
    """Effort, seed and the two rules that are a matter of choice.

    seconds     stop after so many seconds of wall clock; None: effort is counted in iterations
                only, so that the same problem, seed and options give the same plan on every run
    seed        any integer from 0; another seed searches another way
    workers     searches side by side; does not change the plan, only how soon it is there
    breaks      "session": idle slots between two meetings of one session in which the delegate is
                available; "published": all slots are one sequence, and a slot in which the
                delegate is not available counts as idle too (Bofill et al., JAIR 74, 2022)
    spread      the numbers of breaks of any two delegates differ by at most so much; None: no limit
    goals       what counts first, and then: ("weight", "breaks"), or with "fairness", the smallest
                share of its meetings that an organisation gets, between the two
    iterations  proposals of the search per start; None: chosen by the size of the event
    """

    seconds: float | None = None
    seed: int = 0
    workers: int = 1
    breaks: BreakRule = "session"
    spread: int | None = None
    iterations: int | None = None
    goals: tuple[Goal, ...] = GOALS

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
                self.goals in (GOALS, FAIR_GOALS),
                "goals",
                "must be weight, then fairness or not, then breaks",
                "Leave it out for weight, then breaks.",
            ),
        )
        faults = [
            InputProblem("bad_option", f"The option {name} {rule}.", remedy, path=f"options.{name}")
            for holds, name, rule, remedy in checks
            if not holds
        ]
        if faults:
            raise InputError(faults)
