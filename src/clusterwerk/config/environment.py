"""The one place that reads environment variables; see `docs/operate/settings.md` lists them."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

PROJECT_ROOT = Path(__file__).resolve().parents[3]


class SettingError(Exception):
    """An environment variable has a value we cannot work with."""


def text(name: str, default: str = "") -> str:
    """The variable's value without surrounding blanks, or the default when unset or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool) -> bool:
    """1/true/yes/on and 0/false/no/off; anything else is an error that names the variable."""
    value = text(name).lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise SettingError(f"{name}={value!r}: write 1 or 0.")


def words(name: str, default: str = "") -> list[str]:
    """A list separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def number(name: str, default: int) -> int:
    """A whole number of 1 or more."""
    value = text(name)
    if not value:
        return default
    if not value.isdecimal() or int(value) < 1:
        raise SettingError(f"{name}={value!r}: write a whole number of 1 or more.")
    return int(value)


def count(name: str, default: int) -> int:
    """A whole number of 0 or more."""
    value = text(name)
    if value and not value.isdecimal():
        raise SettingError(f"{name}={value!r}: write a whole number of 0 or more.")
    return int(value) if value else default


def choice(name: str, allowed: tuple[str, ...]) -> str:
    """One of the allowed words; the first is the default."""
    value = text(name, allowed[0]).lower()
    if value not in allowed:
        raise SettingError(f"{name}={value!r}: write one of {', '.join(allowed)}.")
    return value


def mail_transport() -> dict[str, Any] | None:
    """How mail leaves the outbox: by SMTP where `MAIL_HOST` is set, else not at all."""
    host = text("MAIL_HOST")
    if not host:
        return None
    security = choice("MAIL_SECURITY", ("starttls", "tls", "none"))
    return {
        "backend": "django.core.mail.backends.smtp.EmailBackend",
        "options": {
            "host": host,
            "port": number("MAIL_PORT", {"starttls": 587, "tls": 465, "none": 25}[security]),
            "username": text("MAIL_USER"),
            "password": text("MAIL_PASSWORD"),
            "use_tls": security == "starttls",
            "use_ssl": security == "tls",
            "timeout": 20,
        },
    }


def var_folder() -> Path:
    """Where the installation keeps its database, key, files and logs."""
    return Path(text("CLUSTERWERK_VAR", str(PROJECT_ROOT / "var"))).resolve()


def database(default_file: Path) -> dict[str, object]:
    """Settings for `DATABASE_URL` (postgres://user:password@host:port/name), else SQLite."""
    url = text("DATABASE_URL")
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": default_file,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise SettingError("DATABASE_URL: write postgres://user:password@host:port/name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # A cursor kept at the server takes three calls instead of one for every list of choices;
        # and it would not outlive a pooler between portal and database.
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }
