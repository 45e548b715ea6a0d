"""Who is told of a changed agenda, and what."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.factories.conference import make_conference, make_planned_conference

from clusterwerk.conference.actions.notices import tell_changes
from clusterwerk.conference.choices import MatchStatus, RegistrationStatus
from clusterwerk.conference.models import (
    AgendaNotice,
    Conference,
    Delegate,
    Match,
    PlannedMeeting,
    Registration,
    Slot,
    Table,
)
from clusterwerk.jobs.models import Job

pytestmark = pytest.mark.django_db

TASK = "clusterwerk.conference.publication_tasks.mail_notices"


@pytest.fixture
def told() -> Conference:
    """Two pairs of delegations who know of their meetings."""
    return make_planned_conference(pairs=2, slots=(3,))


def kinds() -> list[list[str]]:
    """The kinds of changes of all notices that are not the first of their delegate."""
    return [
        [change["kind"] for change in notice.changes]
        for notice in AgendaNotice.objects.filter(sequence__gt=1)
    ]


def test_without_a_published_plan_nobody_is_told() -> None:
    assert tell_changes(make_conference(), by=None) == 0
    assert not Job.objects.filter(kind=TASK).exists()


def test_the_first_notice_tells_the_whole_agenda(told: Conference) -> None:
    assert AgendaNotice.objects.count() == Delegate.objects.count() == 4
    notice = AgendaNotice.objects.earliest("pk")
    meeting = PlannedMeeting.objects.get(match__registration_a=notice.delegate.registration)
    assert meeting.slot is not None
    assert meeting.table is not None
    assert (notice.sequence, notice.changes) == (1, [])
    assert notice.told == [
        {
            "match": str(meeting.match.public_id),
            "starts_at": meeting.slot.starts_at.isoformat(),
            "ends_at": meeting.slot.ends_at.isoformat(),
            "table": meeting.table.label,
            "zone": "A",
            "partner": meeting.match.registration_b.organisation.name,
            "country": "FR",
            "organisation": str(meeting.match.registration_b.organisation.public_id),
        }
    ]


def test_who_was_told_is_not_told_again(told: Conference) -> None:
    assert tell_changes(told, by=None) == 0
    assert AgendaNotice.objects.count() == 4


def test_a_cancelled_match_is_told_to_its_two_delegates_only(told: Conference) -> None:
    Match.objects.filter(pk=Match.objects.earliest("pk").pk).update(status=MatchStatus.CANCELLED)
    assert tell_changes(told, by=None) == 2
    assert kinds() == [["cancelled"], ["cancelled"]]
    assert [row.told for row in AgendaNotice.objects.filter(sequence=2)] == [[], []]


def test_a_slot_at_another_time_is_told_as_moved(told: Conference) -> None:
    meeting = PlannedMeeting.objects.earliest("pk")
    slot = Slot.objects.get(pk=meeting.slot_id)
    slot.starts_at += timedelta(hours=6)
    slot.ends_at += timedelta(hours=6)
    slot.save()
    tell_changes(told, by=None)
    assert ["moved"] in kinds()
    change = AgendaNotice.objects.filter(sequence=2).earliest("pk").changes[0]
    assert change["before"]["starts_at"] < change["after"]["starts_at"]


def test_another_table_is_told_without_a_new_time(told: Conference) -> None:
    Table.objects.filter(conference=told, number=1).update(name="Fenster")
    tell_changes(told, by=None)
    assert set(map(tuple, kinds())) == {("table",)}


def test_who_no_longer_takes_part_is_not_told_but_the_partners_are(told: Conference) -> None:
    gone = PlannedMeeting.objects.earliest("pk").delegate_a
    assert gone is not None
    Delegate.objects.filter(pk=gone.pk).update(cancelled_at=timezone.now())
    assert tell_changes(told, by=None) == 1
    assert AgendaNotice.objects.get(sequence=2).delegate_id != gone.pk


def test_a_delegation_that_cancelled_has_no_meetings(told: Conference) -> None:
    gone = PlannedMeeting.objects.earliest("pk").match.registration_a
    Registration.objects.filter(pk=gone.pk).update(status=RegistrationStatus.CANCELLED)
    assert tell_changes(told, by=None) == 1


def test_one_job_makes_the_mails_of_all(told: Conference) -> None:
    job = Job.objects.get(kind=TASK)
    assert job.arguments == {"conference_id": told.pk}


def test_after_the_last_day_nobody_is_told(told: Conference) -> None:
    Conference.objects.filter(pk=told.pk).update(starts_on="2020-01-01", ends_on="2020-01-02")
    Match.objects.update(status=MatchStatus.CANCELLED)
    assert tell_changes(told, by=None) == 0


@pytest.mark.parametrize("pairs", [1, 3])
def test_queries_do_not_grow_with_delegates(
    pairs: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    conference = make_planned_conference(pairs=pairs, slots=(3,))
    Table.objects.update(zone="B")
    with django_assert_num_queries(13):
        assert tell_changes(conference, by=None) == 2 * pairs
