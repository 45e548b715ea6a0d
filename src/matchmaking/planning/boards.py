"""The event once more, packed for the kernels: few arrays, because a kernel takes longer to compile
with each of them."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from matchmaking.planning.grid import Grid, Ints, Masks

MEETING = np.dtype(
    [
        (name, np.int64)
        for name in (
            "base", "bound", "wanted", "online", "worth", "kept", "order_at", "order_end",
            "twin_at", "twin_end",
        )
    ]
    + [("penalty", np.float64)]
)  # fmt: skip
PARTY = np.dtype(
    [
        (name, np.int64)
        for name in (
            "free", "home", "shared", "zone_of", "most", "rest", "capped", "own_at", "own_end",
        )
    ]
)  # fmt: skip


class Board(NamedTuple):
    """A `Grid` whose fields of one shape are records. `lists` holds the values of all compressed
    rows; the offsets (`..._at`, `..._end`, `side_at`) point into it. `choices` meetings have a
    choice of delegates; they stand from `loose_at` on. `stable`: there is an earlier plan."""

    people: int
    columns: int
    choices: int
    loose_at: int
    buffer: bool
    ruled: bool
    stable: bool
    stay: float
    meeting: Any
    party: Any
    side_at: Ints
    lists: Ints
    kept_by: Ints
    place: npt.NDArray[np.int8]
    lines: Masks
    room: Ints
    session: Masks


def board_of(grid: Grid) -> Board:
    """The packed event."""
    rows = (grid.side, grid.own, grid.order, grid.twin, grid.loose)
    starts = np.cumsum([0, *(len(row) for row in rows)])
    meeting = np.zeros(len(grid.base), dtype=MEETING)
    for name in ("base", "bound", "wanted", "online", "worth", "kept", "penalty"):
        meeting[name] = getattr(grid, name)
    meeting["order_at"] = grid.order_at[:-1] + starts[2]
    meeting["order_end"] = grid.order_at[1:] + starts[2]
    meeting["twin_at"] = grid.twin_at[:-1] + starts[3]
    meeting["twin_end"] = grid.twin_at[1:] + starts[3]
    party = np.zeros(len(grid.place), dtype=PARTY)
    for name in ("free", "home", "shared", "zone_of", "most", "rest", "capped"):
        party[name] = getattr(grid, name)
    party["own_at"] = grid.own_at[:-1] + starts[1]
    party["own_end"] = grid.own_at[1:] + starts[1]
    return Board(
        people=grid.people,
        columns=grid.columns,
        choices=len(grid.loose),
        loose_at=int(starts[4]),
        buffer=grid.buffer,
        ruled=grid.ruled,
        stable=bool((grid.kept >= 0).any()),
        stay=grid.stay,
        meeting=meeting,
        party=party,
        side_at=grid.side_at,
        lists=np.concatenate(rows).astype(np.int64),
        kept_by=grid.kept_by,
        place=grid.place,
        lines=grid.lines,
        room=grid.room,
        session=grid.session,
    )


def wide(board: Board) -> bool | None:
    """True where there are choices of delegates, zones or caps; else None (see `insertions`)."""
    caps = bool(board.party["capped"].any())
    return True if board.choices > 0 or len(board.room) > 1 or caps else None
