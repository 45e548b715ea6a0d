"""A plan repaired after it was published: what changed, and what is proven about it."""

from __future__ import annotations

from dataclasses import dataclass

from matchmaking.comparing import Changes
from matchmaking.solution import Solution


@dataclass(frozen=True, slots=True)
class Repair:
    """The new plan, and how it differs from the one that was published.

    solution       the new plan of the event as it is now; its goals say what is proven
    changes        what became of the meetings, and who has to be told
    moves_bound    in every plan that keeps as much, at least so many meetings of the earlier plan
                   do not stand as they stood (`changes.unlike` of this plan)
    moves_seconds  until that was proven, or given up
    """

    solution: Solution
    changes: Changes
    moves_bound: int
    moves_seconds: float

    @property
    def moves_proven(self) -> bool:
        """Whether no plan that keeps as much changes fewer meetings."""
        return self.changes.unlike == self.moves_bound

    @property
    def proven(self) -> bool:
        """Whether the plan is proven best by every goal of a repair."""
        return self.solution.certificate.proven
