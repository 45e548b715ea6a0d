"""A made-up market of wishes: who wishes to meet whom, who agrees. Pure and seeded.

Who is wished for follows what organisations have in common and what completes them, prefers other
countries, and is heavy-tailed: a few are asked by very many, as at real conferences.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from clusterwerk.conference.choices import Priority, WishKind, WishStatus

# Fields that need each other: one's results are the other's means.
COMPLEMENTS: dict[str, frozenset[str]] = {
    code: frozenset(partners.split())
    for code, partners in {
        "pho": "med mec mic aut nan aer",
        "mic": "med aut car mob ele pho",
        "nan": "med mat che bio tex",
        "lig": "aer car mob mec mar con",
        "ict": "log hea mec agr tou fin ene con",
        "it": "log hea mec fin car cre",
        "aut": "mec foo pac log woo met",
        "ene": "con mob ict ele che mar",
        "ren": "con agr mob ene woo",
        "env": "agr foo che con met tou",
        "bio": "foo agr med che hea env",
        "med": "hea pla bio mec it",
        "mat": "aer lig mec con ele",
        "tex": "car med con spo",
        "cre": "tou edu ict mob",
        "mob": "ene log ict car tou",
        "log": "foo mar car",
        "pla": "pac car lig",
        "woo": "con ene che",
        "def": "aer ict mar",
        "mar": "ene aer foo",
        "met": "mec car",
    }.items()
}
RANK = (WishKind.WOULD, WishKind.WANT, WishKind.MUST)
SHARES = (0.35, 0.45, 0.2)
VETOES = 12


@dataclass(frozen=True, slots=True)
class Party:
    """A delegation: its country, its fields (main one first), the slots each delegate can use,
    and how many meetings each would take at most."""

    country: str
    fields: tuple[str, ...]
    available: tuple[frozenset[int], ...]
    limits: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """Two parties, by their positions, whose first delegates wish for each other."""

    wisher: int
    target: int
    kind: WishKind


@dataclass(slots=True)
class MadeWish:
    """A wish from one party (and delegate) to another party, by their positions."""

    wisher: int
    delegate: int
    target: int
    kind: WishKind
    status: WishStatus = WishStatus.PENDING


@dataclass(frozen=True, slots=True)
class MadeMatch:
    """An agreed meeting of two parties, with the delegates who will sit at the table."""

    party_a: int
    party_b: int
    delegate_a: int
    delegate_b: int
    priority: Priority
    weight: float


@dataclass(slots=True)
class Market:
    """All wishes and agreed meetings that were made."""

    wishes: list[MadeWish] = field(default_factory=list)
    matches: list[MadeMatch] = field(default_factory=list)


def affinity(one: Party, other: Party) -> float:
    """How much two organisations have to say to each other, above 0."""
    common = len(set(one.fields) & set(other.fields))
    completing = sum(
        other_field in COMPLEMENTS.get(one_field, ())
        or one_field in COMPLEMENTS.get(other_field, ())
        for one_field in one.fields
        for other_field in other.fields
    )
    value = 0.05 + 1.5 * min(common, 2) + 1.2 * min(completing, 2)
    return value * (1.8 if one.country != other.country else 1.0)


class _Maker:
    """Grows a market wish by wish."""

    def __init__(self, parties: Sequence[Party], seed: int) -> None:
        self.parties = parties
        self.random = Random(seed)  # made-up data, nothing secret  # noqa: S311
        count = len(parties)
        order = self.random.sample(range(count), count)
        self.popularity = [0.0] * count
        for rank, position in enumerate(order):
            self.popularity[position] = 1 / (rank + 3) ** 0.55
        self.affinity = [
            [0.0 if one is other else affinity(one, other) for other in parties] for one in parties
        ]
        self.load = [[0] * len(party.available) for party in parties]
        self.wish_of: dict[tuple[int, int], MadeWish] = {}
        self.matched: set[frozenset[int]] = set()
        self.market = Market()

    def needs_more(self, position: int) -> bool:
        """Whether a delegate of this party has not yet two meetings."""
        return min(self.load[position]) < 2

    def is_open(self, wisher: int, target: int) -> bool:
        """Whether the two neither agreed, nor one said no to the other, nor this wish was made."""
        back = self.wish_of.get((target, wisher))
        return (
            (wisher, target) not in self.wish_of
            and frozenset((wisher, target)) not in self.matched
            and (back is None or back.status != WishStatus.DECLINED)
        )

    def pick_target(self, wisher: int) -> int | None:
        """Another party that was not yet wished for, by affinity and popularity."""
        weights = [
            self.affinity[wisher][target] * self.popularity[target]
            if self.is_open(wisher, target)
            else 0.0
            for target in range(len(self.parties))
        ]
        if not any(weights):
            return None
        return self.random.choices(range(len(weights)), weights)[0]

    def free_pair(self, wisher: int, target: int) -> tuple[int, int] | None:
        """The least busy delegates of both who are there together and would take one more."""
        one, other = self.parties[wisher], self.parties[target]
        pairs = [
            (self.load[wisher][a] + self.load[target][b], a, b)
            for a in range(len(one.available))
            for b in range(len(other.available))
            if self.load[wisher][a] < one.limits[a]
            and self.load[target][b] < other.limits[b]
            and len(one.available[a] & other.available[b]) >= 3
        ]
        return min(pairs)[1:] if pairs else None

    def kind_of_wish(self, wisher: int, target: int) -> WishKind:
        """Ranked by chance, one step up for who fits very well."""
        kind = self.random.choices(RANK, SHARES)[0]
        if self.affinity[wisher][target] > 7 and kind != WishKind.MUST:
            kind = RANK[RANK.index(kind) + 1]
        return kind

    def wish(self, wisher: int, *, eager: bool) -> bool:
        """One more wish of a party, answered at once; true if it became a match."""
        target = self.pick_target(wisher)
        if target is None:
            return False
        made = MadeWish(wisher, 0, target, self.kind_of_wish(wisher, target))
        self.wish_of[wisher, target] = made
        self.market.wishes.append(made)
        back = self.wish_of.get((target, wisher))
        pair = self.free_pair(wisher, target)
        if pair is None:
            made.status = self.random.choice((WishStatus.DECLINED, WishStatus.EXPIRED))
            return False
        made.delegate = pair[0]
        welcome = min(0.7, 0.12 + self.affinity[target][wisher] / 26)
        if not (eager or back or self.random.random() < welcome):
            made.status = self.random.choices(
                (WishStatus.DECLINED, WishStatus.EXPIRED, WishStatus.PENDING), (5, 3, 2)
            )[0]
            return False
        self.agree(made, back, pair)
        return True

    def agree(self, made: MadeWish, back: MadeWish | None, pair: tuple[int, int]) -> None:
        """Turns a wish, or two mutual ones, into a match."""
        made.status = WishStatus.ACCEPTED
        kinds = [made.kind]
        if back:
            back.status = WishStatus.ACCEPTED
            kinds.append(back.kind)
        wisher, target = made.wisher, made.target
        self.matched.add(frozenset((wisher, target)))
        self.load[wisher][pair[0]] += 1
        self.load[target][pair[1]] += 1
        best = max(kinds, key=RANK.index)
        a, b, delegates = (
            (wisher, target, pair) if wisher < target else (target, wisher, (pair[1], pair[0]))
        )
        # A wish from both sides is worth more than one that was only accepted.
        weight = 1.5 if back else 1.0
        self.market.matches.append(MadeMatch(a, b, *delegates, Priority(best), weight))

    def ask(self, wisher: int) -> None:
        """One more wish of a party that nobody has answered yet."""
        target = self.pick_target(wisher)
        if target is not None:
            made = MadeWish(wisher, 0, target, self.kind_of_wish(wisher, target))
            self.wish_of[wisher, target] = made
            self.market.wishes.append(made)

    def settle(self, pair: Settled) -> None:
        """Both wish for each other."""
        made = MadeWish(pair.wisher, 0, pair.target, pair.kind)
        back = MadeWish(pair.target, 0, pair.wisher, pair.kind)
        self.wish_of[pair.wisher, pair.target] = made
        self.wish_of[pair.target, pair.wisher] = back
        self.market.wishes += [made, back]
        self.agree(made, back, (0, 0))

    def veto(self) -> None:
        """A few pairs that must never meet."""
        while sum(wish.kind == WishKind.VETO for wish in self.market.wishes) < VETOES:
            wisher, target = self.random.sample(range(len(self.parties)), 2)
            if (target, wisher) in self.wish_of or not self.is_open(wisher, target):
                continue
            made = MadeWish(wisher, 0, target, WishKind.VETO, WishStatus.ACCEPTED)
            self.wish_of[wisher, target] = made
            self.market.wishes.append(made)


def make_market(
    parties: Sequence[Party],
    *,
    matches: int,
    seed: int,
    settled: Sequence[Settled] = (),
    pending: int = 0,
) -> Market:
    """Wishes and exactly `matches` agreed meetings; every delegate has at least one.

    `settled` are pairs that have agreed before anybody else, by their first delegates; `pending`
    wishes come last and nobody has answered them yet.
    Raises ValueError when the parties' limits leave no room for so many.
    """
    maker = _Maker(parties, seed)
    for pair in settled:
        maker.settle(pair)
    rounds = 0
    while len(maker.market.matches) < matches:
        rounds += 1
        if rounds > 200:
            raise ValueError(f"Only {len(maker.market.matches)} of {matches} meetings came about.")
        # First everybody gets two meetings a delegate, then popularity decides.
        hungry = [position for position in range(len(parties)) if maker.needs_more(position)]
        wishers = hungry or list(range(len(parties)))
        maker.random.shuffle(wishers)
        for position in wishers:
            if len(maker.market.matches) < matches:
                maker.wish(position, eager=bool(hungry))
    for _ in range(pending):
        maker.ask(maker.random.randrange(len(parties)))
    maker.veto()
    return maker.market
