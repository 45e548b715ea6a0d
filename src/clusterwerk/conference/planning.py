"""The only door to the engine: rows to a Problem, a Solution to rows.

The engine sees keys, countries and fields, never the name of a person or an organisation. Rows are
read in the order of their keys, so the same input gives the same problem, and with the same seed
the same plan.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import matchmaking
from clusterwerk.places.models import Field
from matchmaking import Options, Problem, Progress, Solution, Violation

from .choices import MatchStatus, RegistrationStatus
from .models import (
    Conference,
    Delegate,
    Match,
    Plan,
    PlannedMeeting,
    Registration,
    Slot,
    Table,
)


class PlanningError(Exception):
    """The planner's result breaks a rule and must not be kept."""

    def __init__(self, violations: tuple[Violation, ...]) -> None:
        super().__init__("; ".join(str(violation) for violation in violations[:5]))
        self.violations = violations


@dataclass(frozen=True, slots=True)
class Fairness:
    """The share of their agreed meetings that organisations got, 0 to 1."""

    smallest: float
    mean: float


def problem_of(conference: Conference) -> Problem:
    """The conference as the engine takes it: admitted delegations and agreed matches only.

    Raises `matchmaking.InputError` with every fault when something is missing.
    """
    return Problem(
        name=conference.slug,
        sessions=tuple(
            matchmaking.Session(str(row.pk), "", row.starts_at, row.ends_at)
            for row in conference.sessions.order_by("position")
        ),
        slots=tuple(
            matchmaking.Slot(str(row.pk), str(row.session_id), row.starts_at, row.ends_at)
            for row in Slot.objects.filter(session__conference=conference).order_by(
                "session__position", "starts_at"
            )
        ),
        tables=_tables_of(conference),
        organisations=_organisations_of(conference),
        delegates=_delegates_of(conference),
        meetings=_meetings_of(conference),
        fields=_fields_of(conference),
    )


def _tables_of(conference: Conference) -> tuple[matchmaking.Table, ...]:
    rows = (
        Table.objects.filter(conference=conference)
        .prefetch_related("closed_slots")
        .order_by("number")
    )
    return tuple(
        matchmaking.Table(
            str(row.pk), "", frozenset(str(slot.pk) for slot in row.closed_slots.all())
        )
        for row in rows
    )


def _organisations_of(conference: Conference) -> tuple[matchmaking.Organisation, ...]:
    """Delegations by key; their fields with the main one first, as the directory orders them."""
    rows = (
        Registration.objects.filter(conference=conference, status=RegistrationStatus.ADMITTED)
        .select_related("organisation")
        .prefetch_related("organisation__field_links")
        .order_by("pk")
    )
    return tuple(
        matchmaking.Organisation(
            str(row.pk),
            "",
            row.organisation.country_id,
            tuple(link.field_id for link in row.organisation.field_links.all()),
        )
        for row in rows
    )


def _fields_of(conference: Conference) -> tuple[matchmaking.Field, ...]:
    """Every field that an organisation of `_organisations_of` names, so that an exported file
    checks its codes; in English, so that the file is the same whoever asks for it."""
    named = Registration.objects.filter(
        conference=conference, status=RegistrationStatus.ADMITTED
    ).values("organisation__field_links__field")
    rows = Field.objects.filter(pk__in=named).order_by("pk")
    return tuple(matchmaking.Field(row.pk, row.name_en) for row in rows)


def _delegates_of(conference: Conference) -> tuple[matchmaking.Delegate, ...]:
    rows = (
        Delegate.objects.filter(
            registration__conference=conference,
            registration__status=RegistrationStatus.ADMITTED,
        )
        .prefetch_related("unavailable_slots")
        .order_by("pk")
    )
    return tuple(
        matchmaking.Delegate(
            str(row.pk),
            str(row.registration_id),
            "",
            frozenset(str(slot.pk) for slot in row.unavailable_slots.all()),
        )
        for row in rows
    )


def _meetings_of(conference: Conference) -> tuple[matchmaking.Meeting, ...]:
    rows = Match.objects.filter(
        conference=conference,
        status=MatchStatus.AGREED,
        registration_a__status=RegistrationStatus.ADMITTED,
        registration_b__status=RegistrationStatus.ADMITTED,
    ).order_by("pk")
    return tuple(
        matchmaking.Meeting(
            str(row.pk),
            (str(row.delegate_a_id), str(row.delegate_b_id)),
            weight=row.weight,
            priority=row.priority,  # type: ignore[arg-type]  # the three values of the choices
            session=str(row.session_id) if row.session_id else None,
        )
        for row in rows
    )


def digest_of(problem: Problem, *, seed: int) -> str:
    """A fingerprint of everything that decides the plan."""
    parts = [
        seed,
        [(slot.id, slot.session) for slot in problem.slots],
        [(table.id, sorted(table.closed_slots)) for table in problem.tables],
        [(one.id, one.organisation, sorted(one.unavailable_slots)) for one in problem.delegates],
        [
            (one.id, one.delegates, one.weight, one.priority, one.session)
            for one in problem.meetings
        ],
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def solve(
    problem: Problem,
    *,
    seed: int,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Solution:
    """The engine's plan. Effort is counted in iterations, so that it can be repeated."""
    _load_kernels()
    return matchmaking.plan(
        problem, Options(seed=seed), on_progress=on_progress, should_stop=should_stop
    )


@cache
def _load_kernels() -> None:
    """Once in a process, so that a plan's seconds are those of planning and not of loading."""
    # Numba and SciPy are heavy; only a process that plans loads them.
    from matchmaking.planning.warming import compile_kernels

    compile_kernels()


def check(problem: Problem, solution: Solution) -> None:
    """Raises PlanningError when the plan breaks a hard rule; shares no code with the planner."""
    violations = matchmaking.verify(problem, solution)
    if violations:
        raise PlanningError(violations)


def rows_of(plan: Plan, problem: Problem, solution: Solution) -> list[PlannedMeeting]:
    """One unsaved row per agreed meeting, placed or with the reason why not."""
    rows = []
    for placement in solution.placements:
        one, other = problem.meeting(placement.meeting).delegates
        rows.append(
            PlannedMeeting(
                plan=plan,
                match_id=int(placement.meeting),
                slot_id=int(placement.slot),
                table_id=int(placement.table),
                delegate_a_id=int(one),
                delegate_b_id=int(other),
            )
        )
    rows.extend(
        PlannedMeeting(
            plan=plan,
            match_id=int(left_out.meeting),
            reason=left_out.reason,
            reason_params=dict(left_out.params),
        )
        for left_out in solution.unplaced
    )
    return rows


def fairness_of(problem: Problem, solution: Solution) -> Fairness:
    """How evenly agreed meetings were placed over organisations that agreed to any."""
    agreed = Counter(
        organisation for meeting in problem.meetings for organisation in _pair(problem, meeting.id)
    )
    placed = Counter(
        organisation
        for placement in solution.placements
        for organisation in _pair(problem, placement.meeting)
    )
    shares = [placed[organisation] / count for organisation, count in agreed.items()]
    if not shares:
        return Fairness(0.0, 0.0)
    return Fairness(min(shares), sum(shares) / len(shares))


def _pair(problem: Problem, meeting: str) -> list[str]:
    return [problem.delegate(one).organisation for one in problem.meeting(meeting).delegates]


def write_figures(plan: Plan, problem: Problem, solution: Solution) -> None:
    """Sets the plan's figures from the certificate and the score; does not save."""
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
