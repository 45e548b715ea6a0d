"""A step that another plan has come to need: why it is not taken back is said on the desk."""

import pytest
from django.test import Client
from tests.factories.conference import (
    make_conference,
    make_delegation,
    make_match,
    make_ready_plan,
)
from tests.factories.people import person_with_role

from clusterwerk.accounts.choices import Role, ScopeKind
from clusterwerk.conference.actions.publishing import publish_plan
from clusterwerk.conference.actions.remedies import apply_remedy
from clusterwerk.conference.models import Plan, Table
from clusterwerk.conference.queries.plans import state_of_edits
from clusterwerk.jobs.running import run_waiting_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(client: Client) -> Plan:
    """A draft with one more table, which the published plan uses; another draft does too."""
    conference = make_conference(slots=(1,), tables=1)
    for number in (1, 2):
        make_match(
            make_delegation(conference, name=f"Eins {number} e.V.", short_name=f"EINS{number}"),
            make_delegation(conference, name=f"Zwei {number} e.V.", short_name=f"ZWEI{number}"),
        )
    draft = make_ready_plan(conference)
    run_waiting_jobs()
    draft.refresh_from_db()
    match = draft.meetings.select_related("match").get(slot__isnull=True).match
    kinds = [row["kind"] for row in draft.answers["remedies"]["answer"][str(match.pk)]]
    apply_remedy(draft, match, kinds.index("open_table"), by=None)
    publish_plan(make_ready_plan(conference, seed=1), by=None)
    make_ready_plan(conference, seed=2)
    team = person_with_role(Role.CONFERENCE_TEAM, ScopeKind.CONFERENCE, str(conference.public_id))
    client.force_login(team)
    return draft


SAID = {
    "en": (
        "Plan 2 is published, and EINS",
        "would lose its place in draft 3. Move it there first, or take it off the board.",
        "Or remove table 2 under “Tables”: there you see whom that touches, and they are told.",
    ),
    "de": (
        "Plan 2 ist veröffentlicht, und EINS",
        "verlöre in Entwurf 3 seinen Platz. Verschieben Sie es dort zuerst",
        "Oder entfernen Sie Tisch 2 unter „Tische“: Dort sehen Sie, wen das betrifft",
    ),
}


@pytest.mark.parametrize("language", SAID)
def test_the_desk_says_which_plans_need_the_step_and_what_to_do_instead(
    client: Client, plan: Plan, language: str
) -> None:
    address = f"/{language}/conference/{plan.conference.slug}/plans/1/undo/"
    values = {"state": state_of_edits(plan)}
    answer = client.post(address, values, headers={"Desk": "part"})
    assert answer.status_code == 409
    page = client.post(address, values, follow=True).content.decode()
    for sentence in SAID[language]:
        assert sentence in answer.json()["said"]
        assert sentence in page
    assert Table.objects.get(number=2).withdrawn_at is None
