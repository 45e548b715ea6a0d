"""A planned conference, seen by different people."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation
from tests.factories.conference import make_planned_conference
from tests.factories.people import person_with_role

from clusterwerk.accounts.choices import Role, ScopeKind
from clusterwerk.conference.models import Conference


@pytest.fixture
def planned(db: None) -> Conference:
    """A conference whose published plan holds one meeting of a German and a French cluster."""
    return make_planned_conference(slots=(3, 2))


@pytest.fixture
def team(client: Client, planned: Conference) -> Client:
    """Signed in as the team of that conference."""
    key = str(planned.public_id)
    client.force_login(person_with_role(Role.CONFERENCE_TEAM, ScopeKind.CONFERENCE, key))
    return client


@pytest.fixture
def english() -> Iterator[None]:
    """Refusals are read in English, whatever the installation speaks."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def language_of_the_installation() -> Iterator[None]:
    """A page asked for in English leaves English behind in the thread; the next test does not."""
    yield
    translation.deactivate()
