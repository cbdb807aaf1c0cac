"""The notes of a TEI text in the order of their calls, with the citations in them: those marked up, and those read from the words."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from pathlib import Path

from ibidem.citations.detect import language_of
from ibidem.citations.locator import is_part_of_work, read_levels
from ibidem.citations.model import Answer, Citation, Kind, Level, Note
from ibidem.citations.names import fold, people_in, words_in
from ibidem.citations.read import read
from ibidem.citations.resolve import resolve
from ibidem.citations.terms import Lexicon, lexicon
from ibidem.edition import load, nearest
from ibidem.read import Source
from ibidem.tree import TEI, XML_ID, Element, is_numbered_note, local, normalize, text_of

# Whose word a recorded answer is when it is the program's own, and may be written again.
PROGRAM = "#ibidem"
_NUMBERED = re.compile(r"^(.*)\.b\d+$", re.DOTALL)


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
    called = called_notes(source)
    words = lexicon(_language(source, called), _terms(source.path))
    taken = frozenset(match[1] for match in map(_NUMBERED.match, source.ids) if match)
    notes = []
    for order, element in enumerate(called, start=1):
        label = element.get("n") or str(order)
        identifier = element.get(XML_ID) or f"note-{order}"
        marked = _marked_in(source, element, order, identifier, elements, works, words)
        notes.append(
            Note(
                order, label, identifier, text_of(element), _chapter(element), marked, prefix=_free(identifier, taken),
                silent=not marked and element.get("type") == "commentary",
            )
        )  # fmt: skip
    answers = resolve(notes, {key: levels for key, (_, levels) in works.items()}, words)
    for note, element in zip(notes, called, strict=True):
        if not note.marked:
            elements.update((citation.id, element) for citation in note.citations)
    return Citations(source, tuple(notes), tuple(answers), elements)


def _language(source: Source, called: list[Element]) -> str:
    """The language of the notes: `xml:lang` first, else the words found in them."""
    for element in (*called[:1], source.root):
        for node in (element, *element.iterancestors()):
            if (tag := node.get("{http://www.w3.org/XML/1998/namespace}lang")) is not None:
                return str(tag)
    return language_of(text_of(element) for element in called[:100])


@lru_cache(maxsize=16)
def _terms(path: Path) -> tuple[Path, ...]:
    """The files of terms that the edition of a text names."""
    folder = nearest(path)
    return load(folder).terms if folder is not None else ()


def _free(identifier: str, taken: frozenset[str]) -> str:
    """What the ids of a note's citations begin with: an id that something else has already is not given again."""
    if identifier not in taken:
        return identifier
    return next(prefix for number in count(2) if (prefix := f"{identifier}.{number}") not in taken)


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
    marked = [
        bibl
        for bibl in note.iterdescendants(TEI + "bibl")
        if not any(parent.tag == TEI + "bibl" for parent in _up_to(bibl, note))
    ]
    result = []
    for number, bibl in enumerate(marked, start=1):
        key = bibl.get(XML_ID) or f"{identifier}.b{number}"
        elements[key] = bibl
        result.append(_marked(source, bibl, order, key, works, words))
    return tuple(result)


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
