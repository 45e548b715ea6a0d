"""The made-up edition "Clusterwoche 2017 (Beispiel)": who holds what, where and when.

Pure planning without a database: real organisations in, invented entries out. A seeded generator,
so that every installation shows the same example. The quotas make the numbers come true that were
published about the real week (see `docs/use/counting.md`); everything else is chance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from random import Random

from clusterwerk.places.gazetteer import place_named

from .week_cities import CITIES
from .week_topics import TEASERS, TITLES, TOPICS, Topic

SEED = 20170420
FIRST_DAY, LAST_DAY = date(2017, 4, 20), date(2017, 4, 28)
FAIR_FIRST_DAY = date(2017, 4, 24)
ANNOUNCED_ON = date(2017, 4, 19)


@dataclass(frozen=True, slots=True)
class Quota:
    """How many entries count for a Land: announced in time, added late, called off in the week."""

    in_time: int
    late: int = 0
    called_off: int = 0


# Sums: 127 in time (35 in Baden-Württemberg), 17 late, 2 called off: 142 at the end (39).
# The opening congress is one of Berlin's and not in here. Mecklenburg-Vorpommern stays empty:
# the real week was held in 15 Länder.
EVENTS: dict[str, Quota] = {
    "DE-BW": Quota(35, late=5, called_off=1),
    "DE-BY": Quota(18, late=2),
    "DE-NW": Quota(13, late=3),
    "DE-BB": Quota(11),
    "DE-SN": Quota(9, late=1),
    "DE-BE": Quota(8, late=2),
    "DE-NI": Quota(6, called_off=1),
    "DE-HE": Quota(5, late=1),
    "DE-HH": Quota(4, late=1),
    "DE-ST": Quota(4),
    "DE-RP": Quota(3, late=1),
    "DE-SL": Quota(3),
    "DE-TH": Quota(3, late=1),
    "DE-HB": Quota(2),
    "DE-SH": Quota(2),
}
# Sums: 31 announced (6 of Baden-Württemberg); one of them withdrawn, one of another Land added.
FAIR_ACTIVITIES: dict[str, Quota] = {
    "DE-BW": Quota(6, called_off=1),
    "DE-BY": Quota(5),
    "DE-NW": Quota(5),
    "DE-NI": Quota(3),
    "DE-SN": Quota(3),
    "DE-BE": Quota(2),
    "DE-HE": Quota(2),
    "DE-BB": Quota(1),
    "DE-HH": Quota(1),
    "DE-RP": Quota(1),
    "DE-ST": Quota(1),
    "DE-TH": Quota(1),
    "DE-SL": Quota(0, late=1),
}
KINDS = {
    "workshop": 30,
    "networking": 28,
    "talk": 22,
    "company_visit": 18,
    "training": 16,
    "congress": 12,
    "open_day": 14,
}
# Per kind and pattern of the title: a breakfast is in the morning, a lunch talk at noon.
Hours = tuple[tuple[int, int], ...]
HOURS: dict[str, tuple[Hours, Hours]] = {
    "workshop": (((9, 13), (9, 16)), ((13, 17), (14, 17))),
    "networking": (((17, 20), (18, 21)), ((8, 10),)),
    "talk": (((16, 18), (18, 20)), ((12, 13),)),
    "company_visit": (((10, 12), (14, 16)), ((10, 12), (13, 15))),
    "training": (((9, 16),), ((9, 12), (13, 17))),
    "congress": (((9, 17), (10, 17)), ((9, 17),)),
    "open_day": (((10, 17), (13, 18)), ((10, 16),)),
}
# Places of an organisation's event, and of the opening congress.
PLACES = ((20, 25, 30, 40, 60, 80, 120), (400,))
# Few on the weekend; a Sunday is for open days only.
WORKING_DAYS = tuple(
    day for day in (FIRST_DAY + timedelta(days=n) for n in range(9)) if day.weekday() < 5
)
SATURDAY, SUNDAY = date(2017, 4, 22), date(2017, 4, 23)


@dataclass(frozen=True, slots=True)
class Host:
    """A real organisation of the register; `land` is None for one that works nation-wide."""

    key: int
    name: str
    land: str | None
    city: str
    region: str | None
    district: str | None
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One decision on an entry, with its reason in German and English."""

    status: str
    decided_on: date
    reason: Topic = ("", "")


@dataclass(frozen=True, slots=True)
class Entry:
    """An invented event or fair activity."""

    slug: str
    kind: str
    title: Topic
    teaser: Topic
    starts_on: date
    ends_on: date
    starts_at: time | None
    ends_at: time | None
    city: str
    land: str
    region: str | None
    district: str | None
    position: tuple[float, float] | None
    home_land: str | None
    hosts: tuple[Host, ...]
    organiser_names: tuple[str, ...]
    fields: tuple[str, ...]
    languages: str
    places_total: int | None
    fee_cents: int | None
    hall: str
    stand: str
    steps: tuple[Step, ...]


class Planner:
    """Draws entries one after the other; keeps which titles and stands are taken."""

    def __init__(self, hosts: Sequence[Host]) -> None:
        self.random = Random(SEED)  # a reproducible example, no secret  # noqa: S311
        self.hosts = sorted(hosts, key=lambda host: host.name)
        present = {host.land for host in hosts}
        # Nation-wide organisations hold events everywhere, but count for no Land at a fair.
        missing = set(FAIR_ACTIVITIES if None in present else EVENTS) - present
        if missing:
            raise LookupError(f"the register has no cluster organisation in {sorted(missing)}")
        self.taken: set[object] = set()
        self.number = 0

    def entries(self) -> list[Entry]:
        """All entries of the edition, the opening congress first."""
        result = [self.opening()]
        for land, quota in EVENTS.items():
            hosts = self.hosts_in(land, at_fair=False)
            stories = self.stories(quota, called_off="cancelled")
            result += [self.event(land, hosts[n % len(hosts)], s) for n, s in enumerate(stories)]
        for land, quota in FAIR_ACTIVITIES.items():
            hosts = self.hosts_in(land, at_fair=True)
            stories = self.stories(quota, called_off="withdrawn")
            result += [self.fair_activity(hosts[n % len(hosts)], s) for n, s in enumerate(stories)]
        return result + self.uncounted()

    def hosts_in(self, land: str, *, at_fair: bool) -> list[Host]:
        """Organisations of a Land in a random order; nation-wide ones help where there are few."""
        own = [h for h in self.hosts if h.land == land and (h.city or land != "DE-BW")]
        self.random.shuffle(own)
        if len(own) < 2 and not at_fair:
            # Those with a seat in Berlin work in all Länder too.
            own += [h for h in self.hosts if h.land is None]
        return own

    def stories(self, quota: Quota, *, called_off: str) -> list[tuple[Step, ...]]:
        """One history per entry of the quota."""
        result = []
        for n in range(quota.in_time):
            approved = ANNOUNCED_ON - timedelta(days=self.random.randrange(58))
            steps = self.submission(approved)
            if n < quota.called_off:
                steps += (self.calling_off(called_off),)
            result.append(steps)
        for _ in range(quota.late):
            # The late fair activity, the only one without others in time: before the fair begins.
            days = WORKING_DAYS[:4] if quota.in_time else (date(2017, 4, 21),)
            result.append(self.submission(self.random.choice(days)))
        return result

    def submission(self, approved: date) -> tuple[Step, ...]:
        """Submitted some days before it was approved."""
        submitted = approved - timedelta(days=self.random.randrange(1, 9))
        return (Step("submitted", submitted), Step("approved", approved))

    def calling_off(self, status: str) -> Step:
        """Cancelled on the Monday, or withdrawn on the Friday before the fair."""
        if status == "withdrawn":
            return Step(
                status, date(2017, 4, 21), ("Der Stand fällt weg.", "There will be no stand.")
            )
        return Step(status, date(2017, 4, 24), ("Zu wenige Anmeldungen.", "Too few registrations."))

    def opening(self) -> Entry:
        """The congress in Berlin that opens the week."""
        return self.entry(
            kind="congress",
            title=("Kongress zum Auftakt der Clusterwoche", "Congress to open the Cluster Week"),
            teaser=(
                "Bund und Länder eröffnen die Clusterwoche mit Beiträgen aus den Clustern.",
                "The Federation and the Länder open the Cluster Week; the clusters contribute.",
            ),
            days=(FIRST_DAY, FIRST_DAY),
            hours=(time(10), time(17)),
            host=None,
            place=("Berlin", "DE-BE"),
            fields=("cro",),
            steps=(Step("submitted", date(2017, 1, 30)), Step("approved", date(2017, 2, 6))),
        )

    def event(self, land: str, host: Host, steps: tuple[Step, ...]) -> Entry:
        """An event of a host in a Land."""
        kind = self.random.choices(list(KINDS), weights=list(KINDS.values()))[0]
        field = host.fields[0] if self.random.random() < 0.7 else self.random.choice(host.fields)
        pattern, title = self.title(kind, field)
        first = self.day(kind, not_before=steps[-1].decided_on + timedelta(days=1))
        last = first
        if kind in {"congress", "training"} and first < LAST_DAY and self.random.random() < 0.4:
            last = first + timedelta(days=1)
        begin, end = self.random.choice(HOURS[kind][pattern])
        at_home = host.city and host.land == land
        city = host.city if at_home else self.random.choice(CITIES[land])
        return self.entry(
            kind=kind,
            title=title,
            teaser=TEASERS[kind],
            days=(first, last),
            hours=(time(begin), time(end)),
            host=host,
            place=(city, land),
            fields=self.fields(host, field),
            steps=steps,
        )

    def fair_activity(self, host: Host, steps: tuple[Step, ...]) -> Entry:
        """An activity of a host at the fair, at an invented stand."""
        pattern = self.random.randrange(len(TITLES["trade_fair_action"]))
        field = host.fields[0]
        all_week = pattern == 0
        first = FAIR_FIRST_DAY + timedelta(days=0 if all_week else self.random.randrange(5))
        begin = self.random.choice((10, 11, 13, 14, 15))
        return self.entry(
            kind="trade_fair_action",
            title=self.title("trade_fair_action", field, pattern)[1],
            teaser=TEASERS["trade_fair_action"],
            days=(first, LAST_DAY if all_week else first),
            hours=(None, None) if all_week else (time(begin), time(begin + 1)),
            host=host,
            place=("Hannover", "DE-NI"),
            fields=self.fields(host, field),
            steps=steps,
            booth=self.booth(),
        )

    def uncounted(self) -> list[Entry]:
        """Entries that no count may contain: not approved, or cancelled before the announcement."""
        bavarian = self.hosts_in("DE-BY", at_fair=True)
        ours = self.hosts_in("DE-BW", at_fair=True)
        cancelled = (
            *self.submission(date(2017, 3, 20)),
            Step("cancelled", date(2017, 4, 11), ("Verschoben.", "Postponed.")),
        )
        waiting = (Step("submitted", date(2017, 4, 18)),)
        return [
            self.event("DE-BY", bavarian[0], cancelled),
            self.event("DE-BW", ours[0], waiting),
            self.event("DE-BW", ours[-1], (Step("draft", date(2017, 4, 10)),)),
        ]

    def title(self, kind: str, field: str, pattern: int | None = None) -> tuple[int, Topic]:
        """A title that no other entry has while there are any left, and its pattern."""
        topics = [*TOPICS[field], *TOPICS["cro"]]
        choices = [
            (p, topic)
            for topic in topics
            for p in range(len(TITLES[kind]))
            if (pattern is None or p == pattern) and (kind, p, topic) not in self.taken
        ]
        own = [choice for choice in choices if choice[1] in TOPICS[field]]
        fallback = (pattern or 0, self.random.choice(topics))
        chosen, topic = self.random.choice(own or choices or [fallback])
        self.taken.add((kind, chosen, topic))
        german, english = TITLES[kind][chosen]
        return chosen, (german.format(topic[0]), english.format(topic[1]))

    def day(self, kind: str, not_before: date) -> date:
        """A day of the week; open days also on the weekend."""
        days = [*WORKING_DAYS]
        if kind == "open_day":
            days += [SATURDAY, SATURDAY, SATURDAY, SUNDAY]
        elif kind in {"workshop", "training"}:
            days.append(SATURDAY)
        return self.random.choice([day for day in days if day >= not_before])

    def fields(self, host: Host, main: str) -> tuple[str, ...]:
        """The field of the topic first, then at most one more of the host."""
        return (main, *[code for code in host.fields if code != main][:1])

    def booth(self) -> tuple[str, str]:
        """An invented hall and stand that nobody else has."""
        while True:
            stand = f"{self.random.choice('ABCDEFGH')}{self.random.randrange(2, 60):02}"
            booth = (str(self.random.choice((2, 4, 6, 7, 12, 17, 23, 27))), stand)
            if booth not in self.taken:
                self.taken.add(booth)
                return booth

    def partners_of(self, host: Host) -> tuple[Host, ...]:
        """The host, and for one in four a second one of its Land and field."""
        if self.random.random() > 0.25:
            return (host,)
        near = [
            other
            for other in self.hosts
            if other.land == host.land and other != host and set(other.fields) & set(host.fields)
        ]
        return (host, self.random.choice(near)) if near else (host,)

    def entry(
        self,
        *,
        kind: str,
        title: Topic,
        teaser: Topic,
        days: tuple[date, date],
        hours: tuple[time | None, time | None],
        host: Host | None,
        place: tuple[str, str],
        fields: tuple[str, ...],
        steps: tuple[Step, ...],
        booth: tuple[str, str] = ("", ""),
    ) -> Entry:
        """Puts an entry together and fills in what does not depend on its story."""
        self.number += 1
        city, land = place
        at_home = host is not None and host.city == city and host.land == land
        found = place_named(city, "DE", land=land)
        position = (found.lat, found.lng) if found else None
        may_cost = kind in {"congress", "training"}
        return Entry(
            slug=f"beispiel-2017-{self.number:03}",
            kind=kind,
            title=title,
            teaser=teaser,
            starts_on=days[0],
            ends_on=days[1],
            starts_at=hours[0],
            ends_at=hours[1],
            city=city,
            land=land,
            region=host.region if host and at_home else None,
            district=host.district if host and at_home else None,
            position=position,
            home_land=host.land if host else None,
            hosts=self.partners_of(host) if host else (),
            organiser_names=() if host else ("Bund und Länder",),
            fields=fields,
            languages=self.random.choice(("de", "de", "de", "de;en", "en")),
            places_total=None if booth[0] else self.random.choice(PLACES[host is None]),
            fee_cents=self.random.choice((0, 4900, 9500)) if may_cost and host else 0,
            hall=booth[0],
            stand=booth[1],
            steps=steps,
        )


def entries_of_2017(hosts: Sequence[Host]) -> list[Entry]:
    """The entries of the made-up edition for the organisations of the register."""
    return Planner(hosts).entries()
