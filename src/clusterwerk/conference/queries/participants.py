"""Delegations as delegations find each other: profiles, and how one stands to each of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import override

from clusterwerk.places.models import Field
from clusterwerk.search.words import SHORTEST_PREFIX, plain, query_words, stems_of, words_of

from ..choices import CooperationKind, MatchStatus, RegistrationStatus, WishKind, WishStatus
from ..models import Conference, Delegate, Match, Need, Offer, Registration, Wish
from .wishes import types_to_ask

FIELD_NAMES = ("name_de", "name_en")


@dataclass(frozen=True, slots=True)
class ParticipantFilter:
    """What somebody looks for; empty means all."""

    words: str = ""
    country: str = ""
    field: str = ""
    offer: str = ""
    need: str = ""
    type: str = ""


def participants_of(conference: Conference) -> QuerySet[Registration]:
    """Delegations that take part, by name, with all that their profile shows; 9 queries."""
    interests = ("fields", "countries")
    return (
        Registration.objects.filter(conference=conference, status=RegistrationStatus.ADMITTED)
        .select_related("organisation__country", "type", "conference")
        .prefetch_related(
            "organisation__field_links__field",
            Prefetch("offers", Offer.objects.order_by("pk").prefetch_related(*interests)),
            Prefetch("needs", Need.objects.order_by("pk").prefetch_related(*interests)),
            Prefetch("delegates", public_people(), to_attr="public_people"),
        )
        .order_by("organisation__sort_name", "pk")
    )


def public_people() -> QuerySet[Delegate]:
    """People who take meetings and agreed to show their name."""
    return Delegate.objects.filter(
        name_public_since__isnull=False, cancelled_at__isnull=True, takes_meetings=True
    ).order_by("number", "pk")


def participants_matching(
    conference: Conference, chosen: ParticipantFilter
) -> QuerySet[Registration]:
    """Those a filter leaves."""
    found = participants_of(conference)
    if chosen.country:
        found = found.filter(organisation__country=chosen.country)
    if chosen.type:
        found = found.filter(type__public_id=chosen.type)
    if chosen.field:
        of_field = Registration.objects.filter(
            Q(organisation__fields=chosen.field)
            | Q(offers__fields=chosen.field)
            | Q(needs__fields=chosen.field)
        )
        found = found.filter(pk__in=of_field.values("pk"))
    if chosen.offer:
        found = found.filter(pk__in=Offer.objects.filter(kind=chosen.offer).values("registration"))
    if chosen.need:
        found = found.filter(pk__in=Need.objects.filter(kind=chosen.need).values("registration"))
    if query_words(chosen.words):
        found = found.filter(pk__in=_found_by(conference, chosen.words))
    return found


def _found_by(conference: Conference, words: str) -> list[int]:
    """Delegations in whose names, fields, offers and needs (texts, kinds and fields) each of the
    words occurs, in any of its forms in German and English, as the beginning of a longer word or
    within one.

    Compared here: SQLite knows no case of umlauts, and a conference is small.
    """
    texts: dict[int, set[str]] = defaultdict(set)
    names = Registration.objects.filter(
        conference=conference, status=RegistrationStatus.ADMITTED
    ).values_list(
        "pk",
        "organisation__name",
        "organisation__short_name",
        *(f"organisation__fields__{name}" for name in FIELD_NAMES),
    )
    for key, *parts in names:
        texts[key].update(part for part in parts if part)
    kinds = _words_of_kinds()
    for model in (Offer, Need):
        rows = model.objects.filter(registration__conference=conference).values_list(
            "registration",
            "kind",
            "text_de",
            "text_en",
            *(f"fields__{name}" for name in FIELD_NAMES),
        )
        for key, kind, *parts in rows:
            texts[key].update(part for part in (kinds.get(kind), *parts) if part)
    wanted = query_words(words)
    return [key for key, parts in texts.items() if _has_all(parts, wanted)]


def _words_of_kinds() -> dict[str, str]:
    """What kinds of cooperation are called in both languages, by their codes."""
    found: dict[str, list[str]] = defaultdict(list)
    for language in ("de", "en"):
        with override(language):
            for kind in CooperationKind:
                found[kind.value].append(str(kind.label))
    return {code: " ".join(words) for code, words in found.items()}


def _has_all(parts: Iterable[str], wanted: Sequence[tuple[str, ...]]) -> bool:
    forms = set().union(*map(_forms_of, parts))
    text = f" {' '.join(forms)} "
    return all(
        any(stem in text if len(stem) >= SHORTEST_PREFIX else f" {stem} " in text for stem in stems)
        for stems in wanted
    )


@lru_cache(maxsize=20_000)
def _forms_of(part: str) -> frozenset[str]:
    """The words of a text and their stems; kept, as each search asks for those of a conference."""
    known = words_of(part)
    return frozenset(map(plain, known)).union(*map(stems_of, known))


def fields_of_participants(conference: Conference) -> QuerySet[Field]:
    """Fields that occur in the profiles, offers or needs of those who take part."""
    admitted = Registration.objects.filter(
        conference=conference, status=RegistrationStatus.ADMITTED
    )
    return Field.objects.filter(
        Q(pk__in=admitted.values("organisation__field_links__field"))
        | Q(pk__in=admitted.values("offers__fields"))
        | Q(pk__in=admitted.values("needs__fields"))
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """How one delegation stands to another: `wish` is the newest own one, `asked` an open one of
    theirs, `match` an agreed meeting, `veto` the own one. What they think is not told."""

    wish: Wish | None = None
    asked: Wish | None = None
    match: Match | None = None
    veto: Wish | None = None
    may_ask: bool = True
    is_own: bool = False

    @property
    def can_wish(self) -> bool:
        """Whether a wish makes sense; they may still refuse it."""
        waits = self.wish is not None and self.wish.status == WishStatus.PENDING
        declined = self.wish is not None and self.wish.status == WishStatus.DECLINED
        taken = self.match or self.veto or self.asked or self.is_own or waits or declined
        return self.may_ask and not taken


def standings_of(registration: Registration, others: Sequence[Registration]) -> dict[int, Standing]:
    """How a delegation stands to each of the others, by key; at most 3 queries."""
    keys = [row.pk for row in others]
    wishes = Wish.objects.filter(
        Q(wisher=registration, target__in=keys) | Q(target=registration, wisher__in=keys)
    ).order_by("created_at", "pk")
    found: dict[int, dict[str, Any]] = {key: {} for key in keys}
    for wish in wishes:
        if wish.wisher_id == registration.pk:
            _note_own(found[wish.target_id], wish)
        elif wish.status == WishStatus.PENDING and wish.kind != WishKind.VETO:
            found[wish.wisher_id]["asked"] = wish
    matches = Match.objects.filter(
        Q(registration_a=registration, registration_b__in=keys)
        | Q(registration_b=registration, registration_a__in=keys),
        status=MatchStatus.AGREED,
    )
    for match in matches:
        is_a = match.registration_a_id == registration.pk
        found[match.registration_b_id if is_a else match.registration_a_id]["match"] = match
    for values in found.values():
        if "veto" in values:
            values.pop("asked", None)  # whom one has excluded, one is not asked by
    types = types_to_ask(registration)
    return {
        row.pk: Standing(
            **found[row.pk],
            may_ask=types is None or row.type_id is None or row.type_id in types,
            is_own=row.pk == registration.pk,
        )
        for row in others
    }


def _note_own(values: dict[str, Any], wish: Wish) -> None:
    if wish.kind == WishKind.VETO:
        if wish.status != WishStatus.WITHDRAWN:
            values["veto"] = wish
    elif wish.status != WishStatus.WITHDRAWN:
        values["wish"] = wish
