"""Forms of participants, wishes and answers. What is allowed is checked by the actions; their
refusals are shown at the fields they are about."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from clusterwerk.places.models import Country, Field

from ..actions.faults import RefusedError
from ..choices import CooperationKind, Priority, WishKind, WishStatus
from ..models import Conference, Delegate, ParticipantType, Registration
from ..queries.choosing import countries_to_choose
from ..queries.participants import ParticipantFilter, fields_of_participants, public_people
from ..queries.wishes import WishFilter
from .faults import put_faults

WORDS_MAX = 100


class RefusableForm(forms.Form):
    """A form that shows what an action refused."""

    def show(self, refused: RefusedError) -> None:
        """Puts each fault at its field, or on top where the form has no such field."""
        put_faults(self, refused)


def _choices(kind: Any, every: Any) -> list[tuple[str, Any]]:
    return [("", every), *kind.choices]


FIRST = ("q", "country", "field")


class ParticipantFilterForm(forms.Form):
    """Narrows the list of delegations. Values that do not exist are shown as errors."""

    q = forms.CharField(
        label=_("Name, offer or need"),
        max_length=WORDS_MAX,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    country = forms.ModelChoiceField(
        Country.objects.none(), label=_("Country"), required=False, empty_label=_("all countries")
    )
    field = forms.ModelChoiceField(
        Field.objects.none(), label=_("Field"), required=False, empty_label=_("all fields")
    )
    offer = forms.ChoiceField(
        label=_("Kind of offer"),
        choices=lambda: _choices(CooperationKind, _("anything")),
        required=False,
    )
    need = forms.ChoiceField(
        label=_("Kind of need"),
        choices=lambda: _choices(CooperationKind, _("anything")),
        required=False,
    )
    type = forms.ModelChoiceField(
        ParticipantType.objects.none(),
        label=_("Type of participant"),
        required=False,
        empty_label=_("all types"),
        to_field_name="public_id",
    )

    def __init__(self, conference: Conference, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        types = conference.types.all()
        for name, rows in (
            ("country", countries_to_choose(conference)),
            ("field", fields_of_participants(conference)),
            ("type", types),
        ):
            chooser = self.fields[name]
            assert isinstance(chooser, forms.ModelChoiceField)
            chooser.queryset = rows
        if len(types) < 2:
            del self.fields["type"]

    def first_fields(self) -> list[forms.BoundField]:
        """What most look for."""
        return [self[name] for name in FIRST]

    def further_fields(self) -> list[forms.BoundField]:
        """The rest, folded away until it is used."""
        return [field for field in self if field.name not in FIRST]

    def further_in_use(self) -> bool:
        """Whether one of them is chosen, so that it stays in sight."""
        return any(field.value() for field in self.further_fields())

    def chosen(self) -> ParticipantFilter:
        """The filter; a value with an error counts as not chosen."""
        self.is_valid()
        data = self.cleaned_data
        return ParticipantFilter(
            words=data.get("q", ""),
            country=data["country"].pk if data.get("country") else "",
            field=data["field"].pk if data.get("field") else "",
            offer=data.get("offer", ""),
            need=data.get("need", ""),
            type=str(data["type"].public_id) if data.get("type") else "",
        )


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic for mypy only
    """A delegate, by name and, where public, function."""

    def label_from_instance(self, person: Any) -> str:
        """Name and function."""
        return f"{person.name}, {person.public_function}" if person.public_function else person.name


def _people_of(registration: Registration) -> QuerySet[Delegate]:
    return registration.delegates.filter(cancelled_at__isnull=True, takes_meetings=True).order_by(
        "number"
    )


# The message has no `maxlength`: a browser would cut off what is pasted without a word.
def _message_field() -> forms.CharField:
    return forms.CharField(
        label=_("Message (at most 1,000 characters)"),
        help_text=_("What would you like to talk about? It stands in the mail to the other side."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class WishForm(RefusableForm):
    """A wish of the own delegation for another one."""

    kind = forms.ChoiceField(
        label=_("How much does this meeting matter to you?"),
        choices=Priority.choices,
        initial=Priority.WANT,
        widget=forms.RadioSelect,
    )
    target_delegate = PersonField(
        Delegate.objects.none(),
        label=_("Whom would you like to meet?"),
        required=False,
        empty_label=_("anybody of the organisation"),
    )
    delegate = PersonField(
        Delegate.objects.none(),
        label=_("Who of you goes?"),
        required=False,
        empty_label=_("any of us"),
    )
    message = _message_field()

    def __init__(
        self,
        wisher: Registration,
        target: Registration | None,
        *args: Any,
        as_team: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choosers = {"delegate": _people_of(wisher)}
        if target is None:
            del self.fields["target_delegate"]
        else:
            public = public_people().filter(registration=target)
            choosers["target_delegate"] = _people_of(target) if as_team else public
        for name, people in choosers.items():
            chooser = self.fields[name]
            assert isinstance(chooser, forms.ModelChoiceField)
            chooser.queryset = people


class AnswerForm(RefusableForm):
    """How much the meeting matters to the side that was asked, and who of it goes."""

    kind = forms.ChoiceField(
        label=_("How much does this meeting matter to you?"),
        choices=Priority.choices,
        initial=Priority.WANT,
        widget=forms.RadioSelect,
    )


class ReportForm(RefusableForm):
    """What is wrong with the message of a wish."""

    reason = forms.CharField(
        label=_("What is wrong with this message?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WishFilterForm(forms.Form):
    """Narrows the team's list of wishes."""

    q = forms.CharField(
        label=_("Organisation"),
        max_length=WORDS_MAX,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    status = forms.ChoiceField(
        label=_("State"), choices=lambda: _choices(WishStatus, _("all states")), required=False
    )
    kind = forms.ChoiceField(
        label=_("Rank"), choices=lambda: _choices(WishKind, _("all ranks")), required=False
    )
    reported = forms.BooleanField(label=_("Only reported ones"), required=False)

    def chosen(self) -> WishFilter:
        """The filter; a value with an error counts as not chosen."""
        self.is_valid()
        data = self.cleaned_data
        return WishFilter(
            words=data.get("q", ""),
            status=data.get("status", ""),
            kind=data.get("kind", ""),
            only_reported=data.get("reported", False),
        )


class TeamWishForm(RefusableForm):
    """The team enters a wish for a delegation."""

    wisher = forms.ModelChoiceField(
        Registration.objects.none(), label=_("Who wishes?"), empty_label=_("please choose")
    )
    target = forms.ModelChoiceField(
        Registration.objects.none(), label=_("For whom?"), empty_label=_("please choose")
    )
    kind = forms.ChoiceField(
        label=_("Rank"),
        choices=WishKind.choices,
        initial=WishKind.WANT,
        help_text=_("“Veto” means that the two never meet."),
    )
    message = _message_field()

    def __init__(self, admitted: QuerySet[Registration], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("wisher", "target"):
            chooser = self.fields[name]
            assert isinstance(chooser, forms.ModelChoiceField)
            chooser.queryset = admitted


class WishSheetForm(forms.Form):
    """A spreadsheet of wishes, as a file or as text; the text is what was read, to be mended."""

    file = forms.FileField(label=_("Spreadsheet (.xlsx or .csv)"), required=False)
    rows = forms.CharField(
        label=_("Or the rows as text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    leave_out = forms.BooleanField(label=_("Leave out rows with errors"), required=False)

    def clean(self) -> dict[str, Any]:
        """One of both is there."""
        data = super().clean() or {}
        if not data.get("file") and not (data.get("rows") or "").strip():
            self.add_error("file", _("Choose a file, or write rows below."))
        return data
