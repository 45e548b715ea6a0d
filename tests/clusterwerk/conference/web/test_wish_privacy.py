"""What pages about wishes and agendas keep to themselves."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories.conference import make_planned_conference
from tests.factories.wishes import make_guest, make_wish_phase

from clusterwerk.conference.actions.absences import cancel_meeting
from clusterwerk.conference.actions.agenda_links import ensure_agenda_links
from clusterwerk.conference.actions.delegates import set_consents
from clusterwerk.conference.actions.wishes import make_wish
from clusterwerk.conference.models import ConferencePhase, PlannedMeeting, Registration
from clusterwerk.conference.queries.links import token_of
from clusterwerk.conference.web.acting import KEY

pytestmark = pytest.mark.django_db


def _act(client: Client, registration: Registration, email: str) -> None:
    session = client.session
    session[KEY] = {str(registration.conference.public_id): email}
    session.save()


@pytest.fixture
def alpha() -> Registration:
    return make_guest(make_wish_phase(), "Alpha")


@pytest.fixture
def beta(alpha: Registration) -> Registration:
    return make_guest(alpha.conference, "Beta", country_id="FR")


def test_a_name_that_is_private_again_is_gone_from_the_pages_of_who_wished_for_it(
    client: Client, alpha: Registration, beta: Registration
) -> None:
    person = beta.delegates.get()
    made = make_wish(alpha, beta, by=None, kind="want", target_delegate=person)
    _act(client, alpha, alpha.contact_email)
    base = f"/en/conference/{alpha.conference.slug}/my/"
    pages = (base, f"{base}wishes/{made.public_id}/")
    assert all(person.name in client.get(page).content.decode() for page in pages)
    set_consents(person, by=None, given=[])
    for page in pages:
        html = client.get(page).content.decode()
        assert person.name not in html
        assert "for a person whose name is not public" in html


def test_after_the_phase_a_wish_can_be_withdrawn_only(
    client: Client, alpha: Registration, beta: Registration
) -> None:
    made = make_wish(alpha, beta, by=None, kind="want")
    make_wish(alpha, make_guest(alpha.conference, "Gamma"), by=None, kind="want")
    _act(client, alpha, alpha.contact_email)
    base = f"/en/conference/{alpha.conference.slug}/my/"
    assert "wish-rank__moves" in client.get(base).content.decode()
    ConferencePhase.objects.update(ends_at=timezone.now() - timedelta(hours=1))
    assert "wish-rank__moves" not in client.get(base).content.decode()
    own = client.get(f"{base}wishes/{made.public_id}/").content.decode()
    assert "in the wish phase only" in own
    assert 'name="kind"' not in own
    assert "Withdraw the wish" in own
    order = {"order": [str(made.public_id)]}
    by_script = {"Accept": "application/json"}
    assert client.post(f"{base}rank/", order, headers=by_script).status_code == 409
    said = client.post(f"{base}rank/", order, follow=True).content.decode()
    assert "in the wish phase only" in said


def test_the_private_address_of_an_agenda_tells_who_cancelled_and_not_what_was_written(
    client: Client,
) -> None:
    conference = make_planned_conference()
    row = PlannedMeeting.objects.select_related(
        "match", "delegate_a__registration__organisation", "delegate_b__registration"
    ).get(plan=conference.published_plan)
    one, other = row.delegate_a, row.delegate_b
    assert one is not None
    assert other is not None
    link = ensure_agenda_links(conference, [other.pk])[other.pk]
    cancel_meeting(row.match, by=None, delegate=one, reason="I have fallen ill")
    private = f"/en/conference/{conference.slug}/agenda/{token_of(link)}/"
    html = client.get(private).content.decode()
    assert f"Cancelled by {one.registration.organisation.name}" in html
    assert "fallen ill" not in html
    _act(client, other.registration, other.email)
    own = client.get(f"/en/conference/{conference.slug}/my/agenda/").content.decode()
    assert "fallen ill" in own
