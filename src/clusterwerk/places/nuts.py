"""Names of NUTS and statistical region codes (Eurostat). Several versions of the list in one."""

import json
from functools import cache

from .taxonomy import DATA, names_of_kind, rows_of_kind

# The version in which the codes of our own Länder and districts are published.
VERSION_OF_DISTRICTS = "2021"
# NUTS begins with other letters than ISO 3166-1 in two countries.
PREFIX_OF_COUNTRY = {"GR": "EL", "GB": "UK"}


@cache
def _names() -> dict[str, str | None]:
    names: dict[str, str | None] = json.loads((DATA / "nuts_codes.json").read_text("utf-8"))
    return names


def name_of(code: str) -> str:
    """The name in the country's own language, "" when the list has none."""
    return _names().get(code) or ""


def is_known(code: str, country: str) -> bool:
    """Whether the code is in the list and belongs to the country; the bare country counts."""
    prefix = PREFIX_OF_COUNTRY.get(country, country)
    return code == prefix or (code.startswith(prefix) and code in _names())


def version_of(code: str) -> str:
    """The NUTS version of a code, "" when we cannot tell: our list does not say."""
    ours = code == "DE1" or code in names_of_kind("bw_district")
    return VERSION_OF_DISTRICTS if ours else ""


def land_of(code: str) -> str | None:
    """The federal state ("DE-BW") a German NUTS code lies in, None outside Germany."""
    return _lands().get(code[:3])


@cache
def _lands() -> dict[str, str]:
    return {row["nuts"]: row["code"] for row in rows_of_kind("federal_state")}
