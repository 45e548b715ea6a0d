"""How far the planner is, told to whoever asked to hear it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Phase = Literal["construct", "bound", "improve", "repair", "tables", "done"]


@dataclass(frozen=True, slots=True)
class Progress:
    """The state of the best plan so far. Reported at most a few times a second, and once at the
    end.

    `placed` of `total` meetings have a slot; `breaks` is the number of breaks of that plan,
    `breaks_bound` the proven least number (0 until it is known); `seconds` since planning began.
    `weight` is the placed worth in thousandths, `weight_bound` what no plan exceeds (the worth of
    all meetings until more is known).
    """

    phase: Phase
    placed: int
    total: int
    breaks: int
    breaks_bound: int
    seconds: float
    weight: int = 0
    weight_bound: int = 0
