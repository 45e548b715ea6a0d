"""The team's decisions, places, and who moves up from the waiting list."""

from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.utils import timezone
from tests.factories.conference import make_conference, make_delegation
from tests.factories.directory import make_organisation

from clusterwerk.audit.models import Entry
from clusterwerk.conference.actions.admissions import (
    admit_delegation,
    decline_delegation,
    put_on_waiting_list,
)
from clusterwerk.conference.actions.cancelling import cancel_delegation
from clusterwerk.conference.actions.delegation_drafts import DelegateDraft, DelegationDraft
from clusterwerk.conference.actions.faults import RefusedError
from clusterwerk.conference.actions.registrations import change_by_team, register_delegation
from clusterwerk.conference.actions.setup import change_conference
from clusterwerk.conference.actions.types import save_type
from clusterwerk.conference.choices import RegistrationStatus
from clusterwerk.conference.models import Conference, ParticipantType, Registration
from clusterwerk.conference.queries.registrations import place_in_queue
from clusterwerk.directory.actions import ReportedOrganisation, add_organisations
from clusterwerk.directory.queries import organisations
from clusterwerk.mail.models import Message

REQUESTED, WAITING = RegistrationStatus.REQUESTED, RegistrationStatus.WAITING
ADMITTED = RegistrationStatus.ADMITTED


def delegation(conference: Conference, status: RegistrationStatus, **values: Any) -> Registration:
    """A delegation with a contact, registered now; the team has decided on it unless it is new."""
    row = make_delegation(conference, status=status, **values)
    row.contact_email = f"contact-{row.pk}@example.org"
    row.registered_at = timezone.now()
    row.decided_at = None if status == REQUESTED else timezone.now()
    row.save()
    return row


def status_of(row: Registration) -> str:
    return Registration.objects.get(pk=row.pk).status


@pytest.mark.django_db
@pytest.mark.usefixtures("english")
class TestDecisions:
    def test_each_decision_is_mailed_to_the_contact(self) -> None:
        conference = make_conference()
        admitted = delegation(conference, REQUESTED)
        waiting = delegation(conference, REQUESTED)
        declined = delegation(conference, REQUESTED)
        admit_delegation(admitted, by=None)
        put_on_waiting_list(waiting, by=None)
        decline_delegation(declined, by=None, reason="Only clusters take part.")
        subjects = {mail.to: mail.subject for mail in Message.objects.all()}
        assert "is admitted" in subjects[admitted.contact_email]
        assert "waiting list" in subjects[waiting.contact_email]
        assert "not admitted" in subjects[declined.contact_email]
        body = Message.objects.get(to=declined.contact_email).body
        assert "Only clusters take part." in body

    def test_a_decision_that_changes_nothing_sends_nothing(self) -> None:
        row = delegation(make_conference(), ADMITTED)
        admit_delegation(row, by=None)
        assert not Message.objects.exists()

    def test_declining_needs_a_reason(self) -> None:
        row = delegation(make_conference(), REQUESTED)
        with pytest.raises(RefusedError, match="Give a reason"):
            decline_delegation(row, by=None, reason=" ")
        assert status_of(row) == REQUESTED

    def test_a_place_given_is_not_taken_but_by_cancelling(self) -> None:
        row = delegation(make_conference(), ADMITTED)
        with pytest.raises(RefusedError, match="Cancel the delegation instead"):
            put_on_waiting_list(row, by=None)
        with pytest.raises(RefusedError, match="Cancel the delegation instead"):
            decline_delegation(row, by=None, reason="late")

    def test_over_the_capacity_of_the_conference_is_refused_with_the_remedy(self) -> None:
        conference = make_conference(capacity=3)
        delegation(conference, ADMITTED, delegates=2)
        row = delegation(conference, REQUESTED, delegates=2)
        with pytest.raises(RefusedError) as refused:
            admit_delegation(row, by=None)
        assert "2 places are needed, and the conference has 1 left" in str(refused.value)
        assert "waiting list" in str(refused.value)
        assert status_of(row) == REQUESTED

    def test_over_the_capacity_of_a_type_is_refused_with_the_remedy(self) -> None:
        conference = make_conference(capacity=100)
        kind = ParticipantType.objects.create(conference=conference, name_en="Guests", capacity=0)
        row = delegation(conference, REQUESTED)
        row.type = kind
        row.save()
        with pytest.raises(RefusedError, match="its type of participant has 0 left"):
            admit_delegation(row, by=None)

    def test_delegates_who_cancelled_take_no_place(self) -> None:
        conference = make_conference(capacity=2)
        full = delegation(conference, ADMITTED, delegates=2)
        gone = full.delegates.first()
        assert gone
        gone.cancelled_at = timezone.now()
        gone.save()
        row = delegation(conference, REQUESTED)
        admit_delegation(row, by=None)
        assert status_of(row) == ADMITTED


@pytest.mark.django_db
@pytest.mark.usefixtures("english")
class TestWaitingList:
    def test_a_freed_place_goes_to_the_first_who_fits(self) -> None:
        conference = make_conference(capacity=2, contact_email="team@example.org")
        first = delegation(conference, ADMITTED)
        delegation(conference, ADMITTED)
        large = delegation(conference, WAITING, delegates=2)
        small = delegation(conference, WAITING)
        last = delegation(conference, WAITING)
        assert [place_in_queue(row) for row in (large, small, last)] == [1, 2, 3]
        cancel_delegation(first, by=None)
        assert [status_of(row) for row in (large, small, last)] == [WAITING, ADMITTED, WAITING]
        assert "moved up from the waiting list" in Message.objects.get(to=small.contact_email).body
        assert [place_in_queue(row) for row in (large, small, last)] == [1, 0, 2]

    def undecided(self, conference: Conference) -> Registration:
        row = delegation(conference, WAITING)
        Registration.objects.filter(pk=row.pk).update(decided_at=None)
        return row

    def test_who_registered_at_a_full_conference_comes_to_the_teams_decision(self) -> None:
        conference = make_conference(capacity=1, contact_email="team@example.org")
        first = delegation(conference, ADMITTED)
        stranger, next_one = self.undecided(conference), self.undecided(conference)
        cancel_delegation(first, by=None)
        assert [status_of(row) for row in (stranger, next_one)] == [REQUESTED, WAITING]
        mail = Message.objects.get(subject__contains=stranger.organisation.name)
        assert (mail.to, "Ihre Entscheidung" in mail.body) == ("team@example.org", True)
        admit_delegation(stranger, by=None)
        assert status_of(stranger) == ADMITTED

    def test_whom_the_team_let_in_moves_up_before_those_it_has_not_decided_on(self) -> None:
        conference = make_conference(capacity=1)
        first = delegation(conference, ADMITTED)
        stranger, known = self.undecided(conference), self.undecided(conference)
        put_on_waiting_list(known, by=None)
        assert [place_in_queue(row) for row in (stranger, known)] == [2, 1]
        assert "waiting list" in Message.objects.get(to=known.contact_email).subject
        cancel_delegation(first, by=None)
        assert [status_of(row) for row in (stranger, known)] == [WAITING, ADMITTED]

    def test_more_places_of_the_conference_are_given_to_who_waits(self) -> None:
        conference = make_conference(capacity=0)
        known, stranger = delegation(conference, WAITING), self.undecided(conference)
        last = self.undecided(conference)
        change_conference(conference, by=None, values={"city": "Ulm"})
        assert status_of(known) == WAITING
        change_conference(conference, by=None, values={"capacity": 2})
        assert [status_of(row) for row in (known, stranger, last)] == [ADMITTED, REQUESTED, WAITING]

    @pytest.mark.parametrize("capacity", [1, None])
    def test_more_places_of_a_type_are_given_to_who_waits(self, capacity: int | None) -> None:
        conference = make_conference()
        kind = ParticipantType.objects.create(conference=conference, name_en="Guests", capacity=0)
        row = delegation(conference, WAITING)
        Registration.objects.filter(pk=row.pk).update(type=kind)
        save_type(conference, by=None, values={"name_en": "Visitors"}, row=kind)
        assert status_of(row) == WAITING
        save_type(conference, by=None, values={"capacity": capacity}, row=kind)
        assert status_of(row) == ADMITTED

    def test_a_place_that_another_type_gives_up_goes_to_who_waits(self) -> None:
        conference = make_conference()
        kind = ParticipantType.objects.create(conference=conference, name_en="Guests", capacity=1)
        one, waits = delegation(conference, ADMITTED), delegation(conference, WAITING)
        Registration.objects.update(type=kind)
        told = {"contact_name": "Ole", "contact_email": "ole@example.org", "language": "de"}
        change_by_team(one, by=None, kind=None, **told)
        assert status_of(waits) == ADMITTED

    def test_with_a_refusal_the_next_comes_to_the_teams_decision(self) -> None:
        conference = make_conference(capacity=1)
        asks, next_one = delegation(conference, REQUESTED), self.undecided(conference)
        held_back = delegation(conference, WAITING)
        decline_delegation(asks, by=None, reason="Only clusters take part.")
        assert [status_of(row) for row in (next_one, held_back)] == [REQUESTED, WAITING]

    def newcomer(self, conference: Conference, kind: ParticipantType | None = None) -> str:
        person = DelegateDraft(
            name="Ole Beispiel", email=f"ole-{Registration.objects.count()}@x.org"
        )
        draft = DelegationDraft(
            make_organisation(), "Ole", person.email, "en", type=kind, delegates=(person,)
        )
        return status_of(register_delegation(conference, by=None, draft=draft))

    def test_a_newcomer_does_not_overtake_who_waits(self) -> None:
        conference = make_conference(capacity=1)
        first = delegation(conference, ADMITTED)
        stranger, next_one = self.undecided(conference), self.undecided(conference)
        cancel_delegation(first, by=None)
        assert self.newcomer(conference) == WAITING
        assert [status_of(row) for row in (stranger, next_one)] == [REQUESTED, WAITING]

    def test_a_newcomer_who_fits_beside_a_large_delegation_that_waits_is_to_be_decided_on(
        self,
    ) -> None:
        conference = make_conference(capacity=10)
        delegation(conference, ADMITTED, delegates=8)
        delegation(conference, WAITING, delegates=5)
        people = tuple(DelegateDraft(f"Ole {n}", f"ole-{n}@x.org") for n in range(2))
        draft = DelegationDraft(make_organisation(), "Ole", people[0].email, "en", delegates=people)
        assert status_of(register_delegation(conference, by=None, draft=draft)) == REQUESTED

    def test_who_waits_for_another_type_keeps_no_newcomer_back(self) -> None:
        conference = make_conference(capacity=2)
        full = ParticipantType.objects.create(conference=conference, name_en="Guests", capacity=0)
        row = delegation(conference, WAITING)
        Registration.objects.filter(pk=row.pk).update(type=full)
        other = ParticipantType.objects.create(conference=conference, name_en="Hosts")
        assert self.newcomer(conference, other) == REQUESTED
        assert self.newcomer(conference, other) == REQUESTED
        assert self.newcomer(conference, other) == REQUESTED  # the team chooses
        assert self.newcomer(conference, full) == WAITING

    def test_nobody_moves_up_into_another_types_place(self) -> None:
        conference = make_conference(capacity=10)
        kind = ParticipantType.objects.create(conference=conference, name_en="Guests", capacity=0)
        row = delegation(conference, WAITING)
        row.type = kind
        row.save()
        cancel_delegation(delegation(conference, ADMITTED), by=None)
        assert status_of(row) == WAITING


@pytest.mark.django_db(transaction=True)
def test_of_two_admissions_at_the_same_moment_one_gets_the_last_place() -> None:
    conference = make_conference(capacity=1)
    rows = [delegation(conference, REQUESTED), delegation(conference, REQUESTED)]
    is_shared = connection.vendor == "sqlite"  # in memory there is one connection for all
    barrier = Barrier(1 if is_shared else 2)
    refused: list[str] = []

    def admit(row: Registration) -> None:
        barrier.wait(20)
        try:
            admit_delegation(row, by=None)
        except RefusedError as error:
            refused.append(str(error))
        connections.close_all()

    threads = [Thread(target=admit, args=(row,)) for row in rows]
    for thread in threads:
        thread.start()
        if is_shared:
            thread.join(20)
    for thread in threads:
        thread.join(20)
    assert sorted(status_of(row) for row in rows) == [ADMITTED, REQUESTED]
    assert len(refused) == 1


@pytest.mark.django_db
class TestNewOrganisations:
    """Whom a visitor only told of is in no public list before the team admits the delegation."""

    def told_of(self) -> Registration:
        reported = ReportedOrganisation("Réseau Exemple", "cluster_organisation", "FR")
        (organisation,) = add_organisations(by=None, reported=[reported], source="registration")
        return delegation(make_conference(), REQUESTED, organisation=organisation)

    def test_the_register_shows_it_with_the_admission(self, client: Client) -> None:
        row = self.told_of()
        address = row.organisation.get_absolute_url()
        assert client.get(address).status_code == 404
        assert not organisations().filter(pk=row.organisation_id).exists()
        admit_delegation(row, by=None)
        assert client.get(address).status_code == 200
        assert Entry.objects.filter(verb="list_organisation").count() == 1

    def test_a_refused_one_stays_out(self) -> None:
        row = self.told_of()
        decline_delegation(row, by=None, reason="Unknown.")
        assert not organisations().filter(pk=row.organisation_id).exists()
