"""What somebody typed of a delegation, before it becomes rows."""

from dataclasses import dataclass, field
from typing import Any

from clusterwerk.directory.actions import ReportedOrganisation
from clusterwerk.directory.models import Organisation

from ..models import ParticipantType


@dataclass(frozen=True, slots=True)
class DelegateDraft:
    """A person who is to come; `languages` are ISO 639-1 codes."""

    name: str
    email: str
    function_de: str = ""
    function_en: str = ""
    languages: tuple[str, ...] = ()
    takes_meetings: bool = True


@dataclass(frozen=True, slots=True)
class InterestDraft:
    """An offer or a need; codes of kind, stage, fields and countries."""

    kind: str
    stage: str = ""
    text_de: str = ""
    text_en: str = ""
    fields: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DelegationDraft:
    """A whole delegation. `answers`: public id of the question -> answer."""

    organisation: Organisation | ReportedOrganisation
    contact_name: str
    contact_email: str
    language: str
    type: ParticipantType | None = None
    message: str = ""
    agreed_privacy: bool = False
    delegates: tuple[DelegateDraft, ...] = ()
    offers: tuple[InterestDraft, ...] = ()
    needs: tuple[InterestDraft, ...] = ()
    answers: dict[str, Any] = field(default_factory=dict)
