"""Forms for one delegate: availability, consent, and handing over."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ...actions.availability import slots_of
from ...actions.delegates import CONSENTS
from ...models import Delegate, ParticipantType, Session, Slot
from .forms import LANGUAGES_OF_MAILS


class ConsentForm(forms.Form):
    """What a person agrees to show; only the person sees it as a form."""

    name = forms.BooleanField(label=_("My name is public"), required=False)
    function = forms.BooleanField(label=_("My function is public"), required=False)
    languages = forms.BooleanField(label=_("My languages are public"), required=False)
    agenda = forms.BooleanField(
        label=_("My agenda is public"),
        required=False,
        help_text=_("Everybody sees whom you meet, when and at which table. Needs a public name."),
    )
    email = forms.BooleanField(
        label=_("Partners of my agreed meetings see my e-mail address"), required=False
    )

    def clean(self) -> dict[str, Any]:
        """A public agenda shows the name; withdrawing the name withdraws the agenda too."""
        data = super().clean() or {}
        newly = data.get("agenda") and not self.initial.get("agenda")
        if newly and not data.get("name"):
            self.add_error("agenda", _("A public agenda shows your name. Tick the name as well."))
        return data

    def given(self) -> set[str]:
        """The keys of `actions.delegates.CONSENTS` that are ticked."""
        return {key for key in CONSENTS if self.cleaned_data.get(key)}


def consents_of(delegate: Delegate) -> dict[str, bool]:
    """What a person agreed to so far."""
    return {key: getattr(delegate, column) is not None for key, column in CONSENTS.items()}


class HandOverForm(forms.Form):
    """Who takes over."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    both = forms.BooleanField(required=False, initial=True)

    def __init__(self, *args: Any, both: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if both:
            self.fields["both"].label = both
        else:
            del self.fields["both"]


class TeamContactForm(forms.Form):
    """What the team corrects."""

    kind = forms.ModelChoiceField(
        ParticipantType.objects.none(), label=_("Type of participant"), required=False
    )
    contact_name = forms.CharField(label=_("Contact person"), max_length=200, required=False)
    contact_email = forms.EmailField(label=_("E-mail address"), max_length=254)
    language = forms.ChoiceField(label=_("Language of mails"), choices=LANGUAGES_OF_MAILS)

    def __init__(self, types: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser = self.fields["kind"]
        assert isinstance(chooser, forms.ModelChoiceField)
        chooser.queryset = types
        if not types.exists():
            del self.fields["kind"]


@dataclass(frozen=True, slots=True)
class SlotBox:
    """A slot and whether the person is there."""

    slot: Slot
    is_there: bool


@dataclass(frozen=True, slots=True)
class SessionBoxes:
    """The slots of a session."""

    session: Session
    slots: tuple[SlotBox, ...]

    @property
    def is_there(self) -> bool:
        """Whether the person is there all the time."""
        return all(box.is_there for box in self.slots)


class AvailabilityForm:
    """When a person is there: a box per session and per slot.

    Without JavaScript the box of a session decides where it was changed; otherwise its slots do.
    """

    def __init__(self, delegate: Delegate, data: QueryDict | None = None) -> None:
        absent = set(delegate.unavailable_slots.values_list("pk", flat=True))
        rows = list(slots_of(delegate.registration.conference).select_related("session"))
        self.usable = {row.pk for row in rows}
        self.sessions = self._sessions(rows, absent)
        if data is not None:
            self.sessions = self._sessions(rows, self._absent(data))

    @staticmethod
    def _sessions(rows: list[Slot], absent: set[int]) -> list[SessionBoxes]:
        return [
            SessionBoxes(session, tuple(SlotBox(slot, slot.pk not in absent) for slot in slots))
            for session, slots in groupby(rows, key=lambda row: row.session)
        ]

    def _absent(self, data: QueryDict) -> set[int]:
        there = {int(key) for key in data.getlist("slot") if key.isdecimal() and len(key) < 12}
        whole = {key for key in data.getlist("session") if key.isdecimal()}
        absent = set()
        for boxes in self.sessions:
            keys = {box.slot.pk for box in boxes.slots}
            ticked = str(boxes.session.pk) in whole
            if ticked and not boxes.is_there and keys & there == self._there(boxes):
                continue  # the session was ticked and its slots left as they were
            if boxes.is_there and not ticked and keys <= there:
                absent |= keys  # the session was unticked and its slots left as they were
                continue
            absent |= keys - there
        return absent

    @staticmethod
    def _there(boxes: SessionBoxes) -> set[int]:
        return {box.slot.pk for box in boxes.slots if box.is_there}

    @property
    def absent(self) -> set[int]:
        """Keys of the slots in which the person is not there."""
        return {box.slot.pk for boxes in self.sessions for box in boxes.slots if not box.is_there}
