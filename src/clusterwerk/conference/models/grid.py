"""When and where meetings can take place: sessions, slots and tables."""

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .conferences import Conference
from .texts import text_of


class InUseQuerySet(models.QuerySet[Any]):
    """Slots or tables."""

    def in_use(self) -> Self:
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


InUseManager = models.Manager.from_queryset(InUseQuerySet)


class Session(models.Model):
    """A run of slots without a planned pause, such as a morning. Breaks are counted within one."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="sessions")
    position = models.PositiveSmallIntegerField()
    name_de = models.CharField(_("Name"), max_length=100, blank=True)
    name_en = models.CharField(_("Name"), max_length=100, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        verbose_name = _("Session")
        verbose_name_plural = pgettext_lazy("conference", "Sessions")
        ordering = ["conference", "position"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "position"], name="session_position"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return text_of(self, "name") or str(self.position)


class Slot(models.Model):
    """A time in which one meeting per table takes place."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # Kept for the plans that were made with it; no plan uses it any more.
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InUseManager()

    class Meta:
        verbose_name = _("Slot")
        verbose_name_plural = _("Slots")
        ordering = ["session", "starts_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "starts_at"],
                condition=Q(withdrawn_at__isnull=True),
                name="slot_starts_once",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="slot_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"


class Table(models.Model):
    """A place for one meeting at a time, except in its closed slots; a booth is for the meetings of
    one delegation."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="tables")
    number = models.PositiveSmallIntegerField(pgettext_lazy("table", "Number"))
    name = models.CharField(_("Name"), max_length=50, blank=True)
    zone = models.CharField(_("Zone"), max_length=50, blank=True)
    booth_of = models.ForeignKey(
        "conference.Registration",
        verbose_name=_("Booth of"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="booths",
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    closed_slots = models.ManyToManyField(Slot, blank=True, related_name="closed_tables")

    objects = InUseManager()

    class Meta:
        verbose_name = _("Table")
        verbose_name_plural = _("Tables")
        ordering = ["conference", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "number"],
                condition=Q(withdrawn_at__isnull=True),
                name="table_number",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What stands on the card on the table."""
        return self.name or str(self.number)
