"""What the team types at the desk."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ...choices import Priority, RegistrationStatus
from ...models import Conference, Registration

PLACE = re.compile(r"(\d{1,18})-(\d{1,18})")


def place_in(text: str) -> tuple[int, int] | None:
    """Slot and table of a place as forms write it ("12-34"); None for anything else."""
    found = PLACE.fullmatch(text)
    return (int(found[1]), int(found[2])) if found else None


class AddForm(forms.Form):
    """Two delegations to be brought together, and how much it matters."""

    one = forms.ModelChoiceField(
        Registration.objects.none(), label=_("Organisation"), empty_label="–"
    )
    other = forms.ModelChoiceField(Registration.objects.none(), label=_("meets"), empty_label="–")
    priority = forms.ChoiceField(label=_("Rank"), choices=Priority.choices, initial=Priority.WANT)

    def __init__(self, conference: Conference, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = (
            Registration.objects.filter(conference=conference, status=RegistrationStatus.ADMITTED)
            .select_related("organisation")
            .order_by("organisation__name")
        )
        for name in ("one", "other"):
            chooser = self.fields[name]
            assert isinstance(chooser, forms.ModelChoiceField)
            chooser.queryset = rows
