"""TEI: a `listBibl`, each work a `bibl`, the notes that cite it in a `note` with pointers."""

from collections.abc import Sequence
from pathlib import Path

from lxml import etree

from ibidem.citations.fault import shortened
from ibidem.tree import TEI, XML_ID, Element
from ibidem.works.record import Cited, Person

_LEVELS = {"article-journal": ("a", "j"), "article-newspaper": ("a", "j"), "chapter": ("a", "m"), "book": ("m", "s")}


def as_tei(works: Sequence[Cited]) -> str:
    root = etree.Element(TEI + "listBibl", nsmap={None: TEI[1:-1]}, type="works")
    for cited in works:
        _bibl(root, cited)
    etree.indent(root, " ")
    return f"{etree.tostring(root, encoding='unicode')}\n"


def _bibl(parent: Element, cited: Cited) -> None:
    record = cited.record
    bibl = etree.SubElement(parent, TEI + "bibl", type="archival" if record.path else "printed")
    bibl.set(XML_ID, cited.key)
    own, container = _LEVELS.get(record.kind, ("u", "m"))
    if record.label != record.title:
        _add(bibl, "title", record.label, type="short")
    for name, people in (("author", record.authors), ("editor", record.editors)):
        for person in people:
            _person(bibl, name, person)
    _add(bibl, "title", record.title, level=own)
    _add(bibl, "title", record.container, level=container)
    if record.path:
        _identifier(bibl, cited)
    for unit, value in (("volume", record.volume), ("issue", record.issue), ("page", record.pages)):
        _add(bibl, "biblScope", value, unit=unit)
    _add(bibl, "pubPlace", record.place)
    _add(bibl, "publisher", record.publisher)
    if record.date:
        _add(bibl, "date", record.date, when=record.date)
    _add(bibl, "idno", record.doi, type="DOI")
    if cited.places:
        _places(bibl, cited)


def _identifier(bibl: Element, cited: Cited) -> None:
    identifier = etree.SubElement(bibl, TEI + "msIdentifier")
    _add(identifier, "settlement", cited.record.archive_place)
    _add(identifier, "repository", cited.record.archive)
    for step in cited.record.path:
        _add(identifier, "idno", step.text, type=step.unit)


def _places(bibl: Element, cited: Cited) -> None:
    """*cited in notes 4 (p. 47), 6 (p. 20)*, each a pointer where the note is one of a TEI file."""
    note = etree.SubElement(bibl, TEI + "note", type="cited")
    for place in cited.places:
        text = f"{place.note}{f' ({place.locator})' if place.locator else ''}"
        if Path(place.file).suffix.lower() == ".xml":
            _add(note, "ref", text, target=_pointer(place.target), n=shortened(place.text))
        else:
            _add(note, "ref", text, n=shortened(place.text))


def _pointer(target: str) -> str:
    from urllib.parse import quote

    return quote(target, safe="/#:.-_~")


def _person(bibl: Element, name: str, person: Person) -> None:
    element = etree.SubElement(bibl, TEI + name)
    if not person.given:
        element.text = _legal(person.family)
        return
    _add(element, "surname", person.family)
    _add(element, "forename", person.given)


def _add(parent: Element, name: str, text: str, **attributes: str) -> None:
    if text:
        element = etree.SubElement(parent, TEI + name, **{key: _legal(value) for key, value in attributes.items()})
        element.text = _legal(text)


def _legal(text: str) -> str:
    """Text without the characters that XML does not allow."""
    return "".join(
        char
        for char in text
        if char in "\t\n\r" or " " <= char <= "\ud7ff" or "\ue000" <= char <= "\ufffd" or char >= "\U00010000"
    )
