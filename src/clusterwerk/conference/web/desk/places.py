"""Where a meeting may go: every place of a session judged before anybody tries it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ... import planning
from ...choices import MatchStatus
from ...models import Conference, Match, Plan, Session, Slot, Table
from ...queries.timetable import slots_of, tables_of
from .sentences import Teller

GOOD, FREE, SWAP, NO = "good", "free", "swap", "no"
TABLES = ("taken", "taken_by_locked", "table_closed", "table_reserved")
COLUMNS = ("match_id", "slot_id", "table_id", "delegate_a_id", "delegate_b_id", "is_locked")


@dataclass(frozen=True, slots=True)
class JudgedPlace:
    """One place: `good` (free, and nobody waits more), `free`, `swap` or `no`, and the sentence.
    `is_table`: it is not possible only because of the table."""

    slot: Slot
    table: Table
    state: str
    text: str
    swaps_with: str = ""
    is_table: bool = False

    @property
    def key(self) -> str:
        """The place as it stands in forms."""
        return f"{self.slot.pk}-{self.table.pk}"


@dataclass(frozen=True, slots=True)
class JudgedSlot:
    """A slot with the places that are possible, or the reason why none is."""

    slot: Slot
    free: tuple[JudgedPlace, ...]
    swaps: tuple[JudgedPlace, ...]
    why_not: str

    @property
    def is_good(self) -> bool:
        """Whether nobody waits more than now."""
        return any(place.state == GOOD for place in self.free)


class Places:
    """Judges places for one meeting of a plan; reads the event once."""

    def __init__(self, plan: Plan, match: Match, teller: Teller) -> None:
        self.plan, self.match, self.teller = plan, match, teller
        problem = planning.problem_of(plan.conference, with_fields=False)
        self.tables = list(tables_of(plan))
        # Read as plain values: a board of 600 meetings must not build hundreds of models.
        held = plan.meetings.exclude(match__status=MatchStatus.CANCELLED)
        rows = list(held.values_list(*COLUMNS, named=True))
        self.own = next(
            (f"{row.slot_id}-{row.table_id}" for row in rows if row.match_id == match.pk), ""
        )
        self.judge = planning.Judge(
            problem,
            [planning.placement_of(row) for row in rows if row.slot_id is not None],
            [str(row.match_id) for row in rows if row.is_locked],
        )

    def in_session(self, session: Session) -> list[JudgedPlace]:
        """Every place of a session, slot by slot."""
        found = []
        for slot in slots_of(self.plan, session):
            waits = self.judge.breaks_more(str(self.match.pk), str(slot.pk))
            found += [self._judged(slot, table, waits) for table in self.tables]
        return found

    def _judged(self, slot: Slot, table: Table, waits: int) -> JudgedPlace:
        found = self.judge.put(str(self.match.pk), str(slot.pk), str(table.pk))
        if not found.is_possible:
            is_table = all(breach.code in TABLES for breach in found.breaches)
            text = self.teller.why_not(found.breaches)
            return JudgedPlace(slot, table, NO, text, is_table=is_table)
        if found.swaps_with:
            other = self.teller.names.meetings[found.swaps_with]
            text = _("change places with %(meeting)s") % {"meeting": other}
            return JudgedPlace(slot, table, SWAP, text, found.swaps_with)
        if waits > 0:
            return JudgedPlace(slot, table, FREE, _("possible, with one more break"))
        return JudgedPlace(slot, table, GOOD, _("possible"))


@dataclass(frozen=True, slots=True)
class OfferedSession:
    """A session, and in how many of its slots both sides have time for the meeting."""

    session: Session
    common: int


def offered_sessions(places: Places, sessions: Iterable[Session]) -> list[OfferedSession]:
    """The sessions in order, each with its number of common slots."""
    common = places.judge.common_slots(str(places.match.pk))
    by_session: dict[str, int] = defaultdict(int)
    for slot in places.judge.problem.slots:
        by_session[slot.session] += slot.id in common
    return [OfferedSession(session, by_session[str(session.pk)]) for session in sessions]


def common_elsewhere(offered: Iterable[OfferedSession], shown: Session) -> str:
    """In which other sessions both sides have time, as a sentence; nothing where in none."""
    names = [str(row.session) for row in offered if row.common and row.session != shown]
    return _("Both have time in: %(sessions)s.") % {"sessions": ", ".join(names)} if names else ""


def slots_for(places: Places, session: Session) -> list[JudgedSlot]:
    """The slots of a session: good ones first, then possible ones, then those with a reason
    against; each in order of time."""
    by_slot: dict[Slot, list[JudgedPlace]] = defaultdict(list)
    for place in places.in_session(session):
        if place.key != places.own:
            by_slot[place.slot].append(place)
    found = [_judged_slot(places, slot, rows) for slot, rows in by_slot.items()]
    return sorted(found, key=lambda row: (not row.free, not row.is_good, not row.swaps))


def _judged_slot(places: Places, slot: Slot, rows: list[JudgedPlace]) -> JudgedSlot:
    free = tuple(place for place in rows if place.state in (GOOD, FREE))
    swaps = tuple(place for place in rows if place.state == SWAP)
    if free or swaps:
        return JudgedSlot(slot, free, swaps, "")
    breach = places.judge.why_not_common(str(places.match.pk), str(slot.pk))
    if breach is not None:
        return JudgedSlot(slot, (), (), places.teller.why_not([breach]))
    if rows and all(place.is_table for place in rows):  # who is at which table would not help
        return JudgedSlot(slot, (), (), _("All tables are taken or closed then."))
    others = [place.text for place in rows if not place.is_table]
    return JudgedSlot(slot, (), (), others[0] if others else "")


def as_json(
    conference: Conference, title: str, places: Iterable[JudgedPlace], elsewhere: str
) -> dict[str, Any]:
    """The places for our script: each with its state and the number of its sentence; `elsewhere` is
    told where none of them is possible."""
    texts: dict[str, int] = {}
    cells = {
        place.key: [place.state, texts.setdefault(place.text, len(texts)), place.swaps_with]
        for place in places
    }
    return {
        "meeting": title,
        "conference": conference.slug,
        "texts": list(texts),
        "cells": cells,
        "elsewhere": elsewhere,
    }
