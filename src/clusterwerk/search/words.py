"""From text to the words that are compared: stems in German and English, parts of compounds."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from threading import local

import Stemmer

WORD = re.compile(r"[^\W_]+")
# Words that say nothing about a subject; left out of queries, unless nothing else is left.
STOP_WORDS = frozenset(
    "der die das dem den des ein eine einer eines einem einen und oder für von vom mit im in am an"  # noqa: SIM905
    " auf aus bei zu zum zur wir uns suchen sucht ist sind als auch the a an of for and or with in"
    " on at to from by we our us is are".split()
)
LONGEST_WORD = 60
# A part of a compound is found when it begins at least so far into the word, and is so long.
SHORTEST_HEAD = 3
SHORTEST_PART = 5
SHORTEST_PREFIX = 4
# A compound that finds nothing is cut to a beginning of so many letters; where the cut is not
# after a known word, so many are left, as the rest of a compound is a word too.
SHORTEST_BEGINNING = 6
SHORTEST_REST = 3

_stemmers = local()  # PyStemmer's objects are not safe to share between threads


def words_of(text: str) -> list[str]:
    """The words of a text in small letters, each at most `LONGEST_WORD` letters."""
    return [
        word[:LONGEST_WORD] for word in WORD.findall(unicodedata.normalize("NFC", text).casefold())
    ]


@lru_cache(maxsize=20_000)
def stems_of(word: str) -> tuple[str, ...]:
    """The German and the English stem and the word itself, without accents; each once."""
    german, english = _stemmers_of_thread()
    umlauts = word.replace("ae", "ä").replace("oe", "ö").replace("ue", "ü")
    found = (german.stemWord(word), english.stemWord(word), word, german.stemWord(umlauts))
    return tuple(dict.fromkeys(plain(stem) for stem in found if plain(stem)))


def _stemmers_of_thread() -> tuple["Stemmer.Stemmer", "Stemmer.Stemmer"]:
    if not hasattr(_stemmers, "pair"):
        _stemmers.pair = (Stemmer.Stemmer("german"), Stemmer.Stemmer("english"))
    pair: tuple[Stemmer.Stemmer, Stemmer.Stemmer] = _stemmers.pair
    return pair


def plain(word: str) -> str:
    """Letters and digits of a word without accents, ß as ss."""
    letters = unicodedata.normalize("NFKD", word.replace("ß", "ss"))
    return "".join(letter for letter in letters if letter.isalnum())


@lru_cache(maxsize=20_000)  # the same words come again and again while indexing
def parts_of(word: str) -> tuple[str, ...]:
    """Ends of a long word, so that a search for the beginning of an end finds a part inside.

    "Faserverbundwerkstoffe" gives "erverbundwerkstoffe", ..., "verbundwerkstoffe", ...,
    "werkstoffe", ...: a search for "Verbund" or "Werkstoff" finds it.
    """
    base = plain(word)
    last = len(base) - SHORTEST_PART
    return tuple(base[start:] for start in range(SHORTEST_HEAD, last + 1))


def index_text(texts: Iterable[str]) -> str:
    """All stems of all words, separated by blanks, repeated as often as they occur."""
    return " ".join(stem for text in texts for word in words_of(text) for stem in stems_of(word))


def parts_text(texts: Iterable[str]) -> str:
    """The ends of all long words, each once."""
    words = dict.fromkeys(word for text in texts for word in words_of(text))
    return " ".join(dict.fromkeys(part for word in words for part in parts_of(word)))


def query_words(text: str, most: int = 12) -> list[tuple[str, ...]]:
    """The stems of each word of a query, stop words left out; at most `most` words."""
    words = list(dict.fromkeys(words_of(text)))
    telling = [word for word in words if word not in STOP_WORDS] or words
    return [stems for word in telling[:most] if (stems := stems_of(word))]


def beginnings_of(stems: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Beginnings of a word, longest first: those to try as words, and as beginnings of words.

    `stems` as `stems_of` gives them; the longest one is taken for the word as it was typed.
    """
    base = max(stems, key=len)[:LONGEST_WORD]  # as single signs can become many without accents
    ends = range(len(base) - 1, SHORTEST_BEGINNING - 1, -1)
    whole = [base[:end] for end in ends]
    return whole, [word for word in whole if len(base) - len(word) >= SHORTEST_REST]
