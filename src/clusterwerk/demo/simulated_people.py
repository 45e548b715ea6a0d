"""Who takes part in a simulated conference: real organisations, made-up people."""

from dataclasses import dataclass
from random import Random

from clusterwerk.conference.actions.delegation_drafts import (
    DelegateDraft,
    DelegationDraft,
    InterestDraft,
)
from clusterwerk.conference.models import Conference
from clusterwerk.directory.models import Organisation

from .conference_examples import DELEGATION_SIZES, STUTTGART
from .conference_offers import kinds_of_interest
from .conference_people import MadePerson, address_of, make_people
from .conference_presence import make_parties
from .conference_selection import HOME, organisations_to_invite
from .conference_wishes import Party
from .conferences import GERMAN_SPOKEN


@dataclass(frozen=True, slots=True)
class Cast:
    """A delegation that will register: who it is, what it is interested in, who comes when."""

    organisation: Organisation
    party: Party
    people: tuple[MadePerson, ...]
    offer: InterestDraft
    need: InterestDraft

    def draft(self, conference: Conference) -> DelegationDraft:
        """What its contact enters on the page of registration."""
        guests, hosts = conference.types.order_by("position")
        first = self.people[0]
        return DelegationDraft(
            organisation=self.organisation,
            contact_name=first.name,
            contact_email=address_of(first.number),
            language="de" if self.organisation.country_id in GERMAN_SPOKEN else "en",
            type=hosts if self.organisation.land_id == HOME else guests,
            agreed_privacy=True,
            delegates=tuple(
                DelegateDraft(
                    name=person.name,
                    email=address_of(person.number),
                    function_de=person.function_de,
                    function_en=person.function_en,
                    languages=tuple(person.languages),
                )
                for person in self.people
            ),
            offers=(self.offer,),
            needs=(self.need,),
        )


def cast_of(*, seed: int, delegations: int) -> list[Cast]:
    """So many delegations of one to three people, in the mix of the real conference.

    Raises ValueError for more than can be invited.
    """
    organisations = organisations_to_invite(seed)
    if not 2 <= delegations <= len(organisations):
        raise ValueError(f"Between 2 and {len(organisations)} delegations can be simulated.")
    random = Random(seed)  # made-up data, nothing secret  # noqa: S311
    random.shuffle(organisations)
    organisations = organisations[:delegations]
    sizes = list(DELEGATION_SIZES)
    random.shuffle(sizes)
    sizes = sizes[:delegations]
    fields = [tuple(link.field_id for link in row.field_links.all()) for row in organisations]
    parties = make_parties(
        STUTTGART,
        [(row.country_id, own) for row, own in zip(organisations, fields, strict=True)],
        sizes,
    )
    seats = [party.country for party in parties for _ in party.available]
    people = iter(make_people(seats, seed=seed))
    cast = []
    for row, party, own in zip(organisations, parties, fields, strict=True):
        offer, need = (
            InterestDraft(kind=kind, text_de=german, text_en=english, fields=(code,))
            for kind, german, english, code in kinds_of_interest(own, random)
        )
        cast.append(Cast(row, party, tuple(next(people) for _ in party.available), offer, need))
    return cast
