"""What a text is made from, belongs to and cites."""

from collections.abc import Iterator

from ibidem.reading.read import Source
from ibidem.record.identifiers import identifier_of, is_address
from ibidem.record.model import Identifier, Related
from ibidem.record.titles import series_of
from ibidem.tree import TEI, Element, local, text_of
from ibidem.works import described

_WORKS = (TEI + "bibl", TEI + "biblStruct", TEI + "biblFull")
_BY_PREFERENCE = ("doi", "handle", "urn", "isbn", "issn", "url")


def related_of(source: Source) -> tuple[Related, ...]:
    """The sources of a text, the series that it is part of, and the works of its lists, in this order, each once."""
    found = [*_sources(source), *_series(source), *_cited(source)]
    return tuple(dict.fromkeys(found))


def _sources(source: Source) -> Iterator[Related]:
    for description in source.find("/*/t:teiHeader/t:fileDesc/t:sourceDesc"):
        for element in _outermost(description):
            if text := _manuscript(element) if local(element) == "msIdentifier" else work_text(element):
                yield Related("IsDerivedFrom", text, _identifier(element))


def _outermost(element: Element) -> Iterator[Element]:
    """The works, manuscripts and witnesses in a `sourceDesc`, not those that they name in their turn."""
    for child in element.iterchildren(f"{TEI}*"):
        if child.tag in _WORKS or local(child) in ("msIdentifier", "witness"):
            yield child
        elif local(child) not in ("msContents", "additional", "history", "physDesc", "p", "ab"):
            yield from _outermost(child)


def _manuscript(element: Element) -> str:
    """*Settlement, repository, collection, shelfmark*; other names of the manuscript follow in brackets."""
    parts = ("country", "region", "settlement", "institution", "repository", "collection", "idno")
    own = [text_of(each) for name in parts for each in element.iterchildren(TEI + name)]
    names = [text_of(each) for each in element.iterchildren(TEI + "msName", TEI + "altIdentifier")]
    text = ", ".join(filter(None, own)) or text_of(element)
    return f"{text} ({'; '.join(names)})" if own and any(names) else text


def work_text(element: Element) -> str:
    """A work as its entry has it; one that is all fields is put together from them. Notes are left out.

    A mere link to a file of the edition is no work.
    """
    if element.tag == TEI + "bibl" and _has_own_words(element):
        text = text_of(described.without_notes(element))
        links = (link.get("target", "") for link in element.iter(TEI + "ptr", TEI + "ref"))
        return text or next(filter(is_address, links), "")
    full = element.find(TEI + "titleStmt") if element.tag == TEI + "biblFull" else None
    record = described.record_of(element)
    title = record.title or (
        text_of(full) if full is not None else "" if element.tag == TEI + "biblStruct" else record.label
    )
    people = "; ".join(", ".join(filter(None, [person.family, person.given])) for person in record.authors)
    issue = " ".join(filter(None, [record.volume, record.issue and f"({record.issue})"]))
    place = ": ".join(filter(None, [record.place, record.publisher]))
    end = ", ".join(
        filter(None, [record.container, issue, place, record.date, record.pages, record.archive, record.archive_place])
    )
    return ". ".join(filter(None, [people, title, end])) or text_of(described.without_notes(element))


def _has_own_words(element: Element) -> bool:
    """Whether a work is written out, not made of fields that nothing joins."""
    children = [child for child in element.iterchildren(f"{TEI}*") if child.tag != TEI + "note"]
    own = [element.text, *(child.tail for child in element)]
    return len(children) < 2 or any(text and text.strip() for text in own)


def _identifier(element: Element) -> Identifier | None:
    """The identifier of a work: the best of its numbers, else the address that it links to. A shelfmark is none."""
    found = [
        identifier_of(text_of(idno), idno.get("type", ""))
        for idno in element.iterdescendants(TEI + "idno")
        if _is_own(idno, element)
    ]
    found += [identifier_of(element.get(name, "")) for name in ("corresp", "sameAs", "ref")]
    links = [
        link.get("target", "") for link in element.iterdescendants(TEI + "ptr", TEI + "ref") if _is_own(link, element)
    ]
    found += [identifier_of(link) for link in links if is_address(link)][:1]
    known = [one for one in found if one is not None and one.scheme in _BY_PREFERENCE]
    return min(known, key=lambda one: _BY_PREFERENCE.index(one.scheme), default=None)


def _is_own(node: Element, work: Element) -> bool:
    """Whether a number or link says something of the work itself."""
    for parent in node.iterancestors():
        if parent is work:
            return True
        if local(parent) in ("note", "author", "editor", "publisher", "relatedItem"):
            return False
    return False


def _series(source: Source) -> Iterator[Related]:
    for statement in source.find("/*/t:teiHeader/t:fileDesc/t:titleStmt"):
        for title in series_of(statement):
            yield Related("IsPartOf", text_of(title), _identifier(title))
    for statement in source.find("/*/t:teiHeader/t:fileDesc/t:seriesStmt"):
        parts = [text_of(each) for each in statement.iterchildren(TEI + "title", TEI + "biblScope")]
        if text := ", ".join(filter(None, parts)) or text_of(statement):
            yield Related("IsPartOf", text, _identifier(statement))


def _cited(source: Source) -> Iterator[Related]:
    """The works of the text's own lists: in `standOff` or the back."""
    lists = "/*/t:standOff//t:listBibl[not(@type='expanded')] | /*/t:text//t:back//t:listBibl"
    for element in source.find(f"({lists})/*[self::t:bibl or self::t:biblStruct or self::t:biblFull]"):
        if text := work_text(element):
            yield Related("References", text, _identifier(element))
