"""What a remedy changes beside the places of meetings: a table, a rule, who comes. Undone with it.

A fact is kept among the rows of a step as `{"fact", "key", "before", "after"}`. It is the whole
conference's, so other plans may have come to rely on it.
"""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from matchmaking import InputError

from .. import planning
from ..models import Conference, Delegate, Match, Plan, Session, Slot, Table
from ..queries.grid import drafts_of
from ..queries.notices import holding_meetings_of
from .drafts import EditRefusedError

Fact = dict[str, Any]
RULES = ("most_per_session", "rest_after")


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


def turn_facts(plan: Plan, rows: Iterable[Fact], *, back: bool) -> bool:
    """Sets the facts of a step of this draft to what they were before it, or after it; whether
    there were any.

    Raises EditRefusedError where somebody else changed one of them since, and where the published
    plan or another draft needs them as they are: a meeting that stands there would stand no more.
    """
    facts = [row for row in rows if "fact" in row]
    if not facts:
        return False
    end, now = ("before", "after") if back else ("after", "before")
    if not all(_is_as_left(row, now) and _is_possible(row["fact"], row[end]) for row in facts):
        raise EditRefusedError(planning.Breach("fact_changed"))
    others = _others_in_use(plan)
    stood = _standing(plan.conference, others)
    for row in facts:
        _restore(row["fact"], row["key"], row[end])
    plan.conference.refresh_from_db(fields=RULES)
    try:
        stand = _standing(plan.conference, others)
    except InputError as error:  # such as the last table that is left
        raise EditRefusedError(planning.Breach("fact_changed")) from error
    needed = [
        _needed_by(other, min(lost)[0])
        for other in others
        if (lost := stood[other.pk] - stand[other.pk])
    ]
    if needed:
        raise EditRefusedError(*needed, *(way for row in facts for way in _in_the_set_up(row)))
    return True


def _others_in_use(plan: Plan) -> list[Plan]:
    """The published plan, and the other drafts; plans that were published earlier need nothing."""
    published = plan.conference.published_plan
    drafts = drafts_of(plan.conference).exclude(pk=plan.pk)
    return [*([published] if published else []), *drafts]


def _standing(conference: Conference, plans: Iterable[Plan]) -> dict[int, set[tuple[int, str]]]:
    """The matches that have a place in each plan which breaks no rule; of the published one also
    those that people have in their agendas as things are."""
    problem = planning.problem_of(conference)
    found = {}
    for plan in plans:
        placed = [planning.placement_of(row) for row in plan.meetings.filter(slot__isnull=False)]
        found[plan.pk] = {(int(row.meeting), "") for row in planning.standing(problem, placed)}
        if plan.pk == conference.published_plan_id:
            agendas = holding_meetings_of(plan).values_list("match", flat=True)
            found[plan.pk] |= {(match, "agenda") for match in agendas}
    return found


def _needed_by(plan: Plan, match: int) -> planning.Breach:
    code = "needed_by_draft" if plan.published_at is None else "needed_by_published"
    return planning.Breach(code, {"version": str(plan.version), "meeting": str(match)})


def _in_the_set_up(fact: Fact) -> list[planning.Breach]:
    """Where the same can be done with all that follows from it; not who comes to one meeting."""
    name, key = fact["fact"], fact["key"]
    if name == "closed":
        params = {"table": str(key[0]), "slot": str(key[1])}
        return [planning.Breach("instead_close_table", params)]
    if name == "in_use":
        return [planning.Breach("instead_remove_table", {"table": str(key)})]
    return [planning.Breach("instead_change_rule")] if name in RULES else []


def _is_as_left(fact: Fact, end: str) -> bool:
    """Whether nobody changed it since the step, or since the step was taken back."""
    name, key, left = fact["fact"], fact["key"], fact[end]
    if name == "closed":
        pair = Table.objects.filter(pk=key[0]), Slot.objects.filter(pk=key[1])
        is_closed = pair[0].filter(closed_slots=key[1]).exists()
        return all(rows.exists() for rows in pair) and is_closed == left
    if name == "in_use":
        table = Table.objects.filter(pk=key).first()
        return table is not None and (table.withdrawn_at is None) == left and _is_as_added(table)
    rows: Any = Conference.objects if name in RULES else Match.objects
    return bool(rows.filter(pk=key, **{name: left}).exists())


def _is_as_added(table: Table) -> bool:
    """Whether a table is what `add_table` made: no booth, without a name, open in one slot."""
    slots = Slot.objects.in_use().filter(session__conference=table.conference_id)
    is_plain = table.booth_of_id is None and not table.name
    return is_plain and slots.exclude(closed_tables=table).count() <= 1


def _is_possible(name: str, value: Any) -> bool:
    """Whether the person or the session that a match would name again is still there."""
    if name == "session_id" and value is not None:
        return Session.objects.filter(pk=value).exists()
    if name in ("delegate_a_id", "delegate_b_id") and value is not None:
        return Delegate.objects.filter(pk=value).exists()
    return True


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
    elif name in RULES:
        Conference.objects.filter(pk=key).update(**{name: value})
    else:
        Match.objects.filter(pk=key).update(**{name: value})
