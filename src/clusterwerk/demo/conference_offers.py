"""What made-up delegations offer and seek, from their real fields."""

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import TypeVar

from clusterwerk.conference.choices import CooperationKind
from clusterwerk.conference.models import Need, Offer, Registration
from clusterwerk.places.models import Field

from .conference_wishes import COMPLEMENTS

_Kind = TypeVar("_Kind", Offer, Need)
OFFERS = {
    CooperationKind.RESEARCH: ("Forschungspartner: {}", "Research partners: {}"),
    CooperationKind.TECHNOLOGY: ("Technologietransfer: {}", "Technology transfer: {}"),
    CooperationKind.PILOT: ("Pilotanlage und Testumgebung: {}", "Pilot line and test site: {}"),
    CooperationKind.SUPPLY: ("Zulieferer und Fertigung: {}", "Suppliers and manufacturing: {}"),
    CooperationKind.MARKET: ("Zugang zum heimischen Markt: {}", "Access to the home market: {}"),
    CooperationKind.TRAINING: ("Weiterbildung und Austausch: {}", "Training and exchange: {}"),
}
NEEDS = {
    CooperationKind.RESEARCH: ("Partner für ein Forschungsvorhaben: {}", "Research project: {}"),
    CooperationKind.TECHNOLOGY: ("Neue Verfahren: {}", "New processes: {}"),
    CooperationKind.PILOT: ("Ort für einen Versuch: {}", "A place for a trial: {}"),
    CooperationKind.SUPPLY: ("Zulieferer: {}", "Suppliers: {}"),
    CooperationKind.MARKET: ("Vertriebspartner: {}", "Sales partners: {}"),
    CooperationKind.TRAINING: ("Austausch von Fachkräften: {}", "Exchange of skilled people: {}"),
}


def kinds_of_interest(
    fields: Sequence[str], names: Mapping[str, Field], random: Random
) -> Iterator[tuple[CooperationKind, str, str, str]]:
    """An offer in the main of these fields, then a need in a field that completes it: kind, German
    and English text, code of the field."""
    main = fields[0] if fields else "cro"
    wanted = random.choice(sorted(COMPLEMENTS.get(main, {main})))
    kinds = list(OFFERS)
    for texts, code in ((OFFERS, main), (NEEDS, wanted)):
        kind = random.choice(kinds)
        german, english = texts[kind]
        yield kind, german.format(names[code].name_de), english.format(names[code].name_en), code


def make_interests(
    registrations: Sequence[Registration],
    fields_of: Mapping[int, tuple[str, ...]],
    *,
    seed: int,
) -> None:
    """Keeps one offer and one need of each delegation: the offer in its main field, the need in a
    field that completes it. `fields_of` is by the key of the organisation."""
    random = Random(seed)  # made-up data, nothing secret  # noqa: S311
    names = {row.pk: row for row in Field.objects.all()}
    offers, needs, offer_fields, need_fields = [], [], [], []
    for registration in registrations:
        offer, need = kinds_of_interest(fields_of[registration.organisation_id], names, random)
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
