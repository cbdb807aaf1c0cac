"""Quotation marks and apostrophes of one kind throughout, and as the header says that they are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ibidem.finding import Severity
from ibidem.languages import Prose, languages, prose
from ibidem.reading.read import Source
from ibidem.rules import Problem, rule
from ibidem.rules.quotations import pairs_of
from ibidem.tree import BLOCKS, TEI, Element, first_text, local

_STRAIGHT = re.compile(r'(?<!\d)"')  # after a digit it is inches or minutes
_CURLY = re.compile("[“”„]")
_TYPED = re.compile(r"(?<=[^\W\d])'(?=[^\W\d])")
_SET = re.compile(r"(?<=[^\W\d])’(?=[^\W\d])")
_ANY = re.compile("[\"“”„'’]")
_FEW = 4  # marks; with fewer there is no style
_MARKS = '“”„«»‹›"‚‘'
_QUOTING = (TEI + "q", TEI + "quote", TEI + "said")


@dataclass
class _Kind:
    """How often a mark was seen, and where first."""

    name: str
    count: int = 0
    first: Element | None = None

    def saw(self, count: int, element: Element) -> None:
        if count:
            self.count += count
            self.first = element if self.first is None else self.first


@rule("quotation-style", Severity.INFO)
def style(source: Source) -> Iterator[Problem]:
    """A text has quotation marks and apostrophes of one kind; each mixture is reported once, at its rarer kind."""
    straight, curly = _Kind('straight marks (")'), _Kind("curly ones (“ ”)")
    typed, typeset = _Kind("straight (')"), _Kind("curly (’)")
    for piece in prose(source):
        text = piece.run.text
        if text is None or not piece.judged or not _ANY.search(text):
            continue
        for kind, pattern in ((straight, _STRAIGHT), (curly, _CURLY), (typed, _TYPED), (typeset, _SET)):
            kind.saw(len(pattern.findall(text)), piece.run.element)
    yield from _mixed("Quotations stand in {} and in {}", straight, curly)
    yield from _mixed("Apostrophes are {} and {}", typed, typeset)
    outer = sorted(_outer(source).values(), key=lambda kind: -kind.count)
    if len(outer) > 1:
        yield from _mixed("Quotations begin with {} and with {}", outer[1], outer[0])


def _mixed(what: str, one: _Kind, other: _Kind) -> Iterator[Problem]:
    rare, common = sorted((one, other), key=lambda kind: kind.count)
    if rare.count and common.count >= _FEW:
        yield Problem(
            rare.first,
            f"{what.format(common.name, rare.name)}: {common.count} and {rare.count}; this is the first of the rarer kind.",
            "Take one kind throughout, and say which in editorialDecl/quotation. What the source mixes may stay: validate with --ignore quotation-style then.",
        )


def _outer(source: Source) -> dict[str, _Kind]:
    """The marks that open quotations in the language of the text, not those inside other quotations."""
    found: dict[str, _Kind] = {}
    for text in source.root.iterfind(TEI + "text"):
        language = languages(source)[text]
        pairs = pairs_of(language, "" if language else "".join(piece.run.text or "" for piece in prose(source)))
        inside: list[str] = []
        for piece in prose(source):
            if piece.run.text is None:
                if piece.run.element.tag in BLOCKS and local(piece.run.element) in ("p", "ab", "head", "lg", "text"):
                    inside.clear()
            elif piece.judged and piece.language == language:
                _follow(piece, pairs, inside, found)
    return found


def _follow(piece: Prose, pairs: dict[str, str], inside: list[str], found: dict[str, _Kind]) -> None:
    for char in piece.run.text or "":
        if inside and char == pairs[inside[-1]]:
            inside.pop()
        elif char in pairs:
            if not inside and not _is_quoted(piece.run.element):
                found.setdefault(char, _Kind(char)).saw(1, piece.run.element)
            inside.append(char)


def _is_quoted(element: Element) -> bool:
    """Whether the words are those of a document that keeps its own marks."""
    return any(local(node) in ("quote", "floatingText", "cit") for node in (element, *element.iterancestors()))


@rule("quotation-marks", Severity.WARNING)
def declared(source: Source) -> Iterator[Problem]:
    """Marks are kept in the text, or left to the markup, as `quotation/@marks` says."""
    declarations = [each for each in source.root.iter(TEI + "quotation") if each.get("marks") in ("none", "all")]
    if len(declarations) != 1:
        return
    quoting = [each for text in source.root.iterfind(TEI + "text") for each in text.iter(*_QUOTING)]
    quoting = [
        each
        for each in quoting
        if not any(
            local(child) in ("p", "lg", "l", "ab", "floatingText", "list") for child in each.iterchildren(f"{TEI}*")
        )
    ]
    marked = [each for each in quoting if _is_marked(each)]
    if declarations[0].get("marks") == "none" and marked:
        yield Problem(
            marked[0],
            f"The header says that no quotation marks are kept (quotation/@marks), and this {local(marked[0])} has one"
            + (f", as have {len(marked) - 1} more." if len(marked) > 1 else "."),
            'Take the marks out of the text, or write marks="some" in the header.',
        )
    elif declarations[0].get("marks") == "all" and quoting and not marked:
        yield Problem(
            declarations[0],
            f"The header says that all quotation marks are kept (quotation/@marks), and none of the {len(quoting)} quotations has one.",
            'Write marks="none", or put the marks in.',
        )


def _is_marked(element: Element) -> bool:
    """Whether a quotation begins with a mark, or stands behind one."""
    inner = first_text(element).lstrip()[:1]
    before = element.getprevious()
    left = (before.tail if before is not None else element.getparent().text) or ""
    return (bool(inner) and inner in _MARKS) or left.rstrip(" ")[-1:] in tuple(_MARKS)
