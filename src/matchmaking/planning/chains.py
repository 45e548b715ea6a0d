"""The first move of the search, a Kempe chain, and what all moves share: taking and giving slots.

Kempe chain: a meeting goes from slot s to slot t, whoever of its parties is in a meeting there goes
with it from t to s, and so on. With two delegates a meeting this is a path or a circle; with more,
or with tables as parties, a tree of them. Only the parties that are in one of the two slots, not
in both, change their calendars. A move is judged by the guide cost of `calendars`, against a
threshold drawn before it is worked out, so that most need not be finished. Source: Kempe chains
for edge colouring; simulated annealing after Kirkpatrick, Gelatt and Vecchi (Science 220, 1983).
"""
# Inside a kernel every integer is a 64-bit word, which mypy tells from int; Numba checks the types.
# mypy: disable-error-code="arg-type, assignment, operator, return-value, no-any-return"

from __future__ import annotations

import numpy as np

from matchmaking.planning.boards import Board
from matchmaking.planning.calendars import breaks_in, guide_cost, inner_kernel, popcount
from matchmaking.planning.grid import Masks
from matchmaking.planning.states import (
    BROKEN,
    CHANGED,
    LOST,
    OVER,
    WALK,
    State,
    below,
    close,
    fraction,
    reopen,
    set_breaks,
)

FOCUS = 0.6  # of all picks at delegates who have breaks
ROOMY = 40  # what a chain's far ends can save, all but always: later reject is not worth the walk
INSIDE = 0.25  # of the picks inside a chain, where rules for single meetings make circles worth it


@inner_kernel
def add_load(board: Board, state: State, zone: int, slot: int, more: int) -> None:
    """Add to the meetings of a zone and slot, and keep the tally of meetings beyond the tables."""
    room = board.room[zone, slot]
    before = state.load[zone, slot]
    state.tally[OVER] += max(before + more - room, 0) - max(before - room, 0)
    state.load[zone, slot] = before + more


@inner_kernel
def stands(board: Board, state: State, meeting: int, slot: int) -> int:
    """1 if a meeting in that slot stands as in the earlier plan, else 0."""
    if not board.stable or board.meeting[meeting].kept != slot:
        return np.int64(0)
    for column in range(board.columns):
        if state.parties[meeting, column] != board.kept_by[meeting, column]:
            return np.int64(0)
    return np.int64(1)


@inner_kernel
def put(board: Board, state: State, meeting: int, slot: int, limit: int) -> None:
    """Give a meeting without a slot that slot, where all its parties must be free; or, with slot
    -1, take its slot away."""
    tally = state.tally
    inside = slot >= 0
    if inside:
        close(state, meeting)
        where, entry, more = slot, meeting, 1
    else:
        reopen(state, meeting)
        where, entry, more = state.meeting[meeting].slot, np.int64(-1), -1
    state.meeting[meeting].slot = slot
    tally[LOST] -= more * board.meeting[meeting].worth
    tally[CHANGED] -= more * stands(board, state, meeting, where)
    if state.meeting[meeting].takes > 0:
        add_load(board, state, state.meeting[meeting].zone, where, more)
    for column in range(state.parties.shape[1]):
        party = state.parties[meeting, column]
        if party >= 0:
            state.at[party, where] = entry
            # The bit was clear before, or set before: either way it changes.
            turn_calendar(
                board, state, party, np.int64(1) << np.int64(board.place[party, where]), limit
            )
            state.party[party].day ^= np.int64(1) << where


@inner_kernel
def turn_calendar(board: Board, state: State, party: int, turn: int, limit: int) -> None:
    """Change bits of a calendar, and keep its number of breaks."""
    state.party[party].busy ^= turn
    after = breaks_in(state.party[party].busy, board.lines[party])
    set_breaks(state, party, after, limit)


@inner_kernel
def day_keeps_caps(day: int, session: Masks, most: int, rest: int) -> bool:
    """Whether a day (mask of slots) has at most so many meetings in a session, and in a row."""
    for mask in session:
        row = day & mask
        if popcount(row) > most:
            return False
        for _ in range(rest):
            if row == 0:
                break
            row &= row >> 1
        if row != 0:
            return False
    return True


@inner_kernel
def keeps_rules(board: Board, state: State, meeting: int) -> bool:
    """Whether a placed meeting is in order with those before and after it, and no delegate comes
    or goes straight from or to another zone."""
    slot = state.meeting[meeting].slot
    for entry in range(board.meeting[meeting].order_at, board.meeting[meeting].order_end):
        rival = board.lists[entry]
        if rival >= 0:
            if state.meeting[rival].slot >= slot:
                return False
        elif state.meeting[-1 - rival].slot >= 0 and state.meeting[-1 - rival].slot <= slot:
            return False
    return not board.buffer or not changes_zone(
        board, state, meeting, slot, state.meeting[meeting].zone
    )


@inner_kernel
def changes_zone(board: Board, state: State, meeting: int, slot: int, zone: int) -> bool:
    """Whether a delegate of a meeting in that slot and zone has another zone's meeting right
    before or after."""
    if zone < 0:
        return False
    for column in range(board.columns):
        party = state.parties[meeting, column]
        if party < 0:
            continue
        for near in (slot - 1, slot + 1):
            if near < 0 or near >= state.at.shape[1]:
                continue
            neighbour = np.int64(state.at[party, near])
            if (
                neighbour < 0
                or state.meeting[neighbour].zone < 0
                or state.meeting[neighbour].zone == zone
            ):
                continue
            for mask in board.session:
                if (mask >> slot) & (mask >> near) & 1:
                    return True
    return False


@inner_kernel
def swap_chain(state: State, length: int, both: int) -> None:
    """Move the meetings of a chain to the other one of its two slots (`both`: their sum). Calendars
    stay."""
    for step in range(length):
        meeting = state.meeting[step].path
        slot = state.meeting[meeting].slot
        for column in range(state.parties.shape[1]):
            party = state.parties[meeting, column]
            # The meeting before may have taken the place already.
            if party >= 0 and state.at[party, slot] == meeting:
                state.at[party, slot] = -1
        state.meeting[meeting].slot = both - slot
        for column in range(state.parties.shape[1]):
            party = state.parties[meeting, column]
            if party >= 0:
                state.at[party, both - slot] = meeting


@inner_kernel
def walk_chain(state: State, meeting: int, here: int, there: int) -> tuple[int, int]:
    """Write the chain of a meeting into `path`, and the parties whose calendars change into `ends`:
    (how many of each).

    Length 0: a meeting on the way may not be where it would have to go.
    """
    state.tally[WALK] += 1
    walk = state.tally[WALK]
    state.meeting[0].path = meeting
    state.meeting[meeting].mark = walk
    length, done, ends = 1, 0, 0
    while done < length:
        meeting = state.meeting[done].path
        done += 1
        away = here + there - state.meeting[meeting].slot
        for column in range(state.parties.shape[1]):
            party = state.parties[meeting, column]
            if party < 0:
                continue
            blocker = np.int64(state.at[party, away])
            if blocker < 0:
                state.party[ends].ends = party
                ends += 1
            elif state.meeting[blocker].mark != walk:
                if not (state.meeting[blocker].allowed >> (here + there - away)) & 1:
                    return 0, 0
                state.meeting[blocker].mark = walk
                state.meeting[length].path = blocker
                length += 1
    return length, ends


@inner_kernel
def overflow_of(board: Board, state: State, length: int, here: int, there: int) -> int:
    """By how much the chain in `path` raises the meetings beyond the tables; leaves in `shift` by
    how much it loads `there`, zone by zone."""
    for zone in range(len(state.shift)):
        state.shift[zone] = 0
    for step in range(length):
        meeting = state.meeting[step].path
        if state.meeting[meeting].takes > 0:
            state.shift[state.meeting[meeting].zone] += (
                1 if state.meeting[meeting].slot == here else -1
            )
    over = np.int64(0)
    for zone in range(len(state.shift)):
        more = state.shift[zone]
        if more != 0:
            for slot, by in ((here, -more), (there, more)):
                spare = state.load[zone, slot] - board.room[zone, slot]
                over += max(spare + by, 0) - max(spare, 0)
    return over


@inner_kernel
def pick_person(state: State, persons: int) -> int:
    """A random delegate, more often one who has breaks."""
    if state.tally[BROKEN] > 0 and fraction(state.dice) <= FOCUS:
        return state.party[below(state.dice, state.tally[BROKEN])].broken
    return below(state.dice, persons)


@inner_kernel
def turned(board: Board, party: int, here: int, there: int) -> int:
    """The bits of a party's calendar that change when one meeting moves between two slots."""
    return (np.int64(1) << np.int64(board.place[party, here])) | (
        np.int64(1) << np.int64(board.place[party, there])
    )


@inner_kernel
def rise_of(board: Board, state: State, party: int, turn: int, limit: int) -> int:
    """By how much changing these bits raises a party's guide cost."""
    lines = board.lines[party]
    busy = state.party[party].busy
    return guide_cost(busy ^ turn, lines, limit) - guide_cost(busy, lines, limit)


@inner_kernel
def chain_keeps_rules(board: Board, state: State, length: int) -> bool:
    """`keeps_rules` for every meeting of a chain."""
    for step in range(length):  # noqa: SIM110  # kernels know no generators
        if not keeps_rules(board, state, state.meeting[step].path):
            return False
    return True


@inner_kernel
def ends_keep_caps(board: Board, state: State, ends: int, both: int) -> bool:
    """Whether the days at the ends of a chain keep their caps (`both`: mask of the two slots)."""
    for place in range(ends):
        party = state.party[place].ends
        if board.party[party].capped:
            most, rest = board.party[party].most, board.party[party].rest
            if not day_keeps_caps(state.party[party].day ^ both, board.session, most, rest):
                return False
    return True


@inner_kernel
def unlike_after(board: Board, state: State, length: int, both: int) -> int:
    """By how much the chain in `path` raises the meetings that do not stand as in the earlier plan
    (`both`: the sum of its two slots)."""
    more = np.int64(0)
    if board.stable:
        for step in range(length):
            meeting = state.meeting[step].path
            slot = state.meeting[meeting].slot
            more += stands(board, state, meeting, slot) - stands(board, state, meeting, both - slot)
    return more


@inner_kernel
def draw_chain(board: Board, state: State, threshold: float, limit: int) -> tuple[int, int, int]:
    """A random meeting, its slot and another: the seed of a chain. Slot -1 where the meeting may
    not go there, or where its own delegate's calendar makes it too dear."""
    person = pick_person(state, board.people)
    meetings = board.party[person].own_end - board.party[person].own_at
    if meetings == 0:
        return np.int64(0), np.int64(-1), np.int64(-1)
    meeting = board.lists[board.party[person].own_at + below(state.dice, meetings)]
    here = np.int64(state.meeting[meeting].slot)
    there = below(state.dice, state.at.shape[1])
    if here < 0 or here == there or state.at[person, here] != meeting:
        return meeting, np.int64(-1), there
    if not (state.meeting[meeting].allowed >> there) & 1:
        return meeting, np.int64(-1), there
    if state.at[person, there] < 0:
        turn = turned(board, person, here, there)
        if rise_of(board, state, person, turn, limit) > threshold + ROOMY:
            here = np.int64(-1)
    elif not board.ruled or fraction(state.dice) > INSIDE:
        here = np.int64(-1)
    return meeting, here, there


@inner_kernel
def try_chain(
    board: Board, state: State, threshold: float, limit: int, overflow_cost: float
) -> bool:
    """Propose one Kempe chain, and take it if the guide cost rises by no more than the
    threshold."""
    meeting, here, there = draw_chain(board, state, threshold, limit)
    if here < 0:
        return False
    length, ends = walk_chain(state, meeting, here, there)
    if length == 0:
        return False
    cost = overflow_cost * overflow_of(board, state, length, here, there)
    unlike = unlike_after(board, state, length, here + there)
    cost += board.stay * unlike
    for place in range(ends):
        party = state.party[place].ends
        cost += rise_of(board, state, party, turned(board, party, here, there), limit)
    both = (np.int64(1) << here) | (np.int64(1) << there)
    if cost > threshold or not ends_keep_caps(board, state, ends, both):
        return False
    swap_chain(state, length, here + there)
    if board.ruled and not chain_keeps_rules(board, state, length):
        swap_chain(state, length, here + there)
        return False
    state.tally[CHANGED] += unlike
    for zone in range(len(state.shift)):
        if state.shift[zone] != 0:
            add_load(board, state, zone, here, -state.shift[zone])
            add_load(board, state, zone, there, state.shift[zone])
    for place in range(ends):
        party = state.party[place].ends
        state.party[party].day ^= both
        turn_calendar(board, state, party, turned(board, party, here, there), limit)
    return True
