"""Texts with a German and an English column."""

from typing import Any

from django.utils.translation import get_language


def text_of(row: Any, name: str) -> str:
    """The text in the language of the page, else in the other one; plain, without a mark."""
    wanted, other = ("en", "de") if get_language() == "en" else ("de", "en")
    return str(getattr(row, f"{name}_{wanted}") or getattr(row, f"{name}_{other}"))
