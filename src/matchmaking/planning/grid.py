"""The event as arrays: what the kernels and the bounds work on.

Slots, delegates, meetings and tables become numbers in the problem's order; sets of slots become
bit masks (bit t = slot t). Shapes: M meetings, P delegates, T slots, L tables, K lines (rows in
which breaks are counted).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from matchmaking.errors import InputError, InputProblem
from matchmaking.options import BreakRule
from matchmaking.problem import Problem

MAX_SLOTS = 62  # a calendar is one signed 64-bit word

Ints = npt.NDArray[np.int64]
Masks = npt.NDArray[np.int64]


class Grid(NamedTuple):
    """Everything about an event that does not change while planning.

    one, other      [M] the two delegates
    allowed         [M] mask of slots in which both are available and the meeting may be
    worth           [M] what it is worth; required meetings outweigh all others together
    penalty         [M] the same in units of the search's guide cost
    required        [M] whether a plan must hold the meeting
    table           [M] the table it is locked to, or -1
    place           [P, T] the bit of slot t in the delegate's calendar; -1 where not available
    lines           [P, K] masks of a calendar's bits that are counted together
    own_at, own     [P+1], [2M] the meetings of delegate p are own[own_at[p]:own_at[p+1]]
    room            [T] open tables
    locked_at, locked  [L+1], [..] the meetings locked to each table
    order_at, order [M+1], [..] precedence: a meeting's predecessors as m, its successors as -1 - m
    """

    one: Ints
    other: Ints
    allowed: Masks
    worth: Masks
    penalty: npt.NDArray[np.float64]
    required: npt.NDArray[np.bool_]
    table: Ints
    place: npt.NDArray[np.int8]
    lines: Masks
    own_at: Ints
    own: Ints
    room: Ints
    locked_at: Ints
    locked: Ints
    order_at: Ints
    order: Ints


# The guide cost of leaving out the least of all meetings. Far above what one meeting can save in
# breaks.
LEAST_PENALTY = 60.0
REQUIRED_PENALTY = 10_000.0


def grid_of(problem: Problem, rule: BreakRule) -> Grid:
    """The arrays of a problem. Raises InputError where it has more slots than a calendar has
    bits."""
    if len(problem.slots) > MAX_SLOTS:
        raise InputError(
            [
                InputProblem(
                    "too_many_slots",
                    f"The event has {len(problem.slots)} slots; at most {MAX_SLOTS} can be "
                    "planned at once.",
                    "Plan the days one by one.",
                    path="slots",
                )
            ]
        )
    slot = {part.id: index for index, part in enumerate(problem.slots)}
    table = {part.id: index for index, part in enumerate(problem.tables)}
    delegate = {part.id: index for index, part in enumerate(problem.delegates)}
    meeting = {part.id: index for index, part in enumerate(problem.meetings)}
    away = [_mask(part.unavailable_slots, slot) for part in problem.delegates]
    closed = [_mask(part.closed_slots, slot) for part in problem.tables]
    pairs = [[delegate[party] for party in part.delegates] for part in problem.meetings]
    place, lines = _calendars(problem, away, rule)
    own_at, own = _rows(
        [(party, index) for index, pair in enumerate(pairs) for party in pair], len(delegate)
    )
    locked_at, locked = _rows(
        [
            (table[part.table], index)
            for index, part in enumerate(problem.meetings)
            if part.table is not None
        ],
        len(table),
    )
    order = [
        (index, meeting[early])
        for index, part in enumerate(problem.meetings)
        for early in part.after
    ]
    order_at, orders = _rows(order + [(early, -1 - late) for late, early in order], len(meeting))
    required = np.array([part.required for part in problem.meetings], dtype=np.bool_)
    worth, penalty = _worths(problem, required)
    return Grid(
        one=np.array([pair[0] for pair in pairs], dtype=np.int64),
        other=np.array([pair[1] for pair in pairs], dtype=np.int64),
        allowed=np.array(_allowed(problem, slot, away, closed, pairs), dtype=np.int64),
        worth=worth,
        penalty=penalty,
        required=required,
        table=np.array(
            [-1 if part.table is None else table[part.table] for part in problem.meetings],
            dtype=np.int64,
        ),
        place=place,
        lines=lines,
        own_at=own_at,
        own=own,
        room=np.array(
            [sum(not mask >> index & 1 for mask in closed) for index in range(len(slot))],
            dtype=np.int64,
        ),
        locked_at=locked_at,
        locked=locked,
        order_at=order_at,
        order=orders,
    )


def _mask(ids: frozenset[str], slot: dict[str, int]) -> int:
    return sum(1 << slot[part] for part in ids)


def _allowed(
    problem: Problem,
    slot: dict[str, int],
    away: list[int],
    closed: list[int],
    pairs: list[list[int]],
) -> list[int]:
    every = (1 << len(slot)) - 1
    session = {
        part.id: sum(1 << slot[other.id] for other in problem.slots if other.session == part.id)
        for part in problem.sessions
    }
    table = {part.id: mask for part, mask in zip(problem.tables, closed, strict=True)}
    masks = []
    for part, (one, other) in zip(problem.meetings, pairs, strict=True):
        mask = every & ~away[one] & ~away[other]
        if part.session is not None:
            mask &= session[part.session]
        if part.slot is not None:
            mask &= 1 << slot[part.slot]
        if part.table is not None:
            mask &= ~table[part.table]
        masks.append(mask)
    return masks


def _calendars(
    problem: Problem, away: list[int], rule: BreakRule
) -> tuple[npt.NDArray[np.int8], Masks]:
    """Each delegate's calendar: under "session" the available slots of each session pushed
    together (slots in which the delegate is away are no waiting), under "published" all slots as
    they stand."""
    sessions = [part.id for part in problem.sessions]
    if rule == "published":
        places = np.tile(np.arange(len(problem.slots), dtype=np.int8), (len(away), 1))
        return places, np.full((len(away), 1), (1 << len(problem.slots)) - 1, dtype=np.int64)
    place = np.full((len(away), len(problem.slots)), -1, dtype=np.int8)
    lines = np.zeros((len(away), len(sessions)), dtype=np.int64)
    number = line_numbers(problem, rule)
    for person, mask in enumerate(away):
        bit = 0
        for index, line in enumerate(number):
            if not mask >> index & 1:
                place[person, index] = bit
                lines[person, line] |= 1 << bit
                bit += 1
    return place, lines


def _worths(
    problem: Problem, required: npt.NDArray[np.bool_]
) -> tuple[Masks, npt.NDArray[np.float64]]:
    worth = np.array([part.worth for part in problem.meetings], dtype=np.int64)
    least = float(worth.min(initial=1_000_000_000))
    penalty = np.where(required, REQUIRED_PENALTY, 0.0) + worth * (LEAST_PENALTY / least)
    return worth + np.where(required, worth.sum() + 1, 0), penalty


def _rows(pairs: list[tuple[int, int]], count: int) -> tuple[Ints, Ints]:
    """Pairs (row, value) as offsets [count+1] and values, in the order given (compressed sparse
    rows)."""
    ordered = sorted(pairs, key=lambda pair: pair[0])
    sizes = np.bincount(np.array([row for row, _ in ordered], dtype=np.int64), minlength=count)
    offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    return offsets, np.array([value for _, value in ordered], dtype=np.int64)


def line_numbers(problem: Problem, rule: BreakRule) -> list[int]:
    """For each slot the line in which its breaks are counted: its session, or one line for all."""
    if rule == "published":
        return [0] * len(problem.slots)
    sessions = [part.id for part in problem.sessions]
    return [sessions.index(part.session) for part in problem.slots]


def calendars_of(grid: Grid, slot: Ints) -> tuple[Masks, Ints]:
    """Of a plan (slots [M], -1 for none): each delegate's busy calendar and number of breaks, both
    [P].

    Counted with whole arrays, not by the kernels, so that each can be checked by the other.
    """
    busy = np.zeros(len(grid.place), dtype=np.int64)
    placed = np.flatnonzero(slot >= 0)
    for party in (grid.one[placed], grid.other[placed]):
        np.bitwise_or.at(
            busy, party, np.int64(1) << grid.place[party, slot[placed]].astype(np.int64)
        )
    rows = busy[:, None] & grid.lines
    runs = np.bitwise_count(rows & ~(rows << 1)).astype(np.int64)
    return busy, (runs - (rows != 0)).sum(axis=1)


def bits(mask: Any) -> list[int]:
    """The numbers of the set bits, lowest first."""
    number = int(mask)
    return [bit for bit in range(number.bit_length()) if number >> bit & 1]
