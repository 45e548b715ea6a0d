"""A text missing in the page's language is shown in the other one, marked and with its `lang`."""

from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils import translation


def shown(language: str, **texts: str) -> str:
    template = Template("{% load cw %}{% bilingual row 'text' %}")
    with translation.override(language):
        return template.render(Context({"row": SimpleNamespace(**texts)}))


@pytest.mark.parametrize(("language", "expected"), [("de", "Faser"), ("en", "fibre")])
def test_the_text_of_the_page_language_comes_without_a_mark(language: str, expected: str) -> None:
    assert shown(language, text_de="Faser", text_en="fibre") == expected


def test_a_missing_translation_falls_back_visibly() -> None:
    assert shown("en", text_de="Faser", text_en="") == (
        '<span lang="de">Faser</span> <span class="cw-fallback">(only in German)</span>'
    )
    assert 'lang="en"' in shown("de", text_de="", text_en="fibre")


def test_a_text_in_neither_language_is_nothing() -> None:
    assert shown("de", text_de="", text_en="") == ""


def test_the_text_is_escaped() -> None:
    assert shown("de", text_de="<b>", text_en="") == "&lt;b&gt;"


@pytest.mark.parametrize(("language", "expected"), [("de", "27,5\u00a0%"), ("en", "27.5%")])
def test_percent_are_written_as_in_the_language(language: str, expected: str) -> None:
    template = Template("{% load cw %}{{ number|floatformat:1|in_percent }}")
    with translation.override(language):
        assert template.render(Context({"number": 27.46})) == expected
