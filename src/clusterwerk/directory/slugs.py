"""Addresses made of names."""

import unicodedata
from collections.abc import Callable

from django.utils.text import slugify

LONGEST = 100
RESERVED = frozenset({"map"})  # addresses of pages beside the profiles
LETTERS = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i"})
SPELLED_OUT = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "Ä": "Ae",
        "Ö": "Oe",
        "Ü": "Ue",
        "ß": "ss",
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "æ": "ae",
        "Æ": "Ae",
        "œ": "oe",
        "þ": "th",
        "Þ": "Th",
        "ð": "d",
        "ı": "i",
        "&": " ",
    }
)


def sort_name_of(name: str) -> str:
    """The name as lists are sorted by it: small letters, no accents, no signs (DIN 5007-1)."""
    plain = unicodedata.normalize("NFKD", name.translate(LETTERS)).casefold()
    words = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(words.split())[:200]


def slug_of(name: str, is_taken: Callable[[str], bool]) -> str:
    """A readable address for a name, with a number when it is taken."""
    base = slugify(unicodedata.normalize("NFC", name).translate(SPELLED_OUT)) or "organisation"
    if len(base) > LONGEST:
        base = base[:LONGEST].rsplit("-", 1)[0]
    slug, number = base, 2
    while slug in RESERVED or is_taken(slug):
        slug, number = f"{base}-{number}", number + 1
    return slug
