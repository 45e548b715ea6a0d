"""Type, contact, and the team's own questions."""

from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ...choices import QuestionKind
from ...models import Conference, ParticipantType, Question, Registration
from ...models.texts import text_of
from .forms import LANGUAGES_OF_MAILS

PREFIX = "q-"


class ContactForm(forms.Form):
    """Who speaks for the delegation, and the team's questions. The address was proven before."""

    contact_name = forms.CharField(label=_("Name of the contact person"), max_length=200)
    language = forms.ChoiceField(label=_("Language of mails"), choices=LANGUAGES_OF_MAILS)
    message = forms.CharField(
        label=_("Message to the conference team"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, conference: Conference, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact_name"].widget.attrs["autocomplete"] = "name"
        self.questions = list(conference.questions.order_by("position", "pk"))
        for question in self.questions:
            self.fields[f"{PREFIX}{question.public_id}"] = _field_of(question)

    def asked(self) -> list[Any]:
        """The fields of the team's questions."""
        return [self[f"{PREFIX}{question.public_id}"] for question in self.questions]

    def answers(self) -> dict[str, Any]:
        """By the public id of the question, as they are kept; unanswered ones left out."""
        found = {}
        for question in self.questions:
            value = self.cleaned_data[f"{PREFIX}{question.public_id}"]
            if question.kind == QuestionKind.CHOICE and value:
                value = question.choices[int(value)]
            if value not in ("", None):
                found[str(question.public_id)] = value
        return found


class RegistrationForm(ContactForm):
    """The same with the type of participant and the consent to what is stored."""

    kind = forms.ModelChoiceField(
        ParticipantType.objects.none(), label=_("Type of participant"), empty_label="–"
    )
    agreed = forms.BooleanField(
        label=_("I have read what happens with the data and agree for my delegation.")
    )

    def __init__(
        self, conference: Conference, *args: Any, by_team: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(conference, *args, **kwargs)
        if conference.types.exists():
            chooser = self.fields["kind"]
            assert isinstance(chooser, forms.ModelChoiceField)
            chooser.queryset = conference.types.order_by("position", "pk")
            chooser.label_from_instance = label_of_type  # type: ignore[method-assign,assignment]
        else:
            del self.fields["kind"]
        if by_team:
            del self.fields["agreed"]
            self.fields["contact_email"] = forms.EmailField(label=_("E-mail address"))
            for question in self.questions:
                self.fields[f"{PREFIX}{question.public_id}"].required = False


def label_of_type(kind: Any) -> str:
    """The name of a type with how many delegates it may have."""
    if kind.delegates_most is None:
        return str(kind)
    words = {"name": kind, "most": kind.delegates_most}
    return (
        ngettext(
            "%(name)s (%(most)d delegate)", "%(name)s (up to %(most)d delegates)", words["most"]
        )
        % words
    )


def initial_of(registration: Registration, questions: list[Question]) -> dict[str, Any]:
    """What a delegation told, as `ContactForm` shows it."""
    initial: dict[str, Any] = {
        "contact_name": registration.contact_name,
        "language": registration.language,
        "message": registration.message,
    }
    for question in questions:
        value = registration.answers.get(str(question.public_id), "")
        if question.kind == QuestionKind.CHOICE:
            value = question.choices.index(value) if value in question.choices else ""
        initial[f"{PREFIX}{question.public_id}"] = value
    return initial


def answers_of(registration: Registration) -> list[tuple[str, str]]:
    """Questions and answers in words, in the language of the page; unanswered ones with a dash."""
    found = []
    for question in registration.conference.questions.order_by("position", "pk"):
        value = registration.answers.get(str(question.public_id))
        found.append((text_of(question, "text"), _in_words(value)))
    return found


def _in_words(value: Any) -> str:
    if isinstance(value, dict):
        return _choice_text(value)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return str(value) if value else "–"


def _choice_text(choice: dict[str, str]) -> str:
    class Row:
        """A choice with the columns that `text_of` reads."""

        text_de = choice.get("de", "")
        text_en = choice.get("en", "")

    return text_of(Row, "text")


def _field_of(question: Question) -> forms.Field:
    label, required = text_of(question, "text"), question.is_required
    if question.kind == QuestionKind.YES_NO:
        return forms.TypedChoiceField(
            label=label,
            required=required,
            choices=[("", "–"), ("True", _("yes")), ("False", _("no"))],
            coerce=lambda value: value == "True",
            empty_value=None,
        )
    if question.kind == QuestionKind.CHOICE:
        choices = [(str(place), _choice_text(row)) for place, row in enumerate(question.choices)]
        return forms.ChoiceField(label=label, required=required, choices=[("", "–"), *choices])
    if question.kind == QuestionKind.TEXT:
        widget = forms.Textarea(attrs={"rows": 3})
        return forms.CharField(label=label, required=required, max_length=4000, widget=widget)
    return forms.CharField(label=label, required=required, max_length=300)
