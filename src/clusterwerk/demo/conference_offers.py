"""What made-up delegations offer and seek, from their real fields."""

from collections import deque
from collections.abc import Container, Iterator, Mapping, Sequence
from random import Random
from typing import Any, NamedTuple

from clusterwerk.conference.choices import CooperationKind
from clusterwerk.conference.models import Need, Offer, Registration

from .conference_wishes import COMPLEMENTS

Texts = tuple[tuple[str, str], ...]
EACH = 2  # offers, and needs, of a delegation


class Made(NamedTuple):
    """An offer or a need: its text in both languages, and the code of its field."""

    kind: CooperationKind
    german: str
    english: str
    field: str


# German and English. Kind and field stand beside them on every page, so they name neither.
OFFERS: dict[CooperationKind, Texts] = {
    CooperationKind.RESEARCH: (
        ("Zwei Institute, die in einem EU-Antrag mitmachen", "Two institutes for an EU proposal"),
        ("Labor und Messtechnik, auch für kleine Firmen", "Laboratory, open to small firms too"),
        ("Erfahrung als Koordinator großer Vorhaben", "Experience as coordinator of projects"),
    ),
    CooperationKind.TECHNOLOGY: (
        ("Patente unserer Mitglieder, zur Lizenz", "Patents of our members, to be licensed"),
        ("Begleitung vom Prototyp bis zur Serie", "Support from prototype to series"),
        ("Beratung kleiner Firmen vor Ort", "Advice to small firms on their premises"),
    ),
    CooperationKind.PILOT: (
        ("Linie für Versuche, tageweise zu mieten", "Line for trials, to hire by the day"),
        ("Gelände für Versuche in voller Größe", "Grounds for trials at full scale"),
        ("Halle mit Anlagen für kleine Serien", "Hall with machines for small series"),
    ),
    CooperationKind.SUPPLY: (
        ("40 Betriebe, vom Einzelteil bis zur Baugruppe", "40 firms, from parts to assemblies"),
        ("Freie Kapazität für kleine Serien", "Free capacity for small series"),
        ("Geprüfte Lieferanten, auch für Muster", "Certified makers, of samples too"),
    ),
    CooperationKind.MARKET: (
        ("Kontakte zu Einkäufern und Händlern im Land", "Contacts to buyers in our country"),
        ("Platz auf unserem Stand bei der Leitmesse", "Room on our stand at the leading fair"),
        ("Hilfe bei Zulassung und Vertrieb", "Help with approval and sales"),
    ),
    CooperationKind.TRAINING: (
        ("Kurse für Fachkräfte, auch auf Englisch", "Courses for skilled staff, also in English"),
        ("Besuche in Werken unserer Mitglieder", "Visits to plants of our members"),
        ("Gastaufenthalte von zwei bis sechs Wochen", "Guest stays of two to six weeks"),
    ),
}
NEEDS: dict[CooperationKind, Texts] = {
    CooperationKind.RESEARCH: (
        ("Partner für einen Antrag bis zum Herbst", "Partners for a proposal by autumn"),
        ("Institut, das unsere Messdaten auswertet", "An institute to study our measurements"),
        ("Firmen mit eigener Entwicklung", "Firms with a development team of their own"),
    ),
    CooperationKind.TECHNOLOGY: (
        ("Verfahren, das weniger Strom braucht", "A process that needs less power"),
        ("Prüfung von Teilen im laufenden Betrieb", "A way to inspect parts while they run"),
        ("Software, die kleine Betriebe bezahlen können", "Software that small firms can afford"),
    ),
    CooperationKind.PILOT: (
        ("Ort für einen Versuch mit zehn Geräten", "A place for a trial with ten devices"),
        ("Anlage für erste Muster", "Equipment for first samples"),
        ("Anwender, die ein halbes Jahr mit uns testen", "Users who test with us for half a year"),
    ),
    CooperationKind.SUPPLY: (
        ("Hersteller für Teile in kleiner Stückzahl", "A maker of parts in small numbers"),
        ("Zweite Quelle für Vorprodukte", "A second source of parts"),
        ("Lieferanten im Umkreis von 500 km", "Suppliers within 500 km"),
    ),
    CooperationKind.MARKET: (
        ("Vertrieb mit eigenem Kundendienst", "Sales partners with their own service"),
        ("Erste Kunden für ein neues Produkt", "First customers of a new product"),
        ("Rat zu Normen und Zulassung", "Advice on standards and approval"),
    ),
    CooperationKind.TRAINING: (
        ("Fachkräfte für ein halbes Jahr", "Skilled staff for half a year"),
        ("Lehrgänge, die wir übernehmen können", "Courses that we can take over"),
        ("Vorbilder, die unsere Mitglieder besuchen", "Models for our members to visit"),
    ),
}


def kinds_of_interest(
    fields: Sequence[str], random: Random, but: Container[CooperationKind] = ()
) -> Iterator[Made]:
    """An offer in the main of these fields, then a need in a field that completes it, of any kinds
    `but` some."""
    main = fields[0] if fields else "cro"
    wanted = random.choice(sorted(COMPLEMENTS.get(main, {main})))
    kinds = [kind for kind in OFFERS if kind not in but]
    for texts, code in ((OFFERS, main), (NEEDS, wanted)):
        kind = random.choice(kinds)
        yield Made(kind, *random.choice(texts[kind]), code)


def make_interests(
    registrations: Sequence[Registration],
    fields_of: Mapping[int, tuple[str, ...]],
    *,
    seed: int,
) -> None:
    """Keeps some offers and needs of each delegation: each offer in one of its fields, each need in
    a field that completes it. `fields_of` is by the key of the organisation."""
    random = Random(seed)  # made-up data, nothing secret  # noqa: S311
    offers: list[tuple[Registration, Made]] = []
    needs: list[tuple[Registration, Made]] = []
    for registration in registrations:
        fields = deque(fields_of[registration.organisation_id])
        told: set[CooperationKind] = set()
        for _ in range(EACH):
            offer, need = kinds_of_interest(fields, random, but=told)
            offers.append((registration, offer))
            needs.append((registration, need))
            told |= {offer.kind, need.kind}
            fields.rotate(-1)
    _keep(Offer, offers)
    _keep(Need, needs)


def _keep(model: Any, made: Sequence[tuple[Registration, Made]]) -> None:
    """`model`: Offer or Need."""
    kept = model.objects.bulk_create(
        model(registration=registration, kind=row.kind, text_de=row.german, text_en=row.english)
        for registration, row in made
    )
    link = model.fields.through
    name = f"{model._meta.model_name}_id"
    link.objects.bulk_create(
        link(**{name: interest.pk, "field_id": row.field})
        for interest, (_registration, row) in zip(kept, made, strict=True)
    )
