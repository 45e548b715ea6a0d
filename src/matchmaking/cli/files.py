"""`check`, `verify`, `show` and `convert`: what can be said about files without planning."""

from __future__ import annotations

import argparse
from pathlib import Path

from matchmaking import verify
from matchmaking.cli.output import BAD_INPUT, DONE, EVENT_HELP, INVALID, put
from matchmaking.files import check_event, read_event, read_plan, write_event
from matchmaking.files.writing import check_target, write_files
from matchmaking.timetable import timetable


def check_arguments(parser: argparse.ArgumentParser) -> None:
    """What `check` takes, and that it runs."""
    parser.add_argument("event", type=Path, help=EVENT_HELP)
    parser.add_argument(
        "--report", type=Path, metavar="FILE", help="write a CSV with the verdict on each row"
    )
    parser.set_defaults(run=_check)


def verify_arguments(parser: argparse.ArgumentParser) -> None:
    """What `verify` takes, and that it runs."""
    parser.add_argument("event", type=Path, help="the event that the plan is for")
    parser.add_argument("plan", type=Path, help="a plan in JSON")
    parser.add_argument(
        "--earlier", type=Path, metavar="PLAN", help="the plan that stability compares with"
    )
    parser.set_defaults(run=_verify)


def show_arguments(parser: argparse.ArgumentParser) -> None:
    """What `show` takes, and that it runs."""
    parser.add_argument("plan", type=Path, help="a plan in JSON")
    parser.add_argument("--event", type=Path, help="the event, for names and times instead of ids")
    parser.set_defaults(run=_show)


def convert_arguments(parser: argparse.ArgumentParser) -> None:
    """What `convert` takes, and that it runs."""
    parser.add_argument("source", type=Path, help=EVENT_HELP)
    parser.add_argument("target", type=Path, help=".json or .xlsx file, or folder")
    parser.set_defaults(run=_convert)


def _check(chosen: argparse.Namespace) -> int:
    if chosen.report is not None:
        check_target(chosen.report)
    found = check_event(chosen.event)
    for line in found.lines():
        put(line)
    if chosen.report is not None:
        write_files({chosen.report: found.csv()})
    return DONE if found.can_be_planned else BAD_INPUT


def _verify(chosen: argparse.Namespace) -> int:
    earlier = None if chosen.earlier is None else read_plan(chosen.earlier).solution
    violations = verify(read_event(chosen.event), read_plan(chosen.plan).solution, earlier)
    for violation in violations:
        put(f"{violation.code}: {violation}")
    if not violations:
        put("The plan keeps every rule, and its certificate is true.")
    return INVALID if violations else DONE


def _show(chosen: argparse.Namespace) -> int:
    problem = None if chosen.event is None else read_event(chosen.event)
    for line in timetable(read_plan(chosen.plan), problem):
        put(line)
    return DONE


def _convert(chosen: argparse.Namespace) -> int:
    write_event(read_event(chosen.source), chosen.target)
    return DONE
