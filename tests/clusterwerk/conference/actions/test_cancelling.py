"""A delegate or a delegation does not come: what ends, what stays, who is told."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories.conference import (
    make_conference,
    make_delegation,
    make_match,
    make_planned_conference,
)

from clusterwerk.audit.queries import entries_about
from clusterwerk.conference.actions.admissions import admit_delegation
from clusterwerk.conference.actions.cancelling import cancel_delegate, cancel_delegation
from clusterwerk.conference.actions.delegation_drafts import DelegateDraft, DelegationDraft
from clusterwerk.conference.actions.faults import RefusedError
from clusterwerk.conference.actions.registrations import register_delegation
from clusterwerk.conference.choices import (
    LinkPurpose,
    MatchStatus,
    RegistrationStatus,
    WishKind,
    WishStatus,
)
from clusterwerk.conference.models import (
    AccessLink,
    AgendaNotice,
    Conference,
    Match,
    Registration,
    Wish,
)
from clusterwerk.conference.queries.acting import Acting
from clusterwerk.conference.queries.conferences import conferences_with_figures
from clusterwerk.conference.queries.delegates import delegates_of
from clusterwerk.conference.queries.registrations import Losses, losses_of
from clusterwerk.mail.models import Message

from .test_admissions import delegation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

ADMITTED = RegistrationStatus.ADMITTED


@pytest.fixture
def planned() -> Conference:
    conference = make_planned_conference()
    conference.contact_email = "team@example.org"
    conference.save()
    return conference


def pair(conference: Conference) -> tuple[Registration, Registration, Match]:
    match = Match.objects.get(conference=conference)
    return match.registration_a, match.registration_b, match


def wish(wisher: Registration, target: Registration) -> Wish:
    return Wish.objects.create(
        wisher=wisher, target=target, kind=WishKind.WANT, created_at=wisher.conference.created_at
    )


def test_what_will_be_lost_is_counted_before(planned: Conference) -> None:
    one, _other, _match = pair(planned)
    wish(one, make_delegation(planned))
    assert losses_of(one) == Losses(wishes=1, agreed=1, planned=1)


def test_a_cancelled_delegation_ends_its_wishes_and_meetings_and_all_are_told(
    planned: Conference,
) -> None:
    one, other, match = pair(planned)
    third = make_delegation(planned)
    mine, asked = wish(one, third), wish(third, one)
    link = AccessLink.objects.create(purpose=LinkPurpose.AGENDA, delegate=one.delegates.get())
    cancel_delegation(one, by=None)
    for row in (one, match, mine, asked, link):
        row.refresh_from_db()
    assert one.status == RegistrationStatus.CANCELLED
    assert match.status == MatchStatus.CANCELLED
    assert match.cancelled_by == one
    assert (mine.status, asked.status) == (WishStatus.WITHDRAWN, WishStatus.DECLINED)
    assert link.revoked_at is not None
    told = {mail.to for mail in Message.objects.all()}
    assert told == {
        one.delegates.get().email,
        other.delegates.get().email,
        third.delegates.get().email,  # whose wish nobody can answer any more
        "team@example.org",
    }
    assert AgendaNotice.objects.filter(delegate=other.delegates.get()).exists()


def test_cancelling_twice_tells_nobody_twice(planned: Conference) -> None:
    one, _other, _match = pair(planned)
    cancel_delegation(one, by=None)
    number = Message.objects.count()
    cancel_delegation(one, by=None)
    assert Message.objects.count() == number


def test_a_cancelled_delegates_meetings_go_on_with_a_colleague(planned: Conference) -> None:
    one, _other, match = pair(planned)
    gone = one.delegates.get()
    one.delegates.create(number=900, name="Ole Beispiel", email="ole@example.org")
    cancel_delegate(gone, by=None)
    match.refresh_from_db()
    assert match.status == MatchStatus.AGREED
    assert match.delegate_a is None
    body = Message.objects.get(to="team@example.org").body
    assert "braucht eine andere Person derselben Delegation" in body
    assert Acting(planned, gone.email).registration is None


def test_without_a_colleague_who_takes_meetings_they_are_cancelled(planned: Conference) -> None:
    one, other, match = pair(planned)
    gone = one.delegates.get()
    one.delegates.create(
        number=900, name="Ole Beispiel", email="ole@example.org", takes_meetings=False
    )
    cancel_delegate(gone, by=None)
    match.refresh_from_db()
    assert match.status == MatchStatus.CANCELLED
    assert Message.objects.filter(to=other.delegates.get().email).exists()


def test_the_last_delegate_cancels_the_delegation_or_hands_over(planned: Conference) -> None:
    one, _other, _match = pair(planned)
    with pytest.raises(RefusedError, match="only delegate"):
        cancel_delegate(one.delegates.get(), by=None)
    assert one.delegates.get().cancelled_at is None


def test_a_wish_for_a_person_who_cancelled_goes_on_for_the_delegation() -> None:
    conference = make_conference()
    one, other = make_delegation(conference, delegates=2), make_delegation(conference)
    gone = one.delegates.order_by("number")[0]
    asked = wish(other, one)
    asked.target_delegate = gone
    asked.save()
    cancel_delegate(gone, by=None)
    asked.refresh_from_db()
    assert (asked.status, asked.target_delegate) == (WishStatus.PENDING, None)


def test_a_freed_place_of_one_delegate_goes_to_the_waiting_list() -> None:
    conference = make_conference(capacity=2)
    two = delegation(conference, ADMITTED, delegates=2)
    waiting = delegation(conference, RegistrationStatus.WAITING)
    cancel_delegate(two.delegates.order_by("number")[0], by=None)
    waiting.refresh_from_db()
    assert waiting.status == ADMITTED


def test_the_team_cancels_with_a_reason_and_gets_no_mail_itself(planned: Conference) -> None:
    one, other, match = pair(planned)
    cancel_delegation(one, by=None, by_team=True, reason="The fee was not paid.")
    match.refresh_from_db()
    assert match.cancelled_by is None
    assert "The fee was not paid." in Message.objects.get(to=one.delegates.get().email).body
    assert "The fee" not in Message.objects.get(to=other.delegates.get().email).body
    assert not Message.objects.filter(to="team@example.org").exists()


def test_a_match_of_the_delegation_named_for_nobody_stays() -> None:
    conference = make_conference()
    one, other = make_delegation(conference, delegates=2), make_delegation(conference)
    match = make_match(one, other, delegate_a=None, delegate_b=None)
    cancel_delegate(one.delegates.order_by("number")[0], by=None)
    match.refresh_from_db()
    assert match.status == MatchStatus.AGREED


def test_who_cancelled_is_in_no_public_list_or_count(planned: Conference) -> None:
    one, _other, _match = pair(planned)
    gone = one.delegates.get()
    one.delegates.create(number=900, name="Ole Beispiel", email="ole@example.org")
    cancel_delegate(gone, by=None)
    assert gone not in delegates_of(planned)
    assert conferences_with_figures().get(pk=planned.pk).delegates == 2


def test_a_person_acts_for_the_delegation_that_takes_part() -> None:
    conference = make_conference()
    kept, over = make_delegation(conference), make_delegation(conference)
    email = kept.delegates.get().email
    over.contact_email, over.status = email, RegistrationStatus.CANCELLED
    over.save()
    assert Acting(conference, email).registration == kept


def test_a_booth_of_a_cancelled_delegation_is_a_table_for_all_again(planned: Conference) -> None:
    one, other, _match = pair(planned)
    kept, freed = planned.tables.create(number=81, booth_of=other), planned.tables.create(number=82)
    freed.booth_of = one
    freed.save()
    cancel_delegation(one, by=None)
    for table in (kept, freed):
        table.refresh_from_db()
    assert (kept.booth_of, freed.booth_of) == (other, None)
    assert entries_about(one).get(verb="cancel_delegation").details["booths"] == ["82"]
    assert "Tisch 82" in Message.objects.get(to="team@example.org").body


def test_who_comes_back_after_cancelling_has_no_booth() -> None:
    conference = make_conference()
    mine = delegation(conference, status=ADMITTED)
    table = conference.tables.create(number=83, booth_of=mine)
    cancel_delegation(mine, by=None)
    person = DelegateDraft(name="Ole Beispiel", email="ole@example.org")
    back = DelegationDraft(mine.organisation, "Ole", "ole@example.org", "en", delegates=(person,))
    row = register_delegation(conference, by=None, draft=back)
    admit_delegation(row, by=None)
    table.refresh_from_db()
    row.refresh_from_db()
    assert (row.pk, row.status) == (mine.pk, ADMITTED)
    assert table.booth_of is None


@pytest.mark.parametrize("by_team", [False, True])
def test_nobody_cancels_after_the_last_day(planned: Conference, by_team: bool) -> None:
    one, _other, match = pair(planned)
    person = one.delegates.create(number=900, name="Ole Beispiel", email="ole@example.org")
    planned.starts_on = planned.ends_on = timezone.now().date() - timedelta(days=2)
    planned.save()
    Message.objects.all().delete()
    with pytest.raises(RefusedError, match="The conference is over"):
        cancel_delegation(one, by=None, by_team=by_team)
    with pytest.raises(RefusedError, match="The conference is over"):
        cancel_delegate(person, by=None, by_team=by_team)
    for row in (one, match, person):
        row.refresh_from_db()
    assert (one.status, match.status) == (ADMITTED, MatchStatus.AGREED)
    assert person.cancelled_at is None
    assert not Message.objects.exists()


def test_cancelling_after_the_last_day_is_answered_on_the_page(
    planned: Conference, client: Client
) -> None:
    one, _other, _match = pair(planned)
    planned.starts_on = planned.ends_on = timezone.now().date() - timedelta(days=2)
    planned.save()
    session = client.session
    session["conference_addresses"] = {str(planned.public_id): one.delegates.get().email}
    session.save()
    address = f"/en/conference/{planned.slug}/my/delegation/cancel/"
    page = client.post(address, follow=True).content.decode()
    assert "The conference is over: nothing can be cancelled any more." in page
    one.refresh_from_db()
    assert one.status == ADMITTED
