"""Who is suggested to whom: never who must not be, the same each time, and well spread."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from bench.market_lists import (
    expected_matches,
    known,
    known_one_sided,
    one_sided,
    suggested,
)
from bench.market_world import Crowd, invented
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.matchmaking.suggesting.markets import OPTIONS, markets

from matchmaking.suggesting import Interest, Market, Party, SuggestOptions, suggest
from matchmaking.suggesting.layout import layout_of
from matchmaking.suggesting.pairs import want
from matchmaking.suggesting.rows import look_around, room_for
from matchmaking.suggesting.suggestions import gini
from matchmaking.suggesting.warming import compile_kernels

# The first call compiles the kernels.
patient = settings(deadline=None, max_examples=50)


def lists(market, options):
    found = suggest(market, options)
    return {party.id: found.of(party.id) for party in market.parties}


def allowed(market, one, other):
    """Whether the second may be suggested to the first, in plain words."""
    return (
        one.organisation != other.organisation
        and (one.id, other.id) not in market.blocked
        and (other.id, one.id) not in market.blocked
        and (market.may_ask is None or (one.type, other.type) in market.may_ask)
        and one.places > 0
        and other.places > 0
        and (not one.slots or not other.slots or one.slots & other.slots > 0)
    )


@patient
@given(market=markets(), options=OPTIONS)
def test_nobody_is_suggested_who_must_not_be_and_nobody_twice(market, options):
    by_id = {party.id: party for party in market.parties}
    for party, rows in lists(market, options).items():
        partners = [row.partner for row in rows]
        assert len(partners) == len(set(partners)) <= options.most
        assert all(allowed(market, by_id[party], by_id[partner]) for partner in partners)


@patient
@given(market=markets(), options=OPTIONS)
def test_a_list_is_only_short_where_nobody_else_comes_into_question(market, options):
    for party in market.parties:
        possible = sum(allowed(market, party, other) for other in market.parties)
        found = suggest(market, options).partners(party.id)
        assert len(found) == min(options.most, possible)


@patient
@given(market=markets(), options=OPTIONS, workers=st.integers(1, 3))
def test_the_same_market_and_seed_give_the_same_suggestions(market, options, workers):
    one, other = suggest(market, options), suggest(market, replace(options, workers=workers))
    assert lists(market, options) == lists(market, replace(options, workers=workers))
    assert (one.gini, one.expected_matches) == (other.gini, other.expected_matches)


@patient
@given(market=markets(), options=OPTIONS)
def test_scores_are_shares_and_both_sides_are_told_as_they_are(market, options):
    by_id = {party.id: party for party in market.parties}
    for party, rows in lists(market, options).items():
        for row in rows:
            one, other = by_id[party], by_id[row.partner]
            assert 0 < row.score <= 1
            assert row.yours == pytest.approx(want(one, other), abs=1e-5)
            assert row.theirs == pytest.approx(want(other, one), abs=1e-5)
            assert row.score == pytest.approx((row.yours * row.theirs) ** 0.5)


@patient
@given(market=markets())
def test_the_kernels_compute_what_the_formulas_of_a_pair_say(market):
    count = len(market.parties)
    layout = layout_of(market, range(count))
    room = room_for(layout)
    for index, party in enumerate(market.parties):
        look_around(layout, index, room)
        for place, other in enumerate(market.parties):
            if allowed(market, party, other) or allowed(market, other, party):
                assert room.yours[place] == pytest.approx(want(party, other), abs=1e-5)
                assert room.theirs[place] == pytest.approx(want(other, party), abs=1e-5)
            else:
                assert room.yours[place] == room.theirs[place] == 0


@patient
@given(market=markets(), options=OPTIONS)
def test_the_congestion_makes_no_market_worth_less(market, options):
    """The spread starts from what is good for both alone, and keeps nothing that is worse."""
    even = replace(options, country_lean=0.0, field_lean=0.0)
    plain = suggest(market, replace(even, congestion=0.0)).expected_matches
    assert suggest(market, replace(even, congestion=1.0)).expected_matches >= plain - 1e-4


def crowded():
    """Twelve look for a pilot line: two that all like best have one place each, the others are
    nearly as good."""
    need = Interest("pilot", frozenset({"photonics"}), terms=frozenset({"laser"}))
    plain = Interest("pilot", frozenset({"photonics"}))
    seekers = [Party(f"seeker-{n}", f"s{n}", needs=(need,)) for n in range(12)]
    stars = [Party(f"star-{n}", f"t{n}", offers=(need,), places=1) for n in range(2)]
    others = [Party(f"other-{n}", f"o{n}", offers=(plain,)) for n in range(8)]
    return Market((*seekers, *stars, *others))


def test_not_everybody_is_sent_to_the_same_two():
    market = crowded()

    def sent(congestion):
        found = suggest(market, SuggestOptions(most=2, congestion=congestion))
        return sum("star" in name for n in range(12) for name in found.partners(f"seeker-{n}"))

    assert sent(0.0) == 24
    assert sent(1.0) < 12


def test_who_has_more_places_is_shown_to_more():
    market = crowded()
    few = suggest(market, SuggestOptions(most=2))
    roomy = replace(
        market,
        parties=tuple(
            replace(party, places=40) if "star" in party.id else party for party in market.parties
        ),
    )
    many = suggest(roomy, SuggestOptions(most=2))

    def shown(found):
        return sum("star" in name for n in range(12) for name in found.partners(f"seeker-{n}"))

    assert shown(many) > shown(few)


@pytest.mark.parametrize(
    ("lean", "abroad"), [("country_lean", {"country": "FR"}), ("field_lean", {"fields": ("b",)})]
)
def test_lists_lean_across_countries_and_fields(lean, abroad):
    need, offer = Interest("pilot", frozenset({"x"})), Interest("pilot", frozenset({"x"}))
    seeker = Party("seeker", "s", "DE", ("a",), needs=(need,))
    near = Party("near", "n", "DE", ("a",), offers=(offer,))
    far = replace(near, id="far", organisation="f", **abroad)
    market = Market((seeker, near, far))
    even = SuggestOptions(country_lean=0.0, field_lean=0.0)
    assert suggest(market, replace(even, **{lean: 2.0})).partners("seeker") == ("far", "near")


def test_parties_who_are_alike_are_in_an_order_of_the_seed():
    alike = [Party(f"p{n}", f"o{n}") for n in range(9)]
    market = Market(tuple(alike))
    firsts = {suggest(market, SuggestOptions(seed=n)).partners("p0")[0] for n in range(8)}
    assert len(firsts) > 1


def test_progress_goes_up_to_the_end_and_a_stop_leaves_what_is_there():
    market, _ = invented(Crowd(200, 150))
    heard = []
    whole = suggest(market, on_progress=heard.append)
    assert heard == sorted(heard)
    assert heard[-1] == 1.0
    assert whole.complete
    calls = itertools.count()
    part = suggest(market, should_stop=lambda: next(calls) > 0)
    assert not part.complete
    assert sum(bool(part.partners(party.id)) for party in market.parties) > 0
    assert all(len(part.of(party.id)) <= 12 for party in market.parties)


def test_an_unknown_party_has_no_list():
    with pytest.raises(KeyError):
        suggest(Market((Party("p", "o"),))).of("q")


def test_gini_is_nought_for_all_alike_and_nearly_one_for_one_who_has_everything():
    assert gini([2.0, 2.0, 2.0]) == pytest.approx(0.0)
    assert gini([0.0] * 99 + [1.0]) == pytest.approx(0.99)
    assert gini([]) == gini([0.0, 0.0]) == 0.0


def _figures(way, seeds=(0, 1), **crowd):
    found = []
    for seed in seeds:
        market, truth = invented(Crowd(120, 90, **crowd), seed)
        matches, exposure = expected_matches(market, truth, way(market, truth, seed))
        found.append((matches, gini(exposure.tolist())))
    return np.mean(found, axis=0)


@pytest.mark.parametrize("places", [1, 8])
def test_congestion_aware_beats_reciprocal_beats_naive_on_known_preferences(places):
    naive, reciprocal, aware = (
        _figures(way, places=places) for way in (known_one_sided, known(0.0), known(1.0))
    )
    assert naive[0] * 1.1 < reciprocal[0] < aware[0]
    assert naive[1] > reciprocal[1] > aware[1]


def test_on_profiles_alone_as_many_find_each_other_with_far_less_crowding():
    naive, aware = _figures(one_sided), _figures(suggested(lean=0.0))
    assert aware[0] > naive[0]
    assert aware[1] < 0.8 * naive[1]


def test_the_expectation_of_the_engine_is_that_of_the_model_written_anew():
    market, _ = invented(Crowd(60, 45))
    layout = layout_of(market, range(60))
    room = room_for(layout)
    preference = np.zeros((60, 60))
    for party in range(60):
        look_around(layout, party, room)
        preference[party] = room.yours
    truth = invented(Crowd(60, 45))[1]
    model = replace(truth, preference=preference)
    found = suggest(market)
    number = {party.id: index for index, party in enumerate(market.parties)}
    shown = [[number[name] for name in found.partners(party.id)] for party in market.parties]
    matches, exposure = expected_matches(market, model, shown)
    assert found.expected_matches == pytest.approx(matches, rel=1e-3)
    assert found.gini == pytest.approx(gini(exposure.tolist()), rel=1e-3)


def test_the_kernels_can_be_compiled_beforehand():
    compile_kernels()
