"""Which real organisations take part in the made-up conferences."""

from collections import defaultdict
from collections.abc import Mapping
from random import Random

from clusterwerk.directory.choices import CLUSTERS, Status
from clusterwerk.directory.models import Organisation

HOME = "DE-BW"
ORGANISATIONS = 180
FROM_HOME = 42
FROM_THE_OTHER_LAENDER = 22
COUNTRIES = 30
MOST_PER_COUNTRY = 11


def organisations_to_invite(seed: int) -> list[Organisation]:
    """180 clusters of 30 countries, a good third of them from Germany, by slug.

    The 30 countries with most clusters; among a country's clusters those with a short name first,
    which a timetable can show. Raises ValueError when the register has too few.
    """
    random = Random(seed)  # made-up data, nothing secret  # noqa: S311
    pools: dict[str, list[Organisation]] = defaultdict(list)
    rows = (
        Organisation.objects.filter(kind__in=CLUSTERS)
        .exclude(status=Status.ENDED)
        .prefetch_related("field_links")
        .order_by("slug")
    )
    for row in rows:
        if row.country_id != "DE":
            pools[row.country_id].append(row)
        else:
            pools["home" if row.land_id == HOME else "DE"].append(row)
    chosen: list[Organisation] = []
    for pool, number in _shares(pools).items():
        random.shuffle(pools[pool])
        pools[pool].sort(key=lambda row: not (row.short_name and len(row.short_name) <= 16))
        chosen.extend(pools[pool][:number])
    if len(chosen) != ORGANISATIONS:
        raise ValueError(f"The register has {len(chosen)} of {ORGANISATIONS} clusters needed.")
    return sorted(chosen, key=lambda row: row.slug)


def _shares(pools: Mapping[str, list[Organisation]]) -> dict[str, int]:
    """How many of each pool: two from every country, the rest in turn while there are any."""
    abroad = sorted(
        (code for code in pools if code not in ("home", "DE")),
        key=lambda code: (-len(pools[code]), code),
    )[: COUNTRIES - 1]
    shares = {"home": FROM_HOME, "DE": FROM_THE_OTHER_LAENDER} | dict.fromkeys(abroad, 0)
    left = ORGANISATIONS - FROM_HOME - FROM_THE_OTHER_LAENDER
    while left:
        before = left
        for code in abroad:
            if left and shares[code] < min(len(pools[code]), MOST_PER_COUNTRY):
                shares[code] += 1
                left -= 1
        if left == before:
            break
    return shares
