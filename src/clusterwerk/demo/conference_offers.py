"""What made-up delegations offer and seek, from their real fields."""

from collections.abc import Mapping, Sequence
from random import Random

from clusterwerk.conference.choices import CooperationKind
from clusterwerk.conference.models import Need, Offer, Registration
from clusterwerk.places.models import Field

from .conference_wishes import COMPLEMENTS

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
    kinds = list(OFFERS)
    offers, needs, offer_fields, need_fields = [], [], [], []
    for registration in registrations:
        fields = fields_of[registration.organisation_id]
        main = fields[0] if fields else "cro"
        wanted = random.choice(sorted(COMPLEMENTS.get(main, {main})))
        offer_kind, need_kind = random.choice(kinds), random.choice(kinds)
        german, english = OFFERS[offer_kind]
        offers.append(
            Offer(
                registration=registration,
                kind=offer_kind,
                text_de=german.format(names[main].name_de),
                text_en=english.format(names[main].name_en),
            )
        )
        offer_fields.append(main)
        german, english = NEEDS[need_kind]
        needs.append(
            Need(
                registration=registration,
                kind=need_kind,
                text_de=german.format(names[wanted].name_de),
                text_en=english.format(names[wanted].name_en),
            )
        )
        need_fields.append(wanted)
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
