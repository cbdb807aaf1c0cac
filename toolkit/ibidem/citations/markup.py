"""Writing answers into the TEI: `bibl`, `ref` and `citedRange` around the words that stand there, and what is inherited beside the text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from ibidem import __version__
from ibidem.citations.collect import PROGRAM, Citations
from ibidem.citations.locator import is_archival, is_part_of_work
from ibidem.citations.model import Answer, Kind, Level, Scope
from ibidem.edit import Edit, apply
from ibidem.errors import IbidemError, InternalError
from ibidem.positions import Character, characters
from ibidem.read import NotReadable, Source, parse
from ibidem.tree import TEI, XML_ID, Element, View, is_numbered_note, local, text_of

# What @type of the `ref` says, after the names that the TEI discusses (issue 2974).
REF_TYPE = "precedingWork"
_OWN_PARTS = frozenset({"ref", "citedRange", "idno", "biblScope"})


@dataclass(frozen=True)
class Markup:
    """The new bytes of a file, and the labels of the notes whose record is new or out of date."""

    data: bytes
    changed: tuple[str, ...]
    # Notes whose words are marked up in a way that the program does not touch.
    by_hand: tuple[str, ...]


def record(citations: Citations) -> Markup:
    """Record every answer in the bytes of its file. Text and all other bytes stay; raises `InternalError` if they would not."""
    source = citations.source
    if not _is_utf8(source.data):
        raise IbidemError(
            f"{source.path}: only UTF-8 files are written. Save it as UTF-8, then run `ibidem resolve --write` again."
        )
    edits: list[Edit] = []
    changed: list[str] = []
    by_hand: list[str] = []
    ids = _Ids(citations)
    for answer in citations.answers:
        if not _is_written(answer):
            continue
        try:
            edit = _edit(citations, answer, ids)
        except _ByHand:
            by_hand.append(answer.note.label)
            continue
        if source.data[edit.start : edit.end] != edit.new:
            edits.append(edit)
            changed.append(answer.note.label)
    standing = list(_stand_off(citations, ids, skip=frozenset(by_hand)))
    if standing and not changed:
        changed = ["standOff"]
    edits += standing
    if edits:
        edits += _application(source)
    data = apply(source.data, edits)
    _prove_untouched(source, data)
    return Markup(data, tuple(dict.fromkeys(changed)), tuple(by_hand))


def _is_written(answer: Answer) -> bool:
    """Whether an answer is recorded: it repeats a work, and no editor has decided. Links to notes and new works by an author named are not."""
    repeats = answer.reference.kind is not Kind.NOTEREF and answer.reference.scope is not Scope.AUTHOR
    return answer.antecedent is not None and repeats and not answer.reference.decided


class _ByHand(Exception):
    """The words of a reference are marked up already, by an editor, and not as a citation."""


class _Ids:
    """The `xml:id` that each citation has, or will have once it is written."""

    def __init__(self, citations: Citations) -> None:
        self._elements = citations.elements
        self._written = {
            answer.reference.id for answer in citations.answers if _is_written(answer) or answer.reference.decided
        }

    def of(self, key: str) -> str:
        """The id to point at: that of the `bibl`, or of the note where a citation is not marked up."""
        return key if key in self._written else str(self._elements[key].get(XML_ID) or key)


def _edit(citations: Citations, answer: Answer, ids: _Ids) -> Edit:
    element = citations.elements[answer.reference.id]
    source = citations.source
    if element.get(XML_ID) is None and element.tag == TEI + "note":
        raise _ByHand
    if element.tag == TEI + "bibl" and any(
        local(child) not in _OWN_PARTS for child in element.iter(f"{TEI}*") if child is not element
    ):
        raise _ByHand
    span = source.span(element)
    text, chars = _normalized(characters(source.data, span.open_end, span.close_start))
    if text != text_of(element) or not chars:
        raise _ByHand
    if element.tag == TEI + "bibl":
        return Edit(span.start, span.end, _bibl(citations, answer, ids, element, text, chars, 0, len(text)))
    start, end = answer.reference.start, answer.reference.end
    if start == 0 and not re.search(r"\w", text[end:]):
        end = len(text)  # the note is this reference and nothing else: its full stop belongs to it
    first, last = chars[start].start, chars[end - 1].end
    if b"<" in source.data[first:last]:
        raise _ByHand
    return Edit(first, last, _bibl(citations, answer, ids, element, text, chars, start, end))


def _bibl(
    citations: Citations,
    answer: Answer,
    ids: _Ids,
    element: Element,
    text: str,
    chars: list[Character],
    start: int,
    end: int,
) -> bytes:
    data, reference, antecedent = citations.source.data, answer.reference, answer.antecedent
    assert antecedent is not None and answer.confidence is not None
    prefix = f"{element.prefix}:" if element.prefix else ""
    target = f"#{ids.of(antecedent.id)}"
    attributes = {
        "xml:id": reference.id,
        "type": "short",
        "subtype": str(reference.kind),
        "corresp": f"#{answer.work}" if answer.work else "",
        "source": target,
        "resp": PROGRAM,
        "cert": answer.confidence,
    }

    def raw(a: int, b: int) -> str:
        return data[chars[a].start : chars[b - 1].end].decode() if b > a else ""

    def tagged(name: str, content: str, **attributes: str) -> str:
        return f"<{prefix}{name}{_attributes(attributes)}>{content}</{prefix}{name}>"

    pieces, at = [raw(start, reference.sign_start)], reference.sign_start + len(reference.sign)
    pieces.append(tagged("ref", raw(reference.sign_start, at), type=REF_TYPE, target=target))
    for level in reference.levels:
        if level.start < at:  # it stands before the sign, or came from attributes
            continue
        pieces.append(raw(at, level.start))
        inner = raw(level.start, level.end)
        if is_archival(level.unit):
            pieces.append(tagged("idno", inner, type=level.unit))
        elif is_part_of_work(level.unit):
            pieces.append(tagged("biblScope", inner, unit=level.unit))
        else:
            pieces.append(tagged("citedRange", inner, unit=level.unit, **_range(level)))
        at = level.end
    pieces.append(raw(at, end))
    return tagged("bibl", "".join(pieces), **attributes).encode()


def _range(level: Level) -> dict[str, str]:
    return {"from": level.first, "to": level.last} if level.last else {"from": level.first}


def _stand_off(citations: Citations, ids: _Ids, skip: frozenset[str]) -> Iterator[Edit]:
    """The list of expansions, written anew as a whole: it is the program's own."""
    source = citations.source
    answered = [a for a in citations.answers if _is_written(a) and a.note.label not in skip]
    own = source.find(f"t:standOff/t:listBibl[@type='expanded'][@resp='{PROGRAM}']")
    stand_off = source.find("t:standOff")
    prefix = f"{source.root.prefix}:" if source.root.prefix else ""
    newline = "\r\n" if b"\r\n" in source.data else "\n"
    body = "".join(f"{newline}      {_expansion(citations, answer, ids, prefix)}" for answer in answered)
    whole = f'<{prefix}listBibl type="expanded" resp="{PROGRAM}">{body}{newline}    </{prefix}listBibl>'
    if own:
        span = source.span(own[0])
        if source.data[span.start : span.end] != whole.encode() and answered:
            yield Edit(span.start, span.end, whole.encode())
    elif answered and stand_off and not source.span(stand_off[0]).is_empty_tag:
        end = source.span(stand_off[0]).close_start
        indent = len(source.data[:end]) - len(source.data[:end].rstrip(b" "))
        yield Edit(end - indent, end - indent, f"    {whole}{newline}".encode())
    elif answered:
        end = source.span(source.find("t:teiHeader")[0]).end
        yield Edit(
            end, end, f"{newline}  <{prefix}standOff>{newline}    {whole}{newline}  </{prefix}standOff>".encode()
        )


def _expansion(citations: Citations, answer: Answer, ids: _Ids, prefix: str) -> str:
    def tag(name: str, content: str, **attributes: str) -> str:
        filled = _attributes(attributes)
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
            inherited = {"source": f"#{ids.of(level.source)}"} if level.source else {}
            parts.append(tag("citedRange", escape(level.text), unit=level.unit, **_range(level), **inherited))
    parts += [tag("note", f"See also {escape(_labels(answer))}.", type="alternatives")] if answer.alternatives else []
    parts.append(tag("note", escape(answer.explanation), type="explanation", n=answer.rule))
    assert answer.confidence is not None
    return tag(
        "bibl",
        "".join(parts),
        corresp=f"#{answer.reference.id}",
        type="short",
        subtype=str(answer.reference.kind),
        cert=answer.confidence,
    )


def _labels(answer: Answer) -> str:
    return "; ".join(citation.label or citation.text for citation in answer.alternatives)


def _application(source: Source) -> list[Edit]:
    """The declaration of the program in the header, where `@resp` points."""
    if PROGRAM[1:] in source.ids:
        return []
    prefix = f"{source.root.prefix}:" if source.root.prefix else ""
    label = f"<{prefix}label>Ibidem</{prefix}label>"
    application = f'<{prefix}application xml:id="{PROGRAM[1:]}" ident="ibidem" version="{__version__}">{label}</{prefix}application>'
    for path, wrapped in (
        ("t:teiHeader/t:encodingDesc/t:appInfo", "{}"),
        ("t:teiHeader/t:encodingDesc", f"<{prefix}appInfo>{{}}</{prefix}appInfo>"),
    ):
        if (found := source.find(path)) and not source.span(found[0]).is_empty_tag:
            at = source.span(found[0]).close_start
            return [Edit(at, at, wrapped.format(application).encode())]
    description = source.find("t:teiHeader/t:fileDesc")
    if not description:
        raise IbidemError(
            f"{source.path}: the teiHeader has no fileDesc, so that nothing can be recorded in it. Complete the header first."
        )
    at = source.span(description[0]).end
    return [
        Edit(
            at,
            at,
            f"<{prefix}encodingDesc><{prefix}appInfo>{application}</{prefix}appInfo></{prefix}encodingDesc>".encode(),
        )
    ]


def _attributes(attributes: dict[str, str]) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items() if value)


def _normalized(raw: Iterator[Character]) -> tuple[str, list[Character]]:
    """Text with white space normalized, and for each of its characters the bytes that it stands for."""
    kept: list[Character] = []
    for char in raw:
        if not char.value.isspace():
            kept.append(char)
        elif kept and kept[-1].value != " ":
            kept.append(Character(" ", char.start, char.end))
        elif kept:
            kept[-1] = Character(" ", kept[-1].start, char.end)
    if kept and kept[-1].value == " ":
        kept.pop()
    return "".join(char.value for char in kept), kept


def _is_utf8(data: bytes) -> bool:
    declared = re.match(rb"<\?xml[^>]*encoding\s*=\s*[\"']([\w.-]+)", data.removeprefix(b"\xef\xbb\xbf"))
    if declared and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii", b"ascii"):
        return False
    return not data.startswith((b"\xff\xfe", b"\xfe\xff"))


def _prove_untouched(source: Source, data: bytes) -> None:
    """The words of the text are the same after the change, or nothing is written."""
    try:
        after = parse(data, str(source.path))
    except NotReadable as error:
        raise InternalError(
            f"{source.path}: writing would have broken the file ({error.finding.message}) Nothing was written."
        ) from None
    for before, now in zip(source.root.iterfind(TEI + "text"), after.iterfind(TEI + "text"), strict=True):
        if any(text_of(before, view, notes=True) != text_of(now, view, notes=True) for view in View):
            raise InternalError(f"{source.path}: writing would have changed the text. Nothing was written.")
        if sum(map(is_numbered_note, before.iter(TEI + "note"))) != sum(map(is_numbered_note, now.iter(TEI + "note"))):
            raise InternalError(f"{source.path}: writing would have changed the notes. Nothing was written.")
