"""Fields and groups of fields that the forms of set-up share."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ...queries.clock import SkippedHourError, clock_of, moment_on
from ..faults import PageFault, faults_of

CLOCK = "%Y-%m-%dT%H:%M"
LANGUAGES = ("de", "en")


class DayInput(forms.DateInput):
    """The browser's own choice of a day."""

    def __init__(self) -> None:
        super().__init__(attrs={"type": "date"}, format="%Y-%m-%d")


class ClockInput(forms.TimeInput):
    """The browser's own choice of a time of day."""

    def __init__(self) -> None:
        super().__init__(attrs={"type": "time"}, format="%H:%M")


class MomentField(forms.Field):
    """A day with a time on the clocks of a zone; the value is a moment in UTC.

    A time that was not changed stays the moment it was, also the second of two equal times.
    """

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=CLOCK)
    default_error_messages = {
        "invalid": _("Enter day and time, such as 2030-06-03T09:00."),
        "skipped": _(
            "This time does not exist: the clocks are put forward over it. Choose another time."
        ),
    }

    def __init__(self, *, zone: ZoneInfo, former: datetime | None = None, **kwargs: Any) -> None:
        self.zone, self.former = zone, former
        super().__init__(initial=former, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """A moment as the clocks show it; what was typed stays as it was typed."""
        if isinstance(value, datetime):
            return clock_of(value, self.zone).strftime(CLOCK)
        return value

    def to_python(self, value: Any) -> datetime | None:
        """The moment of what was typed."""
        if value in self.empty_values:
            return None
        try:
            clock = datetime.fromisoformat(str(value).strip().replace(" ", "T"))
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], "invalid") from error
        clock = clock.replace(tzinfo=None, second=0, microsecond=0)
        if self.former is not None and clock.strftime(CLOCK) == self.prepare_value(self.former):
            return self.former
        try:
            return moment_on(clock, self.zone)
        except SkippedHourError as error:
            raise ValidationError(self.error_messages["skipped"], "skipped") from error


@dataclass(frozen=True, slots=True)
class Row:
    """One field, or a German and an English one side by side under one name."""

    fields: tuple[BoundField, ...]
    label: str = ""
    hint: str = ""

    @property
    def is_pair(self) -> bool:
        """Whether the fields are the same text in two languages."""
        return len(self.fields) == 2 and bool(self.label)


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of fields under a heading."""

    title: str
    rows: tuple[Row, ...]
    hint: str = ""


class GroupedForm(forms.Form):
    """A form in groups; `layout` names the fields. A `name_*` stands for name_de and name_en under
    one name, `city+country` for two fields side by side."""

    layout: tuple[tuple[Any, tuple[str, ...]], ...] = ()

    def groups(self) -> Iterator[Group]:
        """The groups with their fields, in order."""
        for title, names in self.layout:
            rows = tuple(self._row(name) for name in names if self._is_there(name))
            if rows:
                yield Group(title, rows)

    def _is_there(self, name: str) -> bool:
        return name.split("+", maxsplit=1)[0].replace("_*", "_de") in self.fields

    def _row(self, name: str) -> Row:
        if not name.endswith("_*"):
            return Row(tuple(self[part] for part in name.split("+")))
        pair = tuple(self[name.replace("*", language)] for language in LANGUAGES)
        for field, language in zip(pair, LANGUAGES, strict=True):
            field.field.widget.attrs["lang"] = language
        return Row(pair, str(pair[0].label), str(pair[0].help_text))


def faults_in_groups(form: Any) -> list[PageFault]:
    """What is wrong with a form in groups; a label that stands there twice gets the name of its
    language or its group."""
    languages = gettext("German"), gettext("English")
    rows = [(group, row) for group in getattr(form, "groups", tuple)() for row in group.rows]
    names = Counter(str(field.label) for _group, row in rows for field in row.fields)
    labels: dict[str, str] = {}
    for group, row in rows:
        for place, field in enumerate(row.fields):
            if row.is_pair:
                labels[field.name] = f"{field.label} ({languages[place]})"
            elif names[str(field.label)] > 1:
                labels[field.name] = f"{group.title}, {field.label}"
    return faults_of(form, labels=labels)
