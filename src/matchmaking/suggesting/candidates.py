"""Who comes into question: for each party the partners that are best for both, as a sparse graph.

The whole market would be N x N pairs; each party's best `keep` partners, and all to whose best it
belongs, are enough for lists of a dozen, and leave the little known their own best partners.
"""
# mypy: disable-error-code="arg-type, assignment, operator, return-value, misc"

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import NamedTuple

import numpy as np

from matchmaking.suggesting.kernels import Floats, Ints, inner_kernel, kernel
from matchmaking.suggesting.layout import Layout
from matchmaking.suggesting.rows import Room, at_most, meet, read_profile, room_for

BLOCK = 256


class Best(NamedTuple):
    """For each party its best partners: rank of the partner (-1: none), how much it wants them and
    they it, and what the match is worth [N, keep]."""

    partner: Ints
    yours: Floats
    theirs: Floats
    worth: Floats


@inner_kernel
def _worth(layout: Layout, one: int, other: int, leans: Floats) -> float:
    """What a match of the two is worth: more across a border, and across main fields."""
    worth = np.float32(1.0)
    mine, theirs = layout.country[one], layout.country[other]
    if mine >= 0 and theirs >= 0 and mine != theirs:
        worth *= np.float32(1.0) + leans[0]
    mine, theirs = layout.main[one], layout.main[other]
    if mine >= 0 and theirs >= 0 and mine != theirs:
        worth *= np.float32(1.0) + leans[1]
    return worth


@kernel
def _best_of(
    layout: Layout, first: int, last: int, leans: Floats, room: Room, best: Best, keys: Floats
) -> None:
    """Fill rows first to last of `best`, the dearest partner first, ties by rank."""
    keep = len(keys)
    # A little more than can be, so that rounding never shuts anybody out.
    greatest = 1.001 * (1.0 + leans[0]) * (1.0 + leans[1])
    for party in range(first, last):
        read_profile(layout, party, room)
        found = 0
        for other in range(len(layout.places)):
            if found == keep and at_most(room, other) * greatest <= keys[keep - 1]:
                continue
            meet(layout, party, other, room)
            worth = _worth(layout, party, other, leans)
            key = room.yours[other] * room.theirs[other] * worth
            if key <= 0.0 or (found == keep and key <= keys[keep - 1]):
                continue
            place = found if found < keep else keep - 1
            while place > 0 and keys[place - 1] < key:
                keys[place] = keys[place - 1]
                best.partner[party, place] = best.partner[party, place - 1]
                best.yours[party, place] = best.yours[party, place - 1]
                best.theirs[party, place] = best.theirs[party, place - 1]
                best.worth[party, place] = best.worth[party, place - 1]
                place -= 1
            keys[place] = key
            best.partner[party, place] = other
            best.yours[party, place] = room.yours[other]
            best.theirs[party, place] = room.theirs[other]
            best.worth[party, place] = worth
            found = min(found + 1, keep)


def best_partners(
    layout: Layout,
    keep: int,
    leans: tuple[float, float],
    workers: int,
    tick: Callable[[float], bool],
) -> Best:
    """The best `keep` partners of each party. `tick` hears the share that is done, and says whether
    to stop; the rest stays empty then."""
    count = len(layout.places)
    best = Best(
        np.full((count, keep), -1, np.int64),
        *(np.zeros((count, keep), np.float32) for _ in range(3)),
    )
    factors = np.array(leans, np.float32)
    rooms = [(room_for(layout), np.zeros(keep, np.float32)) for _ in range(workers)]
    starts = list(range(0, count, BLOCK))[::-1]
    done = 0
    with ThreadPoolExecutor(workers) as pool:
        running: dict[Future[None], tuple[Room, Floats]] = {}
        while starts or running:
            while starts and rooms:
                first, (room, keys) = starts.pop(), rooms.pop()
                last = min(first + BLOCK, count)
                task = pool.submit(_best_of, layout, first, last, factors, room, best, keys)
                running[task] = (room, keys)
            for task in wait(running, return_when=FIRST_COMPLETED).done:
                task.result()
                rooms.append(running.pop(task))
                done += 1
            if tick(min(1.0, done * BLOCK / count)):
                starts.clear()
    return best


class Graph(NamedTuple):
    """Who may be shown to whom: E directed edges, by target, and for each target by how much it
    wants the source, the most wanted first.

    source, target [E]: the party that is shown the other, and the other
    ask, answer [E]: how probably the source wants the target, and the reverse
    worth [E]: what a match is worth, 1 and more
    twin [E]: the edge the other way; -1 where the target may not ask the source
    into [N + 1]: the edges to each target are into[n]:into[n + 1]
    out_from [N + 1], out: the edges of each source, by product and worth
    """

    source: Ints
    target: Ints
    ask: Floats
    answer: Floats
    worth: Floats
    twin: Ints
    into: Ints
    out_from: Ints
    out: Ints


def graph_of(layout: Layout, best: Best) -> Graph:
    """The graph of all pairs of which one is among the best partners of the other."""
    count, keep = best.partner.shape
    there = best.partner.ravel() >= 0
    row = np.repeat(np.arange(count), keep)[there]
    column = best.partner.ravel()[there]
    low, high = np.minimum(row, column), np.maximum(row, column)
    # Where both rows tell of a pair, they tell the same.
    _, chosen = np.unique(low * count + high, return_index=True)
    one, other = row[chosen], column[chosen]
    yours, theirs, worth = (
        values.ravel()[there][chosen] for values in (best.yours, best.theirs, best.worth)
    )
    source, target = np.concatenate((one, other)), np.concatenate((other, one))
    ask, answer = np.concatenate((yours, theirs)), np.concatenate((theirs, yours))
    order = np.lexsort((source, -answer, target))
    order = order[layout.may_ask[layout.type[source], layout.type[target]][order] == 1]
    place = np.full(len(source), -1, np.int64)
    place[order] = np.arange(len(order))
    source, target, ask, answer = source[order], target[order], ask[order], answer[order]
    worth = np.tile(worth, 2)[order]
    out = np.lexsort((target, -(worth * ask * answer), source))
    borders = np.arange(count + 1)
    return Graph(
        source=source,
        target=target,
        ask=ask,
        answer=answer,
        worth=worth,
        twin=np.roll(place, len(chosen))[order],
        into=np.searchsorted(target, borders),
        out_from=np.searchsorted(source[out], borders),
        out=out,
    )
