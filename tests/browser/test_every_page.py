"""Every page, in both languages: accessible, whole at 360 px, readable without JavaScript."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Browser
from tests.browser.conftest import (
    COLOUR_RULES,
    DESK,
    PHONE,
    Portal,
    broken_words,
    overflow,
    violations,
)
from tests.browser.pages import FILES, LANGUAGES, pages_found

pytestmark = pytest.mark.browser

ZOOMED = {"width": 320, "height": 740}  # 1280 px at 400 %

# Not reached by a link without signing in or filling in a form; each has a test of its own.
NOT_LINKED = {
    "theme",
    "conference:new",
    "conference:plans",
    "conference:plan_again",
    "conference:progress",
    "conference:publish",
}


@pytest.fixture(scope="module", params=LANGUAGES)
def found(request: pytest.FixtureRequest, browser: Browser, portal: Portal) -> dict[str, list[str]]:
    context = browser.new_context()
    pages = pages_found(context, portal.address, f"/{request.param}/")
    context.close()
    return pages


def page_names() -> set[str]:
    """The names of all GET pages of our own apps that need no argument."""

    def names(patterns: list[URLPattern | URLResolver], namespace: str) -> set[str]:
        collected = set()
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                inner = ":".join(part for part in (namespace, pattern.namespace or "") if part)
                collected |= names(pattern.url_patterns, inner)
            elif (
                pattern.name
                and "<" not in str(pattern.pattern)
                and not str(pattern.pattern).endswith(FILES)
            ):
                collected.add(f"{namespace}:{pattern.name}" if namespace else pattern.name)
        return collected

    ours = ("home:", "directory:", "programme:", "conference:")
    return {name for name in names(get_resolver().url_patterns, "") if name.startswith(ours)}


def said(wrong: dict[str, list[str]]) -> str:
    """One line per page and complaint."""
    return "\n" + "\n".join(f"{path}: {line}" for path, lines in wrong.items() for line in lines)


def test_axe_finds_nothing_in_either_theme(
    found: dict[str, list[str]], browser: Browser, portal: Portal
) -> None:
    context = browser.new_context(base_url=portal.address, viewport=DESK, color_scheme="light")
    page = context.new_page()
    wrong = {}
    for path in [path for paths in found.values() for path in paths]:
        page.emulate_media(color_scheme="light")
        page.goto(path)
        lines = violations(page)
        page.emulate_media(color_scheme="dark")
        lines += [f"dark: {line}" for line in violations(page, COLOUR_RULES)]
        if lines:
            wrong[path] = lines
    context.close()
    assert not wrong, said(wrong)


def test_nothing_sticks_out_of_a_narrow_page_and_its_tables_keep_words_whole(
    found: dict[str, list[str]], browser: Browser, portal: Portal
) -> None:
    context = browser.new_context(base_url=portal.address, viewport=PHONE)
    page = context.new_page()
    wrong = {}
    for path in [path for paths in found.values() for path in paths]:
        page.set_viewport_size(PHONE)
        page.goto(path)
        lines = [*overflow(page), *broken_words(page)]
        page.set_viewport_size(ZOOMED)
        lines += [f"at 400 %: {line}" for line in (*overflow(page), *broken_words(page))]
        if lines:
            wrong[path] = lines
    context.close()
    assert not wrong, said(wrong)


def test_every_page_reads_without_javascript_and_has_one_heading_a_title_and_a_language(
    found: dict[str, list[str]], browser: Browser, portal: Portal
) -> None:
    context = browser.new_context(base_url=portal.address, java_script_enabled=False)
    page = context.new_page()
    titles: dict[str, str] = {}
    for path in [paths[0] for paths in found.values() if paths]:
        page.goto(path)
        assert page.locator("h1").count() == 1, path
        assert page.locator("html").get_attribute("lang") == path.split("/")[1], path
        assert page.title() not in titles, f"{path} and {titles[page.title()]} have one title"
        titles[page.title()] = path
    context.close()


def test_no_page_calls_a_third_party(
    found: dict[str, list[str]], browser: Browser, portal: Portal
) -> None:
    context = browser.new_context(base_url=portal.address)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in [paths[0] for paths in found.values() if paths]:
        page.goto(path)
    context.close()
    assert {url for url in asked if not url.startswith((portal.address, "data:"))} == set()


def test_every_page_without_an_argument_is_reached_by_links(found: dict[str, list[str]]) -> None:
    reached = set(found)
    missing = {name for name in page_names() if name not in reached} - NOT_LINKED
    assert missing == set()
