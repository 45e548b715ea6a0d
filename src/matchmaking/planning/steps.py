"""The steps between the first plan and the last: place what is left, prove, polish, be fair."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from matchmaking.options import Options
from matchmaking.planning.anneal import NO_LIMIT, Effort, Tick, Value, effort_for, improve
from matchmaking.planning.bound import break_limit, breaks_bound, spread_impossible
from matchmaking.planning.construct import trimmed
from matchmaking.planning.grid import Draft, Flags, Grid, Ints, calendars_of, unlike_earlier
from matchmaking.planning.parties import empty_draft, reachable
from matchmaking.planning.standing import unkeepable
from matchmaking.planning.states import LOST
from matchmaking.planning.weighing import PRICES, ranks_of
from matchmaking.problem import Problem

PLACING_PROPOSALS = (
    200_000  # to place what the first plan left out, before dear bounds are computed
)
EXACT_WORK = 20.0  # of the exact search for a plan with all required meetings


@dataclass(frozen=True, slots=True)
class Proof:
    """What is known of all plans: `feasible` is False if there is none; each loses at least `lost`
    worth, and has at least `breaks` breaks (if it loses no more than that, where weight counts
    first); at least `changed` meetings do not stand as in the earlier plan. `method` says how, in
    words. `start`: a plan with all required meetings, where only an exact search found one."""

    feasible: bool
    lost: int
    breaks: int
    method: str
    changed: int = 0
    start: Draft | None = None


@dataclass(frozen=True, slots=True)
class Fair:
    """share   no plan that is as good by the goals before fairness gives every organisation more
    lost    plans that give so much lose at least so much worth; None: as all plans
    draft   a plan in which this is tried
    event   the event narrowed to the meetings of that plan"""

    share: float
    lost: int | None
    draft: Draft
    event: Grid


def lost_in(grid: Grid, slot: Ints) -> int:
    """The worth that a plan leaves out."""
    return int(grid.worth[slot < 0].sum())


def value_of(grid: Grid, draft: Draft) -> Value:
    """What a plan is judged by."""
    return Value(
        lost=lost_in(grid, draft.slot),
        breaks=int(calendars_of(grid, draft)[1].sum()),
        changed=int(unlike_earlier(grid, draft).sum()),
        placed=int((draft.slot >= 0).sum()),
    )


def place(grid: Grid, draft: Draft, options: Options, tick: Tick) -> Draft:
    """The plan with as much worth placed as a short search finds, other goals aside."""
    certain = int(grid.worth[reachable(grid) == 0].sum())
    weight_first = ranks_of(options)[0] == LOST
    if lost_in(grid, draft.slot) <= certain or options.iterations == 0 or not weight_first:
        return draft
    if tick(value_of(grid, draft)):
        return draft
    found = improve(grid, draft, Value(certain, NO_LIMIT, NO_LIMIT), _short(options), tick)
    return draft if found.draft is None else found.draft


def _short(options: Options) -> Effort:
    return Effort(PLACING_PROPOSALS, endless=False, seed=options.seed, workers=1)


def prove(
    grid: Grid,
    line: list[int],
    draft: Draft,
    options: Options,
    seconds: float | None,
    should_stop: Callable[[], bool] | None = None,
) -> Proof:
    """Bounds on every plan, as sharp as the plan at hand asks for."""
    if options.spread is not None and spread_impossible(grid, line, options.spread):
        return Proof(
            False,
            0,
            0,
            f"calendars: a delegate must have more breaks than a spread of {options.spread} allows",
        )
    changed = int(unkeepable(grid).sum())
    lost = lost_in(grid, draft.slot)
    if lost == 0:
        return Proof(True, 0, _breaks(grid, line, 0, options), "every meeting is placed", changed)
    if seconds is not None and seconds <= 0:
        certain = int(grid.worth[(reachable(grid) == 0) & ~grid.required].sum())
        breaks = _breaks(grid, line, certain, options)
        return Proof(True, certain, breaks, "adding up what has a slot at all", changed)
    # Imported here for cost: most events place everything and need no integer programme.
    from matchmaking.planning.placeable import least_lost

    placeable = least_lost(grid, lost, seconds)
    if not placeable.feasible:
        return Proof(False, 0, 0, placeable.method)
    proof = Proof(
        True,
        placeable.lost,
        _breaks(grid, line, placeable.lost, options),
        placeable.method,
        changed,
    )
    if (grid.required & (draft.slot < 0)).any():
        return _exact(grid, proof, seconds, should_stop)
    return proof


def _breaks(grid: Grid, line: list[int], lost: int, options: Options) -> int:
    """The bound on breaks: of plans that lose no more than that, where weight counts more."""
    if options.before("breaks", "weight"):
        lost = int(grid.worth[~grid.required].sum())
    return breaks_bound(grid, line, lost)


def _exact(
    grid: Grid, proof: Proof, seconds: float | None, should_stop: Callable[[], bool] | None
) -> Proof:
    """Whether the required meetings can take place at all, by a search that leaves nothing out."""
    # Imported here for cost: hardly an event needs it.
    from matchmaking.planning.break_search import fewest_breaks_of
    from matchmaking.planning.slot_model import SlotModel
    from matchmaking.planning.solvers.cpsat import Effort as ExactEffort

    slots = SlotModel(grid, empty_draft(grid), grid.required)
    effort = ExactEffort(EXACT_WORK, seconds, should_stop=should_stop)
    found = fewest_breaks_of(slots, None, effort, count_breaks=False)
    if not found.feasible and slots.exact:
        return Proof(False, 0, 0, "an exact search")
    if found.chosen is not None:
        return replace(proof, start=slots.draft(found.chosen))
    return proof


def searched(
    problem: Problem,
    grid: Grid,
    line: list[int],
    draft: Draft,
    proof: Proof,
    options: Options,
    tick: Tick,
) -> tuple[Draft, Fair | None]:
    """The best plan that the effort of the options finds, and what is known of fairness, if that
    is a goal."""
    if "fairness" not in options.goals:
        best = polish(grid, line, draft, proof, options, tick)
        return heavier(problem, grid, line, best, proof, options, tick), None
    if not options.before("breaks", "fairness"):
        fair = fairly(problem, grid, draft, proof, options, tick)
        aim = proof if fair.lost is None else replace(proof, lost=max(proof.lost, fair.lost))
        return polish(fair.event, line, fair.draft, aim, options, tick), fair
    best = polish(grid, line, draft, proof, options, tick)
    fair = fairly(problem, grid, best, proof, options, tick)
    if fair.event is grid:
        return best, fair
    ranks = ranks_of(options)
    other = polish(fair.event, line, fair.draft, proof, options, tick)
    worse = value_of(grid, other).ranked(ranks) > value_of(grid, best).ranked(ranks)
    return (best if worse else other), fair


def heavier(
    problem: Problem,
    grid: Grid,
    line: list[int],
    draft: Draft,
    proof: Proof,
    options: Options,
    tick: Tick,
) -> Draft:
    """Where the search ended short of the weight that would do: the meetings that the counting
    programme would place, if slots are found for them, within the spread; else the plan at hand."""
    value, ranks = value_of(grid, draft), ranks_of(options)
    short = ranks[0] == LOST and value.lost > _target(grid, proof, options).lost
    if not short or options.iterations == 0 or tick(value):
        return draft
    # Imported here for cost, as in `prove`.
    from matchmaking.planning.fairness import heaviest

    chosen = heaviest(problem, grid, proof.lost)
    if chosen is None:
        return draft
    narrow, start = _narrowed(grid, draft, chosen)
    effort = replace(_short(options), proposals=effort_for(len(draft.slot)))
    found = improve(narrow, start, Value(proof.lost, NO_LIMIT, NO_LIMIT), effort, tick)
    if found.draft is None or found.value.lost >= value.lost:
        return draft
    other = polish(narrow, line, found.draft, proof, options, tick)
    # With a spread, a meeting more can cost others when the breaks are brought within it.
    return other if value_of(grid, other).ranked(ranks) < value.ranked(ranks) else draft


def _narrowed(grid: Grid, draft: Draft, chosen: Flags) -> tuple[Grid, Draft]:
    """The event and the plan with no other meetings than those chosen [M]."""
    slot = np.where(chosen, draft.slot, -1)
    return grid._replace(base=np.where(chosen, grid.base, 0)), draft._replace(slot=slot)


def fairly(
    problem: Problem, grid: Grid, draft: Draft, proof: Proof, options: Options, tick: Tick
) -> Fair:
    """A bound on the smallest share that a plan can give, and a plan that gives it with the event
    narrowed to its meetings; the plan and event at hand where none is found.

    Where weight counts more, only plans that lose no more worth than this one are looked at.
    """
    lost = lost_in(grid, draft.slot)
    if lost == 0 or tick(value_of(grid, draft)):  # 1: no share is larger, whatever the plan
        return Fair(1.0, None, draft, grid)
    # Imported here for cost, as in `prove`.
    from matchmaking.planning.fairness import fairest

    free = options.before("fairness", "weight")
    if lost > proof.lost and not free:  # a fair plan of less worth would be no use
        effort = replace(_short(options), proposals=effort_for(len(draft.slot)))
        best = improve(grid, draft, Value(proof.lost, NO_LIMIT, NO_LIMIT), effort, tick)
        draft = draft if best.draft is None else best.draft
        lost = lost_in(grid, draft.slot)
    found = fairest(problem, grid, None if free else lost)
    if found.chosen is None:
        return Fair(found.share, None, draft, grid)
    narrow, start = _narrowed(grid, draft, found.chosen)
    least = int(grid.worth[~found.chosen].sum())
    result = improve(narrow, start, Value(least, NO_LIMIT, NO_LIMIT), _short(options), tick)
    if result.draft is None or result.value.lost > least:
        return Fair(found.share, None, draft, grid)
    return Fair(found.share, found.lost if free else None, result.draft, narrow)


def polish(
    grid: Grid, line: list[int], draft: Draft, proof: Proof, options: Options, tick: Tick
) -> Draft:
    """The best plan that the effort of the options finds."""
    limit = NO_LIMIT if options.spread is None else break_limit(grid, line, options.spread)
    fallback = trimmed(grid, draft, limit)
    if options.iterations == 0 or len(draft.slot) == 0 or tick(value_of(grid, fallback)):
        return fallback
    ranks = ranks_of(options)
    prices = PRICES[ranks]
    effort = Effort(
        proposals=options.iterations or effort_for(len(draft.slot)),
        endless=options.seconds is not None and options.iterations is None,
        seed=options.seed,
        workers=options.workers,
        limit=limit,
        ranks=ranks,
        hot=prices.hot,
        cold=prices.cold,
    )
    found = improve(grid, draft, _target(grid, proof, options), effort, tick)
    if found.draft is None:
        return fallback
    kept = value_of(grid, fallback).ranked(ranks)
    return found.draft if found.value.ranked(ranks) <= kept else fallback


def _target(grid: Grid, proof: Proof, options: Options) -> Value:
    """Where the search may stop: at the bounds, or near enough for the gap."""
    if options.gap is None:
        return Value(proof.lost, proof.breaks, proof.changed)
    optional = int(grid.worth[~grid.required].sum())
    spare = math.floor(options.gap * max(0, optional - proof.lost))
    more = max(1, math.floor(options.gap * proof.breaks))
    changed = proof.changed + max(1, math.floor(options.gap * proof.changed))
    return Value(proof.lost + spare, proof.breaks + more, changed)
