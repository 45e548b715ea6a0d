"""Events and fair activities, who holds them, and the history of each."""

import uuid
from collections.abc import Iterable
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clusterwerk.programme.choices import (
    Confidence,
    CountedAs,
    DatePrecision,
    EventKind,
    EventStatus,
)
from clusterwerk.programme.wording import in_language
from clusterwerk.search.words import index_text

from .editions import Edition, Fair

DEFAULT_TIME_ZONE = "Europe/Berlin"


class Event(models.Model):
    """An entry of the programme: an event, a fair activity, or an umbrella programme.

    A fair activity is an entry of kind `trade_fair_action`; only such an entry names a fair, a hall
    and a stand. What an entry counts as follows from its kind and `is_collective`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=160, unique=True)
    edition = models.ForeignKey(
        Edition, models.PROTECT, null=True, blank=True, related_name="events"
    )
    kind = models.CharField(_("Kind"), max_length=20, choices=EventKind)
    is_collective = models.BooleanField(
        _("Stands for several"),
        default=False,
        help_text=_("One entry that stands for several; it is shown and never counted."),
    )
    title_de = models.CharField(_("Title"), max_length=300, blank=True)
    title_en = models.CharField(_("Title"), max_length=300, blank=True)
    # The language the organiser or the source gave the title in; another one is a translation.
    title_language = models.CharField(max_length=5, blank=True)
    teaser_de = models.CharField(_("Teaser"), max_length=300, blank=True)
    teaser_en = models.CharField(_("Teaser"), max_length=300, blank=True)
    description_de = models.TextField(_("Description"), blank=True)
    description_en = models.TextField(_("Description"), blank=True)

    starts_on = models.DateField(_("First day"))
    ends_on = models.DateField(_("Last day"))
    starts_at = models.TimeField(_("Begins at"), null=True, blank=True)
    ends_at = models.TimeField(_("Ends at"), null=True, blank=True)
    time_zone = models.CharField(max_length=50, default=DEFAULT_TIME_ZONE)
    date_precision = models.CharField(
        max_length=10, choices=DatePrecision, default=DatePrecision.DAY
    )

    venue = models.CharField(_("Venue"), max_length=200, blank=True)
    city = models.CharField(_("Place"), max_length=120, blank=True)
    country = models.ForeignKey("places.Country", models.PROTECT, null=True, blank=True)
    land = models.ForeignKey(
        "places.Land", models.PROTECT, null=True, blank=True, related_name="events"
    )
    region = models.ForeignKey(
        "places.Region", models.PROTECT, null=True, blank=True, related_name="events"
    )
    district = models.ForeignKey(
        "places.District", models.PROTECT, null=True, blank=True, related_name="events"
    )
    # The Land of the first organiser: a fair activity counts there, wherever the fair is.
    home_land = models.ForeignKey(
        "places.Land", models.PROTECT, null=True, blank=True, related_name="events_by_organisers"
    )
    latitude = models.FloatField(
        null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    fair = models.ForeignKey(Fair, models.PROTECT, null=True, blank=True, related_name="activities")
    hall = models.CharField(_("Hall"), max_length=20, blank=True)
    stand = models.CharField(_("Stand"), max_length=20, blank=True)

    fields = models.ManyToManyField(
        "places.Field", through="EventField", related_name="events", verbose_name=_("Fields")
    )
    languages = models.CharField(
        _("Languages"),
        max_length=60,
        blank=True,
        validators=[RegexValidator(r"^([a-z]{2}(;[a-z]{2})*)?$")],
        help_text=_("Two-letter codes separated by semicolons."),
    )
    # Cent amounts, so that sums are exact; none = not said, 0 = free of charge.
    fee_cents = models.PositiveIntegerField(_("Fee"), null=True, blank=True)
    places_total = models.PositiveIntegerField(_("Places available"), null=True, blank=True)
    registration_url = models.URLField(_("Registration"), max_length=500, blank=True)

    # The status of the latest decision; the history is in `decisions`.
    status = models.CharField(max_length=10, choices=EventStatus, default=EventStatus.DRAFT)
    # Grows with every change that calendars must take over (RFC 5545, SEQUENCE).
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    is_example = models.BooleanField(default=False)
    source_url = models.URLField(_("Source"), max_length=500, blank=True)
    confidence = models.CharField(max_length=10, choices=Confidence, blank=True)
    source_note_de = models.CharField(_("Note"), max_length=500, blank=True)
    source_note_en = models.CharField(_("Note"), max_length=500, blank=True)
    # Stems of titles, teasers, place and organisers, for the text filter.
    search_text = models.TextField(blank=True, editable=False)

    class Meta:
        ordering = ["starts_on", "starts_at", "slug"]
        verbose_name = _("Event")
        verbose_name_plural = _("Events")
        indexes: ClassVar = [
            models.Index(fields=["edition", "starts_on"]),
            models.Index(fields=["status", "starts_on"]),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(title_de="") | ~Q(title_en=""), name="event_has_a_title"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="event_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=False) | Q(ends_at__isnull=True),
                name="event_end_time_needs_start_time",
            ),
            models.CheckConstraint(
                condition=Q(fair__isnull=True) | Q(kind=EventKind.FAIR_ACTIVITY),
                name="only_a_fair_activity_names_a_fair",
            ),
            models.CheckConstraint(
                condition=Q(fair__isnull=False) | Q(hall="", stand=""),
                name="hall_and_stand_need_a_fair",
            ),
            models.CheckConstraint(
                condition=Q(is_example=False) | Q(source_url=""),
                name="an_example_event_has_no_source",
            ),
        ]

    def __str__(self) -> str:
        return in_language(self, "title") or self.slug

    def get_absolute_url(self) -> str:
        """The event's page in the current language."""
        return reverse("programme:event", args=[self.slug])

    def words_for_search(self, organiser_names: Iterable[str]) -> str:
        """What the text filter looks in; kept in `search_text`."""
        words = [self.title_de, self.title_en, self.teaser_de, self.teaser_en]
        words += [self.venue, self.city, self.fair.name if self.fair else "", *organiser_names]
        return index_text(filter(None, words))

    @property
    def is_fair_activity(self) -> bool:
        """Whether this is an activity at a trade fair."""
        return self.kind == EventKind.FAIR_ACTIVITY

    @property
    def shown_status(self) -> str:
        """The status on the day a list was asked for (`entries_as_of`), else the present one."""
        return str(getattr(self, "status_then", self.status))

    @property
    def is_cancelled(self) -> bool:
        """Whether it was announced and does not take place."""
        return self.shown_status == EventStatus.CANCELLED

    @property
    def is_withdrawn(self) -> bool:
        """Whether the organiser took the entry back."""
        return self.shown_status == EventStatus.WITHDRAWN

    @property
    def lasts_several_days(self) -> bool:
        """Whether it ends on a later day than it begins."""
        return self.ends_on > self.starts_on

    @property
    def has_known_days(self) -> bool:
        """Whether the days are known, and not only the period they lie in."""
        return self.date_precision == DatePrecision.DAY

    @property
    def counted_as(self) -> str:
        """As what this entry counts: rule 1 to 3 of docs/use/counting.md."""
        if self.is_collective or self.kind == EventKind.UMBRELLA_PROGRAMME:
            return CountedAs.NOTHING
        return CountedAs.FAIR_ACTIVITY if self.is_fair_activity else CountedAs.EVENT

    @property
    def counted_land_id(self) -> Any:
        """For which Land this entry counts: rule 4 of docs/use/counting.md. None = for no Land."""
        if self.is_fair_activity:
            return self.home_land_id
        return self.land_id or self.home_land_id


class EventOrganiser(models.Model):
    """Who holds an event: the name as given and, where it is listed, the organisation."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="organisers")
    organisation = models.ForeignKey(
        "directory.Organisation", models.PROTECT, null=True, blank=True, related_name="event_roles"
    )
    name_as_given = models.CharField(_("Name"), max_length=300)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "order"], name="one_organiser_per_rank"),
            models.UniqueConstraint(
                fields=["event", "organisation"],
                condition=Q(organisation__isnull=False),
                name="an_organisation_holds_an_event_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name_as_given


class EventField(models.Model):
    """A field of an event; the one with the lowest order is its main field."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="field_links")
    field = models.ForeignKey("places.Field", models.PROTECT, related_name="event_links")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "field"], name="a_field_of_an_event_once")
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.field_id}"


class EventDecision(models.Model):
    """A step in the history of an entry. Append-only: counts of any past day rest on it.

    It keeps what the entry counted as and for which Land on that day, so that a later correction
    of the entry does not change an earlier count. `decided_on` is the day from which the decision
    holds (the last decision of a day wins), `recorded_at` the moment it was written down.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="decisions")
    status = models.CharField(max_length=10, choices=EventStatus)
    counted_as = models.CharField(max_length=15, choices=CountedAs)
    land = models.ForeignKey("places.Land", models.PROTECT, null=True, blank=True, related_name="+")
    decided_on = models.DateField()
    recorded_at = models.DateTimeField()
    reason_de = models.CharField(_("Reason"), max_length=300, blank=True)
    reason_en = models.CharField(_("Reason"), max_length=300, blank=True)
    by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["decided_on", "id"]
        indexes: ClassVar = [models.Index(fields=["event", "decided_on", "id"])]

    def __str__(self) -> str:
        return f"{self.decided_on} {self.status}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Writes a new decision; refuses to change one."""
        if self.pk is not None:
            raise ValidationError(_("A decision is never changed. Record a new one."))
        super().save(*args, **kwargs)
