"""The search's kernels: a state of who meets when, and two moves on it.

Kempe path: a delegate's meeting goes from busy slot s to idle slot t, and whoever stands in its
way there goes from t to s, and so on along the alternating path; only its two ends change their
calendars. Insertion: a meeting without a slot takes one and throws out whatever is in its way.
Both are judged by the guide cost of `calendars`, against a threshold drawn before the move is
worked out, so that most need not be finished. Source: Kempe chains for edge colouring; simulated
annealing after Kirkpatrick, Gelatt and Vecchi (Science 220, 1983).
"""
# Inside a kernel every integer is a 64-bit word, which mypy tells from int; Numba checks the types.
# mypy: disable-error-code="arg-type, assignment, operator, return-value, no-any-return"

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from matchmaking.planning.calendars import breaks_in, guide_cost, kernel
from matchmaking.planning.grid import Grid, Ints, Masks, calendars_of

OVERFLOW_COST = (
    10.0  # for each meeting beyond the tables of a slot; 3 to 5 let the search settle there
)
OVERFLOW_RISE = (
    3.0  # how much of it is added while cooling: at full tables the search settles there too
)
HOT, COLD = 8.0, 1.0  # temperatures, in units of the guide cost
FOCUS = 0.6  # of all picks at delegates who have breaks
INSERTIONS = 0.2  # of all moves, while there are meetings without a slot
ROOMY = (
    40  # what a path's far end can save at most, all but always: later reject is not worth the walk
)

# Places in State.tally.
OPEN, BROKEN, OVER, BREAKS, EXCESS, LOST, BEST_LOST, BEST_BREAKS = range(8)
UNKNOWN = np.iinfo(np.int64).max


class State(NamedTuple):
    """A plan under way.

    slot       [M] slot of each meeting, or -1
    at         [P, T] the meeting of a delegate in a slot, or -1
    busy       [P] calendars (masks of `Grid.place` bits)
    breaks     [P] breaks of each delegate
    load       [T] meetings in each slot
    open, open_at      [M] the meetings without a slot, and where each stands in that list (-1:
                       placed)
    broken, broken_at  [P] the same for delegates with breaks
    path       [M+16] scratch
    best       [M] slots of the best valid plan so far
    tally      [8] sums over the above, by the names above; LOST in worth, EXCESS in breaks over
               the limit
    dice       [1] state of the random numbers
    stop       [1] set from outside to end the search
    """

    slot: Ints
    at: npt.NDArray[np.int32]
    busy: Masks
    breaks: Ints
    load: Ints
    open: Ints
    open_at: Ints
    broken: Ints
    broken_at: Ints
    path: Ints
    best: Ints
    tally: Masks
    dice: npt.NDArray[np.uint64]
    stop: npt.NDArray[np.uint8]


def state_of(grid: Grid, slot: Ints, seed: int, limit: int) -> State:
    """The state of a plan (slots [M], -1 for none); another seed gives another sequence of
    moves."""
    meetings, (persons, slots) = len(grid.one), grid.place.shape
    placed = np.flatnonzero(slot >= 0)
    at = np.full((persons, slots), -1, dtype=np.int32)
    at[grid.one[placed], slot[placed]] = placed
    at[grid.other[placed], slot[placed]] = placed
    busy, breaks = calendars_of(grid, slot)
    load = np.bincount(slot[placed], minlength=slots)
    left_out = np.flatnonzero(slot < 0)
    broken = np.flatnonzero(breaks)
    tally = np.zeros(8, dtype=np.int64)
    tally[OPEN], tally[BROKEN] = len(left_out), len(broken)
    tally[OVER] = (load - grid.room).clip(0).sum()
    tally[BREAKS], tally[EXCESS] = breaks.sum(), (breaks - limit).clip(0).sum()
    tally[LOST] = grid.worth[left_out].sum()
    tally[BEST_LOST] = tally[BEST_BREAKS] = UNKNOWN
    return State(
        slot=slot.astype(np.int64),
        at=at,
        busy=busy,
        breaks=breaks,
        load=load,
        open=_padded(left_out, meetings),
        open_at=_places(left_out, meetings),
        broken=_padded(broken, persons),
        broken_at=_places(broken, persons),
        path=np.zeros(meetings + 16, dtype=np.int64),
        best=np.full(meetings, -1, dtype=np.int64),
        tally=tally,
        dice=np.array([_scrambled(seed)], dtype=np.uint64),
        stop=np.zeros(1, dtype=np.uint8),
    )


def _padded(items: Ints, size: int) -> Ints:
    padded = np.zeros(size, dtype=np.int64)
    padded[: len(items)] = items
    return padded


def _places(items: Ints, size: int) -> Ints:
    places = np.full(size, -1, dtype=np.int64)
    places[items] = np.arange(len(items))
    return places


def _scrambled(seed: int) -> int:
    """Neighbouring seeds to distant, non-zero states (splitmix64; Steele, Lea and Flood, OOPSLA
    2014)."""
    word = (seed + 1) * 0x9E3779B97F4A7C15 & (1 << 64) - 1
    word = (word ^ word >> 30) * 0xBF58476D1CE4E5B9 & (1 << 64) - 1
    word = (word ^ word >> 27) * 0x94D049BB133111EB & (1 << 64) - 1
    return word ^ word >> 31 or 1


@kernel
def draw(dice: npt.NDArray[np.uint64]) -> np.uint64:
    """64 random bits (xorshift64*; Vigna, ACM TOMS 42, 2016)."""
    word = dice[0]
    word ^= word >> np.uint64(12)
    word ^= word << np.uint64(25)
    word ^= word >> np.uint64(27)
    dice[0] = word
    return word * np.uint64(2685821657736338717)


@kernel
def below(dice: npt.NDArray[np.uint64], count: int) -> int:
    """A random integer from 0 to count - 1 (count below 2^31)."""
    return np.int64(((draw(dice) >> np.uint64(33)) * np.uint64(count)) >> np.uint64(31))


@kernel
def fraction(dice: npt.NDArray[np.uint64]) -> float:
    """A random number above 0 and at most 1."""
    return (np.float64(draw(dice) >> np.uint64(11)) + 1.0) * (1.0 / 9007199254740992.0)


@kernel
def _leave(items: Ints, at: Ints, tally: Masks, count: int, item: int) -> None:
    """Take an item out of a list that knows where each item stands."""
    last = items[tally[count] - 1]
    hole = at[item]
    items[hole] = last
    at[last] = hole
    at[item] = -1
    tally[count] -= 1


@kernel
def _join(items: Ints, at: Ints, tally: Masks, count: int, item: int) -> None:
    items[tally[count]] = item
    at[item] = tally[count]
    tally[count] += 1


@kernel
def set_breaks(
    breaks: Ints, broken: Ints, broken_at: Ints, tally: Masks, person: int, after: int, limit: int
) -> None:
    """Note a delegate's new number of breaks, and keep the tallies and the list of those who have
    any."""
    before = breaks[person]
    breaks[person] = after
    tally[BREAKS] += after - before
    tally[EXCESS] += max(after - limit, 0) - max(before - limit, 0)
    if after > 0 and before == 0:
        _join(broken, broken_at, tally, BROKEN, person)
    elif after == 0 and before > 0:
        _leave(broken, broken_at, tally, BROKEN, person)


@kernel
def add_load(room: Ints, load: Ints, tally: Masks, slot: int, more: int) -> None:
    """Add to the meetings of a slot, and keep the tally of meetings beyond the tables."""
    after = load[slot] + more
    tally[OVER] += max(after - room[slot], 0) - max(load[slot] - room[slot], 0)
    load[slot] = after


@kernel
def put(grid: Grid, state: State, meeting: int, slot: int, limit: int) -> None:
    """Give a meeting without a slot that slot, where both delegates must be free; or, with slot
    -1, take its slot away."""
    tally = state.tally
    inside = slot >= 0
    if inside:
        _leave(state.open, state.open_at, tally, OPEN, meeting)
        where, entry, more = slot, meeting, 1
    else:
        _join(state.open, state.open_at, tally, OPEN, meeting)
        where, entry, more = state.slot[meeting], np.int64(-1), -1
    state.slot[meeting] = slot
    tally[LOST] -= more * grid.worth[meeting]
    add_load(grid.room, state.load, tally, where, more)
    for person in (grid.one[meeting], grid.other[meeting]):
        state.at[person, where] = entry
        # The bit was clear before, or set before: either way it changes.
        state.busy[person] ^= np.int64(1) << np.int64(grid.place[person, where])
        after = breaks_in(state.busy[person], grid.lines[person])
        set_breaks(state.breaks, state.broken, state.broken_at, tally, person, after, limit)


@kernel
def keeps_rules(
    order_at: Ints,
    order: Ints,
    table: Ints,
    locked_at: Ints,
    locked: Ints,
    slots: Ints,
    meeting: int,
) -> bool:
    """Whether a placed meeting is in order with those before and after it, and alone at its locked
    table."""
    slot = slots[meeting]
    for entry in range(order_at[meeting], order_at[meeting + 1]):
        rival = order[entry]
        if rival >= 0:
            if slots[rival] >= slot:
                return False
        elif slots[-1 - rival] >= 0 and slots[-1 - rival] <= slot:
            return False
    if table[meeting] >= 0:
        for entry in range(locked_at[table[meeting]], locked_at[table[meeting] + 1]):
            if locked[entry] != meeting and slots[locked[entry]] == slot:
                return False
    return True


@kernel
def swap_path(
    one: Ints,
    other: Ints,
    slots: Ints,
    at: npt.NDArray[np.int32],
    path: Ints,
    length: int,
    both: int,
) -> None:
    """Move the meetings of a path to the other one of its two slots (`both`: their sum). Calendars
    stay."""
    for step in range(length):
        meeting = path[step]
        a, b, slot = one[meeting], other[meeting], slots[meeting]
        # The meeting before may have taken the place already.
        if at[a, slot] == meeting:
            at[a, slot] = -1
        if at[b, slot] == meeting:
            at[b, slot] = -1
        slots[meeting] = both - slot
        at[a, both - slot] = meeting
        at[b, both - slot] = meeting


@kernel
def walk_path(
    one: Ints,
    other: Ints,
    allowed: Masks,
    at: npt.NDArray[np.int32],
    path: Ints,
    meeting: int,
    person: int,
    here: int,
    there: int,
) -> tuple[int, int]:
    """Write the alternating path into `path`: (its length, the delegate at its far end).

    `person` meets in `meeting`, in slot `here`, and is idle in `there`. Length 0: a meeting on the
    way may not be where it would have to go.
    """
    length = 0
    while True:
        path[length] = meeting
        length += 1
        person = one[meeting] + other[meeting] - person
        blocker = np.int64(at[person, there])
        if blocker < 0:
            return length, person
        if not (allowed[blocker] >> here) & 1:
            return 0, person
        meeting = blocker
        here, there = there, here


@kernel
def path_keeps_rules(grid: Grid, slots: Ints, path: Ints, length: int) -> bool:
    """`keeps_rules` for every meeting of a path."""
    for step in range(length):
        if not keeps_rules(
            grid.order_at, grid.order, grid.table, grid.locked_at, grid.locked, slots, path[step]
        ):
            return False
    return True


@kernel
def pick_person(broken: Ints, tally: Masks, dice: npt.NDArray[np.uint64], persons: int) -> int:
    """A random delegate, more often one who has breaks."""
    if tally[BROKEN] > 0 and fraction(dice) <= FOCUS:
        return broken[below(dice, tally[BROKEN])]
    return below(dice, persons)


@kernel
def try_path(
    grid: Grid, state: State, threshold: float, limit: int, ruled: bool, overflow_cost: float
) -> bool:
    """Propose one Kempe path, and take it if the guide cost rises by no more than the threshold."""
    dice, tally = state.dice, state.tally
    person = pick_person(state.broken, tally, dice, len(state.busy))
    meetings = grid.own_at[person + 1] - grid.own_at[person]
    if meetings == 0:
        return False
    meeting = grid.own[grid.own_at[person] + below(dice, meetings)]
    here = state.slot[meeting]
    there = below(dice, len(state.load))
    if here < 0 or state.at[person, there] >= 0 or not (grid.allowed[meeting] >> there) & 1:
        return False
    turn = (np.int64(1) << np.int64(grid.place[person, here])) | (
        np.int64(1) << np.int64(grid.place[person, there])
    )
    cost = guide_cost(state.busy[person] ^ turn, grid.lines[person], limit)
    cost -= guide_cost(state.busy[person], grid.lines[person], limit)
    if cost > threshold + ROOMY:
        return False
    length, end = walk_path(
        grid.one, grid.other, grid.allowed, state.at, state.path, meeting, person, here, there
    )
    if length == 0:
        return False
    far = (np.int64(1) << np.int64(grid.place[end, here])) | (
        np.int64(1) << np.int64(grid.place[end, there])
    )
    cost += guide_cost(state.busy[end] ^ far, grid.lines[end], limit)
    cost -= guide_cost(state.busy[end], grid.lines[end], limit)
    odd = length % 2 == 1
    if odd:
        fuller = state.load[there] >= grid.room[there]
        cost += overflow_cost * (int(fuller) - int(state.load[here] > grid.room[here]))
    if cost > threshold:
        return False
    swap_path(grid.one, grid.other, state.slot, state.at, state.path, length, here + there)
    if ruled and not path_keeps_rules(grid, state.slot, state.path, length):
        swap_path(grid.one, grid.other, state.slot, state.at, state.path, length, here + there)
        return False
    if odd:
        add_load(grid.room, state.load, tally, here, -1)
        add_load(grid.room, state.load, tally, there, 1)
    state.busy[person] ^= turn
    state.busy[end] ^= far
    for who in (person, end):
        after = breaks_in(state.busy[who], grid.lines[who])
        set_breaks(state.breaks, state.broken, state.broken_at, tally, who, after, limit)
    return True
