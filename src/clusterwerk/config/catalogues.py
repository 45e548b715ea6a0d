"""The message catalogues: `clusterwerk messages compile|update|check`.

English is the language of the sources; every app has one catalogue,
`locale/de/LC_MESSAGES/django.po`. Babel reads, writes and compiles it,
so no gettext tools are needed on the machine.
"""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from .message_sources import messages_in

SOURCES = Path(__file__).resolve().parents[1]
CATALOGUE = Path("locale/de/LC_MESSAGES/django.po")
HEADER = r"""# German texts. Collected by `clusterwerk messages update`; translated by hand.
msgid ""
msgstr ""
"Language: de\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

"""
USAGE = """usage: clusterwerk messages compile|update|check [APP ...]
  compile   make the .mo files that are missing or older than their .po
  update    collect the texts of code and templates into every catalogue; keeps translations
  check     list what is missing, obsolete, contradictory or has other placeholders"""


@dataclass(frozen=True, slots=True)
class App:
    """A package with texts of its own."""

    name: str
    folder: Path

    @property
    def catalogue(self) -> Path:
        """The file of its German texts."""
        return self.folder / CATALOGUE


def apps_in(sources: Path, names: tuple[str, ...] = ()) -> list[App]:
    """The packages directly below `sources`, all or those named.

    Raises ValueError for a name that is no package.
    """
    found = {
        folder.name: App(folder.name, folder)
        for folder in sorted(sources.iterdir())
        if (folder / "__init__.py").exists()
    }
    unknown = sorted(set(names) - set(found))
    if unknown:
        raise ValueError(f"No such app: {', '.join(unknown)}. There are: {', '.join(found)}.")
    return [found[name] for name in (names or found)]


def compile_catalogues(sources: Path = SOURCES) -> list[str]:
    """Makes each .mo that is missing or older than its .po; returns the names of those apps.

    Written beside and renamed, so that several processes may do it at once.
    """
    made = []
    for po in sorted(sources.glob(f"*/{CATALOGUE}")):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns:
            continue
        beside = mo.with_name(f"django.{os.getpid()}.mo.part")
        with beside.open("wb") as file:
            write_mo(file, _read(po))
        beside.rename(mo)
        made.append(po.relative_to(sources).parts[0])
    return made


def update_catalogues(sources: Path = SOURCES, names: tuple[str, ...] = ()) -> dict[str, int]:
    """Rewrites the catalogues from the sources; returns the number of untranslated texts per app.

    A text that another app has translated already starts with that translation. Texts that no
    source has any more are dropped.
    """
    known = [_read(app.catalogue) for app in apps_in(sources) if app.catalogue.exists()]
    missing = {}
    for app in apps_in(sources, names):
        wanted = messages_in(app.folder)
        if not len(wanted):
            if app.catalogue.exists():
                app.catalogue.unlink()
            continue
        own = [_read(app.catalogue)] if app.catalogue.exists() else []
        for message in wanted:
            if message.id:
                _translate(message, own + known)
        _write(app.catalogue, wanted)
        missing[app.name] = sum(not _is_translated(message) for message in wanted if message.id)
    return missing


def complaints_about(sources: Path = SOURCES, names: tuple[str, ...] = ()) -> list[str]:
    """One line for each text that is missing, obsolete, contradictory or has other placeholders."""
    found: list[str] = []
    chosen: dict[tuple[object, str | None], tuple[str, object]] = {}
    for app in apps_in(sources, names):
        catalogue = _read(app.catalogue) if app.catalogue.exists() else Catalog(locale="de")
        wanted = messages_in(app.folder)
        for message in _texts(wanted):
            own = catalogue.get(message.id, message.context)
            if own is None or not _is_translated(own):
                found.append(f"{app.name}: no German text for {_name(message)}")
                continue
            found += [f"{app.name}: {_name(message)}: {error}" for error in own.check(catalogue)]
            before = chosen.setdefault((_key(message.id), message.context), (app.name, own.string))
            if before[1] != own.string:
                found.append(
                    f"{app.name}: {_name(message)} is {own.string!r} here "
                    f"and {before[1]!r} in {before[0]}; use a context (pgettext) or the same text"
                )
        found += [
            f"{app.name}: {_name(message)} is in no source any more"
            for message in _texts(catalogue)
            if wanted.get(message.id, message.context) is None
        ]
    return found


def main(arguments: list[str]) -> int:
    """The command; returns the exit code (1: `check` found something, 2: wrong usage)."""
    verb, names = (arguments or [""])[0], tuple(arguments[1:])
    try:
        if verb == "compile":
            compile_catalogues()
        elif verb == "update":
            for name, count in update_catalogues(names=names).items():
                _say(f"{name}: {count} untranslated" if count else f"{name}: complete")
        elif verb == "check":
            found = complaints_about(names=names)
            for line in found:
                _say(line)
            return 1 if found else 0
        else:
            _say(USAGE)
            return 0 if verb in {"-h", "--help", "help"} else 2
    except ValueError as error:
        _say(str(error))
        return 2
    return 0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def _read(po: Path) -> Catalog:
    with po.open("rb") as file:
        return read_po(file, locale="de", charset="utf-8")


def _write(po: Path, catalogue: Catalog) -> None:
    po.parent.mkdir(parents=True, exist_ok=True)
    with po.open("wb") as file:
        file.write(HEADER.encode())
        write_po(file, catalogue, omit_header=True, no_location=True, sort_output=True, width=100)


def _texts(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _key(text: str | list[str] | tuple[str, ...]) -> object:
    return text if isinstance(text, str) else tuple(text)


def _name(message: Message) -> str:
    text = message.id if isinstance(message.id, str) else message.id[0]
    return f"{text!r}" + (f" (context {message.context!r})" if message.context else "")


def _is_translated(message: Message) -> bool:
    if isinstance(message.string, str):
        return bool(message.string)
    return all(message.string or [""])


def _translate(message: Message, catalogues: list[Catalog]) -> None:
    """Takes the first translation that fits, singular or plural like the text."""
    for catalogue in catalogues:
        known = catalogue.get(message.id, message.context)
        if known and _is_translated(known) and known.pluralizable == message.pluralizable:
            message.string = known.string
            return
