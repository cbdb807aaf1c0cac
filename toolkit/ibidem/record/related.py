"""What a text is made from, belongs to and cites."""

from collections.abc import Iterator

from ibidem.reading.read import Source
from ibidem.record.identifiers import identifier_of, is_address
from ibidem.record.model import Identifier, Related
from ibidem.record.titles import series_of
from ibidem.tree import TEI, Element, local, text_of, without
from ibidem.works import described
from ibidem.works.record import Record

_WORKS = (TEI + "bibl", TEI + "biblStruct", TEI + "biblFull")
# within a work, what has numbers and links that are not the work's
_OTHERS = frozenset(
    ("note", "author", "editor", "publisher", "relatedItem", "bibl", "biblStruct", "biblFull", "availability")
)
_BY_PREFERENCE = ("doi", "handle", "urn", "isbn", "issn", "url")
_MARKS = " .,:;"  # with which catalogues end a field


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
    """The works, manuscripts and witnesses in a `sourceDesc`; of a work, those too that it was made from in its turn."""
    for child in element.iterchildren(f"{TEI}*"):
        if child.tag in _WORKS or local(child) in ("msIdentifier", "witness"):
            yield child
            yield from (each for each in child.iter(*_WORKS) if each is not child and _is_nested(each))
        elif local(child) not in ("msContents", "additional", "history", "physDesc", "p", "ab"):
            yield from _outermost(child)


def _is_nested(work: Element) -> bool:
    """Whether a work in another one is a source of that: in `relatedItem`, or one of its fields."""
    parent = work.getparent()
    return local(parent) == "relatedItem" or (parent.tag == TEI + "bibl" and not _has_own_words(parent))


def _manuscript(element: Element) -> str:
    """*Settlement, repository, collection, shelfmark*; other names of the manuscript follow in brackets."""
    parts = ("country", "region", "settlement", "institution", "repository", "collection", "idno")
    own = [text_of(each) for name in parts for each in element.iterchildren(TEI + name)]
    names = [text_of(each) for each in element.iterchildren(TEI + "msName", TEI + "altIdentifier")]
    text = ", ".join(filter(None, own)) or text_of(element)
    return f"{text} ({'; '.join(names)})" if own and any(names) else text


def work_text(element: Element) -> str:
    """A work as its entry has it; one that is all fields is put together from them. Notes, and works in it, are left out.

    A mere link to a file of the edition is no work.
    """
    if element.tag not in (TEI + "biblStruct", TEI + "biblFull") and _has_own_words(element):
        text = text_of(without(element, "note", "relatedItem"))
        links = (link.get("target", "") for link in element.iter(TEI + "ptr", TEI + "ref"))
        return text or next(filter(is_address, links), "")
    element = without(element, "bibl", "note", "relatedItem", "availability")
    record = described.record_of(element)
    people = "; ".join(", ".join(filter(None, [it.family, it.given])).rstrip(_MARKS) for it in record.authors)
    issue = " ".join(filter(None, [record.volume, record.issue and f"({record.issue})"]))
    place = ": ".join(filter(None, [record.place.rstrip(_MARKS), record.publisher.rstrip(_MARKS)]))
    end = ", ".join(
        filter(None, [record.container, issue, place, record.date, record.pages, record.archive, record.archive_place])
    )
    parts = [people, _title(element, record).rstrip(_MARKS), end]
    return ". ".join(filter(None, parts)) or text_of(without(element, "idno"))


def _title(element: Element, record: Record) -> str:
    """The title of a work; of a `bibl` without one its short title or its words, of a `biblFull` what its titleStmt has."""
    if element.tag == TEI + "biblFull":
        statement = element.find(TEI + "titleStmt")
        return record.title or (text_of(statement) if statement is not None else "")
    short = element.find(f"{TEI}title[@type='short']") is not None
    return record.title or (record.label if short else "")


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
        if local(parent) in _OTHERS:
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
