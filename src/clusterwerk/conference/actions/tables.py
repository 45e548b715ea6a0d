"""Tables, booths, zones and closed slots. What a plan used is withdrawn, the rest is deleted."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext

from clusterwerk.audit.actions import record

from ..models import Conference, Registration, Session, Table
from ..queries.grid import Effects, GridChange, closed_pairs
from .faults import refuse
from .locking import lock_conference
from .places import changing

TABLES_MOST = 500


@dataclass(frozen=True, slots=True)
class TableDraft:
    """A table as it shall be."""

    number: int
    name: str = ""
    zone: str = ""
    booth_of: Registration | None = None

    @property
    def label(self) -> str:
        """What stands on its card."""
        return self.name or str(self.number)


def add_tables(conference: Conference, *, by: Any, number: int, zone: str = "") -> list[Table]:
    """So many more tables, numbered on from the highest; RefusedError above `TABLES_MOST`."""
    with transaction.atomic():
        locked = lock_conference(conference)
        tables = Table.objects.in_use().filter(conference=locked)
        if tables.count() + number > TABLES_MOST:
            message = gettext("A conference has at most %(most)d tables.")
            raise refuse(message % {"most": TABLES_MOST}, "number")
        last = tables.aggregate(last=Max("number"))["last"] or 0
        added = [
            Table.objects.create(conference=locked, number=last + turn, zone=zone)
            for turn in range(1, number + 1)
        ]
        record("add_tables", by=by, subject=locked, number=number, zone=zone)
        return added


def change_table(table: Table, *, by: Any, draft: TableDraft, seen: str = "") -> Effects:
    """Number, name, zone and booth of a table.

    Raises RefusedError for a number that another table has, and UnseenEffectsError.
    """

    def describe(conference: Conference) -> GridChange:
        others = Table.objects.in_use().filter(conference=conference).exclude(pk=table.pk)
        if others.filter(number=draft.number).exists():
            message = gettext("There is a table %(number)d already.")
            raise refuse(message % {"number": draft.number}, "number")
        new_booth = draft.booth_of is not None and draft.booth_of.pk != table.booth_of_id
        return GridChange(
            labels={table.pk: (draft.label, draft.zone)},
            booths={table.pk: draft.booth_of.pk} if new_booth and draft.booth_of else {},
        )

    def write(_conference: Conference, _change: GridChange) -> None:
        table.number, table.name, table.zone = draft.number, draft.name, draft.zone
        table.booth_of = draft.booth_of
        table.save(update_fields=["number", "name", "zone", "booth_of"])
        record("change_table", by=by, subject=table, number=draft.number, zone=draft.zone)

    return changing(table.conference, by=by, describe=describe, write=write, seen=seen)


def put_in_zone(
    conference: Conference, *, by: Any, tables: Collection[Table], zone: str, seen: str = ""
) -> Effects:
    """Names the zone of several tables; empty means none. Raises UnseenEffectsError."""

    def describe(_conference: Conference) -> GridChange:
        return GridChange(labels={table.pk: (table.label, zone) for table in tables})

    def write(locked: Conference, _change: GridChange) -> None:
        Table.objects.filter(conference=locked, pk__in=[row.pk for row in tables]).update(zone=zone)
        record("put_in_zone", by=by, subject=locked, tables=len(tables), zone=zone)

    return changing(conference, by=by, describe=describe, write=write, seen=seen)


def remove_tables(
    conference: Conference, *, by: Any, tables: Collection[Table], seen: str = ""
) -> Effects:
    """Takes tables away. Raises UnseenEffectsError."""

    def describe(_conference: Conference) -> GridChange:
        return GridChange(gone_tables=frozenset(table.pk for table in tables))

    def write(locked: Conference, change: GridChange) -> None:
        going = Table.objects.filter(conference=locked, pk__in=change.gone_tables)
        kept = list(going.filter(meetings__isnull=False).distinct().values_list("pk", flat=True))
        Table.objects.filter(pk__in=kept).update(withdrawn_at=timezone.now())
        going.exclude(pk__in=kept).delete()
        record("remove_tables", by=by, subject=locked, number=len(change.gone_tables))

    return changing(conference, by=by, describe=describe, write=write, seen=seen)


def close_slots(
    session: Session, *, by: Any, closed: Collection[tuple[int, int]], seen: str = ""
) -> Effects:
    """In which slots of a session which tables cannot be used: all (table, slot) that are closed.

    Raises UnseenEffectsError.
    """
    slots = set(session.slots.in_use().values_list("pk", flat=True))
    tables = set(
        Table.objects.in_use().filter(conference=session.conference).values_list("pk", flat=True)
    )
    wanted = {(table, slot) for table, slot in closed if table in tables and slot in slots}

    def before(conference: Conference) -> set[tuple[int, int]]:
        return {pair for pair in closed_pairs(conference) if pair[1] in slots}

    def describe(conference: Conference) -> GridChange:
        return GridChange(closed=frozenset(wanted - before(conference)))

    def write(conference: Conference, change: GridChange) -> None:
        through = Table.closed_slots.through
        opened = before(conference) - wanted
        for table, slot in opened:
            through.objects.filter(table_id=table, slot_id=slot).delete()
        through.objects.bulk_create(
            through(table_id=table, slot_id=slot) for table, slot in sorted(change.closed)
        )
        record(
            "close_slots",
            by=by,
            subject=session,
            closed=len(change.closed),
            opened=len(opened),
        )

    return changing(session.conference, by=by, describe=describe, write=write, seen=seen)
