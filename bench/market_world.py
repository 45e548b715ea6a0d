"""An invented market whose truth is known: what everybody really wants, and what would come of it.

The truth is not the suggester's formula. Each delegate has a few real matters to offer and to seek,
each of a kind, and a point in a space of 24 dimensions around the centres of its field and topic.
Fields are near or far from each other, and some kinds are akin, in ways that no code tells:

- benefit    of one from the other: how near the nearest of the other's offers is to the best served
             of one's needs, how far their kinds are akin, less where the stages differ, times the
             other's quality, which no profile shows
- preference the probability that one who has read the other's profile wants to meet: a logistic
             function of the benefit, of fame (everybody likes to meet the well-known, who offer
             more and are hard to please), of familiarity (people prefer their own country and
             field), of countries sought, of a common language, and of a taste for each pair
- projects   to be expected from a meeting: grows with the benefit of both sides (a project needs
             two), with the vigour of both, more across borders and main fields, times a hidden
             factor for each pair of fields, times chance for each pair

The suggester sees the profiles alone. They are written by people: matters are left out, put under
the wrong kind, under no field or the wrong one; others are added without being meant; words come
from the topic, the field, or nowhere. `noise` scales all of these faults together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from bench.events import COUNTRIES, FIELDS
from numpy.typing import NDArray

from matchmaking.suggesting import Interest, Market, Party

Values = NDArray[np.float64]

KINDS = ("research", "pilot", "supply", "testing", "licence", "sales", "training", "funding")
# Many seek what few offer, and the reverse: that is where a market gets crowded.
OFFERED = np.array([26, 14, 22, 10, 8, 12, 6, 2]) / 100
SOUGHT = np.array([14, 20, 10, 10, 4, 16, 6, 20]) / 100
STAGES = ("idea", "prototype", "product")
LANGUAGES = ("en", "de", "fr", "es", "it", "pl")
TOPICS = 5
MOST_MATTERS = 7
DIMENSIONS = 24


@dataclass(frozen=True, slots=True)
class Crowd:
    """The size of a market, and what is assumed of it.

    noise  how bad its profiles are (0: perfect; 1: as people write them)
    steep  how much the projects depend on the benefit: a meeting that serves one side fully leads
           to exp(steep) times as many as one that serves neither
    """

    delegates: int = 250
    organisations: int = 180
    places: int = 8
    noise: float = 1.0
    steep: float = 3.0


@dataclass(frozen=True, slots=True)
class Truth:
    """What nobody in the market knows as a whole.

    preference [N, N]: the probability that the row's delegate wants to meet the column's
    projects [N, N]: joint projects to be expected from a meeting of the two
    fame [N]: how well a delegate's organisation is known
    """

    preference: Values
    projects: Values
    fame: Values


@dataclass(frozen=True, slots=True)
class _Matters:
    """Real offers, or needs, of all delegates [N, MOST_MATTERS]: codes, points, and whether there
    are so many."""

    kind: NDArray[np.int64]
    field: NDArray[np.int64]
    topic: NDArray[np.int64]
    stage: NDArray[np.int64]
    point: Values
    there: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _People:
    """What the delegates really are, as numbers of codes [N]; countries sought and languages as
    tables of yes and no."""

    employer: NDArray[np.int64]
    country: NDArray[np.int64]
    main: NDArray[np.int64]
    second: NDArray[np.int64]
    fame: Values
    offers: _Matters
    needs: _Matters
    sought: NDArray[np.bool_]
    talks: NDArray[np.bool_]


def invented(crowd: Crowd, seed: int = 0) -> tuple[Market, Truth]:
    """A market as its profiles tell it, and the truth; the same arguments give the same, and the
    truth is the same however bad the profiles are."""
    people = _people(crowd, seed)
    return _profiles(people, crowd, seed), _truth(people, crowd, seed)


def profiles(crowd: Crowd, seed: int = 0) -> Market:
    """The market alone, for sizes at which the truth about all pairs does not fit into memory."""
    return _profiles(_people(crowd, seed), crowd, seed)


def _people(crowd: Crowd, seed: int) -> _People:
    draw = np.random.default_rng([seed, 1, crowd.delegates, crowd.organisations])
    count, bodies = crowd.delegates, crowd.organisations
    more = draw.integers(0, bodies, max(0, count - bodies))
    employer = np.concatenate([np.arange(min(count, bodies)), more])
    country = draw.integers(0, len(COUNTRIES), bodies)[employer]
    main = draw.integers(0, len(FIELDS), bodies)[employer]
    second = draw.integers(0, len(FIELDS), count)
    fame = np.minimum(draw.pareto(1.3, bodies), 6.0)[employer]
    centres = draw.normal(size=(len(FIELDS), DIMENSIONS))
    topics = centres[:, None] + 0.8 * draw.normal(size=(len(FIELDS), TOPICS, DIMENSIONS))
    # The well-known offer more, and everybody seeks two or three things.
    offered = 1 + np.minimum(draw.poisson(0.7 + 0.9 * fame), MOST_MATTERS - 1)
    seeking = draw.integers(2, 4, count)
    offers = _matters(draw, (OFFERED, 0.15), main, second, topics, offered)
    needs = _matters(draw, (SOUGHT, 0.45), main, second, topics, seeking)
    sought = draw.random((count, len(COUNTRIES))) < 0.12
    sought &= (draw.random(count) < 0.3)[:, None]
    talks = draw.random((count, len(LANGUAGES))) < np.array([0.85, 0.3, 0.2, 0.2, 0.15, 0.1])
    return _People(employer, country, main, second, fame, offers, needs, sought, talks)


def _profiles(people: _People, crowd: Crowd, seed: int) -> Market:
    draw = np.random.default_rng([seed, 2])
    parties = []
    for number in range(crowd.delegates):
        main, second = people.main[number], people.second[number]
        countries = frozenset(np.array(COUNTRIES)[people.sought[number]].tolist())
        offers, needs = (
            _written(draw, crowd.noise, matters, number, countries)
            for matters in (people.offers, people.needs)
        )
        parties.append(
            Party(
                id=f"delegate-{number:05d}",
                organisation=f"org-{people.employer[number]:05d}",
                country=COUNTRIES[people.country[number]],
                fields=tuple(dict.fromkeys((FIELDS[main], FIELDS[second]))),
                offers=offers,
                needs=needs,
                languages=frozenset(np.array(LANGUAGES)[people.talks[number]].tolist()),
                places=crowd.places,
            )
        )
    return Market(tuple(parties))


def _matters(
    draw: np.random.Generator,
    habit: tuple[Values, float],
    main: NDArray[np.int64],
    second: NDArray[np.int64],
    topics: Values,
    listed: NDArray[np.int64],
) -> _Matters:
    """So many matters for each delegate: in the main field, the second, or another one. `habit`:
    the share of each kind, and of matters in other fields."""
    size = (len(main), MOST_MATTERS)
    kind = draw.choice(len(KINDS), size, p=habit[0])
    field = np.where(draw.random(size) < 0.7, main[:, None], second[:, None])
    field = np.where(draw.random(size) < habit[1], draw.integers(0, len(FIELDS), size), field)
    topic = draw.integers(0, TOPICS, size)
    point = topics[field, topic] + 0.4 * draw.normal(size=(*size, DIMENSIONS))
    point /= np.linalg.norm(point, axis=-1, keepdims=True)
    there = np.arange(MOST_MATTERS) < listed[:, None]
    return _Matters(kind, field, topic, draw.integers(0, len(STAGES), size), point, there)


def _truth(people: _People, crowd: Crowd, seed: int) -> Truth:
    draw = np.random.default_rng([seed, 3])
    count, main, fame = crowd.delegates, people.main, people.fame
    benefit = _benefit(draw, people)
    same_country = people.country[:, None] == people.country
    same_field = main[:, None] == main
    # Who offers is glad of those who seek it, though less than of those who offer what it seeks.
    liked = -2.0 + 4.5 * benefit + 2.5 * benefit.T + 0.3 * fame - 0.3 * fame[:, None]
    liked += 0.8 * same_country + 0.5 * same_field + 0.8 * people.sought[:, people.country]
    liked -= 1.0 * (people.talks.astype(int) @ people.talks.T.astype(int) == 0)
    liked += draw.normal(0.0, 0.6, (count, count))
    vigour = draw.lognormal(0.0, 0.3, count)
    between = draw.lognormal(0.0, 0.4, (len(FIELDS), len(FIELDS)))
    between = np.sqrt(between * between.T)[main[:, None], main]
    chance = draw.lognormal(0.0, 0.3, (count, count))
    projects = np.exp(crowd.steep * (benefit + benefit.T)) * np.outer(vigour, vigour)
    projects *= between * np.sqrt(chance * chance.T)
    projects *= np.where(same_country, 1.0, 1.4) * np.where(same_field, 1.0, 1.3)
    # One in a hundred meetings of any two: with the usual steepness one in twenty of those that
    # people agree to by themselves, as at a conference whose 604 meetings led to 30 projects.
    projects *= 0.01 / np.median(projects)
    return Truth(1.0 / (1.0 + np.exp(-liked)), np.minimum(projects, 0.8), fame)


def _benefit(draw: np.random.Generator, people: _People) -> Values:
    """What each (row) would really have from each other one (column) [N, N]."""
    offers, needs = people.offers, people.needs
    akin = np.where(draw.random((len(KINDS), len(KINDS))) < 0.25, 0.5, 0.1)
    np.fill_diagonal(akin, 1.0)
    benefit = np.zeros((len(people.main), len(people.main)))
    for need in range(MOST_MATTERS):
        if not needs.there[:, need].any():
            continue
        for offer in range(MOST_MATTERS):
            near = np.clip(needs.point[:, need] @ offers.point[:, offer].T, 0.0, 1.0) ** 2
            near *= akin[needs.kind[:, need][:, None], offers.kind[:, offer]]
            near *= np.where(needs.stage[:, need][:, None] == offers.stage[:, offer], 1.0, 0.8)
            near *= needs.there[:, need][:, None] & offers.there[:, offer]
            benefit = np.maximum(benefit, near)
    return benefit * draw.uniform(0.7, 1.3, len(people.main))


def _written(
    draw: np.random.Generator,
    noise: float,
    matters: _Matters,
    number: int,
    countries: frozenset[str],
) -> tuple[Interest, ...]:
    """What a delegate puts into the profile."""
    written = []
    for place in np.flatnonzero(matters.there[number]):
        kind, field = matters.kind[number, place], matters.field[number, place]
        topic = matters.topic[number, place]
        left_out, miscoded, misplaced, added = draw.random(4) < noise * np.array(
            [0.1, 0.05, 0.05, 0.1]
        )
        untold = draw.random() < 0.1 * noise
        if left_out:
            continue
        written.append(
            Interest(
                KINDS[draw.integers(len(KINDS)) if miscoded else kind],
                frozenset()
                if untold
                else frozenset({FIELDS[draw.integers(len(FIELDS)) if misplaced else field]}),
                countries,
                _words(draw, noise, int(field), int(topic)),
                STAGES[matters.stage[number, place]] if draw.random() < 0.5 else "",
            )
        )
        if added:
            written.append(Interest(KINDS[draw.integers(len(KINDS))]))
    return tuple(written)


def _words(draw: np.random.Generator, noise: float, field: int, topic: int) -> frozenset[str]:
    """Eight words: of the topic, of the field, or such as everybody uses."""
    drawn = draw.choice(3, 8, p=_mixture(noise))
    return frozenset(
        (f"topic-{field}-{topic}-{word}", f"field-{field}-{word}", f"word-{word}")[where]
        for where, word in zip(drawn, draw.integers(0, 10, 8), strict=True)
    )


def _mixture(noise: float) -> Values:
    topic = max(0.0, 1.0 - 0.5 * noise)
    return np.array([topic, (1.0 - topic) / 2, (1.0 - topic) / 2])
