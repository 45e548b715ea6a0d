"""Remedies as English sentences: names where there are any, ids otherwise."""

from __future__ import annotations

from collections.abc import Mapping

from matchmaking.explaining.answers import Kind
from matchmaking.problem import Meeting, Problem

SENTENCES: Mapping[Kind, str] = {
    "make_room": "There is room {slot}{moves}.",
    "open_table": "One more table {slot} makes room{moves}.",
    "free_delegate": "If {delegate} were free {slot}, the meeting could take place{moves}.",
    "other_delegate": "If {delegate} came instead of {instead_of}, the meeting could take place "
    "{slot}{moves}.",
    "raise_limit": "With {limits} for {delegate}, the meeting could take place {slot}{moves}.",
    "lift_lock": "Without {lock}, the meeting could take place {slot}{moves}.",
    "leave_out": "Instead of {meeting} (worth {worth}), the meeting could take place "
    "{slot}{moves}.",
}
OPENED = "If {table} were open {slot}, the meeting could take place{moves}."  # one closed then
_LIMITS = {
    "most_per_session": "{} meetings a session",
    "rest_after": "a rest only after {} meetings in a row",
}
_LOCKS = {
    "slot": "the fixed slot of {meeting}",
    "table": "the fixed table of {meeting}",
    "session": "its wish for a session",
    "zone": "its wish for a zone",
}


class Wording:
    """The sentences of one event's remedies."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._slots = {slot.id: slot for slot in problem.slots}
        self._bodies = {body.id: body.name or body.id for body in problem.organisations}
        self._tables = {part.id: part.name or f"table {part.id}" for part in problem.tables}
        days = {slot.starts_at.date() for slot in problem.slots if slot.starts_at}
        self._format = "%H:%M" if len(days) < 2 else "%Y-%m-%d %H:%M"

    def sentence(self, kind: Kind, params: Mapping[str, str], moves: int) -> str:
        """What a remedy asks for."""
        words = {name: self._word(name, value) for name, value in params.items()}
        limits = [text.format(params[name]) for name, text in _LIMITS.items() if name in params]
        words["limits"] = " and ".join(limits)
        if "lock" in params:
            words["lock"] = _LOCKS[params["lock"]].format(**words)
        words["moves"] = _moves(moves)
        closed = self._tables.get(params.get("table", "")) if kind == "open_table" else None
        if closed is not None:
            return OPENED.format(**words | {"table": closed})
        return SENTENCES[kind].format(**words)

    def _word(self, name: str, value: str) -> str:
        if name == "slot":
            starts = self._slots[value].starts_at
            return f"at {starts:{self._format}}" if starts else f"in slot {value}"
        if name in ("delegate", "instead_of"):
            return self.problem.delegate(value).name or value
        if name == "meeting":
            return self.meeting(self.problem.meeting(value))
        if name == "worth":
            return f"{int(value) / 1000:g}"
        return value

    def meeting(self, meeting: Meeting) -> str:
        """A meeting by the names of its organisations, where all have one."""
        bodies = self.problem.organisations_of(meeting)
        names = [self._bodies[body] for body in bodies]
        if any(name == body for name, body in zip(names, bodies, strict=True)):
            return f"meeting {meeting.id}"
        return f"the meeting of {' and '.join(names)}"


def _moves(moves: int) -> str:
    if moves == 0:
        return ""
    return ", when one other meeting moves" if moves == 1 else f", when {moves} other meetings move"
