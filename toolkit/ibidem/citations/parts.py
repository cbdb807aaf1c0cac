"""The parts of a note from left to right: what leads to a citation, comment, citations in full, short references."""

import re
from collections.abc import Iterator

from ibidem.citations.model import Citation, Kind, Note, NotePart, PartKind
from ibidem.citations.terms import Lexicon

_LED_BY = 80  # characters: the words that lead to a citation are few
_WORD = re.compile(r"(?<!\w)\w")
_BEFORE, _BEHIND = " \n\t\u00a0,.;:)]—–-", " \n\t\u00a0,;:([—–-"


def parts_of(note: Note, words: Lexicon) -> list[NotePart]:
    """The parts of a note that has been read and answered; between them stand only white space and punctuation."""
    found: list[NotePart] = []
    at = 0
    for citation in sorted(note.citations, key=_start):
        start, end = max(_start(citation), at), _end(note, citation)
        if start >= end:
            continue
        signal = _signal_before(note.text, at, start, words)
        found += _plain(note.text, at, signal, PartKind.COMMENT)
        found += _plain(note.text, signal, start, PartKind.SIGNAL)
        kind = PartKind.REFERENCE if citation.is_short else PartKind.CITATION
        found.append(NotePart(kind, start, end, note.text[start:end], citation))
        at = end
    return [*found, *_plain(note.text, at, len(note.text), PartKind.COMMENT)]


def _start(citation: Citation) -> int:
    """Where a citation begins; a link to a note at its own words, without the *see* that is part of it."""
    links = citation.kind in (Kind.NOTEREF, Kind.INFRA)
    return citation.offset + (citation.sign_start if links else citation.start)


def _end(note: Note, citation: Citation) -> int:
    """Where a citation ends: *ders.* with a title of its own goes on to the end of the work that it opens."""
    end = citation.offset + citation.end
    if citation.titled and citation.is_short and citation.entry is not None and not citation.offset:
        whole = citation.entry.full
        if whole.note == note.order and whole.start <= end < whole.end:
            return whole.end
    return end


def _signal_before(text: str, lo: int, hi: int, words: Lexicon) -> int:
    """Where the words begin that lead to what stands at `hi`; `hi` where none do."""
    for match in _WORD.finditer(text, max(lo, hi - _LED_BY), hi):
        at = match.start()
        while (signal := words.signals.match(text, at, hi)) is not None and signal.end() > at:
            at = signal.end()
        if at > match.start() and _WORD.search(text, at, hi) is None:
            return match.start()
    return hi


def _plain(text: str, start: int, end: int, kind: PartKind) -> Iterator[NotePart]:
    """A stretch between citations, without the punctuation around it; nothing where it has no word."""
    if _WORD.search(text, start, end) is None:
        return
    while text[start] in _BEFORE:
        start += 1
    while text[end - 1] in _BEHIND:
        end -= 1
    yield NotePart(kind, start, end, text[start:end])
