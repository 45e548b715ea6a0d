"""The conference team's evening, with the keyboard: sign in by code, plan again, publish."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.browser.conftest import overflow, violations

pytestmark = pytest.mark.browser

CONFERENCE = "/en/conference/example-scarce-tables/"


def press(page: Page, role: str, name: str | re.Pattern[str]) -> None:
    """Enter on the one element of that role and name."""
    page.get_by_role(role, name=name).first.press("Enter")  # type: ignore[arg-type]


def sign_in(page: Page, email: str) -> None:
    """By the code in the demonstration's outbox."""
    page.goto("/en/account/login/code/")
    page.get_by_label("Email").fill(email)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/login/code/confirm/"))
    outbox = page.context.new_page()
    outbox.goto(f"/en/demo/mail/?q={email}")
    outbox.locator(".cw-list__title a").first.press("Enter")
    code = re.search(r"\b([A-Z0-9]{4}-[A-Z0-9]{4})\b", outbox.locator(".cw-card").inner_text())
    assert code, outbox.locator(".cw-card").inner_text()
    outbox.close()
    page.locator("input[name=code]").fill(code.group(1))
    page.keyboard.press("Enter")
    expect(page.get_by_role("banner").get_by_role("button", name="Sign out")).to_be_visible()


def test_the_team_signs_in_by_code_plans_again_and_publishes(page: Page) -> None:
    sign_in(page, "team@example.org")
    page.goto(CONFERENCE)
    press(page, "link", "Planning desk")
    before = page.locator(".desk-card").count()
    page.get_by_text("How to plan again").press("Enter")
    page.get_by_label("Starting number").fill("5")
    press(page, "button", "Plan again")
    page.goto(f"{CONFERENCE}plans/")
    expect(drafts(page)).to_have_count(before + 1, timeout=30_000)
    assert violations(page) == []
    press(page, "link", re.compile(r"Publish draft \d+"))
    press(page, "button", re.compile("Publish"))
    expect(page.locator(".cw-messages")).to_be_visible()
    page.goto(CONFERENCE)
    expect(page.locator("main")).to_contain_text("published")


def drafts(page: Page) -> Locator:
    """The cards of the drafts; the page is loaded again until the new one is there."""
    for _ in range(60):
        if not page.get_by_text("is being made").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    return page.locator(".desk-card")


def test_a_wrong_code_is_told_and_the_account_stays_closed(page: Page) -> None:
    page.goto("/en/account/login/code/")
    page.get_by_label("Email").fill("admin@example.org")
    page.keyboard.press("Enter")
    page.locator("input[name=code]").fill("AAAA-AAAA")
    page.keyboard.press("Enter")
    expect(page.locator("[aria-invalid=true]")).to_be_visible()
    expect(page.get_by_role("button", name="Sign out")).to_have_count(0)


def test_the_pages_of_an_account_are_accessible_and_narrow(page: Page) -> None:
    sign_in(page, "admin@example.org")
    wrong = {}
    for path in ("/en/account/", "/en/account/mfa/", "/en/account/password/change/"):
        page.set_viewport_size({"width": 360, "height": 740})
        page.goto(path)
        if found := [*violations(page), *overflow(page)]:
            wrong[path] = found
    assert wrong == {}
