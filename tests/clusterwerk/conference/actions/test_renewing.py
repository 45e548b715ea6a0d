"""An organisation is registered again after its delegation was cancelled or declined."""

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories.conference import open_registration
from tests.factories.wishes import make_guest, make_interest, make_wish_phase

from clusterwerk.conference.actions.admissions import admit_delegation, decline_delegation
from clusterwerk.conference.actions.cancelling import cancel_delegation
from clusterwerk.conference.actions.delegation_drafts import DelegateDraft, DelegationDraft
from clusterwerk.conference.actions.faults import RefusedError
from clusterwerk.conference.actions.import_columns import guessed_columns
from clusterwerk.conference.actions.import_rows import Sheet
from clusterwerk.conference.actions.importing_delegations import Options, import_delegations
from clusterwerk.conference.actions.partner_messages import send_partner_message
from clusterwerk.conference.actions.registrations import register_delegation
from clusterwerk.conference.actions.wishes import exclude_delegation, make_wish
from clusterwerk.conference.choices import RegistrationStatus, WishKind, WishStatus
from clusterwerk.conference.models import Match, Offer, PartnerMessage, Registration, Wish
from clusterwerk.conference.web.acting import KEY
from clusterwerk.directory.actions import ReportedOrganisation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

STRANGER, COLLEAGUE = "mallory@example.com", "alpha@example.org"
DECLINED, REQUESTED = RegistrationStatus.DECLINED, RegistrationStatus.REQUESTED


@pytest.fixture
def former() -> Registration:
    """A delegation that wished, excluded and wrote, before it was cancelled."""
    conference = open_registration(make_wish_phase())
    row = make_guest(conference, "Alpha", is_public=False)
    excluded, partner, asker = (
        make_guest(conference, name, country_id="FR") for name in ("Beta", "Gamma", "Delta")
    )
    exclude_delegation(row, excluded, by=None)
    make_wish(row, partner, by=None, kind="want")
    make_wish(partner, row, by=None, kind="want", message="Only for Alpha")
    make_wish(asker, row, by=None, kind="want", message="Only for Alpha")
    send_partner_message(
        Match.objects.get(), by=None, sender=row.delegates.get(), text="See you there"
    )
    cancel_delegation(row, by=None)
    row.refresh_from_db()
    return row


@pytest.fixture
def declined(former: Registration) -> Registration:
    Registration.objects.filter(pk=former.pk).update(status=DECLINED, decided_at=timezone.now())
    return former


def register(row: Registration, email: str, *, by_team: bool = False) -> Registration:
    person = DelegateDraft("Mallory Beispiel", email)
    draft = DelegationDraft(row.organisation, "Mallory", email, "en", delegates=(person,))
    return register_delegation(row.conference, by=None, draft=draft, by_team=by_team)


def own_page(client: Client, row: Registration, email: str) -> str:
    session = client.session
    session[KEY] = {str(row.conference.public_id): email}
    session.save()
    address = f"/en/conference/{row.conference.slug}/my/delegation/"
    return client.get(address).content.decode()


@pytest.mark.parametrize("email", [STRANGER, COLLEAGUE])
def test_the_own_page_begins_with_the_new_registration(
    former: Registration, client: Client, email: str
) -> None:
    before = former.delegates.get().name
    register(former, email)
    page = own_page(client, former, email)
    assert "Mallory Beispiel" in page
    assert before not in page
    assert "delegation cancelled" not in page


def test_a_stranger_finds_nothing_of_those_who_were_there_before(former: Registration) -> None:
    row = admit_delegation(register(former, STRANGER), by=None)
    assert row.pk == former.pk
    assert not Wish.objects.filter(wisher=row).exclude(status=WishStatus.WITHDRAWN).exists()
    assert set(Wish.objects.filter(target=row).values_list("message", flat=True)) == {""}
    assert not PartnerMessage.objects.exists()


def test_who_was_there_before_finds_what_they_excluded(former: Registration) -> None:
    row = admit_delegation(register(former, COLLEAGUE), by=None)
    veto = Wish.objects.get(wisher=row, kind=WishKind.VETO)
    assert veto.status == WishStatus.PENDING
    assert PartnerMessage.objects.exists()


def test_vetoes_of_others_stay(former: Registration) -> None:
    other = Registration.objects.exclude(pk=former.pk).first()
    assert other
    Wish.objects.filter(wisher=other).delete()
    exclude_delegation(other, former, by=None)
    register(former, STRANGER)
    assert Wish.objects.get(wisher=other, target=former).status == WishStatus.PENDING


def test_who_was_declined_does_not_register_again(declined: Registration) -> None:
    with pytest.raises(RefusedError, match="Ask the conference team"):
        register(declined, COLLEAGUE)


@pytest.mark.parametrize(("email", "by_team"), [(STRANGER, False), (COLLEAGUE, True)])
def test_a_declined_one_blocks_neither_others_nor_the_team(
    declined: Registration, email: str, by_team: bool
) -> None:
    row = register(declined, email, by_team=by_team)
    assert (row.pk, row.status, row.decided_at) == (declined.pk, REQUESTED, None)
    assert row.contact_email == email


def test_an_organisation_that_a_declined_one_invented_can_be_told_of_again() -> None:
    conference = open_registration(make_wish_phase())

    def tell(email: str, **facts: str) -> Registration:
        told = ReportedOrganisation("Réseau Exemple", "cluster_organisation", "FR", **facts)
        person = DelegateDraft("Mallory Beispiel", email)
        draft = DelegationDraft(told, "Mallory", email, "en", delegates=(person,))
        return register_delegation(conference, by=None, draft=draft)

    first = tell(STRANGER, website="https://mallory.example.com")
    with pytest.raises(RefusedError, match="Somebody told of this organisation already"):
        tell("real@example.org")
    decline_delegation(first, by=None, reason="Not of this network.")
    with pytest.raises(RefusedError, match="Somebody told of this organisation already"):
        tell(STRANGER)
    organisation = tell("real@example.org", city="Lyon").organisation
    assert organisation == first.organisation
    assert (organisation.city, organisation.website, organisation.is_listed) == ("Lyon", "", False)


@pytest.mark.parametrize(("email", "is_taken"), [(STRANGER, True), (COLLEAGUE, False)])
def test_an_import_brings_other_people_of_a_declined_organisation(
    declined: Registration, email: str, is_taken: bool
) -> None:
    heads = ("organisation", "name", "e-mail")
    cells = (declined.organisation.name, "Mallory Beispiel", email)
    sheet = Sheet(declined.conference, heads, ((2, cells),), guessed_columns(heads), {})
    assert bool(sheet.faulty) is not is_taken
    options = Options(kind="cluster_organisation", language="en", leave_out_faulty=True)
    done = import_delegations(declined.conference, by=None, sheet=sheet, options=options)
    declined.refresh_from_db()
    assert (done.delegations, declined.status == REQUESTED) == (int(is_taken), is_taken)


@pytest.mark.parametrize("by_team", [False, True])
def test_an_organisation_that_was_told_of_and_cancelled_can_be_told_of_again(
    by_team: bool,
) -> None:
    conference = open_registration(make_wish_phase())
    told = ReportedOrganisation("Réseau Exemple", "cluster_organisation", "FR")
    person = DelegateDraft("Ole Beispiel", "ole@example.org")
    draft = DelegationDraft(told, "Ole", person.email, "en", delegates=(person,))
    first = register_delegation(conference, by=None, draft=draft)
    cancel_delegation(first, by=None)
    again = register_delegation(conference, by=None, draft=draft, by_team=by_team)
    assert (again.pk, again.status) == (first.pk, REQUESTED)


def test_an_import_keeps_nothing_that_the_declined_ones_told(declined: Registration) -> None:
    make_interest(Offer, declined)
    Registration.objects.filter(pk=declined.pk).update(
        message="A note", answers={"1": "yes"}, agreed_privacy_at=timezone.now()
    )
    heads = ("organisation", "name", "e-mail")
    cells = (declined.organisation.name, "Ole Beispiel", "ole@example.com")
    sheet = Sheet(declined.conference, heads, ((2, cells),), guessed_columns(heads), {})
    options = Options(kind="cluster_organisation", language="en")
    import_delegations(declined.conference, by=None, sheet=sheet, options=options)
    declined.refresh_from_db()
    told = (declined.message, declined.answers, declined.agreed_privacy_at)
    assert (declined.status, *told) == (REQUESTED, "", {}, None)
    assert not declined.offers.exists()
