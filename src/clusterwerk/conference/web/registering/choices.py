"""What can be chosen in the forms of a delegation."""

from babel import Locale
from django.utils.translation import get_language

from clusterwerk.directory.queries.listing import fields_by_group
from clusterwerk.places.models import Country, OrganisationKind

# The languages of the countries that clusters come from; the first ones are met most often.
OFTEN = ("en", "de", "fr", "it", "es", "pl")
LANGUAGES = (
    *OFTEN,
    *"bg ca cs da el et fi hr hu lt lv nl no pt ro sk sl sr sv tr uk zh ja ko".split(),  # noqa: SIM905
)


def language_choices() -> list[tuple[str, str]]:
    """Codes with names in the language of the page: the frequent ones, then the others by name."""
    names = Locale.parse(get_language() or "de").languages
    named = [(code, names.get(code, code)) for code in LANGUAGES]
    number = len(OFTEN)
    return named[:number] + sorted(named[number:], key=lambda pair: pair[1].casefold())


def field_choices() -> list[tuple[str, str]]:
    """Fields in the order of the published list."""
    return [(field.pk, field.name) for _group, fields in fields_by_group() for field in fields]


def country_choices() -> list[tuple[str, str]]:
    """Countries by their name in the language of the page."""
    return sorted(
        ((country.pk, country.name) for country in Country.objects.all()),
        key=lambda pair: pair[1].casefold(),
    )


def kind_choices() -> list[tuple[str, str]]:
    """Kinds of organisation in the order of the published list."""
    return [(kind.pk, kind.name) for kind in OrganisationKind.objects.order_by("order", "code")]
