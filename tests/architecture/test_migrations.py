"""The other tests make their tables from the models; this one goes through the migrations."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def empty_database(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Environment of an installation without tables, on the database the tests run on."""
    environment = os.environ | {"CLUSTERWERK_VAR": str(tmp_path), "PYTHONPATH": str(ROOT / "src")}
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        yield environment
        return
    name = f"clusterwerk_zero_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield environment | {"DATABASE_URL": urlunsplit(urlsplit(url)._replace(path=f"/{name}"))}
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def run(environment: dict[str, str], *command: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "clusterwerk", *command],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_migrations_lead_from_nothing_to_the_models(empty_database: dict[str, str]) -> None:
    run(empty_database, "migrate", "--verbosity", "0")
    assert run(empty_database, "makemigrations", "--check", "--dry-run") == "No changes detected\n"


def test_migrating_again_changes_nothing(empty_database: dict[str, str]) -> None:
    run(empty_database, "migrate", "--verbosity", "0")
    assert "No migrations to apply" in run(empty_database, "migrate", "--no-color")
