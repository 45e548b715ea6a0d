"""A plan: which meeting takes place when and where, which do not and why, and how good that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from matchmaking.errors import InputProblem

Status = Literal["complete", "partial", "infeasible"]

# Why a meeting has no place. The codes are stable; a portal may translate them, with the
# parameters.
REASONS: Mapping[str, str] = MappingProxyType(
    {
        "no_common_table": "No table fits: it is locked away from the table at which a delegate "
        "stays, or its zone has none that is open to it.",
        "no_common_slot": "The delegates have no slot in which this meeting may take place.",
        "organisations_meet_already": "These organisations meet in {other}, and no second meeting "
        "was asked for.",
        "delegate_overbooked": "Delegate {delegate} has {meetings} meetings and only "
        "{slots} slots for them.",
        "day_full": "Delegate {delegate} has another meeting in every slot in which this one "
        "could be.",
        "tables_full": "In every slot in which all delegates are free, all tables are taken.",
        "blocked_by_lock": "In every slot left, a meeting that is locked to its slot or bound to "
        "the table is in the way, such as {meeting}.",
        "outweighed": "No plan places more worth: to make room, meetings of at least the same "
        "worth would have to be left out.",
        "delegates_busy": "In every slot that all delegates share, one of them has another "
        "meeting.",
        "blocked": "In every slot in which all are free, a full or locked table, the order of "
        "meetings, or a rule of limits, rest or zones is in the way.",
        "spread_limit": "With this meeting, a delegate would have more breaks than the "
        "spread allows.",
        "on_standby": "It had no place in the published plan either, and was not asked for again.",
        "room_left": "There is room for this meeting, but the planner stopped before it used it.",
        "event_infeasible": "The required meetings clash, so nothing was planned.",
    }
)


# Facts of an event that cannot hold together where it has no plan. As stable as the reasons.
CLASHES: Mapping[str, str] = MappingProxyType(
    {
        "meeting_required": "Meeting {meeting} has to take place.",
        "meetings_required": "{meetings} meetings have to take place at tables.",
        "places_at_tables": "The tables have {places} places for meetings in all slots together.",
        "meetings_required_in_session": "{meetings} meetings have to take place at tables in "
        "session {session}.",
        "places_at_tables_in_session": "The tables have {places} places for meetings in session "
        "{session}.",
        "slot_locked": "Meeting {meeting} is locked to slot {slot}.",
        "table_locked": "Meeting {meeting} is locked to table {table}.",
        "session_wanted": "Meeting {meeting} has to be in session {session}.",
        "zone_wanted": "Meeting {meeting} has to be in zone {zone}.",
        "meets_after": "Meeting {meeting} has to come after {earlier}.",
        "delegate_away": "Delegate {delegate} is not available in slot {slot}.",
        "delegate_undisturbed": "Delegate {delegate} asked not to be disturbed in slot {slot}.",
        "delegate_stays": "Delegate {delegate} stays at table {table}.",
        "delegate_limit": "Delegate {delegate} has at most {most} meetings in a session.",
        "delegate_rest": "Delegate {delegate} rests after {most} meetings in a row.",
        "session_limit": "Nobody has more than {most} meetings in a session.",
        "rest": "Everybody rests after {most} meetings in a row.",
        "zone_buffer": "Whoever changes the zone has a slot without a meeting between.",
        "tables": "There are no more than {tables} tables.",
        "table_closed": "Table {table} is closed in slot {slot}.",
        "table_reserved": "Table {table} is only for those who stay at it.",
        "organisations_once": "{one} and {other} bring the same organisations together, which was "
        "asked for only once.",
        "breaks_needed": "Delegate {delegate} has at least {breaks} breaks, whatever the plan.",
        "breaks_possible": "Delegate {delegate} has too few meetings for more than {breaks} "
        "breaks.",
        "spread": "The breaks of two delegates may differ by no more than {spread}.",
    }
)


@dataclass(frozen=True, slots=True)
class Placement:
    """A meeting in its slot at its table (ids). An online meeting has no table (""). `delegates`:
    who serves, one for each party; may be empty where the meeting names its delegates."""

    meeting: str
    slot: str
    table: str
    delegates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A meeting without a place: a code of `REASONS` and the parameters of its sentence."""

    meeting: str
    reason: str
    params: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The reason as an English sentence."""
        return REASONS[self.reason].format_map(self.params)


@dataclass(frozen=True, slots=True)
class ClashFact:
    """One of the facts that cannot hold together: a code of `CLASHES` and the parameters of its
    sentence."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The fact as an English sentence."""
        return CLASHES[self.code].format_map(self.params)


@dataclass(frozen=True, slots=True)
class GoalValue:
    """What a plan is worth by one goal, and what no plan beats that is as good by the goals before
    it; `bound` None: measured only."""

    goal: str
    value: float
    bound: float | None = None

    @property
    def proven(self) -> bool:
        """Whether no plan is better by this goal."""
        return self.bound is not None and abs(self.value - self.bound) < 1e-9


@dataclass(frozen=True, slots=True)
class Certificate:
    """What the plan is worth, and what is proven about it.

    placed, placed_weight  meetings placed and the sum of their worth (thousandths, see
                           `Meeting.worth`)
    placed_weight_bound    no plan places more than this
    breaks, breaks_bound   breaks of all delegates, and how many every plan of the best placed
                           weight has at least
    table_changes          how often a delegate's next meeting is at another table (measured, not
                           proven)
    proven                 proven best in placed weight and, among the plans of that weight, in
                           breaks; with status "infeasible": proven that no plan exists
    argument               why, as an English sentence
    repeatable             the same problem, options and seed give the same plan again
    breaks_rule, spread    the options that the numbers belong to
    goals                  every goal in its order, with value and bound
    """

    status: Status
    placed: int
    placed_weight: int
    placed_weight_bound: int
    breaks: int
    breaks_bound: int
    table_changes: int
    proven: bool
    argument: str
    repeatable: bool
    seconds: float
    seed: int
    breaks_rule: Literal["session", "published"] = "session"
    spread: int | None = None
    goals: tuple[GoalValue, ...] = ()


@dataclass(frozen=True, slots=True)
class Solution:
    """Every meeting of the problem once, either in `placements` or in `unplaced`, both in the
    problem's order. `clash`: where the event has no plan, a small set of facts that cannot hold
    together; with any one of them lifted, the others can."""

    placements: tuple[Placement, ...]
    unplaced: tuple[Unplaced, ...]
    certificate: Certificate
    warnings: tuple[InputProblem, ...] = ()
    clash: tuple[ClashFact, ...] = ()
