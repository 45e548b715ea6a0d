"""What visitors choose by: the filters of an edition and of the list across editions."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clusterwerk.directory.models import Organisation
from clusterwerk.places.models import Field, Land, Region
from clusterwerk.programme.choices import EventKind
from clusterwerk.programme.models import Campaign, Edition
from clusterwerk.programme.queries import EventFilter
from clusterwerk.programme.wording import weekday_and_day

Choices = list[tuple[str, Any]]


class EventFilterForm(forms.Form):
    """The filters that every list of events has. All are optional and live in the address."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"type": "search"}),
    )
    land = forms.ChoiceField(label=_("Land"), required=False)
    region = forms.ChoiceField(label=_("Region of Baden-Württemberg"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    field = forms.ChoiceField(label=_("Field"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self._laender = _coded(Land.objects.all())
        self.choose_from("land", _("All Länder"), self._laender)
        regions = list(Region.objects.all())
        # The Land whose regions are known is the one this installation is run for.
        self.home_land = regions[0].land_id if regions else ""
        self.choose_from("region", _("All regions"), _coded(regions))
        self.choose_from("kind", _("All kinds"), list(EventKind.choices))
        self.choose_from("field", _("All fields"), _coded(Field.objects.all()))

    def choose_from(self, name: str, all_label: Any, choices: Choices) -> None:
        """Sets the choices of a field, with one for everything first."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", all_label), *choices]

    def filter(self) -> EventFilter:
        """What was chosen. A choice that is none is left out, and the form says so."""
        self.is_valid()
        chosen = self.cleaned_data
        return EventFilter(
            text=chosen.get("q", ""),
            land=chosen.get("land", ""),
            region=chosen.get("region", ""),
            kind=chosen.get("kind", ""),
            field=chosen.get("field", ""),
            day=date.fromisoformat(chosen["day"]) if chosen.get("day") else None,
            fair=chosen.get("fair", ""),
            campaign=chosen.get("campaign", ""),
            origin=chosen.get("origin", ""),
            organiser=chosen.get("organiser", ""),
        )

    @property
    def laender(self) -> Choices:
        """Code and name of all Länder, as the filter lists them."""
        return self._laender

    @property
    def first_fields(self) -> list[forms.BoundField]:
        """Shown at once."""
        return [self[name] for name in self.shown_first]

    @property
    def further_fields(self) -> list[forms.BoundField]:
        """Shown on demand, or when one of them is in use."""
        return [self[n] for n in self.fields if n not in {*self.shown_first, "as_of", "organiser"}]

    @property
    def further_in_use(self) -> bool:
        """Whether a field that is shown on demand filters, or was filled in wrongly."""
        return any(field.value() or field.errors for field in self.further_fields)

    shown_first: tuple[str, ...] = ("q", "land", "kind")


class EditionFilterForm(EventFilterForm):
    """Filters of one edition: also by day and by fair activities, and as of a day."""

    day = forms.ChoiceField(label=_("Day"), required=False)
    fair = forms.ChoiceField(label=_("Fair activities"), required=False)
    as_of = forms.DateField(
        label=_("As of"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    shown_first = ("q", "land", "day")

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_from("day", _("All days"), _days_of(edition))
        both: Choices = [("no", _("only events")), ("yes", _("only fair activities"))]
        self.choose_from("fair", _("with fair activities"), both)


class AllEventsFilterForm(EventFilterForm):
    """Filters of the list across editions: also by campaign, and without examples."""

    campaign = forms.ChoiceField(label=_("Campaign"), required=False)
    origin = forms.ChoiceField(label=_("Examples"), required=False)
    # Chosen by a link on a profile, not typed.
    organiser = forms.SlugField(required=False, widget=forms.HiddenInput)
    shown_first = ("q", "campaign", "origin")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        campaigns = [(campaign.slug, str(campaign)) for campaign in Campaign.objects.all()]
        self.choose_from("campaign", _("All campaigns"), campaigns)
        origins: Choices = [("real", _("without examples")), ("example", _("only examples"))]
        self.choose_from("origin", _("With examples"), origins)

    @property
    def organiser_shown(self) -> Organisation | None:
        """The organisation whose events are shown, when one was chosen."""
        slug = self.data.get("organiser", "")
        return Organisation.objects.filter(slug=slug).first() if slug else None


def _coded(rows: Any) -> Choices:
    return [(row.code, row.name) for row in rows]


def _days_of(edition: Edition) -> Choices:
    length = (edition.ends_on - edition.starts_on).days
    if length > 31:  # a season is not chosen by the day
        return []
    days = [edition.starts_on + timedelta(days=number) for number in range(length + 1)]
    return [(day.isoformat(), weekday_and_day(day)) for day in days]
