"""Who should meet whom, as the planner's suggestions say."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .delegations import Registration


class Suggestion(models.Model):
    """A partner suggested to a delegation; `position` 0 is the best, `score` from 0 to 1.

    `reasons`: `[{"kind": ..., "params": {...}}]`, as the engine gives them; the page makes
    sentences of them.
    """

    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="suggestions"
    )
    partner = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    score = models.FloatField()
    reasons = models.JSONField(default=list)

    class Meta:
        verbose_name = _("Suggestion")
        verbose_name_plural = _("Suggestions")
        ordering = ["registration", "position"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "partner"], name="suggestion_once"),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id} → {self.partner_id}"
