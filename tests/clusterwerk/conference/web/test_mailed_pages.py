"""Who was mailed what about an agenda: the team's list, and the ways to it."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.factories.conference import make_ready_plan

from clusterwerk.conference.actions.edits import remove_meeting
from clusterwerk.conference.actions.publishing import publish_plan
from clusterwerk.conference.models import AgendaNotice, Conference, Delegate, Match, Plan, Table
from clusterwerk.jobs.running import run_waiting_jobs

pytestmark = pytest.mark.django_db


def _address(conference: Conference, version: int = 1) -> str:
    return f"/en/conference/{conference.slug}/plans/{version}/publish/"


def test_the_team_reads_who_was_mailed_what_and_finds_a_person(
    team: Client, planned: Conference
) -> None:
    run_waiting_jobs()
    Table.objects.update(zone="B")
    publish_plan(make_ready_plan(planned), by=None)
    run_waiting_jobs()
    person = Delegate.objects.earliest("pk")
    html = team.get(_address(planned, 2)).content.decode()
    told = html.partition('id="told"')[2]
    assert told.count("The whole agenda: 1 meeting") == 2
    assert told.count("Another table:") == 2
    assert told.index("Another table:") < told.index("The whole agenda")
    found = team.get(_address(planned, 2), {"q": person.email}).content.decode()
    assert found.partition('id="told"')[2].count("The whole agenda") == 1
    nobody = team.get(_address(planned, 2), {"q": "Nobody"}).content.decode()
    assert "No mail found" in nobody


def test_the_list_of_mails_asks_as_often_for_three_as_for_one(
    team: Client, planned: Conference, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    run_waiting_jobs()
    AgendaNotice.objects.exclude(pk=AgendaNotice.objects.earliest("pk").pk).delete()
    first = AgendaNotice.objects.get()
    team.get(_address(planned))
    with django_assert_num_queries(24) as asked:
        team.get(_address(planned))
    for sequence in (2, 3):
        AgendaNotice.objects.create(
            delegate=first.delegate,
            plan=first.plan,
            sequence=sequence,
            told=first.told,
            message=first.message,
            queued_at=first.queued_at,
        )
    with django_assert_num_queries(len(asked)):
        team.get(_address(planned))


def test_the_desk_and_the_page_of_the_plan_lead_to_the_mails(
    team: Client, planned: Conference
) -> None:
    desk = f"/en/conference/{planned.slug}/plans/"
    assert _address(planned) in team.get(desk).content.decode()
    assert _address(planned) in team.get(f"{desk}1/").content.decode()


def test_the_first_publication_counts_no_changes(team: Client, planned: Conference) -> None:
    AgendaNotice.objects.all().delete()
    Conference.objects.update(published_plan=None)
    html = team.get(_address(planned)).content.decode()
    assert "delegates get their whole agenda" in html
    assert "what changed" not in html
    assert "can be published again" not in html


def test_when_everybody_knows_already_publishing_says_so(team: Client, planned: Conference) -> None:
    run_waiting_jobs()
    draft = make_ready_plan(planned)
    html = team.get(_address(planned, draft.version)).content.decode()
    assert "Nobody gets a mail: everybody knows this agenda already." in html


def test_before_publishing_the_page_says_how_many_meetings_have_no_place(
    team: Client, planned: Conference
) -> None:
    draft = make_ready_plan(planned)
    assert "no place in it" not in team.get(_address(planned, 2)).content.decode()
    remove_meeting(draft, Match.objects.get(), by=None, was=_place(draft))
    html = team.get(_address(planned, 2)).content.decode()
    assert "1 agreed meeting has no place in it." in html


def _place(draft: Plan) -> tuple[int | None, int | None]:
    row = draft.meetings.get()
    return row.slot_id, row.table_id


def test_a_card_tells_which_plan_was_published_before(team: Client, planned: Conference) -> None:
    publish_plan(make_ready_plan(planned), by=None)
    cards = team.get(f"/en/conference/{planned.slug}/plans/").content.decode()
    assert cards.index(">was published<") < cards.index(">published<")
