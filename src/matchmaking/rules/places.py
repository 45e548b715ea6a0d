"""Rules on tables and zones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from matchmaking.rules.agenda import Agenda
from matchmaking.rules.rule import Rule, Violation


def _one_meeting_a_table(agenda: Agenda) -> Iterator[Violation]:
    at: dict[tuple[str, str], list[str]] = defaultdict(list)
    for placement in agenda.placements:
        if placement.table:
            at[placement.table, placement.slot].append(placement.meeting)
    for (table, slot), meetings in at.items():
        if len(meetings) > 1:
            message = (
                f"Table {table} holds {len(meetings)} meetings in slot {slot}: "
                f"{', '.join(meetings)}."
            )
            yield Violation("table_twice_in_slot", message, tuple(meetings))


def _open_tables(agenda: Agenda) -> Iterator[Violation]:
    for placement in agenda.placements:
        if placement.table and placement.slot in agenda.table[placement.table].closed_slots:
            message = (
                f"Meeting {placement.meeting} is at table {placement.table}, closed in slot "
                f"{placement.slot}."
            )
            yield Violation("table_closed", message, (placement.meeting,))


def _table_or_online(agenda: Agenda) -> Iterator[Violation]:
    for placement in agenda.placements:
        online = agenda.problem.meeting(placement.meeting).online
        if online and placement.table:
            message = f"Meeting {placement.meeting} is online, but takes table {placement.table}."
            yield Violation("online_at_table", message, (placement.meeting,))
        elif not online and not placement.table:
            message = f"Meeting {placement.meeting} has no table."
            yield Violation("no_table", message, (placement.meeting,))


def _locked_table(agenda: Agenda) -> Iterator[Violation]:
    for placement in agenda.placements:
        locked = agenda.problem.meeting(placement.meeting).table
        if locked is not None and locked != placement.table:
            message = (
                f"Meeting {placement.meeting} is locked to table {locked}, but is at "
                f"{placement.table}."
            )
            yield Violation("lock_broken", message, (placement.meeting,))


def _staying_put(agenda: Agenda) -> Iterator[Violation]:
    for placement in agenda.placements:
        homes = {
            home: delegate
            for delegate in reversed(agenda.problem.served_by(placement))
            if (home := agenda.problem.delegate(delegate).table) is not None
        }
        if not homes or not placement.table:
            continue
        locked = agenda.problem.meeting(placement.meeting).table
        visited = locked if locked in homes else next(reversed(homes))
        if placement.table != visited:
            message = (
                f"Delegate {homes[visited]} stays at table {visited}, but meeting "
                f"{placement.meeting} is at {placement.table}."
            )
            yield Violation("fixed_table_left", message, (placement.meeting,))


def _reserved_tables(agenda: Agenda) -> Iterator[Violation]:
    for placement in agenda.placements:
        if not placement.table or not agenda.table[placement.table].reserved:
            continue
        homes = {
            agenda.problem.delegate(delegate).table
            for delegate in agenda.problem.served_by(placement)
        }
        locked = agenda.problem.meeting(placement.meeting).table
        if placement.table not in homes | {locked}:
            message = (
                f"Table {placement.table} is reserved, but meeting {placement.meeting} takes it."
            )
            yield Violation("table_reserved", message, (placement.meeting,))


def _zone_of_meeting(agenda: Agenda) -> Iterator[Violation]:
    for placement in agenda.placements:
        wanted = agenda.problem.meeting(placement.meeting).zone
        zone = agenda.zone(placement)
        if wanted is not None and zone is not None and zone != wanted:
            message = f"Meeting {placement.meeting} is in zone {zone!r} instead of {wanted!r}."
            yield Violation("wrong_zone", message, (placement.meeting,))


def _zone_buffer(agenda: Agenda) -> Iterator[Violation]:
    if not agenda.problem.rules.zone_buffer:
        return
    for delegate in agenda.busy_delegates():
        for placements in agenda.in_sessions(delegate.id).values():
            for one, other in pairwise(placements):
                zones = agenda.zone(one), agenda.zone(other)
                adjacent = agenda.position[other.slot] == agenda.position[one.slot] + 1
                if adjacent and None not in zones and zones[0] != zones[1]:
                    message = (
                        f"Delegate {delegate.id} changes from zone {zones[0]!r} to {zones[1]!r} "
                        f"without a slot between meetings {one.meeting} and {other.meeting}."
                    )
                    yield Violation("no_zone_buffer", message, (one.meeting, other.meeting))


PLACE_RULES = (
    Rule(
        "one_meeting_a_table", "A table holds at most one meeting at a time.", _one_meeting_a_table
    ),
    Rule("open_tables", "Nobody meets at a closed table.", _open_tables, alone=True),
    Rule(
        "table_or_online",
        "A meeting takes a table, unless it is online.",
        _table_or_online,
        alone=True,
    ),
    Rule(
        "locked_table", "A meeting locked to a table is at this table.", _locked_table, alone=True
    ),
    Rule(
        "staying_put",
        "A delegate who stays put meets at its own table, or visits another who stays put and is "
        "named before it, or to whose table the meeting is locked.",
        _staying_put,
        alone=True,
    ),
    Rule(
        "reserved_tables",
        "A reserved table is only for those who stay at it, and for meetings locked to it.",
        _reserved_tables,
        alone=True,
    ),
    Rule(
        "zone_of_meeting", "A meeting that asks for a zone is in it.", _zone_of_meeting, alone=True
    ),
    Rule(
        "zone_buffer",
        "A delegate who changes the zone has a slot without a meeting between.",
        _zone_buffer,
    ),
)
