"""Repair of a published plan: as much kept as can be, with the fewest meetings moved, and then the
fewest breaks; each of the three proven where that can be done.

1. What must change at all: meetings whose place the event does not allow any more, and as many as
   are too many for the tables of a slot.
2. The best choice of spots over all meetings (`programmes`): nearly always the linear programme
   alone proves it. In an event too large for that, only meetings that cannot stand, that clash or
   that are new are *free*, then also those around them; the plan is proven if it places everything
   and changes only what must change.
3. The fewest breaks (`break_search`) among the choices that are as good.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from matchmaking.comparing import compare
from matchmaking.errors import InputError, InputProblem
from matchmaking.options import STABLE_GOALS, Options
from matchmaking.planning.bound import breaks_bound
from matchmaking.planning.break_search import Among, fewest_breaks_of
from matchmaking.planning.certify import Findings, infeasible_solution, solution_of
from matchmaking.planning.construct import first_plan
from matchmaking.planning.earlier import Earlier, earlier_of, with_earlier
from matchmaking.planning.grid import (
    Draft,
    Flags,
    Grid,
    calendars_of,
    grid_of,
    line_numbers,
    unlike_earlier,
)
from matchmaking.planning.parties import reachable
from matchmaking.planning.placeable import least_lost
from matchmaking.planning.programmes import Choice, best_choice
from matchmaking.planning.run import Run
from matchmaking.planning.slot_model import SlotModel, Spot
from matchmaking.planning.solvers.cpsat import Effort
from matchmaking.planning.standing import (
    around,
    clashing,
    crowded,
    in_old_zones,
    standing,
    too_many,
    unkeepable,
)
from matchmaking.planning.steps import Proof
from matchmaking.problem import Problem
from matchmaking.progress import Progress
from matchmaking.repairs import Repair
from matchmaking.solution import Solution

AT_ONCE_SIZE = 40_000  # spots up to which all meetings are free at once
WHOLE_SIZE = 150_000  # and up to which they are where less does not give a proof
AROUND_SIZE = 60_000  # and up to which those around the free ones are
WORK, LARGE_WORK = 10.0, 2.0  # deterministic seconds of the search for the fewest breaks
NARROW = 0.8  # of all meetings: a model of more is not worth making anew
LARGE = 40_000  # spots from which it is a large search, hardly ever brought to its end


_NO_SPREAD = InputProblem(
    "bad_option",
    "A repair keeps no spread of breaks.",
    "Leave the spread out, or plan anew with the goal stability, which keeps one.",
    path="options.spread",
)


@dataclass(frozen=True, slots=True)
class _Best:
    """The best plan so far.

    lost, changed   what it loses, and how many meetings of the earlier plan do not stand
    lost_bound, changed_bound   what every plan loses and, losing no more, changes at least
    slots, choice   where it came from; None: from the first plan
    exact           whether `slots` hold every plan that is as good
    """

    draft: Draft
    lost: int
    changed: int
    lost_bound: int
    changed_bound: int
    slots: SlotModel | None = None
    choice: Choice | None = None
    exact: bool = False

    @property
    def proven(self) -> bool:
        return (self.lost, self.changed) == (self.lost_bound, self.changed_bound)


def repair(
    problem: Problem,
    earlier: Solution,
    options: Options,
    *,
    standby: bool,
    on_progress: Callable[[Progress], None] | None,
    should_stop: Callable[[], bool] | None,
) -> Repair:
    """See `matchmaking.repair`."""
    if options.spread is not None:
        raise InputError([_NO_SPREAD])
    run = Run(problem, options, on_progress, should_stop)
    grid = grid_of(problem, options.breaks)
    line = line_numbers(problem, options.breaks)
    before = earlier_of(problem, grid, earlier)
    waiting = _waiting(problem, earlier) & (not standby)
    grid = with_earlier(grid._replace(base=np.where(waiting, 0, grid.base)), before)
    search = _Search(problem, grid, line, before, options, run)
    best = search.fewest_changes()
    moves_seconds = run.seconds
    if best is None:
        proof = Proof(False, 0, 0, "a linear programme over slots")
        solution = infeasible_solution(problem, options, proof, run.seconds, run.over)
        return Repair(solution, compare(problem, earlier, solution), 0, moves_seconds)
    run.note(grid, best.draft)
    run.report("repair", now=True)
    draft, least_breaks = search.fewest_breaks(best)
    draft = in_old_zones(grid, draft, search.stands)
    run.note(grid, draft)
    method = "a linear programme over slots"
    proof = Proof(True, best.lost_bound, least_breaks, method, best.changed_bound)
    stopped = run.over() or search.cut_short
    findings = Findings(proof, None, stopped, run.seconds, before.table, waiting)
    solution = solution_of(problem, grid, line, draft, findings, _goals(options), earlier)
    run.report("done", now=True)
    changes = compare(problem, earlier, solution)
    return Repair(solution, changes, best.changed_bound, moves_seconds)


def _goals(options: Options) -> Options:
    """The order of a repair's goals: weight, stability, breaks, unless stability comes first."""
    goals = STABLE_GOALS
    if options.before("stability", "weight"):
        goals = ("stability", "weight", "breaks")
    return replace(options, goals=goals)


def _waiting(problem: Problem, earlier: Solution) -> Flags:
    """[M] the meetings that the earlier plan left out, and that need not take place."""
    left_out = {part.meeting for part in earlier.unplaced}
    return np.array(
        [part.id in left_out and not part.required for part in problem.meetings], dtype=np.bool_
    )


class _Search:
    """The searches of one repair."""

    def __init__(
        self,
        problem: Problem,
        grid: Grid,
        line: list[int],
        before: Earlier,
        options: Options,
        run: Run,
    ) -> None:
        self.grid, self.line, self.options, self.run = grid, line, options, run
        self.cut_short = False
        self.stands = standing(problem, grid, before)
        gone = unkeepable(grid)
        crowd = crowded(grid, self.stands)
        self.loose: Flags = gone | ((grid.kept < 0) & (grid.base != 0)) | crowd
        self.free = self.loose | clashing(grid, self.stands)
        self.must = int(gone.sum()) + too_many(grid, self.stands)
        self.reach = reachable(grid)
        self.hopeless = int(grid.worth[self.reach == 0].sum())  # lost whatever one does
        self.few = options.before("stability", "weight")

    def fewest_changes(self) -> _Best | None:
        """The plan that keeps as much as can be and changes as little; None if there is none."""
        if (self.grid.required & (self.reach == 0)).any():  # one of them alone cannot take place
            return None
        best = self._first()
        size = self._size(np.ones(len(self.free), dtype=np.bool_))
        if size > AT_ONCE_SIZE:
            best = self._with(self.free, best)
        if size <= AT_ONCE_SIZE or (size <= WHOLE_SIZE and not best.proven):
            return self._of_all(best)
        return self._ring_by_ring(best)

    def _of_all(self, best: _Best) -> _Best | None:
        """With all meetings free."""
        slots = SlotModel(self.grid, self.stands, np.ones(len(self.free), dtype=np.bool_))
        choice = best_choice(slots.rows, self._gains(slots), self.run.seconds_left)
        if not choice.feasible and slots.exact:
            return None
        return self._of(slots, choice, best, whole=slots.exact)

    def _with(self, free: Flags, best: _Best) -> _Best:
        """With these meetings free, if that finds more than the best so far."""
        if best.proven or self.run.over():
            return best
        slots = SlotModel(self.grid, self.stands, free)
        choice = best_choice(slots.rows, self._gains(slots), self.run.seconds_left)
        best = self._of(slots, choice, best, whole=False)
        return best if best.proven or self.few else self._counted(best)

    def _ring_by_ring(self, best: _Best) -> _Best:
        """With ever more meetings free around those that are not as they were."""
        ring = self.free
        while not best.proven and self._size(ring) <= AROUND_SIZE and not self.run.over():
            best = self._with(ring, best)
            wider = self._around(ring)
            if self._missing(best.lost):  # tables and rules may be in its way, too
                wider |= around(self.grid, self.stands, ring, 1)
            if (wider == ring).all():
                break
            ring = wider
        return best

    def _first(self) -> _Best:
        draft = first_plan(self.grid)
        lost, changed = self._value(draft)
        return _Best(draft, lost, changed, self.hopeless, self.must)

    def _size(self, free: Flags) -> int:
        """How many spots these meetings have, about."""
        sides = np.diff(self.grid.side_at).reshape(len(free), self.grid.columns).clip(1)
        slots = np.bitwise_count(self.reach).astype(np.int64)
        return int((slots * sides.prod(axis=1))[free].sum()) * len(self.grid.room)

    def _around(self, free: Flags) -> Flags:
        """These meetings, and all others of their delegates."""
        names = self.grid.side
        count = np.diff(self.grid.side_at).reshape(len(free), self.grid.columns).sum(axis=1)
        owner = np.repeat(np.arange(len(free)), count)
        touched = np.zeros(len(self.grid.place), dtype=np.bool_)
        touched[names[free[owner]]] = True
        wider = free.copy()
        wider[owner[touched[names]]] = True
        return wider

    def _counted(self, best: _Best) -> _Best:
        """With a bound on the lost worth by counting, which costs less than a wider search."""
        bound = least_lost(self.grid, best.lost, self.run.seconds_left)
        lost = max(best.lost_bound, bound.lost) if bound.feasible else best.lost_bound
        better = replace(best, lost_bound=lost)
        return replace(better, exact=better.proven)

    def _of(self, slots: SlotModel, choice: Choice, best: _Best, *, whole: bool) -> _Best:
        """The better of a choice and the best so far, with what is known now."""
        if choice.chosen is None:
            return best
        draft = slots.draft(choice.chosen)
        lost, changed = self._value(draft)
        lost_bound, changed_bound = best.lost_bound, best.changed_bound
        if whole and choice.proven:
            lost_bound, changed_bound = lost, changed
        elif self._order(lost, changed) > self._order(best.lost, best.changed):
            return best
        found = _Best(draft, lost, changed, lost_bound, changed_bound, slots, choice)
        # Where only what must change has changed, all else stands in every plan that is as good;
        # but, where zones matter, perhaps in another zone.
        return replace(found, exact=found.proven and (whole or len(self.grid.room) == 1))

    def _order(self, lost: int, changed: int) -> tuple[int, ...]:
        missing = self._missing(lost)
        return (missing, changed, lost) if self.few else (missing, lost, changed)

    def _missing(self, lost: int) -> bool:
        """Whether a plan that loses so much leaves out a required meeting."""
        return lost > int(self.grid.worth[~self.grid.required].sum())

    def _gains(self, slots: SlotModel) -> list[int]:
        """Of each spot: the worth placed, then whether the meeting stands (or the other way
        round), as one whole number."""
        plain = np.where(self.grid.required, 0, self.grid.worth)
        unit = max(1, int(np.gcd.reduce(plain))) if len(plain) else 1
        worth, stand = len(plain) + 1, 1
        if self.few:
            worth, stand = 1, int(plain.sum()) // unit + 1
        return [
            worth * (int(plain[spot.meeting]) // unit) + stand * self._stands(spot)
            for spot in slots.spots
        ]

    def _stands(self, spot: Spot) -> bool:
        names = [name for name in self.grid.kept_by[spot.meeting].tolist() if name >= 0]
        return spot.slot == self.grid.kept[spot.meeting] and list(spot.names) == names

    def _value(self, draft: Draft) -> tuple[int, int]:
        lost = int(self.grid.worth[draft.slot < 0].sum())
        return lost, int(unlike_earlier(self.grid, draft).sum())

    def fewest_breaks(self, best: _Best) -> tuple[Draft, int]:
        """Of the plans that keep as much and change as little, one with the fewest breaks that are
        found, and a bound on them."""
        least = breaks_bound(self.grid, self.line, best.lost)
        count = self._breaks_of(best.draft)
        if count <= least:
            return best.draft, count
        best = self._narrowed(best)
        count = self._breaks_of(best.draft)
        if best.slots is None or best.choice is None:
            return best.draft, min(count, least)
        if not best.slots.spots and best.exact:  # nothing is free: there is no other plan
            return best.draft, count
        spots, chosen = best.slots.spots, best.choice.chosen or []
        goals = [
            [int(self.grid.worth[spot.meeting]) for spot in spots],
            [int(self._stands(spot)) for spot in spots],
        ]
        floors = [(gains, sum(gains[number] for number in chosen)) for gains in goals]
        among = Among(best.choice.possible, best.choice.tight, floors, chosen)
        work = WORK if len(spots) < LARGE else LARGE_WORK
        effort = Effort(
            work, self.run.seconds_left, self.options.seed, self.run.over, presolve=False
        )
        found = fewest_breaks_of(best.slots, among, effort)
        self.cut_short = self.cut_short or found.cut_short
        if found.chosen is None:
            return best.draft, min(count, least)
        draft = best.slots.draft(found.chosen)
        count = self._breaks_of(draft)
        return draft, max(least, count - found.spare) if best.exact else min(count, least)

    def _narrowed(self, best: _Best) -> _Best:
        """The same plan from a model without the meetings that stand in every plan that is as
        good. Not where zones matter: a meeting that stands may make way for others into another."""
        if not best.proven or len(self.grid.room) > 1:
            return best
        ring = around(self.grid, self.stands, self.free, best.changed - self.must)
        if best.slots is not None and ring.sum() > NARROW * len(ring):
            return best
        slots = SlotModel(self.grid, self.stands, ring)
        choice = best_choice(slots.rows, self._gains(slots), self.run.seconds_left)
        if choice.chosen is None or self._value(slots.draft(choice.chosen)) != (
            best.lost,
            best.changed,
        ):
            return best
        draft = slots.draft(choice.chosen)
        return replace(best, draft=draft, slots=slots, choice=choice, exact=slots.exact)

    def _breaks_of(self, draft: Draft) -> int:
        return int(calendars_of(self.grid, draft)[1].sum())
