"""Files appear whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from matchmaking.errors import InputError, InputProblem


def write_files(contents: Mapping[Path, bytes]) -> None:
    """Write several files: all are written beside their places first, then each takes its place.

    Raises InputError, having replaced nothing, where one of them cannot be written.
    """
    waiting: list[tuple[Path, Path]] = []
    try:
        for path, content in contents.items():
            target = path.resolve()
            if target.exists() and not target.is_file():
                _write_through(target, content)
                continue
            draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
            waiting.append((draft, target))
            with draft.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        for draft, target in waiting:
            draft.replace(target)
    except OSError as error:
        for draft, _ in waiting:
            draft.unlink(missing_ok=True)
        raise InputError([cannot_write(path, error)]) from error


def _write_through(target: Path, content: bytes) -> None:
    """A pipe or device has nothing to replace; a folder refuses."""
    with target.open("wb") as file:
        file.write(content)


def cannot_write(path: Path, error: OSError) -> InputProblem:
    """The fault of a file that cannot be written."""
    return InputProblem(
        "cannot_write",
        f"The file cannot be written: {error.strerror or error}.",
        "Name a file in a folder that exists and that you may write to.",
        file=str(path),
    )


def check_target(path: Path) -> None:
    """Raise InputError if a file cannot possibly be written there; better before long work than
    after."""
    if path.is_dir():
        raise InputError([cannot_write(path, IsADirectoryError(0, "it is a folder"))])
    if not path.absolute().parent.is_dir():
        raise InputError([cannot_write(path, FileNotFoundError(0, "its folder does not exist"))])
