"""Every kind of page by measure: nothing wider than the window, no error of HTML, no barrier that axe knows, contrast, weight."""

import gzip
import re

import pytest

from .conftest import ARTICLE, PHONE, WIDE, markup_errors, violations

pytestmark = pytest.mark.browser

KINDS = ["index", "persons", "places", "organizations", "chronology", "sources", "about"]
PAGES = ["index.html", *(f"{ARTICLE}/{name}.html" for name in KINDS)]
PAGES += ["verse/index.html", "figure/index.html", "languages/index.html", "letter/index.html", "essay/index.html"]


# 320 pixels are a window of 1280 at 400 %.
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [320, PHONE, 1000, WIDE])
def test_nothing_is_wider_than_the_window(visit, name, width):
    page = visit(name, width=width, query="?open=n1,n3,n12" if name.endswith("index.html") else "")
    wide = page.evaluate(
        """() => [...document.querySelectorAll('body *')].filter(e => !e.closest('.scroll, .skip, .visually-hidden, .notes > h2')
            && (e.getBoundingClientRect().right > innerWidth + 1 || e.getBoundingClientRect().left < -1)).map(e => e.outerHTML.slice(0, 90))"""
    )
    assert wide == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_checker_of_html_finds_no_error(site):
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 20
    assert markup_errors(*pages) == []


def test_the_checker_of_html_finds_an_error(tmp_path):
    page = tmp_path / "page.html"
    page.write_text("<!DOCTYPE html><html lang=en><title>x</title><p><div></p>", encoding="utf-8")
    assert markup_errors(page)


@pytest.mark.parametrize("name", PAGES)
def test_no_barrier(visit, name):
    page = visit(name, bypass_csp=True)
    page.evaluate("for (const part of document.querySelectorAll('details.evidence, .entry details')) part.open = true")
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [WIDE, PHONE])
@pytest.mark.parametrize("query", ["", "?open=n3,n9,n12&pinned=n4&text=transmitted"])
def test_no_barrier_whatever_is_open(visit, scheme, width, query):
    page = visit(width=width, query=query, color_scheme=scheme, bypass_csp=True)
    page.locator(".display > summary").click()
    assert violations(page) == []


def test_a_barrier_is_found(visit):
    page = visit("index.html", bypass_csp=True)
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<button></button>')")
    assert violations(page)


def luminance(colour):
    channels = [int(value) / 255 for value in re.findall(r"\d+", colour)[:3]]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_dark_and_light_have_contrast(visit, scheme):
    page = visit(color_scheme=scheme)
    colours = page.evaluate("(style => [style.color, style.backgroundColor])(getComputedStyle(document.body))")
    light, dark = sorted(map(luminance, colours), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 7
    assert (luminance(colours[1]) < 0.1) == (scheme == "dark")


def test_the_reading_page_is_light(site):
    """Under 150 KB compressed, fonts apart, with all that it loads."""
    page = site / ARTICLE / "index.html"
    text = page.read_text(encoding="utf-8")
    loaded = [page, *(page.parent / name for name in re.findall(r'(?:src|href)="(\.\./assets/[^"]+)"', text))]
    assert len(loaded) > 8
    assert sum(len(gzip.compress(path.read_bytes())) for path in loaded) < 150_000
