"""Public ids as they come in addresses and forms."""

import uuid
from collections.abc import Iterable


def uuid_in(text: str) -> uuid.UUID | None:
    """The id that a text holds; None where it holds none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def uuids_in(texts: Iterable[str]) -> list[uuid.UUID]:
    """The ids that texts hold; those that hold none are left out."""
    return [key for text in texts if (key := uuid_in(text)) is not None]
