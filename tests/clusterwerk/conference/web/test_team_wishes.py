"""The team's pages about wishes, and the spreadsheet it takes in."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from tests.factories.files import workbook
from tests.factories.people import person, person_with_role
from tests.factories.wishes import make_guest, make_type, make_wish_phase

from clusterwerk.accounts.choices import Role, ScopeKind
from clusterwerk.accounts.models import User
from clusterwerk.conference.actions.wish_answers import report_wish
from clusterwerk.conference.actions.wish_sheets import take_in_wishes
from clusterwerk.conference.actions.wishes import make_wish
from clusterwerk.conference.choices import MatchStatus, WishStatus
from clusterwerk.conference.models import Conference, Match, Registration, Wish
from clusterwerk.mail.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


HEADER = ["wisher", "target", "rank", "message"]


@pytest.fixture
def conference() -> Conference:
    conference = make_wish_phase()
    make_type(conference, musts_most=1)
    return conference


@pytest.fixture
def alpha(conference: Conference) -> Registration:
    return make_guest(conference, "Alpha")


@pytest.fixture
def beta(conference: Conference) -> Registration:
    return make_guest(conference, "Beta", short_name="BT")


@pytest.fixture
def team(conference: Conference) -> User:
    key = str(conference.public_id)
    return person_with_role(Role.CONFERENCE_TEAM, ScopeKind.CONFERENCE, key)


@pytest.fixture
def browser(client: Client, team: User) -> Client:
    client.force_login(team)
    return client


def page(conference: Conference, view: str, *more: Any) -> str:
    with translation.override("en"):
        return reverse(f"conference:{view}", args=[conference.slug, *more])


def test_the_list_has_counts_filters_and_a_file(
    browser: Client, conference: Conference, alpha: Registration, beta: Registration
) -> None:
    make_wish(alpha, beta, by=None, kind="must", message="=Hello")
    make_wish(beta, make_guest(conference, "Gamma"), by=None, kind="want")
    address = page(conference, "team_wishes")
    assert browser.get(address).context["page"].paginator.count == 2
    for query, number in (
        ("q=gamma", 1),
        ("q=bt", 2),
        ("status=pending", 2),
        ("status=declined", 0),
        ("kind=must", 1),
        ("reported=on", 0),
    ):
        assert browser.get(f"{address}?{query}").context["page"].paginator.count == number, query
    assert "No wish found" in browser.get(f"{address}?kind=veto").content.decode()
    lines = browser.get(f"{page(conference, 'team_wishes_csv')}?kind=must").content.decode()
    assert len(lines.splitlines()) == 2
    assert "Alpha,Beta,,must,pending,'=Hello,1," in lines
    # As a sheet of wishes calls them: the file can be taken in again.
    assert lines.lstrip("\ufeff").startswith("wisher,target,person,rank,state,message,place,")


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_any_number(
    browser: Client,
    conference: Conference,
    alpha: Registration,
    number: int,
    django_assert_num_queries: Any,
) -> None:
    for name in ("Beta", "Gamma", "Delta")[:number]:
        make_wish(alpha, make_guest(conference, name), by=None, kind="want")
    browser.get(page(conference, "team_wishes"))
    with django_assert_num_queries(11):
        browser.get(page(conference, "team_wishes"))


def test_others_are_refused(client: Client, conference: Conference) -> None:
    client.force_login(person())
    for view in ("team_wishes", "team_wishes_csv", "team_wish_enter", "team_wishes_import"):
        assert client.get(page(conference, view)).status_code == 403


def test_the_team_enters_a_wish_in_any_phase(
    browser: Client, conference: Conference, team: User, alpha: Registration, beta: Registration
) -> None:
    conference.phases.all().delete()
    address = page(conference, "team_wish_enter")
    values = {"wisher": alpha.pk, "target": alpha.pk, "kind": "want", "message": "By phone"}
    response = browser.post(address, values)
    assert response.status_code == 422
    assert "own delegation" in response.content.decode()
    assert "By phone" in response.content.decode()
    browser.post(address, values | {"target": beta.pk})
    assert Wish.objects.get().entered_by == team
    browser.post(address, values | {"target": beta.pk, "wisher": beta.pk, "kind": "veto"})
    browser.post(address, values | {"wisher": beta.pk, "target": alpha.pk, "kind": "veto"})
    assert set(Wish.objects.values_list("kind", "status")) == {
        ("want", "declined"),
        ("veto", "pending"),
    }


def test_the_team_takes_an_agreed_wish_back_and_both_sides_hear_of_it(
    browser: Client, conference: Conference, alpha: Registration, beta: Registration
) -> None:
    wish = make_wish(alpha, beta, by=None, kind="want")
    make_wish(beta, alpha, by=None, kind="want")
    Message.objects.all().delete()
    address = page(conference, "team_wish", wish.public_id)
    assert "The agreed meeting is cancelled with it" in browser.get(address).content.decode()
    browser.post(address, {"withdraw": "1"})
    assert Match.objects.get().status == MatchStatus.CANCELLED
    assert set(Wish.objects.values_list("status", flat=True)) == {WishStatus.WITHDRAWN}
    assert Message.objects.count() == 2


def test_a_report_is_seen_and_settled(
    browser: Client, conference: Conference, alpha: Registration, beta: Registration
) -> None:
    wish = make_wish(alpha, beta, by=None, kind="want", message="Rude words.")
    report_wish(wish, by=None, reason="An insult.")
    listed = browser.get(page(conference, "team_wishes"))
    assert listed.context["counts"]["reports"] == 1
    address = page(conference, "team_wish", wish.public_id)
    assert "An insult." in browser.get(address).content.decode()
    browser.post(address, {"settle": "1"})
    wish.refresh_from_db()
    assert wish.report_settled_at is not None
    assert "Reported, and settled" in browser.get(address).content.decode()


def test_a_sheet_is_taken_in_whole(
    conference: Conference, team: User, alpha: Registration, beta: Registration
) -> None:
    rows = [
        ["Wünscht", "Ziel", "Rang", "Nachricht"],
        ["alpha", "BT", "muss", "Hallo"],
        ["", "", "", ""],
        ["Beta", "Alpha", "", ""],
    ]
    taken = take_in_wishes(conference, rows, by=team)
    assert (taken.made, taken.faults) == (2, ())
    match = Match.objects.get()
    assert match.priority == "must"
    assert set(Wish.objects.values_list("entered_by", flat=True)) == {team.pk}


def test_wrong_names_are_told_by_row_with_the_nearest_and_nothing_is_written(
    conference: Conference, team: User, alpha: Registration, beta: Registration
) -> None:
    make_guest(conference, "Beispielnetz Photonik Süd")
    rows = [
        HEADER,
        ["Alpha", "Beta", "want", ""],
        ["Alpha", "Beispielnetz Photonik Sud", "want", ""],
        ["Alpha", "Xyzzy", "sometimes", ""],
        ["", "Beta", "would", ""],
        ["Alpha", "Alpha", "want", ""],
        ["Beta", "Alpha", "must", "x" * 1001],
    ]
    taken = take_in_wishes(conference, rows, by=team)
    assert taken.made == 0
    assert [(fault.row, fault.column) for fault in taken.faults] == [
        (3, "target"),
        (4, "target"),
        (4, "rank"),
        (5, "wisher"),
        (6, "target"),
        (7, "message"),
    ]
    assert "Did you mean Beispielnetz Photonik Süd?" in taken.faults[0].message
    assert not Wish.objects.exists()
    assert not Message.objects.exists()

    taken = take_in_wishes(conference, rows, by=team, leave_out=True)
    assert taken.made == 1
    assert Wish.objects.count() == 1


def test_a_quota_counts_in_a_sheet_too(
    conference: Conference, team: User, alpha: Registration, beta: Registration
) -> None:
    make_guest(conference, "Gamma")
    rows = [HEADER, ["Alpha", "Beta", "must"], ["Alpha", "Gamma", "must"]]
    (fault,) = take_in_wishes(conference, rows, by=team).faults
    assert (fault.row, fault.column) == (3, "rank")


def upload(name: str, content: bytes) -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, content)}


def test_rows_with_errors_come_back_to_be_mended(
    browser: Client, conference: Conference, alpha: Registration, beta: Registration
) -> None:
    address = page(conference, "team_wishes_import")
    rows = [HEADER, ["Alpha", "Betta", "want", "Hello"], ["Beta", "Alpha", "want", ""]]
    response = browser.post(address, upload("wishes.xlsx", workbook(rows)))
    assert response.status_code == 422
    shown = response.content.decode()
    assert "Nothing was taken in: 1 error." in shown
    assert "Did you mean Beta" in shown
    assert "Alpha,Betta,want,Hello" in shown
    assert not Wish.objects.exists()

    text = "wisher,target,rank,message\nAlpha,Betta,want,Hello\nBeta,Alpha,want,\n"
    response = browser.post(address, {"rows": text, "leave_out": "on"})
    shown = response.content.decode()
    assert "1 wish was entered." in shown
    assert "1 error: its row was left out." in shown
    assert "Beta,Alpha" not in shown  # what is in is not offered again
    assert Wish.objects.count() == 1

    response = browser.post(address, {"rows": text.replace("Betta", "Beta").rsplit("\n", 2)[0]})
    assert response.status_code == 302
    assert Match.objects.count() == 1


def test_rows_that_were_left_out_are_counted_as_they_stand_below(
    browser: Client, conference: Conference, alpha: Registration, beta: Registration
) -> None:
    text = "wisher,target\nAlpha,Beta\nAlpha,Betta\nBeta,Alpha\nGhost,Alpha\n"
    response = browser.post(
        page(conference, "team_wishes_import"), {"rows": text, "leave_out": "on"}
    )
    assert response.context["form"]["rows"].value() == "wisher,target\nAlpha,Betta\nGhost,Alpha\n"
    assert [(fault.row, fault.column) for fault in response.context["faults"]] == [
        (2, "target"),
        (3, "wisher"),
    ]


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({}, "Choose a file, or write rows below."),
        (upload("wishes.xlsx", b"no workbook"), "The workbook cannot be read"),
        ({"rows": "name;message\nAlpha;Hello"}, "The first row must name the columns"),
        (upload("wishes.csv", b"x" * 10_000_001), "larger than 10 MB"),
        (upload("wishes.xlsx", workbook([])), "no filled sheet"),
    ],
)
def test_what_is_no_sheet_of_wishes_is_refused(
    browser: Client, conference: Conference, sent: dict[str, Any], message: str
) -> None:
    for value in sent.values():
        if isinstance(value, SimpleUploadedFile):
            value.seek(0)
    response = browser.post(page(conference, "team_wishes_import"), sent)
    assert response.status_code == 422
    assert message in response.content.decode()


def test_a_fault_calls_its_column_as_the_sheet_does(
    conference: Conference, team: User, alpha: Registration
) -> None:
    rows = [["Wünscht", "Ziel", "Rang"], ["Alpha", "Xyzzy", "vielleicht"]]
    faults = take_in_wishes(conference, rows, by=team).faults
    assert [fault.column for fault in faults] == ["Ziel", "Rang"]
