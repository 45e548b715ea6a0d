"""Who may open what: every page of the portal times every role of the demo, in one table."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.acceptance.page_rows import (
    conference_agendas,
    conference_desk,
    conference_public,
    conference_registration,
    conference_setup,
    conference_wishes,
    portal,
)
from tests.acceptance.page_rows.roles import ROLES

from clusterwerk.accounts.models import User
from clusterwerk.conference.models import Conference, Delegate
from clusterwerk.conference.web.acting import KEY
from clusterwerk.directory.models import Organisation
from clusterwerk.jobs.models import Job
from clusterwerk.mail.actions import queue_mail
from clusterwerk.mail.models import Message
from clusterwerk.programme.models import Edition, Event

IN_CONFERENCE = (
    conference_desk,
    conference_setup,
    conference_registration,
    conference_wishes,
    conference_agendas,
)

# View name -> what each role gets for a plain GET.
MATRIX: dict[str, dict[str, int]] = portal.MATRIX | conference_public.MATRIX
# The same for what is sent: done and led on (302), or refused.
SENDING = dict(portal.SENDING)
for part in IN_CONFERENCE:
    MATRIX |= part.MATRIX
    SENDING |= part.SENDING


def arguments_of(name: str) -> dict[str, Any]:
    """What a view's address needs, from the demo."""
    edition = Edition.objects.get(slug="clusterwoche-2017-beispiel")
    conference = Conference.objects.get(slug="example-stuttgart-2017")
    in_edition, in_conference = {"slug": edition.slug}, {"slug": conference.slug}
    event = {"slug": Event.objects.filter(edition=edition).earliest("pk").slug}
    delegate = Delegate.objects.filter(registration__conference=conference).earliest("pk")
    of_delegate = in_conference | {"key": delegate.public_id}
    job = {"key": Job.objects.earliest("pk").public_id}
    known: dict[str, dict[str, Any]] = {
        "directory:profile": {"slug": Organisation.objects.earliest("pk").slug},
        "programme:event": event,
        "programme:event_file": event,
        "programme:edition": in_edition,
        "programme:calendar": in_edition,
        "programme:edition_file": in_edition | {"form": "csv"},
        "programme:events_file": {"form": "ics"},
        "conference:list": {},
        "conference:new": {},
        "conference:agenda": of_delegate,
        "conference:calendar": of_delegate,
        "conference:publish": in_conference | {"version": 1},
        "jobs:detail": job,
        "jobs:progress": job,
        "jobs:stop": job,
        "mail:message": {"key": Message.objects.latest("pk").public_id},
    }
    for part in IN_CONFERENCE:
        known |= {view: in_conference | more for view, more in part.arguments(conference).items()}
    return known.get(name, in_conference if name.startswith("conference:") else {})


def names_of(patterns: list[URLPattern | URLResolver], namespace: str = "") -> set[str]:
    found = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = ":".join(part for part in (namespace, pattern.namespace or "") if part)
            found |= names_of(pattern.url_patterns, inner)
        else:
            found.add(f"{namespace}:{pattern.name}" if namespace else str(pattern.name))
    return found


def test_the_table_names_every_page_of_ours() -> None:
    ours = {
        name
        for name in names_of(get_resolver().url_patterns)
        # Sign-in and second factor are allauth's; tests/clusterwerk/accounts is about them.
        if not name.startswith(("account_", "mfa_"))
    }
    assert ours == set(MATRIX)


@pytest.fixture
def visitor(client: Client, settings: Any, request: pytest.FixtureRequest) -> Client:
    """A browser of somebody in that role, in a demonstration with one mail in its outbox."""
    settings.DEMO = True
    queue_mail(to="nobody@example.org", subject="Example", body="Example")
    if request.param == "delegate":
        delegate = Delegate.objects.filter(
            registration__conference__slug="example-stuttgart-2017"
        ).earliest("pk")
        session = client.session
        session[KEY] = {str(delegate.registration.conference.public_id): delegate.email}
        session.save()
    elif request.param != "nobody":
        client.force_login(User.objects.get(email=f"{request.param}@example.org"))
    return client


by_role = pytest.mark.parametrize(
    ("visitor", "role"), [(role, role) for role in ROLES], indirect=["visitor"], ids=ROLES
)


@by_role
def test_a_role_opens_what_it_may_and_nothing_else(visitor: Client, role: str) -> None:
    answers = {
        name: visitor.get(reverse(name, kwargs=arguments_of(name))).status_code for name in MATRIX
    }
    assert answers == {name: expected[role] for name, expected in MATRIX.items()}


@by_role
def test_a_role_changes_what_it_may_and_nothing_else(visitor: Client, role: str) -> None:
    answers = {name: answer_to_post(visitor, name) for name in SENDING}
    assert answers == {name: expected[role] for name, expected in SENDING.items()}


def answer_to_post(visitor: Client, name: str) -> int:
    """Each is sent as if it were the first: what it changed, such as who acts, is taken back."""
    with transaction.atomic():
        answer = visitor.post(reverse(name, kwargs=arguments_of(name)), {"seed": "7"})
        transaction.set_rollback(True)
    return answer.status_code
