"""Campaigns, their editions with patrons and published figures, and trade fairs."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clusterwerk.programme.choices import Coverage, FigureSubject
from clusterwerk.programme.wording import in_language

# Segments of addresses below /programme/ that an edition must not be called.
RESERVED_SLUGS = ("events", "counting")


class Campaign(models.Model):
    """A series that returns, such as the Cluster Week or a yearly meeting."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=120, unique=True)
    name_de = models.CharField(_("Name"), max_length=200, blank=True)
    name_en = models.CharField(_("Name"), max_length=200, blank=True)
    description_de = models.TextField(_("Description"), blank=True)
    description_en = models.TextField(_("Description"), blank=True)
    order = models.PositiveSmallIntegerField(default=100)

    class Meta:
        ordering = ["order", "slug"]
        verbose_name = _("Campaign")
        verbose_name_plural = _("Campaigns")

    def __str__(self) -> str:
        return in_language(self, "name") or self.slug


class Edition(models.Model):
    """One run of a campaign, with its days, motto, patrons and opening."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="editions")
    slug = models.SlugField(max_length=120, unique=True)
    name_de = models.CharField(_("Name"), max_length=200, blank=True)
    name_en = models.CharField(_("Name"), max_length=200, blank=True)
    motto_de = models.CharField(_("Motto"), max_length=300, blank=True)
    motto_en = models.CharField(_("Motto"), max_length=300, blank=True)
    description_de = models.TextField(_("Description"), blank=True)
    description_en = models.TextField(_("Description"), blank=True)
    starts_on = models.DateField(_("First day"))
    ends_on = models.DateField(_("Last day"))
    coverage = models.CharField(max_length=10, choices=Coverage, default=Coverage.COMPLETE)
    opening = models.ForeignKey(
        "Event",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="opens",
        verbose_name=_("Opening"),
    )
    # An invented edition names the real one it is modelled on, so that what was published about
    # the real one can stand beside what is counted here.
    is_example = models.BooleanField(default=False)
    modelled_on = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="examples"
    )

    class Meta:
        ordering = ["-starts_on", "slug"]
        verbose_name = _("Edition")
        verbose_name_plural = _("Editions")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="edition_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(slug__in=RESERVED_SLUGS), name="edition_slug_is_free"
            ),
            models.CheckConstraint(
                condition=Q(modelled_on__isnull=True) | Q(is_example=True),
                name="only_an_example_is_modelled_on_another",
            ),
        ]

    def __str__(self) -> str:
        return in_language(self, "name") or self.slug

    def get_absolute_url(self) -> str:
        """The edition's page in the current language."""
        return reverse("programme:edition", args=[self.slug])


class Patron(models.Model):
    """An office, never a person, under whose patronage an edition stands."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="patrons")
    office_de = models.CharField(_("Office"), max_length=300, blank=True)
    office_en = models.CharField(_("Office"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return in_language(self, "office")


class PublishedFigure(models.Model):
    """A number published elsewhere about an edition; never the result of a count made here."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="published_figures")
    subject = models.CharField(max_length=20, choices=FigureSubject)
    land = models.ForeignKey("places.Land", models.PROTECT, null=True, blank=True)
    value = models.PositiveIntegerField()
    as_of = models.DateField(null=True, blank=True)
    stage_de = models.CharField(_("Stage"), max_length=200, blank=True)
    stage_en = models.CharField(_("Stage"), max_length=200, blank=True)
    source_name_de = models.CharField(max_length=200, blank=True)
    source_name_en = models.CharField(max_length=200, blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return f"{self.get_subject_display()}: {self.value}"


class Fair(models.Model):
    """A trade fair in one year, at which organisers hold fair activities."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField()
    city = models.CharField(max_length=120)
    land = models.ForeignKey("places.Land", models.PROTECT, null=True, blank=True)

    class Meta:
        ordering = ["-starts_on", "slug"]
        verbose_name = _("Trade fair")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="fair_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return self.name
