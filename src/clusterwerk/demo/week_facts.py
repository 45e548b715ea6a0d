"""The real editions and events: what the shipped facts do not say in so many words.

Titles, days, places, organisers and sources stand in `facts/events_clusterwoche.csv` and are used
as they are. Here: to which edition the programme column refers, the English translation of German
titles, and the numbers that were published about the editions.
"""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from clusterwerk.directory.slugs import slug_of

FACTS = Path(__file__).parent / "facts" / "events_clusterwoche.csv"
Bilingual = tuple[str, str]

CAMPAIGNS: dict[str, Bilingual] = {
    "clusterwoche-deutschland": ("Clusterwoche Deutschland", "Cluster Week Germany"),
    "cluster-matchmaking-conference": (
        "International Cluster Matchmaking Conference",
        "International Cluster Matchmaking Conference",
    ),
    "go-cluster": ("Jahrestagung go-cluster", "go-cluster annual meeting"),
    "jahrestagung-clustermanager": (
        "Jahrestagung der Clustermanager",
        "Annual meeting of the cluster managers",
    ),
    "clusters-meet-regions": ("Clusters meet Regions", "Clusters meet Regions"),
    "european-cluster-conference": ("European Cluster Conference", "European Cluster Conference"),
    "eu-cluster-weeks": ("EU Cluster Weeks", "EU Cluster Weeks"),
    "eccp": ("European Cluster Collaboration Platform", "European Cluster Collaboration Platform"),
    "den-klastru": ("Nationaler Clustertag Tschechien", "National Cluster Day, Czechia"),
}

# The programme column of the facts -> campaign and the beginning of its editions' addresses.
# "regional" events belong to no campaign. The year is added.
PROGRAMMES: dict[str, tuple[str, str]] = {
    "Clusterwoche 2017": ("clusterwoche-deutschland", "clusterwoche"),
    "Clusterwoche 2019": ("clusterwoche-deutschland", "clusterwoche"),
    "International Cluster Matchmaking Conference": (
        "cluster-matchmaking-conference",
        "cluster-matchmaking-conference",
    ),
    "go-cluster": ("go-cluster", "go-cluster"),
    "annual meeting": ("jahrestagung-clustermanager", "jahrestagung-clustermanager"),
    "Clusters meet Regions": ("clusters-meet-regions", "clusters-meet-regions"),
    "European Cluster Conference 2022": (
        "european-cluster-conference",
        "european-cluster-conference",
    ),
    "EU Cluster Weeks": ("eu-cluster-weeks", "eu-cluster-weeks"),
    "ECCP": ("eccp", "eccp"),
    "national cluster day": ("den-klastru", "den-klastru"),
}

# Titles that are English, or a proper name used in every language.
ENGLISH_TITLES = ("International conference on cluster policy",)
NAMES = (
    "Women in Photonics",
    "5. International Cluster Matchmaking Conference",
    "First BiH Cluster Conference",
    "EU Cluster Weeks",
    "Exploration Day for Students",
    "ECCP Intra-European Matchmaking",
    "Clusters meet Regions",
    "European Cluster Conference",
    "9th Cluster Day",
    "11th Cluster Day",
)

TITLES_EN: dict[str, str] = {
    "Fachaustausch Geoinformation 2011": "Geoinformation exchange 2011",
    "Fachaustausch Geoinformation 2013": "Geoinformation exchange 2013",
    "Fachaustausch Geoinformation 2015": "Geoinformation exchange 2015",
    "microTEC Südwest Clusterkonferenz 2017": "microTEC Südwest cluster conference 2017",
    "Around-the-World-Kick-off per Videokonferenz": "Around-the-world kick-off by video conference",
    "Babelsberger Sternennächte": "Starry nights in Babelsberg",
    "Beteiligung des Automotive-Clusters RheinMainNeckar an der Clusterwoche": (
        "Contribution of the Automotive-Cluster RheinMainNeckar to the Cluster Week"
    ),
    "Clusterwoche Baden-Württemberg 2017 (Landesprogramm)": (
        "Cluster Week Baden-Württemberg 2017 (programme of the Land)"
    ),
    "Clusterwoche Berlin-Brandenburg 2017 (Landesprogramm)": (
        "Cluster Week Berlin-Brandenburg 2017 (programme of the Länder)"
    ),
    "Clusterwoche Deutschland 2017 (umbrella programme: 142 events and 31 Hannover Messe formats)": (  # noqa: E501
        "Cluster Week Germany 2017 (umbrella programme: 142 events and 31 Hannover Messe formats)"
    ),
    "Diskussions-Radtour": "Discussion by bicycle",
    "Führungen durch den DeSK-Showroom (Tage der offenen Tür)": (
        "Tours of the DeSK showroom (open days)"
    ),
    "Veranstaltung für regionale und kommunale Entscheidungsträger zur Clusterpolitik": (
        "Event on cluster policy for regional and municipal decision-makers"
    ),
    "Vortrag zu Open Innovation auf der go-cluster Jahrestagung": (
        "Talk on open innovation at the go-cluster annual meeting"
    ),
    "go-cluster Jahrestagung als Auftakt der Clusterwoche": (
        "go-cluster annual meeting as the opening of the Cluster Week"
    ),
    "Hannover Messe 2017: 31 Formate der Clusterwoche": (
        "Hannover Messe 2017: 31 formats of the Cluster Week"
    ),
    "Cluster-Sitzung Elektromobilität Süd-West": "Meeting of the cluster Elektromobilität Süd-West",
    "Innovation Lab Lasertechnik": "Innovation lab laser technology",
    "6. Jahrestagung des Programms go-cluster": "6th annual meeting of the programme go-cluster",
    "Erstes Netzwerktreffen des Clusters Ernährung": "First network meeting of the food cluster",
    "1. Betonstammtisch Ostbrandenburg": "1st concrete industry meet-up of Eastern Brandenburg",
    "Clusterveranstaltungen der TechnologieRegion Karlsruhe": (
        "Cluster events of the TechnologieRegion Karlsruhe"
    ),
    "Clusterwoche Baden-Württemberg 2019 (Landesprogramm)": (
        "Cluster Week Baden-Württemberg 2019 (programme of the Land)"
    ),
    "Clusterwoche Deutschland 2019 (umbrella programme: 196 events including 38 at Hannover Messe)": (  # noqa: E501
        "Cluster Week Germany 2019 (umbrella programme: 196 events including 38 at Hannover Messe)"
    ),
    "Eröffnung der Clusterwoche 2019 auf der Hannover Messe": (
        "Opening of the Cluster Week 2019 at the Hannover Messe"
    ),
    "Reportage-Reihe „Vorhang auf für Clusterinitiativen!“": (
        "Series of reports “Curtain up for cluster initiatives!”"
    ),
    "Seminar Kunststoffkleben": "Seminar on bonding plastics",
    "Sommelierkurs Veitshöchheim": "Sommelier course in Veitshöchheim",
    "Sommelierkurse zu Käse und Gewürzen": "Sommelier courses on cheese and spices",
    "go-cluster Jahrestagung als Abschluss der Clusterwoche 2019": (
        "go-cluster annual meeting as the close of the Cluster Week 2019"
    ),
    "Virtuelles Clustertreffen des Programms go-cluster": (
        "Virtual cluster meeting of the programme go-cluster"
    ),
    "microTEC Südwest Clusterkonferenz Digital 2021": (
        "microTEC Südwest cluster conference, digital, 2021"
    ),
    "Wasserstoff-Workshop Ostwürttemberg": "Hydrogen workshop Ostwürttemberg",
    "Zehn Jahre Cluster CU Ost": "Ten years of Cluster CU Ost",
    "Partnertreffen proHolzBW": "proHolzBW partner meeting",
    "microTEC Südwest Clusterkonferenz 2023": "microTEC Südwest cluster conference 2023",
    "Zehn Jahre Cluster Brennstoffzelle BW": "Ten years of Cluster Brennstoffzelle BW",
    "Transformationsgipfel 2025 (CARS 2.0)": "Transformation summit 2025 (CARS 2.0)",
    "Jahrestagung der Clustermanager Baden-Württemberg 2025": (
        "Annual meeting of the cluster managers of Baden-Württemberg 2025"
    ),
}

# One row that stands for several; umbrella programmes are recognised by their type.
COLLECTIVE_TITLES = (
    "Hannover Messe 2017: 31 Formate der Clusterwoche",
    "Clusterveranstaltungen der TechnologieRegion Karlsruhe",
)
OPENINGS = (
    "go-cluster Jahrestagung als Auftakt der Clusterwoche",
    "Eröffnung der Clusterwoche 2019 auf der Hannover Messe",
)
# Notes that say the days of the row are those of the whole week, not of the event.
DAYS_UNKNOWN = ("day within the week", "exact day", "day and organiser not in source")


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of the file, with empty columns as empty texts."""

    title: str
    organisers: tuple[str, ...]
    starts_on: date
    ends_on: date
    city: str
    land: str
    country: str
    kind: str
    programme: str
    source_url: str
    confidence: str
    notes: str

    @property
    def titles(self) -> tuple[str, str, str]:
        """German title, English title, and the language of the one in the source."""
        if self.title.startswith(NAMES):
            return self.title, self.title, ""
        if self.title.startswith(ENGLISH_TITLES):
            return "", self.title, "en"
        return self.title, TITLES_EN[self.title], "de"

    @property
    def has_known_days(self) -> bool:
        """Whether the source names the days of the event itself."""
        return not any(words in self.notes for words in DAYS_UNKNOWN)

    @property
    def is_collective(self) -> bool:
        """Whether the row stands for several events."""
        return self.kind == "umbrella_programme" or self.title in COLLECTIVE_TITLES


def facts() -> list[Fact]:
    """All rows of the file, in its order."""
    with FACTS.open(encoding="utf-8", newline="") as file:
        return [
            Fact(
                title=row["title"],
                organisers=tuple(
                    name.strip() for name in row["organiser"].split(";") if name.strip()
                ),
                starts_on=date.fromisoformat(row["date_start"]),
                ends_on=date.fromisoformat(row["date_end"]),
                city=row["city"],
                land=row["state"],
                country=row["country"],
                kind=row["type"],
                programme=row["programme"],
                source_url=row["source_url"],
                confidence=row["confidence"],
                notes=row["notes"],
            )
            for row in csv.DictReader(file)
        ]


def slug_of_fact(fact: Fact) -> str:
    """The address of an event: its title and year, without what stands in brackets."""
    words = slug_of(fact.title.split("(")[0].strip(), is_taken=lambda _slug: False)
    year = str(fact.starts_on.year)
    return words if words.endswith(year) else f"{words}-{year}"


@dataclass(frozen=True, slots=True)
class Published:
    """A number published about an edition."""

    subject: str
    value: int
    land: str | None
    as_of: date | None
    stage: Bilingual
    source: Bilingual
    source_url: str = ""


_PRESS = ("Presseseiten von baden-wuerttemberg.de", "press pages of baden-wuerttemberg.de")
_PORTAL = ("Clusterportal Baden-Württemberg", "Clusterportal Baden-Württemberg")
_ANNOUNCED = ("vor Beginn angekündigt", "announced before the start")
_RESULT = ("Ergebnis", "result")
_BEFORE = date(2017, 4, 19)
_SUM_2017 = (
    "https://www.clusterportal-bw.de/index.php?cHash=a72993780617241bd79743d96df29171"
    "&id=32&tx_news_pi1%5Bnews%5D=1028"
)
_LAND_2017 = (
    "https://www.clusterportal-bw.de/aktuelles/aktuelle-mitteilungen/mitteilungen-detailseite/"
    "news/die-bundesweite-clusterwoche-war-ein-voller-erfolg-1/"
)
_LOOK_BACK_2019 = (
    "https://www.clusterportal-bw.de/aktuelles/thema-des-monats/"
    "clusterwoche-deutschland-2019-ein-rueckblick/"
)

PUBLISHED: dict[str, tuple[Published, ...]] = {
    "clusterwoche-2017": (
        Published("events", 127, None, _BEFORE, _ANNOUNCED, _PRESS),
        Published("events", 35, "DE-BW", _BEFORE, _ANNOUNCED, _PRESS),
        Published("fair_activities", 31, None, _BEFORE, _ANNOUNCED, _PRESS),
        Published("fair_activities", 6, "DE-BW", _BEFORE, _ANNOUNCED, _PRESS),
        Published("events", 142, None, None, _RESULT, _PORTAL, _SUM_2017),
        Published("events", 39, "DE-BW", None, _RESULT, _PORTAL, _LAND_2017),
        Published("fair_activities", 31, None, None, _RESULT, _PORTAL, _SUM_2017),
        Published("fair_activities", 5, "DE-BW", None, _RESULT, _PORTAL, _LAND_2017),
        Published("laender", 15, None, None, _RESULT, _PORTAL, _SUM_2017),
    ),
    "clusterwoche-2019": (
        Published("total", 196, None, None, _RESULT, _PORTAL, _LOOK_BACK_2019),
        Published("fair_activities", 38, None, None, _RESULT, _PORTAL, _LOOK_BACK_2019),
    ),
}
