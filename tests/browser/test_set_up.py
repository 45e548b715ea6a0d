"""The pages of set-up: accessible, whole on a phone, and sessions made with the keyboard alone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.browser.conftest import DESK, PHONE, Portal, broken_words, overflow, violations
from tests.browser.pages import view_of

from clusterwerk.conference.web.menu import SET_UP

pytestmark = pytest.mark.browser

CONFERENCE = "conference/example-next-conference"
OURS = {f"conference:{view}" for view in (*SET_UP, "team", "home")}
KINDS_SEEN_TWICE = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|/\d+/")


@pytest.fixture
def team(browser: Browser, portal: Portal) -> Iterator[BrowserContext]:
    """A browser signed in as the conference team."""
    context = browser.new_context(base_url=portal.address, viewport=DESK)
    page = context.new_page()
    page.goto("/en/account/login/")
    page.locator("input[name=login]").fill("team@example.org")
    page.locator("input[name=password]").fill("cluster-demo")
    page.locator("input[name=password]").press("Enter")
    expect(page.get_by_role("banner").get_by_role("button", name="Sign out")).to_be_visible()
    page.close()
    yield context
    context.close()


def set_up_pages(page: Page, language: str) -> list[str]:
    """Paths below the checklist, one of each kind, found by links."""
    start = f"/{language}/{CONFERENCE}/team/"
    waiting, found, kinds = [start, f"/{language}/conference/new/"], [], set()
    while waiting:
        path = waiting.pop(0)
        kind = KINDS_SEEN_TWICE.sub("/x/", path)
        if kind in kinds:
            continue
        kinds.add(kind)
        page.goto(path)
        found.append(path)
        for link in page.locator("main a[href]").all():
            address = (link.get_attribute("href") or "").split("#", maxsplit=1)[0]
            if CONFERENCE in address and view_of(address) in OURS:
                waiting.append(address)
    return found


@pytest.mark.parametrize("language", ["de", "en"])
def test_set_up_is_accessible_and_whole_on_a_phone(team: BrowserContext, language: str) -> None:
    page = team.new_page()
    paths = set_up_pages(page, language)
    assert len(paths) > 20, paths
    wrong = {}
    for path in paths:
        page.set_viewport_size(DESK)
        page.goto(path)
        complaints = violations(page)
        page.set_viewport_size(PHONE)
        complaints += overflow(page) + broken_words(page)
        if complaints:
            wrong[path] = complaints
    assert wrong == {}


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
