"""The text of a TEI tree: lxml's text and tails handled in one place.

The transcription's view takes `sic`, `orig` and `abbr`; the reading view takes `corr`, `reg` and `expan`, and of an apparatus the lemma.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeAlias

Element: TypeAlias = Any  # lxml.etree._Element, which has no public name and no stubs of its own

TEI = "{http://www.tei-c.org/ns/1.0}"
NS = {"t": "http://www.tei-c.org/ns/1.0"}
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# Elements whose border separates words even where no white space is typed.
_BLOCKS = """
    text front body back group floatingText div titlePage docTitle titlePart byline docAuthor docDate docEdition docImprint imprimatur
    argument epigraph head p ab list item table row cell lg l sp speaker stage opener closer dateline salute signed postscript trailer
    figure figDesc cit listBibl lb pb cb
"""
BLOCKS = frozenset(TEI + name for name in _BLOCKS.split())


class View(Enum):
    """Which half of a `choice` is read."""

    TRANSCRIBED = ("sic", "orig", "abbr")
    READ = ("corr", "reg", "expan")


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text and the element that holds it; `None` text marks the border of a block."""

    text: str | None
    element: Element


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def is_numbered_note(element: Element) -> bool:
    """Whether an element is a note that is called in the text and stands elsewhere: it has a number, or its place is the foot or the end."""
    if element.tag != TEI + "note" or (place := element.get("place")) == "inline":
        return False
    return element.get("n") is not None or place in ("foot", "end", "bottom")


def chosen(choice: Element, view: View) -> Element | None:
    """The half of a `choice` that a view reads: the first of its names that is there, else the first element."""
    children = [child for child in choice if isinstance(child.tag, str)]
    named = [child for child in children if local(child) in view.value]
    return (named or children or [None])[0]


def _read_of(element: Element, view: View) -> Element | None:
    """What is read of an element: of a `choice` one half, of an `app` the lemma (or, without one, the first reading), else all of it."""
    if element.tag == TEI + "choice":
        return chosen(element, view)
    if element.tag == TEI + "app":
        readings = [*element.iterchildren(TEI + "lem"), *element.iterchildren(TEI + "rdg")]
        return readings[0] if readings else None
    return element


def runs(element: Element, view: View, *, notes: bool = False) -> Iterator[Run]:
    """The text below an element in document order. With `notes` false, a numbered note is one run with the text `None` at its call."""
    block = (element.tag in BLOCKS and element.get("break") != "no") or (notes and is_numbered_note(element))
    if block:
        yield Run(None, element)
    if element.text:
        yield Run(element.text, element)
    for child in element:
        if isinstance(child.tag, str) and child.tag != TEI + "index":  # terms for an index are not words of the text
            if is_numbered_note(child) and not notes:
                yield Run(None, child)
            elif (part := _read_of(child, view)) is not None:
                yield from runs(part, view, notes=notes)
        if child.tail:
            yield Run(child.tail, element)
    if block:
        yield Run(None, element)


def text_of(element: Element, view: View = View.READ, *, notes: bool = False) -> str:
    """The text of an element, white space normalized; numbered notes inside it left out unless asked for."""
    pieces: list[str] = []
    for run in runs(element, view, notes=notes):
        if run.text is not None:
            pieces.append(run.text)
        elif notes or not is_numbered_note(run.element):
            pieces.append(" ")
    return normalize("".join(pieces))


def without(element: Element, *names: str) -> Element:
    """An element without those of some names that are in it: itself, or a copy."""
    if next(element.iterdescendants(*(TEI + name for name in names)), None) is None:
        return element
    from lxml import etree

    copy = deepcopy(element)
    copy.tail = None
    etree.strip_elements(copy, *(TEI + name for name in names), with_tail=False)
    return copy


def first_text(element: Element) -> str:
    """The first text in an element, whatever child holds it; "" in one without any before its second child."""
    node = element
    while not node.text and len(node):
        node = node[0]
        if not isinstance(node.tag, str):
            return node.tail or ""
    return node.text or ""


def last_text(element: Element) -> str:
    """The last text in an element, whatever child holds it."""
    node = element
    while len(node):
        node = node[-1]
        if node.tail or not isinstance(node.tag, str):
            return node.tail or ""
    return node.text or ""


def normalize(text: str) -> str:
    """Every run of white space as one space (the four characters of XML, and the no-break space of a typist)."""
    return " ".join(text.split())


def language_of(element: Element) -> str:
    """The language of an element by the nearest `xml:lang`, or "" where none is named."""
    for node in (element, *element.iterancestors()):
        if (language := node.get(XML_LANG)) is not None:
            return str(language)
    return ""
