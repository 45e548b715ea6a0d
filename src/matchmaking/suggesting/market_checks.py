"""What a market must keep before anything can be suggested; called by `Market`, not meant for
others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from matchmaking.errors import InputProblem

if TYPE_CHECKING:
    from matchmaking.suggesting.market import Market, Party

# The bits of a machine word that count as slots; the planner takes as many.
MOST_SLOTS = 62


def faults_in(market: Market) -> list[InputProblem]:
    """Every fault of the market, in the order of its parts."""
    return [*_identity(market), *_numbers(market), *_blocked(market)]


def _identity(market: Market) -> Iterator[InputProblem]:
    first: dict[str, int] = {}
    for index, party in enumerate(market.parties):
        path = f"parties[{index}]"
        if not party.id:
            yield InputProblem(
                "missing_id", "A party has no id.", "Give each party an id.", path=f"{path}.id"
            )
        elif party.id in first:
            yield InputProblem(
                "same_id",
                f"Two parties have the id {party.id!r}; the first is parties[{first[party.id]}].",
                "Give each party an id of its own.",
                path=f"{path}.id",
            )
        first.setdefault(party.id, index)
        if not party.organisation:
            yield InputProblem(
                "missing_organisation",
                f"Party {party.id!r} has no organisation.",
                "Name one: parties of the same organisation are never suggested to each other.",
                path=f"{path}.organisation",
            )


def _numbers(market: Market) -> Iterator[InputProblem]:
    for index, party in enumerate(market.parties):
        path = f"parties[{index}]"
        if party.places < 0:
            yield InputProblem(
                "bad_places",
                f"Party {party.id!r} has {party.places} places.",
                "Use 0 for a party that can take no more meetings.",
                path=f"{path}.places",
            )
        if not 0 <= party.slots < 2**MOST_SLOTS:
            yield InputProblem(
                "bad_slots",
                f"The slots of party {party.id!r} are no mask of at most {MOST_SLOTS} bits.",
                "Set bit k for slot k, from 0; use 0 if its slots are unknown.",
                path=f"{path}.slots",
            )
        yield from _texts(party, path)


def _texts(party: Party, path: str) -> Iterator[InputProblem]:
    """Kinds are told, and no code is empty: empty means unknown where a single one is told."""
    sets = [("fields", party.fields), ("languages", party.languages)]
    for what, interests in (("offers", party.offers), ("needs", party.needs)):
        for number, interest in enumerate(interests):
            place = f"{what}[{number}]"
            if not interest.kind:
                yield InputProblem(
                    "missing_kind",
                    f"One of the {what} of party {party.id!r} has no kind.",
                    "Say what it is about, or leave it out.",
                    path=f"{path}.{place}.kind",
                )
            sets += [
                (f"{place}.fields", interest.fields),
                (f"{place}.countries", interest.countries),
                (f"{place}.terms", interest.terms),
            ]
    for place, names in sets:
        if "" in names:
            yield InputProblem(
                "empty_code",
                f"Party {party.id!r} has an empty code among its {place}.",
                "Leave it out.",
                path=f"{path}.{place}",
            )


def _blocked(market: Market) -> Iterator[InputProblem]:
    known = {party.id for party in market.parties}
    for pair in sorted(market.blocked):
        for name in sorted(set(pair) - known):
            yield InputProblem(
                "unknown_party",
                f"The blocked pair {pair[0]!r}, {pair[1]!r} names {name!r}, which is no party.",
                "Leave the pair out, or add the party.",
                path="blocked",
            )
