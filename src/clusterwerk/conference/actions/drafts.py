"""A draft opened for one step by hand: brought up to date, changed, judged, counted, written down.

A plan that was ever published is never changed: the step goes to a new draft made of it.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from clusterwerk.audit.actions import record
from matchmaking import Placement, compare

from .. import planning
from ..choices import EditKind, PlanMethod, PlanState, UnplacedReason
from ..models import Plan, PlanEdit, PlannedMeeting
from ..queries.plans import planned_matches, state_of_edits
from .locking import lock_conference
from .plans import next_version

LOCKS = (EditKind.LOCK, EditKind.UNLOCK)
Facts = list[dict[str, Any]]


class EditRefusedError(Exception):
    """A step that breaks a rule, or that somebody else was faster to make impossible."""

    def __init__(self, *breaches: planning.Breach) -> None:
        super().__init__(", ".join(breach.code for breach in breaches))
        self.breaches = breaches


@dataclass(frozen=True, slots=True)
class Edited:
    """The plan that holds the step: the one asked for, or a new draft made of it."""

    plan: Plan
    edit: PlanEdit
    is_new_draft: bool = False


class Board:
    """The rows of one draft and the event as it is now, inside one transaction."""

    def __init__(self, plan: Plan, *, by: Any, is_new_draft: bool) -> None:
        self.plan, self.by, self.is_new_draft = plan, by, is_new_draft
        self.read()

    def read(self) -> None:
        """The event and the rows as they are now; `facts` may have changed them."""
        self.problem = planning.problem_of(self.plan.conference)
        self.rows = {str(row.match_id): row for row in self.plan.meetings.order_by("match")}
        self._bring_up_to_date()
        self.judge = planning.Judge(
            self.problem,
            [planning.placement_of(row) for row in self.rows.values() if row.is_placed],
            [name for name, row in self.rows.items() if row.is_locked],
        )

    def _bring_up_to_date(self) -> None:
        """Meetings nobody wants any more leave the draft, new ones wait in it, and what lost its
        place waits too."""
        wanted = {str(match.pk): match for match in planned_matches(self.plan.conference)}
        gone = [row for name, row in self.rows.items() if name not in wanted]
        PlannedMeeting.objects.filter(pk__in=[row.pk for row in gone]).delete()
        placed = [planning.placement_of(row) for row in self.rows.values() if row.is_placed]
        holds = {place.meeting for place in planning.standing(self.problem, placed)}
        self.rows = {name: row for name, row in self.rows.items() if name in wanted}
        lost = [row for name, row in self.rows.items() if row.is_placed and name not in holds]
        for row in lost:
            write_row(row, {"reason": UnplacedReason.PLACE_GONE})
        PlannedMeeting.objects.bulk_update(lost, ROW_FIELDS)
        for name, match in wanted.items():
            if name not in self.rows:
                self.rows[name] = PlannedMeeting.objects.create(
                    plan=self.plan, match=match, reason=UnplacedReason.LATER
                )

    def row(self, match_id: int) -> PlannedMeeting:
        """The row of a match; refused where the match is cancelled."""
        row = self.rows.get(str(match_id))
        if row is None:
            raise EditRefusedError(planning.Breach("cancelled"))
        return row

    def write(
        self,
        kind: EditKind,
        after: Mapping[str, Mapping[str, Any]],
        *,
        facts: Facts | None = None,
    ) -> Edited:
        """Sets rows, keeps the step with what stood there before, and counts anew."""
        steps = [
            {"meeting": int(name), "before": values_of(self.rows[name]), "after": dict(values)}
            for name, values in after.items()
        ]
        self.set_rows(after)
        last = self.plan.edits.aggregate(last=Max("position"))["last"] or 0
        edit = PlanEdit.objects.create(
            plan=self.plan,
            position=last + 1,
            kind=kind,
            rows=steps + (facts or []),
            by=self.by if getattr(self.by, "pk", None) else None,
        )
        self.count_anew()
        record(
            "edit_plan",
            by=self.by,
            subject=self.plan,
            version=self.plan.version,
            kind=kind,
            meetings=len(steps),
        )
        return Edited(self.plan, edit, self.is_new_draft)

    def set_rows(self, after: Mapping[str, Mapping[str, Any]]) -> None:
        """Writes rows; all are lifted off the board first, so that two can change places."""
        rows = [self.rows[name] for name in after]
        for row in rows:
            write_row(row, {"reason": UnplacedReason.REMOVED})
        PlannedMeeting.objects.bulk_update(rows, ROW_FIELDS)
        for name, values in after.items():
            write_row(self.rows[name], values)
        PlannedMeeting.objects.bulk_update(rows, ROW_FIELDS)

    def count_anew(self) -> None:
        """The figures of the board as it stands; what is no longer proven is not claimed."""
        plan = self.plan
        proof = plan.answers.get("proof")
        rows = list(self.rows.values())
        solution = planning.solution_of(self.problem, rows, proof)
        planning.write_figures(plan, self.problem, solution)
        plan.agreed = len(rows)
        made_by = (proof or {}).get("method", PlanMethod.BY_HAND)
        steps = plan.edits.filter(undone_at__isnull=True).exclude(kind__in=LOCKS)
        plan.method = PlanMethod.BY_HAND if steps.exists() else made_by
        base = plan.based_on
        if base is not None and base.published_at is not None:
            earlier = planning.as_it_was(base.meetings.order_by("match"))
            changes = compare(self.problem, earlier, solution)
            plan.changes, plan.people_told = changes.unlike, len(changes.told)
            plan.changes_bound = None
            plan.answers = plan.answers | {"changes": planning.counts_of(changes)}
        plan.save()


@contextmanager
def opened(plan: Plan, *, by: Any) -> Iterator[Board]:
    """The board of a draft for one step, in one transaction and for nobody else meanwhile."""
    with transaction.atomic():
        conference = lock_conference(plan.conference)
        locked = (
            Plan.objects.select_for_update(of=("self",), no_key=True)
            .select_related("based_on")
            .get(pk=plan.pk)
        )
        locked.conference = conference
        if not locked.is_ready:
            raise EditRefusedError(planning.Breach("not_ready"))
        if locked.published_at is None:
            yield Board(locked, by=by, is_new_draft=False)
        else:
            yield Board(_draft_of(locked, by=by), by=by, is_new_draft=True)


def _draft_of(published: Plan, *, by: Any) -> Plan:
    """A draft by hand with the same board; one that was begun already is gone on with."""
    newest = published.conference.plans.select_for_update(of=("self",), no_key=True).latest(
        "version"
    )
    if (
        newest.method == PlanMethod.BY_HAND
        and newest.based_on_id == published.pk
        and newest.published_at is None
    ):
        newest.conference, newest.based_on = published.conference, published
        return newest
    state, kept = state_of_edits(published), published.answers
    answers = {"proof": kept["proof"] | {"method": PlanMethod.BY_HAND}} if "proof" in kept else {}
    for name in ("remedies", "what_if"):
        if name in kept and kept[name]["edits"] == state:
            answers[name] = kept[name] | {"edits": "0.0"}
    draft = Plan.objects.get(pk=published.pk)
    draft.pk, draft.version, draft.method = None, next_version(published.conference), "by_hand"
    draft._state.adding = True
    draft.public_id = Plan._meta.get_field("public_id").get_default()
    draft.state, draft.based_on, draft.answers = PlanState.READY, published, answers
    draft.job = draft.answers_job = draft.published_at = None
    draft.publish_when_ready = False
    draft.requested_by = by if getattr(by, "pk", None) else None
    draft.finished_at = timezone.now()
    draft.conference = published.conference
    draft.save()
    rows = list(published.meetings.order_by("match"))
    for row in rows:
        row.pk, row.plan = None, draft
        row._state.adding = True
    PlannedMeeting.objects.bulk_create(rows, batch_size=500)
    record("begin_draft", by=by, subject=draft, version=draft.version, based_on=published.version)
    return draft


ROW_FIELDS = [
    "slot",
    "table",
    "delegate_a",
    "delegate_b",
    "is_locked",
    "reason",
    "reason_params",
]


def values_of(row: PlannedMeeting) -> dict[str, Any]:
    """What a step keeps of a row."""
    return {
        "slot": row.slot_id,
        "table": row.table_id,
        "delegates": [row.delegate_a_id, row.delegate_b_id],
        "locked": row.is_locked,
        "reason": row.reason,
        "params": row.reason_params,
    }


def write_row(row: PlannedMeeting, values: Mapping[str, Any]) -> None:
    """Sets a row to such values; does not save."""
    row.slot_id, row.table_id = values.get("slot"), values.get("table")
    row.delegate_a_id, row.delegate_b_id = values.get("delegates", (None, None))
    row.is_locked = values.get("locked", False)
    row.reason, row.reason_params = values.get("reason", ""), values.get("params", {})


def values_at(places: Iterable[Placement], board: Board) -> dict[str, dict[str, Any]]:
    """Rows at these places, by meeting; locks stay."""
    return {
        place.meeting: {
            "slot": int(place.slot),
            "table": int(place.table),
            "delegates": [int(name) for name in board.problem.served_by(place)],
            "locked": board.rows[place.meeting].is_locked,
            "reason": "",
            "params": {},
        }
        for place in places
    }


def off_the_board(reason: UnplacedReason = UnplacedReason.REMOVED) -> dict[str, Any]:
    """A row without a place."""
    return {
        "slot": None,
        "table": None,
        "delegates": [None, None],
        "locked": False,
        "reason": str(reason),
        "params": {},
    }


def place_in(name: str, values: Mapping[str, Any]) -> Placement:
    """The place that a step kept of a meeting."""
    return Placement(
        name,
        str(values["slot"]),
        str(values["table"]),
        tuple(str(key) for key in values["delegates"]),
    )
