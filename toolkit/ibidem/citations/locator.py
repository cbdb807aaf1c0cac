"""Reading places: *pp. 85-6*, *F. 39, Op. 1, D. 39*, *fol. 3v*, *Л. 5 об.*, *112 f.*"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ibidem.citations.model import Level, Mark
from ibidem.citations.scan import marks_in
from ibidem.citations.terms import Lexicon, lexicon, units

_RANKS = {name: unit.rank for name, unit in units().items()}
_ARCHIVAL = frozenset(name for name, unit in units().items() if unit.archival)
_OF_WORK = frozenset(name for name, unit in units().items() if unit.rank < 25)
_SIDE = r"(?:\s?(?:об\.?|recto|verso|ro|vo|r°|v°|[rv])(?!\w))?"
_NUMBER = rf"(?:\d{{1,7}}(?:[./]\d{{1,7}}){{0,4}}[a-z]?(?!\w){_SIDE}|\d{{1,6}}[rv](?!\w)|[ivxlcdm]{{1,12}}(?!\w)|[IVXLCDM]{{1,12}}(?:/\d{{1,3}})?(?!\w))"
_ON = r"(?:\s?(?:ff?|sqq?|sv|ss|сл|seg|segg|et seq|et seqq|et suiv|suiv|y ss|e ss|e segg|и сл|и след|nn?(?!\.?\s?\d))(?:\.|(?!\w)))"
_VALUE = rf"(?P<first>{_NUMBER})(?:\s{{0,2}}[-–—‒−]{{1,2}}\s{{0,2}}(?P<last>{_NUMBER}))?(?P<on>{_ON})?"
# *v. 27. 6. 1865* is a date, no verse.
_DATE = r"\d{1,2}\.\s?(?:\d{1,2}|[IVX]{1,4})\.\s?\d{2,4}"
_LABELLED = re.compile(rf"[.,]?\s{{0,3}}(?!{_DATE}){_VALUE}(?!\s?%)")
_LETTER = re.compile(rf"\.?\s{{0,3}}(?!{_DATE}){_VALUE}(?!\s?%)")
_BARE = re.compile(rf"(?!{_DATE}){_VALUE}(?![\w%])(?!\s?°)")
_BETWEEN = re.compile(
    r"[\s,.:]{0,4}(?:\(\s?)?(?:(?:at|à la|aux?|à|a|alla|alle|en la|en las|bei|auf|hier|dort|esp\.|bes\.|und|and|et|e|y|и|u\.|&|sowie|"
    r"notes? on|accompanying|here|qui|ici|aquí|на|also|especially|notamment|insb\.|insbes\.)[\s,:]{1,3}){0,2}",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:1[4-9]|20)\d\d(?![\d/–-])")
_IN_YEAR = re.compile(r"\s{0,2}\((?:[^()\d]{0,60})(?:1[4-9]|20)\d\d[^()]{0,20}\)")
_SPEECH = re.compile(r"\s{1,2}[^\W\d_]{3,}")
_REPORTER = re.compile(r"\s[A-Z]\.(?!\s?\d)")  # *300 U.S. 12*
_DAY = re.compile(r"[\s.,]{0,3}(\d{1,2})(?!\d)")
# *art. 5(2)(b)*: articles have parts in brackets.
_DIVIDED = frozenset(("article", "paragraph", "section", "chapter", "part"))
_SUB = re.compile(r"(?:\((?:\d{1,3}|[a-z]{1,4}|[A-Z])\)){1,4}")
_COUNTED = re.compile(r"\d{1,6}/\d{2,4}")
_COLON = re.compile(r"(\d{1,3}):(?=\d)")
_ORDINAL = re.compile(r"(?:st|nd|rd|th|er|e|ª|º|\.º)(?!\w)")


def rank(unit: str) -> int:
    """How far down the way a unit stands; one that is not known counts as a page."""
    return _RANKS.get(unit, 40)


def is_archival(unit: str) -> bool:
    """Whether only archival material has this unit."""
    return unit in _ARCHIVAL


def any_archival(levels: Iterable[Level]) -> bool:
    """Whether one of some levels is of an archive."""
    return not _ARCHIVAL.isdisjoint([level.unit for level in levels])


def is_part_of_work(unit: str) -> bool:
    """Whether the unit tells works or volumes apart, rather than places in one."""
    return unit in _OF_WORK


def read_levels(text: str, start: int = 0, end: int | None = None, words: Lexicon | None = None) -> tuple[Level, ...]:
    """The labelled levels in a stretch of text, in the order printed."""
    end = len(text) if end is None else end
    return levels_in(text, marks_in(text, words or lexicon()), start, end)


def read_after(text: str, start: int, end: int, words: Lexicon | None = None) -> tuple[Level, ...]:
    """The levels that follow a short reference; a number without a label is a page (*Ebd. 112 f.*)."""
    return levels_after(text, marks_in(text, words or lexicon()), start, end)


def levels_in(text: str, marks: Sequence[Mark], start: int, end: int) -> tuple[Level, ...]:
    """The labelled levels among marks, each with the bare numbers that continue it (*pp. 5, 7 and 9*)."""
    found: list[Level] = []
    at = start
    for mark in marks:
        if mark.unit and mark.start >= at and mark.end <= end:
            level = _labelled(text, mark, end)
            if level is not None:
                found.append(level)
                at = _continue(text, found, level.end, end, marks)
    return _settle_fonds(found)


def levels_after(text: str, marks: Sequence[Mark], start: int, end: int, *, year: bool = False) -> tuple[Level, ...]:
    """The levels that stand directly at a place of a note, one after the other. `year` says that a bare year may be one, not a page."""
    found: list[Level] = []
    at, marked = start, {mark.start: mark for mark in marks if start <= mark.start < end}
    if _is_day(text, marks, start, end):
        return ()
    while at < end:
        between = _BETWEEN.match(text, at, end)
        begin = between.end() if between else at
        mark = marked.get(begin)
        if mark is not None and mark.role in ("above", "below"):  # *ci-dessous*
            break
        if mark is not None and mark.unit:
            level = _labelled(text, mark, end)
        elif found and found[-1].unit not in ("page", "volume", "folio", "figure"):
            level = None
        else:
            level = _bare(text, begin, end, marked, first=not found, year=year)
        if level is None:
            break
        if level.unit == "issue" and found and found[-1].unit in ("page", "folio", "column"):
            level = replace(level, unit="note")  # *p. 21, n. 4*
        found.append(level)
        at = level.end
        if level.unit == "volume" and (imprint := _IN_YEAR.match(text, at, end)):
            at = imprint.end()
        elif level.labelled:
            at = _continue(text, found, at, end, marks)
    return _settle_volume(found)


def _labelled(text: str, mark: Mark, end: int) -> Level | None:
    pattern = _LETTER if mark.end - mark.start <= 2 else _LABELLED
    match = pattern.match(text, mark.end, end)
    if match is None or (mark.unit not in ("page", "folio") and match["first"] in ("l", "d", "m", "c")):
        return None
    short = mark.end - mark.start <= 2 and text[mark.start].isupper()
    if short and mark.unit == "page" and _YEAR.fullmatch(match["first"]) and text[match.end() : match.end() + 1] != "-":
        return None  # *С. 1990* is no page
    if mark.unit in _DIVIDED and not match["last"] and not match["on"] and (part := _SUB.match(text, match.end(), end)):
        whole = match["first"].strip() + part[0]
        return Level(mark.unit, whole, whole, text[mark.start : part.end()], mark.start, part.end())
    if mark.unit == "line" and short and _COUNTED.fullmatch(match["first"]):
        return _level("number", match, mark.start)  # *Z. 4512/1866*: the number of a file
    return _level(mark.unit, match, mark.start)


def _is_day(text: str, marks: Sequence[Mark], at: int, end: int) -> bool:
    """Whether the number that stands here is the day of a month (*March 17*, *5 avril*)."""
    day = _DAY.match(text, at, end)
    if day is None:
        return False
    return any(
        mark.role == "month"
        and (
            not text[mark.end : day.start(1)].strip(" .")
            if mark.end <= day.start(1)
            else text[day.end() : mark.start].strip(" .") in ("", "de")
        )
        for mark in marks
        if at - 3 <= mark.end and mark.start <= day.end() + 5
    )


def _bare(text: str, at: int, end: int, marked: dict[int, Mark], *, first: bool, year: bool) -> Level | None:
    """A number without a label: a page, or a volume where its year follows in brackets."""
    match = _BARE.match(text, at, end)
    if match is None or (match["first"] in _LETTERS and not _COMMA.match(text, match.end(), end)):
        return None
    if (volume := _COLON.match(text, at, end)) is not None:  # *2:115*
        return Level("volume", volume[1], volume[1], volume[0], at, volume.end())
    alone = not match["on"] and not match["last"]
    if alone and _IN_YEAR.match(text, match.end(), end):
        return _level("volume", match, match.start(), labelled=False)
    roman = not match["first"][0].isdigit() and not match["last"] and not first
    dated = _YEAR.fullmatch(match["first"]) and (year or not first or text[match.end() : match.end() + 1] == ",")
    if roman or dated or _ORDINAL.match(text, match.end()) or _spoken(text, match, at, end, marked, first=first):
        return None
    return _level("page", match, match.start(), labelled=False)


def _spoken(text: str, match: re.Match[str], at: int, end: int, marked: dict[int, Mark], *, first: bool) -> bool:
    """Whether a number counts what follows it (*45 Harvard Law Rev.*, *3 vols*)."""
    speech = None if match["on"] else _SPEECH.match(text, match.end(), end)
    if speech is None:
        return _REPORTER.match(text, match.end(), end) is not None
    word = speech[0].strip()
    if word[0].isupper():
        mark = marked.get(speech.end() - len(word))
        return mark is None or not mark.unit
    listed = not first and text[at - 2 : at - 1] == ","
    return listed and word.islower() and len(word) < 4 and not _MORE.match(text, match.end(), end)


def _continue(text: str, found: list[Level], at: int, end: int, marks: Sequence[Mark]) -> int:
    """Bare numbers after a labelled level continue it."""
    if found[-1].unit not in ("page", "folio", "column", "article", "paragraph", "line", "verse", "note", "section"):
        return at
    while (between := _MORE.match(text, at, end)) is not None:
        match = _BARE.match(text, between.end(), end)
        if match is None or not match["first"][0].isdigit() or (_YEAR.fullmatch(match["first"]) and not match["last"]):
            break
        if (
            _ORDINAL.match(text, match.end())
            or text[match.end() : match.end() + 2] in (" (", "(")
            or _SPEECH.match(text, match.end(), end)
            or any(mark.unit and mark.start == match.start() for mark in marks)
        ):
            break
        found.append(_level(found[-1].unit, match, match.start(), labelled=False))
        at = match.end()
    return at


_VOLUME = re.compile(r"[IVXLC]{1,7}")
_LETTERS = frozenset("icdlmCDLMIVvxX")  # a single letter is hardly a number
_COMMA = re.compile(r",\s?\d")
_MORE = re.compile(r"\s{0,2}(?:,|&|and|und|u\.|et|e|y|и|sowie)\s{0,2}", re.IGNORECASE)


def _level(unit: str, match: re.Match[str], begin: int, *, labelled: bool = True) -> Level:
    first, last = match["first"].strip(), (match["last"] or "").strip()
    if not last:
        last = "" if match["on"] else first
    elif last.isdigit() and first.isdigit() and len(last) < len(first):
        last = first[: len(first) - len(last)] + last  # 85-6 is 85-86
    end = match.end()
    return Level(unit, first, last, match.string[begin:end], begin, end, labelled=labelled)


def _settle_volume(levels: list[Level]) -> tuple[Level, ...]:
    """A bare Roman number before a labelled page is a volume (*cit., II, p. 15*)."""
    if len(levels) > 1 and not levels[0].labelled and levels[1].labelled and levels[1].unit == "page":
        first = levels[0]
        if first.unit == "page" and first.first == first.last == first.text and _VOLUME.fullmatch(first.text):
            return (replace(first, unit="volume", labelled=True), *levels[1:])
    return _settle_fonds(levels)


def _settle_fonds(levels: list[Level]) -> tuple[Level, ...]:
    """A small *f.* is a folio, unless an opis or delo follows: then it is the fonds."""
    if (
        levels
        and levels[0].unit == "folio"
        and levels[0].text[:2] in ("f.", "ф.")
        and any(level.unit in ("opis", "delo") for level in levels)
    ):
        first = levels[0]
        return (Level("fonds", first.first, first.last, first.text, first.start, first.end), *levels[1:])
    return tuple(levels)
