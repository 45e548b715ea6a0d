"""Whether a changed plan keeps every rule, asked of `matchmaking.rules`, near the change only.

Every rule speaks of one meeting, or of meetings that share a delegate, a table in a slot, a pair of
organisations or an order. A plan that kept the rules therefore keeps them, when the event only
allows more, if all meetings that share any of these with a changed one do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from matchmaking.explaining.desk import Desk
from matchmaking.problem import Problem
from matchmaking.rules import RULES, Agenda
from matchmaking.scoring import breaks_by_delegate
from matchmaking.solution import Placement, Solution


class Check:
    """Tries changes on a plan that keeps the rules."""

    def __init__(self, desk: Desk, solution: Solution) -> None:
        self.desk, self.solution = desk, solution
        self.plan = {placement.meeting: placement for placement in solution.placements}
        self._in_slot: dict[str, list[str]] = defaultdict(list)
        self._of: dict[str, list[str]] = defaultdict(list)
        for placement in solution.placements:
            self._in_slot[placement.slot].append(placement.meeting)
            for name in desk.problem.served_by(placement):
                self._of[name].append(placement.meeting)

    def changed_plan(
        self, problem: Problem, changes: Mapping[str, Placement | None]
    ) -> tuple[Placement, ...] | None:
        """The whole plan with these meetings placed anew (None: left out), in the problem's order;
        None if it breaks a rule."""
        if any(
            placement is None and problem.meeting(meeting).required
            for meeting, placement in changes.items()
        ):
            return None
        plan = {**self.plan, **changes}
        near = [plan.get(meeting) for meeting in self._near(problem, changes)]
        agenda = Agenda(problem, [placement for placement in near if placement is not None])
        for name, rule in RULES.items():
            # Required meetings are above; here, most meetings are out of sight.
            if name != "required_meetings" and next(rule.breaches(agenda), None) is not None:
                return None
        found = [plan.get(meeting.id) for meeting in problem.meetings]
        placements = tuple(placement for placement in found if placement is not None)
        return placements if self._keeps_spread(problem, placements) else None

    def _near(self, problem: Problem, changes: Mapping[str, Placement | None]) -> dict[str, None]:
        """The changed meetings, and those that share something with them."""
        desk = self.desk
        near: dict[str, None] = dict.fromkeys(changes)
        for meeting, placement in changes.items():
            number = desk.meeting[meeting]
            others = (*desk.before[number], *desk.after[number], *desk.twins[number])
            near.update(dict.fromkeys(problem.meetings[other].id for other in others))
            if placement is not None:
                near.update(dict.fromkeys(self._in_slot[placement.slot]))
                for name in problem.served_by(placement):
                    near.update(dict.fromkeys(self._of[name]))
        return near

    def _keeps_spread(self, problem: Problem, placements: tuple[Placement, ...]) -> bool:
        claim = self.solution.certificate
        if claim.spread is None:
            return True
        plan = Solution(placements, (), claim)
        breaks = breaks_by_delegate(problem, plan, claim.breaks_rule).values()
        return max(breaks, default=0) - min(breaks, default=0) <= claim.spread
