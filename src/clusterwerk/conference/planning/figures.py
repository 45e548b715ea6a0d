"""What a plan is worth: the figures that its row keeps, and what of its proof still holds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import matchmaking
from matchmaking import Certificate, Placement, Problem, Solution, Unplaced
from matchmaking.scoring import shares_by_organisation
from matchmaking.solution import Status

from ..models import Match, Plan
from .problems import digest_of


@dataclass(frozen=True, slots=True)
class Fairness:
    """The share of their agreed meetings that organisations got, 0 to 1."""

    smallest: float
    mean: float


def fairness_of(problem: Problem, solution: Solution) -> Fairness:
    """How evenly agreed meetings were placed over organisations that agreed to any."""
    shares = list(shares_by_organisation(problem, solution).values())
    if not shares:
        return Fairness(0.0, 0.0)
    return Fairness(min(shares), sum(shares) / len(shares))


def proof_of(problem: Problem, solution: Solution) -> dict[str, Any]:
    """What was proven when the planner made a plan, to be kept while it is changed by hand."""
    claim = solution.certificate
    return {
        "digest": digest_of(problem, seed=0),
        "weight": claim.placed_weight_bound,
        "breaks": claim.breaks_bound,
        "argument": claim.argument,
    }


def measured(
    problem: Problem,
    placements: Iterable[Placement],
    unplaced: Iterable[Unplaced],
    proof: Mapping[str, Any] | None = None,
) -> Solution:
    """A plan made by hand with its counted values.

    Bounds of an earlier `proof` are kept as far as they hold: for the same event, and the one on
    breaks only for plans of the same worth. Without, no more is claimed than can be counted.
    """
    placed, left_out = tuple(placements), tuple(unplaced)
    status: Status = "partial" if left_out else "complete"
    empty = Certificate(status, 0, 0, 0, 0, 0, 0, False, "", False, 0.0, 0)
    value = matchmaking.score(problem, Solution(placed, left_out, empty))
    bound, breaks_bound, argument = sum(map(problem.worth_of, problem.meetings)), 0, ""
    if proof and proof["digest"] == digest_of(problem, seed=0):
        bound = min(bound, proof["weight"])
        if value.placed_weight == bound:
            breaks_bound, argument = min(proof["breaks"], value.breaks), proof["argument"]
    claim = replace(
        empty,
        placed=value.placed,
        placed_weight=value.placed_weight,
        placed_weight_bound=max(bound, value.placed_weight),
        breaks=value.breaks,
        breaks_bound=breaks_bound,
        table_changes=value.table_changes,
        proven=(value.placed_weight, value.breaks) == (bound, breaks_bound),
        argument=argument,
    )
    return Solution(placed, left_out, claim)


def write_figures(plan: Plan, problem: Problem, solution: Solution) -> None:
    """Sets the plan's figures from the certificate and the score; does not save.

    `agreed` counts what the problem holds; `rows_of` may add matches that nobody can serve.
    """
    proof = solution.certificate
    value = matchmaking.score(problem, solution)
    fairness = fairness_of(problem, solution)
    plan.input_digest = digest_of(problem, seed=plan.seed)
    plan.agreed = len(problem.meetings)
    plan.placed = proof.placed
    plan.placed_weight = proof.placed_weight
    plan.placed_weight_bound = proof.placed_weight_bound
    plan.breaks = proof.breaks
    plan.breaks_bound = proof.breaks_bound
    plan.table_changes = proof.table_changes
    plan.across_countries = value.across_countries
    plan.across_fields = value.across_fields
    plan.share_smallest = fairness.smallest
    plan.share_mean = fairness.mean
    plan.proven = proof.proven
    plan.argument = proof.argument
    plan.repeatable = proof.repeatable
    plan.seconds = proof.seconds
    potentials = dict(
        Match.objects.filter(conference=plan.conference_id).values_list("pk", "potential")
    )
    plan.expected_projects = sum(
        potentials.get(int(placement.meeting), 0.0) for placement in solution.placements
    )
