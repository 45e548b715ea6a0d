"""The steps between the first plan and the last: place what is left, prove, polish."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from matchmaking.options import Options
from matchmaking.planning.anneal import NO_LIMIT, Effort, Target, effort_for, improve
from matchmaking.planning.bound import break_limit, breaks_bound, spread_impossible
from matchmaking.planning.construct import trimmed
from matchmaking.planning.grid import Draft, Grid, Ints, calendars_of
from matchmaking.planning.parties import reachable
from matchmaking.problem import Problem

PLACING_PROPOSALS = (
    200_000  # to place what the first plan left out, before dear bounds are computed
)


@dataclass(frozen=True, slots=True)
class Proof:
    """What is known of all plans: `feasible` is False if there is none; each loses at least `lost`
    worth, and has at least `breaks` breaks if it loses no more than that. `method` says how, in
    words."""

    feasible: bool
    lost: int
    breaks: int
    method: str


def lost_in(grid: Grid, slot: Ints) -> int:
    """The worth that a plan leaves out."""
    return int(grid.worth[slot < 0].sum())


def place(grid: Grid, draft: Draft, options: Options, tick: Callable[[int, int], bool]) -> Draft:
    """The plan with as much worth placed as a short search finds, breaks aside."""
    certain = int(grid.worth[reachable(grid) == 0].sum())
    if lost_in(grid, draft.slot) <= certain or options.iterations == 0:
        return draft
    effort = Effort(PLACING_PROPOSALS, endless=False, seed=options.seed, workers=1)
    found = improve(grid, draft, Target(certain, NO_LIMIT), effort, tick)
    return draft if found.draft is None else found.draft


def prove(
    grid: Grid, line: list[int], slot: Ints, options: Options, seconds: float | None
) -> Proof:
    """Bounds on every plan, as sharp as the plan at hand asks for."""
    if options.spread is not None and spread_impossible(grid, line, options.spread):
        return Proof(
            False,
            0,
            0,
            f"calendars: a delegate must have more breaks than a spread of {options.spread} allows",
        )
    lost = lost_in(grid, slot)
    if lost == 0:
        return Proof(True, 0, breaks_bound(grid, line, 0), "every meeting is placed")
    # Imported here for cost: most events place everything and need no integer programme.
    from matchmaking.planning.placeable import least_lost

    placeable = least_lost(grid, lost, seconds)
    if not placeable.feasible:
        return Proof(False, 0, 0, placeable.method)
    return Proof(True, placeable.lost, breaks_bound(grid, line, placeable.lost), placeable.method)


def fair(
    problem: Problem,
    grid: Grid,
    draft: Draft,
    options: Options,
    tick: Callable[[int, int], bool],
) -> tuple[float, Draft, Grid]:
    """A bound on the smallest share that a plan of that worth can give, and a plan
    that gives it with the event narrowed to its meetings; the plan and event at hand where none is
    found."""
    lost = lost_in(grid, draft.slot)
    if lost == 0:
        return 1.0, draft, grid
    # Imported here for cost, as in `prove`.
    from matchmaking.planning.fairness import fairest

    found = fairest(problem, grid, lost)
    if found.chosen is None:
        return found.share, draft, grid
    narrow = grid._replace(base=np.where(found.chosen, grid.base, 0))
    least = int(grid.worth[~found.chosen].sum())
    start = draft._replace(slot=np.where(found.chosen, draft.slot, -1))
    effort = Effort(PLACING_PROPOSALS, endless=False, seed=options.seed, workers=1)
    result = improve(narrow, start, Target(least, NO_LIMIT), effort, tick)
    if result.draft is None or result.lost > least:
        return found.share, draft, grid
    return found.share, result.draft, narrow


def polish(
    grid: Grid,
    line: list[int],
    draft: Draft,
    proof: Proof,
    options: Options,
    tick: Callable[[int, int], bool],
) -> Draft:
    """The best plan that the effort of the options finds."""
    limit = NO_LIMIT if options.spread is None else break_limit(grid, line, options.spread)
    fallback = trimmed(grid, draft, limit)
    if options.iterations == 0 or len(draft.slot) == 0:
        return fallback
    effort = Effort(
        proposals=options.iterations or effort_for(len(draft.slot)),
        endless=options.seconds is not None and options.iterations is None,
        seed=options.seed,
        workers=options.workers,
        limit=limit,
    )
    found = improve(grid, draft, Target(proof.lost, proof.breaks), effort, tick)
    if found.draft is None:
        return fallback
    kept = (lost_in(grid, fallback.slot), int(calendars_of(grid, fallback)[1].sum()))
    return found.draft if found.value <= kept else fallback
