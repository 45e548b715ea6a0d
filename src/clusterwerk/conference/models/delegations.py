"""Who takes part: delegations of organisations, their delegates, their offers and needs."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..choices import CooperationKind, CooperationStage, RegistrationStatus
from .conferences import Conference
from .grid import Slot
from .texts import text_of
from .types import ParticipantType


class Registration(models.Model):
    """The delegation of one organisation at one conference.

    Who holds the address `contact_email`, or that of one of its delegates, may act for it.
    `answers` holds those to the team's questions, by the public id of the question.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="registrations"
    )
    organisation = models.ForeignKey(
        "directory.Organisation", on_delete=models.PROTECT, related_name="registrations"
    )
    status = models.CharField(
        max_length=20, choices=RegistrationStatus.choices, default=RegistrationStatus.REQUESTED
    )
    type = models.ForeignKey(
        ParticipantType,
        verbose_name=_("Type of participant"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="registrations",
    )
    is_home = models.BooleanField(_("Part of the home delegation"), default=False)
    contact_name = models.CharField(_("Contact person"), max_length=200, blank=True)
    contact_email = models.EmailField(_("E-mail address"), blank=True)
    language = models.CharField(_("Language of mails"), max_length=2, default="en")
    message = models.TextField(_("Message to the conference team"), max_length=2000, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    registered_at = models.DateTimeField(null=True, blank=True)
    agreed_privacy_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.TextField(_("Reason"), max_length=1000, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Delegation")
        verbose_name_plural = _("Delegations")
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "organisation"], name="one_delegation_per_organisation"
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class Delegate(models.Model):
    """A person who takes part; needs no account. Nothing is public before the person agrees.

    Each `..._public_since` says when the person agreed to show that field to everybody; empty
    means private. `email_shared_since` is the same for the partners of agreed meetings only.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="delegates"
    )
    number = models.PositiveSmallIntegerField(pgettext_lazy("badge", "Number"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="delegates",
    )
    name = models.CharField(_("Name"), max_length=200)
    email = models.EmailField(_("E-mail address"), blank=True)
    function_de = models.CharField(_("Function"), max_length=200, blank=True)
    function_en = models.CharField(_("Function"), max_length=200, blank=True)
    languages = models.JSONField(_("Languages"), default=list, blank=True)
    takes_meetings = models.BooleanField(_("Takes meetings"), default=True)
    unavailable_slots = models.ManyToManyField(Slot, blank=True, related_name="absent_delegates")
    name_public_since = models.DateTimeField(null=True, blank=True)
    function_public_since = models.DateTimeField(null=True, blank=True)
    languages_public_since = models.DateTimeField(null=True, blank=True)
    agenda_public_since = models.DateTimeField(null=True, blank=True)
    email_shared_since = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Delegate")
        verbose_name_plural = _("Delegates")
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "number"], name="delegate_number_in_delegation"
            ),
            models.UniqueConstraint(
                "registration",
                Lower("email"),
                condition=~Q(email="") & Q(cancelled_at__isnull=True),
                name="delegate_once_in_delegation",
                violation_error_message=_("This person is in your delegation already."),
            ),
            models.CheckConstraint(
                condition=Q(agenda_public_since__isnull=True) | Q(name_public_since__isnull=False),
                name="public_agenda_needs_public_name",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The personal agenda."""
        slug = self.registration.conference.slug
        return reverse("conference:agenda", args=[slug, self.public_id])

    @property
    def public_name(self) -> str:
        """The name if the person agreed to show it, else nothing."""
        return self.name if self.name_public_since else ""

    @property
    def public_function(self) -> str:
        """The function if the person agreed to show it, else nothing."""
        return text_of(self, "function") if self.function_public_since else ""

    @property
    def public_languages(self) -> list[str]:
        """The languages if the person agreed to show them, else none."""
        return list(self.languages) if self.languages_public_since else []


class Interest(models.Model):
    """What a delegation brings or seeks: common to offers and needs."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="%(class)ss"
    )
    kind = models.CharField(max_length=20, choices=CooperationKind.choices)
    stage = models.CharField(
        pgettext_lazy("cooperation", "Stage"),
        max_length=20,
        choices=CooperationStage.choices,
        blank=True,
    )
    text_de = models.CharField(_("Text"), max_length=300, blank=True)
    text_en = models.CharField(_("Text"), max_length=300, blank=True)
    fields = models.ManyToManyField("places.Field", blank=True, related_name="+")
    countries = models.ManyToManyField("places.Country", blank=True, related_name="+")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return text_of(self, "text") or self.get_kind_display()


class Offer(Interest):
    """What a delegation brings; the countries are those it offers it to, none means all."""

    class Meta:
        verbose_name = _("Offer")
        verbose_name_plural = _("Offers")


class Need(Interest):
    """What a delegation seeks; the countries are those it seeks it in, none means all."""

    class Meta:
        verbose_name = _("Need")
        verbose_name_plural = _("Needs")
