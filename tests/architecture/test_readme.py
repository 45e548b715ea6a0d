"""The README is true: its commands exist, its links lead somewhere, its map is the repository."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()


def test_the_commands_of_the_readme_are_targets_of_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    named = set(re.findall(r"(?:^|`)(?:[A-Z]+=\S+ )?make ([a-z-]+)", README, re.MULTILINE))
    assert {"run", "test"} <= named
    assert named <= targets


def test_the_two_commands_of_the_readme_are_those_the_fresh_clone_test_runs() -> None:
    block = re.search(r"```sh\n(.*?)```", README, re.S)
    assert block
    commands = [line.split("#")[0].strip() for line in block.group(1).splitlines()]
    fresh = (ROOT / "tests/fresh_clone/test_two_commands.py").read_text()
    assert commands[-2:] == ["make run", "make test"]
    assert '"make", "run"' in fresh
    assert '"make", "test"' in fresh


def test_every_link_of_the_readme_leads_somewhere() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README)
    inside = [link for link in links if "://" not in link]
    assert inside
    assert [link for link in inside if not (ROOT / link).exists()] == []


def test_the_map_of_the_repository_names_what_is_there() -> None:
    block = re.search(r"```text\n(.*?)```", README, re.S)
    assert block
    paths = re.findall(r"^(\S+)", block.group(1), re.M)
    assert len(paths) > 10
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_every_document_is_reached_from_the_readme_or_another_document() -> None:
    documents = list((ROOT / "docs").rglob("*.md"))
    texts = {
        file: file.read_text()
        for file in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *documents]
    }
    for document in documents:
        naming = [
            file for file, text in texts.items() if file != document and document.name in text
        ]
        assert naming, f"{document.relative_to(ROOT)} is linked from nowhere"
