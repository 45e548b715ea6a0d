"""Small random markets, in which everything that the engine looks at occurs."""

from hypothesis import strategies as st

from matchmaking.suggesting import Interest, Market, Party, SuggestOptions

KINDS = ("pilot", "funding", "sales")
FIELDS = ("photonics", "health", "energy", "mobility")
COUNTRIES = ("DE", "FR", "IT")
WORDS = ("laser", "sensor", "chip", "cell")
TYPES = ("cluster", "company", "funder")


def subsets(names, most):
    return st.frozensets(st.sampled_from(names), max_size=most)


INTERESTS = st.builds(
    Interest,
    kind=st.sampled_from(KINDS),
    fields=subsets(FIELDS, 2),
    countries=st.one_of(st.just(frozenset()), subsets(COUNTRIES, 2)),
    terms=subsets(WORDS, 3),
    stage=st.sampled_from(("", "idea", "product")),
)


def parties(number):
    return st.builds(
        Party,
        id=st.just(f"p{number}"),
        organisation=st.sampled_from(("a", "b", "c", "d", "e")),
        country=st.sampled_from(("", *COUNTRIES)),
        fields=st.lists(st.sampled_from(FIELDS), max_size=2, unique=True).map(tuple),
        offers=st.lists(INTERESTS, max_size=3).map(tuple),
        needs=st.lists(INTERESTS, max_size=3).map(tuple),
        languages=subsets(("de", "en", "fr"), 2),
        type=st.sampled_from(TYPES),
        places=st.integers(0, 3),
        slots=st.integers(0, 7),
    )


@st.composite
def markets(draw, most=8):
    people = tuple(draw(parties(number)) for number in range(draw(st.integers(0, most))))
    names = [party.id for party in people]
    pairs = [(one, other) for one in names for other in names if one != other]
    blocked = draw(st.frozensets(st.sampled_from(pairs), max_size=4)) if pairs else frozenset()
    matrix = st.frozensets(st.tuples(st.sampled_from(TYPES), st.sampled_from(TYPES)))
    return Market(people, draw(st.one_of(st.none(), matrix)), blocked)


OPTIONS = st.builds(
    SuggestOptions,
    most=st.integers(1, 4),
    country_lean=st.sampled_from((0.0, 0.5)),
    field_lean=st.sampled_from((0.0, 0.5)),
    congestion=st.sampled_from((0.0, 1.0, 3.0)),
    seed=st.integers(0, 3),
)
