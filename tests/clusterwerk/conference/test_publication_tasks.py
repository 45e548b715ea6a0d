"""Mails about agendas: each once, whatever happens in between."""

import base64
from typing import Any

import pytest
from icalendar import Calendar
from tests.factories.conference import make_planned_conference, make_ready_plan

from clusterwerk.audit.models import Entry
from clusterwerk.conference.actions import agenda_mails
from clusterwerk.conference.actions.agenda_mails import AgendaMails
from clusterwerk.conference.actions.notices import mail_again, tell_changes
from clusterwerk.conference.actions.publishing import publish_plan
from clusterwerk.conference.choices import MatchStatus
from clusterwerk.conference.models import (
    AgendaNotice,
    Conference,
    Delegate,
    Match,
    Registration,
    Table,
)
from clusterwerk.conference.queries.links import link_of, token_of
from clusterwerk.conference.queries.publication import mail_progress_of, notices_not_delivered
from clusterwerk.jobs.models import Job
from clusterwerk.jobs.running import run_waiting_jobs
from clusterwerk.mail.actions import suppress_address
from clusterwerk.mail.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def published() -> Conference:
    """Two pairs of delegations whose plan is published, its mails not made yet."""
    return make_planned_conference(pairs=2, slots=(3,))


@pytest.fixture
def mailed(published: Conference) -> Conference:
    """The same with all mails in the outbox."""
    run_waiting_jobs()
    return published


def file_of(message: Message, kind: str) -> bytes:
    """The attachment of that type."""
    (content,) = [row["content"] for row in message.attachments if row["type"] == kind]
    return base64.b64decode(content)


def test_each_delegate_gets_one_mail_with_agenda_pdf_and_calendar(mailed: Conference) -> None:
    assert sorted(Message.objects.values_list("to", flat=True)) == sorted(
        Delegate.objects.values_list("email", flat=True)
    )
    notice = AgendaNotice.objects.earliest("pk")
    message = notice.message
    assert message is not None
    entry = notice.told[0]
    assert entry["partner"] in message.body
    assert "10:00–10:20" in message.body
    assert file_of(message, "application/pdf").startswith(b"%PDF")
    (event,) = Calendar.from_ical(file_of(message, "text/calendar")).walk("VEVENT")
    assert (event["STATUS"], event["SEQUENCE"]) == ("CONFIRMED", 1)
    link = notice.delegate.links.get()
    assert f"/agenda/{token_of(link)}/" in message.body
    assert f"/agenda/{token_of(link)}.ics" in message.body


def test_the_mail_is_in_the_language_of_the_delegation(published: Conference) -> None:
    Registration.objects.update(language="de")
    run_waiting_jobs()
    assert all("/de/conference/" in body for body in Message.objects.values_list("body", flat=True))


def test_a_later_mail_says_only_what_changed(mailed: Conference) -> None:
    Table.objects.update(zone="B")
    match = Match.objects.earliest("pk")
    Match.objects.filter(pk=match.pk).update(status=MatchStatus.CANCELLED)
    before = set(Message.objects.values_list("pk", flat=True))
    tell_changes(mailed, by=None)
    run_waiting_jobs()
    new = Message.objects.exclude(pk__in=before)
    assert new.count() == 4
    gone = new.get(to=match.registration_a.delegates.get().email)
    assert match.registration_b.organisation.name in gone.body
    (event,) = Calendar.from_ical(file_of(gone, "text/calendar")).walk("VEVENT")
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 2)


def test_only_those_touched_get_a_mail(mailed: Conference) -> None:
    Match.objects.filter(pk=Match.objects.earliest("pk").pk).update(status=MatchStatus.CANCELLED)
    tell_changes(mailed, by=None)
    run_waiting_jobs()
    assert Message.objects.count() == 6


def test_a_worker_that_dies_in_the_middle_loses_and_doubles_nothing(
    published: Conference, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agenda_mails, "AT_ONCE", 1)
    sent = agenda_mails.send
    calls = []

    def dies(*args: Any, **values: Any) -> Any:
        calls.append(1)
        messages = sent(*args, **values)
        if len(calls) == 3:
            raise SystemExit  # after the mail is made, before the note of it is kept
        return messages

    monkeypatch.setattr(agenda_mails, "send", dies)
    with pytest.raises(SystemExit):
        AgendaMails(published).queue_all()
    assert Message.objects.count() == 2
    AgendaMails(published).queue_all()
    assert sorted(Message.objects.values_list("to", flat=True)) == sorted(
        Delegate.objects.values_list("email", flat=True)
    )


def test_two_changes_before_the_mail_make_one_mail(published: Conference) -> None:
    match = Match.objects.earliest("pk")
    Table.objects.update(zone="B")
    tell_changes(published, by=None)
    run_waiting_jobs()
    assert Message.objects.filter(to=match.registration_a.delegates.get().email).count() == 1


def test_what_came_and_went_before_the_mail_is_not_told(mailed: Conference) -> None:
    before = Message.objects.count()
    Table.objects.update(zone="B")
    tell_changes(mailed, by=None)
    Table.objects.update(zone="A")
    tell_changes(mailed, by=None)
    run_waiting_jobs()
    assert Message.objects.count() == before
    assert not AgendaNotice.objects.filter(queued_at__isnull=True).exists()


def test_in_test_mode_the_team_gets_the_mails_and_delegates_hear_later(
    published: Conference,
) -> None:
    Conference.objects.filter(pk=published.pk).update(
        test_mode=True, contact_email="team@example.org"
    )
    run_waiting_jobs()
    assert set(Message.objects.values_list("to", flat=True)) == {"team@example.org"}
    Conference.objects.filter(pk=published.pk).update(test_mode=False)
    assert tell_changes(published, by=None) == 4
    run_waiting_jobs()
    assert Message.objects.exclude(to="team@example.org").count() == 4


def test_without_any_address_the_rest_is_still_mailed(published: Conference) -> None:
    delegate = Delegate.objects.earliest("pk")
    Delegate.objects.filter(pk=delegate.pk).update(email="")
    run_waiting_jobs()
    assert Message.objects.count() == 3
    assert published.published_plan is not None
    progress = mail_progress_of(published.published_plan)
    assert (progress.notices, progress.waiting, progress.unneeded) == (4, 0, 1)


def test_the_contact_gets_it_where_a_delegate_has_no_address(published: Conference) -> None:
    delegate = Delegate.objects.earliest("pk")
    Delegate.objects.filter(pk=delegate.pk).update(email="")
    Registration.objects.update(contact_email="office@example.org")
    run_waiting_jobs()
    assert delegate.name in Message.objects.get(to="office@example.org").body


def test_the_private_address_stays_the_same_in_later_mails(mailed: Conference) -> None:
    Table.objects.update(zone="B")
    tell_changes(mailed, by=None)
    run_waiting_jobs()
    delegate = Delegate.objects.earliest("pk")
    link = delegate.links.get()
    assert link_of(token_of(link), link.purpose) == link  # type: ignore[arg-type]
    bodies = Message.objects.filter(to=delegate.email).values_list("body", flat=True)
    assert all(token_of(link) in body for body in bodies)


def test_publishing_another_plan_tells_only_whom_it_changes(mailed: Conference) -> None:
    publish_plan(make_ready_plan(mailed), by=None)
    assert not AgendaNotice.objects.filter(sequence=2).exists()


def test_the_job_tells_how_far_it_is(published: Conference) -> None:
    run_waiting_jobs()
    job = Job.objects.get(kind__endswith="mail_notices")
    assert (job.state, job.done, job.total) == ("done", 4, 4)


# Mails that were refused for good


def refused(delegate: Delegate, state: str = "failed") -> None:
    """The mail server refused the last mail about the delegate's agenda for good."""
    notice = AgendaNotice.objects.filter(delegate=delegate).latest("sequence")
    Message.objects.filter(pk=notice.message_id).update(state=state, error="no such mailbox")


def test_a_refused_mail_is_made_again_for_the_address_of_now(mailed: Conference) -> None:
    plan = mailed.published_plan
    assert plan is not None
    person, other = Delegate.objects.order_by("pk")[:2]
    refused(person)
    before = set(Message.objects.values_list("pk", flat=True))
    Delegate.objects.filter(pk=person.pk).update(email="right@example.org")
    assert mail_again(plan, by=None, delegate=other) == 0
    assert mail_again(plan, by=None, delegate=person) == 1
    assert mail_again(plan, by=None) == 0, "it is on its way"
    assert Entry.objects.get(verb="mail_again").details["delegates"] == 1
    run_waiting_jobs()
    mail = Message.objects.exclude(pk__in=before).get()
    assert mail.to == "right@example.org"
    assert file_of(mail, "application/pdf").startswith(b"%PDF")
    progress = mail_progress_of(plan)
    assert (progress.failed, progress.waiting, progress.unneeded) == (0, 0, 0)
    assert not notices_not_delivered(plan).exists()


def test_all_refused_mails_are_made_again_but_not_for_suppressed_addresses(
    mailed: Conference,
) -> None:
    plan = mailed.published_plan
    assert plan is not None
    first, second, third, _fourth = Delegate.objects.order_by("pk")
    refused(first)
    refused(second)
    refused(third, state="suppressed")
    suppress_address(third.email.upper(), reason="bounced")
    before = set(Message.objects.values_list("pk", flat=True))
    assert [row.can_be_repeated for row in notices_not_delivered(plan)] == [True, True, False]
    assert mail_again(plan, by=None) == 2
    run_waiting_jobs()
    made = Message.objects.exclude(pk__in=before)
    assert {mail.to for mail in made} == {first.email, second.email}
    Delegate.objects.filter(pk=third.pk).update(email="right@example.org")
    assert mail_again(plan, by=None) == 1


def test_a_mail_made_again_tells_everything_since_the_last_that_arrived(
    mailed: Conference,
) -> None:
    plan = mailed.published_plan
    assert plan is not None
    Table.objects.update(zone="B")
    tell_changes(mailed, by=None)
    run_waiting_jobs()
    Table.objects.update(zone="C")
    tell_changes(mailed, by=None)
    run_waiting_jobs()
    person = Delegate.objects.earliest("pk")
    kept = list(AgendaNotice.objects.filter(delegate=person).order_by("sequence"))
    Message.objects.filter(pk=kept[1].message_id).update(state="failed")
    newest = Message.objects.latest("pk").pk
    assert mail_again(plan, by=None, delegate=person) == 1
    run_waiting_jobs()
    mail = Message.objects.get(pk__gt=newest)
    assert kept[2].told[0]["zone"] == "C"
    assert "C" in mail.body
    assert mail.subject == Message.objects.get(pk=kept[2].message_id).subject


def test_after_the_last_day_and_about_an_earlier_plan_no_mail_is_made_again(
    mailed: Conference,
) -> None:
    plan = mailed.published_plan
    assert plan is not None
    refused(Delegate.objects.earliest("pk"))
    publish_plan(make_ready_plan(mailed), by=None)
    assert mail_again(plan, by=None) == 0
    Conference.objects.update(published_plan=plan, starts_on="2020-01-01", ends_on="2020-01-02")
    assert mail_again(plan, by=None) == 0
