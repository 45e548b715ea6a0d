"""Who did what to which row, and when. Entries are only ever added."""

from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One change. Erasing a person empties `by`; `by_key` then is a key to nobody.

    `verb` is the action's name (`publish_plan`), `details` what else is needed to understand the
    change: never names, addresses or free text of people.
    """

    at = models.DateTimeField(_("Time"), default=timezone.now, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("By"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    by_key = models.UUIDField(_("Key of the person"), null=True, blank=True)
    verb = models.CharField(_("Action"), max_length=80)
    subject_type = models.CharField(_("Kind of object"), max_length=80, blank=True)
    subject_id = models.CharField(_("Object"), max_length=64, blank=True)
    details = models.JSONField(_("Details"), default=dict, blank=True, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("Audit entry")
        verbose_name_plural = _("Audit entries")
        ordering: ClassVar[list[str]] = ["-at", "-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["subject_type", "subject_id", "-at"], name="audit_entry_subject")
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_type} {self.subject_id}".strip()
