"""The whole way from a market to its suggestions."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from matchmaking.suggesting.candidates import Graph, best_partners, graph_of
from matchmaking.suggesting.kernels import Floats
from matchmaking.suggesting.layout import layout_of
from matchmaking.suggesting.market import Market, SuggestOptions
from matchmaking.suggesting.spreading import exposure, spread
from matchmaking.suggesting.suggestions import Ranked, Suggestions, gini

# Candidates of each party for each place of its list, so that the spread has a choice.
CHOICE = 4
# The share of the work that finding the candidates is.
FINDING = 0.8


def suggest(
    market: Market,
    options: SuggestOptions,
    *,
    on_progress: Callable[[float], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Suggestions:
    """As `matchmaking.suggesting.suggest` says."""
    stopped = False

    def tick(share: float) -> bool:
        nonlocal stopped
        if on_progress is not None:
            on_progress(share)
        stopped = stopped or (should_stop is not None and should_stop())
        return stopped

    # Of parties who are alike, the first in this order comes first.
    order = np.random.default_rng(options.seed).permutation(len(market.parties)).tolist()
    layout = layout_of(market, order)
    best = best_partners(
        layout,
        CHOICE * options.most,
        (options.country_lean, options.field_lean),
        options.workers,
        lambda share: tick(FINDING * share),
    )
    graph = graph_of(layout, best)
    seen, expected = spread(
        layout,
        graph,
        options.most,
        options.congestion,
        lambda share: tick(FINDING + (1 - FINDING) * share),
    )
    shown = exposure(graph, seen, len(order))[layout.places > 0]
    if on_progress is not None and not stopped:
        on_progress(1.0)
    return Suggestions(
        market.parties,
        _lists(market, order, graph, seen),
        expected_matches=float(expected),
        gini=gini(shown.tolist()),
        complete=not stopped,
    )


def _lists(market: Market, order: list[int], graph: Graph, seen: Floats) -> dict[str, list[Ranked]]:
    """For each party its suggestions, what is looked at most first."""
    shown = np.flatnonzero(seen)
    shown = shown[np.lexsort((-seen[shown], graph.source[shown]))]
    lists: dict[str, list[Ranked]] = {}
    for edge in shown.tolist():
        party = market.parties[order[graph.source[edge]]].id
        lists.setdefault(party, []).append(
            Ranked(
                order[graph.target[edge]],
                min(1.0, float(graph.ask[edge])),
                min(1.0, float(graph.answer[edge])),
            )
        )
    return lists
