"""The notes of a TEI text in the order of their calls, with the citations in them: those marked up, and those read from the words."""

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import count

from ibidem.citations.locator import is_part_of_work, read_after, read_levels, terms
from ibidem.citations.model import Answer, Citation, Level, Note
from ibidem.citations.parse import names_in, parse, words_in
from ibidem.citations.resolve import resolve
from ibidem.reading.read import Source
from ibidem.tree import TEI, XML_ID, Element, is_numbered_note, local, normalize, text_of

# Whose word a recorded answer is when it is the program's own, and may be written again.
PROGRAM = "#ibidem"


@dataclass(frozen=True, eq=False)
class Citations:
    """All that the notes of one text cite. `elements` has the `bibl` of each marked-up citation and the note of every other, by id."""

    source: Source
    notes: tuple[Note, ...]
    answers: tuple[Answer, ...]
    elements: dict[str, Element]


@lru_cache(maxsize=2)  # several rules and stages ask for the same text
def collect(source: Source) -> Citations:
    """Read and resolve all citations of one text."""
    elements: dict[str, Element] = {}
    works = _works(source)
    notes = []
    for order, element in enumerate(called_notes(source), start=1):
        label = element.get("n") or str(order)
        identifier = element.get(XML_ID) or f"note-{order}"
        chapter = _chapter(element)
        citations = _citations(source, element, order, identifier, elements, works)
        notes.append(Note(order, label, identifier, text_of(element), citations, chapter))
    answers = resolve(notes, {key: levels for key, (_, levels) in works.items()})
    return Citations(source, tuple(notes), tuple(answers), elements)


@lru_cache(maxsize=2)
def called_notes(source: Source) -> list[Element]:
    """The notes that are called in the text, in the order of their calls.

    A note that stands apart (in the back, say) is called by the first `ref` that points at it; one without is called where it stands.
    """
    calls: dict[Element, int] = {}
    notes: list[tuple[int, Element]] = []
    for position, element in enumerate(source.root.iterfind(f"{TEI}text//{TEI}*")):
        if is_numbered_note(element):
            notes.append((position, element))
        elif element.tag in (TEI + "ref", TEI + "ptr") and element.get("target", "").startswith("#"):
            target = source.target(element.get("target"))
            if (
                target is not None
                and target.tag == TEI + "note"
                and not any(is_numbered_note(node) for node in element.iterancestors())
            ):
                calls.setdefault(target, position)
    return [
        element
        for _, element in sorted(
            ((calls.get(element, position), element) for position, element in notes), key=lambda pair: pair[0]
        )
    ]


def _chapter(element: Element) -> str:
    """The chapter that a note belongs to: its outermost `div` of type chapter (or the text of a group)."""
    for node in element.iterancestors():
        if node.tag == TEI + "div" and node.get("type") == "chapter":
            return str(node.getroottree().getpath(node))
        if node.tag == TEI + "text":
            return str(node.getroottree().getpath(node))
    return ""


def _works(source: Source) -> dict[str, tuple[str, tuple[Level, ...]]]:
    """The label and path of each entry in the edition's list of sources."""
    found = {}
    for element in source.find("t:standOff//t:listBibl[not(@type='expanded')]/t:bibl[@xml:id]"):
        short = element.find(TEI + "title[@type='short']")
        label = text_of(short if short is not None else element)
        found[element.get(XML_ID)] = (label, _marked_levels(element))
    return found


def _citations(
    source: Source,
    note: Element,
    order: int,
    identifier: str,
    elements: dict[str, Element],
    works: dict[str, tuple[str, tuple[Level, ...]]],
) -> tuple[Citation, ...]:
    marked = [
        bibl
        for bibl in note.iterdescendants(TEI + "bibl")
        if not any(parent.tag == TEI + "bibl" for parent in _up_to(bibl, note))
    ]
    if not marked:
        if note.get("type") == "commentary":
            return ()
        citations = parse(text_of(note), order, identifier)
        for number in count(2):  # an id that something else has already is not given again
            if not any(citation.id in source.ids for citation in citations):
                break
            citations = parse(text_of(note), order, f"{identifier}.{number}")
        elements.update((citation.id, note) for citation in citations)
        return citations
    result = []
    for number, bibl in enumerate(marked, start=1):
        key = bibl.get(XML_ID) or f"{identifier}.b{number}"
        elements[key] = bibl
        result.append(_marked(source, bibl, order, key, works))
    return tuple(result)


def _up_to(element: Element, ancestor: Element) -> list[Element]:
    found = []
    for node in element.iterancestors():
        if node is ancestor:
            break
        found.append(node)
    return found


def _marked(
    source: Source, bibl: Element, order: int, key: str, works: dict[str, tuple[str, tuple[Level, ...]]]
) -> Citation:
    """A citation that an editor (or this program, before) has marked up: the markup is believed before the words."""
    text = text_of(bibl)
    work = bibl.get("corresp", "").removeprefix("#")
    label, path = works.get(work, ("", ()))
    levels = _marked_levels(bibl)
    sign = terms().ibid.search(text) if bibl.get("type") != "full" else None
    if sign is None:
        given = {level.unit for level in levels}
        levels = (*(level for level in path if level.unit not in given), *levels)
        return Citation(key, order, 0, len(text), text, levels, _names(bibl, text), words_in(text), work, label)
    short = Citation(
        key, order, 0, len(text), text, names=names_in(text[: sign.start()]), sign=sign[0].rstrip("."), sign_start=sign.start()
    )  # fmt: skip
    short = replace(short, levels=read_after(text, sign.end(), len(text)))
    if bibl.get("resp") == PROGRAM:
        return short
    place = (*path, *levels, *_expanded(source, key))
    return replace(short, work=work, label=label, decided=bibl.get("resp", "editor"), decided_levels=place)


def _names(bibl: Element, text: str) -> frozenset[str]:
    """The names of creators: surnames where they are marked, else all words of a marked name, else what the words look like."""
    surnames = [normalize("".join(node.itertext())) for node in bibl.iterdescendants(TEI + "surname")]
    if surnames:
        return frozenset(name.casefold() for name in surnames)
    marked = [text_of(node) for name in ("author", "editor") for node in bibl.iterdescendants(TEI + name)]
    return frozenset().union(*(names_in(name) for name in marked)) if marked else names_in(text)


def _marked_levels(bibl: Element) -> tuple[Level, ...]:
    """The levels that a `bibl` marks: `idno` by type, `biblScope` and `citedRange` by unit."""
    found = []
    for node in bibl.iterdescendants(TEI + "idno", TEI + "biblScope", TEI + "citedRange"):
        unit = node.get("type") if local(node) == "idno" else node.get("unit")
        if unit is None or (local(node) == "idno" and not is_part_of_work(unit)):
            continue
        text = text_of(node)
        first = node.get("from") or text
        if local(node) == "idno":
            first = next((level.first for level in read_levels(text)), text)
        last = node.get("to", "") if node.get("from") else first
        found.append(Level(unit, first, last, text))
    return tuple(found)


def _expanded(source: Source, key: str) -> tuple[Level, ...]:
    for bibl in source.root.iterfind(f"{TEI}standOff/{TEI}listBibl[@type='expanded']/{TEI}bibl[@corresp='#{key}']"):
        return tuple(
            Level(
                node.get("unit", "page"),
                node.get("from", ""),
                node.get("to", ""),
                text_of(node),
                source=node.get("source", "").removeprefix("#"),
            )
            for node in bibl.iterfind(TEI + "citedRange[@source]")
        )
    return ()
