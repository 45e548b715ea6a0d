"""Rows of a table checked and turned into drafts of organisations and facts. Nothing is written."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from clusterwerk.places import nuts
from clusterwerk.places.taxonomy import names_of_kind, rows_of_kind

from .choices import Confidence, FactKind, Status
from .tables import Problem, Row

CLUSTER_COLUMNS = tuple(
    "name legal_form short_name type city postal_code region country nuts fields website_domain"  # noqa: SIM905
    " founded members labels status description_de description_en source_url confidence"
    " unverified_fields".split()
)
BODY_COLUMNS = tuple(
    "name short_name kind city region nuts3 fields website_domain topics_de topics_en source_url"  # noqa: SIM905
    " confidence unverified_fields".split()
)
FACT_COLUMNS = ("name", "kind", "fact_de", "fact_en", "source_url", "confidence")

# Columns whose attribute has another name.
ATTRIBUTE_OF_COLUMN = {"website_domain": "website", "type": "kind", "nuts3": "nuts"}
DOMAIN = re.compile(r"[a-z0-9.-]+\.[a-z]{2,}")


@dataclass(slots=True)
class OrganisationDraft:
    """A checked row. `labels` and `fields` are codes, the first field is the main one."""

    row: Row
    name: str
    kind: str
    country: str
    nuts: str
    source_url: str
    confidence: str
    short_name: str = ""
    legal_form: str = ""
    city: str = ""
    postal_code: str = ""
    region: str | None = None
    district: str | None = None
    land: str | None = None
    website: str = ""
    founded: int | None = None
    members: int | None = None
    status: str = Status.UNKNOWN
    description_de: str = ""
    description_en: str = ""
    topics_de: str = ""
    topics_en: str = ""
    fields: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    unverified_fields: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class FactDraft:
    """A checked row: one sentence about the organisation of that name."""

    row: Row
    name: str
    kind: str
    text_de: str
    text_en: str
    source_url: str
    confidence: str


class Checker:
    """Reads cells and keeps a list of what is wrong with them."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def required(self, row: Row, column: str) -> str:
        """The cell, which must not be empty."""
        if not row[column]:
            self.problems.append(row.problem(column, _("this cell must not be empty.")))
        return row[column]

    def code(self, row: Row, column: str, known: Iterable[str], value: str | None = None) -> str:
        """The cell, or `value` as a part of it: one of the known codes."""
        found = row[column] if value is None else value
        codes = list(known)
        if found not in codes:
            message = _("unknown code “%(code)s”. Write one of: %(known)s.")
            words = {"code": found, "known": ", ".join(codes)}
            self.problems.append(row.problem(column, message % words))
        return found

    def codes(self, row: Row, column: str, known: Iterable[str]) -> list[str]:
        """The cell as a list separated by semicolons, each one of the known codes, none twice."""
        codes = [code.strip() for code in row[column].split(";") if code.strip()]
        allowed = list(known)
        for code in codes:
            self.code(row, column, allowed, code)
        for code in sorted({code for code in codes if codes.count(code) > 1}):
            message = _("“%(code)s” is there twice. Remove one.") % {"code": code}
            self.problems.append(row.problem(column, message))
        return codes

    def number(self, row: Row, column: str, low: int, high: int) -> int | None:
        """The cell as a whole number within limits, None when it is empty."""
        if not row[column]:
            return None
        if row[column].isascii() and row[column].isdigit() and low <= int(row[column]) <= high:
            return int(row[column])
        message = _("“%(text)s” is no whole number from %(low)d to %(high)d. Mend or clear it.")
        words = {"text": row[column], "low": low, "high": high}
        self.problems.append(row.problem(column, message % words))
        return None

    def matching(self, row: Row, column: str, test: Callable[[str], object], remedy: str) -> str:
        """The cell, which is empty or passes the test."""
        if row[column] and not test(row[column]):
            message = _("“%(text)s” is not valid.") % {"text": row[column]}
            self.problems.append(row.problem(column, f"{message} {remedy}"))
        return row[column]


def cluster_draft(check: Checker, row: Row) -> OrganisationDraft:
    """A row with `CLUSTER_COLUMNS`."""
    draft = _common(check, row, kind_column="type", nuts_column="nuts", country=row["country"])
    draft.legal_form = row["legal_form"]
    draft.postal_code = row["postal_code"]
    draft.founded = check.number(row, "founded", 1000, 2999)
    draft.members = check.number(row, "members", 0, 1_000_000)
    draft.labels = check.codes(row, "labels", names_of_kind("label"))
    draft.status = check.code(row, "status", Status.values)
    draft.description_de = row["description_de"]
    draft.description_en = row["description_en"]
    return draft


def body_draft(check: Checker, row: Row) -> OrganisationDraft:
    """A row with `BODY_COLUMNS`: research, transfer and support bodies of Baden-Württemberg."""
    draft = _common(check, row, kind_column="kind", nuts_column="nuts3", country="DE")
    draft.topics_de = row["topics_de"]
    draft.topics_en = row["topics_en"]
    return draft


def fact_draft(check: Checker, row: Row) -> FactDraft:
    """A row with `FACT_COLUMNS`."""
    if not row["fact_de"] and not row["fact_en"]:
        message = _("neither fact_de nor fact_en has text. Fill one or remove the row.")
        check.problems.append(row.problem("fact_de", message))
    return FactDraft(
        row=row,
        name=check.required(row, "name"),
        kind=check.code(row, "kind", FactKind.values),
        text_de=row["fact_de"],
        text_en=row["fact_en"],
        source_url=check.required(row, "source_url"),
        confidence=check.code(row, "confidence", Confidence.values),
    )


def _common(
    check: Checker, row: Row, *, kind_column: str, nuts_column: str, country: str
) -> OrganisationDraft:
    code = row[nuts_column]
    if not nuts.is_known(code, country):
        message = _("“%(code)s” is no NUTS code of country %(country)s.")
        words = {"code": code, "country": country}
        check.problems.append(row.problem(nuts_column, message % words))
    domain_remedy = _("Write the domain only, such as “example.org”.")
    domain = check.matching(row, "website_domain", DOMAIN.fullmatch, domain_remedy)
    known_attributes = {"status", *row.cells}
    unverified = check.codes(row, "unverified_fields", known_attributes)
    district = code if code in names_of_kind("bw_district") else None
    draft = OrganisationDraft(
        row=row,
        name=check.required(row, "name"),
        short_name=row["short_name"],
        kind=check.code(row, kind_column, names_of_kind("organisation_type")),
        country=country,
        nuts=code,
        city=row["city"],
        district=district,
        region=_region(check, row, district),
        land=nuts.land_of(code),
        website=f"https://{domain}" if domain else "",
        fields=check.codes(row, "fields", names_of_kind("field")),
        source_url=check.required(row, "source_url"),
        confidence=check.code(row, "confidence", Confidence.values),
        unverified_fields=[ATTRIBUTE_OF_COLUMN.get(column, column) for column in unverified],
    )
    if not draft.fields:
        check.required(row, "fields")
    return draft


def _region(check: Checker, row: Row, district: str | None) -> str | None:
    """The code of the region by its German name; it must be the one of the district."""
    code_of = {name: code for code, (name, _english) in names_of_kind("bw_region").items()}
    named = row["region"]
    if named and named not in code_of:
        check.code(row, "region", code_of)
        return None
    region = code_of.get(named)
    if district:
        expected = next(r["parent"] for r in rows_of_kind("bw_district") if r["code"] == district)
        if region and region != expected:
            message = _("district %(district)s lies in another region: %(region)s.")
            words = {"district": district, "region": names_of_kind("bw_region")[expected][0]}
            check.problems.append(row.problem("region", message % words))
        return expected
    return region
