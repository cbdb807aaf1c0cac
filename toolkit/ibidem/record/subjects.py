"""What a text is about, and to which classes it belongs."""

from collections.abc import Iterator
from pathlib import Path

from ibidem.reading.read import Source
from ibidem.record.entries import addresses, entry_at
from ibidem.record.identifiers import is_address
from ibidem.record.languages import tag_of
from ibidem.record.model import Subject
from ibidem.tree import TEI, XML_ID, Element, local, text_of


def subjects_of(source: Source, top: Path) -> tuple[Subject, ...]:
    """The keywords and classes of `textClass`, in order, each once."""
    return tuple(dict.fromkeys(subject for subject in _read(source, top) if subject.text))


def _read(source: Source, top: Path) -> Iterator[Subject]:
    for element in source.find("/*/t:teiHeader/t:profileDesc/t:textClass/*"):
        match local(element):
            case "keywords":
                yield from _keywords(element, source, top)
            case "classCode":
                yield Subject(text_of(element), tag_of(element), _scheme(element, source, top))
            case "catRef":
                yield from _categories(element, source, top)


def _keywords(element: Element, source: Source, top: Path) -> Iterator[Subject]:
    scheme = _scheme(element, source, top)
    terms = list(element.iter(TEI + "term")) or list(element.iter(TEI + "item")) or [element]
    for term in terms:
        url = next((each for each in addresses(term, "ref", source) if is_address(each)), "")
        yield Subject(text_of(term), tag_of(term), scheme, url)


def _categories(element: Element, source: Source, top: Path) -> Iterator[Subject]:
    """The categories that a `catRef` points at; one that is elsewhere is named by its address."""
    for address in addresses(element, "target", source):
        found = entry_at(address, element, source, top)
        if found is None:
            yield Subject(address, "", _scheme(element, source, top), address if is_address(address) else "")
            continue
        category = found[0]
        description = next(category.iterchildren(TEI + "catDesc", TEI + "desc", TEI + "gloss"), category)
        term = next(description.iterchildren(TEI + "term"), description)
        scheme = _scheme(element, source, top) or _named(next(category.iterancestors(TEI + "taxonomy"), None))
        yield Subject(text_of(term), tag_of(term) if text_of(term) else "", scheme)


def _scheme(element: Element, source: Source, top: Path) -> str:
    """The vocabulary that `@scheme` names: the name of a taxonomy of the header, else the address."""
    for address in addresses(element, "scheme", source):
        found = entry_at(address, element, source, top)
        return _named(found[0]) if found else "" if address.startswith("#") else address
    return ""


def _named(taxonomy: Element | None) -> str:
    if taxonomy is None:
        return ""
    name = next(taxonomy.iterchildren(TEI + "bibl", TEI + "desc", TEI + "gloss"), None)
    return (text_of(name) if name is not None else "") or str(taxonomy.get(XML_ID, ""))
