"""Kinds of participants with their quotas and who may wish for whom; the team's own questions."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..choices import QuestionKind
from .conferences import Conference
from .texts import text_of


class ParticipantType(models.Model):
    """A kind of participant, such as clusters or research bodies.

    `may_ask`: the types its delegations may wish for. Quotas count per delegation, `capacity` all
    delegates of the type; empty means no limit.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="types")
    position = models.PositiveSmallIntegerField(default=0)
    name_de = models.CharField(_("Name"), max_length=100, blank=True)
    name_en = models.CharField(_("Name"), max_length=100, blank=True)
    may_ask = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="asked_by")
    capacity = models.PositiveIntegerField(_("Places for delegates"), null=True, blank=True)
    delegates_most = models.PositiveSmallIntegerField(
        _("Most delegates of a delegation"), null=True, blank=True
    )
    wishes_most = models.PositiveSmallIntegerField(
        _("Most wishes of a delegation"), null=True, blank=True
    )
    musts_most = models.PositiveSmallIntegerField(_("Most of them “must”"), null=True, blank=True)

    class Meta:
        verbose_name = _("Type of participant")
        verbose_name_plural = _("Types of participants")
        ordering = ["conference", "position", "id"]

    def __str__(self) -> str:
        return text_of(self, "name") or str(self.position)


class Question(models.Model):
    """A question the team asks on registration. `choices`: `[{"de": ..., "en": ...}]`."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(
        pgettext_lazy("question", "Kind"),
        max_length=10,
        choices=QuestionKind.choices,
        default=QuestionKind.LINE,
    )
    text_de = models.CharField(_("Question"), max_length=300, blank=True)
    text_en = models.CharField(_("Question"), max_length=300, blank=True)
    choices = models.JSONField(_("Answers"), default=list, blank=True)
    is_required = models.BooleanField(_("Must be answered"), default=False)

    class Meta:
        verbose_name = _("Question")
        verbose_name_plural = _("Questions")
        ordering = ["conference", "position", "id"]

    def __str__(self) -> str:
        return text_of(self, "text") or str(self.position)
