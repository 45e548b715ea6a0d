"""A small conference is played through the real actions, from set-up to the mails."""

import pytest
from django.core.management import CommandError, call_command

from clusterwerk.audit.models import Entry
from clusterwerk.conference.choices import MatchStatus, RegistrationStatus
from clusterwerk.conference.models import AgendaNotice, Conference, Delegate, Match, PlannedMeeting
from clusterwerk.demo import register
from clusterwerk.demo.conference_people import FAMILY_NAME
from clusterwerk.demo.simulated_people import cast_of
from clusterwerk.demo.simulation import simulate
from clusterwerk.mail.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisations() -> None:
    register.load(lambda _line: None)


@pytest.mark.usefixtures("organisations")
def test_a_conference_is_played_from_the_first_text_to_the_last_mail() -> None:
    said: list[str] = []
    played = simulate(said.append, seed=3, delegations=12, meetings=20)

    conference = Conference.objects.get(pk=played.conference.pk)
    assert conference.is_example
    assert not conference.is_hidden
    assert conference.registrations.filter(status=RegistrationStatus.ADMITTED).count() == 12
    agreed = Match.objects.filter(conference=conference, status=MatchStatus.AGREED)
    assert 20 <= agreed.count() <= 24
    assert played.plan is not None
    assert played.plan.is_published
    assert played.plan.placed == agreed.count()
    # Everybody with a meeting got one mail about it, with agenda and calendar.
    placed = PlannedMeeting.objects.filter(plan=played.plan, slot__isnull=False)
    busy = {key for pair in placed.values_list("delegate_a", "delegate_b") for key in pair}
    notices = AgendaNotice.objects.filter(plan=played.plan)
    assert set(notices.values_list("delegate", flat=True)) == busy
    assert not notices.filter(queued_at__isnull=True).exists()
    assert Message.objects.filter(pk__in=notices.values("message")).count() == len(busy)
    # It went through the actions: each left its entry.
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert {"register_delegation", "make_wish", "answer_wish", "publish_plan"} <= verbs
    assert "made-up" not in "".join(said)
    assert all(f" {FAMILY_NAME} " in row.name for row in Delegate.objects.all())


@pytest.mark.usefixtures("organisations")
def test_the_same_number_plays_the_same_people() -> None:
    assert cast_of(seed=1, delegations=9) == cast_of(seed=1, delegations=9)
    assert cast_of(seed=1, delegations=9) != cast_of(seed=2, delegations=9)


@pytest.mark.usefixtures("organisations")
def test_more_than_there_are_cannot_come() -> None:
    with pytest.raises(CommandError, match="180"):
        call_command("simulate_conference", delegations=181)
