"""Delegations from another tool's spreadsheet: nothing is written before the last step."""

import html
import io
import re
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import override
from tests.factories.conference import make_conference, make_delegation
from tests.factories.directory import make_organisation
from tests.factories.people import person_with_role

from clusterwerk.accounts.choices import Role, ScopeKind
from clusterwerk.conference.actions.import_columns import COLUMNS, guessed_columns
from clusterwerk.conference.actions.importing_delegations import tell_imported
from clusterwerk.conference.choices import RegistrationStatus
from clusterwerk.conference.models import Conference, Delegate, ParticipantType, Registration
from clusterwerk.directory.models import Organisation
from clusterwerk.jobs.running import run_waiting_jobs
from clusterwerk.mail.models import Message

pytestmark = pytest.mark.django_db

GERMAN = (
    "Firma;Land;Ort;Branche;Typ;Vorname;Nachname;E-Mail-Adresse;Funktion;Sprachen;Angebot;Gesuch"
)
OPTIONS = {"kind": "cluster_organisation", "language": "en"}


@pytest.fixture
def conference() -> Conference:
    conference = make_conference()
    ParticipantType.objects.create(conference=conference, name_de="Gäste", name_en="Guests")
    return conference


@pytest.fixture
def staff(client: Client, conference: Conference) -> Client:
    key = str(conference.public_id)
    client.force_login(person_with_role(Role.CONFERENCE_TEAM, ScopeKind.CONFERENCE, key))
    return client


def address(conference: Conference) -> str:
    return f"/en/conference/{conference.slug}/team/delegations/import/"


def upload(client: Client, conference: Conference, content: bytes, name: str = "x.csv") -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(address(conference), {"do": "upload", "file": file})


def fields_of(page: str) -> dict[str, str]:
    """What the browser would send back: the table, the columns and the choices as shown."""
    table = re.search(r'name="table" value="([^"]*)"', page)
    assert table
    sent = {"table": html.unescape(table[1])}
    for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        sent[name] = chosen[1] if chosen else ""
    return sent


def imported(client: Client, conference: Conference, text: str, **options: str) -> str:
    """Uploads, accepts what is guessed, imports; the page that follows."""
    page = upload(client, conference, text.encode()).content.decode()
    sent = fields_of(page) | OPTIONS | options | {"do": "import"}
    return str(client.post(address(conference), sent, follow=True).content.decode())


ROWS = "\n".join(
    [
        GERMAN,
        (
            "Réseau Exemple;Frankreich;Lyon;Photonik;Gäste;Jean;Exemple;Jean@example.org;Directeur;"
            "Französisch, en;Test bed for lenses;Research partners"
        ),
        "Réseau Exemple;FR;Lyon;;;Marie;Exemple;marie@example.org;;fr;;",
        (
            "Beispielnetz Holz;Deutschland;Ulm;Quantenzauber;Guests;Nora;Beispiel;nora@example.org;"
            "Managerin;Deutsch;;"
        ),
    ]
)


def test_headers_are_guessed_and_everything_arrives(staff: Client, conference: Conference) -> None:
    known = make_organisation("Beispielnetz Holz")
    page = upload(staff, conference, ROWS.encode()).content.decode()
    assert "Nothing has been written yet." in page
    assert "“Quantenzauber” is unknown and left out" in page
    assert not Registration.objects.exists()
    assert "Imported: 2 delegations, 3 delegates, of these 1 organisations new" in imported(
        staff, conference, ROWS
    )
    french = Registration.objects.get(organisation__name="Réseau Exemple")
    assert (french.organisation.country_id, french.organisation.city) == ("FR", "Lyon")
    assert [field.pk for field in french.organisation.fields_in_order] == ["pho"]
    assert french.status == RegistrationStatus.REQUESTED
    assert (french.contact_email, french.language) == ("jean@example.org", "en")
    assert str(french.type) in ("Gäste", "Guests")
    jean, marie = french.delegates.order_by("number")
    assert (jean.name, jean.email, jean.languages) == (
        "Jean Exemple",
        "jean@example.org",
        ["fr", "en"],
    )
    assert marie.number == jean.number + 1
    assert jean.name_public_since is None
    assert [(row.kind, row.text_en) for row in french.offers.all()] == [
        ("pilot", "Test bed for lenses")
    ]
    assert french.needs.get().kind == "research"
    german = Registration.objects.get(organisation=known)
    assert german.language == "de"
    assert not Message.objects.exists()


def test_importing_twice_changes_nothing(staff: Client, conference: Conference) -> None:
    imported(staff, conference, ROWS)
    before = (
        list(Delegate.objects.values("pk", "name", "number")),
        Organisation.objects.count(),
        list(Registration.objects.values()),
    )
    page = imported(staff, conference, ROWS)
    assert "Imported: 0 delegations, 0 delegates" in page
    after = (
        list(Delegate.objects.values("pk", "name", "number")),
        Organisation.objects.count(),
        list(Registration.objects.values()),
    )
    assert after == before
    assert Registration.objects.get(organisation__name="Réseau Exemple").offers.count() == 1


FAULTY = f"""{GERMAN}
;Deutschland;;;;Nora;Beispiel;nora@example.org;;;;
Beispielnetz A;Atlantis;;;;Nora;Beispiel;nora2@example.org;;;;
Beispielnetz B;Deutschland;;;Zaungast;Nora;Beispiel;nora@@example;;;;
Beispielnetz C;Deutschland;;;;Nora;Beispiel;nora3@example.org;{"x" * 10_000};;;
Beispielnetz D;Deutschland;;;;Ole;Beispiel;ole@example.org;;;;
Beispielnetz E;Deutschland;;;;Ole;Beispiel;OLE@example.org;;;;
Neues Netz;;;;;Ida;Beispiel;ida@example.org;;;;
"""


def test_each_fault_names_row_column_and_remedy_and_nothing_is_written(
    staff: Client, conference: Conference
) -> None:
    page = upload(staff, conference, FAULTY.encode()).content.decode()
    cells = re.findall(r"<tr><td>(\d+)</td><td>([^<]*)</td><td>([^<]*)</td></tr>", page)
    found = [(int(row), column, html.unescape(text)) for row, column, text in cells]
    assert found == [
        (2, "Firma", "This cell is empty. Fill it, or leave the row out."),
        (
            3,
            "Land",
            "The country “Atlantis” is unknown. Write its name or two letters, as DE.",
        ),
        (4, "E-Mail-Adresse", "“nora@@example” is no e-mail address. Mend it."),
        (4, "Typ", "The conference has no type “Zaungast”. It has: Guests."),
        (5, "Funktion", "2001 letters, at most 200 are kept. Shorten the text."),
        (7, "E-Mail-Adresse", "Row 6 has this address with another organisation."),
        (8, "Land", "For a new organisation a country is needed. Fill it in."),
    ]
    assert "Some rows have errors" in imported(staff, conference, FAULTY)
    assert not Registration.objects.exists()
    assert not Organisation.objects.exists()
    assert "Rows left out: 6" in imported(staff, conference, FAULTY, leave_out="on")
    assert [row.organisation.name for row in Registration.objects.all()] == ["Beispielnetz D"]


def test_a_name_written_another_way_can_be_chosen_or_entered_anew(
    staff: Client, conference: Conference
) -> None:
    known = make_organisation("Photonik Beispielnetz")
    text = "Organisation,Country,Name,Email\nBeispielnetz Photonik e.V.,DE,Ida B,ida@example.org\n"
    page = upload(staff, conference, text.encode()).content.decode()
    sent = fields_of(page) | OPTIONS | {"do": "import"}
    (choice,) = [name for name in sent if name.startswith("org-")]
    assert sent[choice] == str(known.pk)
    staff.post(address(conference), sent | {choice: "new"})
    assert Registration.objects.get().organisation.name == "Beispielnetz Photonik e.V."


def test_columns_can_be_corrected(staff: Client, conference: Conference) -> None:
    text = "A,B,C,D\nBeispielnetz,DE,Ida Beispiel,ida@example.org\n"
    page = upload(staff, conference, text.encode()).content.decode()
    assert "Say which columns hold: Organisation, E-mail address, Name" in page
    sent = fields_of(page) | OPTIONS
    sent |= {"col-0": "organisation", "col-1": "country", "col-2": "name", "col-3": "email"}
    again = staff.post(address(conference), sent | {"do": "preview"}).content.decode()
    assert "1 row that can be imported" in again
    staff.post(address(conference), sent | {"do": "import"})
    assert Delegate.objects.get().name == "Ida Beispiel"


def test_a_workbook_is_read_as_well(staff: Client, conference: Conference) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Company", "Country", "Full name", "E-mail"])
    sheet.append(["Beispielnetz", "Germany", "Ida Beispiel", "ida@example.org"])
    content = io.BytesIO()
    book.save(content)
    page = upload(staff, conference, content.getvalue(), "x.xlsx").content.decode()
    assert "1 row that can be imported" in page


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "x.csv", "no rows below its header"),
        (b"Name;E-Mail\n", "x.csv", "no rows below its header"),
        (b"PK\x03\x04 broken", "x.xlsx", "The workbook cannot be read"),
        (b"\xd0\xcf\x11\xe0old", "x.xls", "The workbook cannot be read"),
        (b"a;b\n\x00\x01\n", "x.csv", "This is no spreadsheet"),
        (b"a;b\n" + b"x;y\n" * 5001, "x.csv", "more than 5000 rows"),
        (b";".join([b"a"] * 61) + b"\n1;2\n", "x.csv", "more than 60 columns"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_remedy(
    staff: Client, conference: Conference, content: bytes, name: str, words: str
) -> None:
    answer = upload(staff, conference, content, name)
    assert answer.status_code == 422
    assert words in html.unescape(answer.content.decode())


def test_a_file_of_windows_keeps_its_umlauts(staff: Client, conference: Conference) -> None:
    text = "Firma;Land;Name;E-Mail\nBeispielnetz Süd;Österreich;Jürgen;j@example.org\n"
    page = upload(staff, conference, text.encode("cp1252")).content.decode()
    assert "Beispielnetz Süd" in page
    assert "1 row that can be imported" in page


def test_a_table_that_was_changed_on_its_way_or_of_another_person_is_refused(
    staff: Client, conference: Conference
) -> None:
    page = upload(staff, conference, ROWS.encode()).content.decode()
    sent = fields_of(page) | OPTIONS | {"do": "import"}
    answer = staff.post(address(conference), sent | {"table": sent["table"][:-3] + "abc"})
    assert "Please choose the file once more" in answer.content.decode()
    other = Client()
    other.force_login(person_with_role(Role.ADMINISTRATOR))
    assert other.post(address(conference), sent).status_code == 422
    assert not Registration.objects.exists()


def test_people_of_other_and_of_cancelled_delegations_are_faults(
    staff: Client, conference: Conference
) -> None:
    elsewhere = make_delegation(conference)
    gone = make_delegation(conference, status=RegistrationStatus.CANCELLED)
    text = (
        "Organisation,Country,Name,Email\n"
        f"Neues Netz,DE,Ida,{elsewhere.delegates.get().email}\n"
        f"{gone.organisation.name},DE,Ole,ole@example.org\n"
    )
    page = html.unescape(upload(staff, conference, text.encode()).content.decode())
    assert "belongs to another delegation of the conference" in page
    assert "This delegation is cancelled. Leave the row out." in page


def test_admitting_on_import_keeps_to_the_places(staff: Client, conference: Conference) -> None:
    conference.capacity = 2
    conference.save()
    page = imported(staff, conference, ROWS, admit="on")
    assert "3 places are needed, and the conference has 2 left" in page
    assert not Registration.objects.exists()
    conference.capacity = 3
    conference.save()
    imported(staff, conference, ROWS, admit="on", tell="on")
    assert set(Registration.objects.values_list("status", flat=True)) == {"admitted"}
    run_waiting_jobs()
    assert {mail.to for mail in Message.objects.all()} == {
        "jean@example.org",
        "marie@example.org",
        "nora@example.org",
    }
    # After a worker died nobody gets the mail twice.
    assert [tell_imported(delegate) for delegate in Delegate.objects.all()] == [False] * 3


def test_a_person_named_twice_is_told_and_added_once(staff: Client, conference: Conference) -> None:
    text = "\n".join(
        [
            "Organisation;Country;Name;E-mail",
            "Beispielnetz Holz;DE;Nora Beispiel;nora@example.org",
            "Beispielnetz Holz;DE;Nora Beispiel;Nora@example.org",
        ]
    )
    preview = upload(staff, conference, text.encode()).content.decode()
    assert "same person as in row 2, added once" in preview
    imported(staff, conference, text)
    assert Delegate.objects.filter(email="nora@example.org").count() == 1


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_names_of_the_columns_on_screen_are_recognised(language: str) -> None:
    with override(language):
        shown = [str(label) for label in COLUMNS.values()]
    with override("en" if language == "de" else "de"):
        assert guessed_columns(shown) == list(COLUMNS)


def test_offers_count_as_written_in_the_language_of_the_page(
    staff: Client, conference: Conference
) -> None:
    file = SimpleUploadedFile("x.csv", ROWS.encode())
    page = staff.post(address(conference).replace("/en/", "/de/"), {"do": "upload", "file": file})
    assert page.context["form"]["language"].value() == "de"
