"""Organisations by how their names are written: to find one while typing, and near doubles."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from ..models import Organisation
from ..slugs import sort_name_of
from . import open_organisations

# Shares of common letters from which a name is shown as near, and taken for the same body.
NEAR = 0.5
ALMOST_SAME = 0.85
# Words that many names share and that tell none apart.
COMMON_WORDS = frozenset(
    "cluster clusters network netzwerk initiative association verein ev gmbh ag ltd the der die das"  # noqa: SIM905
    " and und of for fur in im e v".split()
)


def organisations_called(words: str) -> QuerySet[Organisation]:
    """Open organisations whose name, short name or place holds all the words."""
    found = open_organisations()
    for word in sort_name_of(words).split():
        found = found.filter(
            Q(sort_name__contains=word) | Q(short_name__icontains=word) | Q(city__icontains=word)
        )
    return found


@dataclass(frozen=True, slots=True)
class Near:
    """An organisation with a near name; `likeness` from 0 to 1, 1 for the same letters."""

    key: int
    name: str
    country: str
    likeness: float


class NameIndex:
    """Names of many organisations, ready to be asked for near ones.

    Likeness is Dice's coefficient of the sets of three letters in a row within a word, so that the
    order of words does not matter; common words are left out where another one remains. A short
    name that is given exactly counts as almost the same.
    """

    def __init__(self, rows: Iterable[tuple[int, str, str, str]]) -> None:
        self._rows: list[tuple[int, str, str]] = []
        self._sizes: list[int] = []
        self._holders: dict[str, list[int]] = defaultdict(list)
        self._short: dict[str, list[int]] = defaultdict(list)
        for place, (key, name, short_name, country) in enumerate(rows):
            parts = _parts(name)
            self._rows.append((key, name, country))
            self._sizes.append(len(parts))
            for part in parts:
                self._holders[part].append(place)
            if short_name:
                self._short[sort_name_of(short_name)].append(place)

    def near(self, name: str, *, country: str = "", most: int = 3) -> list[Near]:
        """The nearest names, best first; those of another country only where they are almost the
        same."""
        parts = _parts(name)
        common = Counter(place for part in parts for place in self._holders.get(part, ()))
        found = {
            place: 2 * number / (len(parts) + self._sizes[place])
            for place, number in common.items()
        }
        for place in self._short.get(sort_name_of(name), ()):
            found[place] = max(found.get(place, 0.0), ALMOST_SAME)
        near = []
        for place, likeness in found.items():
            key, known, of_country = self._rows[place]
            least = NEAR if not country or of_country == country else ALMOST_SAME
            if likeness >= least:
                near.append(Near(key, known, of_country, likeness))
        return sorted(near, key=lambda row: (-row.likeness, row.name, row.key))[:most]


def name_index() -> NameIndex:
    """All organisations of the register; one query."""
    return NameIndex(
        Organisation.objects.order_by("pk").values_list("pk", "name", "short_name", "country")
    )


def _parts(name: str) -> frozenset[str]:
    words = sort_name_of(name).split()
    telling = [word for word in words if word not in COMMON_WORDS] or words
    return frozenset(
        f" {word} "[at : at + 3] for word in telling for at in range(max(1, len(word)))
    )
