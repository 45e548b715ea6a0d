"""Whether a reason is true, read from the event and the placements alone; and a plan as arrays."""

from itertools import combinations, product

import numpy as np
from tests.matchmaking.brute_force import best_value, tables_that_bind

from matchmaking import RULES, Placement
from matchmaking.planning.grid import Draft
from matchmaking.planning.parties import empty_draft, settled
from matchmaking.rules import Agenda


def draft_of(problem, grid, solution):
    """The planner's arrays of a plan."""
    draft = empty_draft(grid)
    meeting, slot, delegate, table = (
        {part.id: number for number, part in enumerate(parts)}
        for parts in (problem.meetings, problem.slots, problem.delegates, problem.tables)
    )
    zones = sorted({part.zone for part in problem.tables})
    where, parties = draft.slot.copy(), draft.parties.copy()
    for place in solution.placements:
        number = meeting[place.meeting]
        where[number] = slot[place.slot]
        for column, name in enumerate(problem.served_by(place)):
            parties[number, column] = delegate[name]
    parties, _, _, zone = settled(grid, parties)
    if len(grid.room) > 1:
        for place in solution.placements:
            if place.table:
                zone[meeting[place.meeting]] = zones.index(problem.tables[table[place.table]].zone)
    return Draft(np.asarray(where), parties, zone)


class Looked:
    """A meeting that is left out, and the plan around it."""

    def __init__(self, problem, solution, meeting):
        self.problem, self.solution, self.meeting = problem, solution, problem.meeting(meeting)
        self.at = {
            (name, part.slot): part.meeting
            for part in solution.placements
            for name in problem.served_by(part)
        }
        self.holder = {(part.table, part.slot): part for part in solution.placements if part.table}

    def tables(self, meeting, names):
        """Tables that would do, open or not; online meetings take none."""
        bound = tables_that_bind(self.problem, meeting, names)
        return [
            table
            for table in self.problem.tables
            if bound <= {table.id}
            and (bound or not table.reserved)
            and meeting.zone in (None, table.zone)
        ]

    def spots(self, meeting):
        """(delegates, slot, open tables that would do) wherever the meeting could be."""
        for names in product(*self.problem.sides(meeting)):
            people = [self.problem.delegate(name) for name in names]
            for slot in self.problem.slots:
                opened = [
                    table.id
                    for table in self.tables(meeting, names)
                    if slot.id not in table.closed_slots
                ]
                if (
                    meeting.session in (None, slot.session)
                    and meeting.slot in (None, slot.id)
                    and not any(slot.id in person.away_slots for person in people)
                    and (meeting.online or opened)
                ):
                    yield names, slot.id, opened

    def busy(self, spot):
        return any((name, spot[1]) in self.at for name in spot[0])

    def full(self, spot):
        """Whether all tables of the zones in question are taken."""
        _, slot, opened = spot
        zones = {table.zone for table in self.problem.tables if table.id in opened}
        shared = [
            table.id
            for table in self.problem.tables
            if slot not in table.closed_slots
            and (table.id in opened or (table.zone in zones and not table.reserved))
        ]
        return not self.meeting.online and all((table, slot) in self.holder for table in shared)

    def locks(self, spot):
        """Meetings in the way that are locked to the slot, or bound to the one table."""
        names, slot, opened = spot
        for name in names:
            other = self.at.get((name, slot))
            if other is not None and self.problem.meeting(other).slot is not None:
                yield other
        homes = {self.problem.delegate(name).table for name in names} | {self.meeting.table}
        if homes != {None} and not self.meeting.online:
            for table in opened:
                part = self.holder.get((table, slot))
                if part is not None and self.bound(part):
                    yield part.meeting

    def bound(self, part):
        homes = {self.problem.delegate(name).table for name in self.problem.served_by(part)}
        return part.table in homes | {self.problem.meeting(part.meeting).table}

    def insertions(self, spots):
        """Plans with the meeting added as it is, that keep the rules."""
        for names, slot, opened in spots:
            for table in [""] if self.meeting.online else opened:
                placement = Placement(self.meeting.id, slot, table, names)
                agenda = Agenda(self.problem, [*self.solution.placements, placement])
                if not any(
                    list(rule.breaches(agenda))
                    for name, rule in RULES.items()
                    if name != "required_meetings"
                ):
                    yield placement


def is_true(problem, solution, left_out, options):
    """Whether the reason holds."""
    look = Looked(problem, solution, left_out.meeting)
    return _CHECKS[left_out.reason](look, dict(left_out.params), options)


def _no_table(look, params, options):
    every = {slot.id for slot in look.problem.slots}
    return not look.meeting.online and not any(
        every - table.closed_slots
        for names in product(*look.problem.sides(look.meeting))
        for table in look.tables(look.meeting, names)
    )


def _no_slot(look, params, options):
    return not list(look.spots(look.meeting))


def _meet_already(look, params, options):
    other = look.problem.meeting(params["other"])
    shared = set(combinations(sorted(other.organisations), 2)) & set(
        combinations(sorted(look.meeting.organisations), 2)
    )
    placed = {part.meeting for part in look.solution.placements}
    return bool(shared) and other.id in placed and not (other.again or look.meeting.again)


def _overbooked(look, params, options):
    name = params["delegate"]
    own = [part for part in look.problem.meetings if (name,) in look.problem.sides(part)]
    day = {slot for who, slot in look.at if who == name}
    return (
        look.meeting in own
        and len(own) == int(params["meetings"]) > int(params["slots"]) == len(day)
        and all(spot[1] in day for part in own for spot in look.spots(part) if name in spot[0])
    )


def _day_full(look, params, options):
    name, spots = params["delegate"], list(look.spots(look.meeting))
    return bool(spots) and all(name in who and (name, slot) in look.at for who, slot, _ in spots)


def _tables_full(look, params, options):
    free = [spot for spot in look.spots(look.meeting) if not look.busy(spot)]
    return bool(free) and all(look.full(spot) for spot in free)


def _locked(look, params, options):
    spots = list(look.spots(look.meeting))
    left = [spot for spot in spots if not look.busy(spot) and not look.full(spot)]
    locked = [set(look.locks(spot)) for spot in left or spots]
    return all(locked) and any(params["meeting"] in locks for locks in locked)


def _outweighed(look, params, options):
    best = best_value(look.problem, options)
    return best is not None and look.solution.certificate.placed_weight == best[0]


def _busy(look, params, options):
    spots = list(look.spots(look.meeting))
    return bool(spots) and all(look.busy(spot) for spot in spots)


def _blocked(look, params, options):
    free = [spot for spot in look.spots(look.meeting) if not look.busy(spot)]
    return bool(free) and not list(look.insertions(free))


def _room(look, params, options):
    return bool(list(look.insertions(look.spots(look.meeting))))


_CHECKS = {
    "no_common_table": _no_table,
    "no_common_slot": _no_slot,
    "organisations_meet_already": _meet_already,
    "delegate_overbooked": _overbooked,
    "day_full": _day_full,
    "tables_full": _tables_full,
    "blocked_by_lock": _locked,
    "outweighed": _outweighed,
    "delegates_busy": _busy,
    "blocked": _blocked,
    "room_left": _room,
    "on_standby": lambda look, params, options: False,  # told by a repair only
    "spread_limit": lambda look, params, options: options.spread is not None,
    "event_infeasible": lambda look, params, options: (
        look.solution.certificate.status == "infeasible"
    ),
}
