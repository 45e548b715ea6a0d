"""The team publishes and prints; everybody reads the plan by organisation and by table."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.factories.conference import make_conference, make_delegation, make_ready_plan
from tests.factories.people import person_with_role

from clusterwerk.accounts.choices import Role, ScopeKind
from clusterwerk.conference import papers as papers_package
from clusterwerk.conference.actions import papers
from clusterwerk.conference.choices import MatchStatus, PaperKind
from clusterwerk.conference.models import (
    Conference,
    Delegate,
    Match,
    Paper,
    PlannedMeeting,
    Table,
)
from clusterwerk.conference.papers.sheets import (
    badges_data,
    delegations_data,
    doors_data,
    name_for_lists,
    sort_key,
    tables_data,
)
from clusterwerk.conference.papers.typesetting import TypesettingError
from clusterwerk.conference.queries.papers import printed_of
from clusterwerk.jobs.running import run_waiting_jobs
from clusterwerk.mail.actions import suppress_address
from clusterwerk.mail.models import Message

pytestmark = pytest.mark.django_db


def base(conference: Conference) -> str:
    return f"/de/conference/{conference.slug}/"


# Publishing


def test_before_publishing_the_page_counts_whom_it_tells_what(
    team: Client, planned: Conference
) -> None:
    run_waiting_jobs()
    draft = make_ready_plan(planned)
    Table.objects.update(zone="B")
    text = team.get(f"{base(planned)}plans/{draft.version}/publish/").content.decode()
    assert "Personen erfahren, was sich ändert" in text
    assert "Veröffentlichen und 2 Personen benachrichtigen" in text


def test_publishing_leads_to_the_progress_of_the_mails(team: Client, planned: Conference) -> None:
    draft = make_ready_plan(planned)
    response = team.post(f"{base(planned)}plans/{draft.version}/publish/", follow=True)
    assert "ist veröffentlicht" in response.content.decode()
    planned.refresh_from_db()
    assert planned.published_plan == draft


def test_the_progress_renews_itself_until_all_mails_are_out(
    team: Client, planned: Conference
) -> None:
    address = f"{base(planned)}plans/1/publish/"
    assert 'hx-trigger="every 2s"' in team.get(address).content.decode()
    run_waiting_jobs()
    Message.objects.update(state="kept")
    assert 'hx-trigger="every 2s"' not in team.get(address).content.decode()


def test_an_outdated_draft_says_what_is_wrong_and_has_no_button(
    team: Client, planned: Conference
) -> None:
    draft = make_ready_plan(planned)
    Match.objects.update(status=MatchStatus.CANCELLED)
    address = f"{base(planned)}plans/{draft.version}/publish/"
    text = team.get(address).content.decode()
    assert "1 Gespräch ist nicht mehr möglich" in text
    assert "Zum Planungstisch" in text
    assert '<form method="post" class="cw-actions"' not in text
    response = team.post(address, follow=True)
    assert "nicht mehr möglich" in response.content.decode()
    planned.refresh_from_db()
    assert planned.published_plan is not None
    assert planned.published_plan.version == 1


def test_test_mode_is_said_and_when_it_ends_everybody_is_due(
    team: Client, planned: Conference
) -> None:
    Conference.objects.update(test_mode=True, contact_email="team@example.org")
    run_waiting_jobs()
    address = f"{base(planned)}plans/1/publish/"
    assert "Der Testbetrieb ist an." in team.get(address).content.decode()
    Conference.objects.update(test_mode=False)
    assert "2 Personen benachrichtigen" in team.get(address).content.decode()
    team.post(address)
    run_waiting_jobs()
    assert Message.objects.exclude(to="team@example.org").count() == 2


def test_a_mail_that_was_not_delivered_is_made_again_by_a_button(
    team: Client, planned: Conference
) -> None:
    run_waiting_jobs()
    address = f"{base(planned)}plans/1/publish/"
    again = f"{address}again/"
    assert again not in team.get(address).content.decode()
    Message.objects.update(state="failed", error="no such mailbox")
    person = Delegate.objects.earliest("pk")
    text = team.get(address).content.decode()
    assert f"{person.name} erneut anschreiben" in text
    assert "Alle 2 Personen erneut anschreiben" in text
    response = team.post(again, {"delegate": str(person.public_id)}, follow=True)
    assert "1 Mail wird neu erstellt." in response.content.decode()
    response = team.post(again, follow=True)
    assert "1 Mail wird neu erstellt." in response.content.decode()
    response = team.post(again, follow=True)
    assert "Es gibt keine Mail, die neu zu erstellen ist." in response.content.decode()
    assert team.post(again, {"delegate": "nobody"}).status_code == 404
    run_waiting_jobs()
    assert Message.objects.filter(state="kept").count() == 2


def test_an_address_that_gets_no_mail_any_more_is_to_be_replaced_first(
    team: Client, planned: Conference
) -> None:
    run_waiting_jobs()
    person = Delegate.objects.earliest("pk")
    Message.objects.filter(to=person.email).update(state="suppressed")
    suppress_address(person.email, reason="bounced")
    text = team.get(f"{base(planned)}plans/1/publish/").content.decode()
    assert "Diese Adresse bekommt keine Mails mehr." in text
    assert "erneut anschreiben" not in text


@pytest.mark.parametrize("page", ["plans/1/publish/", "team/papers/"])
def test_others_neither_publish_nor_print(client: Client, planned: Conference, page: str) -> None:
    assert client.get(base(planned) + page).status_code == 302
    other = make_conference()
    key = str(other.public_id)
    client.force_login(person_with_role(Role.CONFERENCE_TEAM, ScopeKind.CONFERENCE, key))
    assert client.get(base(planned) + page).status_code == 403
    assert client.post(base(planned) + page).status_code == 403


# Printing


@pytest.mark.parametrize("kind", PaperKind.values)
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_kind_is_printed_in_both_languages(
    team: Client, planned: Conference, kind: str, language: str
) -> None:
    address = base(planned) + "team/papers/"
    team.post(address, {"kind": kind, "language": language})
    assert 'hx-trigger="every 1s"' in team.get(address).content.decode()
    run_waiting_jobs()
    paper = Paper.objects.get()
    assert (paper.kind, paper.failure) == (kind, "")
    assert paper.pages >= 1
    response = team.get(f"{address}{paper.public_id}.pdf")
    assert response.content.startswith(b"%PDF")
    assert f"/Lang({language})".encode() in response.content.replace(b"/Lang (", b"/Lang(")
    assert "no-store" in response["Cache-Control"]


def test_a_file_names_people_so_only_the_team_gets_it(client: Client, planned: Conference) -> None:
    paper = Paper.objects.create(
        conference=planned, kind=PaperKind.DOORS, language="de", content=b"%PDF"
    )
    address = f"{base(planned)}team/papers/{paper.public_id}.pdf"
    assert client.get(address).status_code == 302
    client.force_login(person_with_role(Role.CLUSTER_MANAGER))
    assert client.get(address).status_code == 403


def test_before_publishing_only_badges_are_printed(client: Client) -> None:
    conference = make_conference()
    make_delegation(conference)
    key = str(conference.public_id)
    client.force_login(person_with_role(Role.CONFERENCE_TEAM, ScopeKind.CONFERENCE, key))
    address = base(conference) + "team/papers/"
    client.post(address, {"kind": "tables", "language": "de"})
    assert not Paper.objects.exists()
    client.post(address, {"kind": "badges", "language": "de"})
    run_waiting_jobs()
    assert Paper.objects.get().pages == 1


@pytest.mark.parametrize("data", [{}, {"kind": "x", "language": "de"}, {"kind": "doors"}])
def test_nonsense_is_told_and_prints_nothing(
    team: Client, planned: Conference, data: dict[str, str]
) -> None:
    response = team.post(base(planned) + "team/papers/", data, follow=True)
    assert "Wählen Sie" in response.content.decode()
    assert not Paper.objects.exists()


def test_a_failure_of_the_typesetter_is_shown(
    team: Client, planned: Conference, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Fails:
        def __init__(self, template: str) -> None:
            self.template = template

        def pdf(self, data: dict[str, Any], *, language: str) -> bytes:
            raise TypesettingError("out of ink")

    monkeypatch.setattr(papers, "Typesetter", Fails)
    address = base(planned) + "team/papers/"
    team.post(address, {"kind": "doors", "language": "de"})
    run_waiting_jobs()
    assert "out of ink" in team.get(address).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_files_asks_as_often_for_three_as_for_one(
    team: Client,
    planned: Conference,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(number):
        Paper.objects.create(
            conference=planned,
            plan=planned.published_plan,
            kind=PaperKind.DOORS,
            language="de",
            content=b"%PDF",
            pages=1,
        )
    address = base(planned) + "team/papers/"
    team.get(address)
    with django_assert_num_queries(6):
        text = team.get(address).content.decode()
    assert text.count('class="cw-list__item"') == number


def test_texts_of_people_are_data_and_never_commands(planned: Conference) -> None:
    evil = '#strong[x] $a$ \\ *b* _c_ #eval("1+1") ‮<b>'
    Delegate.objects.update(name=evil)
    paper = Paper(
        conference=planned, plan=planned.published_plan, kind=PaperKind.AGENDAS, language="de"
    )
    paper.save()
    papers.make_paper(paper)
    assert paper.pages == 2
    data = badges_data(
        planned,
        printed_of(planned, None),
        dict.fromkeys(Delegate.objects.values_list("pk", flat=True), "x"),
    )
    assert data["badges"][0]["name"] == evil


def test_what_is_printed_is_the_plan(planned: Conference) -> None:
    printed = printed_of(planned, planned.published_plan)
    meeting = PlannedMeeting.objects.get()
    cards = tables_data(planned, printed)["cards"]
    assert [card["label"] for card in cards] == ["1", "2"]
    assert sum(len(day["entries"]) for card in cards for day in card["days"]) == 1
    sheets = delegations_data(planned, printed)["sheets"]
    assert {sheet["days"][0]["entries"][0]["partner"] for sheet in sheets} == {
        meeting.match.registration_a.organisation.name,
        meeting.match.registration_b.organisation.name,
    }
    rows = doors_data(planned, printed)["lists"][0]["rows"]
    assert [row["table"] for row in rows] == ["1", "1"]
    assert rows[0]["time"].endswith("10:00")


def test_examples_are_marked_on_paper(planned: Conference) -> None:
    planned.is_example = True
    assert tables_data(planned, printed_of(planned, None))["example"]
    planned.is_example = False
    assert not tables_data(planned, printed_of(planned, None))["example"]


@pytest.mark.parametrize(
    ("name", "listed"),
    [("Mira Beispiel", "Beispiel, Mira"), ("Madonna", "Madonna"), ("", "")],
)
def test_lists_are_searched_by_the_last_word_of_a_name(name: str, listed: str) -> None:
    assert name_for_lists(name) == listed


def test_accents_do_not_change_the_alphabetical_order() -> None:
    assert sorted(["Öz", "Ota", "Zita", "Ada"], key=sort_key) == ["Ada", "Ota", "Öz", "Zita"]
    assert papers_package.__doc__


# The plan by organisation and table


def test_an_organisation_has_a_page_of_its_meetings(client: Client, planned: Conference) -> None:
    match = Match.objects.get()
    one, other = match.registration_a.organisation, match.registration_b.organisation
    text = client.get(f"{base(planned)}timetable/organisation/{one.slug}/").content.decode()
    assert "1 Gespräch" in text
    assert other.name in text
    assert client.get(f"{base(planned)}timetable/organisation/nobody/").status_code == 404


def test_a_table_has_a_page_of_its_meetings(client: Client, planned: Conference) -> None:
    first = client.get(f"{base(planned)}timetable/table/1/").content.decode()
    assert "1 Gespräch" in first
    assert "timetable/table/2/" in first
    assert "0 Gespräche" in client.get(f"{base(planned)}timetable/table/2/").content.decode()
    assert client.get(f"{base(planned)}timetable/table/3/").status_code == 404


def test_a_cancelled_meeting_stands_in_no_timetable(client: Client, planned: Conference) -> None:
    Match.objects.update(status=MatchStatus.CANCELLED)
    assert "0 Gespräche" in client.get(f"{base(planned)}timetable/table/1/").content.decode()


def test_the_team_opens_the_agenda_of_who_keeps_the_name_private(
    client: Client, team: Client, planned: Conference
) -> None:
    Delegate.objects.update(name_public_since=None, agenda_public_since=None)
    delegate = Delegate.objects.earliest("pk")
    assert str(delegate.public_id) in team.get(base(planned) + "delegates/").content.decode()
    client.logout()
    assert delegate.name not in client.get(base(planned) + "delegates/").content.decode()
