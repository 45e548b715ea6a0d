"""Every hard rule of a plan, checked from the problem and the placements alone; no solver is asked.

The rules themselves are in `rules`. Nothing here is shared with the planner.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from matchmaking.comparing import compare
from matchmaking.options import Options
from matchmaking.problem import Problem
from matchmaking.rules import RULES, Agenda, Violation
from matchmaking.scoring import breaks_by_delegate, score
from matchmaking.solution import REASONS, Solution

_GOALS = {
    "weight": "placed_weight",
    "fairness": "smallest_share",
    "breaks": "breaks",
    "table changes": "table_changes",
    "zone changes": "zone_changes",
}


def verify(
    problem: Problem, solution: Solution, earlier: Solution | None = None
) -> tuple[Violation, ...]:
    """Every rule that the plan breaks; empty for a valid plan.

    The break rule and the spread are those that the plan's certificate names. A plan that is
    certified infeasible has no placements and is checked for that only. What the certificate says
    of stability can only be checked with the `earlier` plan that it compares with.
    """
    unknown = list(_unknown_ids(problem, solution))
    meetings, slots, tables, delegates = _ids(problem)
    tables.add("")  # of online meetings
    known = [
        placement
        for placement in solution.placements
        if placement.meeting in meetings
        and placement.slot in slots
        and placement.table in tables
        and delegates.issuperset(placement.delegates)
    ]
    found = [*unknown, *_each_meeting_once(problem, solution)]
    if solution.certificate.status == "infeasible":
        if solution.placements:
            found.append(
                Violation(
                    "certificate", "The plan is certified infeasible, yet it places meetings."
                )
            )
        return tuple(found)
    agenda = Agenda(problem, known)
    for rule in RULES.values():
        found.extend(rule.breaches(agenda))
    if not unknown:
        found.extend(_spread(problem, solution))
        found.extend(_certificate(problem, solution, earlier))
    return tuple(found)


def _ids(problem: Problem) -> tuple[set[str], set[str], set[str], set[str]]:
    return (
        {meeting.id for meeting in problem.meetings},
        {slot.id for slot in problem.slots},
        {table.id for table in problem.tables},
        {delegate.id for delegate in problem.delegates},
    )


def _unknown_ids(problem: Problem, solution: Solution) -> Iterator[Violation]:
    meetings, slots, tables, delegates = _ids(problem)
    tables.add("")  # of online meetings
    for placement in solution.placements:
        for what, part, parts in (
            ("meeting", placement.meeting, meetings),
            ("slot", placement.slot, slots),
            ("table", placement.table, tables),
            *(("delegate", delegate, delegates) for delegate in placement.delegates),
        ):
            if part not in parts:
                yield Violation(
                    f"unknown_{what}",
                    f"The plan names a {what} {part!r} that the event does not have.",
                )
    for unplaced in solution.unplaced:
        if unplaced.meeting not in meetings:
            message = (
                f"The plan leaves out a meeting {unplaced.meeting!r} that the event does not have."
            )
            yield Violation("unknown_meeting", message)
        if unplaced.reason not in REASONS:
            message = (
                f"The plan leaves out {unplaced.meeting!r} for an unknown reason "
                f"{unplaced.reason!r}."
            )
            yield Violation("unknown_reason", message, (unplaced.meeting,))


def _each_meeting_once(problem: Problem, solution: Solution) -> Iterator[Violation]:
    times: dict[str, int] = defaultdict(int)
    for placement in solution.placements:
        times[placement.meeting] += 1
    for unplaced in solution.unplaced:
        times[unplaced.meeting] += 1
    for meeting in problem.meetings:
        if times[meeting.id] == 0:
            message = f"Meeting {meeting.id} is neither placed nor named among those left out."
            yield Violation("missing_meeting", message, (meeting.id,))
        elif times[meeting.id] > 1:
            message = f"Meeting {meeting.id} stands in the plan {times[meeting.id]} times."
            yield Violation("repeated_meeting", message, (meeting.id,))


def _spread(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """No two delegates' numbers of breaks differ by more than the spread that was asked for."""
    allowed = solution.certificate.spread
    if allowed is None:
        return
    breaks = breaks_by_delegate(problem, solution, solution.certificate.breaks_rule)
    most = max(breaks, key=lambda delegate: breaks[delegate], default=None)
    fewest = min(breaks, key=lambda delegate: breaks[delegate], default=None)
    if most is not None and fewest is not None and breaks[most] - breaks[fewest] > allowed:
        message = (
            f"Delegate {most} has {breaks[most]} breaks and {fewest} has {breaks[fewest]}: "
            f"more than {allowed} apart."
        )
        yield Violation("spread_exceeded", message)


def _certificate(
    problem: Problem, solution: Solution, earlier: Solution | None
) -> Iterator[Violation]:
    """What the certificate says of the plan is true, and no bound contradicts it."""
    claim = solution.certificate
    actual = score(problem, solution, Options(breaks=claim.breaks_rule))
    for name in ("placed", "placed_weight", "breaks", "table_changes"):
        claimed, counted = getattr(claim, name), getattr(actual, name)
        if claimed != counted:
            message = f"The certificate says {name} {claimed}, but it is {counted}."
            yield Violation("certificate", message)
    for goal in claim.goals:
        if goal.goal == "stability":
            if earlier is None:
                continue
            counted = compare(problem, earlier, solution).unlike
        else:
            counted = getattr(actual, _GOALS[goal.goal]) if goal.goal in _GOALS else None
        if counted is None or abs(counted - goal.value) > 1e-9:
            message = f"The certificate says {goal.goal} {goal.value}, but it is {counted}."
            yield Violation("certificate", message)
    if actual.placed_weight > claim.placed_weight_bound:
        yield Violation("certificate", "The placed weight is above its certified bound.")
    if actual.placed_weight == claim.placed_weight_bound and actual.breaks < claim.breaks_bound:
        yield Violation("certificate", "The number of breaks is below its certified bound.")
    complete = actual.placed == len(problem.meetings)
    if complete != (claim.status == "complete"):
        message = (
            f"The certificate says {claim.status}, but {actual.placed} of "
            f"{len(problem.meetings)} are placed."
        )
        yield Violation("certificate", message)
