"""Rules on who meets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from matchmaking.rules.agenda import Agenda
from matchmaking.rules.rule import Rule, Violation


def _who_serves(agenda: Agenda) -> Iterator[Violation]:
    for placement in agenda.placements:
        meeting = agenda.problem.meeting(placement.meeting)
        sides = agenda.problem.sides(meeting)
        serving = agenda.problem.served_by(placement)
        fits = len(serving) == len(sides) and all(
            delegate in side for delegate, side in zip(serving, sides, strict=True)
        )
        if not fits or len(set(serving)) < len(serving):
            message = (
                f"Meeting {meeting.id} is served by {', '.join(serving) or 'nobody'}, which it "
                "does not allow."
            )
            yield Violation("wrong_delegates", message, (meeting.id,))


def _organisations_once(agenda: Agenda) -> Iterator[Violation]:
    together: dict[tuple[str, str], list[str]] = defaultdict(list)
    for placement in agenda.placements:
        meeting = agenda.problem.meeting(placement.meeting)
        if meeting.organisations and not meeting.again:
            for one, other in combinations(sorted(meeting.organisations), 2):
                together[one, other].append(meeting.id)
    for (one, other), meetings in together.items():
        if len(meetings) > 1:
            message = (
                f"Organisations {one} and {other} meet {len(meetings)} times, which nobody asked "
                f"for: {', '.join(meetings)}."
            )
            yield Violation("organisations_meet_twice", message, tuple(meetings))


PARTY_RULES = (
    Rule("who_serves", "Those serve whom the meeting allows.", _who_serves, alone=True),
    Rule(
        "organisations_once",
        "The same two organisations never meet twice, unless that was asked for.",
        _organisations_once,
    ),
)
