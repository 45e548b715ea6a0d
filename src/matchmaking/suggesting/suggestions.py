"""What came out: for each party a list of suggestions, and how good the lists are together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matchmaking.suggesting.market import Party
from matchmaking.suggesting.reasons import Reason, reasons_for


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A partner to look at.

    yours, theirs  how much the receiver wants the partner, and the partner the receiver, 0 to 1
    score          how good it is for both: their geometric mean. A list is not sorted by it where
                   a partner is suggested to many, or across a border or fields
    reasons        facts of both sides, told to the receiver; may be empty
    """

    partner: str
    score: float
    yours: float
    theirs: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A suggestion before its reasons are told."""

    partner: int
    yours: float
    theirs: float


class Suggestions:
    """The suggestions of a whole market.

    expected_matches  pairs that find each other, as the model expects it: see
                      docs/develop/suggestions.md
    gini              how unevenly parties with places are shown (Gini coefficient of exposure, 0:
                      all alike), where a place further down a list counts less
    complete          whether the work came to its end
    """

    def __init__(
        self,
        parties: Sequence[Party],
        lists: Mapping[str, Sequence[Ranked]],
        *,
        expected_matches: float,
        gini: float,
        complete: bool,
    ) -> None:
        self._parties = {party.id: party for party in parties}
        self._ordered = parties
        self._lists = lists
        self.expected_matches = expected_matches
        self.gini = gini
        self.complete = complete

    def of(self, party_id: str) -> tuple[Suggestion, ...]:
        """The suggestions for a party, best first; KeyError if there is no such party. Reasons are
        made here, each time anew."""
        party = self._parties[party_id]
        return tuple(self._told(party, ranked) for ranked in self._lists.get(party_id, ()))

    def partners(self, party_id: str) -> tuple[str, ...]:
        """The ids of the suggested partners alone, best first."""
        self._parties[party_id]
        return tuple(self._ordered[row.partner].id for row in self._lists.get(party_id, ()))

    def _told(self, party: Party, ranked: Ranked) -> Suggestion:
        partner = self._ordered[ranked.partner]
        return Suggestion(
            partner=partner.id,
            score=(ranked.yours * ranked.theirs) ** 0.5,
            yours=ranked.yours,
            theirs=ranked.theirs,
            reasons=reasons_for(party, partner),
        )


def gini(values: Sequence[float]) -> float:
    """The Gini coefficient of amounts from 0: 0 if all are alike, near 1 if one has everything; 0
    for nothing at all."""
    ordered = sorted(values)
    total = sum(ordered)
    if not total:
        return 0.0
    count = len(ordered)
    weighted = sum(rank * value for rank, value in enumerate(ordered, 1))
    return 2 * weighted / (count * total) - (count + 1) / count
