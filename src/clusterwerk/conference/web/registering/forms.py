"""The parts of a delegation as forms."""

from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clusterwerk.directory.actions import ReportedOrganisation

from ...actions.delegation_drafts import DelegateDraft, InterestDraft
from ...choices import CooperationKind, CooperationStage
from .choices import country_choices, field_choices, kind_choices, language_choices

LANGUAGES_OF_MAILS = [("de", _("German")), ("en", _("English"))]
LONGEST_TEXT = 300
MOST_PER_LIST = 20


class Checks(forms.MultipleChoiceField):
    """Several of a list, as boxes to tick."""

    def __init__(self, **values: Any) -> None:
        values.setdefault("required", False)
        super().__init__(widget=forms.CheckboxSelectMultiple, **values)


def leave_unchecked(form: Any) -> None:
    """Shows what was typed without saying what is missing: somebody is not done yet."""
    form._errors = ErrorDict()


class NewOrganisationForm(forms.Form):
    """A body that is not in the register."""

    name = forms.CharField(label=_("Name of the organisation"), max_length=200)
    country = forms.ChoiceField(label=_("Country"))
    kind = forms.ChoiceField(label=pgettext_lazy("organisation", "Kind"))
    city = forms.CharField(label=_("Seat"), max_length=120, required=False)
    website = forms.URLField(
        label=_("Website"), max_length=200, required=False, assume_scheme="https"
    )
    fields_of = Checks(label=_("Fields"), help_text=_("The first one counts as the main field."))
    is_new = forms.BooleanField(
        label=_("It is none of these: our organisation is new in the register."), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "country", [("", "–"), *country_choices()])
        _choose(self, "kind", [("", "–"), *kind_choices()])
        _choose(self, "fields_of", field_choices())
        self.fields["name"].widget.attrs["autocomplete"] = "organization"

    def clean_name(self) -> str:
        """Without blanks that nobody sees."""
        return " ".join(self.cleaned_data["name"].split())

    def clean_fields_of(self) -> list[str]:
        """At least one: partners are found by fields."""
        chosen: list[str] = self.cleaned_data["fields_of"]
        if not chosen:
            raise forms.ValidationError(_("Choose at least one field: partners are found by it."))
        return chosen

    def draft(self) -> ReportedOrganisation:
        """What was typed, when it is valid."""
        data = self.cleaned_data
        return ReportedOrganisation(
            name=data["name"],
            kind=data["kind"],
            country=data["country"],
            city=data["city"],
            website=data["website"],
            fields=tuple(data["fields_of"]),
        )


class PersonForm(forms.Form):
    """A delegate without the address: what may be changed about a person later."""

    name = forms.CharField(label=_("Name"), max_length=200)
    function_de = forms.CharField(label=_("Function (German)"), max_length=200, required=False)
    function_en = forms.CharField(label=_("Function (English)"), max_length=200, required=False)
    languages = Checks(label=_("Languages"))
    takes_meetings = forms.BooleanField(
        label=_("Takes meetings (leave empty for accompanying persons)"),
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "languages", language_choices())


class DelegateForm(PersonForm):
    """A person who is to come."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    field_order = ("name", "email", "function_de", "function_en", "languages", "takes_meetings")

    def draft(self) -> DelegateDraft:
        """What was typed, when it is valid."""
        data = self.cleaned_data
        return DelegateDraft(
            name=data["name"],
            email=data["email"],
            function_de=data["function_de"],
            function_en=data["function_en"],
            languages=tuple(data["languages"]),
            takes_meetings=data["takes_meetings"],
        )


class InterestForm(forms.Form):
    """An offer or a need."""

    kind = forms.ChoiceField(label=_("About"), choices=[("", "–"), *CooperationKind.choices])
    stage = forms.ChoiceField(
        label=pgettext_lazy("cooperation", "Stage"),
        choices=[("", "–"), *CooperationStage.choices],
        required=False,
    )
    text_de = forms.CharField(
        label=_("In German"), max_length=LONGEST_TEXT, required=False, widget=forms.Textarea
    )
    text_en = forms.CharField(
        label=_("In English"), max_length=LONGEST_TEXT, required=False, widget=forms.Textarea
    )
    fields_of = Checks(label=_("Fields"))
    countries = Checks(label=_("Countries (none means all)"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Read once per page, not once per row: `interest_rows` hands them over.
        lists = getattr(self, "lists", None) or (field_choices(), country_choices())
        _choose(self, "fields_of", lists[0])
        _choose(self, "countries", lists[1])
        for name in ("text_de", "text_en"):
            self.fields[name].widget.attrs["rows"] = 2

    def clean(self) -> dict[str, Any]:
        """Says something in German or in English."""
        data = super().clean() or {}
        if not self.errors and not (data.get("text_de") or data.get("text_en")):
            self.add_error("text_en", _("Say in a sentence what it is, in one of the languages."))
        return data

    def draft(self) -> InterestDraft:
        """What was typed, when it is valid."""
        data = self.cleaned_data
        return InterestDraft(
            kind=data["kind"],
            stage=data["stage"],
            text_de=data["text_de"],
            text_en=data["text_en"],
            fields=tuple(data["fields_of"]),
            countries=tuple(data["countries"]),
        )


class Rows(forms.BaseFormSet):  # type: ignore[type-arg]  # cannot be subscripted at run time
    """A list of equal parts. Empty ones and those marked to be removed do not count."""

    def initial_form_count(self) -> int:
        """No row is special: one that was there before and is emptied now is removed."""
        return 0

    def filled(self) -> list[Any]:
        """The forms that hold something, in their order; only when all is valid."""
        return [
            form
            for form in self.forms
            if form.has_changed() and form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]

    def drafts(self) -> tuple[Any, ...]:
        """What was typed."""
        return tuple(form.draft() for form in self.filled())

    def leave_unchecked(self) -> None:
        """Shows what was typed without saying what is missing."""
        self._errors: list[Any] = []
        self._non_form_errors = self.error_class()
        for form in self.forms:
            leave_unchecked(form)

    def add_fields(self, form: Any, index: int | None) -> None:
        """The box that removes a row has words of its own."""
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = pgettext_lazy("row", "Remove")


def rows_of(
    kind: type[forms.Form], data: Any = None, *, before: Any = (), empty: int = 1, **kwargs: Any
) -> Rows:
    """A list of forms of a kind: what was there before, and empty ones at the end."""
    made = forms.formset_factory(
        kind,
        formset=Rows,
        extra=len(before) + empty,
        max_num=MOST_PER_LIST,
        absolute_max=MOST_PER_LIST + 1,
        can_delete=True,
    )
    initial = list(before) if data is None else None
    return made(data, initial=initial, **kwargs)  # type: ignore[return-value]


def interest_rows(data: Any = None, before: tuple[Any, Any] = ((), ())) -> tuple[Rows, Rows]:
    """Offers and needs; what can be chosen is read once for all rows of both."""
    kind = type("InterestRow", (InterestForm,), {"lists": (field_choices(), country_choices())})
    offers = rows_of(kind, data, prefix="offers", before=before[0])
    return offers, rows_of(kind, data, prefix="needs", before=before[1])


def _choose(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    chooser = form.fields[name]
    assert isinstance(chooser, forms.ChoiceField)
    chooser.choices = choices
