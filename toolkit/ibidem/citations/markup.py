"""Writing answers into the TEI: `bibl`, `ref` and `citedRange` around the words that stand there, and what is inherited beside the text."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ibidem.citations.collect import PROGRAM, Citations, collect, id_at
from ibidem.citations.locator import is_archival, is_part_of_work
from ibidem.citations.model import Answer, Citation, Kind, Level, Note, Scope
from ibidem.citations.recode import as_utf8
from ibidem.citations.standoff import Ids, application, attributes, is_written, range_of, stand_off
from ibidem.citations.wrap import Crossing, Words, Wrap
from ibidem.edit import Edit, apply
from ibidem.errors import InternalError
from ibidem.finding import NotReadable
from ibidem.reading.read import Source, parse
from ibidem.tree import TEI, XML_ID, Element, View, is_numbered_note, local, text_of

# What @type of the `ref` says, after the names that the TEI discusses (issue 2974).
_BY_KIND = {Kind.NOTEREF: "footnote", Kind.INFRA: "subsequentWork"}
_BY_SCOPE = {Scope.AUTHOR: "precedingAuthor", Scope.NOTE: "footnote"}
_OWN_PARTS = frozenset({"ref", "citedRange", "idno", "biblScope"})


@dataclass(frozen=True)
class Markup:
    """The new bytes of a file, and the labels of the notes whose record is new or out of date."""

    data: bytes
    changed: tuple[str, ...]
    # Notes whose words are marked up in a way that the program does not touch.
    by_hand: tuple[str, ...]


@dataclass(slots=True)
class _Place:
    """Something that is written as a whole: a raw note, or one `bibl` of a note that an editor has marked up."""

    note: Note
    element: Element
    words: Words
    items: list[tuple[Citation, Answer | None]]


def record(citations: Citations) -> Markup:
    """Record every answer in the bytes of its file. Text and all other bytes stay; raises `InternalError` if they would not."""
    recoded = as_utf8(citations.source)
    if recoded is not None:
        inner = record(collect(recoded.source))
        data = recoded.back(inner.data)
        _prove_untouched(citations.source, data)
        return replace(inner, data=data)
    source = citations.source
    places, by_hand = _places(citations)
    answers = [answer for answer in citations.answers if is_written(answer) and answer.note.order not in by_hand]
    ids = Ids(citations, frozenset(by_hand))
    edits: list[Edit] = []
    changed: dict[str, None] = {}
    for place in places:
        new = _edits(place, ids)
        edits += new
        if new:
            changed.setdefault(place.note.label)
    standing = list(stand_off(citations, ids, answers))
    if standing and not changed:
        changed["standOff"] = None
    edits += standing
    if any(b"resp=" in edit.new for edit in edits):
        edits += application(source)
    data = apply(source.data, edits)
    if edits:
        _prove_untouched(source, data)
    return Markup(data, tuple(changed), tuple(by_hand.values()))


def _places(citations: Citations) -> tuple[list[_Place], dict[int, str]]:
    """All that is to be written, and the notes, by order, that are left to the editor as a whole."""
    places: list[_Place] = []
    by_hand: dict[int, str] = {}
    answers: dict[int, list[Answer]] = {}
    for answer in citations.answers:
        answers.setdefault(answer.note.order, []).append(answer)
    for note in citations.notes:
        found = list(_places_of(citations, note, answers.get(note.order, [])))
        if all(_can_be_written(citations, place, by_hand) for place in found):
            places += found
        else:
            by_hand[note.order] = note.label
    return places, by_hand


def _can_be_written(citations: Citations, place: _Place, by_hand: dict[int, str]) -> bool:
    """Whether the elements nest with what is there, the words are those of the file, and what is pointed at has an id."""
    if place.words.text != text_of(place.element):
        return False  # an entity of the document's own, or a choice
    if any(answer is not None and _is_nameless(citations, answer.antecedent, by_hand) for _, answer in place.items):
        return False
    try:
        place.words.regions(_wraps(place, None))
    except Crossing:
        return False
    return True


def _is_nameless(citations: Citations, antecedent: Citation | None, by_hand: dict[int, str]) -> bool:
    """Whether a citation has no `xml:id` and gets none, and neither has its note."""
    if antecedent is None:
        return False
    is_given = antecedent not in citations.notes[antecedent.note - 1].marked and antecedent.note not in by_hand
    return not is_given and not id_at(citations.elements[antecedent.id])


def _places_of(citations: Citations, note: Note, answers: list[Answer]) -> Iterator[_Place]:
    """What is written in a note: each `bibl` of an editor that is answered, and what the words beside them cite."""
    source = citations.source
    for answer in answers:
        if is_written(answer) and answer.reference in note.marked:
            element = citations.elements[answer.reference.id]
            span = source.span(element)
            own = [source.span(part) for part in _own_in(element)]
            yield _Place(
                note, element, Words(source.data, span.open_end, span.close_start, own), [(answer.reference, answer)]
            )
    items: list[tuple[Citation, Answer | None]] = [
        (answer.reference, answer)
        for answer in answers
        if is_written(answer)
        and answer.reference not in note.marked
        and (answer.target is None or citations.called[answer.target.order - 1].element.get(XML_ID))
    ]
    items += [(citation, None) for citation in note.citations if not citation.is_short and citation not in note.marked]
    element = citations.called[note.order - 1].element
    own_elements = _own_beside(element, {citations.elements[citation.id] for citation in note.marked})
    if items or own_elements:
        span = source.span(element)
        tags = dict.fromkeys(part for each in own_elements for part in (each, *_own_in(each)))
        words = Words(source.data, span.open_end, span.close_start, [source.span(part) for part in tags])
        yield _Place(note, element, words, sorted(items, key=lambda item: (item[0].start, -item[0].end)))


def _own_beside(note: Element, marked: set[Element]) -> list[Element]:
    """What the program has put into a note, outside the citations that an editor has marked up."""
    return [
        part
        for part in note.iterdescendants(f"{TEI}*")
        if part.get("resp") == PROGRAM
        and local(part) in ("bibl", "ref")
        and not any(node in marked for node in (part, *part.iterancestors()))
    ]


def _own_in(element: Element) -> list[Element]:
    """The parts of a `bibl` that the program has put in."""
    return [part for part in element.iterdescendants(f"{TEI}*") if local(part) in _OWN_PARTS]


def _edits(place: _Place, ids: Ids) -> list[Edit]:
    """The changes to the bytes of a place, where there are any."""
    prefix = f"{place.element.prefix}:" if place.element.prefix else ""
    wraps = _wraps(place, ids)
    if place.element.tag != TEI + "bibl":
        return place.words.edits(wraps, prefix)
    [bibl, *parts] = wraps
    span, data = ids.source.span(place.element), ids.source.data
    opening, closing = f"<{prefix}bibl{bibl.attributes}>".encode(), f"</{prefix}bibl>".encode()
    whole = opening + place.words.with_elements(parts, prefix) + closing
    return [Edit(span.start, span.end, whole)] if data[span.start : span.end] != whole else []


def _wraps(place: _Place, ids: Ids | None) -> list[Wrap]:
    """The elements to be put in, each before those within it; without `ids` they have no attributes yet."""
    found: list[Wrap] = []
    behind = 0
    shorts = [citation for citation, answer in place.items if answer is not None]
    for citation, answer in place.items:
        start, end = citation.start, citation.end
        if place.element.tag == TEI + "bibl":
            start, end = 0, len(place.words.text)
        elif (
            start == 0 and citation.kind not in _BY_KIND and not any(char.isalnum() for char in place.words.text[end:])
        ):
            end = len(place.words.text)  # the note is this citation and nothing else: its full stop belongs to it
        if answer is None and any(short.start < end and start < short.end for short in shorts):
            continue  # a work named together with a short reference
        if start < behind or end > len(place.words.text):
            raise Crossing
        behind = end
        found += _citation(citation, answer, start, end, ids)
    return found


def _citation(citation: Citation, answer: Answer | None, start: int, end: int, ids: Ids | None) -> list[Wrap]:
    if answer is None:
        filled = (
            attributes({"xml:id": citation.id, "type": "full", "corresp": ids.work(citation), "resp": PROGRAM})
            if ids
            else ""
        )
        return [Wrap(start, end, "bibl", filled), *_levels(citation.levels, start, end)]
    kind = answer.reference.kind
    if kind in _BY_KIND:
        filled = (
            attributes(
                {
                    "type": _BY_KIND[kind],
                    "target": ids.note(answer),
                    "resp": PROGRAM,
                    "cert": str(answer.confidence or ""),
                }
            )
            if ids
            else ""
        )
        return [Wrap(start, end, "ref", filled)]
    target = ids.target(answer.antecedent) if ids and answer.antecedent is not None else ""
    filled = attributes({
        "xml:id": citation.id, "type": "short", "subtype": str(kind), "corresp": f"#{answer.work}" if answer.work else "",
        "source": target, "resp": PROGRAM, "cert": str(answer.confidence or ""),
    })  # fmt: skip
    ref = attributes({"type": _BY_SCOPE.get(citation.scope, "precedingWork"), "target": target})
    behind = citation.sign_start + len(citation.sign)
    return [
        Wrap(start, end, "bibl", filled),
        Wrap(citation.sign_start, behind, "ref", ref),
        *_levels(citation.levels, behind, end),  # a level before the sign stays as it is
    ]


def _levels(levels: tuple[Level, ...], start: int, end: int) -> Iterator[Wrap]:
    """The parts of the path or the place that stand between two offsets."""
    for level in sorted(levels, key=lambda level: level.start):
        if not start <= level.start < level.end <= end:
            continue
        start = level.end
        if is_archival(level.unit):
            yield Wrap(level.start, level.end, "idno", attributes({"type": level.unit}), plain=True)
        elif is_part_of_work(level.unit):
            yield Wrap(level.start, level.end, "biblScope", attributes({"unit": level.unit}))
        else:
            yield Wrap(level.start, level.end, "citedRange", attributes({"unit": level.unit, **range_of(level)}))


def _prove_untouched(source: Source, data: bytes) -> None:
    """The words of the text are the same after the change, character for character, or nothing is written."""
    try:
        after = parse(data, str(source.path))
    except NotReadable as error:
        raise InternalError(
            f"{source.path}: writing would have broken the file ({error.finding.message}) Nothing was written."
        ) from None
    texts = [list(root.iterfind(TEI + "text")) for root in (source.root, after)]
    for before, now in zip(*texts, strict=True):
        if "".join(before.itertext()) != "".join(now.itertext()) or any(
            text_of(before, view, notes=True) != text_of(now, view, notes=True) for view in View
        ):
            raise InternalError(f"{source.path}: writing would have changed the text. Nothing was written.")
        if sum(map(is_numbered_note, before.iter(TEI + "note"))) != sum(map(is_numbered_note, now.iter(TEI + "note"))):
            raise InternalError(f"{source.path}: writing would have changed the notes. Nothing was written.")
