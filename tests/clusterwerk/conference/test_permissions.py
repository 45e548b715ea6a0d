"""Who may plan, and whose agenda is seen by whom."""

import pytest
from django.contrib.auth.models import AnonymousUser
from tests.factories.conference import make_conference, make_delegation
from tests.factories.people import person, person_with_role

from clusterwerk.accounts.choices import Role, ScopeKind
from clusterwerk.conference.models import Conference
from clusterwerk.conference.permissions import can_plan_conference, can_view_agenda, can_view_name

pytestmark = pytest.mark.django_db


def test_the_team_of_this_conference_and_administrators_may_plan(planned: Conference) -> None:
    key = str(planned.public_id)
    other = str(make_conference().public_id)
    conference = ScopeKind.CONFERENCE
    allowed = [
        person_with_role(Role.CONFERENCE_TEAM, conference, key),
        person_with_role(Role.CONFERENCE_TEAM),
        person_with_role(Role.ADMINISTRATOR),
    ]
    refused = [
        AnonymousUser(),
        person(),
        person_with_role(Role.CONFERENCE_TEAM, conference, other),
        person_with_role(Role.EDITOR),
        person_with_role(Role.STATE_COORDINATOR),
    ]
    assert [can_plan_conference(who, planned) for who in allowed] == [True] * 3
    assert [can_plan_conference(who, planned) for who in refused] == [False] * 5


@pytest.mark.parametrize("may", [can_view_agenda, can_view_name])
def test_what_is_private_is_seen_by_the_person_and_the_team_only(may) -> None:
    delegate = make_delegation(make_conference(), is_public=False).delegates.get()
    delegate.user = person()
    delegate.save()
    assert may(delegate.user, delegate)
    assert may(person_with_role(Role.ADMINISTRATOR), delegate)
    assert not may(person(), delegate)
    assert not may(AnonymousUser(), delegate)


@pytest.mark.parametrize("may", [can_view_agenda, can_view_name])
def test_what_is_public_is_seen_by_everybody(may) -> None:
    delegate = make_delegation(make_conference()).delegates.get()
    assert may(AnonymousUser(), delegate)
