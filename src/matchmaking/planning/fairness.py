"""Fairness among the plans of the greatest worth: the smallest share of its meetings that an
organisation gets, as large as possible (the first level of max-min fairness).

The integer programme of `placeable` that counts slots and tables by session is asked for one share
after the other, in a binary search: can every organisation have so much at no loss of worth? "No"
is a bound for every plan; "yes" names meetings. If the search finds slots for just these, the plan
is proven fairest. (The share as a variable of one programme takes minutes instead.)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from matchmaking.planning.grid import Flags, Grid
from matchmaking.planning.placeable import NODE_LIMIT, Choices, session_model
from matchmaking.problem import Problem

SLACK = 1e-6  # above the solver's tolerance
_OPTIMAL, _INFEASIBLE = 0, 2  # statuses of scipy.optimize.milp


@dataclass(frozen=True, slots=True)
class Fairest:
    """`share`: no plan that loses so little worth gives every organisation more; `chosen` [M]: the
    meetings of the largest share that was found, if slots are found for all of them; `lost`: the
    worth that plans with that share lose at least, where it is the largest."""

    share: float
    chosen: Flags | None
    lost: int = 0


def fairest(problem: Problem, grid: Grid, lost: int | None) -> Fairest:
    """The bound on the smallest share, and who should meet, where at most that worth is lost
    (None: any)."""
    asked = _Asked(problem, grid, int(grid.worth.sum()) if lost is None else lost)
    sizes = {len(row) for row in asked.rows}
    levels = sorted({count / size for size in sizes for count in range(1, size + 1)})
    low, high = 0, len(levels)  # the first `low` can be had; those from `high` on cannot
    bound = high
    chosen = None
    while low < high:
        middle = (low + high) // 2
        answer = asked.meetings_for(levels[middle])
        if isinstance(answer, bool):
            if not answer:
                bound = min(bound, middle)
            high = middle
        else:
            chosen, low = answer, middle + 1
    return Fairest(levels[bound - 1] if bound else 0.0, chosen, asked.lost if low == bound else 0)


def heaviest(problem: Problem, grid: Grid, lost: int) -> Flags | None:
    """Meetings [M] that together lose no more worth than that, if slots are found for all of them;
    None where there are none, or none were found."""
    answer = _Asked(problem, grid, lost).meetings_for(0.0)
    return None if isinstance(answer, bool) else answer


class _Asked:
    """The integer programme, but for the share that is asked for."""

    def __init__(self, problem: Problem, grid: Grid, lost: int) -> None:
        self.grid, self.model = grid, session_model(grid)
        self.rows = _organisations(problem)
        width, own = self.model.width, self.model.meeting
        columns: dict[int, list[int]] = {}
        for column, meeting in enumerate(own.tolist()):
            columns.setdefault(meeting, []).append(column)
        entries = [
            (row, column)
            for row, meetings in enumerate(self.rows)
            for meeting in meetings
            for column in columns.get(meeting, [])
        ]
        places = np.array(entries, dtype=np.int64).reshape(-1, 2)
        self.shares = coo_array(
            (np.ones(len(places)), (places[:, 0], places[:, 1])), shape=(len(self.rows), width)
        ).tocsr()
        once = coo_array(
            (np.ones(len(own)), (own, np.arange(len(own)))), shape=(len(grid.base), width)
        ).tocsr()
        self.constraints = [LinearConstraint(once, 0.0, 1.0)]
        counted = self.model.rows.constraint(width)
        if counted is not None:
            self.constraints.append(counted)
        unit = max(1, int(np.gcd.reduce(grid.worth)))
        self.worth = np.concatenate([grid.worth[own] // unit, np.zeros(width - len(own))])
        self.unit, self.total = unit, int(grid.worth.sum()) // unit
        self.least = self.total - lost // unit
        self.lost = 0  # of the last share that can be had, at least

    def meetings_for(self, share: float) -> Flags | bool:
        """Meetings [M] that give every organisation that share at no loss of worth; False if there
        are none, True if the solver does not say."""
        needed = np.array([np.ceil(share * len(row) - SLACK) for row in self.rows])
        options: dict[str, Any] = {"node_limit": NODE_LIMIT, "mip_rel_gap": 0.0}
        result = milp(
            -self.worth.astype(float),
            integrality=np.ones(self.model.width, dtype=np.int64),
            bounds=Bounds(0, 1),
            constraints=[*self.constraints, LinearConstraint(self.shares, needed, np.inf)],
            options=cast("Any", options),
        )
        if result.status == _INFEASIBLE:
            return False
        if result.x is not None and -result.fun > self.least - 0.5:
            bound = -result.mip_dual_bound if result.mip_dual_bound is not None else self.total
            self.lost = max(0, self.total - int(np.floor(bound + SLACK * self.total))) * self.unit
            return _chosen(self.grid, self.model, result.x)
        proven = result.mip_dual_bound is not None and -result.mip_dual_bound < self.least - 0.5
        return not (proven or result.status == _OPTIMAL)


def _chosen(grid: Grid, model: Choices, values: Any) -> Flags:
    chosen = np.zeros(len(grid.base), dtype=np.bool_)
    chosen[model.meeting[np.round(values[: len(model.meeting)]).astype(bool)]] = True
    return chosen


def _organisations(problem: Problem) -> list[list[int]]:
    """The meetings of each organisation that has any."""
    rows: dict[str, list[int]] = {}
    for index, meeting in enumerate(problem.meetings):
        for body in dict.fromkeys(problem.organisations_of(meeting)):
            rows.setdefault(body, []).append(index)
    return list(rows.values())
