"""Notes where the eye is: beside the text, under the line, in the list; by mouse, by keyboard, without a script, on paper."""

import subprocess
from itertools import pairwise

import pytest

from conftest import tool

from .conftest import MIDDLE, PHONE, WIDE

pytestmark = pytest.mark.browser
SMALL = [MIDDLE, PHONE]


def tops(page):
    return page.evaluate(
        """() => [...document.querySelectorAll('.notes li')].map(note => {
            const box = note.getBoundingClientRect(), call = document.getElementById(note.id + '-ref').getBoundingClientRect();
            return {top: box.top, bottom: box.bottom, left: box.left, call: call.top, edge: call.right, note: note.querySelector('.note').getBoundingClientRect().bottom};
        })"""
    )


def test_with_room_each_note_stands_beside_its_call(visit):
    notes = tops(visit(width=WIDE))
    assert len(notes) == 40
    for note, after in pairwise(notes):
        assert note["left"] > note["edge"]
        assert note["note"] <= after["top"]
    beside = [note for note in notes if abs(note["top"] - note["call"]) < 12]
    assert len(beside) > 20  # the rest had to give way to the note before
    assert all(note["top"] >= note["call"] - 12 for note in notes)


def test_a_long_note_is_folded_and_opens_where_it_is_reached(visit):
    page = visit(width=WIDE)
    folded = page.locator(".notes li.is-folded")
    count = folded.count()
    assert count
    first = folded.first
    identifier = first.get_attribute("id")
    page.locator(f"#{identifier} .more").click()
    assert folded.count() == count - 1
    assert page.evaluate("document.activeElement.className") == "number"
    note = page.locator(f"#{identifier} .note")
    assert note.evaluate("e => e.scrollHeight - e.clientHeight") <= 1


def test_from_call_to_note_and_back_the_page_stays(visit):
    page = visit(width=WIDE)
    page.locator("#n7-ref").scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    page.locator("#n7-ref").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('li').id") == "n7"
    assert page.url.endswith("#n7")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "n7-ref"
    assert abs(page.evaluate("scrollY") - before) < 300


@pytest.mark.parametrize("width", SMALL)
def test_without_room_a_button_opens_the_note_under_the_line(visit, width):
    page = visit(width=width)
    button = page.locator(".call:has(#n5-ref) button")
    assert not page.locator("#n5-ref").is_visible()
    assert button.get_attribute("aria-expanded") == "false"
    button.focus()
    page.keyboard.press("Enter")
    note = page.locator("#open-n5")
    assert note.is_visible()
    assert button.get_attribute("aria-expanded") == "true"
    assert button.get_attribute("aria-controls") == "open-n5"
    assert "APRF, F. 39, Op. 1, D. 39, p. 47" in note.inner_text()
    call, box = button.bounding_box(), note.bounding_box()
    assert 0 <= box["y"] - call["y"] < 60
    page.keyboard.press("Escape")
    assert note.count() == 0
    assert page.evaluate("document.activeElement.textContent") == "5"
    assert button.get_attribute("aria-expanded") == "false"


def test_several_notes_are_open_and_the_address_has_them(visit):
    page = visit(width=PHONE)
    for number in (4, 9, 3):
        page.locator(f".call:has(#n{number}-ref) button").click()
    assert page.url.endswith("?open=n3,n4,n9")
    again = visit(width=PHONE, query="?open=n3,n4,n9,nothing,main")
    assert again.locator(".note-open").count() == 3
    again.locator("#open-n4 .close").click()
    assert again.url.endswith("?open=n3,n9")
    assert again.evaluate("document.activeElement.textContent") == "4"


def test_the_keyboard_reaches_what_is_in_an_open_note(visit):
    page = visit(width=PHONE, query="?open=n5")
    page.locator(".call:has(#n5-ref) button").focus()
    reached = []
    for _ in range(8):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                "document.activeElement.closest('.note-open') ? document.activeElement.className || document.activeElement.tagName : ''"
            )
        )
    assert {"number", "note-link", "pin", "close", "SUMMARY"} <= set(reached)
    page.locator("#open-n5 .note-link").focus()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.textContent") == "5"


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_a_pinned_note_stays_in_view(visit, width):
    page = visit(width=width, query="?pinned=n9")
    shelf = page.locator("#shelf")
    assert shelf.is_visible()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    box = shelf.bounding_box()
    assert box["y"] + box["height"] <= 901
    page.locator("#n12 .pin").focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("?pinned=n9,n12")
    assert page.locator("#n12 .pin").get_attribute("aria-pressed") == "true"
    shelf.locator(".pin").first.click()
    assert page.url.endswith("?pinned=n12")
    shelf.locator(".pin").first.click()
    assert not shelf.is_visible()
    assert "?" not in page.url


def test_no_id_is_twice_whatever_is_open(visit):
    page = visit(width=PHONE, query="?open=n3,n9,n12&pinned=n3,n9")
    twice = "() => {const ids = [...document.querySelectorAll('[id]')].map(e => e.id); return ids.filter((id, i) => ids.indexOf(id) !== i)}"
    assert page.evaluate(twice) == []


def test_a_note_says_what_ibid_stands_for_and_why(visit):
    page = visit(width=WIDE)
    note = page.locator("#n7")
    assert "Ibid. p. 2. [APRF, F. 39, Op. 1, D. 39, p. 2]" in note.inner_text()
    note.locator("summary").click()
    text = " ".join(note.locator(".evidence").inner_text().split())
    assert text.startswith("from note 4 note 7 → note 6 → note 5 → note 4: APRF")
    assert "Ibid. stands for the one citation of note 6" in text
    assert "This source is also cited in notes 4, 5, 6, 9, 10" in text


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_without_a_script_the_list_has_every_note(visit, width):
    page = visit(width=width, java_script_enabled=False)
    assert page.locator(".notes li").count() == 40
    assert page.locator("#n40").is_visible()
    assert not page.locator(".display, .pin, .more, .shelf, .call button").filter(visible=True).count()
    page.locator("#n9-ref").click()
    assert page.url.endswith("#n9")
    page.locator("#n9 .number").click()
    assert page.url.endswith("#n9-ref")
    page.locator("#n9 summary").click()
    assert page.locator("#n9 .evidence p").first.is_visible()


def test_on_paper_there_is_the_text_and_every_note(visit, tmp_path):
    page = visit(query="?open=n3&pinned=n9")
    path = tmp_path / "page.pdf"
    page.pdf(path=path)
    pdf = subprocess.run([tool("pdftotext"), path, "-"], capture_output=True, text=True, check=True).stdout
    text = " ".join(pdf.split())
    assert "Greetings, Comrade Stalin!" in text
    assert "Ibid., pp. 89-90. [APRF, F. 39, Op. 1, D. 39, pp. 89-90]" in text
    assert text.count("Pravda, 18 January, 1949") == 1
    assert "Pinned notes" not in text
    assert all(sheet.strip() for sheet in pdf.split("\f")[:-1])
