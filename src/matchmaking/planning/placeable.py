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
from matchmaking.planning.parties import caps_of, empty_draft, reachable, settled, width_of

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
        self.factors: list[float] = []
        self.limits: list[float] = []

    def at_most(self, columns: list[int], limit: int) -> None:
        if len(columns) > limit:
            self._add(columns, [1.0] * len(columns), limit)

    def implies(self, column: int, any_of: list[int]) -> None:
        """Where the column is chosen, one of the others is."""
        self._add([column, *any_of], [1.0] + [-1.0] * len(any_of), 0)

    def _add(self, columns: list[int], factors: list[float], limit: float) -> None:
        self.rows.extend([len(self.limits)] * len(columns))
        self.columns.extend(columns)
        self.factors.extend(factors)
        self.limits.append(limit)

    def constraint(self, width: int) -> LinearConstraint | None:
        if not self.limits:
            return None
        matrix = coo_array(
            (self.factors, (self.rows, self.columns)), shape=(len(self.limits), width)
        )
        return LinearConstraint(matrix.tocsr(), -np.inf, np.array(self.limits))


def least_lost(grid: Grid, lost: int, seconds: float | None) -> Placeable:
    """A bound for a plan that was found to lose `lost`; sharper and dearer bounds are tried while
    it is not met.

    `seconds` is the time left for each, if time is limited.
    """
    counted = _solve(grid, session_model(grid), seconds, whole=True)
    result = Placeable(counted.lost, counted.feasible, "counting slots and tables by session")
    size = int(np.bitwise_count(reachable(grid)).sum())
    if result.feasible and result.lost < lost and size <= RELAXED_SIZE:
        exact = size <= EXACT_SIZE
        sharper = _solve(grid, _slot_columns(grid), seconds, whole=exact)
        if not sharper.feasible or sharper.lost > result.lost:
            method = "an exact integer programme" if exact else "a linear programme over slots"
            result = Placeable(sharper.lost, sharper.feasible, method)
    return result


@dataclass(frozen=True, slots=True)
class Choices:
    """A model's columns; the first are (meeting, place) choices: at most one a meeting, exactly one
    if it is required. `width` columns in all; the others say who serves where there is a choice."""

    meeting: npt.NDArray[np.int64]
    rows: _Rows
    width: int


class _Builder:
    """A model whose places are sets of slots (masks): sessions, or single slots.

    A relaxation where delegates with a choice stay at tables, and where a change of zone needs a
    slot: these two rules are left out.
    """

    def __init__(self, grid: Grid, masks: list[int]) -> None:
        self.grid, self.masks, self.rows = grid, masks, _Rows()
        self.allowed = reachable(grid).tolist()
        self.columns = [
            (meeting, number)
            for meeting, allowed in enumerate(self.allowed)
            for number, mask in enumerate(masks)
            if allowed & mask
        ]
        self.width = len(self.columns)
        self.at = {place: column for column, place in enumerate(self.columns)}
        self.party: dict[tuple[int, int], list[int]] = {}
        self._serve()
        self._seat()
        self._twins()

    def _serve(self) -> None:
        """Each party has so many slots in a place; where there is a choice, somebody serves."""
        grid, loose = self.grid, set(self.grid.loose.tolist())
        fixed = empty_draft(grid).parties.tolist()
        for column, (meeting, number) in enumerate(self.columns):
            if meeting not in loose:
                for party in fixed[meeting]:
                    if party >= 0:
                        self.party.setdefault((party, number), []).append(column)
                continue
            for place in range(meeting * grid.columns, (meeting + 1) * grid.columns):
                names = grid.side[grid.side_at[place] : grid.side_at[place + 1]].tolist()
                can = [name for name in names if int(grid.free[name]) & self.masks[number]]
                if names:
                    self.rows.implies(column, list(range(self.width, self.width + len(can))))
                for name in can:
                    self.party.setdefault((name, number), []).append(self.width)
                    self.width += 1
        usable = usable_slots(grid)[0].tolist()
        for (party, number), members in self.party.items():
            self.rows.at_most(members, self._slots(party, usable[party] & self.masks[number]))

    def _slots(self, party: int, usable: int) -> int:
        """The most meetings of a party in these slots of one session."""
        count = run = 0
        for slot in range(usable.bit_length()):
            run = run + 1 if usable >> slot & 1 and run < self.grid.rest[party] else 0
            count += run > 0
        return min(count, int(self.grid.most[party]))

    def _seat(self) -> None:
        """Tables in all, and those of a zone for the meetings that ask for it."""
        grid = self.grid
        _, _, takes, zone = settled(grid, empty_draft(grid).parties)
        sure = takes > 0
        for meeting in grid.loose.tolist():
            first, last = (grid.side_at[(meeting + more) * grid.columns] for more in (0, 1))
            at_home = (grid.home[grid.side[first:last]] >= 0).any()
            sure[meeting] &= not (at_home and grid.bound[meeting] < 0)
        in_zone = grid.wanted >= 0
        if width_of(grid) > grid.columns:
            in_zone |= grid.bound >= 0
        whole: dict[int, list[int]] = {}
        part: dict[tuple[int, int], list[int]] = {}
        for column, (meeting, number) in enumerate(self.columns):
            if sure[meeting]:
                whole.setdefault(number, []).append(column)
                if in_zone[meeting]:
                    part.setdefault((int(zone[meeting]), number), []).append(column)
        for number, members in whole.items():
            room = grid.room[:, bits(self.masks[number])]
            self.rows.at_most(members, int(room.sum()))
        for (name, number), members in part.items():
            self.rows.at_most(members, int(grid.room[name, bits(self.masks[number])].sum()))

    def _twins(self) -> None:
        own: dict[int, list[int]] = {}
        for column, (meeting, _) in enumerate(self.columns):
            own.setdefault(meeting, []).append(column)
        for one in range(len(self.allowed)):
            for other in self.grid.twin[
                self.grid.twin_at[one] : self.grid.twin_at[one + 1]
            ].tolist():
                if one < other:
                    self.rows.at_most(own.get(one, []) + own.get(other, []), 1)

    def model(self) -> Choices:
        meetings = np.array([meeting for meeting, _ in self.columns], dtype=np.int64)
        return Choices(meetings, self.rows, self.width)


def session_model(grid: Grid) -> Choices:
    """The counting relaxation."""
    return _Builder(grid, grid.session.tolist()).model()


def _slot_columns(grid: Grid) -> Choices:
    builder = _Builder(grid, [1 << slot for slot in range(grid.place.shape[1])])
    _caps(builder)
    _precedence(builder)
    return builder.model()


def _caps(builder: _Builder) -> None:
    """So many meetings of a delegate in a session, and in a row."""
    grid = builder.grid
    for party in np.flatnonzero(grid.capped).tolist():
        for window, limit in caps_of(grid, party):
            members = [column for slot in window for column in builder.party.get((party, slot), [])]
            builder.rows.at_most(members, limit)


def _precedence(builder: _Builder) -> None:
    grid, place = builder.grid, builder.at
    for late in range(len(grid.base)):
        for early in grid.order[grid.order_at[late] : grid.order_at[late + 1]].tolist():
            if early < 0:
                continue
            # For each slot t: not both "late by t" and "early not before t".
            for slot in bits(builder.allowed[late]):
                clash = [
                    place[late, other] for other in bits(builder.allowed[late]) if other <= slot
                ]
                clash += [
                    place[early, other] for other in bits(builder.allowed[early]) if other >= slot
                ]
                builder.rows.at_most(clash, 1)


def _solve(grid: Grid, model: Choices, seconds: float | None, *, whole: bool) -> Placeable:
    meetings, width, chosen = len(grid.base), model.width, len(model.meeting)
    placeable = np.bincount(model.meeting, minlength=meetings) > 0
    if (grid.required & ~placeable).any():
        return Placeable(0, False, "")
    worth = np.where(grid.required, 0, grid.worth)
    unit = max(1, int(np.gcd.reduce(worth)))
    total = int(worth.sum()) // unit
    if width == 0:
        return Placeable(total * unit, True, "")
    once = coo_array(
        (np.ones(chosen), (model.meeting, np.arange(chosen))), shape=(meetings, width)
    ).tocsr()
    constraints = [LinearConstraint(once, (grid.required & placeable).astype(float), 1.0)]
    rows = model.rows.constraint(width)
    if rows is not None:
        constraints.append(rows)
    options: dict[str, Any] = {"node_limit": NODE_LIMIT, "mip_rel_gap": 0.0}
    if seconds is not None:
        options["time_limit"] = max(0.1, seconds)
    result = milp(
        np.concatenate([-(worth[model.meeting] // unit), np.zeros(width - chosen)]).astype(float),
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
