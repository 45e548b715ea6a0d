"""What changed from one plan to the next, and who has to be told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from matchmaking.problem import Problem
from matchmaking.solution import Placement, Solution


@dataclass(frozen=True, slots=True)
class Changes:
    """Meetings (ids) by what became of them, and the delegates who notice.

    moved      in another slot, or served by another delegate
    reseated   only at another table
    dropped    had a place, has none now, and is still wanted
    added      had no place, has one now
    cancelled  had a place, and is no longer in the event
    told       delegates of the event whose agenda is not what it was
    """

    moved: tuple[str, ...] = ()
    reseated: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    cancelled: tuple[str, ...] = ()
    told: tuple[str, ...] = ()

    @property
    def unlike(self) -> int:
        """Meetings of the earlier plan, still wanted, that do not stand as they stood: the value
        of the goal "stability"."""
        return len(self.moved) + len(self.dropped)


def compare(problem: Problem, earlier: Solution, later: Solution) -> Changes:
    """What changed between two plans; `problem` is the event that the later one is for."""
    before = {placement.meeting: placement for placement in earlier.placements}
    after = {placement.meeting: placement for placement in later.placements}
    wanted = {meeting.id for meeting in problem.meetings}
    both = [name for name in before if name in after and name in wanted]
    moved = [name for name in both if _moved(problem, before[name], after[name])]
    reseated = [
        name for name in both if name not in moved and before[name].table != after[name].table
    ]
    dropped = [name for name in before if name in wanted and name not in after]
    cancelled = [name for name in before if name not in wanted]
    added = [name for name in after if name not in before]
    touched: list[Placement] = []
    for names in (moved, reseated, dropped, cancelled):
        touched += [before[name] for name in names]
    for names in (moved, reseated, added):
        touched += [after[name] for name in names]
    present = {delegate.id for delegate in problem.delegates}
    told = {
        delegate
        for placement in touched
        for delegate in _serving(problem, placement, wanted)
        if delegate in present
    }
    return Changes(
        tuple(moved),
        tuple(reseated),
        tuple(dropped),
        tuple(added),
        tuple(cancelled),
        tuple(delegate.id for delegate in problem.delegates if delegate.id in told),
    )


def _moved(problem: Problem, before: Placement, after: Placement) -> bool:
    wanted = {before.meeting}
    return before.slot != after.slot or set(_serving(problem, before, wanted)) != set(
        _serving(problem, after, wanted)
    )


def _serving(problem: Problem, placement: Placement, wanted: Iterable[str]) -> tuple[str, ...]:
    if placement.delegates or placement.meeting not in wanted:
        return placement.delegates
    return problem.served_by(placement)
