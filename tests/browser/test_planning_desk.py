"""The board by keyboard, with the mouse, on a phone and without JavaScript."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.browser.conftest import DESK, PHONE, Portal, overflow, violations

pytestmark = pytest.mark.browser

TABLET = {"width": 820, "height": 1180}
PLANS = "/en/conference/example-stuttgart-2017/plans/"
ANY_PLACE = ".desk-grid td[data-state=good], .desk-grid td[data-state=free], td[data-state=swap]"


def sign_in(page: Page) -> None:
    """With the demo's password: codes are sent to one address only so often."""
    page.goto("/en/account/login/")
    page.locator("input[name=login]").fill("team@example.org")
    page.locator("input[name=password]").fill("cluster-demo")
    page.keyboard.press("Enter")
    expect(page.get_by_role("banner").get_by_role("button", name="Sign out")).to_be_visible()


def said(page: Page) -> Locator:
    """What the desk tells a screen reader."""
    return page.locator("#desk-said")


def picked_up(page: Page) -> Locator:
    """The first meeting of the board, taken with the keyboard; all places are judged then."""
    cell = page.locator(".desk-grid td[data-match]:not([data-locked])").first
    cell.focus()
    page.keyboard.press("Enter")
    expect(said(page)).to_contain_text("You hold")
    expect(page.locator(".desk-grid td[data-state=no]").first).to_be_visible()
    return cell


def test_a_meeting_is_picked_up_told_where_it_may_go_and_put_down(page: Page) -> None:
    sign_in(page)
    page.goto(PLANS)
    page.get_by_text("Compare all figures").press("Enter")
    picked_up(page)
    assert violations(page) == []
    page.keyboard.press("ArrowRight")
    expect(page.locator(".desk-hand__text")).not_to_contain_text("You hold")
    page.keyboard.press("Escape")
    expect(said(page)).to_have_text("Put back.")
    picked_up(page)
    target = page.locator(ANY_PLACE).first
    place = target.get_attribute("data-place")
    target.focus()
    page.keyboard.press("Enter")
    expect(said(page)).to_contain_text(re.compile("moved|changed places"))
    assert page.evaluate("document.activeElement.dataset.place") == place
    page.keyboard.press("f")
    expect(said(page)).to_contain_text("The meeting is fixed.")
    page.keyboard.press("Delete")
    expect(said(page)).to_contain_text("Set it free first.")
    page.keyboard.press("f")
    expect(said(page)).to_contain_text("no longer fixed")
    page.keyboard.press("Delete")
    expect(said(page)).to_contain_text("taken off the board")
    page.get_by_role("button", name=re.compile("Undo")).press("Enter")
    expect(said(page)).to_contain_text("Taken back: taken off the board.")
    expect(page.get_by_role("button", name=re.compile("Undo"))).to_be_focused()


def test_the_board_begins_on_the_first_screen_of_a_laptop(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    sign_in(page)
    page.goto(PLANS)
    first = page.locator(".desk-grid td[data-place]").first.bounding_box()
    assert first is not None
    assert first["y"] + first["height"] < 900
    page.locator(".desk-grid td[data-match]").first.click()
    expect(page.locator(".desk-hand__text")).to_contain_text("You hold")
    page.wait_for_timeout(1_000)  # it scrolls smoothly
    begin = page.locator(".desk-grid").bounding_box()
    assert begin is not None
    assert begin["y"] < 900 - 420, "several rows of places are to be seen"


def test_a_meeting_without_a_place_is_picked_up_and_cannot_be_fixed(page: Page) -> None:
    sign_in(page)
    page.goto("/en/conference/example-scarce-tables/plans/")
    page.locator(".desk-side li[data-match] h3 a").first.click()
    expect(page.locator(".desk-hand__text")).to_contain_text("You hold")
    expect(page.locator(".desk-hand")).to_contain_text("Put back")
    expect(page.locator("[data-hand=lock]")).to_be_hidden()
    expect(page.locator("[data-hand=remove]")).to_be_hidden()
    assert violations(page) == []


def test_a_meeting_is_dragged_with_the_mouse(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 1400})
    sign_in(page)
    page.goto(PLANS)
    page.locator(".desk-grid").scroll_into_view_if_needed()
    source = page.locator(".desk-grid td[data-match]:not([data-locked])").first
    source.hover()
    box = source.bounding_box()
    assert box is not None
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 30, steps=4)
    target = page.locator(ANY_PLACE).first
    expect(target).to_be_visible()
    target.hover()
    page.mouse.up()
    expect(said(page)).to_contain_text(re.compile("moved|changed places"))


def test_a_meeting_is_moved_by_touch(page: Page, browser: Browser, portal: Portal) -> None:
    sign_in(page)
    context = browser.new_context(
        base_url=portal.address,
        viewport=TABLET,
        has_touch=True,
        storage_state=page.context.storage_state(),
    )
    tablet = context.new_page()
    tablet.goto(PLANS)
    tablet.locator(".desk-grid td[data-match]:not([data-locked])").first.tap()
    expect(said(tablet)).to_contain_text("You hold")
    target = tablet.locator(ANY_PLACE).first
    place = target.get_attribute("data-place")
    target.tap()
    expect(said(tablet)).to_contain_text(re.compile("moved|changed places"))
    expect(tablet.locator(f'.desk-grid td[data-place="{place}"][data-match]')).to_be_visible()
    context.close()


def test_on_a_phone_the_board_is_a_list_with_the_same_steps(page: Page) -> None:
    page.set_viewport_size(PHONE)
    sign_in(page)
    page.goto(PLANS)
    expect(page.locator(".desk-grid")).to_be_hidden()
    assert [*violations(page), *overflow(page)] == []
    page.locator(".desk-list a").first.click()
    expect(page.get_by_role("button", name=re.compile("Put it here")).first).to_be_visible()
    assert [*violations(page), *overflow(page)] == []


def test_without_scripts_a_meeting_is_moved_by_a_form(
    page: Page, browser: Browser, portal: Portal
) -> None:
    sign_in(page)
    context = browser.new_context(
        base_url=portal.address,
        viewport=DESK,
        java_script_enabled=False,
        storage_state=page.context.storage_state(),
    )
    bare = context.new_page()
    bare.goto(PLANS)
    bare.locator(".desk-grid td a").first.click()
    bare.get_by_role("button", name=re.compile("Put it here")).first.click()
    expect(bare.locator(".cw-messages")).to_contain_text("The meeting was moved.")
    context.close()
