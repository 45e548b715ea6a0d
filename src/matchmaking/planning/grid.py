"""The event as arrays: what the kernels and the bounds work on.

Slots, delegates, meetings and tables become numbers in the problem's order; sets of slots become
bit masks (bit t = slot t). Shapes: M meetings, P delegates, F tables that some meeting is bound to,
Q = P + F parties, D delegates a meeting at most, W = D columns of parties, or D + 1 where F > 0,
T slots, S sessions, Z zones that matter (1 if none do), K lines (rows in which breaks are counted).

A table that a meeting is locked to, or at which a delegate stays, is a *party* like a delegate: it
is in one meeting at a time, and in none while it is closed.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from matchmaking.errors import InputError, InputProblem
from matchmaking.options import BreakRule
from matchmaking.problem import Problem

MAX_SLOTS = 62  # a calendar is one signed 64-bit word
NO_CAP = 99  # more meetings than a session has slots

Ints = npt.NDArray[np.int64]
Masks = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


class Grid(NamedTuple):
    """Everything about an event that does not change while planning.

    people, columns  P and D
    side_at, side   [M*D+1], [..] the delegates who may serve as party k of meeting m are
                    side[side_at[m*D+k]:side_at[m*D+k+1]]; none where m has fewer parties
    base            [M] mask of slots that the meeting's own wishes allow
    bound           [M] the table party that the meeting is locked to, or -1
    wanted          [M] the zone that it asks for, or -1
    online          [M] whether it takes no table
    loose           [..] the meetings with a choice of delegates
    free            [Q] mask of slots in which a delegate is available, or a table open
    home            [Q] the table party at which a delegate stays, or -1
    shared          [Q] whether a table party is one of those counted in `room`, as booths are not
    zone_of         [Q] the zone of a table party
    number          [F] which of the problem's tables each table party is
    worth           [M] what it is worth; required meetings outweigh all others together
    penalty         [M] the same in units of the search's guide cost
    required        [M] whether a plan must hold the meeting
    place           [Q, T] the bit of slot t in the party's calendar; -1 where not available
    lines           [Q, K] masks of a calendar's bits that are counted together; 0 for tables
    own_at, own     [Q+1], [..] the meetings in which a party may serve
    room            [Z, T] open tables that are not reserved
    session         [S] masks of the slots of each session
    most, rest      [Q] meetings in a session, and in a row, at most (`NO_CAP`: any number)
    capped          [Q] whether either matters
    buffer          whether a change of zone needs a slot between
    ruled           whether rules hold for single meetings, so that it matters which of two meetings
                    of the same delegates is when
    order_at, order [M+1], [..] precedence: a meeting's predecessors as m, its successors as -1 - m
    twin_at, twin   [M+1], [..] the meetings of which only one may take place
    kept, kept_by   [M], [M, D] the slot of each meeting in an earlier plan (-1: none), and who
                    serves there
    stay            the guide cost of a meeting that does not stand as in the earlier plan
    """

    people: int
    columns: int
    side_at: Ints
    side: Ints
    base: Masks
    bound: Ints
    wanted: Ints
    online: Flags
    loose: Ints
    free: Masks
    home: Ints
    shared: Flags
    zone_of: Ints
    number: Ints
    worth: Masks
    penalty: npt.NDArray[np.float64]
    required: Flags
    place: npt.NDArray[np.int8]
    lines: Masks
    own_at: Ints
    own: Ints
    room: Ints
    session: Masks
    most: Ints
    rest: Ints
    capped: Flags
    buffer: bool
    ruled: bool
    order_at: Ints
    order: Ints
    twin_at: Ints
    twin: Ints
    kept: Ints
    kept_by: Ints
    stay: float


class Draft(NamedTuple):
    """A plan under way: the slot of each meeting [M] (-1: left out), its parties [M, W] (-1: none;
    the table party, if any, in the last column), and its zone [M] (-1: it takes no table)."""

    slot: Ints
    parties: Ints
    zone: Ints


# The guide cost of leaving out the least of all meetings. Far above what one meeting can save in
# breaks.
LEAST_PENALTY = 60.0
REQUIRED_PENALTY = 10_000.0


def grid_of(problem: Problem, rule: BreakRule) -> Grid:
    """The arrays of a problem. Raises InputError where it has more slots than a calendar has
    bits."""
    if len(problem.slots) > MAX_SLOTS:
        message = (
            f"The event has {len(problem.slots)} slots; at most {MAX_SLOTS} can be planned at once."
        )
        fault = InputProblem("too_many_slots", message, "Plan the days one by one.", path="slots")
        raise InputError([fault])
    slot = {part.id: index for index, part in enumerate(problem.slots)}
    meeting = {part.id: index for index, part in enumerate(problem.meetings)}
    order = [
        (index, meeting[early])
        for index, part in enumerate(problem.meetings)
        for early in part.after
    ]
    order_at, orders = rows_of(order + [(early, -1 - late) for late, early in order], len(meeting))
    twin_at, twin = rows_of(_twins(problem), len(meeting))
    required = np.array([part.required for part in problem.meetings], dtype=np.bool_)
    worth, penalty = _worths(problem, required)
    session = {part.id: 0 for part in problem.sessions}
    for part in problem.slots:
        session[part.session] |= 1 << slot[part.id]
    from matchmaking.planning.parties import meeting_arrays, party_arrays

    seats = party_arrays(problem, slot, rule)
    meetings = meeting_arrays(problem, slot, session, seats)
    return Grid(
        people=len(problem.delegates),
        worth=worth,
        penalty=penalty,
        required=required,
        session=np.array(list(session.values()), dtype=np.int64),
        buffer=problem.rules.zone_buffer,
        ruled=problem.rules.zone_buffer or len(seats.party) > 0 or _ruled(problem),
        order_at=order_at,
        order=orders,
        twin_at=twin_at,
        twin=twin,
        kept=np.full(len(meeting), -1, dtype=np.int64),
        kept_by=np.full((len(meeting), meetings["columns"]), -1, dtype=np.int64),
        stay=0.0,
        **seats.arrays,
        **meetings,
    )


def _ruled(problem: Problem) -> bool:
    return any(
        part.after or part.session is not None or part.zone is not None or part.online
        for part in problem.meetings
    )


def _twins(problem: Problem) -> list[tuple[int, int]]:
    """Pairs of meetings that bring the same two organisations together unasked, both ways."""
    together: dict[tuple[str, str], list[int]] = {}
    for index, part in enumerate(problem.meetings):
        if part.organisations and not part.again:
            bodies = sorted(part.organisations)
            for place, one in enumerate(bodies):
                for other in bodies[place + 1 :]:
                    together.setdefault((one, other), []).append(index)
    pairs = {
        (one, other)
        for group in together.values()
        for one in group
        for other in group
        if one != other
    }
    return sorted(pairs)


def _worths(problem: Problem, required: Flags) -> tuple[Masks, npt.NDArray[np.float64]]:
    worth = np.array([problem.worth_of(part) for part in problem.meetings], dtype=np.int64)
    least = float(worth.min(initial=1_000_000_000))
    penalty = np.where(required, REQUIRED_PENALTY, 0.0) + worth * (LEAST_PENALTY / least)
    return worth + np.where(required, worth.sum() + 1, 0), penalty


def rows_of(pairs: list[tuple[int, int]], count: int) -> tuple[Ints, Ints]:
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


def calendars_of(grid: Grid, draft: Draft) -> tuple[Masks, Ints]:
    """Of a plan: each party's busy calendar and number of breaks, both [Q].

    Counted with whole arrays, not by the kernels, so that each can be checked by the other.
    """
    busy = np.zeros(len(grid.place), dtype=np.int64)
    placed = np.flatnonzero(draft.slot >= 0)
    for column in draft.parties[placed].T:
        there = column >= 0
        party, slot = column[there], draft.slot[placed][there]
        np.bitwise_or.at(busy, party, np.int64(1) << grid.place[party, slot].astype(np.int64))
    rows = busy[:, None] & grid.lines
    runs = np.bitwise_count(rows & ~(rows << 1)).astype(np.int64)
    return busy, (runs - (rows != 0)).sum(axis=1)


def days_of(grid: Grid, draft: Draft) -> Masks:
    """Of a plan: the slots in which each party meets, as masks [Q]."""
    day = np.zeros(len(grid.place), dtype=np.int64)
    placed = np.flatnonzero(draft.slot >= 0)
    for column in draft.parties[placed].T:
        there = column >= 0
        np.bitwise_or.at(day, column[there], np.int64(1) << draft.slot[placed][there])
    return day


def unlike_earlier(grid: Grid, draft: Draft) -> Flags:
    """[M] the meetings of the earlier plan that do not stand as they stood there."""
    same = (draft.parties[:, : grid.columns] == grid.kept_by).all(axis=1)
    unlike: Flags = (grid.kept >= 0) & ~(same & (draft.slot == grid.kept))
    return unlike


def bits(mask: Any) -> list[int]:
    """The numbers of the set bits, lowest first."""
    number = int(mask)
    return [bit for bit in range(number.bit_length()) if number >> bit & 1]
