"""Consent of delegates, and adding one."""

import pytest
from tests.factories.conference import (
    make_conference,
    make_delegation,
    make_match,
)

from clusterwerk.conference.actions.delegates import (
    CONSENTS,
    add_delegate,
    change_delegate,
    set_consents,
)
from clusterwerk.conference.actions.delegation_drafts import DelegateDraft
from clusterwerk.conference.actions.faults import RefusedError
from clusterwerk.conference.choices import MatchStatus, RegistrationStatus
from clusterwerk.conference.models import ParticipantType
from clusterwerk.conference.permissions import can_give_consent
from clusterwerk.conference.queries.acting import Acting
from clusterwerk.mail.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

OLE = DelegateDraft(name="Ole Beispiel", email="Ole@example.org", languages=("de",))


def test_a_new_delegate_is_private_and_gets_a_mail_and_a_number() -> None:
    conference = make_conference()
    mine = make_delegation(conference)
    highest = mine.delegates.get().number
    added = add_delegate(mine, by=None, draft=OLE)
    assert (added.email, added.number) == ("ole@example.org", highest + 1)
    assert all(getattr(added, column) is None for column in CONSENTS.values())
    assert "Nothing of it is public" in Message.objects.get(to="ole@example.org").body


def test_numbers_of_delegates_run_over_the_whole_conference() -> None:
    conference = make_conference()
    mine, other = make_delegation(conference), make_delegation(conference, delegates=3)
    highest = max(other.delegates.values_list("number", flat=True))
    assert add_delegate(mine, by=None, draft=OLE).number == highest + 1


def test_a_full_conference_or_type_takes_no_further_delegate() -> None:
    conference = make_conference(capacity=1)
    mine = make_delegation(conference)
    with pytest.raises(RefusedError, match="All places of the conference are taken"):
        add_delegate(mine, by=None, draft=OLE)
    kind = ParticipantType.objects.create(conference=conference, name_en="A", delegates_most=1)
    waiting = make_delegation(conference, status=RegistrationStatus.WAITING)
    waiting.type = kind
    waiting.save()
    with pytest.raises(RefusedError, match="may have 1 delegate"):
        add_delegate(waiting, by=None, draft=OLE)


def test_the_same_address_is_refused_in_the_own_and_in_another_delegation() -> None:
    conference = make_conference()
    mine, other = make_delegation(conference), make_delegation(conference)
    add_delegate(mine, by=None, draft=OLE)
    with pytest.raises(RefusedError, match="in the delegation already"):
        add_delegate(mine, by=None, draft=OLE)
    with pytest.raises(RefusedError, match="another delegation"):
        add_delegate(other, by=None, draft=OLE)


def test_only_the_person_gives_consent() -> None:
    conference = make_conference()
    mine = make_delegation(conference, delegates=2)
    mine.contact_email = "contact@example.org"
    mine.save()
    one, two = mine.delegates.order_by("number")
    assert can_give_consent(Acting(conference, one.email.upper()), one)
    assert not can_give_consent(Acting(conference, two.email), one)
    assert not can_give_consent(Acting(conference, "contact@example.org"), one)


def test_consent_is_kept_per_field_since_when_and_withdrawn_at_once() -> None:
    person = make_delegation(make_conference(), is_public=False).delegates.get()
    given = set_consents(person, by=None, given={"name", "agenda", "email"})
    since = given.name_public_since
    assert since is not None
    assert given.agenda_public_since is not None
    assert given.email_shared_since is not None
    assert given.function_public_since is None
    again = set_consents(person, by=None, given={"name", "agenda", "email", "function"})
    assert again.name_public_since == since
    withdrawn = set_consents(person, by=None, given={"agenda", "function"})
    assert withdrawn.name_public_since is None
    assert withdrawn.agenda_public_since is None  # it would show the name
    assert withdrawn.function_public_since is not None


def test_who_takes_meetings_no_more_leaves_them_to_a_colleague_or_is_refused() -> None:
    conference = make_conference()
    mine, other = make_delegation(conference), make_delegation(conference)
    match = make_match(mine, other)
    person = mine.delegates.get()
    facts = {"name": "Mira", "function_de": "", "function_en": "", "languages": ["en"]}
    with pytest.raises(RefusedError, match="nobody else takes them"):
        change_delegate(person, by=None, takes_meetings=False, **facts)
    add_delegate(mine, by=None, draft=OLE)
    change_delegate(person, by=None, takes_meetings=False, **facts)
    match.refresh_from_db()
    assert (match.status, match.delegate_a) == (MatchStatus.AGREED, None)
