"""Works repeated without their author: by a declared short form, by the initials of the title, by the title of a volume."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from ibidem.citations.locator import is_archival, levels_after
from ibidem.citations.model import Level, Mark, Work
from ibidem.citations.names import CAPITALS
from ibidem.citations.terms import Lexicon
from ibidem.citations.works import Known

# no letter stands before the word: looked at last, so that the search is for its first letter
_FREE_IN = "|".join(rf"{word}(?<!\w{'.' * len(word)})" for word in ("In", "in", "en", "dans", "aus", "В", "в"))
_IN = re.compile(rf"(?:{_FREE_IN})\s?:?\s(?=[“„«\"‘]?[{CAPITALS}])")
_STOP_INSIDE = re.compile(r"[,:”»\"(]|\s\d")
_CHAPTER_TITLE = re.compile(r"[.,:]?\s[^\d;()]{3,120}")


@dataclass(slots=True)
class Found:
    """A short title where it stands, with the work that it must mean."""

    start: int
    end: int
    sign_end: int
    work: Work
    levels: tuple[Level, ...]
    titled: bool
    how: str  # "title", "name", "siglum", "whole" or "archive"
    others: tuple[Work, ...] = ()


def by_siglum(text: str, at: int, end: int, marks: Sequence[Mark], known: Known, name: str) -> Found | None:
    """A short form that the text has declared, with a place after it or nothing."""
    for siglum, work in reversed(known.by_siglum[name][-24:]):
        stop = at + len(siglum)
        if text[at:stop].casefold() != siglum or text[stop : stop + 1].isalnum():
            continue
        levels = _through_title(text, marks, stop + (text[stop : stop + 1] == "."), end)
        if levels and is_archival(levels[0].unit):
            continue  # the name of an archive, and a whole path: nothing is left out
        if levels or not text[stop:end].strip(" .,;)"):
            return Found(at, levels[-1].end if levels else stop, stop, work, levels, True, "siglum")
    return None


def _through_title(text: str, marks: Sequence[Mark], at: int, end: int) -> tuple[Level, ...]:
    """The levels after a siglum, which may be the chapter, its title and then the page (*ABC, chap. 9. The Sea, p. 24*)."""
    levels = levels_after(text, marks, at, end)
    if levels and levels[-1].unit not in ("chapter", "part", "section"):
        return levels
    stop = levels[-1].end if levels else at
    title = _CHAPTER_TITLE.match(text, stop, end)
    following = next((mark for mark in marks if mark.start >= stop and (mark.unit or mark.sign)), None)
    if title is None or following is None or not following.unit or following.start > title.end():
        return levels
    return (*levels, *levels_after(text, marks, following.start, end))


def by_initials(
    text: str, match: re.Match[str], lo: int, end: int, marks: Sequence[Mark], known: Known, words: Lexicon
) -> Found | None:
    """The initials of a title, never declared, with a place after them (*QSPE, p. 71*)."""
    works = known.by_initials[match[0]]
    if len(match[0]) < 3 or not match[0].isupper() or not stands_free(text, lo, match.start(), words):
        return None
    levels = _through_title(text, marks, match.end(), end)
    if len(works) > 1 or not levels or not levels[0].labelled or is_archival(levels[0].unit):
        return None
    return Found(match.start(), levels[-1].end, match.end(), works[-1], levels, False, "initials")


def in_volume(text: str, at: int, end: int, marks: Sequence[Mark], known: Known) -> Found | None:
    """A volume named by its title only, after *in* (*“A Chapter,” in Salt Roads, 12*)."""
    for inside in islice(_IN.finditer(text, at, end), 4):
        for stop in islice(
            (found.start() for found in _STOP_INSIDE.finditer(text, inside.end(), min(end, inside.end() + 160))), 3
        ):
            title = text[inside.end() : stop].strip(" .‘’'”»\"“«„").casefold()
            work = known.by_title.get(title)
            if work is None:
                continue
            levels = levels_after(text, marks, stop, end) or beyond(text, stop, end, marks)
            if (
                levels
                and not is_archival(levels[0].unit)
                and not re.search(r"(?:1[4-9]|20)\d\d", text[stop : levels[-1].end])
            ):
                return Found(inside.start(), levels[-1].end, stop, work, levels, True, "inside")
    return None


def stands_free(text: str, lo: int, at: int, words: Lexicon) -> bool:
    """Whether a name stands where an author would: at the beginning, after punctuation, or after *see*, *bei*, *by* (and not *of*)."""
    before = text[max(lo, at - 30) : at].rstrip()
    return (
        not before
        or before[-1] in ",;:(—–[].!?"
        or words.seen.search(before) is not None
        or words.signals.fullmatch(before[before.rfind(" ") + 1 :]) is not None
    )


def beyond(text: str, at: int, end: int, marks: Sequence[Mark]) -> tuple[Level, ...]:
    """The levels after the name of a series (*The Papers of X, Presidential Series, Vol. 10, p. 169*)."""
    for mark in marks:
        if mark.unit and at <= mark.start < min(end, at + 60):
            return levels_after(text, marks, mark.start, end)
    return ()
