"""The register: organisations, their fields, labels and facts.

Cluster initiatives, networks, cluster organisations elsewhere, universities, institutes, chambers
and agencies are all organisations of their own kind. Every fact keeps its source.
"""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clusterwerk.places.models import (
    Country,
    District,
    Field,
    Label,
    Land,
    OrganisationKind,
    Region,
)

from .choices import NEAR_ENOUGH, Confidence, FactKind, Precision, Status
from .slugs import sort_name_of


class Organisation(models.Model):
    """A listed body.

    `members` and `founded` are as of the source; `as_of` is that day, None when the source does not
    tell. `unverified_fields` names the attributes that were not read in the source: they are shown
    as "to be confirmed". What somebody only told of is not `is_listed`: no page of the register
    shows it until somebody responsible took it in. `languages` are ISO 639-1 codes of working
    languages.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(_("Name"), max_length=200)
    sort_name = models.CharField(max_length=200, editable=False)
    short_name = models.CharField(_("Short name"), max_length=60, blank=True)
    legal_form = models.CharField(_("Legal form"), max_length=60, blank=True)
    kind = models.ForeignKey(
        OrganisationKind,
        on_delete=models.PROTECT,
        related_name="organisations",
        verbose_name=_("Kind"),
    )
    status = models.CharField(
        _("Status"), max_length=10, choices=Status.choices, default=Status.UNKNOWN
    )
    fields: "models.ManyToManyField[Field, OrganisationField]" = models.ManyToManyField(
        Field, through="OrganisationField", related_name="organisations", verbose_name=_("Fields")
    )

    description_de = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    topics_de = models.TextField(blank=True)
    topics_en = models.TextField(blank=True)

    city = models.CharField(_("Seat"), max_length=120, blank=True)
    postal_code = models.CharField(_("Postal code"), max_length=12, blank=True)
    district = models.ForeignKey(
        District,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("District"),
    )
    region = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("Region"),
    )
    land = models.ForeignKey(
        Land,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("Land"),
    )
    country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        related_name="organisations",
        verbose_name=_("Country"),
    )
    nuts = models.CharField(_("NUTS code"), max_length=5, blank=True)
    nuts_version = models.CharField(_("NUTS version"), max_length=4, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    position_precision = models.CharField(max_length=10, choices=Precision.choices, blank=True)

    website = models.URLField(_("Website"), blank=True)
    founded = models.PositiveSmallIntegerField(_("Founded"), null=True, blank=True)
    members = models.PositiveIntegerField(_("Members"), null=True, blank=True)
    languages = models.JSONField(_("Languages"), default=list, blank=True)
    as_of = models.DateField(_("As of"), null=True, blank=True)

    source_url = models.CharField(_("Source"), max_length=500)
    confidence = models.CharField(
        max_length=10, choices=Confidence.choices, default=Confidence.MEDIUM
    )
    unverified_fields = models.JSONField(default=list, blank=True)
    is_listed = models.BooleanField(_("Listed"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("sort_name", "pk")
        verbose_name = _("Organisation")
        verbose_name_plural = _("Organisations")
        indexes = (
            models.Index(fields=("country", "status"), name="organisation_country_status"),
            models.Index(fields=("region", "status"), name="organisation_region_status"),
            models.Index(fields=("sort_name",), name="organisation_sort_name"),
        )
        constraints = (
            models.UniqueConstraint(
                Lower("name"),
                "country",
                name="organisation_name_once_per_country",
                violation_error_message=_("There is an organisation of this name already."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="organisation_status_known"
            ),
            models.CheckConstraint(
                condition=Q(confidence__in=Confidence.values), name="organisation_confidence_known"
            ),
            models.CheckConstraint(
                condition=Q(founded__isnull=True) | Q(founded__range=(1000, 2999)),
                name="organisation_founded_is_a_year",
            ),
            models.CheckConstraint(
                condition=Q(district__isnull=True) | Q(region__isnull=False),
                name="organisation_district_has_region",
            ),
            models.CheckConstraint(
                condition=Q(region__isnull=True) | Q(land__isnull=False),
                name="organisation_region_has_land",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True, position_precision="")
                | Q(
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                    position_precision__in=Precision.values,
                ),
                name="organisation_position_whole",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keeps the sort name in step with the name."""
        self.sort_name = sort_name_of(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The profile page, in the language of the page it is asked on."""
        return reverse("directory:profile", args=[self.slug])

    @property
    def fields_in_order(self) -> list[Field]:
        """Main field first. Needs `field_links__field` prefetched to be cheap."""
        return [link.field for link in self.field_links.all()]

    @property
    def main_field(self) -> Field | None:
        """The first field."""
        return next(iter(self.fields_in_order), None)

    @property
    def has_near_position(self) -> bool:
        """Whether distances to and from here may be told."""
        return self.position_precision in NEAR_ENOUGH

    @property
    def website_name(self) -> str:
        """The website without its scheme, as people write it."""
        return self.website.removeprefix("https://").removeprefix("http://").rstrip("/")


class OrganisationField(models.Model):
    """A field of an organisation; position 0 is the main field."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="field_links"
    )
    field = models.ForeignKey(Field, on_delete=models.PROTECT, related_name="organisation_links")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("position",)
        verbose_name = _("Field of an organisation")
        verbose_name_plural = _("Fields of organisations")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "field"), name="organisation_field_once"
            ),
            models.UniqueConstraint(
                fields=("organisation", "position"), name="organisation_field_position_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.field_id}"


class LabelAward(models.Model):
    """A label an organisation was awarded: a decision that is added to, never rewritten.

    `valid_from` and `valid_to` are None when the source does not tell.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="label_awards"
    )
    label = models.ForeignKey(Label, on_delete=models.PROTECT, related_name="awards")
    level = models.CharField(_("Level"), max_length=40, blank=True)
    valid_from = models.DateField(_("Valid from"), null=True, blank=True)
    valid_to = models.DateField(_("Valid to"), null=True, blank=True)
    decided_on = models.DateField(_("Decided on"), null=True, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    source_url = models.CharField(_("Source"), max_length=500)

    class Meta:
        ordering = ("label__order", "valid_from", "pk")
        verbose_name = _("Label award")
        verbose_name_plural = _("Label awards")
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="label_award_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=("organisation", "label", "level"),
                condition=Q(valid_from__isnull=True),
                name="label_award_without_date_once",
            ),
            models.UniqueConstraint(
                fields=("organisation", "label", "level", "valid_from"),
                name="label_award_once_per_date",
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.label_id}"


class Fact(models.Model):
    """One sentence about an organisation, with its source."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="facts")
    kind = models.CharField(max_length=20, choices=FactKind.choices)
    text_de = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    source_url = models.CharField(_("Source"), max_length=500)
    confidence = models.CharField(
        max_length=10, choices=Confidence.choices, default=Confidence.MEDIUM
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")
        verbose_name = _("Fact")
        verbose_name_plural = _("Facts")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=FactKind.values), name="fact_kind_known"),
            models.CheckConstraint(
                condition=~Q(text_de="") | ~Q(text_en=""), name="fact_says_something"
            ),
        )

    def __str__(self) -> str:
        return self.text_de or self.text_en


class OldSlug(models.Model):
    """An address an organisation had before; it leads to the present one for ever."""

    slug = models.SlugField(max_length=120, primary_key=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="old_slugs"
    )
    left_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("Former address")
        verbose_name_plural = _("Former addresses")

    def __str__(self) -> str:
        return self.slug
