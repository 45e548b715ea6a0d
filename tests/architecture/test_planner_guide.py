"""The guide to the planner for organisers is whole: every rule, reason, remedy, goal and picture,
in both languages."""

import re
from pathlib import Path
from typing import get_args
from xml.etree import ElementTree

import pytest

from matchmaking import RULES
from matchmaking.explaining.answers import KINDS
from matchmaking.options import BREAK_RULES, Goal
from matchmaking.solution import REASONS

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "docs/images"
SVG = "{http://www.w3.org/2000/svg}"
GUIDES = [ROOT / "docs/use/planner.md", ROOT / "docs/use/planner.de.md"]
both = pytest.mark.parametrize("guide", GUIDES, ids=["English", "German"])


def rows(guide: Path, number: int) -> list[str]:
    """The codes that begin the rows of a table, where they do."""
    tables = re.findall(r"(?:^\|.*\n)+", guide.read_text("utf-8"), re.MULTILINE)
    return re.findall(r"^\| `([a-z_]+)`", tables[number], re.MULTILINE)


@both
def test_every_rule_reason_and_remedy_has_its_row(guide: Path) -> None:
    assert rows(guide, 0) == list(RULES)
    assert rows(guide, 2) == list(REASONS)
    assert rows(guide, 3) == list(KINDS)


@both
def test_every_goal_and_both_ways_to_count_breaks_are_explained(guide: Path) -> None:
    text = guide.read_text("utf-8")
    assert [goal for goal in get_args(Goal) if f"`{goal}`" not in text] == []
    assert BREAK_RULES == ("session", "published")
    assert "`published`" in text


@both
def test_every_picture_exists_and_says_in_words_what_it_shows(guide: Path) -> None:
    pictures = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", guide.read_text("utf-8"))
    assert len(pictures) >= 5
    for words, name in pictures:
        assert len(words) > 40
        picture = ElementTree.parse(guide.parent / name).getroot()
        title, described = picture.find(f"{SVG}title"), picture.find(f"{SVG}desc")
        assert title is not None
        assert title.text
        assert described is not None
        assert described.text
        assert picture.get("lang") == ("de" if ".de." in guide.name else "en")


def test_every_picture_is_shown_in_its_language() -> None:
    shown = {
        (guide.parent / name).resolve().name
        for guide in GUIDES
        for name in re.findall(r"\]\(([^)]+\.svg)\)", guide.read_text("utf-8"))
    }
    assert shown == {picture.name for picture in IMAGES.glob("planner-*.svg")}


def test_both_languages_have_the_same_chapters() -> None:
    english, german = (
        re.findall(r"^(#+|\||\d\.|-|!\[)", guide.read_text("utf-8"), re.MULTILINE)
        for guide in GUIDES
    )
    assert english == german


@both
def test_every_link_of_the_guide_leads_somewhere(guide: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", guide.read_text("utf-8"))
    assert [link for link in links if not (guide.parent / link).exists()] == []
