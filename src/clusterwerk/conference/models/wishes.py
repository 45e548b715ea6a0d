"""Who wants to meet whom, and who agreed to."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..choices import MatchStatus, Priority, WishKind, WishStatus
from .conferences import Conference
from .delegations import Delegate, Registration
from .grid import Session


class Wish(models.Model):
    """A delegation wishes to meet another one, optionally a certain person, or never to.

    `rank` orders the wisher's own list, the smallest first. `entered_by` is somebody of the team
    who entered it for the delegation. `told_at`: when the other side got a mail about it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    wisher = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="wishes")
    delegate = models.ForeignKey(
        Delegate, null=True, blank=True, on_delete=models.CASCADE, related_name="wishes"
    )
    target = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="wishes_received"
    )
    target_delegate = models.ForeignKey(
        Delegate, null=True, blank=True, on_delete=models.CASCADE, related_name="wishes_received"
    )
    kind = models.CharField(max_length=10, choices=WishKind.choices)
    status = models.CharField(max_length=10, choices=WishStatus.choices, default=WishStatus.PENDING)
    message = models.TextField(_("Message"), max_length=1000, blank=True)
    rank = models.PositiveSmallIntegerField(default=0)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    report_reason = models.TextField(max_length=1000, blank=True)
    report_settled_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Wish")
        verbose_name_plural = _("Wishes")
        constraints = [
            models.UniqueConstraint(
                fields=["wisher", "target"],
                condition=Q(target_delegate__isnull=True),
                name="wish_once_per_organisation",
            ),
            models.UniqueConstraint(
                fields=["wisher", "target", "target_delegate"], name="wish_once_per_person"
            ),
            models.CheckConstraint(
                condition=~Q(wisher=F("target")), name="nobody_wishes_for_themselves"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wisher_id} → {self.target_id}"


class Match(models.Model):
    """Two delegations agreed to meet. It becomes a meeting when a plan gives it slot and table.

    Each pair of delegations has one match, kept in the order of their keys, so that two delegates
    of one organisation never meet the same partner twice. Where no delegate is named, any of the
    delegation may serve. `potential` is the number of joint projects to be expected, 0 to 1.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="matches")
    registration_a = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="matches_a"
    )
    registration_b = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="matches_b"
    )
    delegate_a = models.ForeignKey(
        Delegate, null=True, blank=True, on_delete=models.CASCADE, related_name="matches_a"
    )
    delegate_b = models.ForeignKey(
        Delegate, null=True, blank=True, on_delete=models.CASCADE, related_name="matches_b"
    )
    priority = models.CharField(max_length=10, choices=Priority.choices, default=Priority.WOULD)
    weight = models.FloatField(_("Weight"), default=1.0)
    potential = models.FloatField(_("Expected joint projects"), default=0.0)
    made_by_team = models.BooleanField(_("Made by the team"), default=False)
    status = models.CharField(
        max_length=10, choices=MatchStatus.choices, default=MatchStatus.AGREED
    )
    session = models.ForeignKey(
        Session,
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="matches",
        help_text=_("Only in this session"),
    )
    agreed_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        Registration, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("Match")
        verbose_name_plural = _("Matches")
        constraints = [
            models.UniqueConstraint(
                fields=["registration_a", "registration_b"], name="match_once_per_pair"
            ),
            models.CheckConstraint(
                condition=Q(registration_a__lt=F("registration_b")), name="match_pair_in_order"
            ),
            models.CheckConstraint(condition=Q(weight__gt=0), name="match_weight_above_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.registration_a_id} – {self.registration_b_id}"
