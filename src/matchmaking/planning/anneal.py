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
from matchmaking.planning.states import BEST_BREAKS, BEST_LOST, State, best_of, state_of

CHUNK = 100_000  # proposals between two looks at the clock, some 25 ms
CYCLES = (1, 2, 4)  # shares of the effort
STARTS = 2  # independent searches; the best counts, then the lowest number, whoever is first
NO_PLAN = 2**62  # worth lost, where no valid plan is known
NO_LIMIT = 1_000_000  # breaks of a delegate, where there is no spread


@dataclass(frozen=True, slots=True)
class Target:
    """Where the search may stop: no plan loses less worth, nor, losing that, has fewer breaks."""

    lost: int
    breaks: int


@dataclass(frozen=True, slots=True)
class Effort:
    """How long and how: proposals a search, whether to start again until told to stop, the first
    seed, threads, and the most breaks that a delegate may have."""

    proposals: int
    endless: bool
    seed: int
    workers: int
    limit: int = NO_LIMIT


@dataclass(frozen=True, slots=True)
class Found:
    """The best valid plan of a search; None where none kept the break limit.
    `stopped`: not all of the effort was spent, because somebody said so."""

    draft: Draft | None
    lost: int
    breaks: int
    stopped: bool

    @property
    def value(self) -> tuple[int, int]:
        """Smaller is better."""
        return self.lost, self.breaks


def effort_for(meetings: int) -> int:
    """Proposals for one search of an event of that size, where the caller names no number."""
    return min(max(200_000, 10_000 * meetings), 1_000_000_000)


class Watch:
    """What searches tell and are told while they run: the best value so far, and whether to stop.

    `tick(placed, breaks)` may take time and call strangers' code; it runs only in the thread that
    called `improve`.
    """

    def __init__(self, tick: Callable[[int, int], bool]) -> None:
        self._tick = tick
        self._thread = threading.get_ident()
        self.best = (NO_PLAN, NO_PLAN, 0)
        self.stop = False

    def note(self, state: State) -> bool:
        """Tell a search's best value; True if the search should stop."""
        lost, breaks = int(state.tally[BEST_LOST]), int(state.tally[BEST_BREAKS])
        if (lost, breaks) < self.best[:2]:
            self.best = (lost, breaks, int((state.meeting["best"] >= 0).sum()))
        if threading.get_ident() == self._thread:
            self.look()
        return self.stop

    def look(self) -> None:
        """Pass the best value on, and hear whether to stop."""
        _, breaks, placed = self.best
        self.stop = self._tick(placed, breaks if breaks < NO_PLAN else 0) or self.stop


def improve(
    grid: Grid,
    draft: Draft,
    target: Target,
    effort: Effort,
    tick: Callable[[int, int], bool],
) -> Found:
    """The best plan of `STARTS` searches from a given plan; of as many as time allows, if the
    effort is endless.

    `tick(placed, breaks)` is called many times a second with the best value so far and says
    whether to stop. The outcome depends on neither `effort.workers` nor on timing, unless it says
    so.
    """
    watch = Watch(tick)
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
            best = min([best, *results] if best else results, key=lambda found: found.value)
            if watch.stop or best.value <= (target.lost, target.breaks):
                break
    return Found(best.draft, best.lost, best.breaks, watch.stop)


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
    grid: Grid, draft: Draft, target: Target, effort: Effort, number: int, watch: Watch
) -> Found:
    """One search: cycles of cooling from hot to cold."""
    board = board_of(grid)
    state = state_of(grid, draft, effort.seed * 1_000 + number, effort.limit)
    for share in CYCLES:
        if state.tally[BEST_LOST] < NO_PLAN:
            # `anneal` notes the plan that it starts from as the best so far.
            state = state_of(grid, best_of(state), 0, effort.limit)._replace(dice=state.dice)
        proposals = effort.proposals * share // sum(CYCLES)
        if _cool(board, state, target, proposals, effort.limit, watch) or _reached(state, target):
            break
    lost, breaks = int(state.tally[BEST_LOST]), int(state.tally[BEST_BREAKS])
    return Found(best_of(state) if lost < NO_PLAN else None, lost, breaks, watch.stop)


def _reached(state: State, target: Target) -> bool:
    return bool(state.tally[BEST_LOST] <= target.lost and state.tally[BEST_BREAKS] <= target.breaks)


def _cool(
    board: Board, state: State, target: Target, proposals: int, limit: int, watch: Watch
) -> bool:
    """Cool once; True if told to stop."""
    done = 0
    while done < proposals and not _reached(state, target):
        chunk = min(CHUNK, proposals - done)
        hot, cold = (HOT + (COLD - HOT) * part / proposals for part in (done, done + chunk))
        anneal(board, state, chunk, hot, cold, limit, target.lost, target.breaks, wide(board))
        done += chunk
        if watch.note(state):
            return True
    return False
