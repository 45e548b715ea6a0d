"""`explain`: why meetings have no place, what would help, and what the event would need."""

from __future__ import annotations

import argparse
import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from matchmaking import explain
from matchmaking.cli.arguments import plan_for
from matchmaking.cli.interrupt import Interrupt
from matchmaking.cli.output import DONE, put, tell
from matchmaking.explaining.answers import Effect, EventAnswer, Explanation, Fewest, LeftOut, Remedy
from matchmaking.files import read_event
from matchmaking.files.writing import check_target, write_files
from matchmaking.options import Options
from matchmaking.problem import Problem
from matchmaking.timetable import Names, counted

_MORE = {"table": "One more table", "slot": "One more slot", "half_day": "Another half day"}


def explain_arguments(parser: argparse.ArgumentParser) -> None:
    """What `explain` takes, and that it runs."""
    parser.add_argument("event", type=Path, help="the event that the plan is for")
    parser.add_argument("plan", type=Path, help="a plan in JSON")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the answers as JSON, too")
    parser.add_argument(
        "--no-event", action="store_true", help="the meetings only, not what the event would need"
    )
    parser.set_defaults(run=_explain)


def _explain(chosen: argparse.Namespace) -> int:
    if chosen.json is not None:
        check_target(chosen.json)
    problem = read_event(chosen.event)
    solution = plan_for(problem, chosen.plan)
    claim = solution.certificate
    options = Options(seed=claim.seed, breaks=claim.breaks_rule, spread=claim.spread)
    interrupt = Interrupt()
    with interrupt:
        told = explain(
            problem,
            solution,
            options,
            should_stop=interrupt.asked,
            event=not chosen.no_event,
        )
    if interrupt.asked():
        tell("Stopped: some answers are missing.")
    if chosen.json is not None:
        write_files({chosen.json: _json(told)})
    for line in _lines(problem, told):
        put(line)
    return DONE


def _lines(problem: Problem, told: Explanation) -> Iterator[str]:
    names = Names(problem)
    if not told.meetings:
        yield "Every meeting has a place."
    for part in told.meetings:
        yield f"{part.meeting}  {names.meeting(part.meeting)}"
        yield f"  {part.text}"
        yield from _remedies(part, names)
        yield ""
    if told.event is not None:
        yield from _event(problem, told.event)


def _remedies(part: LeftOut, names: Names) -> Iterator[str]:
    if not part.remedies:
        yield "  No remedy was found."
    for number, remedy in enumerate(part.remedies, 1):
        yield f"  {number}. {remedy.text}"
        after = Names(remedy.problem)  # it may have a table more
        for placement in remedy.moved:
            who = after.meeting(placement.meeting)
            yield f"     {placement.meeting}  {who} moves: {after.place(placement)}"
        yield f"     to be told: {', '.join(names.person(name) for name in remedy.told)}"


def _event(problem: Problem, answer: EventAnswer) -> Iterator[str]:
    yield f"The event ({counted(len(problem.tables), 'table')}, {len(problem.slots)} slots)"
    yield from _fewest("tables", answer.fewest_tables)
    yield from _fewest("slots", answer.fewest_slots)
    for effect in answer.what_if:
        yield _effect(problem, effect)


def _fewest(what: str, fewest: Fewest) -> Iterator[str]:
    if fewest.value is None:
        known = "proven" if fewest.proven else "not proven"
        yield f"  Fewest {what}: with no number do the required meetings have a place ({known})."
        return
    known = "proven" if fewest.proven else f"at least {fewest.bound} are needed"
    yield f"  Fewest {what}: {fewest.value} ({known})."
    if fewest.never:
        yield (
            f"    However many there are, {counted(len(fewest.never), 'meeting')} stay without a "
            f"place; these, or others worth as much: {', '.join(fewest.never)}."
        )


def _effect(problem: Problem, effect: Effect) -> str:
    gained = f"; new: {', '.join(effect.gained)}" if effect.gained else "; no meeting is new"
    return (
        f"  {_MORE[effect.what]}: {effect.placed} of {len(problem.meetings)} placed, "
        f"{counted(effect.breaks, 'break')}{gained}."
    )


def _json(told: Explanation) -> bytes:
    """What was told, without the changed events and plans that the remedies were tried on."""
    document: dict[str, Any] = {
        "format": "matchmaking-explanation",
        "version": 1,
        "meetings": [
            {
                "meeting": part.meeting,
                "reason": part.reason,
                "text": part.text,
                "remedies": [_remedy(remedy) for remedy in part.remedies],
            }
            for part in told.meetings
        ],
        "event": None if told.event is None else dataclasses.asdict(told.event),
    }
    return f"{json.dumps(document, ensure_ascii=False, indent=1)}\n".encode()


def _remedy(remedy: Remedy) -> dict[str, Any]:
    return {
        "kind": remedy.kind,
        "params": dict(remedy.params),
        "text": remedy.text,
        "moved": [dataclasses.asdict(placement) for placement in remedy.moved],
        "told": list(remedy.told),
    }
