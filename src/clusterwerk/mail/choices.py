"""What can become of a mail."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """A mail is queued first; `kept` is one that no transport was there for."""

    QUEUED = "queued", _("queued")
    SENT = "sent", _("sent")
    FAILED = "failed", _("not delivered")
    SUPPRESSED = "suppressed", _("address suppressed")
    KEPT = "kept", _("shown here only")
