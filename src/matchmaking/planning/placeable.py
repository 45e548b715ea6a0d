"""How much can be placed at all: bounds on the placed worth, and proofs that the required meetings
clash.

Two integer programmes by HiGHS. The counting relaxation decides only in which session a meeting
is, and counts slots of delegates and tables of sessions: small, and nearly always tight. The slot
model decides the slot, as a linear relaxation for middling events and exactly for tiny ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from matchmaking.planning.bound import usable_slots
from matchmaking.planning.grid import Grid, bits

EXACT_SIZE = 1_500  # meeting-slot pairs up to which the slot model is solved in integers
RELAXED_SIZE = 25_000  # and up to which its linear relaxation is solved
NODE_LIMIT = 2_000  # effort in nodes, not seconds, so that bounds repeat
_INFEASIBLE = 2  # status of scipy.optimize.milp


@dataclass(frozen=True, slots=True)
class Placeable:
    """`lost`: every plan leaves out at least so much worth; `feasible`: False if no plan exists at
    all; `method`: how that is known, as words for the certificate."""

    lost: int
    feasible: bool
    method: str


class _Rows:
    """Constraints sum of columns <= limit, collected row by row."""

    def __init__(self) -> None:
        self.rows: list[int] = []
        self.columns: list[int] = []
        self.limits: list[float] = []

    def at_most(self, columns: list[int], limit: int) -> None:
        if len(columns) > limit:
            self.rows.extend([len(self.limits)] * len(columns))
            self.columns.extend(columns)
            self.limits.append(limit)

    def constraint(self, width: int) -> LinearConstraint | None:
        if not self.limits:
            return None
        ones = np.ones(len(self.rows))
        matrix = coo_array((ones, (self.rows, self.columns)), shape=(len(self.limits), width))
        return LinearConstraint(matrix.tocsr(), -np.inf, np.array(self.limits))


def least_lost(grid: Grid, lost: int, line: list[int], seconds: float | None) -> Placeable:
    """A bound for a plan that was found to lose `lost`; sharper and dearer bounds are tried while
    it is not met.

    `seconds` is the time left for each, if time is limited.
    """
    counted = _solve(grid, _session_columns(grid, line), seconds, whole=True)
    result = Placeable(counted.lost, counted.feasible, "counting slots and tables by session")
    size = int(np.bitwise_count(grid.allowed).sum())
    if result.feasible and result.lost < lost and size <= RELAXED_SIZE:
        exact = size <= EXACT_SIZE
        sharper = _solve(grid, _slot_columns(grid), seconds, whole=exact)
        if not sharper.feasible or sharper.lost > result.lost:
            method = "an exact integer programme" if exact else "a linear programme over slots"
            result = Placeable(sharper.lost, sharper.feasible, method)
    return result


@dataclass(frozen=True, slots=True)
class _Model:
    """Columns are (meeting, place) choices; at most one a meeting, exactly one if it is
    required."""

    meeting: npt.NDArray[np.int64]
    rows: _Rows


def _session_columns(grid: Grid, line: list[int]) -> _Model:
    masks = [
        sum(1 << slot for slot, own in enumerate(line) if own == number)
        for number in range(max(line) + 1)
    ]
    columns = [
        (meeting, number)
        for meeting, allowed in enumerate(grid.allowed.tolist())
        for number, mask in enumerate(masks)
        if allowed & mask
    ]
    rows = _Rows()
    usable = usable_slots(grid)[0].tolist()
    at_person: dict[tuple[int, int], list[int]] = {}
    at_session: dict[int, list[int]] = {}
    for column, (meeting, number) in enumerate(columns):
        at_session.setdefault(number, []).append(column)
        for person in (int(grid.one[meeting]), int(grid.other[meeting])):
            at_person.setdefault((person, number), []).append(column)
    for (person, number), members in at_person.items():
        rows.at_most(members, (usable[person] & masks[number]).bit_count())
    for number, members in at_session.items():
        rows.at_most(members, sum(int(grid.room[slot]) for slot in bits(masks[number])))
    return _Model(np.array([meeting for meeting, _ in columns], dtype=np.int64), rows)


def _slot_columns(grid: Grid) -> _Model:
    columns = [
        (meeting, slot)
        for meeting, allowed in enumerate(grid.allowed.tolist())
        for slot in bits(allowed)
    ]
    groups: dict[tuple[str, int, int], list[int]] = {}
    place: dict[tuple[int, int], int] = {}
    for column, (meeting, slot) in enumerate(columns):
        place[meeting, slot] = column
        groups.setdefault(("room", 0, slot), []).append(column)
        for person in (int(grid.one[meeting]), int(grid.other[meeting])):
            groups.setdefault(("person", person, slot), []).append(column)
        if grid.table[meeting] >= 0:
            groups.setdefault(("table", int(grid.table[meeting]), slot), []).append(column)
    rows = _Rows()
    for (kind, _, slot), members in groups.items():
        rows.at_most(members, int(grid.room[slot]) if kind == "room" else 1)
    for late in range(len(grid.one)):
        for early in grid.order[grid.order_at[late] : grid.order_at[late + 1]].tolist():
            if early < 0:
                continue
            # For each slot t: not both "late by t" and "early not before t".
            for slot in bits(grid.allowed[late]):
                clash = [place[late, other] for other in bits(grid.allowed[late]) if other <= slot]
                clash += [
                    place[early, other] for other in bits(grid.allowed[early]) if other >= slot
                ]
                rows.at_most(clash, 1)
    return _Model(np.array([meeting for meeting, _ in columns], dtype=np.int64), rows)


def _solve(grid: Grid, model: _Model, seconds: float | None, *, whole: bool) -> Placeable:
    meetings, width = len(grid.one), len(model.meeting)
    placeable = np.bincount(model.meeting, minlength=meetings) > 0
    if (grid.required & ~placeable).any():
        return Placeable(0, False, "")
    worth = np.where(grid.required, 0, grid.worth)
    unit = max(1, int(np.gcd.reduce(worth)))
    total = int(worth.sum()) // unit
    if width == 0:
        return Placeable(total * unit, True, "")
    once = coo_array(
        (np.ones(width), (model.meeting, np.arange(width))), shape=(meetings, width)
    ).tocsr()
    constraints = [LinearConstraint(once, (grid.required & placeable).astype(float), 1.0)]
    rows = model.rows.constraint(width)
    if rows is not None:
        constraints.append(rows)
    options: dict[str, Any] = {"node_limit": NODE_LIMIT, "mip_rel_gap": 0.0}
    if seconds is not None:
        options["time_limit"] = max(0.1, seconds)
    result = milp(
        -(worth[model.meeting] // unit).astype(float),
        integrality=np.full(width, int(whole)),
        bounds=Bounds(0, 1),
        constraints=constraints,
        options=cast("Any", options),
    )
    if result.status == _INFEASIBLE:
        return Placeable(0, False, "")
    dual = result.mip_dual_bound if whole else result.fun
    if dual is None or not np.isfinite(dual) or total > 10**9:
        return Placeable(0, True, "")
    # The margin is above the solver's tolerance (1e-6 relative) and far below one unit.
    placed = int(np.floor(-dual + max(1e-4, 1e-6 * total)))
    return Placeable(max(0, total - placed) * unit, True, "")
