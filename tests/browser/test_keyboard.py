"""The main job with the keyboard alone, in German and in English."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser.pages import LANGUAGES

pytestmark = pytest.mark.browser

FOCUS_IS_SEEN = """() => {
  const at = document.activeElement, style = getComputedStyle(at);
  const path = at.querySelector('path'), inside = path ? getComputedStyle(path) : style;
  return parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== 'none'
      || style.boxShadow !== 'none' || parseFloat(inside.strokeWidth) > 2; }"""


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.outerHTML.slice(0, 120)"))


def tab_to(page: Page, text: str, most: int = 80) -> None:
    """Presses Tab until the element with that accessible text has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        name = page.evaluate(
            "(document.activeElement.getAttribute('aria-label')"
            " || document.activeElement.textContent || '').trim()"
        )
        if text in str(name):
            return
    raise AssertionError(f"{text} is not reached with Tab; last: {focused(page)}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_tab_leads_to_the_content(page: Page, language: str) -> None:
    page.goto(f"/{language}/")
    page.keyboard.press("Tab")
    expect(page.locator(".cw-skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_stop_on_the_start_page_shows_its_focus(page: Page, language: str) -> None:
    page.goto(f"/{language}/")
    unseen = []
    stops = page.locator("a[href], button, input:not([type=hidden]), select, summary").count()
    for _ in range(stops):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break  # the round is over: what is folded away has no stop
        if not page.evaluate(FOCUS_IS_SEEN):
            unseen.append(focused(page))
    assert unseen == []


@pytest.mark.parametrize(
    ("language", "need"),
    [("de", "faserbasierte Werkstoffe"), ("en", "fibre-based materials")],
)
def test_a_firm_finds_a_cluster_by_its_need(page: Page, language: str, need: str) -> None:
    page.goto(f"/{language}/")
    page.locator("#start-q").focus()
    page.keyboard.type(need)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"/{language}/cluster/\?q="))
    tab_to(page, "Allianz Faserbasierte Werkstoffe")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Allianz Faserbasierte Werkstoffe")


def test_a_region_of_the_map_opens_its_clusters(page: Page) -> None:
    page.goto("/de/")
    tab_to(page, "Ostwürttemberg")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/de/cluster/\?.*region=R03"))
    expect(page.locator("main")).to_contain_text("Ostwürttemberg")


def test_the_other_language_is_one_key_away_and_keeps_the_page(page: Page) -> None:
    page.goto("/de/cluster/?q=Photonik")
    tab_to(page, "EN")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/en/cluster/\?q=Photonik"))
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_dark_is_kept_from_page_to_page(page: Page) -> None:
    page.goto("/en/imprint/")
    page.get_by_role("button", name="dark", exact=True).press("Enter")
    expect(page.locator("html")).to_have_attribute("data-kern-theme", "dark")
    page.goto("/en/privacy/")
    expect(page.locator("html")).to_have_attribute("data-kern-theme", "dark")
