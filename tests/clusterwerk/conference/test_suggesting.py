"""Suggestions: what the engine is told of a conference, and what is kept of its answer."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.factories.conference import make_match
from tests.factories.wishes import make_guest, make_interest, make_type, make_wish_phase

from clusterwerk.conference.actions.suggestions import (
    make_suggestions,
    request_due_suggestions,
    request_suggestions,
)
from clusterwerk.conference.actions.wishes import exclude_delegation, make_wish
from clusterwerk.conference.models import Conference, Delegate, Need, Offer, Slot, Suggestion
from clusterwerk.conference.queries.suggestions import suggestions_for
from clusterwerk.conference.suggesting import market_of, potential_of, weight_of
from clusterwerk.jobs.models import Job
from clusterwerk.jobs.running import run_waiting_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference() -> Conference:
    return make_wish_phase(slots=(3,))


def test_a_market_holds_keys_codes_and_stems_but_no_names(conference: Conference) -> None:
    one = make_guest(conference, "Alpha", fields=("pho", "mic"), country_id="DE", delegates=2)
    make_interest(
        Need,
        one,
        text_en="pilot lines for photonic sensors",
        fields=("pho",),
        countries=("FR",),
        stage="pilot",
    )
    absent = one.delegates.first()
    assert absent is not None
    absent.unavailable_slots.set(Slot.objects.all())

    (party,) = market_of(conference).parties

    assert party.id == str(one.pk)
    assert (party.country, party.fields) == ("DE", ("pho", "mic"))
    assert party.languages == {"en", "de"}
    assert party.slots == 0b111
    assert party.places == 3  # one of the two is never there
    (need,) = party.needs
    assert (need.kind, need.fields, need.countries, need.stage) == (
        "pilot",
        {"pho"},
        {"FR"},
        "pilot",
    )
    assert {"pilot", "sensor"} <= need.terms
    assert "Alpha" not in repr(party)


def test_forms_of_a_word_in_both_languages_have_a_stem_in_common(conference: Conference) -> None:
    one = make_guest(conference, "Alpha")
    make_interest(Need, one, text_en="a sensor", text_de="ein Sensor")
    make_interest(Offer, one, text_en="sensors", text_de="Sensoren")
    (party,) = market_of(conference).parties
    assert party.needs[0].terms & party.offers[0].terms


def test_vetoes_wishes_matches_and_the_matrix_are_told(conference: Conference) -> None:
    guests, hosts = make_type(conference, "Guests"), make_type(conference, "Hosts")
    one, two, three, four = (
        make_guest(conference, name) for name in ("Alpha", "Beta", "Gamma", "Delta")
    )
    exclude_delegation(one, two, by=None)
    make_wish(one, three, by=None, kind="want")
    make_match(one, four)
    market = market_of(conference)
    assert market.blocked == {(str(one.pk), str(other.pk)) for other in (two, three, four)}
    assert market.may_ask is not None
    assert (str(guests.pk), str(guests.pk)) in market.may_ask
    assert (str(guests.pk), str(hosts.pk)) not in market.may_ask
    assert ("", str(hosts.pk)) in market.may_ask
    places = {party.id: party.places for party in market.parties}
    assert places[str(one.pk)] == 2


def test_without_any_rule_all_may_ask_all(conference: Conference) -> None:
    make_type(conference).may_ask.clear()
    assert market_of(conference).may_ask is None


def test_a_delegation_whose_people_are_never_there_has_no_place(conference: Conference) -> None:
    one = make_guest(conference, "Alpha")
    for delegate in one.delegates.all():
        delegate.unavailable_slots.set(Slot.objects.all())
    (party,) = market_of(conference).parties
    assert (party.places, party.slots) == (0, 0)
    Delegate.objects.update(takes_meetings=False)
    (party,) = market_of(conference).parties
    assert party.places == 0


def make_pair(conference: Conference) -> tuple[Any, Any]:
    seeker = make_guest(conference, "Alpha", fields=("pho",), country_id="FR")
    maker = make_guest(conference, "Beta", fields=("mic",), country_id="DE")
    make_interest(Need, seeker, fields=("pho",), text_en="pilot lines", countries=("DE",))
    make_interest(Offer, maker, fields=("pho",), text_en="a pilot line")
    make_interest(Offer, maker, fields=("pho",), text_en="another pilot line")
    return seeker, maker


def test_suggestions_are_kept_with_their_reasons_and_made_anew(conference: Conference) -> None:
    seeker, maker = make_pair(conference)
    assert make_suggestions(conference, by=None)
    first = Suggestion.objects.get(registration=seeker)
    assert first.partner == maker
    assert 0 < first.score <= 1
    assert first.reasons[0] == {
        "kind": "need_met",
        "params": {"kind": "pilot", "fields": ["pho"], "number": 2},
    }
    conference.refresh_from_db()
    assert conference.suggested_at is not None
    make_suggestions(conference, by=None)
    assert Suggestion.objects.filter(registration=seeker).count() == 1


def test_a_suggestion_goes_as_soon_as_there_is_a_wish_or_a_veto(conference: Conference) -> None:
    seeker, maker = make_pair(conference)
    make_suggestions(conference, by=None)
    assert [row.partner for row in suggestions_for(seeker)] == [maker]
    exclude_delegation(maker, seeker, by=None)
    assert not suggestions_for(seeker).exists()
    assert make_suggestions(conference, by=None)
    assert not Suggestion.objects.exists()


def test_what_is_stopped_keeps_the_suggestions_of_before(conference: Conference) -> None:
    make_pair(conference)
    make_suggestions(conference, by=None)
    before = list(Suggestion.objects.values_list("pk", flat=True))
    assert not make_suggestions(conference, by=None, should_stop=lambda: True)
    assert list(Suggestion.objects.values_list("pk", flat=True)) == before


def test_a_job_makes_them_and_is_not_asked_for_twice(conference: Conference) -> None:
    make_pair(conference)
    job = request_suggestions(conference, by=None)
    assert request_suggestions(conference, by=None) == job
    run_waiting_jobs()
    job.refresh_from_db()
    assert job.state == "done"
    assert Suggestion.objects.exists()


def test_they_are_due_when_something_changed_in_the_wish_phase(conference: Conference) -> None:
    assert request_due_suggestions() == 0  # nobody is there yet
    seeker, maker = make_pair(conference)
    assert request_due_suggestions() == 1
    run_waiting_jobs()
    assert request_due_suggestions() == 0
    make_wish(seeker, maker, by=None, kind="want")
    assert request_due_suggestions() == 1
    assert Job.objects.count() == 2
    run_waiting_jobs()
    conference.phases.update(ends_at=timezone.now() - timedelta(hours=1))
    make_wish(maker, seeker, by=None, kind="want", as_team=True)
    assert request_due_suggestions() == 0


def test_the_weight_counts_both_sides_alike(conference: Conference) -> None:
    seeker, maker = make_pair(conference)
    expected = potential_of(seeker, maker)
    assert expected == potential_of(maker, seeker)
    assert 0 < expected < 1
    # times the factor of the priority, 9 for must: the geometric mean of 9 and 1
    low_and_high = 9 * weight_of(0.05, ("must", 99), ("would", 99))
    assert low_and_high == pytest.approx(3 * weight_of(0.05, ("want", 99), ("want", 99)))
    assert weight_of(0.05, ("want", 1), ("want", 1)) == pytest.approx(5.5)
    assert weight_of(0.0, ("want", 1), ("want", 1)) > 0
