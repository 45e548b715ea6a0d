"""Made-up delegates: nobody can take "Mira Beispiel 017" for a real person."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

# The family name of all of them says what they are; the number is the one on the badge.
FAMILY_NAME = "Beispiel"
GIVEN_NAMES = (
    "Ada Alba Amaya Anouk Arvid Aurel Balint Bela Bojan Carla Chiara Ciro Dalia Dario Dunja "
    "Edda Eero Elif Elin Emil Enzo Esma Fabio Feline Finja Flavio Freya Gesa Gustav Hanna "
    "Hedda Helmi Ilka Imre Inga Ivo Jaan Jelena Joao Jonna Jorin Juna Kalle Katrin Kerem "
    "Lasse Leila Levi Liv Livia Lorin Luan Luca Madita Maja Malte Marek Marta Mattis Merle "
    "Mika Milan Mira Nael Nela Niilo Nora Oda Olek Orla Oskar Paula Pavel Pia Quirin Rasmus "
    "Reka Romy Ronja Runa Sandor Selma Senna Silas Sina Sverre Tamas Tarek Thea Tilda Timo "
    "Tove Ulla Vera Viggo Vito Wanda Yara Ylva Yunus Zita Zoe"
)
FUNCTIONS = (
    ("Clustermanagement", "Cluster management"),
    ("Internationale Zusammenarbeit", "International cooperation"),
    ("Geschäftsführung", "Managing director"),
    ("Technologietransfer", "Technology transfer"),
    ("Projektleitung", "Project management"),
    ("Mitgliederbetreuung", "Member services"),
)
# Beside English, which everybody brings.
LANGUAGES = {
    "AT": "de", "BA": "bs", "BE": "fr nl", "BG": "bg", "CH": "de fr", "CY": "el", "CZ": "cs",
    "DE": "de", "DK": "da", "EE": "et", "ES": "es", "FI": "fi", "FR": "fr", "GR": "el", "HR": "hr",
    "HU": "hu", "IS": "is", "IT": "it", "LT": "lt", "LU": "fr de", "LV": "lv", "MK": "mk",
    "MT": "mt", "NL": "nl", "NO": "no", "PL": "pl", "PT": "pt", "RO": "ro", "RS": "sr", "SE": "sv",
    "SI": "sl", "SK": "sk", "TN": "fr ar", "TR": "tr", "UA": "uk",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class MadePerson:
    """One invented delegate; the two flags are the fields not everybody agreed to show."""

    number: int
    name: str
    function_de: str
    function_en: str
    languages: list[str]
    shows_function: bool
    shows_languages: bool


def address_of(number: int) -> str:
    """The e-mail address of an invented delegate; those below example.org belong to nobody."""
    return f"delegate-{number:03d}@example.org"


def make_people(countries: Sequence[str], *, seed: int) -> list[MadePerson]:
    """One person for each country given, numbered from 1, in that order."""
    random = Random(seed)  # made-up data, nothing secret  # noqa: S311
    given_names = GIVEN_NAMES.split()
    people = []
    for number, country in enumerate(countries, start=1):
        function_de, function_en = random.choice(FUNCTIONS)
        languages = ["en", *LANGUAGES.get(country, "").split()]
        people.append(
            MadePerson(
                number=number,
                name=f"{random.choice(given_names)} {FAMILY_NAME} {number:03d}",
                function_de=function_de,
                function_en=function_en,
                languages=languages,
                shows_function=random.random() < 0.85,
                shows_languages=random.random() < 0.9,
            )
        )
    return people
