"""Set-up: a page says whom a change touches, and sessions are made with the keyboard alone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect
from tests.browser.conftest import PHONE, Portal, overflow, violations
from tests.browser.roles import as_team

pytestmark = pytest.mark.browser


@pytest.fixture
def team(browser: Browser, portal: Portal) -> Iterator[BrowserContext]:
    """A browser signed in as the conference team."""
    context = as_team(browser, portal)
    yield context
    context.close()


def test_the_page_that_says_whom_a_change_touches_is_accessible(team: BrowserContext) -> None:
    page = team.new_page()
    page.goto("/en/conference/example-stuttgart-2017/team/grid/")
    page.get_by_role("link", name=re.compile("Change times and slots")).first.press("Enter")
    page.get_by_role("checkbox", name="Remove").first.press("Space")
    page.get_by_role("button", name="Save the slots").press("Enter")
    expect(page.get_by_text("Nothing is done yet")).to_be_visible()
    assert violations(page) == []
    page.set_viewport_size(PHONE)
    assert overflow(page) == []
    page.get_by_role("link", name="Leave it as it is").press("Enter")
    expect(page.get_by_role("heading", name="Sessions and slots")).to_be_visible()


def test_a_conference_gets_its_sessions_with_the_keyboard(team: BrowserContext) -> None:
    page = team.new_page()
    page.goto("/en/conference/new/")
    page.get_by_label("English").first.fill("Conference by keyboard")
    page.get_by_label(re.compile("First day")).fill("2031-06-02")
    page.get_by_label(re.compile("Last day")).fill("2031-06-03")
    page.get_by_label(re.compile("City")).fill("Ulm")
    page.get_by_role("button", name="Make the conference").press("Enter")
    expect(page.get_by_role("heading", name="Checklist")).to_be_visible()
    page.get_by_role("link", name="Sessions and slots").press("Enter")
    page.get_by_role("main").get_by_role("link", name="Add sessions").first.press("Enter")
    page.get_by_label("Pause after slot").first.fill("5")
    page.get_by_label("Minutes of the pause").first.fill("60")
    expect(page.locator("[data-setup-times]")).to_have_text("10:00–11:40 · 12:40–14:00")
    page.get_by_role("button", name="Make the sessions").press("Enter")
    expect(page.get_by_text("4 sessions are made.")).to_be_visible()
    expect(page.get_by_role("heading", name="Monday morning")).to_be_visible()
