"""What a remedy changes beside the places of meetings: a table, a rule, who comes. Undone with it.

A fact is kept among the rows of a step as `{"fact", "key", "before", "after"}`.
"""

from typing import Any

from django.utils import timezone

from ..models import Conference, Match, Slot, Table

Fact = dict[str, Any]


def open_closed_table(table: Table, slot: Slot) -> Fact:
    """Opens a table in one slot."""
    table.closed_slots.remove(slot)
    return {"fact": "closed", "key": [table.pk, slot.pk], "before": True, "after": False}


def add_table(conference: Conference, slot: Slot, zone: str) -> tuple[Table, Fact]:
    """One more table, open in one slot only."""
    numbers = Table.objects.filter(conference=conference).values_list("number", flat=True)
    table = Table.objects.create(
        conference=conference, number=max(numbers, default=0) + 1, zone=zone
    )
    others = Slot.objects.filter(session__conference=conference).exclude(pk=slot.pk)
    table.closed_slots.set(others)
    return table, {"fact": "in_use", "key": table.pk, "before": False, "after": True}


def set_match(match: Match, name: str, value: int | None) -> Fact:
    """Another person for a side of a match, or another session."""
    fact = {"fact": name, "key": match.pk, "before": getattr(match, name), "after": value}
    setattr(match, name, value)
    match.save(update_fields=[name])
    return fact


def set_rule(conference: Conference, name: str, value: int) -> Fact:
    """Another house rule."""
    fact = {"fact": name, "key": conference.pk, "before": getattr(conference, name), "after": value}
    setattr(conference, name, value)
    conference.save(update_fields=[name, "updated_at"])
    return fact


def restore_facts(rows: list[Fact], end: str) -> bool:
    """Sets the facts of a step to what they were `before` or `after` it; whether there were any."""
    facts = [row for row in rows if "fact" in row]
    for row in facts:
        _restore(row["fact"], row["key"], row[end])
    return bool(facts)


def _restore(name: str, key: Any, value: Any) -> None:
    if name == "closed":
        table = Table.objects.get(pk=key[0])
        if value:
            table.closed_slots.add(key[1])
        else:
            table.closed_slots.remove(key[1])
    elif name == "in_use":
        # A table that an undone step added stays as a row: plans may refer to it.
        Table.objects.filter(pk=key).update(withdrawn_at=None if value else timezone.now())
    elif name in ("most_per_session", "rest_after"):
        Conference.objects.filter(pk=key).update(**{name: value})
    else:
        Match.objects.filter(pk=key).update(**{name: value})
