"""Meetings whose slot or table goes: no plan keeps a meeting where nobody can sit.

Whatever changes slots or tables goes through `changing`: it shows whom the change touches before it
is done, and then does all of it or nothing. Drafts lose the meetings there, with their reason; of
the published plan a new version is published at once, so that those touched are told.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext

from clusterwerk.audit.actions import record
from clusterwerk.jobs.actions import stop_job
from matchmaking import InputError, Placement, Unplaced

from .. import planning
from ..choices import PlanMethod, PlanState, UnplacedReason
from ..models import Conference, Match, Plan, PlannedMeeting
from ..queries.grid import Effects, GridChange, drafts_of, effects_of, meetings_without_place
from ..queries.plans import plans_in_progress
from .notices import tell_changes
from .plans import request_plan
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
        locked = Conference.objects.select_for_update(of=("self",)).get(pk=conference.pk)
        change = describe(locked)
        effects = effects_of(locked, change)
        if effects and effects.fingerprint != seen:
            raise UnseenEffectsError(effects)
        takes_places = bool(
            change.gone_slots or change.gone_tables or change.closed or change.booths
        )
        interrupted = _interrupt_planning(locked) if takes_places else []
        hit = _take_out_of_drafts(locked, change)
        # Its sessions are going, so that these are free in time.
        Match.objects.filter(conference=locked, session__in=change.gone_sessions).update(
            session=None
        )
        published = locked.published_plan
        lost = meetings_without_place(published, change) if published else []
        write(locked, change)
        for plan in hit:
            recount(plan, locked)
        if published and lost:
            _publish_without(published, {row.pk for row in lost}, effects, by=by)
        if published:
            tell_changes(locked, by=by)
        if lost or interrupted:
            again = interrupted[0] if interrupted else None
            request_plan(
                locked,
                by=by,
                seed=again.seed if again else 0,
                publish_when_ready=bool(again and again.publish_when_ready),
            )
    return effects


def _interrupt_planning(conference: Conference) -> list[Plan]:
    """Plans that are being made know the old slots and tables: they are made anew."""
    plans = [plan for plan in plans_in_progress(conference) if plan.in_progress]
    for plan in plans:
        if plan.job is not None:
            stop_job(plan.job)
        reason = gettext("Slots or tables changed while this plan was made. It is planned again.")
        Plan.objects.filter(pk=plan.pk).update(
            state=PlanState.FAILED, failure=reason, finished_at=timezone.now()
        )
    return plans


def _take_out_of_drafts(conference: Conference, change: GridChange) -> list[Plan]:
    """Meetings that lose their place wait for a new one; steps by hand before cannot be undone."""
    hit = []
    for plan in drafts_of(conference).select_for_update():
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
    """A new version of the published plan in which these meetings have no place, shown at once."""
    conference = plan.conference
    last = conference.plans.aggregate(last=Max("version"))["last"] or 0
    version = Plan.objects.create(
        conference=conference,
        version=last + 1,
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
    for row in plan.meetings.order_by("pk"):
        gone = row.pk in lost
        row.pk, row.plan = None, version
        if gone:
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
    placements = [
        Placement(
            str(row.match_id),
            str(row.slot_id),
            str(row.table_id),
            (str(row.delegate_a_id), str(row.delegate_b_id)),
        )
        for row in rows
        if row.is_placed
    ]
    unplaced = [
        Unplaced(str(row.match_id), row.reason, dict(row.reason_params))
        for row in rows
        if not row.is_placed
    ]
    try:
        problem = planning.problem_of(conference)
        known = {meeting.id for meeting in problem.meetings}
        solution = planning.measured(
            problem,
            [row for row in placements if row.meeting in known],
            [row for row in unplaced if row.meeting in known],
        )
        planning.write_figures(plan, problem, solution)
    except (InputError, KeyError):
        # Too little is left to plan with, such as no slot at all: only what is placed is counted.
        plan.placed = len(placements)
        plan.breaks = plan.breaks_bound = plan.table_changes = 0
        plan.proven, plan.argument = False, ""
    plan.answers = {}
    plan.save()
