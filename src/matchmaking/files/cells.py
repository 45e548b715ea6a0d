"""What stands in a cell of a table, whatever the table's format: from text to value and back.

Lists in a cell are separated by semicolons, lists of lists ("allowed") by bars.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from matchmaking.files.parts import Column, Kind, parsed_time, written_time

_FLAGS = {"": False, "0": False, "false": False, "no": False, "1": True, "true": True, "yes": True}


def value_of_cell(column: Column, cell: str) -> Any:
    """The value of a cell; the ValueError of one that does not fit is its remedy."""
    text = cell.strip()
    match column.kind:
        case "text":
            return cell if column.name == "name" else text
        case "link":
            return (text.lower() if column.name == "priority" else text) or None
        case "ids":
            return _ids(text)
        case "idset":
            return frozenset(_ids(text))
        case "sides":
            return tuple(_ids(side.strip()) for side in text.split("|"))
        case _:
            return _READERS[column.kind](text)


def _count(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        raise ValueError("Use a whole number, such as 3, or leave it empty.")
    return int(text)


def _flag(text: str) -> bool:
    if text.lower() not in _FLAGS:
        raise ValueError("Use yes or no.")
    return _FLAGS[text.lower()]


def _time(text: str) -> datetime:
    moment = parsed_time(text)
    if moment is None:
        raise ValueError("Use a time such as 2017-09-21T10:20.")
    return moment


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ValueError("Use a number with a point, such as 1.5.") from None


_READERS: Mapping[Kind, Callable[[str], Any]] = MappingProxyType(
    {"number": _number, "count": _count, "flag": _flag, "time": _time}
)


def _ids(text: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in text.split(";")) if text else ()


def cell_of_value(value: Any) -> str:
    """The text that `value_of_cell` reads back as the same value."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, frozenset):
        return ";".join(sorted(value))
    if isinstance(value, tuple) and value and isinstance(value[0], tuple):
        return "|".join(";".join(side) for side in value)
    if isinstance(value, tuple):
        return ";".join(value)
    return written_time(value) if hasattr(value, "isoformat") else str(value)
