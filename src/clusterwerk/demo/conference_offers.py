"""What made-up delegations offer and seek, from their real fields."""

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import TypeVar

from clusterwerk.conference.choices import CooperationKind
from clusterwerk.conference.models import Need, Offer, Registration

from .conference_wishes import COMPLEMENTS

_Kind = TypeVar("_Kind", Offer, Need)
Texts = tuple[tuple[str, str], ...]
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
    fields: Sequence[str], random: Random
) -> Iterator[tuple[CooperationKind, str, str, str]]:
    """An offer in the main of these fields, then a need in a field that completes it: kind, German
    and English text, code of the field."""
    main = fields[0] if fields else "cro"
    wanted = random.choice(sorted(COMPLEMENTS.get(main, {main})))
    kinds = list(OFFERS)
    for texts, code in ((OFFERS, main), (NEEDS, wanted)):
        kind = random.choice(kinds)
        yield kind, *random.choice(texts[kind]), code


def make_interests(
    registrations: Sequence[Registration],
    fields_of: Mapping[int, tuple[str, ...]],
    *,
    seed: int,
) -> None:
    """Keeps one offer and one need of each delegation: the offer in its main field, the need in a
    field that completes it. `fields_of` is by the key of the organisation."""
    random = Random(seed)  # made-up data, nothing secret  # noqa: S311
    offers, needs, offer_fields, need_fields = [], [], [], []
    for registration in registrations:
        offer, need = kinds_of_interest(fields_of[registration.organisation_id], random)
        offers.append(_row(Offer, registration, offer))
        needs.append(_row(Need, registration, need))
        offer_fields.append(offer[3])
        need_fields.append(need[3])
    kept_offers = Offer.objects.bulk_create(offers)
    kept_needs = Need.objects.bulk_create(needs)
    Offer.fields.through.objects.bulk_create(
        Offer.fields.through(offer_id=offer.pk, field_id=field)
        for offer, field in zip(kept_offers, offer_fields, strict=True)
    )
    Need.fields.through.objects.bulk_create(
        Need.fields.through(need_id=need.pk, field_id=field)
        for need, field in zip(kept_needs, need_fields, strict=True)
    )


def _row(
    model: type[_Kind], registration: Registration, made: tuple[CooperationKind, str, str, str]
) -> _Kind:
    kind, german, english, _code = made
    return model(registration=registration, kind=kind, text_de=german, text_en=english)
