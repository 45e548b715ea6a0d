"""What the filters of a conference offer: only what occurs there."""

from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils.translation import get_language

from clusterwerk.directory.models import Organisation
from clusterwerk.places.models import Country, Field

from ..choices import RegistrationStatus
from ..models import Conference, Registration


def _taking_part(conference: Conference) -> QuerySet[Registration]:
    return Registration.objects.filter(conference=conference, status=RegistrationStatus.ADMITTED)


def _name() -> str:
    return "name_en" if get_language() == "en" else "name_de"


def countries_to_choose(conference: Conference) -> QuerySet[Country]:
    """Countries of the organisations that take part, by name."""
    keys = _taking_part(conference).values("organisation__country")
    return Country.objects.filter(pk__in=keys).order_by(_name())


def fields_to_choose(conference: Conference) -> QuerySet[Field]:
    """Fields of the organisations that take part, by name."""
    keys = _taking_part(conference).values("organisation__field_links__field")
    return Field.objects.filter(pk__in=keys).order_by(_name())


def organisations_to_choose(conference: Conference) -> QuerySet[Organisation]:
    """Organisations that take part, by name."""
    keys = _taking_part(conference).values("organisation")
    return Organisation.objects.filter(pk__in=keys).order_by(Lower("name"))
