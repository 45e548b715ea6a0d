"""The same behaviour on SQLite and PostgreSQL."""

import pytest

from clusterwerk.search import indexing
from clusterwerk.search.finding import find, find_any
from clusterwerk.search.indexing import Entry, index, rebuild, register_source, remove
from clusterwerk.search.models import Document
from clusterwerk.search.setup import set_up_after_migrate

pytestmark = pytest.mark.django_db

TEXTS = {
    "afbw": ("Allianz Faserbasierte Werkstoffe", "Netzwerk für Faserverbundwerkstoffe und Garne."),
    "photonics": ("Photonics BW", "Optische Technologien, lasers and optical sensors."),
    "wood": ("Forum Holzbau", "Häuser aus Holz; sustainable buildings of timber."),
    "net": ("Netz", "Maschinen für Oberflächentechnik, mit Photonik am Rande."),
}


@pytest.fixture(autouse=True)
def _documents():
    index(Entry("cluster", ref, (title,), (text,)) for ref, (title, text) in TEXTS.items())
    index([Entry("event", "e1", ("Photonics day",))])


def found(query):
    return find(query, kind="cluster")


@pytest.mark.parametrize(
    ("query", "ref"),
    [
        ("Faserverbund", "afbw"),  # the beginning of a compound
        ("Verbundwerkstoff", "afbw"),  # its end
        ("Verbund", "afbw"),  # a part in the middle
        ("Garn", "afbw"),  # a German stem
        ("laser", "photonics"),  # an English stem
        ("sensor", "photonics"),
        ("Haus", "wood"),  # an umlaut in the plural
        ("HÄUSER", "wood"),
        ("Haeuser", "wood"),  # as typed without umlauts
        ("building", "wood"),
        ("Oberflache", "net"),  # an accent left out
        ("Oberflaechentechnik", "net"),
        ("Maschine", "net"),
        ("wir suchen Maschinen für die Oberfläche", "net"),  # words that say nothing
    ],
)
def test_other_forms_of_a_word_are_found(query, ref):
    assert found(query) == [ref]


def test_all_words_must_be_there():
    assert found("Holz Häuser") == ["wood"]
    assert found("Holz Laser") == []
    assert set(find_any("Holz Laser", kind="cluster")) == {"wood", "photonics"}


def test_a_word_in_the_title_counts_more():
    assert found("Photonics") == ["photonics", "net"]


def test_only_documents_of_the_kind_are_found():
    assert find("Photonics", kind="event") == ["e1"]
    assert find("Photonics", kind="other") == []


def test_a_limit_keeps_the_best():
    assert find("Photonics", kind="cluster", limit=1) == ["photonics"]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "   ",
        '"',
        "'",
        "*",
        "()",
        '") OR 1=1 --',
        "NEAR(a b)",
        "a AND",
        "NOT",
        "title_stems:x",
        "a:b | c & !d",
        "\\",
        "%",
        "_",
        "\x00",
        "😀",
        "Ω ж 木",
        "x" * 5000,
        "wort " * 500,
        "{title_stems} : x",
        "^holz -laser",
        "1e5 4.0 -3",
        "a'b\"c;DROP TABLE search_document",
    ],
)
def test_any_input_is_safe(query):
    assert isinstance(found(query), list)
    assert isinstance(find_any(query, kind="cluster"), list)


def test_signs_are_read_as_blanks():
    assert found('"Holz"* (Häuser)') == ["wood"]


def test_a_query_of_stop_words_alone_uses_them():
    assert set(found("für")) == {"afbw", "net"}


def test_an_entry_indexed_again_replaces_the_former_one():
    index([Entry("cluster", "wood", ("Steinbau",), ())])
    assert found("Holz") == []
    assert found("Stein") == ["wood"]
    assert Document.objects.filter(kind="cluster").count() == len(TEXTS)


def test_a_removed_document_is_not_found():
    remove("cluster", ["wood"])
    assert found("Holz") == []


def test_a_rebuild_takes_everything_from_the_source(monkeypatch):
    monkeypatch.setattr(indexing, "_sources", {})
    register_source("cluster", lambda: [Entry("cluster", "new", ("Neues Netz",))])
    assert rebuild("cluster") == 1
    assert found("Netz") == ["new"]
    with pytest.raises(KeyError):
        rebuild("unknown")


def test_setting_up_again_keeps_the_index():
    set_up_after_migrate("default")
    assert found("Holz") == ["wood"]


@pytest.mark.parametrize(
    ("query", "refs"),
    [
        ("Faserverbundteile", ["afbw"]),  # cut within "Faserverbundwerkstoffe"
        ("Oberflächentechnikfirmen", ["net"]),  # cut after a whole word
        ("Verbundwerkstoffeinkauf", ["afbw"]),  # whose beginning is a part in the middle
        ("Faserverbundteile Garne", ["afbw"]),
        ("Faserverbundteile Laser", []),  # all words must still be there
        ("Faserteile", []),  # the beginning is too short
        ("Quantenteile", []),
        ("Photonics" + "x" * 500, ["photonics"]),
        ("\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * 60, []),  # 18 letters each
    ],
)
def test_a_compound_that_finds_nothing_finds_by_its_beginning(query, refs):
    assert found(query) == refs


def test_a_compound_is_cut_after_a_word_rather_than_within_a_longer_one():
    index([Entry("cluster", "parts", ("Faserverbund BW",), ("Faserverbundtechnik",))])
    assert set(found("Faserverbundteile")) == {"afbw", "parts"}


def test_words_that_find_something_are_left_alone(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert found("Holzbau") == ["wood"]
    assert found("Holzbauten Laser") == []
    assert set(find_any("Faserverbundteile Laser", kind="cluster")) == {"photonics"}


def test_the_fallback_asks_a_fixed_number_of_times(django_assert_num_queries):
    with django_assert_num_queries(5):  # all, the word alone, as word, as beginning, all again
        assert found("Faserverbundteile") == ["afbw"]


def test_a_beginning_known_to_another_kind_does_not_help():
    index([Entry("event", "e2", ("Quantencomputer",))])
    assert found("Quantencomputerteile") == []
