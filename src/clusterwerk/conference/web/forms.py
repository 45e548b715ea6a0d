"""What visitors and the team can choose. Every filter lives in the address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clusterwerk.directory.models import Organisation
from clusterwerk.places.models import Country, Field

from ..models import Conference
from ..queries.choosing import countries_to_choose, fields_to_choose, organisations_to_choose
from ..queries.delegates import DelegateFilter
from ..queries.plans import SEED_MAX


class DelegateFilterForm(forms.Form):
    """Narrows the list of delegates. Values that do not exist are shown as errors."""

    q = forms.CharField(label=_("Name, organisation or function"), max_length=100, required=False)
    country = forms.ModelChoiceField(
        Country.objects.none(),
        label=_("Country"),
        required=False,
        empty_label=_("all countries"),
    )
    field = forms.ModelChoiceField(
        Field.objects.none(), label=_("Field"), required=False, empty_label=_("all fields")
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Organisation"),
        required=False,
        empty_label=_("all organisations"),
        to_field_name="slug",
    )

    def __init__(self, conference: Conference, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (
            ("country", countries_to_choose(conference)),
            ("field", fields_to_choose(conference)),
            ("organisation", organisations_to_choose(conference)),
        ):
            chooser = self.fields[name]
            assert isinstance(chooser, forms.ModelChoiceField)
            chooser.queryset = rows

    def chosen(self) -> DelegateFilter:
        """The filter; a value with an error counts as not chosen."""
        self.is_valid()
        data = self.cleaned_data
        return DelegateFilter(
            words=data.get("q", ""),
            country=data["country"].pk if data.get("country") else "",
            field=data["field"].pk if data.get("field") else "",
            organisation=data["organisation"].slug if data.get("organisation") else "",
        )


class PlanForm(forms.Form):
    """How to plan again."""

    seed = forms.IntegerField(
        label=_("Starting number"),
        min_value=0,
        max_value=SEED_MAX,
        help_text=_(
            "The same number and the same input give the same plan; another number searches "
            "another way."
        ),
    )
