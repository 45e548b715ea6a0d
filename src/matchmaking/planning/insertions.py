"""The second move of the search, insertion with ejection, and the third, another delegate or zone
for a placed meeting.

Insertion: a meeting without a slot takes one, with random delegates where there is a choice, and
throws out whatever is in its way. See `chains` for the first move.
`wide` is None for an event without choices of delegates, zones and caps: the compiler then leaves
out what only such events need.
"""
# Inside a kernel every integer is a 64-bit word, which mypy tells from int; Numba checks the types.
# mypy: disable-error-code="arg-type, assignment, operator, return-value, no-any-return"

from __future__ import annotations

import numpy as np

from matchmaking.planning.boards import Board
from matchmaking.planning.calendars import guide_cost, inner_kernel
from matchmaking.planning.chains import changes_zone, day_keeps_caps, keeps_rules, put, stands
from matchmaking.planning.states import OPEN, OVER, RIVALS, State, below

TRIES = 32  # draws to find a third meeting to throw out of a full slot
CHAIN = 4  # meetings inserted one after the other before giving up


@inner_kernel
def settle(board: Board, state: State, meeting: int) -> None:
    """After a change of delegates: table party, allowed slots (none where no table fits), zone and
    whether a table is taken. The kernel twin of `parties.settled`."""
    mask, table = board.meeting[meeting].base, board.meeting[meeting].bound
    bound, stays, locked_to_one = table, False, False
    zone, takes = max(board.meeting[meeting].wanted, np.int64(0)), np.int64(1)
    if board.meeting[meeting].online:
        zone, takes = np.int64(-1), np.int64(0)
    for column in range(board.columns):
        party = state.parties[meeting, column]
        if party < 0:
            continue
        mask &= board.party[party].free
        home = np.int64(-1) if board.meeting[meeting].online else board.party[party].home
        if home >= 0:
            stays = True
            locked_to_one = locked_to_one or home == bound
        if table < 0:
            table = home
    if stays and bound >= 0 and not locked_to_one:
        mask = np.int64(0)
    if table >= 0:
        mask &= board.party[table].free
        if (
            board.meeting[meeting].wanted >= 0
            and board.party[table].zone_of != board.meeting[meeting].wanted
        ):
            mask = np.int64(0)
        zone = board.party[table].zone_of
        takes = np.int64(1) if board.party[table].shared else np.int64(0)
    if state.parties.shape[1] > board.columns:
        state.parties[meeting, board.columns] = table
    state.meeting[meeting].allowed = mask
    state.meeting[meeting].zone = zone
    state.meeting[meeting].takes = takes


@inner_kernel
def draw_parties(board: Board, state: State, meeting: int) -> None:
    """Random delegates for a meeting without a slot."""
    for column in range(board.columns):
        first = board.side_at[meeting * board.columns + column]
        count = board.side_at[meeting * board.columns + column + 1] - first
        if count > 1:
            state.parties[meeting, column] = board.lists[first + below(state.dice, count)]
    settle(board, state, meeting)


@inner_kernel
def may_choose_zone(board: Board, state: State, meeting: int) -> bool:
    """Whether the zone of a meeting follows neither from a wish nor from a table."""
    if (
        len(board.room) == 1
        or board.meeting[meeting].wanted >= 0
        or state.meeting[meeting].zone < 0
    ):
        return False
    return state.parties.shape[1] == board.columns or state.parties[meeting, board.columns] < 0


@inner_kernel
def pick_zone(board: Board, state: State, meeting: int, slot: int) -> None:
    """A random zone for a meeting, rather one with a table and no walk in that slot."""
    zones = len(board.room)
    first = below(state.dice, zones)
    state.meeting[meeting].zone = first
    for step in range(zones):
        zone = (first + step) % zones
        room = state.load[zone, slot] < board.room[zone, slot]
        if room and not (board.buffer and changes_zone(board, state, meeting, slot, zone)):
            state.meeting[meeting].zone = zone
            return


@inner_kernel
def listed(state: State, count: int, meeting: int) -> bool:
    """Whether a meeting is among the first so many rivals."""
    for place in range(count):  # noqa: SIM110  # kernels know no generators
        if state.rivals[place] == meeting:
            return True
    return False


@inner_kernel
def those_in_the_way(board: Board, state: State, meeting: int, slot: int) -> int:
    """Fill `rivals` with the meetings of the meeting's parties in that slot, and those that bring
    the same organisations together; returns how many, or -1 for too many."""
    count = 0
    for column in range(state.parties.shape[1]):
        party = state.parties[meeting, column]
        if party >= 0:
            rival = np.int64(state.at[party, slot])
            if rival >= 0 and not listed(state, count, rival):
                state.rivals[count] = rival
                count += 1
    for entry in range(board.meeting[meeting].twin_at, board.meeting[meeting].twin_end):
        rival = board.lists[entry]
        if state.meeting[rival].slot >= 0 and not listed(state, count, rival):
            if count >= RIVALS - 8:
                return -1
            state.rivals[count] = rival
            count += 1
    return count


@inner_kernel
def day_without_rivals(state: State, party: int, slot: int, count: int) -> int:
    """A delegate's day with a meeting in that slot and without the rivals."""
    day = state.party[party].day | np.int64(1) << slot
    for place in range(count):
        rival = state.rivals[place]
        where = state.meeting[rival].slot
        if where != slot and state.at[party, where] == rival:
            day ^= np.int64(1) << where
    return day


@inner_kernel
def one_too_many(board: Board, state: State, party: int, slot: int, day: int) -> int:
    """A random meeting without which that day, with one in that slot, keeps its caps; -1: none."""
    slots = state.at.shape[1]
    most, rest = board.party[party].most, board.party[party].rest
    first = below(state.dice, slots)
    for step in range(slots):
        other = (first + step) % slots
        if other != slot and (day >> other) & 1 and state.at[party, other] >= 0:
            left = day ^ (np.int64(1) << other)
            if day_keeps_caps(left, board.session, most, rest):
                return np.int64(state.at[party, other])
    return np.int64(-1)


@inner_kernel
def free_days(board: Board, state: State, meeting: int, slot: int, count: int) -> int:
    """Add to `rivals` one meeting for each delegate whose session would be too full; -1 if that
    does not do."""
    for column in range(board.columns):
        party = state.parties[meeting, column]
        if party < 0 or not board.party[party].capped:
            continue
        day = day_without_rivals(state, party, slot, count)
        most, rest = board.party[party].most, board.party[party].rest
        if day_keeps_caps(day, board.session, most, rest):
            continue
        rival = one_too_many(board, state, party, slot, day)
        if rival < 0 or count >= RIVALS - 1:
            return -1
        if not listed(state, count, rival):
            state.rivals[count] = rival
            count += 1
    return count


@inner_kernel
def throw_out(
    board: Board, state: State, meeting: int, slot: int, crowd: int, wide: bool | None
) -> int:
    """Fill `rivals` with the meetings that make way for one in a slot: returns how many, or -1 if
    there is no room even so. Where the tables are full, any other meeting makes way."""
    count = those_in_the_way(board, state, meeting, slot)
    if wide is not None and count >= 0:
        count = free_days(board, state, meeting, slot, count)
    if count < 0 or state.meeting[meeting].takes == 0:
        return count
    zone = state.meeting[meeting].zone
    freed = np.int64(0)
    for place in range(count):
        rival = state.rivals[place]
        if state.meeting[rival].slot == slot and state.meeting[rival].zone == zone:
            freed += state.meeting[rival].takes
    stay = state.load[zone, slot] - freed
    if stay > board.room[zone, slot]:
        return -1
    if stay < board.room[zone, slot]:
        # If all tables are in use, an overflow elsewhere has to be mended first.
        return -1 if freed == 0 and state.tally[OPEN] <= crowd else count
    for _ in range(TRIES):
        rival = below(state.dice, len(state.meeting))
        if (
            state.meeting[rival].slot != slot
            or state.meeting[rival].zone != zone
            or state.meeting[rival].takes == 0
        ):
            continue
        if not listed(state, count, rival):
            state.rivals[count] = rival
            return count + 1
    return -1


@inner_kernel
def put_logged(board: Board, state: State, meeting: int, slot: int, limit: int, log: int) -> float:
    """`put` a meeting, noting in `state.log` how it was before; returns the rise of the cost."""
    state.log[log, 0] = meeting
    state.log[log, 1] = state.meeting[meeting].slot
    state.log[log, 2] = state.meeting[meeting].zone
    cost = board.meeting[meeting].penalty
    cost += board.stay * stands(
        board, state, meeting, state.meeting[meeting].slot if slot < 0 else slot
    )
    if slot >= 0:
        cost = -cost
    for column in range(state.parties.shape[1]):
        party = state.parties[meeting, column]
        state.log[log, 3 + column] = party
        if party >= 0:
            cost -= guide_cost(state.party[party].busy, board.lines[party], limit)
    put(board, state, meeting, slot, limit)
    for column in range(state.parties.shape[1]):
        party = state.parties[meeting, column]
        if party >= 0:
            cost += guide_cost(state.party[party].busy, board.lines[party], limit)
    return cost


@inner_kernel
def take_back(board: Board, state: State, log: int, limit: int, wide: bool | None) -> None:
    """Undo the last `log` moves of `put_logged`."""
    for step in range(log - 1, -1, -1):
        meeting, slot = state.log[step, 0], state.log[step, 1]
        if slot < 0:
            put(board, state, meeting, np.int64(-1), limit)
            continue
        if wide is not None:
            for column in range(state.parties.shape[1]):
                state.parties[meeting, column] = state.log[step, 3 + column]
            settle(board, state, meeting)
            state.meeting[meeting].zone = state.log[step, 2]
        put(board, state, meeting, slot, limit)


@inner_kernel
def has_choice(board: Board, meeting: int) -> bool:
    """Whether somebody else may serve in a meeting."""
    first, last = meeting * board.columns, (meeting + 1) * board.columns
    parties = np.int64(0)
    for place in range(first, last):
        if board.side_at[place + 1] > board.side_at[place]:
            parties += 1
    return board.side_at[last] - board.side_at[first] > parties


@inner_kernel
def draw_place(
    board: Board, state: State, meeting: int, crowd: int, wide: bool | None
) -> tuple[int, int]:
    """A random slot for a meeting, with delegates and zone where there is a choice, and how many
    `rivals` make way; -1 where they cannot."""
    if wide is not None and has_choice(board, meeting):
        draw_parties(board, state, meeting)
    slot = below(state.dice, state.at.shape[1])
    if not (state.meeting[meeting].allowed >> slot) & 1:
        return slot, np.int64(-1)
    if wide is not None and may_choose_zone(board, state, meeting):
        pick_zone(board, state, meeting, slot)
    return slot, np.int64(throw_out(board, state, meeting, slot, crowd, wide))


@inner_kernel
def try_insertion(
    board: Board, state: State, threshold: float, limit: int, crowd: int, wide: bool | None
) -> bool:
    """Propose a slot for a meeting without one, throwing out what is in its way; judge it like a
    chain.

    If that costs too much, the dearest of those thrown out is inserted in the same way, and so on:
    an ejection chain (Glover, Discrete Applied Mathematics 65, 1996).
    """
    meeting = state.meeting[below(state.dice, state.tally[OPEN])].open
    cost, log = 0.0, 0
    for _ in range(CHAIN):
        slot, count = draw_place(board, state, meeting, crowd, wide)
        if count < 0:
            break
        dearest = np.int64(-1)
        for place in range(count):
            rival = state.rivals[place]
            cost += put_logged(board, state, rival, np.int64(-1), limit, log)
            log += 1
            if dearest < 0 or board.meeting[rival].penalty > board.meeting[dearest].penalty:
                dearest = rival
        cost += put_logged(board, state, meeting, slot, limit, log)
        log += 1
        if not keeps_rules(board, state, meeting):
            break
        if cost <= threshold:
            return True
        if dearest < 0:
            break
        meeting = dearest
    take_back(board, state, log, limit, wide)
    return False


@inner_kernel
def try_removal(board: Board, state: State, threshold: float, limit: int) -> bool:
    """Propose to leave out a placed meeting, for nothing but its breaks: of use only where they
    count more than it does."""
    meeting = below(state.dice, len(state.meeting))
    if state.meeting[meeting].slot < 0:
        return False
    if put_logged(board, state, meeting, np.int64(-1), limit, 0) <= threshold:
        return True
    take_back(board, state, 1, limit, None)
    return False


@inner_kernel
def draw_change(board: Board, state: State, meeting: int) -> None:
    """Another zone, or other delegates, for a meeting just taken out of its slot."""
    if may_choose_zone(board, state, meeting) and below(state.dice, 2) == 0:
        state.meeting[meeting].zone = below(state.dice, len(board.room))
    elif has_choice(board, meeting):
        draw_parties(board, state, meeting)


@inner_kernel
def fits_in(board: Board, state: State, meeting: int, slot: int) -> bool:
    """Whether all parties of a meeting are free in a slot, and within their caps."""
    if not (state.meeting[meeting].allowed >> slot) & 1:
        return False
    for column in range(state.parties.shape[1]):
        party = state.parties[meeting, column]
        if party < 0:
            continue
        if state.at[party, slot] >= 0:
            return False
        if board.party[party].capped:
            day = state.party[party].day | np.int64(1) << slot
            most, rest = board.party[party].most, board.party[party].rest
            if not day_keeps_caps(day, board.session, most, rest):
                return False
    return True


@inner_kernel
def try_change(
    board: Board, state: State, threshold: float, limit: int, overflow_cost: float
) -> bool:
    """Propose another delegate or another zone for a placed meeting, in the same slot."""
    if board.choices > 0 and (len(board.room) == 1 or below(state.dice, 2) == 0):
        meeting = board.lists[board.loose_at + below(state.dice, board.choices)]
    else:
        meeting = below(state.dice, len(state.meeting))
    slot = state.meeting[meeting].slot
    if slot < 0:
        return False
    over = state.tally[OVER]
    cost, log = put_logged(board, state, meeting, np.int64(-1), limit, 0), 1
    draw_change(board, state, meeting)
    if fits_in(board, state, meeting, slot):
        cost += put_logged(board, state, meeting, slot, limit, log)
        cost += overflow_cost * (state.tally[OVER] - over)
        if cost <= threshold and keeps_rules(board, state, meeting):
            return True
        log = 2
    take_back(board, state, log, limit, True)
    return False
