"""The notes of a TEI text in the order of their calls, with the citations in them: those marked up, and those read from the words."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import count

from ibidem.citations.calls import Called, calls, identifier
from ibidem.citations.detect import language_of
from ibidem.citations.locator import is_part_of_work, read_levels
from ibidem.citations.model import Answer, Citation, Kind, Level, Note
from ibidem.citations.names import fold, people_in, words_in
from ibidem.citations.read import read
from ibidem.citations.resolve import resolve
from ibidem.citations.terms import Lexicon, lexicon
from ibidem.edition import terms_for
from ibidem.reading.read import Source
from ibidem.tree import TEI, XML_ID, Element, local, normalize, text_of
from ibidem.tree import language_of as language_at

# Whose word a recorded answer is when it is the program's own, and may be written again.
PROGRAM = "#ibidem"
_NUMBERED = re.compile(r"^(.*)\.b\d+$", re.DOTALL)


@dataclass(frozen=True, eq=False)
class Citations:
    """All that the notes of one text cite.

    `elements` has the `bibl` of each citation that is marked up and the note of every other, by id; `called` has every note, in the order
    of `notes`.
    """

    source: Source
    notes: tuple[Note, ...]
    answers: tuple[Answer, ...]
    elements: dict[str, Element]
    called: tuple[Called, ...]
    words: Lexicon


@lru_cache(maxsize=2)  # several rules and stages ask for the same text
def collect(source: Source) -> Citations:
    """Read and resolve all citations of one text.

    What the program has marked up itself is read again from the words, as if it were not there: so an answer never rests on an old one.
    """
    elements: dict[str, Element] = {}
    works = _works(source)
    called = calls(source)
    words = lexicon(_language(source, [call.element for call in called]), terms_for(source.path))
    own = {key for key, element in source.ids.items() if element.get("resp") == PROGRAM}
    taken = frozenset(match[1] for key in source.ids if key not in own and (match := _NUMBERED.match(key)))
    notes = []
    for order, call in enumerate(called, start=1):
        element, name = call.element, identifier(call.element, order)
        marked = _marked_in(source, element, order, name, elements, works, words)
        notes.append(
            Note(
                order, call.label, name, text_of(element), call.chapter, marked, _links(element) if marked else (), call.context,
                _free(name, taken),
                silent=not marked and element.get("type") == "commentary",
            )
        )  # fmt: skip
    answers = resolve(notes, {key: levels for key, (_, levels) in works.items()}, words)
    for note in notes:
        for citation in note.citations:
            if citation not in note.marked:
                bibl = source.ids.get(citation.id)
                is_own = bibl is not None and bibl.get("resp") == PROGRAM
                elements[citation.id] = bibl if is_own else called[note.order - 1].element
    for answer in answers:  # links to notes are no citations
        elements.setdefault(answer.reference.id, called[answer.note.order - 1].element)
    return Citations(source, tuple(notes), tuple(answers), elements, called, words)


def _language(source: Source, called: list[Element]) -> str:
    """The language of the notes: `xml:lang` first, else the words found in them."""
    for element in (*called[:1], source.root):
        if language := language_at(element):
            return language
    return language_of(text_of(element) for element in called[:100])


def _free(name: str, taken: frozenset[str]) -> str:
    """What the ids of a note's citations begin with: an id that something else has already is not given again."""
    if name not in taken:
        return name
    return next(prefix for number in count(2) if (prefix := f"{name}.{number}") not in taken)


def _works(source: Source) -> dict[str, tuple[str, tuple[Level, ...]]]:
    """The label and path of each entry in the edition's list of sources."""
    found = {}
    for element in source.find("t:standOff//t:listBibl[not(@type='expanded')]/t:bibl[@xml:id]"):
        short = element.find(TEI + "title[@type='short']")
        label = text_of(short if short is not None else element)
        found[element.get(XML_ID)] = (label, _marked_levels(element))
    return found


def _marked_in(
    source: Source,
    note: Element,
    order: int,
    identifier: str,
    elements: dict[str, Element],
    works: dict[str, tuple[str, tuple[Level, ...]]],
    words: Lexicon,
) -> tuple[Citation, ...]:
    """The citations that an editor has marked up in a note."""
    result: list[Citation] = []
    text, at = text_of(note), 0
    bibls = [bibl for bibl in _bibls(note) if not _is_own(bibl, identifier)]
    for number, bibl in enumerate(bibls, start=1):
        key = bibl.get(XML_ID) or f"{identifier}.b{number}"
        elements[key] = bibl
        citation = _marked(source, bibl, order, key, works, words)
        citation.offset = max(text.find(citation.text, at), at)
        at = citation.offset + len(citation.text)
        result.append(citation)
    return tuple(result)


def _is_own(bibl: Element, identifier: str) -> bool:
    """Whether the program has marked up a citation: one that it has only filled in keeps the id that an editor gave it."""
    if bibl.get("resp") != PROGRAM:
        return False
    key = bibl.get(XML_ID)
    return key is None or re.fullmatch(rf"{re.escape(identifier)}(?:\.\d+)?\.b\d+", key) is not None


def _links(note: Element) -> tuple[tuple[int, int], ...]:
    """Where in the words of a note an editor's links stand."""
    found = []
    text, at = text_of(note), 0
    for link in note.iterdescendants(TEI + "ref"):
        words = text_of(link)
        if not words or link.get("resp") == PROGRAM or any(node.tag == TEI + "bibl" for node in _up_to(link, note)):
            continue
        if (start := text.find(words, at)) >= 0:
            at = start + len(words)
            found.append((start, at))
    return tuple(found)


def _bibls(note: Element) -> list[Element]:
    """The citations marked up in a note, not those within another."""
    return [
        bibl
        for bibl in note.iterdescendants(TEI + "bibl")
        if not any(parent.tag == TEI + "bibl" for parent in _up_to(bibl, note))
    ]


def id_at(element: Element) -> str:
    """The `xml:id` by which a citation is pointed at: that of its `bibl`, else that of its note; "" where neither has one."""
    for node in (element, *element.iterancestors()):
        if (found := node.get(XML_ID)) is not None:
            return str(found)
        if node.tag == TEI + "note":
            break
    return ""


def _up_to(element: Element, ancestor: Element) -> list[Element]:
    found = []
    for node in element.iterancestors():
        if node is ancestor:
            break
        found.append(node)
    return found


def _marked(
    source: Source, bibl: Element, order: int, key: str, works: dict[str, tuple[str, tuple[Level, ...]]], words: Lexicon
) -> Citation:
    """A citation that an editor (or this program, before) has marked up: the markup is believed before the words."""
    text = text_of(bibl)
    work = bibl.get("corresp", "").removeprefix("#")
    label, path = works.get(work, ("", ()))
    levels = _marked_levels(bibl)
    draft = None
    if bibl.get("type") != "full":
        draft = next((part.draft for part in read(text, words) if part.draft is not None), None)
    if draft is None and bibl.get("type") == "short" and bibl.get("resp") == PROGRAM:
        return Citation(key, order, 0, len(text), text, kind=Kind.SHORT, sign=text)
    if draft is None or (draft.kind is Kind.IDEM and draft.titled):
        given = {level.unit for level in levels}
        levels = (*(level for level in path if level.unit not in given), *levels)
        return Citation(
            key, order, 0, len(text), text, levels, _names(bibl, text), words_in(text), work, label, place=levels
        )
    short = Citation(
        key, order, 0, len(text), text, draft.levels, draft.left.names, kind=draft.kind, sign=draft.sign, sign_start=draft.sign_start
    )  # fmt: skip
    if bibl.get("resp") != PROGRAM:
        short.work, short.label, short.decided = work, label, bibl.get("resp", "editor")
        short.decided_levels = (*path, *levels, *_expanded(source, key))
    return short


def _names(bibl: Element, text: str) -> tuple[str, ...]:
    """The names of creators: surnames where they are marked, else all words of a marked name, else what the words look like."""
    surnames = [normalize("".join(node.itertext())) for node in bibl.iterdescendants(TEI + "surname")]
    if surnames:
        return tuple(dict.fromkeys(fold(name) for name in surnames))
    marked = [text_of(node) for name in ("author", "editor") for node in bibl.iterdescendants(TEI + name)]
    if not marked:
        return people_in(text)
    return tuple(dict.fromkeys(fold(word) for name in marked for word in re.findall(r"[^\W\d_][\w’'-]+", name)))


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
