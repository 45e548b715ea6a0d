"""What people are shown, by several methods, and what may be expected from one look at it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from bench.market_world import Truth, Values

from matchmaking.suggesting import Market, SuggestOptions, suggest
from matchmaking.suggesting.candidates import Best, graph_of
from matchmaking.suggesting.layout import layout_of
from matchmaking.suggesting.rows import look_around, room_for
from matchmaking.suggesting.run import CHOICE
from matchmaking.suggesting.spreading import spread

MOST = 12
Lists = list[list[int]]
# Makes lists of partners (numbers of delegates) for a market in which some pairs are blocked.
Showing = Callable[[Market, Truth, int], Lists]


def looked_at() -> Values:
    """The probability that each place of a list is looked at [MOST]: the discount of DCG."""
    return 1.0 / np.log2(np.arange(2, MOST + 2))


def wants(market: Market) -> Values:
    """How much each party seems to want each other one, by the profiles [N, N]; 0 where the two
    must not be shown to each other."""
    count = len(market.parties)
    layout = layout_of(market, range(count))
    room = room_for(layout)
    value = np.zeros((count, count))
    for party in range(count):
        look_around(layout, party, room)
        value[party] = room.yours
    return value


def catalogue(market: Market, truth: Truth, seed: int) -> Lists:
    """What people find who leaf through a list of delegates: anybody, the well-known sooner."""
    draw = np.random.default_rng([seed, 5])
    allowed = wants(market) > 0
    # The greatest of such numbers are a sample without replacement (Efraimidis, Spirakis 2006).
    chance = np.log(draw.random(allowed.shape)) / (0.3 + truth.fame)
    return _top(np.where(allowed, chance, -np.inf))


def one_sided(market: Market, _truth: Truth, _seed: int) -> Lists:
    """Naive: whom one wants most, by the profiles."""
    value = wants(market)
    return _top(np.where(value > 0, value, -np.inf))


def suggested(congestion: float = 1.0, lean: float | None = None) -> Showing:
    """What `suggest` says; `lean` None: across countries and fields as it is set."""
    options = SuggestOptions(most=MOST, congestion=congestion)
    if lean is not None:
        options = replace(options, country_lean=lean, field_lean=lean)

    def show(market: Market, _truth: Truth, seed: int) -> Lists:
        found = suggest(market, replace(options, seed=seed))
        number = {party.id: index for index, party in enumerate(market.parties)}
        return [[number[name] for name in found.partners(party.id)] for party in market.parties]

    return show


def known_one_sided(market: Market, truth: Truth, _seed: int) -> Lists:
    """Naive, if the true preferences were known."""
    return _top(np.where(wants(market) > 0, truth.preference, -np.inf))


def known(congestion: float) -> Showing:
    """The engine's way from preferences to lists, if the true ones were known."""

    def show(market: Market, truth: Truth, _seed: int) -> Lists:
        count = len(market.parties)
        layout = layout_of(market, range(count))
        preference = np.where(wants(market) > 0, truth.preference, 0.0)
        both = preference * preference.T
        order = np.argsort(-both, axis=1, kind="stable")[:, : CHOICE * MOST]
        row = np.arange(count)[:, None]
        yours, theirs = preference[row, order], preference.T[row, order]
        best = Best(
            np.where(both[row, order] > 0, order, -1),
            yours.astype(np.float32),
            theirs.astype(np.float32),
            np.ones(order.shape, np.float32),
        )
        graph = graph_of(layout, best)
        seen, _ = spread(layout, graph, MOST, congestion, lambda _share: False)
        lists: Lists = [[] for _ in range(count)]
        for edge in np.argsort(-seen, kind="stable")[: np.count_nonzero(seen)].tolist():
            lists[graph.source[edge]].append(int(graph.target[edge]))
        return lists

    return show


def _top(value: Values) -> Lists:
    order = np.argsort(-value, axis=1, kind="stable")[:, :MOST]
    return [
        [int(other) for other in row if np.isfinite(value[index, other])]
        for index, row in enumerate(order)
    ]


def expected_matches(market: Market, truth: Truth, lists: Lists) -> tuple[float, Values]:
    """Pairs that find each other if everybody is shown a list once, and how much each delegate is
    looked at [N]: the model of Su, Bayoumi and Joachims (WWW 2022) with the true preferences.

    A delegate of p places comes to the next request, after R that it likes better, with probability
    1 / (1 + R / p); that is 1 / rank with one place. Written without the engine's code for it.
    """
    count = len(lists)
    seen, match = np.zeros((count, count)), np.zeros((count, count))
    look = looked_at()
    for party, row in enumerate(lists):
        seen[party, row] = look[: len(row)]
    asked = seen * truth.preference
    for target in range(count):
        order = np.argsort(-truth.preference[target], kind="stable")
        before = np.cumsum(asked[order, target]) - asked[order, target]
        reached = 1.0 / (1.0 + before / market.parties[target].places)
        match[order, target] = asked[order, target] * truth.preference[target, order] * reached
    pairs = 1.0 - (1.0 - match) * (1.0 - match.T)
    return float(np.triu(pairs, 1).sum()), seen.sum(axis=0)
