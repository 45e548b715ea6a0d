"""Lists that are good together: as many mutual matches as can be expected, under congestion.

The model is that of Su, Bayoumi and Joachims (Optimizing Rankings for Recommendation in Matching
Markets, WWW 2022, section 3): whoever is shown a partner at place k looks at it with probability
v(k), asks it with the probability that it wants it, and the partner answers yes with the
probability that it wants the asker, if it comes to that request at all, because it looks at the
requests of those that it wants most first. Here v(k) = 1 / log2(1 + k), and with R requests from
those that it wants more a party of p places comes to the next one with probability
1 / (1 + c R / p), c being the strength of congestion; with one place that is their 1 / rank. Both
sides are shown each other, so a pair matches if one of the two ways succeeds.

They maximise this over random rankings. Here each party in turn gets the list that is best while
the lists of all others stay (block coordinate ascent on the graph of candidates): the gain of an
edge is its own match, less what it takes from those further down at its target.
"""
# mypy: disable-error-code="arg-type, assignment, operator, misc, no-any-return"

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from matchmaking.suggesting.candidates import Graph
from matchmaking.suggesting.kernels import Floats, inner_kernel, kernel
from matchmaking.suggesting.layout import Layout

MOST_SWEEPS = 10
# Sweeps end when the worth of the matches grows by less than this share.
LEAST_GAIN = 1e-3


def attention(most: int) -> Floats:
    """How probably each place of a list is looked at [most]: the discount of DCG."""
    return (1.0 / np.log2(np.arange(2, most + 2))).astype(np.float32)


@inner_kernel
def _take_best(graph: Graph, party: int, gain: Floats, look: Floats, seen: Floats) -> None:
    """Show the party its edges of greatest gain, in that order; ties in the order of `out`."""
    first, last = graph.out_from[party], graph.out_from[party + 1]
    for place in range(min(len(look), last - first)):
        best = -1
        for index in range(first, last):
            edge = graph.out[index]
            if seen[edge] == 0.0 and (best < 0 or gain[edge] > gain[best]):
                best = edge
        seen[best] = look[place]


@inner_kernel
def _matches(graph: Graph, slope: Floats, party: int, seen: Floats, match: Floats) -> None:
    """The probability of a match on each edge to a party, by that way alone."""
    load = 0.0
    for edge in range(graph.into[party], graph.into[party + 1]):
        asked = seen[edge] * graph.ask[edge]
        match[edge] = asked * graph.answer[edge] / (1.0 + slope[party] * load)
        load += asked


@inner_kernel
def _gain(
    graph: Graph, slope: Floats, edge: int, look: float, seen: Floats, match: Floats
) -> float:
    """What showing an edge adds for each unit of attention, if it gets so much of it (`look`): its
    own match, unless the pair matches the other way, less what those lose whom the target wants
    less."""
    target = graph.target[edge]
    steep, step = slope[target], look * graph.ask[edge]
    load = 0.0
    for other in range(graph.into[target], edge):
        load += seen[other] * graph.ask[other]
    reverse = match[graph.twin[edge]] if graph.twin[edge] >= 0 else 0.0
    own = graph.worth[edge] * graph.answer[edge] * (1.0 - reverse) / (1.0 + steep * load)
    lost = 0.0
    for other in range(edge + 1, graph.into[target + 1]):
        if seen[other] > 0.0:
            asked = seen[other] * graph.ask[other]
            left = (1.0 + steep * load) * (1.0 + steep * (load + step))
            lost += graph.worth[other] * asked * graph.answer[other] * steep / left
            load += asked
    return graph.ask[edge] * (own - lost)


@kernel
def _sweep(
    graph: Graph, slope: Floats, look: Floats, seen: Floats, match: Floats, gain: Floats
) -> None:
    """Each party in turn gets the list that is best while those of the others stay."""
    usual = look[len(look) // 2]
    for party in range(len(slope)):
        first, last = graph.out_from[party], graph.out_from[party + 1]
        for index in range(first, last):
            seen[graph.out[index]] = 0.0
        _matches(graph, slope, party, seen, match)
        for index in range(first, last):
            edge = graph.out[index]
            gain[edge] = _gain(graph, slope, edge, usual, seen, match)
        _take_best(graph, party, gain, look, seen)


@kernel
def _expected(graph: Graph, slope: Floats, seen: Floats, match: Floats) -> tuple[float, float]:
    """Pairs that match by one way at least, and what they are worth."""
    for party in range(len(slope)):
        _matches(graph, slope, party, seen, match)
    pairs, worth = 0.0, 0.0
    for edge in range(len(graph.source)):
        twin = graph.twin[edge]
        if twin < edge:
            reverse = match[twin] if twin >= 0 else 0.0
            found = 1.0 - (1.0 - match[edge]) * (1.0 - reverse)
            pairs += found
            worth += graph.worth[edge] * found
    return pairs, worth


def spread(
    layout: Layout, graph: Graph, most: int, congestion: float, tick: Callable[[float], bool]
) -> tuple[Floats, float]:
    """How probably each edge is looked at [E], 0 for those that are not shown; and the pairs that
    are expected to match. `tick` hears the share that is done, and says whether to stop.

    Without congestion each list is in the order of what is good for both, with the leans.
    """
    look = attention(most)
    # The strength changes the lists alone: the expectation always counts the places as they are.
    real = (1.0 / np.maximum(1, layout.places)).astype(np.float32)
    slope = (real * congestion).astype(np.float32)
    seen, match, gain = (np.zeros(len(graph.source), np.float32) for _ in range(3))
    _first_lists(graph, look, seen)
    if congestion:
        best, kept = _expected(graph, slope, seen, match)[1], seen.copy()
        for sweep in range(MOST_SWEEPS):
            if tick(sweep / MOST_SWEEPS):
                break
            _sweep(graph, slope, look, seen, match, gain)
            worth = _expected(graph, slope, seen, match)[1]
            grown = worth > best * (1.0 + LEAST_GAIN)
            if worth > best:
                best, kept = worth, seen.copy()
            if not grown:
                break
        seen = kept
    return seen, _expected(graph, real, seen, match)[0]


def _first_lists(graph: Graph, look: Floats, seen: Floats) -> None:
    """The lists by what is good for both alone: the order of `out`."""
    place = np.arange(len(graph.out)) - graph.out_from[graph.source[graph.out]]
    shown = place < len(look)
    seen[graph.out[shown]] = look[place[shown]]


def exposure(graph: Graph, seen: Floats, parties: int) -> NDArray[np.float64]:
    """How much each party is looked at, over all lists [N]."""
    return np.bincount(graph.target, weights=seen, minlength=parties).astype(np.float64)
