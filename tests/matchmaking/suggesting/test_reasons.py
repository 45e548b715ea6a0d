"""Why somebody is suggested: each reason alone, and that all of them are true."""

from dataclasses import replace

import pytest
from hypothesis import given
from tests.matchmaking.suggesting.markets import parties

from matchmaking.suggesting import REASONS, Interest, Party
from matchmaking.suggesting.reasons import reasons_for

PILOT = Interest("pilot", frozenset({"photonics"}))
ONE = Party("one", "a", "FR")
OTHER = Party("other", "b", "DE")


def told(one, other):
    return [(reason.kind, dict(reason.params)) for reason in reasons_for(one, other)]


def test_two_offers_that_meet_a_need_are_told_to_both_sides():
    one = replace(ONE, needs=(PILOT,))
    other = replace(OTHER, offers=(PILOT, replace(PILOT, stage="idea")))
    fact = {"kind": "pilot", "fields": ("photonics",)}
    assert told(one, other) == [("need_met", {**fact, "number": 2})]
    assert told(other, one) == [("offer_met", {**fact, "number": 1})]


def test_one_offer_is_told_once_though_it_meets_two_needs():
    one = replace(ONE, needs=(PILOT, replace(PILOT, stage="idea")))
    other = replace(OTHER, offers=(PILOT,))
    assert [params["number"] for _, params in told(one, other)] == [1]
    assert [params["number"] for _, params in told(other, one)] == [2]


@pytest.mark.parametrize(
    "other_offer",
    [
        {"kind": "sales"},
        {"fields": frozenset({"health"})},
        {"stage": "product"},
        {"countries": frozenset({"IT"})},
    ],
)
def test_an_offer_with_an_if_is_no_reason(other_offer):
    one = replace(ONE, needs=(replace(PILOT, stage="idea"),))
    assert told(one, replace(OTHER, offers=(replace(PILOT, **other_offer),))) == []


def test_fields_that_a_side_does_not_tell_are_none_in_common():
    one = replace(ONE, needs=(Interest("pilot"),))
    assert told(one, replace(OTHER, offers=(PILOT,))) == [
        ("need_met", {"kind": "pilot", "fields": (), "number": 1})
    ]


def test_a_country_that_is_sought_is_told_to_both_sides():
    one = replace(ONE, needs=(replace(PILOT, countries=frozenset({"DE"})),))
    assert told(one, OTHER) == [("country_sought", {"country": "DE"})]
    assert told(OTHER, one) == [("sought_by", {"country": "DE"})]


def test_fields_complement_each_other_where_one_side_names_the_others():
    one = replace(ONE, fields=("photonics",), needs=(Interest("sales", frozenset({"health"})),))
    other = replace(OTHER, fields=("health",))
    assert told(one, other) == [("complementing_field", {"one": "photonics", "other": "health"})]
    assert told(other, one) == [("complementing_field", {"one": "health", "other": "photonics"})]
    assert told(replace(one, needs=()), other) == []


def test_common_fields_languages_and_words_are_told():
    need = replace(PILOT, terms=frozenset({"laser", "chip", "cell", "sensor"}))
    one = replace(
        ONE, fields=("photonics", "health"), needs=(need,), languages=frozenset({"en", "fr"})
    )
    other = replace(
        OTHER, fields=("photonics", "health"), offers=(need,), languages=frozenset({"en", "de"})
    )
    assert told(one, other)[1:] == [
        ("common_field", {"fields": ("photonics", "health")}),
        ("shared_words", {"words": ("cell", "chip", "laser")}),
        ("common_language", {"languages": ("en",)}),
    ]


@given(one=parties(1), other=parties(2))
def test_every_reason_is_a_fact_of_the_two_profiles(one, other):
    found = told(one, other)
    order = list(REASONS)
    assert [order.index(kind) for kind, _ in found] == sorted(order.index(k) for k, _ in found)
    for kind, params in found:
        assert TRUE[kind](one, other, params), (kind, params)


@given(one=parties(1), other=parties(2))
def test_what_one_side_is_told_the_other_is_told_from_its_side(one, other):
    opposite = {"need_met": "offer_met", "offer_met": "need_met"}
    opposite |= {"country_sought": "sought_by", "sought_by": "country_sought"}
    mine = sorted(opposite.get(kind, kind) for kind, _ in told(one, other))
    assert mine == sorted(kind for kind, _ in told(other, one))


def _met(seeker, provider, params):
    return any(
        need.kind == offer.kind == params["kind"]
        and set(params["fields"]) <= set(seeker.fields).union(*(n.fields for n in seeker.needs))
        and set(params["fields"])
        <= set(provider.fields).union(*(o.fields for o in provider.offers))
        and (not need.countries or provider.country in need.countries)
        and (not offer.countries or seeker.country in offer.countries)
        for need in seeker.needs
        for offer in provider.offers
    )


def _names_country(party, country):
    return any(country in part.countries for part in (*party.offers, *party.needs))


def _names_field(party, field):
    return any(field in part.fields for part in (*party.offers, *party.needs))


def _words(party):
    return {word for part in (*party.offers, *party.needs) for word in part.terms}


TRUE = {
    "need_met": lambda one, other, params: (
        _met(one, other, params)
        and 1 <= params["number"] <= sum(offer.kind == params["kind"] for offer in other.offers)
    ),
    "offer_met": lambda one, other, params: (
        _met(other, one, params)
        and 1 <= params["number"] <= sum(need.kind == params["kind"] for need in other.needs)
    ),
    "country_sought": lambda one, other, params: (
        params["country"] == other.country and _names_country(one, other.country)
    ),
    "sought_by": lambda one, other, params: (
        params["country"] == one.country and _names_country(other, one.country)
    ),
    "complementing_field": lambda one, other, params: (
        params["one"] == one.fields[0] != other.fields[0] == params["other"]
        and (_names_field(one, other.fields[0]) or _names_field(other, one.fields[0]))
    ),
    "common_field": lambda one, other, params: (
        set(params["fields"]) == set(one.fields) & set(other.fields)
    ),
    "shared_words": lambda one, other, params: set(params["words"]) <= _words(one) & _words(other),
    "common_language": lambda one, other, params: (
        set(params["languages"]) == one.languages & other.languages
    ),
}
