"""What an explanation tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from matchmaking.problem import Problem
from matchmaking.solution import Placement

Kind = Literal[
    "make_room",
    "open_table",
    "free_delegate",
    "other_delegate",
    "raise_limit",
    "lift_lock",
    "leave_out",
]
# Cheapest first: nothing but moves, a table, one person's half hour, a colleague's, a rule, a lock
# that somebody wanted, another meeting lost.
KINDS: tuple[Kind, ...] = (
    "make_room",
    "open_table",
    "free_delegate",
    "other_delegate",
    "raise_limit",
    "lift_lock",
    "leave_out",
)


@dataclass(frozen=True, slots=True)
class Remedy:
    """A change with which a meeting that was left out takes place: tried, and valid.

    kind        what is asked for, one of `KINDS`; stable
    params      ids, and numbers as text. Always `slot`: when the meeting is, or the table is
                opened, which with moves may be for another meeting. Beside it, in the order of
                `KINDS`: nothing; `table`; `delegate`; `delegate` and `instead_of`; `delegate` with
                `most_per_session`, `rest_after` or both; `meeting` and `lock` (slot, table, session
                or zone); `meeting` and `worth` (thousandths)
    text        the same as an English sentence
    moved       where other meetings that have to move are then
    told        the delegates whose day changes
    problem     the event as it is then
    placements  the whole plan as it is then; the meeting is in it, and so is every other meeting
                that was placed, but for the one that a `leave_out` names
    """

    kind: Kind
    params: Mapping[str, str]
    text: str
    moved: tuple[Placement, ...]
    told: tuple[str, ...]
    problem: Problem
    placements: tuple[Placement, ...]

    @property
    def cost(self) -> tuple[int, int, int]:
        """Smaller is cheaper: the kind, then how many meetings move, then how many people must be
        told."""
        return KINDS.index(self.kind), len(self.moved), len(self.told)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A meeting without a place: the code and the sentence of the reason, and remedies, cheapest
    first; none where none was found."""

    meeting: str
    reason: str
    text: str
    remedies: tuple[Remedy, ...]


@dataclass(frozen=True, slots=True)
class Fewest:
    """The fewest tables or slots with which every meeting that more of them can place is placed.

    value      the fewest found; None: with no number do the required meetings have a place
    bound      with fewer than so many it is impossible
    never      meetings that stayed out with any number; others worth as much may do so instead
    proven     whether no smaller number will do; without a value, whether none will
    """

    value: int | None
    bound: int
    never: tuple[str, ...]
    proven: bool


@dataclass(frozen=True, slots=True)
class Effect:
    """What the best plan found is worth with something more; weights in thousandths.

    what    "table": one more, open in all slots; "slot": one more at the end of the last session;
            "half_day": one more session, as long as the longest, in which everybody is available
    gained  meetings that it places and the plan at hand leaves out
    """

    what: Literal["table", "slot", "half_day"]
    placed: int
    placed_weight: int
    placed_weight_bound: int
    breaks: int
    gained: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EventAnswer:
    """What the event as a whole needs and what more would bring.

    Fewer tables: the last ones go first; never those that are reserved or that somebody is bound
    to, nor the last of a zone that a meeting asks for. More stand in the event's zones in turn,
    open in all slots.
    Fewer slots: the last one of the event goes first; never one to which a meeting is locked, nor
    the last of a session that a meeting asks for. More are appended to the last session; whoever is
    available in its last slot is available in them too.
    """

    fewest_tables: Fewest
    fewest_slots: Fewest
    what_if: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Every meeting left out, in the problem's order, and the event; `event` is None where it was
    not asked for, or where somebody stopped the explanation before."""

    meetings: tuple[LeftOut, ...]
    event: EventAnswer | None = None
