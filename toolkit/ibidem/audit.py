"""The audit: every word, note, link and id of the TEI is on the page and in the print source, or the build says what is lost."""

import re
from collections import Counter
from collections.abc import Iterator
from posixpath import normpath
from urllib.parse import unquote, urlsplit

from lxml import etree, html

from ibidem.finding import Finding, Severity
from ibidem.reading.read import Source
from ibidem.render import Pages
from ibidem.tree import TEI, XML_ID, Element, View, is_numbered_note, local, runs, text_of

# A Typst call with one string: its function and its string, escapes as Typst writes them.
_CALL = re.compile(r'#(t|sic|fn)\("((?:[^"\\]|\\.)*)"')
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]+)\}|(.))")
_CONTROL = {"n": "\n", "t": "\t", "r": "\r"}


def audit(pages: Pages) -> list[Finding]:
    """What the pages or the print source of a text lack. An empty list proves the rendering complete."""
    documents = {name: html.document_fromstring(text) for name, text in pages.html.items()}
    return [
        *_page_text(pages, documents),
        *_page_ids(pages, documents),
        *_page_links(pages, documents),
        *_print_text(pages),
    ]


def _problem(source: Source, code: str, message: str, at: Element | None = None) -> Finding:
    return source.finding(
        code, Severity.ERROR, message, "This is a fault of the stylesheets: please report it with the file.", at
    )


def _page_text(pages: Pages, documents: dict[str, Element]) -> Iterator[Finding]:
    source = pages.source
    page = documents.get("index.html", etree.Element("html"))
    holder = page.find(".//*[@id='text']")
    if holder is None:
        yield _problem(source, "audit-text", "The reading page has no text.")
        return
    wanted = _letters("".join(text_of(text) for text in source.root.iterfind(TEI + "text")))
    yield from _compare(source, "audit-text", "The text of the reading page", wanted, _letters(_shown(holder)))
    by_id = {node.get("id"): node for node in page.iterfind(".//*[@id]")}
    for identifier, note in _notes(source).items():
        if identifier not in by_id:
            yield _problem(source, "audit-note", f"The note “{identifier}” is not on the reading page.", note)
            continue
        shown = _letters(_shown(by_id[identifier]))
        yield from _compare(
            source, "audit-note", f"The note “{identifier}” on the page", _letters(text_of(note)), shown, note
        )
    transmitted = [_letters("".join(node.itertext())) for node in page.iterfind(".//*[@data-transmitted]")]
    for form in _other_forms(source):
        if _letters(text_of(form, View.TRANSCRIBED, notes=True)) not in transmitted:
            yield _problem(
                source, "audit-form", f"The {local(form)} “{text_of(form)}” is not on the reading page.", form
            )


def _page_ids(pages: Pages, documents: dict[str, Element]) -> Iterator[Finding]:
    source = pages.source
    shown = {name: [node.get("id") for node in page.iter() if node.get("id")] for name, page in documents.items()}
    for name, ids in shown.items():
        for repeated in sorted(each for each, times in Counter(ids).items() if times > 1):
            yield _problem(source, "audit-id", f"The id “{repeated}” is twice on {name}.")
    reading, anywhere = set(shown.get("index.html", ())), {each for ids in shown.values() for each in ids}
    for identifier, element in source.ids.items():
        inside = any(node.tag == TEI + "text" for node in element.iterancestors())
        if inside and identifier not in reading and not _unread(element):
            yield _problem(
                source, "audit-id", f"The {local(element)} “{identifier}” has no place on the reading page.", element
            )
        entry = local(element) in ("person", "place", "org", "bibl", "event") and any(
            node.tag == TEI + "standOff" for node in element.iterancestors()
        )
        if entry and identifier not in anywhere:
            yield _problem(source, "audit-id", f"The {local(element)} “{identifier}” is on no page.", element)


def _page_links(pages: Pages, documents: dict[str, Element]) -> Iterator[Finding]:
    source = pages.source
    ids = {name: {node.get("id") for node in page.iter() if node.get("id")} for name, page in documents.items()}
    outside = {f"{pages.id}.xml", f"{pages.id}.pdf"}
    for name, page in documents.items():
        for link in dict.fromkeys(page.xpath("//a/@href")):
            parts = urlsplit(link)
            path = normpath(unquote(parts.path)) if parts.path else name
            if parts.scheme or parts.netloc or path in outside or path.startswith(".."):
                continue
            if path not in ids or (parts.fragment and unquote(parts.fragment) not in ids[path]):
                yield _problem(source, "audit-link", f"The link “{link}” on {name} leads nowhere.")
    links = {unquote(urlsplit(link).fragment) for page in documents.values() for link in page.xpath("//a/@href")}
    for element in source.root.iterfind(f"{TEI}text//{TEI}*"):
        for pointer in (element.get("ref") or element.get("target") or "").split():
            if (
                pointer.startswith("#")
                and pointer[1:] in source.ids
                and pointer[1:] not in links
                and not _unread(element)
            ):
                yield _problem(
                    source, "audit-link", f"{local(element)} points at “{pointer}”, and no page links there.", element
                )


def _print_text(pages: Pages) -> Iterator[Finding]:
    source = pages.source
    found: list[str] = []
    notes: list[str] = []
    forms: set[str] = set()
    for call, literal in _CALL.findall(pages.typst):
        text = _ESCAPE.sub(
            lambda match: chr(int(match[1], 16)) if match[1] else _CONTROL.get(match[2], match[2]), literal
        )
        if call == "t":
            found.append(text)
        elif call == "sic":
            forms.add(_letters(text))
        else:
            notes.append(text)
    wanted = "".join(
        run.text or " " for text in source.root.iterfind(TEI + "text") for run in runs(text, View.READ, notes=True)
    )
    yield from _compare(source, "audit-print", "The text in print", _letters(wanted), _letters("".join(found)))
    if missing := sorted(set(_notes(source)) - set(notes)):
        yield _problem(source, "audit-print", f"Not in print: the notes {', '.join(missing)}.")
    for form in _other_forms(source):
        if _letters(text_of(form, View.TRANSCRIBED, notes=True)) not in forms:
            yield _problem(source, "audit-print", f"The {local(form)} “{text_of(form)}” is not in print.", form)


def _compare(
    source: Source, code: str, what: str, wanted: str, found: str, at: Element | None = None
) -> Iterator[Finding]:
    if wanted == found:
        return
    where = next(
        (i for i, (a, b) in enumerate(zip(wanted, found, strict=False)) if a != b), min(len(wanted), len(found))
    )
    start = max(0, where - 25)
    yield _problem(
        source,
        code,
        f"{what} differs: “…{wanted[start : where + 25]}…” in the TEI, “…{found[start : where + 25]}…” there.",
        at,
    )


def _shown(element: Element) -> str:
    """The text of a part of a page without what the stylesheets added."""
    pieces = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.get("data-added") is None:
            pieces.append(_shown(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _letters(text: str) -> str:
    """Text without white space: what counts is that no character is lost and none is added."""
    return "".join(text.split())


def _notes(source: Source) -> dict[str, Element]:
    """The notes that are read, by their id or the one that the stylesheets make from their position."""
    numbered = [note for note in source.root.iterfind(f"{TEI}text//{TEI}note") if is_numbered_note(note)]
    return {
        note.get(XML_ID) or f"note-{position}": note
        for position, note in enumerate(numbered, start=1)
        if not _unread(note)
    }


def _other_forms(source: Source) -> Iterator[Element]:
    """The halves of each `choice` that the reading text does not show; a choice inside one is shown with it."""
    for element in source.root.iterfind(f"{TEI}text//{TEI}choice"):
        if any(local(node) in ("choice", "app") for node in element.iterancestors(etree.Element)):
            continue
        for child in element.iterchildren(TEI + "sic", TEI + "orig", TEI + "abbr"):
            if len(element) > 1:
                yield child


def _unread(element: Element) -> bool:
    """Whether an element is in a half of a `choice`, or a reading, that the reading text passes over."""
    return any(
        local(node) in ("sic", "orig", "abbr", "rdg") for node in (element, *element.iterancestors(etree.Element))
    )
