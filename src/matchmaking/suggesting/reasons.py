"""Why a suggestion is made: facts of both sides that anybody can look up in their profiles.

A reason is a kind and its parameters; whoever shows it makes the sentence. It is told to one side,
here "you"; the partner's side is told by the reasons of the opposite suggestion.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from matchmaking.suggesting.market import Interest, Party
from matchmaking.suggesting.pairs import complementing, fields_of, welcomes

NEED_MET = "need_met"
OFFER_MET = "offer_met"
COUNTRY_SOUGHT = "country_sought"
SOUGHT_BY = "sought_by"
COMPLEMENTING_FIELD = "complementing_field"
COMMON_FIELD = "common_field"
SHARED_WORDS = "shared_words"
COMMON_LANGUAGE = "common_language"

# All kinds, in the order in which they are told, each with its parameters.
REASONS: Mapping[str, str] = MappingProxyType(
    {
        NEED_MET: "kind, fields (codes in common), number: you seek this, and so many of their"
        " offers meet it",
        OFFER_MET: "kind, fields (codes in common), number: you offer this, and it meets so many"
        " of their needs",
        COUNTRY_SOUGHT: "country: one of your offers or needs names their country",
        SOUGHT_BY: "country: one of their offers or needs names your country",
        COMPLEMENTING_FIELD: "one, other: your main field and theirs differ, and the offers or"
        " needs of one side name the other's",
        COMMON_FIELD: "fields: codes that both have, your order",
        SHARED_WORDS: "words: stems that a need and the offer that meets it have in common",
        COMMON_LANGUAGE: "languages: in which both can talk",
    }
)
_RANK = {kind: number for number, kind in enumerate(REASONS)}
MOST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Reason:
    """One fact; what `params` holds for each kind stands in `REASONS`."""

    kind: str
    params: Mapping[str, object]


def reasons_for(one: Party, other: Party) -> tuple[Reason, ...]:
    """Why the second is suggested to the first, in the order of `REASONS`."""
    facts = [*_met(one, other), *_between(one, other)]
    # Stable: kinds of one reason stay in the order of the profile.
    facts.sort(key=lambda fact: _RANK[fact[0]])
    return tuple(Reason(kind, params) for kind, params in facts)


def answers(need: Interest, offer: Interest, seeker: Party, provider: Party) -> bool:
    """Whether an offer meets a need without ifs: its kind, a field in common (or untold by a side),
    the stage, and the countries of both sides."""
    if need.kind != offer.kind:
        return False
    if need.stage and offer.stage and need.stage != offer.stage:
        return False
    sought, offered = fields_of(need, seeker), fields_of(offer, provider)
    same = not sought or not offered or bool(sought & offered)
    return same and welcomes(need, provider) and welcomes(offer, seeker)


def _met(one: Party, other: Party) -> Iterator[tuple[str, dict[str, object]]]:
    """What each side has for the other, once for each kind, and the words they share in it."""
    words: set[str] = set()
    for reason, seeker, provider in ((NEED_MET, one, other), (OFFER_MET, other, one)):
        theirs: dict[str, set[int]] = {}
        fields: dict[str, set[str]] = {}
        for number, need in enumerate(seeker.needs):
            for place, offer in enumerate(provider.offers):
                # The first question of `answers`, asked here because most pairs fail it.
                if need.kind != offer.kind or not answers(need, offer, seeker, provider):
                    continue
                # What the other side has is counted: its offers for a need, its needs for an offer.
                theirs.setdefault(need.kind, set()).add(place if reason == NEED_MET else number)
                both = fields_of(need, seeker) & fields_of(offer, provider)
                fields.setdefault(need.kind, set()).update(both)
                words |= need.terms & offer.terms
        for kind, found in theirs.items():
            common = tuple(sorted(fields[kind]))
            yield reason, {"kind": kind, "fields": common, "number": len(found)}
    if words:
        yield SHARED_WORDS, {"words": tuple(sorted(words))[:MOST_WORDS]}


def _between(one: Party, other: Party) -> Iterator[tuple[str, dict[str, object]]]:
    """What countries, fields and languages say about the two."""
    if _names(one, other.country):
        yield COUNTRY_SOUGHT, {"country": other.country}
    if _names(other, one.country):
        yield SOUGHT_BY, {"country": one.country}
    if complementing(one, other):
        yield COMPLEMENTING_FIELD, {"one": one.main_field, "other": other.main_field}
    common = tuple(code for code in dict.fromkeys(one.fields) if code in other.fields)
    if common:
        yield COMMON_FIELD, {"fields": common}
    if one.languages & other.languages:
        yield COMMON_LANGUAGE, {"languages": tuple(sorted(one.languages & other.languages))}


def _names(party: Party, country: str) -> bool:
    return any(country in part.countries for part in (*party.offers, *party.needs))
