"""From one text to its pages: XSLT for the web and for print, Typst for the PDF."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote
from xml.sax.saxutils import quoteattr

from lxml import etree

from ibidem.customize import about_texts, languages, over
from ibidem.edition import Edition
from ibidem.errors import InternalError
from ibidem.reading.read import Source
from ibidem.record.model import Record
from ibidem.record.read import record_of, record_of_edition
from ibidem.resources import resource
from ibidem.signposting import Page, as_html, of_text
from ibidem.tree import TEI, Element, is_numbered_note, text_of
from ibidem.xslt import Result, transform, transform_by

_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"})


@dataclass(frozen=True, eq=False)
class Pages:
    """What one text became: HTML pages by name, the Typst source, and what the stylesheets had to say; and its record."""

    source: Source
    html: Mapping[str, str]
    typst: str
    messages: tuple[str, ...]
    record: Record

    @property
    def id(self) -> str:
        """The name of the text's folder: that of its file."""
        return self.source.path.stem


def render(source: Source, edition: Edition) -> Pages:
    """The pages of one text."""
    # Comments and processing instructions stay behind: they are not part of the edition, and a comment may close early in HTML.
    xml = etree.tostring(_without_comments(source.root), encoding="unicode")
    identifier = source.path.stem
    interface, record = languages(edition), record_of(source, edition)
    html = _html(
        xml,
        edition,
        {
            "id": identifier,
            "edition-title": edition.title,
            "has-pdf": True,
            "links": as_html(_landing(record, edition)),
            "own-styles": edition.web.styles,
            "own-about": about_texts(edition),
            "own-languages": interface,
        },
    )
    parameters: dict[str, str | bool | tuple[str, ...]] = {
        "source-name": f"{identifier}.xml",
        "pictures": tuple(f"{url}\t{unquote(url)}" for url in pictures(source, edition)),
        "line-numbers": edition.line_numbers,
        "paper": edition.paper,
        "fonts": edition.fonts,
        "own-languages": interface,
    }
    printed = transform(resource("xslt/print.xsl"), xml, parameters)
    return Pages(source, html.pages, printed.text, tuple(dict.fromkeys((*html.messages, *printed.messages))), record)


def _landing(record: Record, edition: Edition) -> Page:
    """What the page of a text links to for programs."""
    alone = len(edition.texts) == 1
    return of_text(record_of_edition(edition, [record]) if alone else record, alone=alone)


def _html(xml: str, edition: Edition, parameters: Mapping[str, str | bool | tuple[str, ...]]) -> Result:
    stylesheet, own = resource("xslt/html.xsl"), edition.web.stylesheet
    if own is None:
        return transform(stylesheet, xml, parameters)
    return transform_by(over(stylesheet, own, edition.root), own, xml, parameters)


def pictures(source: Source, edition: Edition) -> dict[str, Path]:
    """The pictures that a text names beside itself, by `@url`; what lies outside the edition, or is not there, is none."""
    found = {}
    for graphic in source.root.iterfind(f"{TEI}text//{TEI}graphic[@url]"):
        url = graphic.get("url")
        path = (source.path.parent / unquote(url)).resolve()
        beside = path.is_relative_to(source.path.parent.resolve()) and path.is_relative_to(edition.root)
        if beside and path.suffix.lower() in _PICTURES and path.is_file():
            found[url] = path
    return found


def home(edition: Edition, texts: Iterable[Pages], landing: Page) -> str:
    """The first page of the edition: its title, its texts, and the links for programs."""
    entries = "".join(_entry(pages) for pages in texts)
    xml = f'<edition xmlns="urn:ibidem" title={quoteattr(edition.title)} lang={quoteattr(edition.language)}>{entries}</edition>'
    parameters: dict[str, str | bool | tuple[str, ...]] = {
        "assets": "assets",
        "links": as_html(landing),
        "own-styles": edition.web.styles,
        "own-languages": languages(edition),
    }
    result = transform(resource("xslt/home.xsl"), xml, parameters)
    return result.pages["index.html"] if result.pages else result.text


@dataclass(frozen=True, slots=True)
class Pdf:
    """A PDF, and the text that its fonts could not show (then it is no PDF/A: that demands a glyph for everything)."""

    data: bytes
    missing: str = ""


def compile_pdf(folder: Path, name: str, edition: Edition) -> Pdf:
    """Typeset `name`.typ of a folder: a tagged PDF/UA-1 and PDF/A-3a with the TEI file attached. The same source gives the same bytes."""
    try:
        return Pdf(_typeset(folder, name, edition, archival=True))
    except InternalError as error:
        lacking = re.search(r'the text `"(.*?)"` could not be displayed', str(error))
        if lacking is None:
            raise
        return Pdf(_typeset(folder, name, edition, archival=False), lacking[1])


def _typeset(folder: Path, name: str, edition: Edition, *, archival: bool) -> bytes:
    import typst

    fonts = [str(path) for path in edition.font_paths]
    try:
        return bytes(
            typst.compile(
                str(folder / f"{name}.typ"), root=str(folder), font_paths=fonts, ignore_system_fonts=True,
                format="pdf", pdf_standards=["a-3a", "ua-1"] if archival else ["1.7"], timestamp=0,
            )
        )  # fmt: skip
    except (typst.TypstError, RuntimeError) as error:
        raise InternalError(f"{name}: the PDF could not be typeset: {error}") from None


def _without_comments(root: Element) -> Element:
    copy = etree.fromstring(etree.tostring(root))
    etree.strip_tags(copy, etree.Comment)
    for instruction in list(copy.iter(etree.ProcessingInstruction)):
        _drop(instruction)
    return copy


def _drop(node: Element) -> None:
    parent, before = node.getparent(), node.getprevious()
    if parent is None:
        return
    if node.tail:
        if before is not None:
            before.tail = (before.tail or "") + node.tail
        else:
            parent.text = (parent.text or "") + node.tail
    parent.remove(node)


def _entry(pages: Pages) -> str:
    source = pages.source
    titles = source.find("t:teiHeader/t:fileDesc/t:titleStmt/t:title")
    main = next((title for title in titles if title.get("type") in (None, "main")), titles[0] if titles else None)
    sub = next((title for title in titles if title.get("type") == "sub"), None)
    authors = source.find("t:teiHeader/t:fileDesc/t:titleStmt/t:author")
    words = sum(len(text_of(text, notes=True).split()) for text in source.root.iterfind(TEI + "text"))
    attributes = {
        "id": pages.id,
        "title": text_of(main) if main is not None else pages.id,
        "sub": text_of(sub) if sub is not None else "",
        "author": ", ".join(text_of(author) for author in authors),
        "href": f"{pages.id}/index.html",
        "words": str(words),
        "notes": str(sum(1 for note in source.root.iterfind(f"{TEI}text//{TEI}note") if is_numbered_note(note))),
    }
    return "<text" + "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items()) + "/>"
