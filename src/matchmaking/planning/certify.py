"""From slots to a solution: tables, reasons, and the certificate that says what is proven and
why."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from matchmaking.options import Options
from matchmaking.planning.bound import breaks_bound
from matchmaking.planning.grid import Draft, Grid, calendars_of
from matchmaking.planning.reasons import unplaced_meetings
from matchmaking.planning.steps import Proof, lost_in
from matchmaking.planning.tables import changes_of, seat, tables_by_zone
from matchmaking.problem import Problem
from matchmaking.scoring import score
from matchmaking.solution import Certificate, GoalValue, Placement, Solution, Unplaced


def solution_of(
    problem: Problem,
    grid: Grid,
    line: list[int],
    draft: Draft,
    proof: Proof,
    options: Options,
    stopped: bool,
    seconds: float,
    share: float,
) -> Solution:
    """The solution of a plan. `share`: a bound on the smallest share of an organisation."""
    slot = draft.slot
    table = seat(grid, draft, tables_by_zone(problem))
    placed = np.flatnonzero(slot >= 0)
    lost, breaks = lost_in(grid, slot), int(calendars_of(grid, draft)[1].sum())
    least = proof.breaks if lost == proof.lost else breaks_bound(grid, line, lost)
    worth = [problem.worth_of(part) for part in problem.meetings]
    required_out = bool((grid.required & (slot < 0)).any())
    # A lost required meeting weighs more than all others together; without one, `lost` is plain
    # worth.
    bound = sum(worth) - (0 if required_out else proof.lost)
    certificate = Certificate(
        status="complete" if len(placed) == len(slot) else "partial",
        placed=len(placed),
        placed_weight=sum(worth[meeting] for meeting in placed),
        placed_weight_bound=bound,
        breaks=breaks,
        breaks_bound=least,
        table_changes=changes_of(grid, draft, table),
        proven=lost == proof.lost and breaks == least,
        argument=_argument(lost, breaks, least, proof, required_out),
        repeatable=not stopped,
        seconds=seconds,
        seed=options.seed,
        breaks_rule=options.breaks,
        spread=options.spread,
    )
    placements = tuple(
        Placement(
            problem.meetings[meeting].id,
            problem.slots[slot[meeting]].id,
            "" if table[meeting] < 0 else problem.tables[table[meeting]].id,
            tuple(
                problem.delegates[party].id
                for party in draft.parties[meeting, : grid.columns]
                if party >= 0
            ),
        )
        for meeting in placed
    )
    unplaced = unplaced_meetings(problem, grid, draft, options.spread is not None)
    solution = Solution(placements, unplaced, certificate, problem.warnings())
    goals = _goals(problem, solution, options, share)
    return replace(solution, certificate=replace(certificate, goals=goals))


def _goals(
    problem: Problem, solution: Solution, options: Options, share: float
) -> tuple[GoalValue, ...]:
    """Every goal in its order; those that were not asked for are measured."""
    claim = solution.certificate
    value = score(problem, solution, options)
    fair = GoalValue("fairness", value.smallest_share, share)
    asked = "fairness" in options.goals
    goals = [GoalValue("weight", claim.placed_weight, claim.placed_weight_bound)]
    goals += [fair] if asked else []
    goals += [GoalValue("breaks", claim.breaks, claim.breaks_bound)]
    goals += [] if asked else [replace(fair, bound=None)]
    goals += [GoalValue("table changes", claim.table_changes)]
    goals += [GoalValue("zone changes", value.zone_changes)]
    return tuple(goals)


def _argument(lost: int, breaks: int, least: int, proof: Proof, required_out: bool) -> str:
    if required_out:
        return (
            "No plan with all required meetings was found, and it is not proven that there is none."
        )
    if lost == 0:
        placed = "All meetings are placed"
    elif lost == proof.lost:
        placed = f"No plan places more worth, by {proof.method}"
    else:
        return (
            f"The placed worth is within {(lost - proof.lost) / 1000:g} of a bound "
            f"by {proof.method}; whether more can be placed is open."
        )
    if breaks == least:
        return f"{placed}, and the delegates' calendars allow no fewer breaks."
    return f"{placed}; the number of breaks is within {breaks - least} of the calendar bound."


def infeasible_solution(
    problem: Problem, options: Options, proof: Proof, seconds: float
) -> Solution:
    """The certificate that no plan exists."""
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
        seconds=seconds,
        seed=options.seed,
        breaks_rule=options.breaks,
        spread=options.spread,
    )
    unplaced = tuple(Unplaced(meeting.id, "event_infeasible") for meeting in problem.meetings)
    return Solution((), unplaced, certificate, problem.warnings())
