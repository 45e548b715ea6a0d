"""What two parties are to each other, from the facts of both: the formulas for a single pair.

`rows` computes the same for whole markets; a test holds the two together.
"""

from __future__ import annotations

import math

from matchmaking.suggesting.market import Interest, Party

# How well an offer meets a need of the same kind: KIND for the kind alone, FIELD more for the
# same fields, TERMS more for the same words. Fields that one side does not tell count half.
KIND, FIELD, TERMS = 0.1, 0.5, 0.4
UNTOLD_FIELD = 0.5
# Short texts about the same matter share half of their words at best: that counts as all.
ALL_WORDS = 0.5
# What is left of a fit where the stages differ, and for each side that seeks elsewhere.
OTHER_STAGE, OTHER_COUNTRY = 0.7, 0.4
# How much one side wants the other: for nothing in particular, for its needs met, for its offers
# needed, for a field that ties them. Together 1.
CURIOSITY, NEEDS, OFFERS, TIE = 0.05, 0.5, 0.3, 0.15
# A common field ties half as much as fields that complement each other.
COMMON_FIELD = 0.5
# What is left of it where the two have no language in common.
NO_LANGUAGE = 0.6
# Joint projects to be expected from a meeting of parties with nothing for each other, and how much
# more for needs that are met, across a border, across main fields, and if the fields complement
# each other.
BASE_RATE, FIT_GAIN = 0.01, 8.0
ACROSS_COUNTRIES, ACROSS_FIELDS, COMPLEMENTING = 1.4, 1.3, 1.2


def fields_of(interest: Interest, party: Party) -> frozenset[str]:
    """The fields of an interest: its own, or those of its party."""
    return interest.fields or frozenset(party.fields)


def welcomes(interest: Interest, partner: Party) -> bool:
    """Whether the interest is open to partners from that country."""
    return not interest.countries or partner.country in interest.countries


def fit(need: Interest, offer: Interest, seeker: Party, provider: Party) -> float:
    """How well an offer meets a need, 0 to 1; 0 if the kinds differ.

    Fields are compared by the overlap coefficient, words by the cosine of their sets; words count
    only as far as the fields are the same.
    """
    if need.kind != offer.kind:
        return 0.0
    sought, offered = fields_of(need, seeker), fields_of(offer, provider)
    same = UNTOLD_FIELD
    if sought and offered:
        same = len(sought & offered) / min(len(sought), len(offered))
    words = 0.0
    if need.terms and offer.terms:
        both = len(need.terms & offer.terms)
        words = both / math.sqrt(len(need.terms) * len(offer.terms))
        words = min(1.0, words / ALL_WORDS)
    value = KIND + same * (FIELD + TERMS * words)
    if need.stage and offer.stage and need.stage != offer.stage:
        value *= OTHER_STAGE
    if not welcomes(need, provider):
        value *= OTHER_COUNTRY
    if not welcomes(offer, seeker):
        value *= OTHER_COUNTRY
    return value


def meets(seeker: Party, provider: Party) -> float:
    """How well the offers of one party meet the needs of another, 0 to 1: the probability that one
    need at least is met, if each is met with the probability of its best fit."""
    missed = 1.0
    for need in seeker.needs:
        best = max((fit(need, offer, seeker, provider) for offer in provider.offers), default=0.0)
        missed *= 1.0 - best
    return 1.0 - missed


def named_fields(party: Party) -> frozenset[str]:
    """The fields that its offers and needs name."""
    return frozenset().union(*(part.fields for part in (*party.offers, *party.needs)))


def complementing(one: Party, other: Party) -> bool:
    """Whether the main fields differ, and the offers or needs of one name the other's."""
    mine, theirs = one.main_field, other.main_field
    if not mine or not theirs or mine == theirs:
        return False
    return theirs in named_fields(one) or mine in named_fields(other)


def want(one: Party, other: Party) -> float:
    """How probably the first would like to meet the second, 0 to 1."""
    tie = 0.0
    if complementing(one, other):
        tie = 1.0
    elif set(one.fields) & set(other.fields):
        tie = COMMON_FIELD
    value = CURIOSITY + NEEDS * meets(one, other) + OFFERS * meets(other, one) + TIE * tie
    talk = not one.languages or not other.languages or bool(one.languages & other.languages)
    return value if talk else NO_LANGUAGE * value


def crosses(one: Party, other: Party) -> tuple[bool, bool]:
    """Whether the two have different countries, different main fields (both known)."""
    countries = {one.country, other.country} - {""}
    fields = {one.main_field, other.main_field} - {""}
    return len(countries) > 1, len(fields) > 1


def potential(one: Party, other: Party) -> float:
    """The joint projects to be expected from one meeting of the two, 0 to 1; the same both ways.

    1 - exp(-rate), where the rate is 0.01 (one project in a hundred meetings of parties that have
    nothing for each other) times 1 + 8 for each side whose needs are met for sure, times 1.4 across
    a border, times 1.3 across main fields, times 1.2 where the fields complement each other. These
    are assumptions, nothing is learnt; the level is that of a conference whose 604 meetings led to
    30 projects and more. Slots, places and who may ask whom do not matter here.
    """
    rate = BASE_RATE * (1.0 + FIT_GAIN * (meets(one, other) + meets(other, one)))
    country, field = crosses(one, other)
    rate *= ACROSS_COUNTRIES if country else 1.0
    rate *= ACROSS_FIELDS if field else 1.0
    rate *= COMPLEMENTING if complementing(one, other) else 1.0
    return -math.expm1(-rate)
