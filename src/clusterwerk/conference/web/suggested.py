"""Why a partner is suggested, as one sentence from the facts of both sides."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from babel import Locale
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ..choices import CooperationKind
from ..models import Suggestion
from .charts import country_names, field_names

MOST_FACTS = 3
# Told only where there is nothing better to say.
WEAK = frozenset({"common_field", "common_language"})


@dataclass(frozen=True, slots=True)
class ToldSuggestion:
    """A suggestion with its sentence; empty if nothing is known but that the two fit."""

    suggestion: Suggestion
    sentence: str


class Names:
    """Names of fields, countries and languages on this page, read once."""

    def __init__(self) -> None:
        self.fields = field_names()
        self.countries = country_names()
        self.languages = Locale.parse(get_language() or "de").languages


def told(suggestions: Iterable[Suggestion]) -> list[ToldSuggestion]:
    """Suggestions with their sentences in the language of the page; 2 queries beside theirs."""
    rows = list(suggestions)
    if not rows:
        return []
    names = Names()
    return [ToldSuggestion(row, sentence_of(row.reasons, names)) for row in rows]


def sentence_of(reasons: Iterable[Mapping[str, Any]], names: Names) -> str:
    """The strongest facts, the needs of both first, joined to one sentence."""
    known = [reason for reason in reasons if reason["kind"] in _FACTS]
    strong = [reason for reason in known if reason["kind"] not in WEAK]
    chosen = (strong or known)[:MOST_FACTS]
    text = "; ".join(_FACTS[reason["kind"]](reason["params"], names) for reason in chosen)
    return f"{text[0].upper()}{text[1:]}." if text else ""


def _what(params: Mapping[str, Any], names: Names) -> str:
    """A kind of cooperation, with the fields if both name some."""
    try:
        kind = str(CooperationKind(params["kind"]).label)
    except ValueError:
        kind = str(params["kind"])
    fields = ", ".join(names.fields.get(code, code) for code in params["fields"][:2])
    if not fields:
        return _("“%(kind)s”") % {"kind": kind}
    return _("“%(kind)s” (%(fields)s)") % {"kind": kind, "fields": fields}


def _need_met(params: Mapping[str, Any], names: Names) -> str:
    number = params["number"]
    return ngettext(
        "you seek %(what)s and they offer it",
        "you seek %(what)s and they have %(number)s offers for it",
        number,
    ) % {"what": _what(params, names), "number": number}


def _offer_met(params: Mapping[str, Any], names: Names) -> str:
    number = params["number"]
    return ngettext(
        "you offer %(what)s and they seek it",
        "you offer %(what)s and they seek it %(number)s times",
        number,
    ) % {"what": _what(params, names), "number": number}


def _country_sought(params: Mapping[str, Any], names: Names) -> str:
    country = names.countries.get(params["country"], params["country"])
    return _("you look for partners in this country: %(country)s") % {"country": country}


def _sought_by(params: Mapping[str, Any], names: Names) -> str:
    country = names.countries.get(params["country"], params["country"])
    return _("they look for partners in your country: %(country)s") % {"country": country}


def _complementing(params: Mapping[str, Any], names: Names) -> str:
    one, other = (names.fields.get(params[side], params[side]) for side in ("one", "other"))
    return _("your field %(one)s and theirs, %(other)s, complement each other") % {
        "one": one,
        "other": other,
    }


def _common_field(params: Mapping[str, Any], names: Names) -> str:
    fields = ", ".join(names.fields.get(code, code) for code in params["fields"][:3])
    return _("you work in the same field: %(fields)s") % {"fields": fields}


def _shared_words(params: Mapping[str, Any], names: Names) -> str:
    # Which words is not told: the engine knows their stems only.
    del params, names
    return _("need and offer have words in common")


def _common_language(params: Mapping[str, Any], names: Names) -> str:
    languages = ", ".join(names.languages.get(code, code) for code in params["languages"][:3])
    return _("you have a language in common: %(languages)s") % {"languages": languages}


_FACTS = {
    "need_met": _need_met,
    "offer_met": _offer_met,
    "country_sought": _country_sought,
    "sought_by": _sought_by,
    "complementing_field": _complementing,
    "common_field": _common_field,
    "shared_words": _shared_words,
    "common_language": _common_language,
}
