"""Pages of the Cluster Week: what visitors see, in both languages."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from tests.factories.directory import make_organisation
from tests.factories.programme import (
    ANNOUNCED,
    FIRST_DAY,
    make_edition,
    make_event,
    make_fair_activity,
)

from clusterwerk.programme.models import Edition, Patron, PublishedFigure

pytestmark = pytest.mark.django_db

NEXT_DAY = FIRST_DAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def _german():
    """A page leaves its language behind; each test begins in German."""
    with translation.override("de"):
        yield


@pytest.fixture
def edition():
    """An edition that is over, so that the usual day of counting is its last."""
    return make_edition(starts_on=date(2021, 5, 3), ends_on=date(2021, 5, 7))


def text_of(client, address, **params):
    response = client.get(address, params)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def page_of(edition, language="de", name="edition"):
    return reverse(f"programme:{name}", args=[edition.slug]).replace("/de/", f"/{language}/")


def approved_early(**values):
    return {"history": [("approved", date(2021, 4, 1))], **values}


@pytest.mark.parametrize(
    ("params", "fits"),
    [
        ({"q": "photonics workshops"}, ["Alpha"]),
        ({"q": "Netz Nord"}, ["Beta"]),
        ({"land": "DE-BY"}, ["Beta"]),
        ({"region": "R03"}, ["Alpha"]),
        ({"day": "2021-05-04"}, ["Beta"]),
        ({"kind": "talk"}, ["Beta"]),
        ({"field": "gro_env"}, ["Beta"]),
        ({"fair": "yes"}, ["Gamma"]),
        ({"fair": "no"}, ["Alpha", "Beta"]),
        ({"land": "DE-BW"}, ["Alpha", "Gamma"]),
        ({"as_of": "2021-03-31"}, []),
        ({"kind": "talk", "land": "DE-BW"}, []),
    ],
)
def test_every_filter_keeps_what_fits_and_the_files_hold_the_same(client, edition, params, fits):
    make_event(edition, **approved_early(title_de="Alpha Photonics Workshop", region_id="R03"))
    make_event(
        edition,
        organisers=["Netz Nord"],
        fields=["ren"],
        **approved_early(
            title_de="Beta",
            kind="talk",
            land_id="DE-BY",
            starts_on=date(2021, 5, 4),
            ends_on=date(2021, 5, 4),
        ),
    )
    make_fair_activity(edition, **approved_early(title_de="Gamma"))
    html = text_of(client, page_of(edition), **params)
    table = client.get(f"{page_of(edition)}events.csv", params).content.decode("utf-8-sig")
    entries = client.get(f"{page_of(edition)}events.json", params).json()["entries"]
    assert [name for name in ("Alpha", "Beta", "Gamma") if f">{name}" in html] == fits
    assert [name for name in ("Alpha", "Beta", "Gamma") if f",{name}" in table] == fits
    assert sorted(entry["title_de"].split()[0] for entry in entries) == fits


def test_the_counts_follow_the_day_asked_for_and_the_rule_is_one_click_away(client, edition):
    make_event(edition, **approved_early())
    make_event(edition, history=[("approved", date(2021, 5, 4))])
    html = text_of(client, page_of(edition), as_of="2021-05-03")
    assert "Gezählt zum Stand 3. Mai 2021." in html
    assert "<dt>Veranstaltungen</dt><dd>1</dd>" in html
    assert "<dt>Veranstaltungen</dt><dd>2</dd>" in text_of(client, page_of(edition))
    assert reverse("programme:counting") in html


def test_a_cancelled_entry_is_shown_as_cancelled_and_not_counted(client, edition):
    event = make_event(
        edition, history=[("approved", date(2021, 4, 1)), ("cancelled", date(2021, 5, 3))]
    )
    html = text_of(client, page_of(edition))
    assert "Abgesagt" in html
    assert "<dt>Veranstaltungen</dt><dd>0</dd>" in html
    assert "Abgesagt" not in text_of(client, page_of(edition), as_of="2021-05-02")
    assert "am 3. Mai 2021 abgesagt" in text_of(client, event.get_absolute_url())


@pytest.mark.parametrize("name", ["edition", "calendar"])
def test_entries_that_are_shown_and_not_counted_are_explained(client, edition, name):
    make_event(edition, **approved_early())
    assert "Nicht gezählt" not in text_of(client, page_of(edition, name=name))
    make_event(edition, **approved_early(kind="umbrella_programme"))
    html = text_of(client, page_of(edition, name=name))
    assert "Nicht gezählt: 1 Eintrag, der" in html
    make_event(edition, history=[("approved", date(2021, 4, 1)), ("cancelled", date(2021, 5, 3))])
    html = text_of(client, page_of(edition, name=name))
    assert "3 Einträge · gezählt: 1 Veranstaltung, 0 Messeaktionen" in html
    told = html[html.index("Nicht gezählt: 2 Einträge, die") :]
    assert reverse("programme:counting") in told[:250]
    before = {"kind": "workshop", "as_of": "2021-05-02"}
    assert "Nicht gezählt" not in text_of(client, page_of(edition, name=name), **before)


def test_the_overview_says_why_an_edition_of_collective_entries_counts_none(client, edition):
    make_event(edition, **approved_early(kind="umbrella_programme"))
    html = text_of(client, reverse("programme:list"))
    assert "keine Veranstaltung gezählt" in html
    assert "0 Veranstaltungen" not in html
    assert "Dachprogramme und Sammeleinträge stehen für mehrere Veranstaltungen" in html


def test_a_withdrawn_entry_leaves_the_list_and_its_page_says_so(client, edition):
    event = make_event(
        edition, history=[("approved", date(2021, 4, 1)), ("withdrawn", date(2021, 5, 3))]
    )
    assert event.slug not in text_of(client, page_of(edition))
    assert "zurückgezogen" in text_of(client, event.get_absolute_url())


@pytest.mark.parametrize("status", ["draft", "submitted"])
def test_what_was_not_approved_has_no_page(client, status):
    event = make_event(history=[(status, ANNOUNCED)])
    assert client.get(event.get_absolute_url()).status_code == 404
    assert client.get(reverse("programme:event_file", args=[event.slug])).status_code == 404


def test_an_entry_whose_day_is_not_known_says_so_and_stands_under_no_day(client, edition):
    make_event(
        edition,
        **approved_early(title_de="Irgendwann", date_precision="within", ends_on=date(2021, 5, 7)),
    )
    html = text_of(client, page_of(edition))
    assert "<h2>Tag nicht bekannt</h2>" in html
    assert "Irgendwann" not in text_of(client, page_of(edition), day="2021-05-03")


def test_published_figures_stand_apart_from_counts_with_their_source(client, edition):
    PublishedFigure.objects.create(
        edition=edition,
        subject="events",
        value=777,
        source_name_de="Probezeitung",
        source_name_en="Trial paper",
        source_url="https://example.org/paper",
    )
    html = text_of(client, page_of(edition))
    assert html.index("Anderswo veröffentlicht") < html.index("777")
    assert 'href="https://example.org/paper"' in html
    example = make_edition(is_example=True, modelled_on=edition)
    assert "777" in text_of(client, page_of(example))


def test_an_example_is_marked_in_lists_on_its_page_and_in_files(client):
    example = make_edition(
        is_example=True, starts_on=date(2021, 5, 3), ends_on=date(2021, 5, 7), name_de="Probe"
    )
    event = make_event(example, **approved_early(is_example=True))
    for address in (page_of(example), event.get_absolute_url(), page_of(example, name="calendar")):
        html = text_of(client, address)
        assert ">Beispiel</span>" in html
        assert "erfunden" in html
    calendar = client.get(reverse("programme:event_file", args=[event.slug])).content.decode()
    assert f"SUMMARY:[Beispiel] {event.title_de}" in calendar
    assert client.get(f"{page_of(example)}events.json").json()["example"] is True
    assert ",true," in client.get(f"{page_of(example)}events.csv").content.decode()


def test_the_event_page_links_listed_organisers_and_names_the_others(client, edition):
    host = make_organisation("Probenetz")
    event = make_event(edition, organisers=[host, "Land und Bund"], **approved_early())
    html = text_of(client, event.get_absolute_url())
    assert f'<a href="{host.get_absolute_url()}">Probenetz</a>' in html
    assert "Land und Bund" in html


def test_the_event_page_shows_neighbours_of_the_day_those_of_the_land_first(client, edition):
    event = make_event(edition, **approved_early(title_de="Mitte"))
    make_event(edition, **approved_early(title_de="Fern", land_id="DE-SH"))
    make_event(edition, **approved_early(title_de="Nah"))
    make_event(edition, **approved_early(title_de="Morgen", starts_on=date(2021, 5, 4)))
    html = text_of(client, event.get_absolute_url())
    assert html.index(">Nah") < html.index(">Fern")
    assert ">Morgen" not in html


def test_a_translated_title_comes_with_the_original(client):
    event = make_event(title_de="Nachtlicht", title_en="Night light", title_language="de")
    english = event.get_absolute_url().replace("/de/", "/en/")
    assert '<span lang="de">Nachtlicht</span>' in text_of(client, english)
    assert "Originaltitel" not in text_of(client, event.get_absolute_url())


def test_facts_that_are_not_sure_are_to_be_confirmed(client):
    event = make_event(source_url="https://www.example.org/news", confidence="medium")
    html = text_of(client, event.get_absolute_url())
    assert '<a href="https://www.example.org/news">example.org</a>' in html
    assert "zu bestätigen" in html


def test_patrons_and_opening_are_on_the_page(client, edition):
    Patron.objects.create(edition=edition, office_de="Probeamt", office_en="Trial office")
    Edition.objects.filter(pk=edition.pk).update(
        opening=make_event(edition, **approved_early(title_de="Auftakt"))
    )
    html = text_of(client, page_of(edition))
    assert "Probeamt" in html
    assert "Auftakt</a>, 3. Mai 2021" in html


@pytest.mark.parametrize("name", ["edition", "calendar"])
@pytest.mark.parametrize(
    ("language", "title"), [("de", "Kein Eintrag passt"), ("en", "No entry fits")]
)
def test_an_empty_edition_says_what_to_do(client, edition, name, language, title):
    assert title in text_of(client, page_of(edition, language, name))


def test_without_any_edition_the_pages_say_what_to_do(client):
    assert "Noch keine Ausgabe" in text_of(client, reverse("programme:list"))
    assert "Keine Veranstaltung passt" in text_of(client, reverse("programme:events"))


def test_a_choice_that_is_none_is_told_and_filters_nothing(client, edition):
    make_event(edition, **approved_early(title_de="Alpha"))
    html = text_of(client, page_of(edition), land="XX", as_of="gestern")
    assert ">Alpha" in html
    assert html.count('class="cw-error"') == 2


def test_all_on_one_page_is_there_to_print(client, edition):
    for _ in range(51):
        make_event(edition, **approved_early())
    assert text_of(client, page_of(edition)).count("<h3") == 50
    assert text_of(client, page_of(edition), page="all").count("<h3") == 51


def test_a_full_day_of_the_calendar_leads_to_its_list(client, edition):
    for _ in range(9):
        make_event(edition, **approved_early())
    html = text_of(client, page_of(edition, name="calendar"))
    assert "3 weitere" in html
    assert f"{page_of(edition)}?day=2021-05-03" in html


def test_the_map_links_each_land_and_keeps_the_other_filters(client, edition):
    make_event(edition, **approved_early(land_id="DE-BY"))
    html = text_of(client, page_of(edition), kind="workshop", land="DE-BW")
    assert "?kind=workshop&amp;land=DE-BY" in html
    assert "Bayern: 1" in html


def test_the_list_across_editions_shows_what_is_to_come_first(client):
    today = timezone.localdate()
    make_event(title_de="Gestern", starts_on=today - timedelta(days=1))
    make_event(title_de="Lang her", starts_on=today - timedelta(days=9))
    make_event(title_de="Morgen", starts_on=today + timedelta(days=1))
    make_event(title_de="Heute", starts_on=today)
    html = text_of(client, reverse("programme:events"))
    places = [html.index(f">{name}<") for name in ("Heute", "Morgen", "Gestern", "Lang her")]
    assert places == sorted(places)


def test_the_list_across_editions_filters_by_campaign_origin_and_organiser(client, edition):
    host = make_organisation(slug="probenetz")
    make_event(edition, organisers=[host], **approved_early(title_de="Alpha"))
    make_event(title_de="Beta", is_example=True)
    address = reverse("programme:events")
    for params in (
        {"campaign": edition.campaign.slug},
        {"origin": "real"},
        {"organiser": "probenetz"},
    ):
        html = text_of(client, address, **params)
        assert (">Alpha<" in html, ">Beta<" in html) == (True, False)
    assert ">Alpha<" not in text_of(client, address, origin="example")


@pytest.mark.parametrize("language", ["de", "en"])
def test_all_pages_answer_in_both_languages(client, edition, language):
    event = make_event(edition, **approved_early())
    for address in (
        reverse("programme:list"),
        reverse("programme:counting"),
        reverse("programme:events"),
        page_of(edition),
        page_of(edition, name="calendar"),
        event.get_absolute_url(),
    ):
        assert f'lang="{language}"' in text_of(client, address.replace("/de/", f"/{language}/"))


def test_unknown_addresses_are_not_found(client, edition):
    for address in ("/de/programme/nichts/", f"{page_of(edition)}events.pdf"):
        assert client.get(address).status_code == 404


def add_entries(edition, number):
    for _ in range(number):
        host = make_organisation()
        make_event(edition, organisers=[host, "Land"], fields=["ren", "lig"], **approved_early())
        make_fair_activity(edition, organisers=[host], **approved_early())


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_rows(
    client, edition, number, django_assert_num_queries
):
    add_entries(edition, number)
    for _ in range(number - 1):
        add_entries(make_edition(starts_on=edition.starts_on, ends_on=edition.ends_on), 1)
    event = edition.events.first()
    for queries, address in (
        (11, page_of(edition)),
        (13, page_of(edition) + "?land=DE-BW"),
        (10, page_of(edition, name="calendar")),
        (8, page_of(edition) + "events.csv"),
        (9, page_of(edition) + "events.ics"),
        (8, reverse("programme:events")),
        (6, reverse("programme:list")),
        (7, event.get_absolute_url()),
    ):
        with django_assert_num_queries(queries):
            assert client.get(address).status_code == 200
