"""Splitting a note into pieces: at semicolons, dashes, and the full stops that end a sentence."""

import re
from collections.abc import Sequence

from ibidem.citations.model import Mark, Piece
from ibidem.citations.names import CAPITALS, NAME
from ibidem.citations.terms import Lexicon

_BREAK = re.compile(r";|[.?!…][”’\"»)\]]{0,3}(?=\s)|\s[—–]+(?=\s)")
_LAST_WORD = re.compile(r"(?:^|[^\w’'])([\w’']{1,24})\.$")
_NEXT = re.compile(r"\s*[\[(“„«\"‘]{0,2}([^\W_][\w’'-]*)")
# *M., 1990*, *Madrid: Editorial, 1990*: what comes after a title's full stop
_IMPRINT = re.compile(
    rf"\s*[{CAPITALS}][\w.-]{{0,20}}(?:[\s-][{CAPITALS}][\w.-]{{0,20}}){{0,2}}\s?[,:;–—]\s?[^.;]{{0,40}}?(?:1[4-9]|20)\d\d"
)
_INITIALED = re.compile(rf"\s*(?:[{CAPITALS}]\w?\.[\s-]?){{1,3}}{NAME}")
_SURNAMED = re.compile(rf"\s*{NAME},?\s(?:[{CAPITALS}]\.\s?){{1,3}}")
_IN = re.compile(r"\s*(?:In|in|Dans|En|В)\s?:|\s*//|\s*In\s")
_DIGIT = re.compile(r"\d")
_VOWEL = re.compile(r"[aeiouyäöüаеиоуыэюяáéíóúèàò]", re.IGNORECASE)
_CYRILLIC = re.compile(r"[А-яЁё]")


def pieces_of(text: str, marks: Sequence[Mark], words: Lexicon) -> list[Piece]:
    """The pieces of a note, in order, without gaps."""
    starts = {mark.start: mark for mark in marks}
    inside = [(mark.start, mark.end) for mark in marks if mark.role == "hereafter"]  # *далее — РАД*
    authors = {
        mark.end
        for mark in marks
        if mark.sign == "idem" and (_CYRILLIC.match(text, mark.start) or text[mark.start].islower())
    }  # *Он же. Улицы*
    found, begin = [], 0
    for match in _BREAK.finditer(text):
        if any(start <= match.start() < end for start, end in inside) or match.start() in authors:
            continue
        if match[0][0] in ".?!…" and not _ends(text, match.start(), match.end(), begin, starts, words):
            continue
        found.append(Piece(begin, match.end()))
        begin = match.end()
    if begin < len(text):
        found.append(Piece(begin, len(text)))
    return _share(found, marks)


def _share(pieces: list[Piece], marks: Sequence[Mark]) -> list[Piece]:
    at = 0
    for piece in pieces:
        while at < len(marks) and marks[at].start < piece.end:
            piece.marks.append(marks[at])
            at += 1
    return pieces


def _ends(text: str, stop: int, after: int, begin: int, starts: dict[int, Mark], words: Lexicon) -> bool:
    """Whether a full stop ends a sentence, rather than an abbreviation, an initial or a step of a path (*Д. 5. Л. 3*)."""
    following = _NEXT.match(text, after)
    if following is None:
        return False
    at = following.start(1)
    mark = starts.get(at)
    if mark is not None and mark.sign:
        # *Соколов И. И. Указ. соч.* is one reference
        return mark.sign not in ("opcit", "loccit") or stop - begin > 90 or _DIGIT.search(text, begin, stop) is not None
    opening = text[at].isupper() or bool(text[after:at].strip() and text[at].isalpha())
    if not opening or (mark is not None and mark.unit and _numbered(text, mark.end)) or _bracketed(text, begin, stop):
        return False
    if text[stop] != "." or after > stop + 1:
        return True
    return not _goes_on(text, after) and _closes(text, stop, after, begin, starts, words)


def _goes_on(text: str, after: int) -> bool:
    """Whether what follows belongs to the citation before it: *In: …*, *M., 1990*."""
    return bool(_IN.match(text, after) or (_IMPRINT.match(text, after) and not _INITIALED.match(text, after)))


def _closes(text: str, stop: int, after: int, begin: int, starts: dict[int, Mark], words: Lexicon) -> bool:
    """Whether the word before a full stop is no abbreviation, no initial and no number of a day, or a new citation follows."""
    before = _LAST_WORD.search(text, max(begin, stop - 25), stop + 1)
    if before is None:
        return True
    word = before[1]
    if word.isdigit():
        return len(word) > 2 or _opens(text, after, words) or _after_unit(text, stop - len(word), starts)
    if len(word) == 1:
        return _opens(text, after, words) and not text[stop - 1].isupper()
    if word.lower() + "." in words.lowered or (len(word) <= 4 and (word[0].isupper() or not _VOWEL.search(word))):
        return _signal(text, after, words)
    return not _russian(text, begin, stop, after)


def _bracketed(text: str, begin: int, stop: int) -> bool:
    """Whether a full stop stands inside short brackets (*(k. k. priv. Eisenbahn)*)."""
    opened = text.rfind("(", max(begin, stop - 60), stop)
    return (
        opened > begin
        and stop - opened < 60
        and text.find(")", opened, stop) < 0
        and text.find(")", stop, stop + 60) > 0
    )


def _russian(text: str, begin: int, stop: int, after: int) -> bool:
    """GOST ends author, title and place with full stops: what follows is no new citation unless someone is named."""
    return bool(_CYRILLIC.match(text, stop - 1) and _SURNAMED.match(text, begin) and not _SURNAMED.match(text, after) and stop - begin < 90)  # fmt: skip


def _opens(text: str, at: int, words: Lexicon) -> bool:
    """Whether what follows looks like the beginning of a citation."""
    return bool(_INITIALED.match(text, at) or _SURNAMED.match(text, at)) or _signal(text, at, words)


def _signal(text: str, at: int, words: Lexicon) -> bool:
    found = words.signals.match(text, at)
    return found is not None and found[0].strip()[0:1].isupper() and len(found[0].strip()) > 1


def _numbered(text: str, at: int) -> bool:
    return text[at : at + 3].lstrip(" .,\u00a0")[:1].isdigit() or text[at : at + 3].strip(" .,")[:1] in tuple(
        "ivxlIVXL"
    )


def _after_unit(text: str, at: int, starts: dict[int, Mark]) -> bool:
    """Whether a number before a full stop is a place (*p. 58.*), and no day of a month."""
    return any((mark := starts.get(at - back)) is not None and bool(mark.unit) for back in range(2, 7))
