"""Forms on what a conference is: made, copied, described, its rules and home delegation."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.models import fields_for_model, model_to_dict
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from clusterwerk.places.models import Country

from ...choices import RegistrationStatus
from ...models import Conference, ConferenceSeries, Registration
from ...queries.grid import zones_to_choose
from .fields import DayInput, GroupedForm

TEXT_LETTERS_MOST = 5000
ROWS = {"rows": 6}
IN_ONE_LANGUAGE = _("One language is enough to begin with.")


class NewConferenceForm(GroupedForm):
    """What a conference begins with."""

    name_de = forms.CharField(
        label=_("Name"), max_length=200, required=False, help_text=IN_ONE_LANGUAGE
    )
    name_en = forms.CharField(label=_("Name"), max_length=200, required=False)
    starts_on = forms.DateField(label=_("First day"), widget=DayInput())
    ends_on = forms.DateField(label=_("Last day"), widget=DayInput())
    city = forms.CharField(label=_("City"), max_length=100)
    time_zone = forms.ChoiceField(
        label=_("Time zone"), initial="Europe/Berlin", help_text=_("Of the place of the conference")
    )
    contact_email = forms.EmailField(
        label=_("E-mail address of the conference team"),
        help_text=_("Delegates reply to it, and the mails of the test mode go there."),
    )
    layout = (
        (_("The conference"), ("name_*", "starts_on+ends_on", "city+time_zone")),
        (_("The team"), ("contact_email",)),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = self.fields["time_zone"]
        assert isinstance(zones, forms.ChoiceField)
        zones.choices = [(name, name.replace("_", " ")) for name in zones_to_choose()]

    def clean(self) -> dict[str, Any]:
        """One name is enough to begin with; days come in order."""
        data = super().clean() or {}
        if not (data.get("name_de") or data.get("name_en")):
            self.add_error("name_de", gettext("Enter a name, in one language at least."))
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", gettext("The last day is before the first day."))
        return data


class CloneForm(GroupedForm):
    """What is new about the next edition."""

    name_de = forms.CharField(
        label=_("Name"), max_length=200, required=False, help_text=IN_ONE_LANGUAGE
    )
    name_en = forms.CharField(label=_("Name"), max_length=200, required=False)
    starts_on = forms.DateField(
        label=_("First day"),
        widget=DayInput(),
        help_text=_("All other days and the phases move along; times of day stay."),
    )
    layout = ((_("The new conference"), ("name_*", "starts_on")),)

    def __init__(self, source: Conference, *args: Any, **kwargs: Any) -> None:
        # The same days of the week, 52 weeks later.
        later = source.starts_on.fromordinal(source.starts_on.toordinal() + 364)

        def renewed(name: str) -> str:
            return re.sub(rf"\b{source.starts_on.year}\b", str(later.year), name)

        kwargs["initial"] = {
            "name_de": renewed(source.name_de),
            "name_en": renewed(source.name_en),
            "starts_on": later,
        }
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """One name is enough."""
        data = super().clean() or {}
        if not (data.get("name_de") or data.get("name_en")):
            self.add_error("name_de", gettext("Enter a name, in one language at least."))
        return data


class ColumnsForm(GroupedForm):
    """Some columns of a conference, with the labels and limits of the model."""

    columns: tuple[str, ...] = ()
    helps: dict[str, Any] = {}

    def __init__(self, conference: Conference, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=model_to_dict(conference, fields=self.columns))
        days = [name for name in ("starts_on", "ends_on") if name in self.columns]
        widgets: dict[str, Any] = {name: DayInput() for name in days}
        self.fields.update(
            fields_for_model(
                Conference, fields=self.columns, widgets=widgets, help_texts=self.helps
            )
        )
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs |= ROWS
                field.max_length = TEXT_LETTERS_MOST  # type: ignore[attr-defined]
                field.validators.append(forms.CharField(max_length=TEXT_LETTERS_MOST).validators[0])

    def values(self) -> dict[str, Any]:
        """The columns as they shall be."""
        return {name: self.cleaned_data[name] for name in self.columns}


class BasicsForm(ColumnsForm):
    """Name, series, days and place, contact, places."""

    columns = (
        "name_de",
        "name_en",
        "motto_de",
        "motto_en",
        "series",
        "edition",
        "starts_on",
        "ends_on",
        "venue_de",
        "venue_en",
        "city",
        "country",
        "contact_email",
        "capacity",
        "is_example",
    )
    helps = {
        "edition": _("Its number in the series"),
        "contact_email": _("Delegates reply to it, and the mails of the test mode go there."),
        "capacity": _("Empty: as many as come. Further delegations go on the waiting list."),
        "is_example": _("Made up: pages, calendars, print and mails carry the mark “Example”."),
    }
    layout = (
        (_("The conference"), ("name_*", "motto_*")),
        (_("Series"), ("series+edition", "new_series_*")),
        (_("Days and place"), ("starts_on+ends_on", "venue_*", "city+country")),
        (_("Team and places"), ("contact_email+capacity", "is_example")),
    )

    def __init__(self, conference: Conference, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(conference, data)
        for language in ("de", "en"):
            self.fields[f"new_series_{language}"] = forms.CharField(
                label=_("Or a new series"), max_length=200, required=False
            )
        series, country = self.fields["series"], self.fields["country"]
        assert isinstance(series, forms.ModelChoiceField)
        assert isinstance(country, forms.ModelChoiceField)
        column = "name_de" if get_language() == "de" else "name_en"
        series.queryset = ConferenceSeries.objects.order_by(column, "slug")
        series.label, series.empty_label = _("Series"), gettext("no series")
        country.queryset = Country.objects.order_by(column)
        country.label, country.empty_label = _("Country"), gettext("not chosen yet")

    def clean(self) -> dict[str, Any]:
        """A conference keeps a name in one language at least; days come in order."""
        data = super().clean() or {}
        if not (data.get("name_de") or data.get("name_en")):
            self.add_error("name_de", gettext("Enter a name, in one language at least."))
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", gettext("The last day is before the first day."))
        return data

    @property
    def new_series(self) -> tuple[str, str]:
        """German and English name of a series to be made, both empty for none."""
        data = self.cleaned_data
        return data.get("new_series_de", "").strip(), data.get("new_series_en", "").strip()


class TextsForm(ColumnsForm):
    """What delegates and visitors read, German and English side by side."""

    columns = tuple(
        f"{name}_{language}"
        for name in ("description", "registration_text", "privacy_text", "agenda_text")
        for language in ("de", "en")
    )
    helps = {
        "description_de": _("Whom the conference is for and what it brings them."),
        "registration_text_de": _("Who can come, what it costs, whom to ask."),
        "privacy_text_de": _(
            "Who registers agrees to it. Say who keeps the data, what for, how long, and whom to "
            "ask to have it deleted."
        ),
        "agenda_text_de": _("It stands on each personal agenda, also on paper."),
    }
    layout = (
        (_("On the overview"), ("description_*",)),
        (_("On registration"), ("registration_text_*", "privacy_text_*")),
        (_("On agendas"), ("agenda_text_*",)),
    )


class RulesForm(ColumnsForm):
    """What holds for all: days to answer, and what the planner must keep."""

    columns = ("wish_days", "most_per_session", "rest_after", "zone_buffer")
    helps = {
        "wish_days": _("After so many days without an answer a wish expires, with notice."),
        "most_per_session": _("Empty: as many as there are slots."),
        "rest_after": _("Nobody has more meetings than this in a row. Empty: no rule."),
        "zone_buffer": _("For halls with long ways: nobody changes the zone from slot to slot."),
    }
    layout = (
        (_("Wishes"), ("wish_days",)),
        (_("Meetings"), ("most_per_session", "rest_after", "zone_buffer")),
    )

    def __init__(self, conference: Conference, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(conference, data)
        for name, most in (("wish_days", 365), ("most_per_session", 60), ("rest_after", 60)):
            field = self.fields[name]
            assert isinstance(field, forms.IntegerField)
            field.validators += forms.IntegerField(min_value=1, max_value=most).validators
            field.widget.attrs |= {"min": 1, "max": most}


class ZoneForm(GroupedForm):
    """Another time zone."""

    name = forms.ChoiceField(label=_("Time zone"))
    layout = ((_("Time zone"), ("name",)),)

    def __init__(self, conference: Conference, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"name": conference.time_zone})
        zones = list(zones_to_choose())
        if conference.time_zone not in zones:
            zones.insert(0, conference.time_zone)
        chooser = self.fields["name"]
        assert isinstance(chooser, forms.ChoiceField)
        chooser.choices = [(name, name.replace("_", " ")) for name in zones]


class HomeForm(ColumnsForm):
    """The home delegation: title, text and who belongs to it."""

    columns = ("home_title_de", "home_title_en", "home_text_de", "home_text_en")
    layout = (
        (_("The page"), ("home_title_*", "home_text_*")),
        (_("Who belongs to it"), ("delegations",)),
    )

    def __init__(self, conference: Conference, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(conference, data)
        rows = (
            Registration.objects.filter(conference=conference)
            .exclude(status__in=(RegistrationStatus.DECLINED, RegistrationStatus.CANCELLED))
            .select_related("organisation")
        )
        home = conference.country_id
        self.fields["delegations"] = forms.ModelMultipleChoiceField(
            rows.order_by("organisation__name"),
            label=_("Delegations"),
            required=False,
            widget=forms.CheckboxSelectMultiple(),
            initial=list(rows.filter(is_home=True).values_list("pk", flat=True)),
        )
        chooser = self.fields["delegations"]
        assert isinstance(chooser, forms.ModelMultipleChoiceField)
        # Those from the country of the conference first: most of the home delegation is there.
        chooser.choices = [
            (row.pk, f"{row.organisation.name} ({row.organisation.country_id})")
            for row in sorted(
                rows,
                key=lambda row: (
                    row.organisation.country_id != home,
                    row.organisation.name.casefold(),
                ),
            )
        ]
