"""What a note cites, in order: what an editor has marked up as it is, and what the words beside that say."""

import re
from collections.abc import Iterator
from dataclasses import replace

from ibidem.citations.model import Citation, Note
from ibidem.citations.read import Part, read
from ibidem.citations.terms import Lexicon

# Stands for each character that an editor has marked up; a piece of a note ends there.
MARKED = "\N{OBJECT REPLACEMENT CHARACTER}"
_GOES_ON = re.compile(r"[\s,:(\[]*")


def cited_in(note: Note, words: Lexicon) -> Iterator[Citation | Part]:
    """The citations marked up in a note and the parts of its other words, from left to right.

    Words that go on after a marked citation, without a semicolon, a full stop or a signal, belong to it: the editor has said where it ends.
    """
    if not note.marked:
        yield from read(note.text, words)
        return
    spans = [(one.offset, one.offset + len(one.text)) for one in note.marked]
    text = hidden(note.text, (*spans, *note.hidden))
    items: list[tuple[int, Citation | Part]] = [(one.offset, one) for one in note.marked]
    for found in read(text, words):
        marked = text.find(MARKED, found.start, found.end)
        part = replace(found, end=marked) if marked >= 0 else found
        if part.draft is not None or (part.start < part.end and not _goes_on(text, part, words)):
            items.append((part.start, part))
    yield from (item for _, item in sorted(items, key=lambda item: item[0]))


def hidden(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    """A text in which some stretches cannot be read; all else stays where it is."""
    for start, end in spans:
        text = text[:start] + MARKED * (end - start) + text[end:]
    return text


def _goes_on(text: str, part: Part, words: Lexicon) -> bool:
    """Whether a part stands directly behind something marked up, without a signal."""
    before = text[: part.start].rstrip(" ,:([")
    if not before.endswith(MARKED):
        return False
    gap = _GOES_ON.match(text, part.start)
    at = gap.end() if gap else part.start
    return text[at : at + 1] not in ";.—–" and words.signals.match(text, at, part.end) is None
