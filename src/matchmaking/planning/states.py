"""The state of the search: who meets when, what follows from it, and the dice."""
# Inside a kernel every integer is a 64-bit word, which mypy tells from int; Numba checks the types.
# mypy: disable-error-code="arg-type, assignment, operator, return-value, no-any-return"

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from matchmaking.planning.calendars import inner_kernel, kernel
from matchmaking.planning.grid import (
    Draft,
    Grid,
    Ints,
    Masks,
    calendars_of,
    days_of,
    unlike_earlier,
)
from matchmaking.planning.parties import settled

# Places in State.tally.
OPEN, BROKEN, OVER, BREAKS, EXCESS, LOST, CHANGED, WALK, STOP = range(9)
RANK, BEST, BOUND = 9, 12, 15  # three places each: see `State`
GOALS = 3  # LOST, BREAKS and CHANGED, in the order that RANK says
RIVALS = 16  # meetings that one insertion may throw out
LOG = 96  # at most 4 insertions with 16 rivals each, and as many more
UNKNOWN = np.iinfo(np.int64).max

Ranks = tuple[int, int, int]
RANKS: Ranks = (LOST, BREAKS, CHANGED)


MEETING = np.dtype(
    [
        (name, np.int64)
        for name in (
            "slot", "zone", "allowed", "takes", "open", "open_at", "path", "mark", "best",
            "best_zone",
        )
    ]
)  # fmt: skip
PARTY = np.dtype(
    [(name, np.int64) for name in ("busy", "day", "breaks", "broken", "broken_at", "ends")]
)


class State(NamedTuple):
    """A plan under way (shapes as in `grid`), in few arrays of records: a kernel takes longer to
    compile with each array.

    meeting    [M] slot, zone        as in `Draft`
                   allowed           slots that the meeting may have with these parties
                   takes             1 where it takes one of the tables counted in `Grid.room`
                   open, open_at     a list of meetings without a slot, and where in it each stands
                                     (-1: placed)
                   path, mark        scratch: meetings of a chain, and when each was met last
                   best, best_zone   slot and zone in the best valid plan so far
    parties, best_parties  [M, W] as in `Draft`
    party      [Q] busy, day         calendar (mask of `Grid.place` bits), and as mask of slots
                   breaks            number of breaks
                   broken, broken_at a list of delegates with breaks, like `open`
                   ends              scratch: parties whose calendars change
    at         [Q, T] the meeting of a party in a slot, or -1
    load       [Z, T] meetings that take a table
    shift      [Z] scratch: by how much the load moves
    rivals     [16] scratch: meetings to throw out
    log        [96, 3+W] scratch: what `put_logged` moved, from where
    tally      [18] sums over the above, by the names above; LOST in worth, EXCESS in breaks over
               the limit, CHANGED in meetings that do not stand as an earlier plan has them; STOP
               is set from outside to end the search. From RANK on which of LOST, BREAKS and
               CHANGED counts first, second, third; from BEST on their values in the best valid
               plan, and from BOUND on what no plan beats, in that order
    dice       [1] state of the random numbers
    """

    meeting: Any
    parties: Ints
    best_parties: Ints
    party: Any
    at: npt.NDArray[np.int32]
    load: Ints
    shift: Ints
    rivals: Ints
    log: Ints
    tally: Masks
    dice: npt.NDArray[np.uint64]


def state_of(grid: Grid, draft: Draft, seed: int, limit: int, ranks: Ranks = RANKS) -> State:
    """The state of a plan; another seed gives another sequence of moves."""
    meetings, (count, slots) = len(grid.base), grid.place.shape
    slot = draft.slot.astype(np.int64)
    parties, allowed, takes, _ = settled(grid, draft.parties)
    placed = np.flatnonzero(slot >= 0)
    at = np.full((count, slots), -1, dtype=np.int32)
    for column in parties[placed].T:
        at[column[column >= 0], slot[placed][column >= 0]] = placed[column >= 0]
    busy, breaks = calendars_of(grid, draft)
    load = np.zeros_like(grid.room)
    np.add.at(load, (draft.zone[placed], slot[placed]), takes[placed])
    left_out = np.flatnonzero(slot < 0)
    broken = np.flatnonzero(breaks)
    meeting = np.zeros(meetings, dtype=MEETING)
    for name, values in (
        ("slot", slot),
        ("zone", draft.zone),
        ("allowed", allowed),
        ("takes", takes),
        ("open", _padded(left_out, meetings)),
        ("open_at", _places(left_out, meetings)),
        ("best", -1),
        ("best_zone", draft.zone),
    ):
        meeting[name] = values
    party = np.zeros(count, dtype=PARTY)
    for name, values in (
        ("busy", busy),
        ("day", days_of(grid, draft)),
        ("breaks", breaks),
        ("broken", _padded(broken, count)),
        ("broken_at", _places(broken, count)),
    ):
        party[name] = values
    tally = np.zeros(BOUND + GOALS, dtype=np.int64)
    tally[OPEN], tally[BROKEN] = len(left_out), len(broken)
    tally[OVER] = (load - grid.room).clip(0).sum()
    tally[BREAKS], tally[EXCESS] = breaks.sum(), (breaks - limit).clip(0).sum()
    tally[LOST] = grid.worth[left_out].sum()
    tally[CHANGED] = unlike_earlier(grid, draft._replace(parties=parties)).sum()
    tally[RANK:BEST], tally[BEST:BOUND] = ranks, UNKNOWN
    return State(
        meeting=meeting,
        parties=parties,
        best_parties=parties.copy(),
        party=party,
        at=at,
        load=load,
        shift=np.zeros(len(grid.room), dtype=np.int64),
        rivals=np.zeros(RIVALS, dtype=np.int64),
        log=np.zeros((LOG, 3 + parties.shape[1]), dtype=np.int64),
        tally=tally,
        dice=np.array([_scrambled(seed)], dtype=np.uint64),
    )


def best_of(state: State) -> Draft:
    """The best valid plan of a search."""
    meeting = state.meeting
    return Draft(meeting["best"].copy(), state.best_parties.copy(), meeting["best_zone"].copy())


def draft_of(state: State) -> Draft:
    """The plan as the search has it now."""
    meeting = state.meeting
    return Draft(meeting["slot"].copy(), state.parties.copy(), meeting["zone"].copy())


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


@inner_kernel
def close(state: State, meeting: int) -> None:
    """Take a meeting out of the list of those without a slot."""
    state.tally[OPEN] -= 1
    last = state.meeting[state.tally[OPEN]].open
    hole = state.meeting[meeting].open_at
    state.meeting[hole].open = last
    state.meeting[last].open_at = hole
    state.meeting[meeting].open_at = -1


@inner_kernel
def reopen(state: State, meeting: int) -> None:
    """Add a meeting to the list of those without a slot."""
    place = state.tally[OPEN]
    state.meeting[place].open = meeting
    state.meeting[meeting].open_at = place
    state.tally[OPEN] += 1


@inner_kernel
def set_breaks(state: State, person: int, after: int, limit: int) -> None:
    """Note a delegate's new number of breaks, and keep the tallies and the list of those who have
    any."""
    tally = state.tally
    before = state.party[person].breaks
    state.party[person].breaks = after
    tally[BREAKS] += after - before
    tally[EXCESS] += max(after - limit, 0) - max(before - limit, 0)
    if after > 0 and before == 0:
        state.party[tally[BROKEN]].broken = person
        state.party[person].broken_at = tally[BROKEN]
        tally[BROKEN] += 1
    elif after == 0 and before > 0:
        tally[BROKEN] -= 1
        last = state.party[tally[BROKEN]].broken
        hole = state.party[person].broken_at
        state.party[hole].broken = last
        state.party[last].broken_at = hole
        state.party[person].broken_at = -1
