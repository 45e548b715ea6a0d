"""Which fields the parts of an event have in a file, whatever the file's format."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Literal

from matchmaking.problem import (
    Bonus,
    Delegate,
    Field,
    HouseRules,
    Meeting,
    Organisation,
    Session,
    Slot,
    Table,
)

# text: a string; link: an id or nothing; ids, idset: several ids; sides: lists of ids; count: a
# whole number or nothing; the rest as they say.
Kind = Literal["text", "link", "ids", "idset", "sides", "number", "count", "flag", "time"]


@dataclass(frozen=True, slots=True)
class Column:
    """A field of a part: its name in dataclass, JSON and tables alike."""

    name: str
    kind: Kind
    required: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A list in an event. `optional` parts may be missing altogether."""

    make: type[Any]
    columns: tuple[Column, ...]
    optional: bool = False

    def column(self, name: str) -> Column | None:
        return next((column for column in self.columns if column.name == name), None)


_TIMES = (Column("starts_at", "time"), Column("ends_at", "time"))
_ID = Column("id", "text", required=True)
_NAME = Column("name", "text")
_CAPS = (Column("most_per_session", "count"), Column("rest_after", "count"))

BONUS = Part(
    Bonus, (Column("country_bonus", "number"), Column("field_bonus", "number")), optional=True
)
RULES = Part(HouseRules, (*_CAPS, Column("zone_buffer", "flag")), optional=True)

# What a table says about the event as a whole, in one row.
EVENT = Part(dict, (_NAME, *RULES.columns, *BONUS.columns), optional=True)

PARTS: Mapping[str, Part] = MappingProxyType(
    {
        "sessions": Part(Session, (_ID, _NAME, *_TIMES)),
        "slots": Part(Slot, (_ID, Column("session", "text", required=True), *_TIMES)),
        "tables": Part(
            Table,
            (
                _ID,
                _NAME,
                Column("closed_slots", "idset"),
                Column("zone", "text"),
                Column("reserved", "flag"),
            ),
        ),
        "fields": Part(Field, (_ID, _NAME), optional=True),
        "organisations": Part(
            Organisation, (_ID, _NAME, Column("country", "text"), Column("fields", "ids"))
        ),
        "delegates": Part(
            Delegate,
            (
                _ID,
                Column("organisation", "text", required=True),
                _NAME,
                Column("unavailable_slots", "idset"),
                Column("do_not_disturb", "idset"),
                Column("table", "link"),
                *_CAPS,
            ),
        ),
        "meetings": Part(
            Meeting,
            (
                _ID,
                Column("delegates", "ids"),
                Column("weight", "number"),
                Column("priority", "link"),
                Column("session", "link"),
                Column("slot", "link"),
                Column("table", "link"),
                Column("after", "ids"),
                Column("mandatory", "flag"),
                Column("online", "flag"),
                Column("zone", "link"),
                Column("organisations", "ids"),
                Column("allowed", "sides"),
                Column("again", "flag"),
            ),
        ),
    }
)

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?")


def parsed_time(text: str) -> datetime | None:
    """A moment written as 2017-09-21T10:20 with seconds and zone as you like; None if it is
    none."""
    if not _TIME.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def written_time(moment: datetime) -> str:
    """The text that `parsed_time` reads back as the same moment."""
    text = moment.isoformat()
    return text if _TIME.fullmatch(text) else moment.astimezone(UTC).isoformat()


def values_of(part: object) -> dict[str, Any]:
    """The fields of a part that differ from their defaults, with required ones first, as in the
    files."""
    values = {}
    for field in fields(part):  # type: ignore[arg-type]
        value = getattr(part, field.name)
        if value != field.default:
            values[field.name] = value
    return values
