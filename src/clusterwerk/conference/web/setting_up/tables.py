"""Forms on tables and booths."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ...actions.tables import TABLES_MOST, TableDraft
from ...choices import RegistrationStatus
from ...models import Registration, Table
from .fields import GroupedForm


class MoreTablesForm(GroupedForm):
    """So many tables more."""

    number = forms.IntegerField(
        label=_("Number of tables"), min_value=1, max_value=TABLES_MOST, initial=10
    )
    zone = forms.CharField(
        label=_("Zone"), max_length=50, required=False, help_text=_("Such as a hall or a corner")
    )
    layout = ((_("More tables"), ("number", "zone")),)


class TableForm(GroupedForm):
    """One table."""

    number = forms.IntegerField(label=pgettext_lazy("table", "Number"), min_value=1, max_value=9999)
    name = forms.CharField(
        label=_("Name"),
        max_length=50,
        required=False,
        help_text=_("Stands on the card in place of the number."),
    )
    zone = forms.CharField(label=_("Zone"), max_length=50, required=False)
    booth_of = forms.ModelChoiceField(
        Registration.objects.none(),
        label=_("Booth of"),
        required=False,
        empty_label=_("nobody: a table for all"),
        help_text=_("At a booth only this delegation has its meetings."),
    )
    layout = ((_("Table"), ("number+name", "zone+booth_of")),)

    def __init__(self, table: Table, data: Mapping[str, Any] | None = None) -> None:
        initial = {
            "number": table.number,
            "name": table.name,
            "zone": table.zone,
            "booth_of": table.booth_of_id,
        }
        super().__init__(data, initial=initial)
        chooser = self.fields["booth_of"]
        assert isinstance(chooser, forms.ModelChoiceField)
        chooser.queryset = (
            Registration.objects.filter(
                conference=table.conference_id, status=RegistrationStatus.ADMITTED
            )
            .select_related("organisation")
            .order_by(Lower("organisation__name"))
        )

    def draft(self) -> TableDraft:
        """The table as it shall be."""
        return TableDraft(**self.cleaned_data)
