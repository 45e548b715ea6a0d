"""An event to be planned: who may meet whom, in which slots and at which tables.

Ids are strings chosen by the caller. The parts carry no rules of their own; `Problem` checks them
all together, so that one `InputError` can name every fault at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from matchmaking.errors import InputError, InputProblem
from matchmaking.problem_checks import faults_in

if TYPE_CHECKING:
    from matchmaking.solution import Placement

Priority = Literal["must", "want", "would"]
# How much more a ranked wish counts than an unranked one of the same weight.
PRIORITY_FACTORS: Mapping[str, int] = MappingProxyType({"must": 9, "want": 3, "would": 1})


@dataclass(frozen=True, slots=True)
class Session:
    """A run of slots without a planned pause, such as a morning. Times, if given, enclose those of
    its slots."""

    id: str
    name: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """A time in which meetings take place. Slots are listed in time order; those of one session
    stand together."""

    id: str
    session: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A place for one meeting at a time, except in its closed slots.

    zone      the part of the house in which it stands; tables that name none share one zone
    reserved  a booth: only for meetings that are locked to it, and those of delegates who stay
              at it
    """

    id: str
    name: str = ""
    closed_slots: frozenset[str] = frozenset()
    zone: str = ""
    reserved: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """A technology field or branch. Where a problem lists fields, organisations may name no
    others."""

    id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body that sends delegates; `country` is ISO 3166-1 alpha-2 or empty, `fields` has the main
    one first."""

    id: str
    name: str = ""
    country: str = ""
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Delegate:
    """A person who meets others, at most one in a slot and in none of the `unavailable_slots`.

    do_not_disturb    slots kept free on the delegate's own wish: unavailable too, with that reason
    table             stays put: every meeting that takes a table is at this one
    most_per_session, rest_after
                      instead of the event's `HouseRules`, if given
    """

    id: str
    organisation: str
    name: str = ""
    unavailable_slots: frozenset[str] = frozenset()
    do_not_disturb: frozenset[str] = frozenset()
    table: str | None = None
    most_per_session: int | None = None
    rest_after: int | None = None

    @property
    def away_slots(self) -> frozenset[str]:
        """The slots in which no meeting may be, whatever the reason."""
        return self.unavailable_slots | self.do_not_disturb


@dataclass(frozen=True, slots=True)
class Meeting:
    """Delegates who agreed to meet, or organisations of which the planner picks who serves.

    delegates  who meets: two or more; empty where organisations meet
    organisations  who meets, where any of the `allowed` delegates may serve
    allowed    for each organisation the delegates who may serve; empty: all of its delegates
    again      these organisations may meet although another meeting brings them together
    weight     what the meeting is worth, above 0; `worth` joins it with the priority in whole
               thousandths
    session    only in this session, if given
    slot       locked: exactly in this slot, and so mandatory
    table      locked: at this table, whenever it takes place
    after      meetings that must be in an earlier slot, where both take place
    mandatory  a plan without it is no plan; other meetings may be left out, with a reason
    online     takes no table
    zone       only at tables of this zone, if given
    """

    id: str
    delegates: tuple[str, ...] = ()
    weight: float = 1.0
    priority: Priority | None = None
    session: str | None = None
    slot: str | None = None
    table: str | None = None
    after: tuple[str, ...] = ()
    mandatory: bool = False
    online: bool = False
    zone: str | None = None
    organisations: tuple[str, ...] = ()
    allowed: tuple[tuple[str, ...], ...] = ()
    again: bool = False

    @property
    def worth(self) -> int:
        """Weight times priority factor, in thousandths: whole numbers, so that sums are exact."""
        factor = PRIORITY_FACTORS[self.priority] if self.priority else 1
        return max(1, round(self.weight * factor * 1000))

    @property
    def required(self) -> bool:
        """Whether a plan must hold this meeting: it is mandatory, or locked to a slot."""
        return self.mandatory or self.slot is not None


@dataclass(frozen=True, slots=True)
class HouseRules:
    """What holds for the whole event.

    most_per_session  meetings of a delegate in one session; None: no limit
    rest_after        meetings in a row, in consecutive slots of a session, after which a delegate
                      has a slot without one; None: no rest
    zone_buffer       a delegate who changes the zone between two meetings of a session has a slot
                      without a meeting between them
    """

    most_per_session: int | None = None
    rest_after: int | None = None
    zone_buffer: bool = False


@dataclass(frozen=True, slots=True)
class Bonus:
    """By which share a meeting is worth more if its organisations are from different countries, or
    have different main fields (both known): 0.2 is a fifth more."""

    country_bonus: float = 0.0
    field_bonus: float = 0.0


@dataclass(frozen=True, slots=True)
class Problem:
    """A whole event. Raises `InputError` with every fault when its parts do not fit together."""

    name: str
    sessions: tuple[Session, ...]
    slots: tuple[Slot, ...]
    tables: tuple[Table, ...]
    organisations: tuple[Organisation, ...]
    delegates: tuple[Delegate, ...]
    meetings: tuple[Meeting, ...]
    fields: tuple[Field, ...] = ()
    rules: HouseRules = HouseRules()
    bonus: Bonus = Bonus()
    _delegates: Mapping[str, Delegate] = field(init=False, repr=False, compare=False)
    _meetings: Mapping[str, Meeting] = field(init=False, repr=False, compare=False)
    _members: Mapping[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)
    _bodies: Mapping[str, Organisation] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        faults = faults_in(self)
        if faults:
            raise InputError(faults)
        object.__setattr__(
            self, "_delegates", {delegate.id: delegate for delegate in self.delegates}
        )
        object.__setattr__(self, "_meetings", {meeting.id: meeting for meeting in self.meetings})
        object.__setattr__(self, "_bodies", {part.id: part for part in self.organisations})
        members: dict[str, list[str]] = {part.id: [] for part in self.organisations}
        for delegate in self.delegates:
            members[delegate.organisation].append(delegate.id)
        object.__setattr__(self, "_members", {key: tuple(ids) for key, ids in members.items()})

    def delegate(self, delegate_id: str) -> Delegate:
        """The delegate of that id; KeyError if there is none."""
        return self._delegates[delegate_id]

    def meeting(self, meeting_id: str) -> Meeting:
        """The meeting of that id; KeyError if there is none."""
        return self._meetings[meeting_id]

    def sides(self, meeting: Meeting) -> tuple[tuple[str, ...], ...]:
        """For each party of a meeting the delegates who may serve; one where it names delegates."""
        if not meeting.organisations:
            return tuple((delegate,) for delegate in meeting.delegates)
        chosen = meeting.allowed or ((),) * len(meeting.organisations)
        return tuple(
            allowed or self._members[organisation]
            for organisation, allowed in zip(meeting.organisations, chosen, strict=True)
        )

    def organisations_of(self, meeting: Meeting) -> tuple[str, ...]:
        """The organisations that meet, in the order of the parties."""
        return meeting.organisations or tuple(
            self._delegates[delegate].organisation for delegate in meeting.delegates
        )

    def crosses(self, meeting: Meeting) -> tuple[bool, bool]:
        """Whether the organisations that meet have different countries, different main fields."""
        bodies = [self._bodies[body] for body in self.organisations_of(meeting)]
        countries = {body.country for body in bodies if body.country}
        fields = {body.fields[0] for body in bodies if body.fields}
        return len(countries) > 1, len(fields) > 1

    def worth_of(self, meeting: Meeting) -> int:
        """The meeting's worth with the event's bonus, in whole thousandths."""
        if self.bonus == Bonus():
            return meeting.worth
        country, field_ = self.crosses(meeting)
        factor = 1.0 + self.bonus.country_bonus * country
        factor *= 1.0 + self.bonus.field_bonus * field_
        return max(1, round(meeting.worth * factor))

    def served_by(self, placement: Placement) -> tuple[str, ...]:
        """The delegates who serve in a placed meeting."""
        return placement.delegates or self._meetings[placement.meeting].delegates

    def most_per_session(self, delegate: Delegate) -> int | None:
        """The delegate's own limit, or the event's."""
        own = delegate.most_per_session
        return self.rules.most_per_session if own is None else own

    def rest_after(self, delegate: Delegate) -> int | None:
        """The delegate's own rule of rest, or the event's."""
        return self.rules.rest_after if delegate.rest_after is None else delegate.rest_after

    def warnings(self) -> tuple[InputProblem, ...]:
        """What can be planned, but hardly as it was meant: delegates with more meetings than
        slots, and field codes that no list of fields can confirm."""
        wanted = Counter(delegate for meeting in self.meetings for delegate in meeting.delegates)
        found = []
        unconfirmed = [index for index, row in enumerate(self.organisations) if row.fields]
        if unconfirmed and not self.fields:
            found.append(
                InputProblem(
                    "fields_not_listed",
                    "Organisations name fields, but the event lists none: a misspelt code stays "
                    "unnoticed.",
                    "List the codes in fields (JSON) or fields.csv, or leave the fields out.",
                    path=f"organisations[{unconfirmed[0]}].fields",
                    severity="warning",
                )
            )
        for index, delegate in enumerate(self.delegates):
            available = len(self.slots) - len(delegate.away_slots)
            if wanted[delegate.id] > available:
                found.append(
                    InputProblem(
                        "more_meetings_than_slots",
                        f"Delegate {delegate.id} has {wanted[delegate.id]} meetings and "
                        f"{available} slots.",
                        "The plan leaves meetings out; free more slots or ask for fewer meetings.",
                        path=f"delegates[{index}]",
                        severity="warning",
                    )
                )
        return tuple(found)
