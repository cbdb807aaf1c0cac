"""Quotation marks: each that opens is closed, or the text says why not."""

from collections.abc import Iterator
from dataclasses import dataclass

from ibidem.finding import Severity
from ibidem.languages import languages
from ibidem.reading.read import Source
from ibidem.rules import Problem, rule
from ibidem.tree import BLOCKS, TEI, Element, View, is_numbered_note, local, normalize, runs, text_of

# Opening and closing marks by language: in German “ closes what „ opens, in English it opens.
_DEFAULT = {"“": "”", "«": "»", "„": "”"}
_PAIRS = {
    "de": {"„": "“", "»": "«", "«": "»"},
    "cs": {"„": "“", "»": "«"},
    "pl": {"„": "”", "«": "»"},
    "ru": {"«": "»", "„": "“"},
    "da": {"»": "«", "„": "“"},
}


_HINT = "If the source lacks the mark, write choice with sic and corr; if the transcription does, correct it."


def pairs_of(language: str, text: str) -> dict[str, str]:
    """The marks that open a quotation in a language, each with the one that closes it; by the text where no language is named."""
    if language:
        return _PAIRS.get(language.split("-", maxsplit=1)[0].lower(), _DEFAULT)
    if "„" in text and "”" not in text:
        return _PAIRS["de"]
    first = next((char for char in text if char in "«»"), "")
    return {**_DEFAULT, "»": "«"} if first == "»" else _DEFAULT


_AROUND = BLOCKS - {TEI + "lb", TEI + "pb", TEI + "cb"}  # a line or page of the source ends no paragraph


@dataclass
class _Open:
    """A mark that is not closed yet: the paragraph that must close it or be followed by one that opens with it, and its element."""

    mark: str
    block: Element
    holder: Element


@rule("quotation-open", Severity.WARNING, quotation_close=Severity.WARNING)
def balance(source: Source) -> Iterator[Problem]:
    """Marks balance in the reading text; of a quotation over several paragraphs each opens with a mark, and the last closes."""
    for part in source.root.iterfind(TEI + "text"):
        yield from _balance(part, languages(source)[part])
        for note in part.iter(TEI + "note"):
            if is_numbered_note(note):
                yield from _balance(note, languages(source)[note])


def _balance(part: Element, language: str) -> Iterator[Problem]:
    pieces = list(runs(part, View.READ))
    pairs = pairs_of(language, "" if language else "".join(run.text or "" for run in pieces))
    openers = {close: {mark for mark in pairs if pairs[mark] == close} for close in pairs.values()}
    depth: list[_Open] = []
    block, at_start = part, True
    for run in pieces:
        if run.text is None:
            if run.element.tag in _AROUND:
                block, at_start = run.element, True
            continue
        for char in run.text:
            innermost = depth[-1] if depth else None
            if innermost is not None and innermost.mark in openers.get(char, ()):
                depth.pop()
            elif char in pairs:
                # at the head of a further paragraph the mark continues the quotation
                if at_start and innermost is not None and innermost.mark == char and innermost.block is not block:
                    innermost.block = block
                else:
                    depth.append(_Open(char, block, run.element))
            elif char in openers and not _explained(run.element):
                message = f"The quotation mark {char} closes nothing: “{_around(run.text, char)}”."
                yield Problem(run.element, message, _HINT, "quotation-close")
            if not char.isspace():
                if at_start and depth and not _continues(depth[-1], block):
                    yield from _unclosed(depth.pop())
                at_start = False
    for unclosed in depth:
        yield from _unclosed(unclosed)


def _unclosed(unclosed: _Open) -> Iterator[Problem]:
    if not _explained(unclosed.block):
        where = f"The quotation mark {unclosed.mark} in this {local(unclosed.block)} is not closed"
        yield Problem(
            unclosed.block,
            f"{where}, and no next paragraph goes on with one: “{text_of(unclosed.block)[:40]}…”.",
            _HINT,
        )


def _continues(unclosed: _Open, block: Element) -> bool:
    """An item goes on with the quotation of its paragraph, and one element may hold a quotation of several paragraphs."""
    if block is unclosed.block or local(block) not in ("p", "ab", "head", "lg"):
        return True
    around = next(
        (node for node in (unclosed.holder, *unclosed.holder.iterancestors()) if local(node) in ("q", "quote", "said")),
        None,
    )
    return around is not None and any(node is around for node in block.iterancestors())


def _explained(element: Element) -> bool:
    """An element is explained by an emendation left open: a `sic` that no `corr` answers."""
    return any(node.getparent().tag != TEI + "choice" for node in element.iter(TEI + "sic"))


def _around(text: str, char: str) -> str:
    at = text.index(char)
    return normalize(text[max(0, at - 25) : at + 10])
