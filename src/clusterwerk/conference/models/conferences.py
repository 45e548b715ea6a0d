"""A conference, the series it is an edition of, who hosts it and when its phases are."""

import uuid
from datetime import date
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..choices import HostRole, PhaseKind
from .texts import text_of


def validate_time_zone(name: str) -> None:
    """Refuses names that the time zone database does not know."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValidationError(_("There is no time zone of this name.")) from error


class ConferenceSeries(models.Model):
    """Conferences of one name that come back, such as every year."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(unique=True)
    name_de = models.CharField(_("Name"), max_length=200, blank=True)
    name_en = models.CharField(_("Name"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Conference series")
        verbose_name_plural = _("Conference series")

    def __str__(self) -> str:
        return text_of(self, "name") or self.slug


class Conference(models.Model):
    """One matchmaking conference. Times of its slots are shown in its own time zone."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=100, unique=True)
    series = models.ForeignKey(
        ConferenceSeries, null=True, blank=True, on_delete=models.PROTECT, related_name="editions"
    )
    edition = models.PositiveSmallIntegerField(_("Edition"), null=True, blank=True)
    name_de = models.CharField(_("Name"), max_length=200, blank=True)
    name_en = models.CharField(_("Name"), max_length=200, blank=True)
    motto_de = models.CharField(_("Motto"), max_length=300, blank=True)
    motto_en = models.CharField(_("Motto"), max_length=300, blank=True)
    description_de = models.TextField(_("Description"), blank=True)
    description_en = models.TextField(_("Description"), blank=True)
    venue_de = models.CharField(_("Venue"), max_length=200, blank=True)
    venue_en = models.CharField(_("Venue"), max_length=200, blank=True)
    city = models.CharField(_("City"), max_length=100, blank=True)
    country = models.ForeignKey(
        "places.Country", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    time_zone = models.CharField(
        _("Time zone"), max_length=64, default="Europe/Berlin", validators=[validate_time_zone]
    )
    starts_on = models.DateField(_("First day"))
    ends_on = models.DateField(_("Last day"))
    contact_email = models.EmailField(_("E-mail address of the conference team"), blank=True)
    registration_text_de = models.TextField(_("Text on registration"), blank=True)
    registration_text_en = models.TextField(_("Text on registration"), blank=True)
    privacy_text_de = models.TextField(_("What happens with personal data"), blank=True)
    privacy_text_en = models.TextField(_("What happens with personal data"), blank=True)
    agenda_text_de = models.TextField(_("Text on agendas: way, arrival, contact"), blank=True)
    agenda_text_en = models.TextField(_("Text on agendas: way, arrival, contact"), blank=True)
    home_title_de = models.CharField(_("Title of the home delegation"), max_length=200, blank=True)
    home_title_en = models.CharField(_("Title of the home delegation"), max_length=200, blank=True)
    home_text_de = models.TextField(_("Text on the home delegation"), blank=True)
    home_text_en = models.TextField(_("Text on the home delegation"), blank=True)
    capacity = models.PositiveIntegerField(_("Places for delegates"), null=True, blank=True)
    wish_days = models.PositiveSmallIntegerField(_("Days to answer a wish"), default=14)
    most_per_session = models.PositiveSmallIntegerField(
        _("Most meetings of a person in a session"), null=True, blank=True
    )
    rest_after = models.PositiveSmallIntegerField(
        _("Meetings in a row before a pause"), null=True, blank=True
    )
    zone_buffer = models.BooleanField(_("A free slot when changing the zone"), default=False)
    is_example = models.BooleanField(_("Example"), default=False)
    is_hidden = models.BooleanField(_("Only the team sees it"), default=False)
    test_mode = models.BooleanField(_("Test mode: all mail goes to the team"), default=False)
    cloned_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    suggested_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_plan = models.ForeignKey(
        "conference.Plan", null=True, blank=True, on_delete=models.RESTRICT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("Conference")
        verbose_name_plural = _("Conferences")
        ordering = ["-starts_on", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="conference_ends_after_it_starts"
            ),
            models.UniqueConstraint(
                fields=["series", "edition"], name="conference_edition_once_in_its_series"
            ),
        ]

    def __str__(self) -> str:
        return text_of(self, "name") or self.slug

    def get_absolute_url(self) -> str:
        """The overview page."""
        return reverse("conference:conference", args=[self.slug])

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which its times are written."""
        return ZoneInfo(self.time_zone)

    def takes_place_on(self, day: date) -> bool:
        """Whether `day` is one of its days."""
        return self.starts_on <= day <= self.ends_on


class ConferencePhase(models.Model):
    """From when to when a conference takes registrations, wishes and so on."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="phases")
    kind = models.CharField(max_length=20, choices=PhaseKind.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        verbose_name = pgettext_lazy("conference", "Phase")
        verbose_name_plural = pgettext_lazy("conference", "Phases")
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "kind"], name="phase_once"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="phase_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class ConferenceHost(models.Model):
    """Who hosts, co-hosts or initiated: an organisation of the directory, or a text."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="hosts")
    role = models.CharField(max_length=20, choices=HostRole.choices)
    organisation = models.ForeignKey(
        "directory.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name_de = models.CharField(_("Name"), max_length=200, blank=True)
    name_en = models.CharField(_("Name"), max_length=200, blank=True)
    website = models.URLField(_("Website"), blank=True)
    # A small picture, kept here: it is part of the record and travels with every backup.
    mark = models.BinaryField(_("Mark"), null=True, blank=True)
    mark_type = models.CharField(max_length=20, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("Host")
        verbose_name_plural = _("Hosts")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | ~Q(name_de="") | ~Q(name_en=""),
                name="host_is_named",
            ),
        ]

    def __str__(self) -> str:
        return text_of(self, "name") or str(self.organisation)
