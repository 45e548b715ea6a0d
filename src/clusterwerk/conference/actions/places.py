"""Meetings whose slot or table goes: no plan keeps a meeting where nobody can sit.

Whatever changes slots or tables goes through `changing`: it shows whom the change touches before it
is done, and then does all of it or nothing. Drafts lose the meetings there, with their reason; of
the published plan a new version is published at once, so that those touched are told.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone

from clusterwerk.audit.actions import record
from matchmaking import InputError, Unplaced

from .. import planning
from ..choices import PlanMethod, PlanState, UnplacedReason
from ..models import Conference, Match, Plan, PlannedMeeting
from ..queries.grid import Effects, GridChange, drafts_of, effects_of, meetings_without_place
from ..queries.plans import planned_matches
from .locking import lock_conference
from .notices import tell_changes
from .plans import next_version, request_repair
from .publishing import publish_plan

COPIED = (
    "seed",
    "input_digest",
    "agreed",
    "placed",
    "placed_weight",
    "placed_weight_bound",
    "breaks",
    "breaks_bound",
    "table_changes",
    "across_countries",
    "across_fields",
    "share_smallest",
    "share_mean",
    "expected_projects",
)


class UnseenEffectsError(Exception):
    """Nothing was done: whom the change touches is not what the team saw."""

    def __init__(self, effects: Effects) -> None:
        super().__init__(effects.fingerprint)
        self.effects = effects


def changing(
    conference: Conference,
    *,
    by: Any,
    describe: Callable[[Conference], GridChange],
    write: Callable[[Conference, GridChange], None],
    seen: str,
) -> Effects:
    """Does a change of slots and tables that somebody saw the effects of.

    `describe` reads what would change, `write` changes slots and tables; both get the locked
    conference. `seen` is the fingerprint of the effects that were shown; raises UnseenEffectsError
    when there are any and they are others, so that nobody is touched unseen.
    """
    with transaction.atomic():
        locked = lock_conference(conference)
        change = describe(locked)
        effects = effects_of(locked, change)
        if effects and effects.fingerprint != seen:
            raise UnseenEffectsError(effects)
        hit = _take_out_of_drafts(locked, change)
        # Its sessions are going, so that these are free in time.
        Match.objects.filter(conference=locked, session__in=change.gone_sessions).update(
            session=None
        )
        published = locked.published_plan
        lost = {row.meeting.match_id for row in effects.lost}
        write(locked, change)
        for plan in hit:
            recount(plan, locked)
        if published and lost:
            _publish_without(published, lost, effects, by=by)
            request_repair(locked, by=by)
        elif published:
            tell_changes(locked, by=by)
    return effects


def _take_out_of_drafts(conference: Conference, change: GridChange) -> list[Plan]:
    """Meetings that lose their place wait for a new one; steps by hand before cannot be undone."""
    hit = []
    for plan in drafts_of(conference).select_for_update(no_key=True):
        lost = [row.pk for row in meetings_without_place(plan, change)]
        if lost:
            PlannedMeeting.objects.filter(pk__in=lost).update(**_without_place())
            plan.edits.all().delete()
            hit.append(plan)
    return hit


def _without_place() -> dict[str, Any]:
    return {
        "slot": None,
        "table": None,
        "delegate_a": None,
        "delegate_b": None,
        "is_locked": False,
        "reason": UnplacedReason.PLACE_GONE,
        "reason_params": {},
    }


def _publish_without(plan: Plan, lost: set[int], effects: Effects, *, by: Any) -> Plan:
    """A new version of the published plan in which these matches have no place, shown at once.

    Matches that were cancelled since it was published are in it no more.
    """
    conference = plan.conference
    version = Plan.objects.create(
        conference=conference,
        version=next_version(conference),
        state=PlanState.READY,
        method=PlanMethod.BY_HAND,
        based_on=plan,
        requested_by=by if getattr(by, "pk", None) else None,
        finished_at=timezone.now(),
        changes=len(lost),
        people_told=len(effects.people),
        **{name: getattr(plan, name) for name in COPIED},
    )
    copies = []
    for row in plan.meetings.filter(match__in=planned_matches(conference)).order_by("pk"):
        row.pk, row.plan = None, version
        if row.match_id in lost:
            for name, value in _without_place().items():
                setattr(row, name, value)
        copies.append(row)
    PlannedMeeting.objects.bulk_create(copies, batch_size=500)
    recount(version, conference)
    record("take_meetings_out", by=by, subject=version, version=version.version, lost=len(lost))
    return publish_plan(version, by=by)


def recount(plan: Plan, conference: Conference) -> None:
    """The figures of a plan that lost meetings; nothing is claimed that was not counted."""
    rows = list(plan.meetings.order_by("pk"))
    placed = [row for row in rows if row.is_placed]
    try:
        problem = planning.problem_of(conference)
        known = {meeting.id for meeting in problem.meetings}
        solution = planning.measured(
            problem,
            [planning.placement_of(row) for row in placed if str(row.match_id) in known],
            [
                Unplaced(str(row.match_id), row.reason, dict(row.reason_params))
                for row in rows
                if not row.is_placed and str(row.match_id) in known
            ],
        )
        planning.write_figures(plan, problem, solution)
    except (InputError, KeyError):
        # Too little is left to plan with, such as no slot at all: only what is placed is counted.
        plan.placed = len(placed)
        plan.breaks = plan.breaks_bound = plan.table_changes = 0
        plan.proven, plan.argument = False, ""
    plan.agreed = len(rows)
    plan.answers = {}
    plan.save()
