"""The house keeps its own rules: sizes, words, locked dependencies, true README."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_FUNCTION = 60
# A longer one is listed here with its reason.
LONG_FILES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}


def tracked(*patterns: str) -> list[Path]:
    """Files git knows of, so that what is generated or private does not count."""
    found = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / name for name in found.stdout.split("\n") if name and (ROOT / name).exists()]


def sources() -> list[Path]:
    return [file for file in tracked("src/*.py") if "/migrations/" not in str(file)]


def test_no_source_file_is_longer_than_a_room() -> None:
    long = {
        str(file.relative_to(ROOT)): lines
        for file in sources()
        if (lines := len(file.read_text().splitlines())) > MOST_LINES_OF_A_FILE
    }
    assert set(long) == set(LONG_FILES), long


def test_no_function_is_longer_than_a_page() -> None:
    long = {}
    for file in sources():
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > MOST_LINES_OF_A_FUNCTION:
                    long[f"{file.relative_to(ROOT)}:{node.name}"] = lines
    assert set(long) == set(LONG_FUNCTIONS), long


def test_no_file_has_a_name_that_says_nothing() -> None:
    empty_names = {"utils", "helpers", "common", "misc", "manager"}
    assert [file for file in sources() if file.stem in empty_names] == []


def test_every_module_and_public_function_says_what_it_means() -> None:
    silent = []
    for file in sources():
        tree = ast.parse(file.read_text())
        if file.name != "__init__.py" and tree.body and not ast.get_docstring(tree):
            silent.append(str(file.relative_to(ROOT)))
        for node in tree.body:
            public = isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name[0] != "_"
            # An app's configuration is explained by its module's first line.
            public = public and file.name != "apps.py"
            if public and not ast.get_docstring(node):
                silent.append(f"{file.relative_to(ROOT)}:{node.name}")
    assert silent == []


def test_every_dependency_says_what_it_is_for() -> None:
    section = (ROOT / "pyproject.toml").read_text().split("[project.scripts]")[0]
    lines = [line for line in section.splitlines() if re.match(r'^    "[a-z]', line)]
    tools = ("ruff", "mypy", "pytest", "bandit", "django-stubs", "scipy-stubs", "pytest-django")
    silent = [
        line
        for line in lines
        if "#" not in line and line.strip(' ",') not in tools and "hypothesis" not in line
    ]
    assert silent == []


@pytest.mark.parametrize("name", ["portal", "dev"])
def test_locked_requirements_have_hashes_and_no_addresses(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    entries = re.findall(
        r"^[a-z0-9._-]+(?:\[[a-z,]+\])?==[^\n]*(?:\n {4}--hash[^\n]*)*", text, re.M | re.I
    )
    assert len(entries) > 20
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in text


def test_nothing_is_left_undone_or_skipped() -> None:
    marks = re.compile("|".join(["TO" + "DO", "FIX" + "ME", "X" + "XX", r"mark\.(?:skip|xfail)\b"]))
    left = [
        str(file.relative_to(ROOT))
        for file in tracked("*.py", "*.html", "*.css", "Makefile", ".ci/run", "scripts/*")
        if "/vendor/" not in str(file) and marks.search(file.read_text())
    ]
    assert left == []
