"""Sessions and their slots. What a plan used is withdrawn and kept, the rest is deleted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext

from clusterwerk.audit.actions import record

from ..models import Conference, Delegate, Session, Slot, Table
from ..models.conferences import validate_time_zone
from ..queries.clock import SkippedHourError, clock_of, same_clock_elsewhere
from ..queries.grid import (
    Effects,
    GridChange,
    clashing_sessions,
    sessions_in_use,
    slots_in_use,
    times_in_zone,
)
from .faults import Fault, RefusedError, refuse
from .locking import lock_conference
from .places import changing

SLOTS_MOST = 60
# Rows are moved there and back, so that no two ever begin or stand at the same time or place.
ASIDE = timedelta(days=36_525)
POSITIONS_ASIDE = 10_000


@dataclass(frozen=True, slots=True)
class SlotDraft:
    """A slot as it shall be; `key` names one that is there, None a new one."""

    starts_at: datetime
    ends_at: datetime
    key: int | None = None


@dataclass(frozen=True, slots=True)
class SessionDraft:
    """A session as it shall be, with all its slots: those not named go."""

    name_de: str
    name_en: str
    slots: tuple[SlotDraft, ...]

    @property
    def starts_at(self) -> datetime:
        """When its first slot begins."""
        return min(slot.starts_at for slot in self.slots)

    @property
    def ends_at(self) -> datetime:
        """When its last slot ends."""
        return max(slot.ends_at for slot in self.slots)


def add_sessions(
    conference: Conference, *, by: Any, drafts: Iterable[SessionDraft]
) -> list[Session]:
    """New sessions with their slots. Raises RefusedError, and then nothing was added."""
    with transaction.atomic():
        locked = lock_conference(conference)
        added = []
        for draft in drafts:
            _check(locked, draft, apart_from=None)
            last = locked.sessions.aggregate(last=Max("position"))["last"] or 0
            session = Session.objects.create(
                conference=locked,
                position=last + 1,
                name_de=draft.name_de,
                name_en=draft.name_en,
                starts_at=draft.starts_at,
                ends_at=draft.ends_at,
            )
            _add_slots(session, draft.slots)
            record("add_session", by=by, subject=session, slots=len(draft.slots))
            added.append(session)
        _put_in_order(locked)
        return added


def change_session(session: Session, *, by: Any, draft: SessionDraft, seen: str = "") -> Effects:
    """Names, times and slots of a session, all at once; slots the draft does not name go.

    Raises RefusedError for times that cannot be, and UnseenEffectsError (see `places.changing`).
    """
    named = {slot.key: slot for slot in draft.slots if slot.key is not None}
    before: set[int] = set()

    def describe(conference: Conference) -> GridChange:
        _check(conference, draft, apart_from=session.pk)
        there = {slot.pk: slot for slot in session.slots.in_use()}
        if not named.keys() <= there.keys():
            raise refuse(gettext("A slot is gone meanwhile. Look at the session again."))
        before.update(there)
        return GridChange(
            times={
                key: (slot.starts_at, slot.ends_at)
                for key, slot in named.items()
                if (slot.starts_at, slot.ends_at) != (there[key].starts_at, there[key].ends_at)
            },
            gone_slots=frozenset(there.keys() - named.keys()),
        )

    def write(conference: Conference, change: GridChange) -> None:
        away = _always_away(before)
        closed = _always_closed(before)
        _remove_slots(change.gone_slots)
        _move_slots(change.times)
        added = _add_slots(session, [slot for slot in draft.slots if slot.key is None])
        # Who is not there in the whole session is not there in a longer one either.
        for person in away:
            person.unavailable_slots.add(*added)
        for table in closed:
            table.closed_slots.add(*added)
        session.name_de, session.name_en = draft.name_de, draft.name_en
        session.starts_at, session.ends_at = draft.starts_at, draft.ends_at
        session.save(update_fields=["name_de", "name_en", "starts_at", "ends_at"])
        _put_in_order(conference)
        record(
            "change_session",
            by=by,
            subject=session,
            added=len(added),
            gone=len(change.gone_slots),
            moved=len(change.times),
        )

    return changing(session.conference, by=by, describe=describe, write=write, seen=seen)


def remove_session(session: Session, *, by: Any, seen: str = "") -> Effects:
    """Takes a session with all its slots away. Raises UnseenEffectsError."""

    def describe(_conference: Conference) -> GridChange:
        return GridChange(
            gone_slots=frozenset(session.slots.in_use().values_list("pk", flat=True)),
            gone_sessions=frozenset({session.pk}),
        )

    def write(conference: Conference, change: GridChange) -> None:
        record("remove_session", by=by, subject=session, gone=len(change.gone_slots))
        _remove_slots(change.gone_slots)
        if not session.slots.exists() and not session.matches.exists():
            session.delete()
        _put_in_order(conference)

    return changing(session.conference, by=by, describe=describe, write=write, seen=seen)


def change_time_zone(conference: Conference, *, by: Any, name: str, seen: str = "") -> Effects:
    """Another zone; what the clocks show at slots and phases stays as it is.

    Raises RefusedError where a time does not exist in the new zone, and UnseenEffectsError.
    """
    validate_time_zone(name)

    def describe(locked: Conference) -> GridChange:
        try:
            return GridChange(times=times_in_zone(locked, name))
        except SkippedHourError as error:
            raise _skipped(error) from error

    def write(locked: Conference, change: GridChange) -> None:
        old, new = locked.zone, ZoneInfo(name)
        _move_slots(change.times)
        for session in sessions_in_use(locked):
            slots = list(session.slots.all())
            session.starts_at, session.ends_at = slots[0].starts_at, slots[-1].ends_at
            if session.ends_at <= session.starts_at:
                raise refuse(gettext("In this zone a session would end before it begins."), "name")
            session.save(update_fields=["starts_at", "ends_at"])
        try:
            for phase in locked.phases.all():
                phase.starts_at = same_clock_elsewhere(phase.starts_at, old, new)
                phase.ends_at = same_clock_elsewhere(phase.ends_at, old, new)
                phase.save(update_fields=["starts_at", "ends_at"])
        except SkippedHourError as error:
            raise _skipped(error) from error
        locked.time_zone = name
        locked.save(update_fields=["time_zone", "updated_at"])
        record("change_time_zone", by=by, subject=locked, before=old.key, after=name)

    return changing(conference, by=by, describe=describe, write=write, seen=seen)


def _skipped(error: SkippedHourError) -> RefusedError:
    message = gettext(
        "On the day of the clock change the time %(time)s does not exist in this zone. "
        "Change the slot or the phase first."
    )
    return refuse(message % {"time": str(error).rsplit(" ", 1)[0]}, "name")


def _check(conference: Conference, draft: SessionDraft, *, apart_from: int | None) -> None:
    """Refuses slots that cannot be; `row` counts the slots of the draft."""
    if not draft.slots:
        raise refuse(
            gettext("A session needs at least one slot. Remove the session instead."), "slots"
        )
    if len(draft.slots) > SLOTS_MOST:
        message = gettext("A session has at most %(most)d slots.")
        raise refuse(message % {"most": SLOTS_MOST}, "slots")
    faults = [
        Fault(gettext("The slot ends before it begins."), "ends", row)
        for row, slot in enumerate(draft.slots)
        if slot.ends_at <= slot.starts_at
    ]
    in_order = sorted(enumerate(draft.slots), key=lambda pair: pair[1].starts_at)
    faults += [
        Fault(
            gettext("The slot begins before the one from %(time)s has ended.")
            % {"time": f"{clock_of(earlier.starts_at, conference.zone):%H:%M}"},
            "starts",
            row,
        )
        for (_earlier_row, earlier), (row, later) in pairwise(in_order)
        if later.starts_at < earlier.ends_at and earlier.ends_at > earlier.starts_at
    ]
    if faults:
        raise RefusedError(faults)
    for other in clashing_sessions(
        conference, draft.starts_at, draft.ends_at, apart_from=apart_from
    ):
        message = gettext(
            "At this time there is the session “%(session)s” already, from %(starts)s to %(ends)s."
        )
        zone = conference.zone
        raise refuse(
            message
            % {
                "session": str(other),
                "starts": f"{clock_of(other.starts_at, zone):%H:%M}",
                "ends": f"{clock_of(other.ends_at, zone):%H:%M}",
            },
            "starts",
        )


def _add_slots(session: Session, drafts: Iterable[SlotDraft]) -> list[Slot]:
    return [
        Slot.objects.create(session=session, starts_at=draft.starts_at, ends_at=draft.ends_at)
        for draft in drafts
    ]


def _remove_slots(keys: Iterable[int]) -> None:
    """Withdraws what a plan uses, deletes the rest."""
    used = Slot.objects.filter(pk__in=keys, meetings__isnull=False).distinct()
    kept = list(used.values_list("pk", flat=True))
    Slot.objects.filter(pk__in=kept).update(withdrawn_at=timezone.now())
    Slot.objects.filter(pk__in=set(keys) - set(kept)).delete()


def _move_slots(times: Any) -> None:
    """New times; over a far day, as two slots of a session may not begin at the same moment."""
    for aside in (ASIDE, timedelta()):
        for key, (starts, ends) in times.items():
            Slot.objects.filter(pk=key).update(starts_at=starts + aside, ends_at=ends + aside)


def _put_in_order(conference: Conference) -> None:
    """Positions follow time; sessions that only old plans know come last."""
    in_use = set(slots_in_use(conference).values_list("session_id", flat=True))
    rows = sorted(
        conference.sessions.all(), key=lambda row: (row.pk not in in_use, row.starts_at, row.pk)
    )
    for aside in (POSITIONS_ASIDE, 0):
        for position, row in enumerate(rows, start=1):
            Session.objects.filter(pk=row.pk).update(position=position + aside)


def _always_away(slots: set[int]) -> list[Delegate]:
    """Delegates who are not there in any of the slots."""
    if not slots:
        return []
    rows = Delegate.objects.filter(unavailable_slots__in=slots).annotate(
        number_away=Count("unavailable_slots", distinct=True)
    )
    return list(rows.filter(number_away=len(slots)))


def _always_closed(slots: set[int]) -> list[Table]:
    """Tables that are closed in all of the slots."""
    if not slots:
        return []
    rows = Table.objects.filter(closed_slots__in=slots).annotate(
        number_closed=Count("closed_slots", distinct=True)
    )
    return list(rows.filter(number_closed=len(slots)))
