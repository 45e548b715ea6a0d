"""The checklist says what is there, what is missing and what comes next."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.factories.conference import (
    make_conference,
    make_delegation,
    make_match,
    make_planned_conference,
)

from clusterwerk.conference.choices import PhaseKind, RegistrationStatus
from clusterwerk.conference.models import Conference, ConferencePhase
from clusterwerk.conference.queries.checklist import (
    Checklist,
    Line,
    Now,
    State,
    Step,
    checklist_of,
)

pytestmark = pytest.mark.django_db


def line(conference: Conference, step: str, view: str, turn: int = 0) -> Line:
    (found,) = [one for one in checklist_of(conference).steps if one.key == step]
    return [row for row in found.lines if row.view == view][turn]


def test_an_empty_conference_lacks_nearly_everything() -> None:
    conference = make_conference(slots=(), tables=0, is_hidden=True, test_mode=True)
    checklist = checklist_of(conference)
    assert [step.missing > 0 for step in checklist.steps] == [True] * 4
    assert checklist.next_line is not None
    assert checklist.next_line.view == "basics"
    assert line(conference, "planning", "grid").state == State.MISSING
    assert line(conference, "planning", "tables").state == State.MISSING
    assert line(conference, "registration", "switch", 0).arguments == ("live",)
    assert line(conference, "registration", "switch", 1).arguments == ("visible",)


def test_a_text_in_one_language_is_to_be_checked() -> None:
    conference = make_conference(privacy_text_de="Text", registration_text_de="Text")
    conference.registration_text_en = "Text"
    states = [line(conference, "registration", "texts", turn).state for turn in (1, 2)]
    assert states == [State.DONE, State.CHECK]


def test_sessions_on_other_days_than_the_conference_are_to_be_checked() -> None:
    conference = make_conference(starts_on=date(2031, 6, 3), ends_on=date(2031, 6, 3))
    assert line(conference, "planning", "grid").state == State.CHECK


def test_too_few_places_for_the_matches_are_to_be_checked() -> None:
    conference = make_conference(slots=(1,), tables=1)
    assert line(conference, "planning", "tables").state == State.DONE
    hub = make_delegation(conference)
    for _ in range(2):
        make_match(hub, make_delegation(conference))
    assert line(conference, "planning", "tables").state == State.CHECK


def test_delegations_that_wait_for_a_decision_are_counted() -> None:
    conference = make_conference()
    make_delegation(conference, status=RegistrationStatus.REQUESTED)
    make_delegation(conference)
    found = line(conference, "wishes", "registrations")
    assert found.state == State.CHECK
    now = checklist_of(conference).now
    assert (now.total, now.requested, now.admitted) == (2, 1, 1)


def test_a_published_plan_is_done_and_the_next_deadline_is_named() -> None:
    conference = make_planned_conference()
    start = datetime(2030, 5, 1, 6, tzinfo=UTC)
    ConferencePhase.objects.create(
        conference=conference,
        kind=PhaseKind.WISHES,
        starts_at=start,
        ends_at=start + timedelta(days=9),
    )
    assert line(conference, "published", "plans").state == State.DONE
    checklist = checklist_of(conference, start + timedelta(days=1))
    assert checklist.deadline is not None
    assert checklist.deadline.is_end
    assert checklist.running == (PhaseKind.WISHES,)


@pytest.mark.parametrize("pairs", [1, 3])
def test_the_checklist_asks_as_often_for_a_large_conference(
    django_assert_num_queries, pairs: int
) -> None:
    conference = make_planned_conference(pairs=pairs, slots=(3,) * pairs)
    with django_assert_num_queries(15):
        checklist_of(conference)


def test_delegations_that_wait_come_before_what_a_later_step_lacks() -> None:
    steps = (
        Step("registration", "", (Line("Types", State.CHECK, "", "types"),)),
        Step("wishes", "", (Line("Delegations", State.CHECK, "", "registrations"),)),
        Step("published", "", (Line("Plan", State.MISSING, "", "plans"),)),
    )
    following = Checklist(steps, Now({}, 0, 0, 0, 0, 0), None).next_line
    assert following is not None
    assert following.view == "registrations"
