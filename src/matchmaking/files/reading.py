"""What all readers share: getting at the bytes, and faults with a place."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path

from matchmaking.errors import InputError, InputProblem


def bytes_of(path: Path) -> bytes:
    """The content of a file. Raises InputError if it is missing or cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        code, message, remedy = "missing_file", "There is no such file.", "Check the name."
    except IsADirectoryError:
        code, message, remedy = "no_file", "This is a folder, not a file.", "Name a file."
    except OSError as error:
        message = f"The file cannot be read: {error.strerror or error}."
        code, remedy = "cannot_read", "Check its permissions."
    raise InputError([InputProblem(code, message, remedy, file=str(path))])


def text_of(path: Path) -> str:
    """The content of a UTF-8 file, with or without byte order mark.

    Raises InputError that names row and character of the first byte that is no UTF-8.
    """
    content = bytes_of(path)
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise InputError([wrong_encoding(path, "The file is in UTF-16, not in UTF-8.", 1, "")])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        row = before.count(b"\n") + 1
        place = error.start - (before.rfind(b"\n") + 1) + 1
        message = f"Byte {content[error.start]:#04x} is no UTF-8; the file is probably in Latin-1."
        raise InputError([wrong_encoding(path, message, row, str(place))]) from error


def wrong_encoding(path: Path, message: str, row: int, column: str) -> InputProblem:
    """The fault of a file in another encoding."""
    return InputProblem(
        "not_utf8",
        message,
        'Save it as UTF-8 (in a spreadsheet: "CSV UTF-8").',
        file=str(path),
        row=row,
        column=column,
    )


def nearest(word: str, known: Iterable[str]) -> str:
    """A remedy for an unknown name: the known one that looks most like it, or all of them."""
    names = list(known)
    close = difflib.get_close_matches(word, names, n=1)
    return f"Did you mean {close[0]!r}?" if close else f"Use one of: {', '.join(names)}."
