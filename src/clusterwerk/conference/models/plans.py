"""Plans: drafts with their figures and proof, and the place each agreed meeting gets."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..choices import EditKind, PlanMethod, PlanState, UnplacedReason
from .conferences import Conference
from .delegations import Delegate
from .grid import Slot, Table
from .wishes import Match


class Plan(models.Model):
    """One result of the planner. Planning again makes a new version; by hand a draft may be
    changed until it is published, never afterwards. `PlanEdit` keeps each step.

    The figures are those of the planner's certificate: weights in thousandths, breaks in runs of
    idle slots within a session, `breaks_bound` the fewest any plan of this weight can have.
    `share_smallest` and `share_mean`: placed of agreed meetings per organisation, 0 to 1.
    `input_digest` identifies what was planned: same digest and seed, same plan.
    `expected_projects` sums the potential of the placed matches. `changes` (and `changes_bound`,
    the fewest possible; `people_told`, who hears of them) compare with the plan it is `based_on`.
    `answers` holds what the planner said about this plan: reasons, remedies and "what if".
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="plans")
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=PlanState.choices, default=PlanState.WAITING)
    method = models.CharField(max_length=10, choices=PlanMethod.choices, default=PlanMethod.PLANNED)
    based_on = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    seed = models.PositiveBigIntegerField(default=0)
    publish_when_ready = models.BooleanField(default=False)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    job = models.ForeignKey(
        "jobs.Job", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    requested_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    failure = models.TextField(blank=True)

    input_digest = models.CharField(max_length=64, blank=True)
    agreed = models.PositiveIntegerField(default=0)
    placed = models.PositiveIntegerField(default=0)
    placed_weight = models.PositiveBigIntegerField(default=0)
    placed_weight_bound = models.PositiveBigIntegerField(default=0)
    breaks = models.PositiveIntegerField(default=0)
    breaks_bound = models.PositiveIntegerField(default=0)
    table_changes = models.PositiveIntegerField(default=0)
    across_countries = models.PositiveIntegerField(default=0)
    across_fields = models.PositiveIntegerField(default=0)
    share_smallest = models.FloatField(default=0)
    share_mean = models.FloatField(default=0)
    proven = models.BooleanField(default=False)
    argument = models.TextField(blank=True)
    repeatable = models.BooleanField(default=False)
    seconds = models.FloatField(default=0)
    expected_projects = models.FloatField(default=0)
    changes = models.PositiveIntegerField(null=True, blank=True)
    changes_bound = models.PositiveIntegerField(null=True, blank=True)
    people_told = models.PositiveIntegerField(null=True, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    answers_job = models.ForeignKey(
        "jobs.Job", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("Plan")
        verbose_name_plural = _("Plans")
        ordering = ["conference", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "version"], name="plan_version"),
            models.CheckConstraint(
                condition=Q(placed__lte=F("agreed")), name="plan_places_what_was_agreed"
            ),
            models.CheckConstraint(
                condition=Q(breaks_bound__lte=F("breaks")), name="plan_bound_below_breaks"
            ),
            models.CheckConstraint(
                condition=Q(placed_weight__lte=F("placed_weight_bound")),
                name="plan_weight_below_bound",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(state=PlanState.READY),
                name="only_ready_plans_are_published",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.conference_id}/{self.version}"

    @property
    def is_ready(self) -> bool:
        """Whether planning came to an end with a plan."""
        return self.state == PlanState.READY

    @property
    def in_progress(self) -> bool:
        """Whether planning waits or runs; not when its job ended without a word."""
        ended = self.job is not None and self.job.has_ended
        return self.state in {PlanState.WAITING, PlanState.RUNNING} and not ended

    @property
    def unplaced(self) -> int:
        """Agreed meetings without a place."""
        return self.agreed - self.placed

    @property
    def is_published(self) -> bool:
        """Whether this is what the public sees now."""
        return self.conference.published_plan_id == self.pk


class PlannedMeeting(models.Model):
    """What a plan does with one match: a slot, a table and two delegates, or a reason why not.

    What a plan refers to cannot be deleted alone (RESTRICT), only with the whole conference.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="meetings")
    match = models.ForeignKey(Match, on_delete=models.RESTRICT, related_name="planned")
    slot = models.ForeignKey(
        Slot, null=True, blank=True, on_delete=models.RESTRICT, related_name="meetings"
    )
    table = models.ForeignKey(
        Table, null=True, blank=True, on_delete=models.RESTRICT, related_name="meetings"
    )
    delegate_a = models.ForeignKey(
        Delegate, null=True, blank=True, on_delete=models.RESTRICT, related_name="meetings_a"
    )
    delegate_b = models.ForeignKey(
        Delegate, null=True, blank=True, on_delete=models.RESTRICT, related_name="meetings_b"
    )
    is_locked = models.BooleanField(default=False)
    reason = models.CharField(max_length=30, choices=UnplacedReason.choices, blank=True)
    reason_params = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("Meeting")
        verbose_name_plural = _("Meetings")
        constraints = [
            models.UniqueConstraint(fields=["plan", "match"], name="match_once_in_a_plan"),
            models.UniqueConstraint(
                fields=["plan", "slot", "table"], name="one_meeting_per_slot_and_table"
            ),
            models.UniqueConstraint(
                fields=["plan", "slot", "delegate_a"], name="delegate_a_once_in_a_slot"
            ),
            models.UniqueConstraint(
                fields=["plan", "slot", "delegate_b"], name="delegate_b_once_in_a_slot"
            ),
            models.CheckConstraint(
                condition=Q(
                    slot__isnull=False,
                    table__isnull=False,
                    delegate_a__isnull=False,
                    delegate_b__isnull=False,
                    reason="",
                )
                | (
                    Q(
                        slot__isnull=True,
                        table__isnull=True,
                        delegate_a__isnull=True,
                        delegate_b__isnull=True,
                    )
                    & ~Q(reason="")
                ),
                name="meeting_has_a_place_or_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.match_id}"

    @property
    def is_placed(self) -> bool:
        """Whether the meeting has a slot and a table."""
        return self.slot_id is not None


class PlanEdit(models.Model):
    """One step by hand on a draft, with what stood there before: it can be undone.

    `rows` has for each meeting that changed `{"meeting", "before", "after"}`, where both hold its
    slot, table, delegates, lock and reason.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="edits")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=EditKind.choices)
    rows = models.JSONField(default=list)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Step by hand")
        verbose_name_plural = _("Steps by hand")
        ordering = ["plan", "position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "position"], name="edit_position"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.kind}"
