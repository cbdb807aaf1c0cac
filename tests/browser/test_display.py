"""The switches, the address, the frame: what a reader changes, what a link keeps, what a page loads."""

import re

import pytest

from .conftest import ARTICLE, PHONE

pytestmark = pytest.mark.browser


def choose(page, name, value):
    if not page.locator(".display").evaluate("e => e.open"):
        page.locator(".display > summary").click()
    page.locator(f".display input[name={name}][value='{value}']").check()


def test_the_text_as_transmitted(visit):
    page = visit()
    place = page.locator(".emended", has_text="for help on")
    assert "for on" not in place.inner_text()
    choose(page, "text", "transmitted")
    assert place.inner_text() == "for on"
    assert page.url.endswith("?text=transmitted")
    again = visit(query="?text=transmitted")
    assert again.locator(".emended", has_text="for on").first.inner_text() == "for on"
    assert again.locator("input[value=transmitted]").is_checked()
    choose(again, "text", "")
    assert "?" not in again.url


def test_short_references_as_written(visit):
    page = visit(query="?pinned=n9")
    choose(page, "references", "written")
    assert page.locator(".notes .expansion").filter(visible=True).count() == 0
    assert page.locator("#n7 .words").inner_text().strip() == "Ibid. p. 2."
    assert page.url.endswith("?pinned=n9&references=written")


def test_a_value_that_no_switch_has_is_none(visit):
    page = visit(query="?text=%3Cscript%3E&references=nothing")
    assert page.locator(".notes .expansion").first.is_visible()
    assert page.locator("html").get_attribute("data-text") is None
    assert page.locator("input[name=text][value='']").is_checked()


def test_colours(visit):
    page = visit(color_scheme="light")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    choose(page, "theme", "dark")
    dark = page.evaluate(paper)
    assert sum(map(int, re.findall(r"\d+", dark))) < 120
    assert sum(map(int, re.findall(r"\d+", light))) > 600
    page.reload()
    assert page.evaluate(paper) == dark
    assert visit(color_scheme="dark").evaluate(paper) == dark


def test_the_panel_closes_by_escape_and_gives_the_focus_back(visit):
    page = visit()
    page.locator(".display > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "text"
    page.keyboard.press("ArrowDown")
    assert page.locator("html").get_attribute("data-text") == "transmitted"
    page.keyboard.press("Escape")
    assert not page.locator(".display .panel").is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_every_paragraph_and_note_has_its_link(visit):
    page = visit()
    paragraphs = page.locator("#text .permalink")
    assert paragraphs.count() > 30
    link = page.locator("#p8 > .permalink")
    assert link.is_visible()
    link.click()
    assert page.url.endswith("#p8")
    assert page.locator(".notes .note-link").count() == 40
    broken = "() => [...document.querySelectorAll('.permalink, .note-link')].filter(a => !document.getElementById(a.hash.slice(1))).length"
    assert page.evaluate(broken) == 0
    again = visit(query="?text=transmitted#p8")
    assert abs(again.locator("#p8").bounding_box()["y"]) < 200


def test_the_section_that_is_read_is_marked(visit):
    page = visit("figure/index.html", height=400)
    assert page.locator(".contents a[aria-current]").count() <= 1
    page.locator(".contents a").nth(1).click()
    page.wait_for_timeout(200)
    marked = page.locator(".contents a[aria-current]")
    assert marked.count() == 1
    assert marked.inner_text() in page.locator(".contents").inner_text()


def test_the_first_stop_of_the_keyboard_skips_the_frame(visit):
    page = visit()
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    assert skip.evaluate("e => e === document.activeElement")
    assert skip.bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")


def test_pages_follow_each_other(visit):
    page = visit(f"{ARTICLE}/persons.html")
    page.locator(".neighbours a[rel=next]").click()
    assert page.url.endswith("places.html")
    page.locator(".neighbours a[rel=prev]").click()
    assert page.url.endswith("persons.html")


def test_the_type_of_the_edition_is_loaded_from_disk(visit):
    page = visit()
    page.evaluate("document.fonts.ready.then(() => 0)")
    loaded = page.evaluate("[...document.fonts].filter(f => f.status === 'loaded').map(f => f.style)")
    assert {"normal", "italic"} <= set(loaded)


def test_the_policy_stops_what_is_not_of_the_edition(visit, site):
    """A script and a style that a page would have in itself, and a picture of another host, do nothing."""
    page = (site / ARTICLE / "index.html").read_text(encoding="utf-8")
    bad = '<script>document.title = "run"</script><p id="bad" style="color: rgb(1, 2, 3)">x</p><img id="far" src="http://example.org/x.png">'
    copy = site / ARTICLE / "attacked.html"
    copy.write_text(page.replace("</main>", bad + "</main>"), encoding="utf-8")
    try:
        opened = visit("essay/about.html").context.new_page()
        refused = []
        opened.on("console", lambda message: refused.append(message.text))
        opened.goto(copy.as_uri())
        assert opened.title() != "run"
        assert opened.locator("#bad").evaluate("e => getComputedStyle(e).color") != "rgb(1, 2, 3)"
        assert sum("Content Security Policy" in text for text in refused) >= 3
        assert opened.locator(".notes li").first.evaluate("e => getComputedStyle(e).position") == "absolute"
    finally:
        copy.unlink()


def test_right_to_left(visit):
    page = visit("languages/index.html", width=PHONE)
    arabic = page.locator("#text [lang=ar]").first
    assert arabic.evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert page.locator("html").evaluate("e => getComputedStyle(e).direction") == "ltr"
