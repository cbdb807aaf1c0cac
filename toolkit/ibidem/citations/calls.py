"""The notes of a TEI text in the order in which they are called, with their labels, their chapters, and the words before their calls."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from ibidem.reading.read import Source
from ibidem.tree import BLOCKS, TEI, XML_ID, Element, View, chosen, is_numbered_note, language_of, normalize, text_of

_CONTEXT = 300  # characters before a call
_NOTE = TEI + "note"
_DIVISIONS = frozenset(TEI + name for name in ("div", "div1", "div2", "div3", "div4", "div5", "div6", "div7"))

_CONTAINERS = _DIVISIONS | {TEI + name for name in ("front", "body", "back", "list")}


@dataclass(frozen=True, slots=True, eq=False)
class Called:
    """A note, what calls it (itself, where it stands at its call), its label as printed, its chapter, and the words before its call."""

    element: Element
    call: Element
    label: str
    chapter: str
    context: str


def called_notes(source: Source) -> list[Element]:
    """The notes that are called in the text, in the order of their calls."""
    return [called.element for called in calls(source)]


@lru_cache(maxsize=2)
def calls(source: Source) -> tuple[Called, ...]:
    """The notes that are called in the text, in the order of their calls.

    A note that stands apart (in the back, say) is called by the first `ref` or `ptr` that points at it, or where its `@target` is; one
    without a call, or with words around it, is called where it stands. Of a note that stands in several languages (`noteGrp`), one is taken.
    """
    called = _in_order(source)
    labels = [_label(note, call, order) for order, (note, call) in enumerate(called, start=1)]
    chapters = _chapters([call for _, call in called], labels)
    contexts = _contexts(source, called)
    return tuple(
        Called(note, call, label, chapter, contexts.get(note, ""))
        for (note, call), label, chapter in zip(called, labels, chapters, strict=True)
    )


def _in_order(source: Source) -> list[tuple[Element, Element]]:
    """Each note and what calls it."""
    positions: dict[Element, int] = {}
    notes: dict[Element, None] = {}
    callers: dict[Element, Element] = {}
    apart: dict[Element, bool] = {}
    for position, element in enumerate(source.root.iterfind(f"{TEI}text//{TEI}*")):
        positions[element] = position
        if element.tag == _NOTE:
            if _is_numbered(element) and not _is_alternative(element):
                notes.setdefault(element)
            anchor = source.target(element.get("target"))
            if anchor is not None and element.get("place") != "inline" and not _is_in_note(anchor):
                callers.setdefault(element, anchor)
        elif element.tag in (TEI + "ref", TEI + "ptr"):
            target = source.target(element.get("target"))
            if target is None or target.tag != _NOTE or target.get("place") == "inline" or _is_in_note(element):
                continue
            if not _is_numbered(target) or _stands_apart(
                target, apart
            ):  # else it stands at its call, and this mentions it
                callers.setdefault(target, element)
                notes.setdefault(target)
    called = [(note, callers.get(note, note)) for note in notes if note in positions]
    return sorted(called, key=lambda pair: positions.get(pair[1], positions[pair[0]]))


def _is_numbered(note: Element) -> bool:
    """Whether a note is called in the text: it says so itself, or its group does."""
    group = note.getparent()
    return is_numbered_note(note) or (
        group.tag == TEI + "noteGrp" and (group.get("n") is not None or group.get("place") in ("foot", "end", "bottom"))
    )


def _is_alternative(note: Element) -> bool:
    """Whether a note repeats another of its group, in another language; that in the language of the text is the one meant."""
    group = note.getparent()
    if group.tag != TEI + "noteGrp":
        return False
    same = [other for other in group.iterchildren(_NOTE) if other.get("n") in (None, note.get("n"))]
    language = language_of(group)
    return note is not next((other for other in same if language and language_of(other) == language), same[0])


def _stands_apart(note: Element, known: dict[Element, bool]) -> bool:
    """Whether there are no words around a note in which it could be called: it stands in a division, a list, or alone in a paragraph."""
    around = note.getparent()
    if around.tag == TEI + "noteGrp":
        around = around.getparent()
    if around not in known:
        words = (around.text, *(child.tail for child in around))
        known[around] = around.tag in _CONTAINERS or not any(text and not text.isspace() for text in words)
    return known[around]


def _is_in_note(element: Element) -> bool:
    return any(node.tag == _NOTE and _is_numbered(node) for node in element.iterancestors())


def _label(note: Element, call: Element, order: int) -> str:
    """What a note is called in print: its number, that of its group, the words of its call, else its place in the order."""
    group = note.getparent()
    words = text_of(call).strip("[]() ") if call.tag == TEI + "ref" else ""
    return str(
        note.get("n")
        or (group.get("n") if group.tag == TEI + "noteGrp" else None)
        or call.get("n")
        or (words if 0 < len(words) < 8 else None)
        or order
    )


# ---------- chapters ----------


def _chapters(called: list[Element], labels: list[str]) -> list[str]:
    """A key for the chapter of each note: divisions of the type chapter; else those in which the numbers of the notes begin again."""
    beginnings = _beginnings(called, labels)
    keys: dict[Element | None, str] = {None: ""}
    return [keys.setdefault(_chapter(call, beginnings), str(len(keys))) for call in called]


def _chapter(call: Element, beginnings: set[Element]) -> Element | None:
    """The division in which the numbers begin again, where it is inside a chapter; else the outermost chapter."""
    found, is_chapter = None, False
    for node in call.iterancestors():
        if node.tag == TEI + "text":
            return node if found is None else found
        if node.tag not in _DIVISIONS:
            continue
        if (node.get("type") or "").casefold() == "chapter" and (found is None or is_chapter):
            found, is_chapter = node, True
        elif found is None and node.getparent() in beginnings:
            found = node
    return found


def _beginnings(called: list[Element], labels: list[str]) -> set[Element]:
    """The parents of the divisions in which the numbers begin again at 1. Where they begin again on each page, that says nothing."""
    found: dict[Element, int] = {}
    inside = 0
    before: tuple[Element, ...] = ()
    last = 0
    for call, label in zip(called, labels, strict=True):
        divisions = tuple(node for node in call.iterancestors() if node.tag in _DIVISIONS)[::-1]
        if not label.isdecimal() or len(label) > 9:
            continue
        if int(label) == 1 and last >= 1:
            new = next((node for node in divisions if node not in before), None)
            if new is None:
                inside += 1
            else:
                found[new.getparent()] = found.get(new.getparent(), 0) + 1
        last, before = int(label), divisions
    return set(found) if sum(found.values()) > inside else set()


# ---------- the words before a call ----------


def _contexts(source: Source, called: list[tuple[Element, Element]]) -> dict[Element, str]:
    """The last words of the running text before each call, notes left out."""
    notes = {note for note, _ in called}
    by_call: dict[Element, list[Element]] = {}
    for note, call in called:
        by_call.setdefault(call, []).append(note)
    found: dict[Element, str] = {}
    before: list[str] = []
    for text in source.root.iterfind(TEI + "text"):
        for piece in _running(text, notes, by_call):
            if isinstance(piece, str):
                before.append(piece)
                continue
            words = "".join(before)[-3 * _CONTEXT :]
            before = [words]
            for note in by_call[piece]:
                found[note] = normalize(words)[-_CONTEXT:]
    return found


def _running(text: Element, notes: set[Element], by_call: dict[Element, list[Element]]) -> Iterator[str | Element]:
    """The running text in pieces, and each call where it stands; what is not read of a `choice`, and notes, are passed over."""
    walk = etree.iterwalk(text, events=("start", "end"))
    for event, element in walk:
        is_element = isinstance(element.tag, str)
        if event == "start":
            if element in by_call:
                yield element
            parent = element.getparent()
            if (
                not is_element
                or element in notes
                or element in by_call
                or element.tag == TEI + "noteGrp"
                or is_numbered_note(element)
                or (parent is not None and parent.tag == TEI + "choice" and element is not chosen(parent, View.READ))
            ):
                walk.skip_subtree()
            else:
                yield (" " if element.tag in BLOCKS else "") + (element.text or "")
        elif element is not text:
            yield (" " if is_element and element.tag in BLOCKS else "") + (element.tail or "")


def identifier(note: Element, order: int) -> str:
    """What a note is called in answers: its `xml:id`, or its place in the order."""
    return str(note.get(XML_ID) or f"note-{order}")
