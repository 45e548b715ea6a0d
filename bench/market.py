"""Suggestions on an invented market whose truth is known: one look at the lists, the whole chain
from suggestions to held meetings, and the time for a large market. One table for each.

    python -m bench.market [--seeds 5] [--first 0] [--only TEXT] [--large 10000] [--json FILE]

How the market and its truth are made: `bench.market_world`. Every plan is checked by `verify`; the
exit code is 1 if one is not valid. Cases that we lose stay.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.conference import machine
from bench.market_chain import (
    Held,
    Planning,
    cut,
    event,
    in_order,
    judged,
    planned,
    planned_fairly,
    wish_and_answer,
)
from bench.market_lists import (
    Showing,
    catalogue,
    expected_matches,
    known,
    known_one_sided,
    one_sided,
    suggested,
)
from bench.market_world import Crowd, invented, profiles

from matchmaking.suggesting import SuggestOptions, suggest
from matchmaking.suggesting.suggestions import gini

LEGEND = """\
Medians over the seeds; 12 suggestions each; 30 countries, 15 fields.

ONE LOOK: what may be expected if everybody is shown a list once, by the true preferences.
matches   pairs that find each other (Su, Bayoumi, Joachims, WWW 2022), of naive: times as many
gini      how unevenly people are shown; 0: all alike
known     the rankers know the true preferences, as in that paper; else only the profiles
"""
CHAIN_LEGEND = """\
THE CHAIN: rounds of looking, wishing and answering, then the plan; at equal numbers of meetings.
projects  joint projects to be expected from the held meetings, by the truth
times     projects, of those of the first line
share     smallest share of its matches that an organisation holds
met       organisations with a meeting
planned   weight (expected projects by the profiles, times the rank of the wish), then fairness
fair      fairness, then weight
"""


@dataclass(frozen=True, slots=True)
class Look:
    """A kind of market for one look, and what is shown there; the first is the naive one."""

    name: str
    crowd: Crowd
    ways: tuple[tuple[str, Showing], ...]


KNOWN: tuple[tuple[str, Showing], ...] = (
    ("naive, known", known_one_sided),
    ("reciprocal, known", known(0.0)),
    ("congestion-aware, known", known(1.0)),
)
SEEN: tuple[tuple[str, Showing], ...] = (
    ("naive", one_sided),
    ("reciprocal", suggested(congestion=0.0, lean=0.0)),
    ("congestion-aware", suggested(lean=0.0)),
    ("congestion-aware, leaning", suggested()),
)
LOOKS = (
    Look("250 delegates, 1 place each", Crowd(places=1), KNOWN),
    Look("250 delegates, 8 places each", Crowd(), KNOWN + SEEN),
    Look("250, profiles twice as bad", Crowd(noise=2.0), SEEN),
    Look("1,000 delegates, 8 places each", Crowd(1000, 720), KNOWN + SEEN),
)


@dataclass(frozen=True, slots=True)
class World:
    """A kind of market for the whole chain, its house, and how often people look."""

    name: str
    crowd: Crowd
    tables: int = 9
    rounds: int = 4


@dataclass(frozen=True, slots=True)
class Chain:
    """What people are shown, and how their matches are planned."""

    name: str
    show: Showing
    planning: Planning
    ranked: bool = True


WORLDS = (
    World("9 tables, 4 rounds", Crowd()),
    World("20 tables, 8 rounds", Crowd(), tables=20, rounds=8),
    World("profiles twice as bad", Crowd(noise=2.0)),
    World("projects depend less on needs", Crowd(steep=2.0)),
)
CHAINS = (
    Chain("catalogue, first come", catalogue, in_order),
    Chain("catalogue, planned", catalogue, planned),
    Chain("naive, first come", one_sided, in_order),
    Chain("suggested, first come", suggested(), in_order),
    Chain("suggested, planned", suggested(), planned),
    Chain("suggested, planned, no ranks", suggested(), planned, ranked=False),
    Chain("suggested, fair", suggested(), planned_fairly),
)
LOOK_COLUMNS = (("market", 32), ("shown", 26), ("matches", 7), ("times", 5), ("gini", 5))
CHAIN_COLUMNS = (
    ("market", 32),
    ("chain", 28),
    ("matches", 7),
    ("held", 4),
    ("projects", 8),
    ("times", 5),
    ("countries", 9),
    ("fields", 6),
    ("share", 5),
    ("met", 4),
)


def main(arguments: list[str] | None = None) -> int:
    """Print the tables; the exit code is 1 if a plan is not valid."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5, help="markets of each kind")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--only", default="", help="only markets whose name has this text")
    parser.add_argument("--large", type=int, default=10_000, help="delegates to be timed; 0: none")
    parser.add_argument("--json", type=Path, help="write the figures of each seed to this file")
    chosen = parser.parse_args(arguments)
    print(f"{machine()}; seeds: {chosen.seeds} from {chosen.first}")
    seeds = range(chosen.first, chosen.first + chosen.seeds)
    figures: dict[str, Any] = {"looks": [], "chains": []}
    print("", LEGEND, row([title for title, _ in LOOK_COLUMNS], LOOK_COLUMNS), sep="\n")
    for look in LOOKS:
        if chosen.only in look.name:
            figures["looks"] += look_once(look, seeds)
    print("", CHAIN_LEGEND, row([title for title, _ in CHAIN_COLUMNS], CHAIN_COLUMNS), sep="\n")
    for world in WORLDS:
        if chosen.only in world.name:
            figures["chains"] += go_through(world, seeds)
    if chosen.large:
        figures["large"] = timed(chosen.large)
    if chosen.json:
        chosen.json.write_text(json.dumps(figures, indent=1) + "\n")
    return 0 if all(figure["valid"] for figure in figures["chains"]) else 1


def row(cells: Sequence[str], columns: Sequence[tuple[str, int]]) -> str:
    """One line of a table: two names to the left, figures to the right."""
    parts = [
        f"{cell:<{width}}" if index < 2 else f"{cell:>{width}}"
        for index, (cell, (_, width)) in enumerate(zip(cells, columns, strict=True))
    ]
    return " ".join(parts).rstrip()


def look_once(look: Look, seeds: Sequence[int]) -> list[dict[str, Any]]:
    """The figures of each way on each seed; prints a line for each way."""
    markets = [invented(look.crowd, seed) for seed in seeds]
    figures: list[dict[str, Any]] = []
    naive: dict[str, float] = {}
    for index, (name, show) in enumerate(look.ways):
        found = []
        for seed, (market, truth) in zip(seeds, markets, strict=True):
            matches, exposure = expected_matches(market, truth, show(market, truth, seed))
            found.append((matches, gini(exposure.tolist())))
            figures.append(
                {"market": look.name, "shown": name, "seed": seed, "matches": matches}
                | {"gini": found[-1][1]}
            )
        matches = statistics.median(value for value, _ in found)
        kind = "known" if name.endswith("known") else "profiles"
        naive.setdefault(kind, matches)
        cells = [f"{matches:.1f}", f"{matches / naive[kind]:.2f}"]
        cells.append(f"{statistics.median(value for _, value in found):.2f}")
        print(row([look.name if not index else "", name, *cells], LOOK_COLUMNS), flush=True)
    return figures


def go_through(world: World, seeds: Sequence[int]) -> list[dict[str, Any]]:
    """The figures of each chain on each seed; prints a line for each chain."""
    held: list[list[Held]] = [chains_of(world, seed) for seed in seeds]
    figures = []
    for index, chain in enumerate(CHAINS):
        own = [found[index] for found in held]
        times = [found[index].projects / found[0].projects for found in held]
        cells = [
            f"{statistics.median(one.matches for one in own):.0f}",
            f"{statistics.median(one.held for one in own):.0f}",
            f"{statistics.median(one.projects for one in own):.2f}",
            f"{statistics.median(times):.2f}",
            f"{100 * statistics.median(one.countries for one in own):.0f}%",
            f"{100 * statistics.median(one.fields for one in own):.0f}%",
            f"{statistics.median(one.share for one in own):.2f}",
            f"{statistics.median(one.met for one in own):.0f}",
        ]
        if not all(one.valid for one in own):
            cells[-1] += " NOT VALID"
        print(row([world.name if not index else "", chain.name, *cells], CHAIN_COLUMNS), flush=True)
        figures += [
            {"market": world.name, "chain": chain.name, "seed": seed} | asdict(one)
            for seed, one in zip(seeds, own, strict=True)
        ]
    return figures


def chains_of(world: World, seed: int) -> list[Held]:
    """All chains on one market, each cut to as many meetings as the one with the fewest."""
    market, truth = invented(world.crowd, seed)
    agreed = {
        show: wish_and_answer(market, truth, show, seed, world.rounds)
        for show in {chain.show for chain in CHAINS}
    }
    plans = []
    for chain in CHAINS:
        problem = event(market, agreed[chain.show], world.tables, ranked=chain.ranked)
        plans.append((problem, chain.planning(problem, seed)))
    most = min(len(solution.placements) for _, solution in plans)
    return [
        judged(
            market,
            truth,
            problem,
            cut(problem, solution, most, by_worth=chain.planning is not in_order),
        )
        for chain, (problem, solution) in zip(CHAINS, plans, strict=True)
    ]


def timed(delegates: int) -> dict[str, float]:
    """Seconds for all suggestions of a large market, kernels compiled; prints a line.

    CPU seconds depend less on what else the machine does."""
    suggest(profiles(Crowd(100, 70)))
    market = profiles(Crowd(delegates, 7 * delegates // 10))
    figures: dict[str, float] = {}
    for workers in (1, 2):
        started, burnt = time.perf_counter(), time.process_time()
        found = suggest(market, SuggestOptions(workers=workers))
        figures[f"seconds with {workers} workers"] = time.perf_counter() - started
        figures[f"CPU seconds with {workers}"] = time.process_time() - burnt
    started = time.perf_counter()
    number = sum(len(found.of(party.id)) for party in market.parties)
    figures["seconds for reasons"] = time.perf_counter() - started
    figures["GB at most"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"\n{delegates:,} delegates, {number:,} suggestions, gini {found.gini:.2f}:")
    print(", ".join(f"{name} {value:.1f}" for name, value in figures.items()))
    return figures


if __name__ == "__main__":
    sys.exit(main())
