"""Rules on a delegate's day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from matchmaking.rules.agenda import Agenda
from matchmaking.rules.rule import Rule, Violation


def _one_at_a_time(agenda: Agenda) -> Iterator[Violation]:
    at: dict[tuple[str, str], list[str]] = defaultdict(list)
    for placement in agenda.placements:
        for delegate in dict.fromkeys(agenda.problem.served_by(placement)):
            at[delegate, placement.slot].append(placement.meeting)
    for (delegate, slot), meetings in at.items():
        if len(meetings) > 1:
            message = (
                f"Delegate {delegate} has {len(meetings)} meetings in slot {slot}: "
                f"{', '.join(meetings)}."
            )
            yield Violation("delegate_twice_in_slot", message, tuple(meetings))


def _available(agenda: Agenda) -> Iterator[Violation]:
    for placement in agenda.placements:
        for delegate in agenda.problem.served_by(placement):
            if placement.slot in agenda.problem.delegate(delegate).unavailable_slots:
                message = (
                    f"Meeting {placement.meeting} is in slot {placement.slot}, when {delegate} "
                    "is not available."
                )
                yield Violation("delegate_unavailable", message, (placement.meeting,))


def _undisturbed(agenda: Agenda) -> Iterator[Violation]:
    for placement in agenda.placements:
        for delegate in agenda.problem.served_by(placement):
            if placement.slot in agenda.problem.delegate(delegate).do_not_disturb:
                message = (
                    f"Meeting {placement.meeting} is in slot {placement.slot}, when {delegate} "
                    "asked not to be disturbed."
                )
                yield Violation("delegate_disturbed", message, (placement.meeting,))


def _session_limit(agenda: Agenda) -> Iterator[Violation]:
    for delegate in agenda.busy_delegates():
        most = agenda.problem.most_per_session(delegate)
        if most is None:
            continue
        for session, placements in agenda.in_sessions(delegate.id).items():
            if len(placements) > most:
                message = (
                    f"Delegate {delegate.id} has {len(placements)} meetings in session {session}; "
                    f"at most {most} are allowed."
                )
                meetings = tuple(placement.meeting for placement in placements)
                yield Violation("session_limit_exceeded", message, meetings)


def _rest(agenda: Agenda) -> Iterator[Violation]:
    for delegate in agenda.busy_delegates():
        most = agenda.problem.rest_after(delegate)
        if most is None:
            continue
        for placements in agenda.in_sessions(delegate.id).values():
            run: list[str] = []
            last = -2
            for placement in placements:
                position = agenda.position[placement.slot]
                if position > last + 1:
                    run = []
                run.append(placement.meeting)
                last = position
                if len(run) == most + 1:  # once for a run, however long
                    message = (
                        f"Delegate {delegate.id} has more than {most} meetings in a row, up to "
                        f"slot {placement.slot}, without rest."
                    )
                    yield Violation("no_rest", message, tuple(run))


PERSON_RULES = (
    Rule("one_at_a_time", "A delegate is in at most one meeting at a time.", _one_at_a_time),
    Rule(
        "available",
        "A delegate meets nobody in a slot in which it is not available.",
        _available,
        alone=True,
    ),
    Rule(
        "undisturbed",
        "A delegate meets nobody in a slot in which it asked not to be disturbed.",
        _undisturbed,
        alone=True,
    ),
    Rule(
        "session_limit",
        "A delegate has no more meetings in a session than allowed.",
        _session_limit,
    ),
    Rule(
        "rest",
        "After so many meetings in a row a delegate has a slot without one.",
        _rest,
    ),
)
