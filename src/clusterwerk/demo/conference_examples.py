"""What sets the two made-up conferences apart. Their frame is that of Stuttgart 2017."""

from dataclasses import dataclass
from datetime import date

# Session: day (0 or 1), hour and minute of its first slot, number of slots of 20 minutes.
SESSIONS = ((0, 10, 20, 5), (0, 14, 0, 5), (1, 9, 20, 5), (1, 13, 0, 3))
SESSION_NAMES = (
    ("Donnerstagvormittag", "Thursday morning"),
    ("Donnerstagnachmittag", "Thursday afternoon"),
    ("Freitagvormittag", "Friday morning"),
    ("Freitagmittag", "Friday midday"),
)
SLOTS = sum(number for *_, number in SESSIONS)
SESSION_SLOTS: tuple[frozenset[int], ...] = tuple(
    frozenset(
        range(
            sum(number for *_, number in SESSIONS[:position]),
            sum(number for *_, number in SESSIONS[: position + 1]),
        )
    )
    for position in range(len(SESSIONS))
)
DELEGATION_SIZES = (1,) * 120 + (2,) * 50 + (3,) * 10
MATCHES = 604


@dataclass(frozen=True, slots=True)
class Example:
    """A made-up conference. `part_time` is the share of delegates who are not there all the time;
    a tight one has some for whom no plan can do everything."""

    slug: str
    edition: int
    name_de: str
    name_en: str
    motto_de: str
    motto_en: str
    description_de: str
    description_en: str
    city: str
    first_day: date
    tables: int
    seed: int
    part_time: float
    is_tight: bool = False


STUTTGART = Example(
    slug="example-stuttgart-2017",
    edition=2,
    name_de="Beispielkonferenz in der Größe von Stuttgart 2017",
    name_en="Example conference of the size of Stuttgart 2017",
    motto_de="Erste Gespräche über Länder und Felder hinweg",
    motto_en="First contact across countries and fields",
    description_de="Zwei Tage, vier Blöcke, Gespräche von 20 Minuten: so groß wie die "
    "Internationale Cluster Matchmaking Conference 2017 in Stuttgart.",
    description_en="Two days, four sessions, meetings of 20 minutes: as large as the International "
    "Cluster Matchmaking Conference 2017 in Stuttgart.",
    city="Stuttgart",
    first_day=date(2017, 9, 21),
    tables=38,
    seed=2017,
    part_time=0.2,
)
SCARCE = Example(
    slug="example-scarce-tables",
    edition=1,
    name_de="Beispielkonferenz mit knappen Tischen",
    name_en="Example conference with scarce tables",
    motto_de="Was der Planer tut, wenn es eng wird",
    motto_en="What the planner does when it gets tight",
    description_de="Ebenso viele Gespräche wie im anderen Beispiel, aber weniger Tische, und viele "
    "sind nur zeitweise da. Einige Gespräche finden keinen Platz, und ganz ohne Leerlauf geht es "
    "nicht.",
    description_en="As many meetings as in the other example, but fewer tables, and many are there "
    "only part of the time. Some meetings find no place, and it does not go without breaks.",
    city="Karlsruhe",
    first_day=date(2016, 9, 15),
    tables=33,
    seed=2016,
    part_time=0.5,
    is_tight=True,
)
EXAMPLES = (STUTTGART, SCARCE)
# The day is set when it is loaded, so that a new demonstration is always in the middle of wishing.
OPEN = Example(
    slug="example-next-conference",
    edition=3,
    name_de="Beispielkonferenz, für die man sich gerade Gespräche wünscht",
    name_en="Example conference in the middle of wishing for meetings",
    motto_de="Wer sollte wen kennenlernen?",
    motto_en="Who should get to know whom?",
    description_de="Anmelden, Partner finden, Wünsche äußern und beantworten: Hier ist alles "
    "offen. Aus den Wünschen, denen beide zustimmen, macht der Planer später die Gespräche.",
    description_en="Register, find partners, wish and answer: here everything is open. Of the "
    "wishes both sides agree to, the planner later makes the meetings.",
    city="Stuttgart",
    first_day=date(2026, 1, 1),
    tables=38,
    seed=2027,
    part_time=0.2,
)
