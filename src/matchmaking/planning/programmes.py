"""A choice of spots of the greatest gain, by HiGHS: first as a linear programme, which on meetings
is nearly always whole already; then, if it is not, in whole numbers.

The linear programme also tells what no best choice contains (reduced costs; Dantzig, Fulkerson and
Johnson, 1954): that shrinks the search for the fewest breaks among the best choices.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array

from matchmaking.planning.grid import Flags
from matchmaking.planning.slot_model import Row

NODE_LIMIT = 20_000  # effort in nodes, not seconds, so that answers repeat
MARGIN = 1e-5  # of reduced costs, whose tolerance is 1e-7
WHOLE = 1e-6  # how far from a whole number a value may be
_OPTIMAL, _INFEASIBLE = 0, 2  # statuses of scipy.optimize.milp and linprog


@dataclass(frozen=True, slots=True)
class Choice:
    """chosen   the numbers of the chosen columns; None: nothing was found in the time
    gain     theirs together
    bound    no choice gains more
    possible [width] what is False is in no choice of the greatest gain
    tight    [rows] what is True holds to its limit in every choice of the greatest gain
    feasible False if it is proven that there is no choice at all
    """

    chosen: list[int] | None
    gain: int
    bound: int
    possible: Flags
    tight: Flags
    feasible: bool = True

    @property
    def proven(self) -> bool:
        """Whether no choice gains more."""
        return self.chosen is not None and self.gain == self.bound


def best_choice(rows: Sequence[Row], gains: Sequence[int], seconds: float | None) -> Choice:
    """The choice of columns that keeps all rows, with the greatest gain (whole numbers, below
    10^15 together)."""
    width = len(gains)
    every, no = np.ones(width, dtype=np.bool_), np.zeros(len(rows), dtype=np.bool_)
    if any(least > len(columns) for columns, least, _ in rows):
        return Choice(None, 0, 0, every, no, feasible=False)
    if width == 0:
        return Choice([], 0, 0, every, no)
    matrix, low, high = _matrix(rows, width)
    cost = -np.array(gains, dtype=np.float64)
    relaxed = _relaxed(matrix, low, high, cost, seconds)
    if relaxed.status == _INFEASIBLE:
        return Choice(None, 0, 0, every, no, feasible=False)
    if relaxed.status != _OPTIMAL:
        return Choice(None, 0, sum(gain for gain in gains if gain > 0), every, no)
    limit = _floor(-relaxed.fun)
    values = relaxed.x
    if np.abs(values - np.round(values)).max() > WHOLE:
        options: dict[str, Any] = {"node_limit": NODE_LIMIT, "mip_rel_gap": 0.0}
        if seconds is not None:
            options["time_limit"] = max(0.1, seconds)
        result = milp(
            cost,
            integrality=np.ones(width, dtype=np.int64),
            bounds=Bounds(0, 1),
            constraints=LinearConstraint(matrix, low, high),
            options=cast("Any", options),
        )
        if result.status == _INFEASIBLE:
            return Choice(None, 0, 0, every, no, feasible=False)
        if result.x is None:
            return Choice(None, 0, limit, every, no)
        if result.mip_dual_bound is not None and np.isfinite(result.mip_dual_bound):
            limit = min(limit, _floor(-result.mip_dual_bound))
        values = result.x
    chosen = np.flatnonzero(np.round(values) > 0).tolist()
    gain = sum(int(gains[column]) for column in chosen)
    # What a column adds to the cost of the relaxation, beyond the gap, keeps it out of every best
    # choice, and so does a row that is one short of its limit; the margin is far above the
    # solver's tolerance.
    gap = max(0.0, -relaxed.fun - gain)
    possible = relaxed.lower.marginals <= gap + MARGIN
    possible[chosen] = True
    tight = no.copy()
    tight[low != high] = relaxed.ineqlin.marginals < -gap - MARGIN
    return Choice(chosen, gain, max(limit, gain), possible, tight)


def _relaxed(
    matrix: csr_array,
    low: npt.NDArray[np.float64],
    high: npt.NDArray[np.float64],
    cost: npt.NDArray[np.float64],
    seconds: float | None,
) -> Any:
    exact = low == high
    return linprog(
        cost,
        A_ub=matrix[~exact] if (~exact).any() else None,
        b_ub=high[~exact] if (~exact).any() else None,
        A_eq=matrix[exact] if exact.any() else None,
        b_eq=high[exact] if exact.any() else None,
        bounds=(0, 1),
        # The interior-point method is the faster one from some 10,000 columns on, and at any size
        # its prices tell of more rows and columns what no best choice does with them.
        method="highs-ipm",
        options={} if seconds is None else {"time_limit": max(0.1, seconds)},
    )


def _matrix(
    rows: Sequence[Row], width: int
) -> tuple[csr_array, npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Every row has either an exact sum or no least one."""
    sizes = [len(columns) for columns, _, _ in rows]
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    columns = np.array([column for row, _, _ in rows for column in row], dtype=np.int64)
    matrix = csr_array(
        (np.ones(len(columns)), columns, starts), shape=(len(rows), width), dtype=np.float64
    )
    low = np.array([least if least else -np.inf for _, least, _ in rows], dtype=np.float64)
    high = np.array([most for _, _, most in rows], dtype=np.float64)
    return matrix, low, high


def _floor(value: float) -> int:
    """The whole number that a solver's value stands for, or the next below."""
    return int(np.floor(value + 1e-4 + 1e-12 * abs(value)))
