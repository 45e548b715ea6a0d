"""How delegates get in without an account: codes sent by mail, and links that do one thing."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..choices import LinkPurpose
from .conferences import Conference
from .delegations import Delegate
from .wishes import Wish


class AccessCode(models.Model):
    """A code of six digits sent to an address; who enters it in time holds that address.

    Only a keyed hash of the code is kept. `attempts` counts wrong entries.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField(_("E-mail address"))
    code_hash = models.CharField(max_length=64)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Access code")
        verbose_name_plural = _("Access codes")
        indexes = [models.Index("conference", Lower("email"), name="access_code_address")]

    def __str__(self) -> str:
        return str(self.public_id)


class AccessLink(models.Model):
    """A link that lets its holder do one thing until it expires or is revoked.

    The address holds a signed `public_id` (`queries.links`), so that it cannot be guessed and
    never stands in the database.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    purpose = models.CharField(max_length=10, choices=LinkPurpose.choices)
    delegate = models.ForeignKey(
        Delegate, null=True, blank=True, on_delete=models.CASCADE, related_name="links"
    )
    wish = models.ForeignKey(
        Wish, null=True, blank=True, on_delete=models.CASCADE, related_name="links"
    )
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Link")
        verbose_name_plural = _("Links")
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose=LinkPurpose.ANSWER, wish__isnull=False, delegate__isnull=True)
                | Q(purpose=LinkPurpose.AGENDA, delegate__isnull=False, wish__isnull=True),
                name="link_is_for_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
