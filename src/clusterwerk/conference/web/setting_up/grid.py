"""Forms on sessions and slots."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ...actions.grid import SLOTS_MOST, SessionDraft, SlotDraft
from ...models import Conference, Session, Slot
from ...queries.clock import SkippedHourError, clock_of, moment_at
from .fields import ClockInput, DayInput, Group, GroupedForm, Row

PAUSES = 3
DAYS_MOST = 31
NOON, EVENING = time(12), time(17)


def _minutes(label: Any, *, least: int, initial: int, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=least, max_value=240, initial=initial, help_text=help_text
    )


def _skipped_error() -> ValidationError:
    return ValidationError(
        gettext(
            "This time does not exist: the clocks are put forward over it. Choose another time."
        )
    )


class GeneratorForm(GroupedForm):
    """A day cut into slots; each pause begins a new session."""

    days = forms.MultipleChoiceField(label=_("Days"), widget=forms.CheckboxSelectMultiple())
    first = forms.TimeField(label=_("First slot begins"), widget=ClockInput(), initial=time(10))
    slots = forms.IntegerField(label=_("Slots a day"), min_value=1, max_value=SLOTS_MOST, initial=9)
    length = _minutes(_("Minutes of a slot"), least=5, initial=20)
    change = _minutes(
        _("Minutes between two slots"),
        least=0,
        initial=0,
        help_text=_("Time to change the table. 0: one slot follows the other."),
    )

    def __init__(self, conference: Conference, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.conference = conference
        length = min((conference.ends_on - conference.starts_on).days + 1, DAYS_MOST)
        days = [conference.starts_on + timedelta(days=turn) for turn in range(length)]
        chooser = self.fields["days"]
        assert isinstance(chooser, forms.MultipleChoiceField)
        chooser.choices = [
            (day.isoformat(), f"{date_format(day, 'l')}, {date_format(day, 'DATE_FORMAT')}")
            for day in days
        ]
        taken = {
            clock_of(row.starts_at, conference.zone).date()
            for row in conference.sessions.filter(slots__withdrawn_at__isnull=True).distinct()
        }
        chooser.initial = [day.isoformat() for day in days if day not in taken]
        for turn in range(1, PAUSES + 1):
            self.fields[f"pause_{turn}_after"] = forms.IntegerField(
                label=_("Pause after slot"), min_value=1, max_value=SLOTS_MOST, required=False
            )
            self.fields[f"pause_{turn}_minutes"] = forms.IntegerField(
                label=_("Minutes of the pause"), min_value=1, max_value=600, required=False
            )

    def pauses(self) -> list[tuple[Any, Any]]:
        """The fields of the pauses, two by two."""
        return [
            (self[f"pause_{turn}_after"], self[f"pause_{turn}_minutes"])
            for turn in range(1, PAUSES + 1)
        ]

    def groups(self) -> Iterator[Group]:
        """The pauses, so that an error says which of them it means."""
        for turn, pair in enumerate(self.pauses(), start=1):
            yield Group(gettext("Pause %(number)s") % {"number": turn}, (Row(pair),))

    def clean(self) -> dict[str, Any]:
        """Pauses have both numbers, and slots after them."""
        data = super().clean() or {}
        for turn in range(1, PAUSES + 1):
            after, minutes = f"pause_{turn}_after", f"pause_{turn}_minutes"
            if (data.get(after) is None) != (data.get(minutes) is None):
                empty = after if data.get(after) is None else minutes
                self.add_error(empty, gettext("Enter both numbers of a pause, or none."))
            elif data.get(after) and data.get("slots") and data[after] >= data["slots"]:
                self.add_error(after, gettext("No slot follows this pause."))
        if not self.errors:
            days = [date.fromisoformat(text) for text in data["days"]]
            try:
                drafts = {day: self._sessions_on(day, data) for day in days}
            except SkippedHourError:
                self.add_error("first", _skipped_error())
                return data
            data["drafts"] = [draft for found in drafts.values() for draft in found]
            if any(_ends_after(day, found[-1], self.conference) for day, found in drafts.items()):
                self.add_error("slots", gettext("The last slot would end after midnight."))
        return data

    def _sessions_on(self, day: date, data: Mapping[str, Any]) -> list[SessionDraft]:
        zone = self.conference.zone
        pauses = {
            data[f"pause_{turn}_after"]: timedelta(minutes=data[f"pause_{turn}_minutes"])
            for turn in range(1, PAUSES + 1)
            if data.get(f"pause_{turn}_after")
        }
        starts = moment_at(day, data["first"], zone)
        length, change = timedelta(minutes=data["length"]), timedelta(minutes=data["change"])
        runs: list[list[SlotDraft]] = [[]]
        for turn in range(1, data["slots"] + 1):
            runs[-1].append(SlotDraft(starts, starts + length))
            starts += length
            if turn in pauses and turn < data["slots"]:
                starts += pauses[turn]
                runs.append([])
            else:
                starts += change
        names = [names_of_session(self.conference, run[0].starts_at) for run in runs]
        drafts = []
        for place, (german, english) in enumerate(names):
            turn = names[: place + 1].count(names[place])
            number = f" {turn}" if names.count(names[place]) > 1 else ""
            drafts.append(SessionDraft(german + number, english + number, tuple(runs[place])))
        return drafts


def _ends_after(day: date, draft: SessionDraft, conference: Conference) -> bool:
    midnight = datetime.combine(day + timedelta(days=1), time())
    return clock_of(draft.ends_at, conference.zone) > midnight


def names_of_session(conference: Conference, starts_at: datetime) -> tuple[str, str]:
    """A German and an English name, such as "Montagvormittag" and "Monday morning"."""
    clock = clock_of(starts_at, conference.zone)
    several = conference.starts_on != conference.ends_on
    turn = 0 if clock.time() < NOON else 1 if clock.time() < EVENING else 2
    german, english = (
        ("Vormittag", "Nachmittag", "Abend")[turn],
        ("Morning", "Afternoon", "Evening")[turn],
    )
    if not several:
        return german, english
    with override("de"):
        german = date_format(clock, "l") + german.lower()
    with override("en"):
        english = f"{date_format(clock, 'l')} {english.lower()}"
    return german, english


class SessionForm(GroupedForm):
    """All slots of a session at once: they follow each other, of one length."""

    name_de = forms.CharField(label=_("Name"), max_length=100, required=False)
    name_en = forms.CharField(label=_("Name"), max_length=100, required=False)
    day = forms.DateField(label=_("Day"), widget=DayInput())
    first = forms.TimeField(label=_("First slot begins"), widget=ClockInput())
    slots = forms.IntegerField(label=_("Number of slots"), min_value=1, max_value=SLOTS_MOST)
    length = _minutes(_("Minutes of a slot"), least=5, initial=20)
    change = _minutes(_("Minutes between two slots"), least=0, initial=0)
    layout = (
        (_("The session"), ("name_*",)),
        (_("Times"), ("day+first", "slots+length", "change")),
    )

    def __init__(
        self, session: Session, slots: list[Slot], data: Mapping[str, Any] | None = None
    ) -> None:
        self.session, self.present = session, slots
        self.zone = session.conference.zone
        first = clock_of(slots[0].starts_at, self.zone)
        self.regular: dict[str, Any] = {
            "day": first.date(),
            "first": first.time().replace(second=0, microsecond=0, fold=0),
            "slots": len(slots),
            "length": (slots[0].ends_at - slots[0].starts_at) // timedelta(minutes=1),
            "change": (slots[1].starts_at - slots[0].ends_at) // timedelta(minutes=1)
            if len(slots) > 1
            else 0,
        }
        names = {"name_de": session.name_de, "name_en": session.name_en}
        super().__init__(data, initial=names | self.regular)

    @property
    def is_regular(self) -> bool:
        """Whether all slots have one length and one distance."""
        step = timedelta(minutes=self.regular["length"] + self.regular["change"])
        length = timedelta(minutes=self.regular["length"])
        return all(
            slot.starts_at == self.present[0].starts_at + turn * step
            and slot.ends_at - slot.starts_at == length
            for turn, slot in enumerate(self.present)
        )

    def clean(self) -> dict[str, Any]:
        """Times that exist, and a day that holds them."""
        data = super().clean() or {}
        if self.errors:
            return data
        if all(data[name] == value for name, value in self.regular.items()):
            slots = [SlotDraft(row.starts_at, row.ends_at, row.pk) for row in self.present]
        else:
            slots = self._slots(data)
        if slots:
            draft = data["draft"] = SessionDraft(data["name_de"], data["name_en"], tuple(slots))
            if _ends_after(data["day"], draft, self.session.conference):
                self.add_error("slots", gettext("The last slot would end after midnight."))
        return data

    def _slots(self, data: Mapping[str, Any]) -> list[SlotDraft]:
        try:
            starts = moment_at(data["day"], data["first"], self.zone)
        except SkippedHourError:
            self.add_error("first", _skipped_error())
            return []
        if (data["day"], data["first"]) == (self.regular["day"], self.regular["first"]):
            starts = self.present[0].starts_at  # the second of two equal times stays the second
        length = timedelta(minutes=data["length"])
        step = length + timedelta(minutes=data["change"])
        found = []
        for turn in range(data["slots"]):
            key = self.present[turn].pk if turn < len(self.present) else None
            begins = starts + turn * step
            found.append(SlotDraft(begins, begins + length, key))
        return found


class SlotsForm(forms.Form):
    """The slots of a session one by one."""

    all_required = True  # so that not every field says it

    def __init__(
        self, session: Session, slots: list[Slot], data: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data)
        self.session, self.slots = session, slots
        self.zone = session.conference.zone
        for slot in slots:
            for name, moment in (("starts", slot.starts_at), ("ends", slot.ends_at)):
                clock = clock_of(moment, self.zone)
                self.fields[f"{name}_{slot.pk}"] = forms.TimeField(
                    label=_("Begins") if name == "starts" else _("Ends"),
                    widget=ClockInput(),
                    initial=clock.time().replace(fold=0),
                )
            self.fields[f"goes_{slot.pk}"] = forms.BooleanField(
                label=pgettext_lazy("set-up", "Remove"), required=False
            )

    def rows(self) -> list[tuple[Slot, Any, Any, Any]]:
        """Each slot with its fields: beginning, end, whether it goes."""
        return [
            (slot, self[f"starts_{slot.pk}"], self[f"ends_{slot.pk}"], self[f"goes_{slot.pk}"])
            for slot in self.slots
        ]

    def groups(self) -> Iterator[Group]:
        """One for each slot, so that an error says which of them it means."""
        for turn, (_slot, *fields) in enumerate(self.rows(), start=1):
            title = gettext("Slot %(number)s") % {"number": turn}
            yield Group(title, tuple(Row((field,)) for field in fields))

    def clean(self) -> dict[str, Any]:
        """Times that exist; unchanged ones stay the moments they are."""
        data = super().clean() or {}
        if self.errors:
            return data
        day = clock_of(self.slots[0].starts_at, self.zone).date()
        drafts = [
            SlotDraft(
                self._moment(f"starts_{slot.pk}", slot.starts_at, day),
                self._moment(f"ends_{slot.pk}", slot.ends_at, day),
                slot.pk,
            )
            for slot in self.slots
            if not data[f"goes_{slot.pk}"]
        ]
        data["draft"] = SessionDraft(self.session.name_de, self.session.name_en, tuple(drafts))
        return data

    def _moment(self, name: str, former: datetime, day: date) -> datetime:
        typed: time = self.cleaned_data[name]
        before = clock_of(former, self.zone)
        if (typed.hour, typed.minute) == (before.hour, before.minute):
            return former
        try:
            return moment_at(day, typed, self.zone)
        except SkippedHourError:
            self.add_error(name, _skipped_error())
            return former

    def field_at(self, name: str, row: int) -> str:
        """The field of a fault that counts the slots of the draft, "" when there is none."""
        drafts = self.cleaned_data["draft"].slots if "draft" in self.cleaned_data else ()
        return f"{name}_{drafts[row].key}" if row < len(drafts) else ""
