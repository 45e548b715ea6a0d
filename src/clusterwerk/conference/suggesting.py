"""The door to the engine's suggestions: delegations to a market, suggestions to rows.

The engine sees keys, codes and stems of words, never the name of a person or an organisation. A
party is a delegation. Rows are read in the order of their keys, so that the same conference gives
the same suggestions.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import product
from math import sqrt
from types import MappingProxyType
from typing import Any

from django.db.models import Q, QuerySet

from clusterwerk.search.words import query_words
from matchmaking.problem import PRIORITY_FACTORS
from matchmaking.suggesting import Interest, Market, Party, potential, suggest

from .choices import MatchStatus, RegistrationStatus, WishKind, WishStatus
from .models import Conference, Match, Need, Offer, ParticipantType, Registration, Suggestion, Wish

# Meetings that a delegate usually takes at a conference of two days; more are possible.
USUAL_MEETINGS = 8
MOST_WORDS = 40
MOST_SLOTS = 62  # bits of the engine's mask; a conference with more is not compared by slots
ORDER_BONUS = 0.1
LEAST_EXPECTED = 0.01  # of a meeting whose potential was never told, such as one taken over
UNTYPED = ""


def suggest_partners(
    conference: Conference,
    *,
    on_progress: Callable[[float], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> list[Suggestion] | None:
    """Unsaved rows for all admitted delegations, best first; None when it was stopped."""
    found = suggest(market_of(conference), on_progress=on_progress, should_stop=should_stop)
    if not found.complete:
        return None
    keys = admitted_to(conference).values_list("pk", flat=True)
    return [
        Suggestion(
            registration_id=key,
            partner_id=int(one.partner),
            position=position,
            score=one.score,
            reasons=[
                {"kind": reason.kind, "params": _plain(reason.params)} for reason in one.reasons
            ],
        )
        for key in keys
        for position, one in enumerate(found.of(str(key)))
    ]


def _plain(params: Any) -> dict[str, Any]:
    """As JSON keeps it: lists for tuples."""
    return {name: list(it) if isinstance(it, tuple) else it for name, it in params.items()}


def potential_of(one: Registration, other: Registration) -> float:
    """Joint projects to be expected from a meeting of the two, 0 to 1, by the engine's formula."""
    first, second = _parties(Registration.objects.filter(pk__in=(one.pk, other.pk)))
    return potential(first, second)


def potentials_of(conference: Conference) -> dict[frozenset[int], float]:
    """`potential_of` for all agreed matches of a conference, by the keys of both delegations."""
    parties = {int(party.id): party for party in _parties(conference.registrations.all())}
    matches = Match.objects.filter(conference=conference, status=MatchStatus.AGREED)
    return {
        frozenset(pair): potential(*(parties[key] for key in pair))
        for pair in matches.values_list("registration_a", "registration_b")
    }


def weight_of(expected: float, one: tuple[str, int], other: tuple[str, int]) -> float:
    """What the planner maximises, beside the factor 9, 3 or 1 of the match's priority.

    `expected` joint projects of a hundred such meetings; times the square root of lower by higher
    factor of the two kinds, so that with the factor of the higher one (the priority) both count
    alike; and up to a tenth more for a place high up in the own lists. `one`, `other`: kind of
    each side's wish, and its place in the own list from 1.
    """
    factors = sorted(PRIORITY_FACTORS[kind] for kind, _ in (one, other))
    places = sum(1 / max(1, place) for _, place in (one, other)) / 2
    return (
        100
        * max(expected, LEAST_EXPECTED)
        * sqrt(factors[0] / factors[1])
        * (1 + ORDER_BONUS * places)
    )


def admitted_to(conference: Conference) -> QuerySet[Registration]:
    """Delegations that take part, by key."""
    return Registration.objects.filter(
        conference=conference, status=RegistrationStatus.ADMITTED
    ).order_by("pk")


def market_of(conference: Conference) -> Market:
    """Everybody who takes part, with places left, and who must not be suggested to whom."""
    agreed: Counter[int] = Counter()
    blocked = set()
    matches = Match.objects.filter(conference=conference)
    for one, other, status in matches.values_list("registration_a", "registration_b", "status"):
        blocked.add((str(one), str(other)))
        if status == MatchStatus.AGREED:
            agreed.update((one, other))
    lifted = Q(kind=WishKind.VETO, status=WishStatus.WITHDRAWN)
    wishes = Wish.objects.filter(wisher__conference=conference).exclude(lifted)
    blocked |= {(str(a), str(b)) for a, b in wishes.values_list("wisher", "target")}
    parties = _parties(admitted_to(conference), agreed)
    known = {party.id for party in parties}
    return Market(
        tuple(parties),
        may_ask=_matrix(conference),
        blocked=frozenset(pair for pair in blocked if known.issuperset(pair)),
    )


def _matrix(conference: Conference) -> frozenset[tuple[str, str]] | None:
    """Who may ask whom, by type; None where the team set no rule. Without a type all is allowed."""
    types = [str(key) for key in conference.types.values_list("pk", flat=True)]
    asks = ParticipantType.may_ask.through.objects.filter(
        from_participanttype__conference=conference
    ).values_list("from_participanttype", "to_participanttype")
    rules = {(str(one), str(other)) for one, other in asks}
    if not rules:
        return None
    free = {*product([UNTYPED], [UNTYPED, *types]), *product(types, [UNTYPED])}
    return frozenset(rules | free)


def _parties(
    registrations: QuerySet[Registration], agreed: Mapping[int, int] = MappingProxyType({})
) -> list[Party]:
    """Parties by key; `agreed`: how many meetings each has already."""
    rows = list(
        registrations.select_related("organisation", "conference")
        .prefetch_related("organisation__field_links", "delegates__unavailable_slots")
        .order_by("pk")
    )
    offers = _interests(Offer.objects.filter(registration__in=registrations))
    needs = _interests(Need.objects.filter(registration__in=registrations))
    slots = _slots_of(rows[0].conference) if rows else []
    return [
        replace(
            _party(row, slots, agreed.get(row.pk, 0)),
            offers=tuple(offers.get(row.pk, ())),
            needs=tuple(needs.get(row.pk, ())),
        )
        for row in rows
    ]


def _slots_of(conference: Conference) -> list[int]:
    """Slots in use by time; none where the engine could not hold them all."""
    keys = list(
        conference.sessions.filter(slots__withdrawn_at__isnull=True, slots__isnull=False)
        .order_by("slots__starts_at", "slots__pk")
        .values_list("slots__pk", flat=True)
    )
    return keys if len(keys) <= MOST_SLOTS else []


def _party(row: Registration, slots: list[int], agreed: int) -> Party:
    people = [one for one in row.delegates.all() if one.takes_meetings and one.cancelled_at is None]
    mask = free = 0
    languages: set[str] = set()
    for person in people:
        absent = {slot.pk for slot in person.unavailable_slots.all()}
        present = sum(1 << bit for bit, slot in enumerate(slots) if slot not in absent)
        mask, free = mask | present, free + present.bit_count()
        languages |= set(person.languages)
    usual = USUAL_MEETINGS * len(people) - agreed
    # More than usual is possible: one place is left as long as there is a slot.
    places = min(max(0, free - agreed), max(1, usual)) if slots else max(0, usual)
    return Party(
        id=str(row.pk),
        organisation=str(row.organisation_id),
        country=row.organisation.country_id,
        fields=tuple(link.field_id for link in row.organisation.field_links.all()),
        languages=frozenset(languages or row.organisation.languages),
        type=str(row.type_id) if row.type_id else UNTYPED,
        places=places,
        slots=mask,
    )


def _interests(rows: QuerySet[Any]) -> dict[int, list[Interest]]:
    """Offers or needs by delegation, in the order they were written."""
    found: dict[int, list[Interest]] = {}
    for row in rows.prefetch_related("fields", "countries").order_by("pk"):
        found.setdefault(row.registration_id, []).append(
            Interest(
                kind=row.kind,
                fields=frozenset(field.pk for field in row.fields.all()),
                countries=frozenset(country.pk for country in row.countries.all()),
                terms=frozenset(_stems((row.text_de, row.text_en))),
                stage=row.stage,
            )
        )
    return found


def _stems(texts: Iterable[str]) -> set[str]:
    """One stem per telling word, the shortest: forms of a word then have it in common."""
    return {
        min(stems, key=lambda stem: (len(stem), stem))
        for text in texts
        for stems in query_words(text, MOST_WORDS)
    }
