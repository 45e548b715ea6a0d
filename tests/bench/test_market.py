"""The bench of suggestions: its invented truth, its chains and its tables."""

import json
from dataclasses import replace

import numpy as np
import pytest
from bench.market_chain import cut, event, in_order, judged, planned, wish_and_answer
from bench.market_lists import catalogue, expected_matches, one_sided, suggested
from bench.market_world import Crowd, invented, profiles

from bench import market as bench
from matchmaking import verify

SMALL = Crowd(40, 30)


def test_the_same_seed_gives_the_same_market_and_another_another():
    market, truth = invented(SMALL, 1)
    again, same = invented(SMALL, 1)
    assert market == again == profiles(SMALL, 1)
    assert np.array_equal(truth.preference, same.preference)
    assert invented(SMALL, 2)[0] != market


def test_the_truth_does_not_depend_on_how_bad_the_profiles_are():
    (good, truth), (bad, same) = invented(replace(SMALL, noise=0.0)), invented(SMALL)
    assert good != bad
    assert np.array_equal(truth.projects, same.projects)


def test_preferences_are_shares_and_projects_the_same_both_ways():
    _, truth = invented(SMALL)
    assert ((truth.preference > 0) & (truth.preference < 1)).all()
    assert np.array_equal(truth.projects, truth.projects.T)


def test_first_come_leads_to_about_one_project_in_twenty_meetings():
    market, truth = invented(Crowd())
    matched = wish_and_answer(market, truth, catalogue, 0, rounds=4)
    problem = event(market, matched, tables=9)
    held = judged(market, truth, problem, in_order(problem, 0))
    assert 0.03 < held.projects / held.held < 0.08


def test_a_look_at_one_list_is_counted_by_hand():
    market, truth = invented(Crowd(2, 2, places=1))
    truth = replace(truth, preference=np.array([[0, 0.5], [0.25, 0]]))
    matches, exposure = expected_matches(market, truth, [[1], []])
    assert matches == pytest.approx(0.125)
    assert exposure.tolist() == [0, 1]


@pytest.mark.parametrize("show", [catalogue, one_sided, suggested()])
def test_who_agreed_wants_to_meet_and_organisations_meet_once(show):
    market, truth = invented(SMALL)
    matched = wish_and_answer(market, truth, show, 0, rounds=2)
    assert matched.pairs
    bodies = [
        frozenset(market.parties[party].organisation for party in pair) for pair in matched.pairs
    ]
    assert len(set(bodies)) == len(bodies)
    assert all(len(pair) == 2 for pair in bodies)
    assert matched == wish_and_answer(market, truth, show, 0, rounds=2)


@pytest.mark.parametrize("planning", [in_order, planned])
def test_a_plan_that_is_cut_is_still_a_plan(planning):
    market, truth = invented(SMALL)
    problem = event(market, wish_and_answer(market, truth, one_sided, 0, rounds=3), tables=1)
    whole = planning(problem, 0)
    part = cut(problem, whole, 5, by_worth=planning is planned)
    assert len(part.placements) == 5
    assert not verify(problem, part)
    assert judged(market, truth, problem, part).held == 5


def test_the_tables_have_a_line_for_each_way_and_the_figures_of_each_seed(
    capsys, tmp_path, monkeypatch
):
    monkeypatch.setattr(bench, "LOOKS", (bench.Look("small", SMALL, bench.KNOWN + bench.SEEN),))
    monkeypatch.setattr(bench, "WORLDS", (bench.World("small", SMALL, tables=2, rounds=1),))
    file = tmp_path / "figures.json"
    assert bench.main(["--seeds", "2", "--large", "200", "--json", str(file)]) == 0
    printed = capsys.readouterr().out
    assert all(printed.count(f"{chain.name} ") for chain in bench.CHAINS)
    assert "NOT VALID" not in printed
    figures = json.loads(file.read_text())
    assert len(figures["looks"]) == 2 * 7
    assert len(figures["chains"]) == 2 * len(bench.CHAINS)
    held = {(row["seed"], row["held"]) for row in figures["chains"]}
    assert len(held) == 2  # equal numbers of meetings on each seed


def test_a_plan_that_is_not_valid_fails_the_run(capsys, monkeypatch):
    monkeypatch.setattr(bench, "LOOKS", ())
    monkeypatch.setattr(bench, "WORLDS", (bench.World("small", SMALL, tables=2, rounds=1),))

    def crowded(problem, seed):
        plan = in_order(problem, seed)
        one, other, *rest = plan.placements
        return replace(
            plan, placements=(one, replace(other, slot=one.slot, table=one.table), *rest)
        )

    chain = replace(bench.CHAINS[0], planning=crowded)
    monkeypatch.setattr(bench, "CHAINS", (chain,))
    assert bench.main(["--seeds", "1", "--large", "0"]) == 1
    assert "NOT VALID" in capsys.readouterr().out
