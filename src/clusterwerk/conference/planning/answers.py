"""What the engine answers about a plan, as plain values that a plan's row keeps."""

from collections.abc import Mapping
from typing import Any

from matchmaking import Changes, EventAnswer, Explanation, LeftOut, Placement, Remedy, Solution

Answer = dict[str, Any]


def answers_of(solution: Solution, explanation: Explanation) -> dict[str, list[Answer]]:
    """The remedies of each meeting left out, by the meeting's key; cheapest first."""
    before = {placement.meeting: placement for placement in solution.placements}
    return {row.meeting: _remedies(row, before) for row in explanation.meetings}


def _remedies(row: LeftOut, before: Mapping[str, Placement]) -> list[Answer]:
    return [_remedy(remedy, before) for remedy in row.remedies]


def _remedy(remedy: Remedy, before: Mapping[str, Placement]) -> Answer:
    """Only what differs from the plan is kept; `tables` has a table that is not there yet."""
    after = {placement.meeting: placement for placement in remedy.placements}
    return {
        "kind": remedy.kind,
        "params": dict(remedy.params),
        "places": [
            _place(row, before.get(name)) for name, row in after.items() if before.get(name) != row
        ],
        "dropped": [name for name in before if name not in after],
        "told": list(remedy.told),
        "zone": next(
            (part.zone for part in remedy.problem.tables if part.id == remedy.params.get("table")),
            "",
        ),
    }


def _place(row: Placement, was: Placement | None) -> Answer:
    """`was`: where it stood when the question was asked; empty without a place."""
    return {
        "was": [was.slot, was.table] if was else [],
        "meeting": row.meeting,
        "slot": row.slot,
        "table": row.table,
        "delegates": list(row.delegates),
    }


def event_answer_of(answer: EventAnswer | None) -> Answer | None:
    """What the event needs and what more would bring; None where the planner was stopped."""
    if answer is None:
        return None
    return {
        "fewest": {
            name: {
                "value": fewest.value,
                "bound": fewest.bound,
                "never": len(fewest.never),
                "proven": fewest.proven,
            }
            for name, fewest in (
                ("tables", answer.fewest_tables),
                ("slots", answer.fewest_slots),
            )
        },
        "what_if": [
            {
                "what": effect.what,
                "placed": effect.placed,
                "worth": effect.placed_weight,
                "worth_bound": effect.placed_weight_bound,
                "breaks": effect.breaks,
                "gained": list(effect.gained),
            }
            for effect in answer.what_if
        ],
    }


def counts_of(changes: Changes) -> dict[str, int]:
    """How many meetings became what, from one plan to the next."""
    return {
        name: len(getattr(changes, name))
        for name in ("moved", "reseated", "dropped", "added", "cancelled")
    }
