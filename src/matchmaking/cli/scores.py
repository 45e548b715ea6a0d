"""`score`: every figure of a plan, counted anew."""

from __future__ import annotations

import argparse
import dataclasses
import json
from pathlib import Path

from matchmaking import score
from matchmaking.cli.arguments import plan_for
from matchmaking.cli.output import DONE, put
from matchmaking.files import read_event
from matchmaking.options import Options
from matchmaking.scoring import Score

_MEANING = {
    "placed": "meetings placed",
    "placed_weight": "their worth",
    "breaks": "breaks of all delegates",
    "spread": "most breaks of a delegate less fewest",
    "table_changes": "changes of table",
    "zone_changes": "changes of zone",
    "across_countries": "meetings across countries",
    "across_fields": "meetings across fields",
    "smallest_share": "smallest share of its meetings that an organisation gets",
}


def score_arguments(parser: argparse.ArgumentParser) -> None:
    """What `score` takes, and that it runs."""
    parser.add_argument("event", type=Path, help="the event that the plan is for")
    parser.add_argument("plan", type=Path, help="a plan in JSON")
    parser.add_argument("--json", action="store_true", help="print one line of JSON")
    parser.set_defaults(run=_score)


def _score(chosen: argparse.Namespace) -> int:
    problem = read_event(chosen.event)
    solution = plan_for(problem, chosen.plan)
    found = score(problem, solution, Options(breaks=solution.certificate.breaks_rule))
    if chosen.json:
        put(json.dumps(dataclasses.asdict(found)))
        return DONE
    for name, value in _figures(found).items():
        put(f"{value:>10}  {_MEANING.get(name, name)}")
    return DONE


def _figures(found: Score) -> dict[str, str]:
    figures = {name: str(value) for name, value in dataclasses.asdict(found).items()}
    return figures | {
        "placed_weight": f"{found.placed_weight / 1000:g}",
        "smallest_share": f"{found.smallest_share:.0%}",
    }
