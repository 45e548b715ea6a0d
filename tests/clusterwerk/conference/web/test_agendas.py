"""The own agenda: who sees it, what it tells, messages, absences, private addresses and feeds."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from pytest_django import DjangoAssertNumQueries
from tests.factories.conference import make_conference as make_empty_conference
from tests.factories.conference import (
    make_delegation,
    make_match,
    make_planned_conference,
    make_ready_plan,
)

from clusterwerk.conference.actions.agenda_links import ensure_agenda_links, renew_agenda_link
from clusterwerk.conference.actions.notices import tell_changes
from clusterwerk.conference.actions.partner_messages import PER_MATCH_AND_HOUR_MOST
from clusterwerk.conference.actions.publishing import publish_plan
from clusterwerk.conference.choices import MatchStatus, WishKind, WishStatus
from clusterwerk.conference.models import (
    AccessLink,
    Conference,
    Delegate,
    Match,
    PartnerMessage,
    PlannedMeeting,
    Slot,
    Table,
    Wish,
)
from clusterwerk.conference.queries.links import token_of
from clusterwerk.conference.web.acting import KEY
from clusterwerk.jobs.running import run_waiting_jobs
from clusterwerk.mail.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(planned: Conference) -> Delegate:
    """One side of the only meeting, whose partner is in another country."""
    delegate = PlannedMeeting.objects.get().delegate_a
    assert delegate is not None
    return delegate


@pytest.fixture
def acting(client: Client, own: Delegate) -> Client:
    """A browser that proved to hold the address of that delegate."""
    act_as(client, own)
    return client


def act_as(client: Client, delegate: Delegate) -> None:
    session = client.session
    session[KEY] = {str(delegate.registration.conference.public_id): delegate.email}
    session.save()


def base(conference: Conference) -> str:
    return f"/de/conference/{conference.slug}/"


def private(delegate: Delegate) -> str:
    conference = delegate.registration.conference
    link = ensure_agenda_links(conference, [delegate.pk])[delegate.pk]
    return f"{base(conference)}agenda/{token_of(link)}"


def partner_of(delegate: Delegate) -> Delegate:
    meeting = PlannedMeeting.objects.get()
    partner = meeting.delegate_b if meeting.delegate_a == delegate else meeting.delegate_a
    assert partner is not None
    return partner


# Who sees it


def test_who_does_not_act_is_led_to_the_page_that_sends_a_code(
    client: Client, planned: Conference
) -> None:
    response = client.get(base(planned) + "my/agenda/")
    assert response.status_code == 302
    assert "access" in response["Location"]


def test_the_own_agenda_names_time_table_and_partner(acting: Client, own: Delegate) -> None:
    text = acting.get(base(own.registration.conference) + "my/agenda/").content.decode()
    meeting = PlannedMeeting.objects.get()
    assert meeting.slot is not None
    start = meeting.slot.starts_at.astimezone(own.registration.conference.zone)
    assert f"{start:%H:%M}" in text
    assert "Tisch 1" in text
    assert partner_of(own).registration.organisation.name in text
    assert 'name="text"' in text


def test_an_agenda_of_another_delegation_is_never_shown(acting: Client, own: Delegate) -> None:
    other = partner_of(own)
    address = f"{base(own.registration.conference)}my/agenda/?person={other.public_id}"
    assert f"<h1>{own.name}</h1>" in acting.get(address).content.decode()


def test_a_delegation_sees_the_agendas_of_all_its_delegates(acting: Client, own: Delegate) -> None:
    colleague = Delegate.objects.create(
        registration=own.registration, number=999, name="Ada Beispiel", email="ada@example.org"
    )
    address = f"{base(own.registration.conference)}my/agenda/?person={colleague.public_id}"
    assert f"<h1>{colleague.name}</h1>" in acting.get(address).content.decode()


def test_before_publishing_the_page_says_so(client: Client) -> None:
    conference = make_empty_conference()
    delegate = make_delegation(conference).delegates.get()
    act_as(client, delegate)
    assert (
        "noch nicht veröffentlicht" in client.get(base(conference) + "my/agenda/").content.decode()
    )


@pytest.mark.parametrize("meetings", [1, 3])
def test_the_page_asks_as_often_for_three_meetings_as_for_one(
    client: Client, meetings: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    conference = make_empty_conference(slots=(4,))
    own = make_delegation(conference)
    for _ in range(meetings):
        make_match(own, make_delegation(conference))
    publish_plan(make_ready_plan(conference), by=None)
    delegate = own.delegates.get()
    act_as(client, delegate)
    address = base(conference) + "my/agenda/"
    client.get(address)  # makes the private address once
    with django_assert_num_queries(18):
        text = client.get(address).content.decode()
    assert text.count('class="conf-agenda__entry ag-meeting"') == meetings


# The private address


def test_the_private_address_shows_the_agenda_and_changes_nothing(
    client: Client, own: Delegate
) -> None:
    PartnerMessage.objects.create(match=Match.objects.get(), sender=own, text="Nur für euch")
    response = client.get(private(own) + "/")
    text = response.content.decode()
    assert partner_of(own).registration.organisation.name in text
    assert "Nur für euch" not in text
    assert 'name="text"' not in text
    assert "my/agenda/absent" not in text
    assert "private" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "same-origin"


def test_a_forwarded_address_lets_nobody_write_or_cancel(client: Client, own: Delegate) -> None:
    client.get(private(own) + "/")
    conference, match = own.registration.conference, Match.objects.get()
    for page in (f"my/agenda/{match.public_id}/message/", "my/agenda/absent/"):
        response = client.post(base(conference) + page, {"text": "x", "what": "all"})
        assert response.status_code == 302
        assert "access" in response["Location"]
    assert not PartnerMessage.objects.exists()
    assert not own.unavailable_slots.exists()


@pytest.mark.parametrize("end", ["/", ".ics", ".pdf"])
def test_a_guessed_or_tampered_address_is_not_found(
    client: Client, own: Delegate, end: str
) -> None:
    address = private(own)
    assert client.get(address + end).status_code == 200
    wrong = "A" if address[-1] != "A" else "B"
    assert client.get(address[:-1] + wrong + end).status_code == 404
    assert client.get(f"{base(own.registration.conference)}agenda/abc{end}").status_code == 404
    elsewhere = make_planned_conference()
    token = address.rsplit("/", 1)[1]
    assert client.get(f"{base(elsewhere)}agenda/{token}{end}").status_code == 404


def test_a_cut_address_says_where_to_go(client: Client, own: Delegate) -> None:
    # Mail programmes break long addresses.
    response = client.get(private(own)[:-5] + "/")
    assert response.status_code == 404
    assert "Dieser Link ist unvollständig" in response.content.decode()
    assert base(own.registration.conference) + "my/agenda/" in response.content.decode()


@pytest.mark.parametrize("end", ["/", ".ics", ".pdf"])
def test_an_expired_or_revoked_address_says_so(client: Client, own: Delegate, end: str) -> None:
    address = private(own)
    AccessLink.objects.update(expires_at=timezone.now() - timedelta(days=1))
    response = client.get(address + end)
    assert response.status_code == 410
    assert (
        "gilt nicht mehr" in response.content.decode() or "nicht mehr" in response.content.decode()
    )
    AccessLink.objects.update(expires_at=None, revoked_at=timezone.now())
    assert client.get(address + end).status_code == 410


def test_a_new_address_ends_the_old_one_at_once(acting: Client, own: Delegate) -> None:
    old = private(own)
    acting.post(base(own.registration.conference) + "my/agenda/address/")
    assert private(own) != old
    assert acting.get(old + ".ics").status_code == 410
    assert acting.get(private(own) + ".ics").status_code == 200


def test_a_new_address_for_a_colleague_stays_on_their_agenda(acting: Client, own: Delegate) -> None:
    other = own.registration.delegates.create(name="Second", number=2)
    address = base(own.registration.conference) + "my/agenda/address/"
    response = acting.post(address, {"person": str(other.public_id)})
    assert response["Location"].endswith(f"?person={other.public_id}")


def test_the_page_can_be_kept_by_a_service_worker_below_the_conference_only(
    client: Client, planned: Conference
) -> None:
    response = client.get(base(planned) + "agenda-worker.js")
    assert response["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in response


# The feed


def test_the_feed_is_not_sent_again_until_something_changes(client: Client, own: Delegate) -> None:
    address = private(own) + ".ics"
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    Table.objects.update(zone="B")
    tell_changes(own.registration.conference, by=None)
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_moved_meeting_keeps_its_id_and_raises_its_number(client: Client, own: Delegate) -> None:
    address = private(own) + ".ics"
    (before,) = Calendar.from_ical(client.get(address).content).walk("VEVENT")
    slot = PlannedMeeting.objects.get().slot
    assert slot is not None
    Slot.objects.filter(pk=slot.pk).update(
        starts_at=slot.starts_at + timedelta(hours=9), ends_at=slot.ends_at + timedelta(hours=9)
    )
    tell_changes(own.registration.conference, by=None)
    (after,) = Calendar.from_ical(client.get(address).content).walk("VEVENT")
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (1, 2)
    assert after["DTSTART"].dt - before["DTSTART"].dt == timedelta(hours=9)
    assert after["DTSTAMP"].dt >= before["DTSTAMP"].dt


def test_a_cancelled_meeting_stays_in_the_feed_as_cancelled(client: Client, own: Delegate) -> None:
    Match.objects.update(status=MatchStatus.CANCELLED)
    tell_changes(own.registration.conference, by=None)
    (event,) = Calendar.from_ical(client.get(private(own) + ".ics").content).walk("VEVENT")
    assert event["STATUS"] == "CANCELLED"
    assert event["SUMMARY"].startswith("Abgesagt")
    assert private(own) in event["DESCRIPTION"]


# Partners


def test_a_partner_shares_the_address_only_if_they_agreed(acting: Client, own: Delegate) -> None:
    partner = partner_of(own)
    page = base(own.registration.conference) + "my/agenda/"
    assert partner.email not in acting.get(page).content.decode()
    Delegate.objects.filter(pk=partner.pk).update(email_shared_since=timezone.now())
    assert partner.email in acting.get(page).content.decode()


def test_messages_of_wishes_are_shown_unless_they_were_reported(
    acting: Client, own: Delegate
) -> None:
    wish = Wish.objects.create(
        wisher=partner_of(own).registration,
        target=own.registration,
        kind=WishKind.MUST,
        status=WishStatus.ACCEPTED,
        message="Wir suchen <b>Pilotlinien</b>.",
        created_at=timezone.now(),
    )
    page = base(own.registration.conference) + "my/agenda/"
    assert "Wir suchen &lt;b&gt;Pilotlinien" in acting.get(page).content.decode()
    Wish.objects.filter(pk=wish.pk).update(reported_at=timezone.now())
    assert "Pilotlinien" not in acting.get(page).content.decode()


def send(client: Client, own: Delegate, text: str) -> Any:
    match = Match.objects.get()
    address = f"{base(own.registration.conference)}my/agenda/{match.public_id}/message/"
    return client.post(address, {"text": text})


def test_a_message_reaches_the_partner_by_mail_without_any_address(
    acting: Client, own: Delegate
) -> None:
    before = set(Message.objects.values_list("pk", flat=True))
    assert send(acting, own, "Bringt bitte Muster mit.").status_code == 302
    mail = Message.objects.exclude(pk__in=before).get()
    assert mail.to == partner_of(own).email
    assert "Bringt bitte Muster mit." in mail.body
    assert own.email not in mail.body + str(mail.headers)
    page = acting.get(base(own.registration.conference) + "my/agenda/").content.decode()
    assert "Bringt bitte Muster mit." in page


def test_a_message_of_10000_characters_is_refused_and_stays_in_its_field(
    acting: Client, own: Delegate
) -> None:
    long = "ö" * 10_000
    response = send(acting, own, long)
    text = response.content.decode()
    assert response.status_code == 422
    assert long in text
    # The page opens at the meeting, not at its top.
    key = Match.objects.get().public_id
    assert f'/my/agenda/{key}/message/#m-{key}"' in text
    assert "10000" in text or "10.000" in text
    assert not PartnerMessage.objects.exists()


def test_the_forms_of_the_agenda_name_their_origin(acting: Client, own: Delegate) -> None:
    # With "no-referrer", browsers send "Origin: null", and every form of the page is refused.
    page = acting.get(base(own.registration.conference) + "my/agenda/")
    assert page["Referrer-Policy"] == "same-origin"


def test_an_empty_message_is_refused(acting: Client, own: Delegate) -> None:
    assert send(acting, own, "  \r\n ").status_code == 422


def test_no_message_can_be_sent_about_a_cancelled_meeting(acting: Client, own: Delegate) -> None:
    Match.objects.update(status=MatchStatus.CANCELLED)
    assert send(acting, own, "Hallo").status_code == 422
    assert not PartnerMessage.objects.exists()


def test_who_writes_too_much_has_to_wait(acting: Client, own: Delegate) -> None:
    for _ in range(PER_MATCH_AND_HOUR_MOST):
        assert send(acting, own, "Hallo").status_code == 302
    assert send(acting, own, "Hallo").status_code == 422
    assert PartnerMessage.objects.count() == PER_MATCH_AND_HOUR_MOST


def test_nobody_writes_to_whom_they_do_not_meet(acting: Client, own: Delegate) -> None:
    conference = own.registration.conference
    foreign = make_match(make_delegation(conference), make_delegation(conference))
    address = f"{base(conference)}my/agenda/{foreign.public_id}/message/"
    assert acting.post(address, {"text": "Hallo"}).status_code == 404


# "I cannot come"


def absent(client: Client, own: Delegate, **data: str) -> Any:
    return client.post(base(own.registration.conference) + "my/agenda/absent/", data)


def test_first_the_page_says_what_happens(acting: Client, own: Delegate) -> None:
    address = base(own.registration.conference) + "my/agenda/absent/"
    assert acting.get(address).content.decode().count('type="radio"') == 1 + 2 + 1
    match = Match.objects.get()
    text = acting.get(f"{address}?meeting={match.public_id}").content.decode()
    assert partner_of(own).registration.organisation.name in text
    assert "csrfmiddlewaretoken" in text
    assert Match.objects.get().status == MatchStatus.AGREED


def test_a_cancelled_meeting_is_told_to_the_partner_with_the_reason(
    acting: Client, own: Delegate
) -> None:
    run_waiting_jobs()
    before = set(Message.objects.values_list("pk", flat=True))
    what = f"meeting-{Match.objects.get().public_id}"
    assert absent(acting, own, what=what, reason="Der Zug fällt aus.").status_code == 302
    match = Match.objects.get()
    assert (match.status, match.cancelled_by) == (MatchStatus.CANCELLED, own.registration)
    run_waiting_jobs()
    mails = {mail.to: mail.body for mail in Message.objects.exclude(pk__in=before)}
    assert set(mails) == {own.email, partner_of(own).email}
    assert "Der Zug fällt aus." in mails[partner_of(own).email]
    page = acting.get(base(own.registration.conference) + "my/agenda/").content.decode()
    assert "Abgesagt" in page


def test_who_withdraws_time_keeps_the_meeting_and_everybody_is_told(
    acting: Client, own: Delegate
) -> None:
    Conference.objects.update(contact_email="team@example.org")
    run_waiting_jobs()
    before = set(Message.objects.values_list("pk", flat=True))
    assert absent(acting, own, what="session-1", reason="Krank").status_code == 302
    assert own.unavailable_slots.count() == 3
    assert Match.objects.get().status == MatchStatus.AGREED
    mails = {mail.to: mail.body for mail in Message.objects.exclude(pk__in=before)}
    assert set(mails) == {"team@example.org", partner_of(own).email}
    assert all("Krank" in body for body in mails.values())
    page = acting.get(base(own.registration.conference) + "my/agenda/").content.decode()
    assert "können zu dieser Zeit nicht" in page


def test_a_time_without_meetings_is_withdrawn_quietly(acting: Client, own: Delegate) -> None:
    before = Message.objects.count()
    absent(acting, own, what="session-2")
    assert own.unavailable_slots.count() == 2
    assert Message.objects.count() == before


def test_who_does_not_come_at_all_is_away_in_every_slot(acting: Client, own: Delegate) -> None:
    absent(acting, own, what="all")
    assert own.unavailable_slots.count() == 5


def test_a_reason_that_is_too_long_is_kept_in_its_field(acting: Client, own: Delegate) -> None:
    response = absent(acting, own, what="session-1", reason="x" * 501)
    assert response.status_code == 422
    assert "x" * 501 in response.content.decode()
    assert not own.unavailable_slots.exists()


def test_a_meeting_that_is_gone_asks_to_choose_again(acting: Client, own: Delegate) -> None:
    what = f"meeting-{Match.objects.get().public_id}"
    Match.objects.update(status=MatchStatus.CANCELLED)
    response = absent(acting, own, what=what)
    assert response.status_code == 200
    assert "Wählen Sie noch einmal" in response.content.decode()


def test_renewing_twice_leaves_one_open_address(own: Delegate) -> None:
    renew_agenda_link(own, by=None)
    renew_agenda_link(own, by=None)
    assert AccessLink.objects.filter(delegate=own, revoked_at__isnull=True).count() == 1


def test_what_is_over_cannot_be_cancelled(acting: Client, own: Delegate) -> None:
    for slot in Slot.objects.all():
        Slot.objects.filter(pk=slot.pk).update(
            starts_at=slot.starts_at - timedelta(days=4000),
            ends_at=slot.ends_at - timedelta(days=4000),
        )
    text = acting.get(base(own.registration.conference) + "my/agenda/absent/").content.decode()
    assert 'type="radio"' not in text
    assert "Die Konferenz ist vorbei" in text
    long_ago = timezone.localdate() - timedelta(days=4000)
    Conference.objects.update(starts_on=long_ago, ends_on=long_ago)
    agenda = acting.get(base(own.registration.conference) + "my/agenda/").content.decode()
    assert "my/agenda/absent/" not in agenda
    assert "Nachricht senden" in agenda  # thanking a partner is still possible
