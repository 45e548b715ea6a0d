"""Steps of an entry are checked, kept and written to the audit trail."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from tests.factories.programme import make_edition, make_event

from clusterwerk.audit.models import Entry
from clusterwerk.programme.actions import record_decision
from clusterwerk.programme.choices import EventStatus
from clusterwerk.programme.queries import counts

pytestmark = pytest.mark.django_db


@pytest.fixture
def submitted():
    return make_event(
        make_edition(starts_on=date(2017, 5, 1), ends_on=date(2017, 5, 5)),
        history=[("submitted", date(2017, 4, 1))],
    )


def test_an_approval_counts_from_its_day_and_raises_the_revision(submitted):
    day = date(2017, 4, 10)
    record_decision(by=None, event=submitted, status=EventStatus.APPROVED, decided_on=day)
    submitted.refresh_from_db()
    assert (submitted.status, submitted.revision) == ("approved", 1)
    assert counts(submitted.edition, day - timedelta(days=1)).events == 0
    assert counts(submitted.edition, day).events == 1
    assert Entry.objects.get().subject_id == str(submitted.public_id)


def test_without_a_day_a_decision_holds_from_today(submitted):
    decision = record_decision(by=None, event=submitted, status=EventStatus.APPROVED)
    assert decision.decided_on == timezone.localdate()


@pytest.mark.parametrize(
    ("status", "day"),
    [
        (EventStatus.CANCELLED, date(2017, 4, 10)),
        (EventStatus.APPROVED, date(2017, 3, 31)),
        (EventStatus.APPROVED, date(2999, 1, 1)),
    ],
)
def test_an_impossible_step_is_refused_and_nothing_is_written(submitted, status, day):
    with pytest.raises(ValidationError):
        record_decision(by=None, event=submitted, status=status, decided_on=day)
    submitted.refresh_from_db()
    assert submitted.status == "submitted"
    assert submitted.decisions.count() == 1
