"""What is recorded beside the text: the ids to point at, what each short reference stands for, and the program in the header."""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from ibidem import __version__
from ibidem.citations.collect import PROGRAM, Citations, id_at
from ibidem.citations.locator import is_part_of_work
from ibidem.citations.model import Answer, Citation, Kind, Level
from ibidem.edit import Edit
from ibidem.errors import IbidemError
from ibidem.reading.read import Source
from ibidem.tree import TEI, XML_ID, Element

_LINKS = (Kind.NOTEREF, Kind.INFRA)


def is_written(answer: Answer) -> bool:
    """Whether an answer is recorded: it has an antecedent, or a note with an id to link to, and no editor has decided."""
    if answer.reference.decided:
        return False
    return answer.target is not None if answer.reference.kind in _LINKS else answer.antecedent is not None


class Ids:
    """What the attributes point at: the `xml:id` of each citation once it is written, or that of its note where it is not."""

    def __init__(self, citations: Citations, by_hand: frozenset[int]) -> None:
        self.source = citations.source
        self._citations = citations
        self._raw = {
            citation.id
            for note in citations.notes
            if note.order not in by_hand
            for citation in note.citations
            if citation not in note.marked
        }

    def of(self, key: str) -> str:
        """An id, or "" where there is none to point at."""
        if key in self._raw:
            return key
        element = self._citations.elements[key]
        if element.tag == TEI + "bibl" and element.get("resp") == PROGRAM:
            return str(element.get(XML_ID) or key)
        return id_at(element)

    def target(self, citation: Citation) -> str:
        """A pointer to a citation."""
        return self.pointer(citation.id)

    def pointer(self, key: str) -> str:
        """A pointer to the citation of that id."""
        return f"#{found}" if (found := self.of(key)) else ""

    def note(self, answer: Answer) -> str:
        """A pointer to the note that is meant."""
        assert answer.target is not None
        own = self._citations.called[answer.target.order - 1].element.get(XML_ID)
        return f"#{own}" if own else ""

    def work(self, citation: Citation) -> str:
        """A pointer to the entry of a work, where it has one."""
        return f"#{citation.work}" if citation.work else ""


def stand_off(citations: Citations, ids: Ids, answers: Sequence[Answer]) -> Iterator[Edit]:
    """The list of expansions, written anew as a whole: it is the program's own."""
    source = citations.source
    answered = [answer for answer in answers if answer.reference.kind not in _LINKS]
    own = source.find(f"t:standOff/t:listBibl[@type='expanded'][@resp='{PROGRAM}']")
    stand_off = source.find("t:standOff")
    prefix = f"{source.root.prefix}:" if source.root.prefix else ""
    newline = "\r\n" if b"\r\n" in source.data else "\n"
    body = "".join(f"{newline}      {_expansion(answer, ids, prefix)}" for answer in answered)
    whole = f'<{prefix}listBibl type="expanded" resp="{PROGRAM}">{body}{newline}    </{prefix}listBibl>'
    if own:
        parent = own[0].getparent()
        span = source.span(own[0] if answered or len(parent) > 1 else parent)
        new = whole.encode() if answered else b""
        if source.data[span.start : span.end] != new:
            yield Edit(span.start, span.end, new)
    elif answered and stand_off and not source.span(stand_off[0]).is_empty_tag:
        end = source.span(stand_off[0]).close_start
        indent = len(source.data[:end]) - len(source.data[:end].rstrip(b" "))
        yield Edit(end - indent, end - indent, f"    {whole}{newline}".encode())
    elif answered:
        at = source.span(stand_off[0]) if stand_off else None
        end = source.span(_of_header(source, "t:teiHeader")).end
        text = f"<{prefix}standOff>{newline}    {whole}{newline}  </{prefix}standOff>"
        yield Edit(at.start, at.end, text.encode()) if at else Edit(end, end, f"{newline}  {text}".encode())


def _expansion(answer: Answer, ids: Ids, prefix: str) -> str:
    def tag(name: str, content: str, **given: str) -> str:
        filled = attributes(given)
        return f"<{prefix}{name}{filled}>{content}</{prefix}{name}>" if content else f"<{prefix}{name}{filled}/>"

    parts = (
        [tag("ptr", "", target=f"#{answer.work}")]
        if answer.work
        else [tag("title", escape(answer.label))]
        if answer.label
        else []
    )
    for level in answer.levels:
        if not is_part_of_work(level.unit):
            source = ids.pointer(level.source) if level.source else ""
            parts.append(tag("citedRange", escape(level.text), unit=level.unit, **range_of(level), source=source))
    parts.append(tag("note", escape(answer.explanation), type="explanation", n=answer.rule))
    parts += [tag("note", f"Perhaps {escape(_labels(answer))}.", type="alternatives")] if answer.alternatives else []
    return tag(
        "bibl", "".join(parts), corresp=f"#{answer.reference.id}", type="short", subtype=str(answer.reference.kind),
        cert=str(answer.confidence or ""),
    )  # fmt: skip


def _labels(answer: Answer) -> str:
    return "; ".join(citation.label or citation.text for citation in answer.alternatives)


def application(source: Source) -> list[Edit]:
    """The declaration of the program in the header, where `@resp` points."""
    declared = source.ids.get(PROGRAM[1:])
    if declared is not None and declared.tag == TEI + "application":
        return []
    if declared is not None:
        raise IbidemError(
            f'{source.path}: xml:id="{PROGRAM[1:]}" is taken; it is what the program is called in @resp. Give this element another.'
        )
    prefix = f"{source.root.prefix}:" if source.root.prefix else ""
    label = f"<{prefix}label>Ibidem</{prefix}label>"
    entry = f'<{prefix}application xml:id="{PROGRAM[1:]}" ident="ibidem" version="{__version__}">{label}</{prefix}application>'
    for path, wrapped in (
        ("t:teiHeader/t:encodingDesc/t:appInfo", "{}"),
        ("t:teiHeader/t:encodingDesc", f"<{prefix}appInfo>{{}}</{prefix}appInfo>"),
    ):
        if (found := source.find(path)) and not source.span(found[0]).is_empty_tag:
            at = source.span(found[0]).close_start
            return [Edit(at, at, wrapped.format(entry).encode())]
    at = source.span(_of_header(source, "t:teiHeader/t:fileDesc")).end
    whole = f"<{prefix}encodingDesc><{prefix}appInfo>{entry}</{prefix}appInfo></{prefix}encodingDesc>"
    return [Edit(at, at, whole.encode())]


def _of_header(source: Source, path: str) -> Element:
    found = source.find(path)
    if not found:
        raise IbidemError(
            f"{source.path}: there is no teiHeader with a fileDesc, so that nothing can be recorded in it. Complete the header first."
        )
    return found[0]


def attributes(given: dict[str, str]) -> str:
    """The attributes of a tag; those without a value are left out."""
    return "".join(f" {name}={quoteattr(value)}" for name, value in given.items() if value)


def range_of(level: Level) -> dict[str, str]:
    """`@from` and `@to` of a level; *12 ff.* has no end."""
    return {"from": level.first, "to": level.last} if level.last else {"from": level.first}
