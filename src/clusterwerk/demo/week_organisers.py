"""Organisers of the facts as organisations of the register, and organisations as hosts."""

import re
from collections import Counter

from clusterwerk.directory.models import Organisation

from .week_2017 import FIRST_DAY, Host

# Those who held events of the Cluster Week; universities and chambers are not among them.
HOSTING_KINDS = ("cluster_initiative", "statewide_network", "cluster_organisation")
_LEGAL_FORM = re.compile(r"\s+(e\.\s?v\.|gmbh( & co\. kg)?|mbh|ggmbh|ag)$")
_IN_BRACKETS = re.compile(r"\s*\([^)]*\)")


class Register:
    """The organisations of the directory by name, and the districts of their towns."""

    def __init__(self) -> None:
        self.organisations = list(
            Organisation.objects.prefetch_related("field_links").order_by("pk")
        )
        named = [
            (key, organisation)
            for organisation in self.organisations
            for key in {_key(organisation.name), _key(organisation.short_name)} - {""}
        ]
        often = Counter(key for key, _organisation in named)
        self._by_name = {key: found for key, found in named if often[key] == 1}
        self._area_of_town: dict[tuple[str, str], tuple[str, str | None]] = {}
        for organisation in self.organisations:
            if organisation.city and organisation.region_id and organisation.land_id:
                town = (organisation.land_id, organisation.city)
                area = (organisation.region_id, organisation.district_id)
                if area[1] or town not in self._area_of_town:
                    self._area_of_town[town] = area

    def organisation_named(self, name: str) -> Organisation | None:
        """The one organisation of that name or short name, whatever its legal form."""
        return self._by_name.get(_key(name))

    def area_of(self, land: str | None, town: str) -> tuple[str | None, str | None]:
        """Region and district of a town, known from an organisation that has its seat there."""
        return self._area_of_town.get((land or "", town), (None, None))

    def hosts(self) -> list[Host]:
        """German cluster organisations that may have existed in the week."""
        return [
            Host(
                key=organisation.pk,
                name=organisation.name,
                land=organisation.land_id,
                city=organisation.city,
                region=organisation.region_id,
                district=organisation.district_id,
                fields=tuple(
                    link.field_id
                    for link in sorted(organisation.field_links.all(), key=lambda x: x.position)
                )
                or ("cro",),
            )
            for organisation in self.organisations
            if organisation.kind_id in HOSTING_KINDS
            and organisation.country_id == "DE"
            and organisation.status != "ended"
            and (organisation.founded or 0) < FIRST_DAY.year
        ]


def _key(name: str) -> str:
    return _LEGAL_FORM.sub("", _IN_BRACKETS.sub("", name.casefold()).strip())
