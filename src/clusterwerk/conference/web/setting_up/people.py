"""Forms on who hosts, who takes part in which way, and what is asked of them."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models.functions import Lower
from django.forms.models import fields_for_model, model_to_dict
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from clusterwerk.directory.models import Organisation

from ...choices import HostRole, QuestionKind
from ...models import ConferenceHost, ParticipantType, Question
from .fields import GroupedForm

NAMES_LETTERS_MOST = 200


class HostForm(GroupedForm):
    """One host: of the register, or by name."""

    role = forms.ChoiceField(label=_("Role"), choices=HostRole.choices)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Organisation of the register"),
        required=False,
        empty_label=_("none: the name below"),
    )
    name_de = forms.CharField(label=_("Name"), max_length=NAMES_LETTERS_MOST, required=False)
    name_en = forms.CharField(label=_("Name"), max_length=NAMES_LETTERS_MOST, required=False)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    mark = forms.FileField(
        label=_("Mark"),
        required=False,
        help_text=_("PNG, JPEG or WebP, at most 200 kB. It is shown with the name."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    remove_mark = forms.BooleanField(label=_("Show no mark any more"), required=False)
    layout = (
        (_("Who"), ("role", "organisation", "name_*")),
        (_("Website and mark"), ("website", "mark", "remove_mark")),
    )

    def __init__(self, host: ConferenceHost | None, *args: Any, **kwargs: Any) -> None:
        names = ("role", "organisation", "name_de", "name_en", "website")
        kwargs["initial"] = model_to_dict(host, fields=names) if host else {}
        super().__init__(*args, **kwargs)
        chooser = self.fields["organisation"]
        assert isinstance(chooser, forms.ModelChoiceField)
        chooser.queryset = Organisation.objects.only("name").order_by(Lower("name"))
        if host is None or not host.mark_type:
            del self.fields["remove_mark"]

    def values(self) -> dict[str, Any]:
        """What `actions.hosts.save_host` takes."""
        data = dict(self.cleaned_data)
        upload = data.pop("mark")
        return data | {"mark": upload.read() if upload else None}


class TypeForm(GroupedForm):
    """A type of participant with its quotas; empty means no limit."""

    columns = ("name_de", "name_en", "capacity", "delegates_most", "wishes_most", "musts_most")
    helps: dict[str, Any] = {
        "capacity": _("All delegations of this type together. Empty: no limit."),
        "delegates_most": _("Empty: no limit."),
        "wishes_most": _("Shown to delegations before they reach it. Empty: no limit."),
        "musts_most": _("Empty: all of them."),
    }
    layout = (
        (_("The type"), ("name_*",)),
        (_("Quotas"), ("capacity+delegates_most", "wishes_most+musts_most")),
    )

    def __init__(self, row: ParticipantType | None, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=model_to_dict(row, fields=self.columns) if row else {})
        self.fields.update(
            fields_for_model(ParticipantType, fields=self.columns, help_texts=self.helps)
        )


class QuestionForm(GroupedForm):
    """A question of the team's own; the answers of a choice stand one on each line."""

    kind = forms.ChoiceField(label=pgettext_lazy("question", "Kind"), choices=QuestionKind.choices)
    text_de = forms.CharField(label=_("Question"), max_length=300, required=False)
    text_en = forms.CharField(label=_("Question"), max_length=300, required=False)
    answers_de = forms.CharField(
        label=_("Answers"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    answers_en = forms.CharField(
        label=_("Answers"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    is_required = forms.BooleanField(label=_("Must be answered"), required=False)
    layout = (
        (_("The question"), ("kind", "text_*", "is_required")),
        (_("Only for a choice: one answer on each line"), ("answers_*",)),
    )

    def __init__(self, row: Question | None, data: Mapping[str, Any] | None = None) -> None:
        initial: dict[str, Any] = {}
        if row is not None:
            initial = model_to_dict(row, fields=("kind", "text_de", "text_en", "is_required"))
            for language in ("de", "en"):
                lines = [answer.get(language, "") for answer in row.choices]
                initial[f"answers_{language}"] = "\n".join(lines)
        super().__init__(data, initial=initial)

    def values(self) -> dict[str, Any]:
        """The columns of the question."""
        data = self.cleaned_data
        german, english = (
            [line.strip() for line in data[f"answers_{language}"].splitlines() if line.strip()]
            for language in ("de", "en")
        )
        length = max(len(german), len(english))
        german += [""] * (length - len(german))
        english += [""] * (length - len(english))
        return {
            "kind": data["kind"],
            "text_de": data["text_de"],
            "text_en": data["text_en"],
            "is_required": data["is_required"],
            "choices": [
                {"de": one, "en": other} for one, other in zip(german, english, strict=True)
            ],
        }


def matrix_name(asks: ParticipantType, asked: ParticipantType) -> str:
    """What a box of the matrix is called for who does not see the table."""
    return gettext("%(asks)s may wish for %(asked)s") % {"asks": asks, "asked": asked}
