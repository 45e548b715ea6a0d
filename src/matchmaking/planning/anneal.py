"""Simulated annealing in cycles of growing length, each from the best plan so far, until proven,
done or stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import partial

from matchmaking.planning.boards import Board, board_of, wide
from matchmaking.planning.grid import Draft, Grid
from matchmaking.planning.search import COLD, HOT, anneal
from matchmaking.planning.states import (
    BEST,
    BOUND,
    BREAKS,
    CHANGED,
    LOST,
    RANK,
    RANKS,
    UNKNOWN,
    Ranks,
    State,
    best_of,
    state_of,
)

CHUNK = 100_000  # proposals between two looks at the clock, some 25 ms
CYCLES = (1, 2, 4)  # shares of the effort
STARTS = 2  # independent searches; the best counts, then the lowest number, whoever is first
NO_LIMIT = 1_000_000  # breaks of a delegate, where there is no spread

Tick = Callable[["Value"], bool]


@dataclass(frozen=True, slots=True)
class Value:
    """What a plan is judged by: the worth that it loses, its breaks, and the meetings of an
    earlier plan that do not stand as they stood; `placed` meetings are in it."""

    lost: int
    breaks: int
    changed: int = 0
    placed: int = 0

    def ranked(self, ranks: Ranks) -> tuple[int, ...]:
        """The three in the order in which they count; smaller is better."""
        by = {LOST: self.lost, BREAKS: self.breaks, CHANGED: self.changed}
        return tuple(by[rank] for rank in ranks)


@dataclass(frozen=True, slots=True)
class Effort:
    """How long and how: proposals a search, whether to start again until told to stop, the first
    seed, threads, the most breaks that a delegate may have, which goal counts first, and between
    which temperatures to cool."""

    proposals: int
    endless: bool
    seed: int
    workers: int
    limit: int = NO_LIMIT
    ranks: Ranks = RANKS
    hot: float = HOT
    cold: float = COLD


@dataclass(frozen=True, slots=True)
class Found:
    """The best valid plan of a search; None where none kept the break limit.
    `stopped`: not all of the effort was spent, because somebody said so."""

    draft: Draft | None
    value: Value
    stopped: bool


def effort_for(meetings: int) -> int:
    """Proposals for one search of an event of that size, where the caller names no number."""
    return min(max(200_000, 10_000 * meetings), 1_000_000_000)


class Watch:
    """What searches tell and are told while they run: the best value so far, and whether to stop.

    `tick(value)` may take time and call strangers' code; it runs only in the thread that
    called `improve`.
    """

    def __init__(self, tick: Tick, ranks: Ranks) -> None:
        self._tick = tick
        self._ranks = ranks
        self._thread = threading.get_ident()
        self.best: Value | None = None
        self.stop = False

    def note(self, state: State) -> bool:
        """Tell a search's best value; True if the search should stop."""
        value = _value_of(state)
        if value is not None and (
            self.best is None or value.ranked(self._ranks) < self.best.ranked(self._ranks)
        ):
            self.best = value
        if threading.get_ident() == self._thread:
            self.look()
        return self.stop

    def look(self) -> None:
        """Pass the best value on, and hear whether to stop."""
        self.stop = self._tick(self.best or Value(0, 0)) or self.stop


def improve(grid: Grid, draft: Draft, target: Value, effort: Effort, tick: Tick) -> Found:
    """The best plan of `STARTS` searches from a given plan; of as many as time allows, if the
    effort is endless. A search may stop where it meets the target, which no plan beats.

    `tick(value)` is called many times a second with the best value so far and says whether to
    stop. The outcome depends on neither `effort.workers` nor on timing, unless it says so.
    """
    watch = Watch(tick, effort.ranks)
    best: Found | None = None
    number = 0
    with ThreadPoolExecutor(effort.workers) as pool:
        while best is None or effort.endless or number < STARTS:
            last = number + effort.workers
            batch = range(number, last if effort.endless else min(last, STARTS))
            number = batch.stop
            results = _side_by_side(
                pool,
                watch,
                [partial(_search, grid, draft, target, effort, item, watch) for item in batch],
            )
            best = min(
                [best, *results] if best else results,
                key=lambda found: found.value.ranked(effort.ranks),
            )
            if watch.stop or _meets(best.value, target):
                break
    return Found(best.draft, best.value, watch.stop)


def _side_by_side(
    pool: ThreadPoolExecutor, watch: Watch, searches: list[partial[Found]]
) -> list[Found]:
    if len(searches) == 1:
        return [searches[0]()]
    running = [pool.submit(search) for search in searches]
    while wait(running, timeout=0.1).not_done:
        watch.look()
    return [future.result() for future in running]


def _search(
    grid: Grid, draft: Draft, target: Value, effort: Effort, number: int, watch: Watch
) -> Found:
    """One search: cycles of cooling from hot to cold."""
    board = board_of(grid)
    state = state_of(grid, draft, effort.seed * 1_000 + number, effort.limit, effort.ranks)
    _aim(state, target, effort)
    for share in CYCLES:
        if _value_of(state) is not None:
            # `anneal` notes the plan that it starts from as the best so far.
            fresh = state_of(grid, best_of(state), 0, effort.limit, effort.ranks)
            state = fresh._replace(dice=state.dice)
            _aim(state, target, effort)
        proposals = effort.proposals * share // sum(CYCLES)
        if _cool(board, state, target, proposals, effort, watch) or _reached(state, target):
            break
    value = _value_of(state)
    if value is None:
        return Found(None, Value(UNKNOWN, UNKNOWN, UNKNOWN), watch.stop)
    return Found(best_of(state), value, watch.stop)


def _aim(state: State, target: Value, effort: Effort) -> None:
    state.tally[BOUND:] = target.ranked(effort.ranks)


def _value_of(state: State) -> Value | None:
    """Of the best plan so far; None where there is none."""
    tally = state.tally
    if tally[BEST] == UNKNOWN:
        return None
    by = dict(zip(tally[RANK:BEST].tolist(), tally[BEST:BOUND].tolist(), strict=True))
    placed = int((state.meeting["best"] >= 0).sum())
    return Value(by[LOST], by[BREAKS], by[CHANGED], placed)


def _meets(value: Value, target: Value) -> bool:
    return (
        value.lost <= target.lost
        and value.breaks <= target.breaks
        and value.changed <= target.changed
    )


def _reached(state: State, target: Value) -> bool:
    value = _value_of(state)
    return value is not None and _meets(value, target)


def _cool(
    board: Board, state: State, target: Value, proposals: int, effort: Effort, watch: Watch
) -> bool:
    """Cool once; True if told to stop."""
    done = 0
    fall = effort.cold - effort.hot
    while done < proposals and not _reached(state, target):
        chunk = min(CHUNK, proposals - done)
        hot, cold = (effort.hot + fall * part / proposals for part in (done, done + chunk))
        anneal(board, state, chunk, hot, cold, effort.limit, wide(board))
        done += chunk
        if watch.note(state):
            return True
    return False
