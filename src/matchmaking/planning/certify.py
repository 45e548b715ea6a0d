"""From slots to a solution: tables, reasons, and the certificate that says what is proven and
why."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from matchmaking.comparing import compare
from matchmaking.options import LAST_GOALS, Options
from matchmaking.planning.bound import breaks_bound
from matchmaking.planning.grid import Draft, Flags, Grid, Ints
from matchmaking.planning.reasons import unplaced_meetings
from matchmaking.planning.steps import Fair, Proof, value_of
from matchmaking.planning.tables import changes_of, seat, tables_by_zone
from matchmaking.problem import Problem
from matchmaking.scoring import score
from matchmaking.solution import Certificate, GoalValue, Placement, Solution, Unplaced


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found out about all plans while this one was made."""

    proof: Proof
    fair: Fair | None
    stopped: bool
    seconds: float
    table: Ints | None = None  # [M] of the earlier plan, to be kept where they can
    standby: Flags | None = None  # [M] the meetings that were not to be placed


def solution_of(
    problem: Problem,
    grid: Grid,
    line: list[int],
    draft: Draft,
    findings: Findings,
    options: Options,
    earlier: Solution | None = None,
) -> Solution:
    """The solution of a plan; `earlier` is what the goal of stability compares with."""
    slot, proof = draft.slot, findings.proof
    last = [goal for goal in options.goals if goal in LAST_GOALS]
    table = seat(
        grid,
        draft,
        tables_by_zone(problem),
        zones_first=last[:1] == ["zone changes"],
        earlier=findings.table,
    )
    required_out = bool((grid.required & (slot < 0)).any())
    value = value_of(grid, draft)
    unplaced = unplaced_meetings(
        problem,
        grid,
        draft,
        options.spread is not None,
        proven=value.lost == proof.lost,
        apart=options.spread,
    )
    if findings.standby is not None:
        waiting = {problem.meetings[number].id for number in np.flatnonzero(findings.standby)}
        unplaced = tuple(
            Unplaced(part.meeting, "on_standby") if part.meeting in waiting else part
            for part in unplaced
        )
    solution = Solution(
        _placements(problem, grid, draft, table),
        unplaced,
        _measured(problem, grid, line, draft, table, findings, options),
        problem.warnings(),
    )
    goals = _goals(problem, solution, options, findings, earlier)
    asked = [goal for goal in goals if goal.goal in options.goals and goal.goal not in LAST_GOALS]
    certificate = replace(
        solution.certificate,
        goals=goals,
        proven=not required_out and all(goal.proven for goal in asked),
        argument=_argument(asked, proof, required_out),
    )
    return replace(solution, certificate=certificate)


def _measured(
    problem: Problem,
    grid: Grid,
    line: list[int],
    draft: Draft,
    table: Ints,
    findings: Findings,
    options: Options,
) -> Certificate:
    """The certificate but for what depends on the order of the goals."""
    proof, placed = findings.proof, np.flatnonzero(draft.slot >= 0)
    value = value_of(grid, draft)
    least = proof.breaks
    if value.lost != proof.lost and options.before("weight", "breaks"):
        least = breaks_bound(grid, line, value.lost)
    worth = [problem.worth_of(part) for part in problem.meetings]
    required_out = bool((grid.required & (draft.slot < 0)).any())
    # A lost required meeting weighs more than all others together; without one, `lost` is plain
    # worth.
    bound = sum(worth) - (0 if required_out else proof.lost)
    return Certificate(
        status="complete" if len(placed) == len(draft.slot) else "partial",
        placed=len(placed),
        placed_weight=sum(worth[meeting] for meeting in placed),
        placed_weight_bound=bound,
        breaks=value.breaks,
        breaks_bound=least,
        table_changes=changes_of(grid, draft, table),
        proven=False,
        argument="",
        repeatable=not findings.stopped,
        seconds=findings.seconds,
        seed=options.seed,
        breaks_rule=options.breaks,
        spread=options.spread,
    )


def _placements(problem: Problem, grid: Grid, draft: Draft, table: Ints) -> tuple[Placement, ...]:
    return tuple(
        Placement(
            problem.meetings[meeting].id,
            problem.slots[draft.slot[meeting]].id,
            "" if table[meeting] < 0 else problem.tables[table[meeting]].id,
            tuple(
                problem.delegates[party].id
                for party in draft.parties[meeting, : grid.columns]
                if party >= 0
            ),
        )
        for meeting in np.flatnonzero(draft.slot >= 0)
    )


def _goals(
    problem: Problem,
    solution: Solution,
    options: Options,
    findings: Findings,
    earlier: Solution | None,
) -> tuple[GoalValue, ...]:
    """Every goal in its order; those that were not asked for are measured."""
    claim, fair = solution.certificate, findings.fair
    value = score(problem, solution, options)
    share = None if fair is None else fair.share
    weight = float(claim.placed_weight_bound)
    fairest = share is not None and abs(value.smallest_share - share) < 1e-9
    if fair is not None and fair.lost is not None and fairest:
        weight = min(weight, float(claim.placed_weight_bound + findings.proof.lost - fair.lost))
    goals = {
        "weight": GoalValue("weight", claim.placed_weight, weight),
        "breaks": GoalValue("breaks", claim.breaks, claim.breaks_bound),
        "fairness": GoalValue("fairness", value.smallest_share, share),
        "table changes": GoalValue("table changes", claim.table_changes),
        "zone changes": GoalValue("zone changes", value.zone_changes),
    }
    if earlier is not None:
        unlike = compare(problem, earlier, solution).unlike
        goals["stability"] = GoalValue("stability", unlike, findings.proof.changed)
    order = [goal for goal in options.goals if goal in goals]
    order += [goal for goal in ("fairness", *LAST_GOALS) if goal not in order]
    last = [goal for goal in order if goal in LAST_GOALS]
    return tuple(goals[goal] for goal in [goal for goal in order if goal not in last] + last)


_NONE_BETTER = {
    "fairness": "no plan gives every organisation a larger share",
    "breaks": "the delegates' calendars allow no fewer breaks",
    "stability": "no plan keeps more of the earlier one",
}


def _argument(asked: list[GoalValue], proof: Proof, required_out: bool) -> str:
    """One part of a sentence for each goal, in the order of the goals."""
    if required_out:
        return (
            "No plan with all required meetings was found, and it is not proven that there is none."
        )
    parts = []
    for goal in asked:
        gap = 0.0 if goal.bound is None else abs(goal.value - goal.bound)
        if goal.goal == "weight":
            parts.append(_weight_argument(goal, gap, proof))
        elif goal.proven:
            parts.append(_NONE_BETTER[goal.goal])
        elif goal.goal == "breaks":
            parts.append(f"the number of breaks is within {gap:g} of the calendar bound")
        elif goal.goal == "fairness":
            parts.append(f"the smallest share is within {gap:.2f} of a bound by counting")
        else:
            parts.append(f"at most {gap:g} more meetings could stand as they stood")
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}."


def _weight_argument(goal: GoalValue, gap: float, proof: Proof) -> str:
    if not goal.proven:
        return (
            f"the placed worth is within {gap / 1000:g} of a bound by {proof.method}, and "
            "whether more can be placed is open"
        )
    if proof.lost == 0:
        return "all meetings are placed"
    return f"no plan places more worth, by {proof.method}"


def infeasible_solution(
    problem: Problem,
    options: Options,
    proof: Proof,
    seconds: float,
    should_stop: Callable[[], bool] | None = None,
) -> Solution:
    """The certificate that no plan exists, with the facts that clash."""
    # Imported here for cost: only an event without a plan needs CP-SAT.
    from matchmaking.planning.clashes import clash_in

    started = time.perf_counter()
    clash = clash_in(problem, options, should_stop)
    certificate = Certificate(
        status="infeasible",
        placed=0,
        placed_weight=0,
        placed_weight_bound=0,
        breaks=0,
        breaks_bound=0,
        table_changes=0,
        proven=True,
        argument=f"The required meetings cannot all take place: proven by {proof.method}.",
        repeatable=True,
        seconds=seconds + time.perf_counter() - started,
        seed=options.seed,
        breaks_rule=options.breaks,
        spread=options.spread,
    )
    unplaced = tuple(Unplaced(meeting.id, "event_infeasible") for meeting in problem.meetings)
    return Solution((), unplaced, certificate, problem.warnings(), clash)
