"""The conference of product.md comes true: 250 delegates, 180 organisations, 30 countries, 604
meetings, two days, ending in 250 agendas. Loaded and planned as `make run` does it."""

from collections import Counter, defaultdict
from datetime import date

import pytest
from django.db.models import F
from django.test import Client

from clusterwerk.conference import planning
from clusterwerk.conference.choices import UnplacedReason
from clusterwerk.conference.models import Conference, Delegate, Match, Plan, PlannedMeeting, Slot
from clusterwerk.conference.queries.agendas import agenda_of
from clusterwerk.conference.queries.conferences import (
    conferences_with_figures,
    featured_conference,
)
from clusterwerk.demo import conferences
from clusterwerk.demo.conference_people import FAMILY_NAME

STUTTGART = "example-stuttgart-2017"
SCARCE = "example-scarce-tables"


def _conference(slug: str = STUTTGART) -> Conference:
    return conferences_with_figures().get(slug=slug)


def _plan(slug: str = STUTTGART) -> Plan:
    plan = _conference(slug).published_plan
    assert plan is not None
    return plan


def test_250_delegates_of_180_organisations_from_30_countries_agreed_on_604_meetings() -> None:
    found = _conference()
    assert (found.delegates, found.organisations, found.countries, found.agreed) == (
        250,
        180,
        30,
        604,
    )


def test_two_days_four_sessions_18_slots_of_20_minutes_and_38_tables() -> None:
    found = _conference()
    assert (found.starts_on, found.ends_on) == (date(2017, 9, 21), date(2017, 9, 22))
    assert found.time_zone == "Europe/Berlin"
    assert found.sessions.count() == 4
    assert found.tables.count() == 38
    slots = Slot.objects.filter(session__conference=found)
    assert slots.count() == 18
    assert {(slot.ends_at - slot.starts_at).total_seconds() for slot in slots} == {20 * 60}
    assert {slot.starts_at.astimezone(found.zone).date().day for slot in slots} == {21, 22}


def test_delegations_are_of_one_to_three() -> None:
    sizes = Counter(
        Delegate.objects.filter(registration__conference=_conference()).values_list(
            "registration", flat=True
        )
    )
    assert Counter(sizes.values()) == {1: 120, 2: 50, 3: 10}


def test_every_invented_person_is_recognisable_and_every_conference_is_marked() -> None:
    assert all(
        f" {FAMILY_NAME} " in name and name[-3:].isdigit()
        for name in Delegate.objects.values_list("name", flat=True)
    )
    assert set(Conference.objects.values_list("is_example", flat=True)) == {True}


def test_all_604_are_placed_and_the_plan_is_proven_best() -> None:
    plan = _plan()
    assert (plan.agreed, plan.placed) == (604, 604)
    assert plan.proven
    assert plan.repeatable
    assert plan.breaks == plan.breaks_bound
    assert plan.share_smallest == 1


def test_at_least_70_per_cent_cross_a_country_and_50_per_cent_a_field() -> None:
    plan = _plan()
    assert plan.across_countries / plan.placed >= 0.7
    assert plan.across_fields / plan.placed >= 0.5


def test_popularity_is_heavy_tailed_and_everybody_has_a_meeting() -> None:
    load: Counter[int] = Counter()
    for pair in Match.objects.filter(conference=_conference()).values_list(
        "delegate_a", "delegate_b"
    ):
        load.update(pair)
    ranked = sorted(load.values(), reverse=True)
    assert len(ranked) == 250
    assert min(ranked) >= 1
    assert sum(ranked[:25]) / sum(ranked) >= 0.15
    assert ranked[0] >= 2 * ranked[125]


def test_some_are_there_part_of_the_time() -> None:
    absent = (
        Delegate.objects.filter(registration__conference=_conference())
        .exclude(unavailable_slots=None)
        .distinct()
        .count()
    )
    assert 25 <= absent <= 75


def test_the_conference_ends_in_250_agendas_that_agree_with_each_other() -> None:
    conference, plan = _conference(), _plan()
    delegates = Delegate.objects.filter(registration__conference=conference).select_related(
        "registration__conference"
    )
    seats: dict[str, list[tuple[int, str]]] = defaultdict(list)
    agendas = breaks = 0
    for delegate in delegates:
        entries = [entry for part in agenda_of(plan, delegate) for entry in part.entries]
        times = [entry.starts_at for entry in entries]
        partners = [entry.partner.pk for entry in entries]
        assert len(set(times)) == len(times)
        assert len(set(partners)) == len(partners)
        assert delegate.registration.organisation_id not in partners
        agendas += bool(entries)
        breaks += sum(entry.break_before for entry in entries)
        for entry in entries:
            seats[entry.match].append((delegate.pk, f"{entry.starts_at} {entry.table}"))
    assert agendas == 250
    assert breaks == plan.breaks
    assert len(seats) == 604
    for pair in seats.values():
        assert len({who for who, _ in pair}) == 2
        assert len({where for _, where in pair}) == 1


def test_nobody_meets_when_away() -> None:
    for side in ("delegate_a", "delegate_b"):
        for slug in (STUTTGART, SCARCE):
            meetings = PlannedMeeting.objects.filter(plan=_plan(slug), slot__isnull=False)
            away = meetings.filter(**{f"{side}__unavailable_slots": F("slot")})
            assert away.count() == 0


def test_planning_again_gives_the_same_plan() -> None:
    conference, plan = _conference(), _plan()
    problem = planning.problem_of(conference)
    assert planning.digest_of(problem, seed=plan.seed) == plan.input_digest
    again = planning.solve(problem, seed=plan.seed)
    kept = set(
        PlannedMeeting.objects.filter(plan=plan).values_list("match_id", "slot_id", "table_id")
    )
    assert {(int(one.meeting), int(one.slot), int(one.table)) for one in again.placements} == kept


def test_in_the_tight_conference_some_find_no_place_and_a_break_is_unavoidable() -> None:
    conference, plan = _conference(SCARCE), _plan(SCARCE)
    assert conference.tables.count() == 33
    assert plan.agreed == 604
    assert 0 < plan.unplaced < 60
    assert plan.breaks_bound > 0
    assert plan.breaks >= plan.breaks_bound
    reasons = set(plan.meetings.filter(slot=None).values_list("reason", flat=True))
    assert reasons <= set(UnplacedReason.values)
    assert len(reasons) >= 2


def test_the_start_page_shows_the_conference_of_2017() -> None:
    featured = featured_conference()
    assert featured is not None
    assert featured.slug == STUTTGART


def test_loading_again_changes_nothing() -> None:
    before = (Conference.objects.count(), Match.objects.count(), Plan.objects.count())
    conferences.load(lambda _line: None)
    assert (Conference.objects.count(), Match.objects.count(), Plan.objects.count()) == before


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_overview_tells_the_figures_and_the_proof(client: Client, language: str) -> None:
    text = client.get(f"/{language}/conference/{STUTTGART}/").content.decode()
    for figure in ("250", "180", "30", "604"):
        assert f">{figure}<" in text
    assert ("Bewiesen bester Plan" if language == "de" else "Proven best plan") in text
