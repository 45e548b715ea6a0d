"""The form on the phases of a conference."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ...choices import PhaseKind
from ...models import Conference
from ...queries.phases import Span
from .fields import Group, MomentField, Row

PHASE_HINTS = {
    PhaseKind.REGISTRATION: _("Delegations register; you admit them."),
    PhaseKind.WISHES: _("Delegations make wishes and answer them. May overlap with registration."),
    PhaseKind.PLANNING: _("No more wishes; you plan and compare drafts."),
    PhaseKind.PUBLISHED: _("Everybody sees the plan. May go on during the conference."),
    PhaseKind.RUNNING: _("The days of the conference."),
    PhaseKind.FOLLOW_UP: _("After the conference: what comes of its meetings."),
}


class PhasesForm(forms.Form):
    """From when to when each phase goes on, on the clocks of the conference."""

    def __init__(
        self,
        conference: Conference,
        data: Mapping[str, Any] | None = None,
        suggested: Sequence[Span] = (),
    ) -> None:
        starts = {f"{span.kind}_starts": span.starts_at for span in suggested}
        ends = {f"{span.kind}_ends": span.ends_at for span in suggested}
        super().__init__(data, initial=starts | ends)
        known = {row.kind: row for row in conference.phases.all()}
        for kind in PhaseKind:
            row = known.get(kind)
            for name, label, former in (
                ("starts", _("Begins"), row.starts_at if row else None),
                ("ends", _("Ends"), row.ends_at if row else None),
            ):
                self.fields[f"{kind}_{name}"] = MomentField(
                    zone=conference.zone, former=former, label=label, required=False
                )

    def groups(self) -> list[Group]:
        """One group per phase."""
        return [
            Group(
                str(kind.label),
                (Row((self[f"{kind}_starts"], self[f"{kind}_ends"])),),
                str(PHASE_HINTS[kind]),
            )
            for kind in PhaseKind
        ]

    def clean(self) -> dict[str, Any]:
        """A phase has both dates or none."""
        data = super().clean() or {}
        for kind in PhaseKind:
            names = (f"{kind}_starts", f"{kind}_ends")
            if any(name in self.errors for name in names):
                continue
            empty = [name for name in names if data.get(name) is None]
            if len(empty) == 1:
                self.add_error(empty[0], gettext("Enter both beginning and end, or none of them."))
        return data

    def spans(self) -> list[Span]:
        """The phases that have dates."""
        data = self.cleaned_data
        return [
            Span(kind, data[f"{kind}_starts"], data[f"{kind}_ends"])
            for kind in PhaseKind
            if data.get(f"{kind}_starts") is not None
        ]
