"""Rules on when a meeting is."""

from __future__ import annotations

from collections.abc import Iterator

from matchmaking.rules.agenda import Agenda
from matchmaking.rules.rule import Rule, Violation


def _session_of_meeting(agenda: Agenda) -> Iterator[Violation]:
    for placement in agenda.placements:
        wanted = agenda.problem.meeting(placement.meeting).session
        session = agenda.session[placement.slot]
        if wanted is not None and session != wanted:
            message = f"Meeting {placement.meeting} is in session {session} instead of {wanted}."
            yield Violation("wrong_session", message, (placement.meeting,))


def _locked_slot(agenda: Agenda) -> Iterator[Violation]:
    for placement in agenda.placements:
        locked = agenda.problem.meeting(placement.meeting).slot
        if locked is not None and locked != placement.slot:
            message = (
                f"Meeting {placement.meeting} is locked to slot {locked}, but stands in "
                f"{placement.slot}."
            )
            yield Violation("lock_broken", message, (placement.meeting,))


def _precedence(agenda: Agenda) -> Iterator[Violation]:
    at = {placement.meeting: agenda.position[placement.slot] for placement in agenda.placements}
    for meeting, position in at.items():
        for earlier in agenda.problem.meeting(meeting).after:
            if earlier in at and position <= at[earlier]:
                message = f"Meeting {meeting} must come after {earlier}, but does not."
                yield Violation("precedence_broken", message, (earlier, meeting))


def _required_meetings(agenda: Agenda) -> Iterator[Violation]:
    placed = {placement.meeting for placement in agenda.placements}
    for meeting in agenda.problem.meetings:
        if (meeting.mandatory or meeting.slot is not None) and meeting.id not in placed:
            what = "mandatory" if meeting.mandatory else f"locked to slot {meeting.slot}"
            message = f"Meeting {meeting.id} is {what}, but is left out."
            yield Violation("required_meeting_missing", message, (meeting.id,))


ORDER_RULES = (
    Rule(
        "session_of_meeting",
        "A meeting that asks for a session takes place in it.",
        _session_of_meeting,
        alone=True,
    ),
    Rule("locked_slot", "A meeting locked to a slot is in this slot.", _locked_slot, alone=True),
    Rule("precedence", "A meeting comes after those that it must come after.", _precedence),
    Rule("required_meetings", "Mandatory and locked meetings take place.", _required_meetings),
)
