"""Reference data: countries, Länder, regions, districts, fields, labels, kinds.

The primary key of each row is its official or published code, so a filter in an address, a row of
a file and a foreign key all say the same word. Rows are filled by `places.loading` on
`post_migrate`; nothing here is edited by hand.
"""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Coded(models.Model):
    """A code with a German and an English name; `order` is the order of the published list."""

    code = models.CharField(max_length=32, primary_key=True)
    name_de = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ("order", "code")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the page; every row has both."""
        return self.name_en if get_language() == "en" else self.name_de


class Country(Coded):
    """A country; code ISO 3166-1 alpha-2 (GR and GB, whose NUTS codes begin with EL and UK)."""

    class Meta(Coded.Meta):
        verbose_name = _("Country")
        verbose_name_plural = _("Countries")


class Land(Coded):
    """A federal state of Germany; code ISO 3166-2 ("DE-BW")."""

    nuts = models.CharField("NUTS 1", max_length=3, unique=True)
    ags = models.CharField("AGS", max_length=2, unique=True)

    class Meta(Coded.Meta):
        verbose_name = _("Land")
        verbose_name_plural = _("Länder")


class Region(Coded):
    """One of the twelve planning regions of Baden-Württemberg, R01 to R12."""

    land = models.ForeignKey(Land, on_delete=models.PROTECT, related_name="regions")
    crosses_border = models.BooleanField(
        default=False, help_text=_("The region goes on in another Land; only our part is meant.")
    )

    class Meta(Coded.Meta):
        verbose_name = _("Region")
        verbose_name_plural = _("Regions")


class District(Coded):
    """One of the 44 districts; code NUTS 3 of version 2021 ("DE111")."""

    class Kind(models.TextChoices):
        """Urban or rural district."""

        URBAN = "Stadtkreis", _("urban district")
        RURAL = "Landkreis", _("rural district")

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="districts")
    ags = models.CharField("AGS", max_length=5, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)

    class Meta(Coded.Meta):
        verbose_name = _("District")
        verbose_name_plural = _("Districts")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind__in=("Stadtkreis", "Landkreis")), name="district_kind_known"
            ),
        )


class FieldGroup(Coded):
    """Growth fields, innovative cores, key technologies, other industries."""

    class Meta(Coded.Meta):
        verbose_name = _("Group of fields")
        verbose_name_plural = _("Groups of fields")


class Field(Coded):
    """A field of technology or industry; some growth fields consist of further fields."""

    group = models.ForeignKey(FieldGroup, on_delete=models.PROTECT, related_name="fields")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )

    class Meta(Coded.Meta):
        verbose_name = _("Field")
        verbose_name_plural = _("Fields")
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("code")), name="field_not_its_own_parent"
            ),
        )


class Label(Coded):
    """A quality label or programme a cluster can be awarded."""

    class Meta(Coded.Meta):
        verbose_name = _("Label")
        verbose_name_plural = _("Labels")


class OrganisationKind(Coded):
    """What an organisation is: initiative, network, university, chamber, ..."""

    class Meta(Coded.Meta):
        verbose_name = _("Kind of organisation")
        verbose_name_plural = _("Kinds of organisation")


class EventKind(Coded):
    """What an event is: workshop, company visit, congress, ..."""

    class Meta(Coded.Meta):
        verbose_name = _("Kind of event")
        verbose_name_plural = _("Kinds of event")
