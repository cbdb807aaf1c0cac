"""Telling a full citation from comment, and what it is known by: its authors, its title, its volume."""

import re
import unicodedata
from dataclasses import replace
from itertools import zip_longest

from ibidem.citations.locator import any_archival, is_archival, levels_after, levels_in
from ibidem.citations.model import Citation, Level
from ibidem.citations.names import CAPITALIZED, CAPITALS, PEOPLE, fold, has_person, people_in, words_in
from ibidem.citations.read import Part
from ibidem.citations.terms import Lexicon

_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(?<![\d/])(?:1[4-9]|20)\d\d(?!\d)")
_IMPRINT = re.compile(
    r"\[(?:1[4-9]|20)\d\d\]|\([^()]{0,80}(?:1[4-9]|20)\d\d[^()]{0,20}\)|[,:]\s(?:[^\W\d_][\w.’' -]{1,40}[,:]?\s)?(?:1[4-9]|20)\d\d(?=\s?[,.;:)]|\s*$)"
)
_QUOTED = re.compile(r"[“„‘«\"][^“”„«»\"]{4,200}[”“’»\"]")
_SIGLUM = re.compile(rf"\b[{CAPITALS}][\w]{{0,20}}[{CAPITALS}][\w]{{0,20}}")
_NUMBERED = re.compile(rf"^[\s(]*[{CAPITALS}].{{0,90}}\d[^\W\d]?[\s.)]*$", re.DOTALL)
_PINPOINT = re.compile(
    r"\)\s?[,:]?\s?(?=\d)|\bat\s(?:pp?\.\s?)?(?=\d)|,\s(?=\d{1,5}(?:\s?[-–—]\s?\d+)?(?:\s?ff?\.?)?[\s.;)]*$)|:\s(?=\d)"
    r"|,\s(?=[IVXLC]{1,8}(?:\s?[-–—]\s?[IVXLC]+)?(?:\s?ff?\.?)?[\s.;)]*$)"
)
_AT = re.compile(r"\bat\s(?:pp?\.\s?)?(?=\d)")
_CLOSED = re.compile(r"\)[,:]?\s?(?=\d)")
_LAST = re.compile(r"[,:]\s(?=(?:\d{1,3}:)?\d{1,5}(?:\s?[-–—]\s?\d+)?(?:\s?ff?\.?)?[\s.;)]*$)")
_VOLUME = re.compile(
    r"(?=[\d(IVXL])(?:(?<![\d./])(\d{1,3}),?\s(?:no|nr|n)\.?\s?\d|"
    r"(?<![\d./])(\d{1,3}(?:/\d{1,2})?|[IVXL]{1,6}(?:/\d{1,2})?)\s?\((?:[^()]{0,140}\s)?(?:1[4-9]|20)\d\d"
    r"|\((?:1[4-9]|20)\d\d\)\s(\d{1,3})\s(?=[^\W\d_]))"
)
_LEAD = re.compile(rf"^[\s(\[]*((?:[^\W\d_][\w.’'-]*\s){{0,7}}?[{CAPITALS}][\w’'.-]*)\s?[,:]\s")
_CHUNK = re.compile(
    rf"(?<=\s)(?:in|en|dans|aus)\s(?=[{CAPITALS}])|[,“”„«»\"()]|"
    r"(?<=\w)[‘’](?=\W)|:\s|\.\s"
)
# *42 U.S.C. § 5305*
_LETTERED_CODE = re.compile(rf"(?<!\w)\d{{1,4}}\s(?:[{CAPITALS}]\.\s?){{2,6}}")
_ADDRESS = re.compile(r"https?://\S{6}")
# *Name, Title, in: Other 171 ff.*: a chapter of a volume that is cited by its editor's name
_CHAPTER = re.compile(
    rf"[,.]\s[Ii]n:?\s[{CAPITALS}][^,;:()]{{2,60}}\s\d{{1,4}}(?:\s?ff?\.?)?(?:\s\(\d{{1,4}}(?:\s?ff?\.?)?\))?[\s.;)]*$"
)
_ELISION = re.compile(r"^(?:[ldsnmjct]|qu)[’']", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_][\w’'-]*")
_NUMERAL = re.compile(r"[IVXLCDM]+")
# *Hom. Il. 2. 557*, *Cic. de orat. 2. 62*, *Deut. 32. 8 (LXX)*
_CANON = re.compile(
    rf"(?P<who>[{CAPITALS}][^\W\d_]{{1,9}})\.?(?:\s(?:[{CAPITALS}]?[^\W\d_]{{1,8}}\.|[{CAPITALS}]\.|[a-z]{{1,3}})){{0,5}}"
    rf"\s(?P<place>(?:\d{{1,3}}[.:]\s?){{0,3}}\d{{1,4}}(?:\s?[-–]\s?\d{{1,4}})?)(?:\s[{CAPITALS}]\.?|\s?\([^()\d]{{1,20}}\)|,\s[^\d]{{1,60}})?"
)
_CANON_DATE = re.compile(r"\d{1,2}\.\s?\d{1,2}\.\s?(?:1[4-9]|20)\d\d|(?:1[4-9]|20)\d\d$")
# Words of a sentence after a place, in which nothing is cited
_CLAUSE = re.compile(r"[,:]?\s[^\W\d_A-ZÀ-ÞА-Я][^\d()]{11,}")
_STEPS = ("book", "part", "chapter", "verse")
_LETTERED = ("fonds", "opis", "delo")


def full_citation(
    text: str, part: Part, words: Lexicon, note: int, identifier: str, *, sure: bool = False
) -> Citation | None:
    """The citation that a stretch of a note is, or nothing where it is comment. `sure` says that it is one, whatever it looks like."""
    start, end = trim(text, part.start, part.end)
    piece = text[start:end]
    stop = end + text[end : part.end].startswith(".")  # *Л. 5 об.*, *152 ff.* keep their full stop
    levels = path_of(levels_in(text, part.marks, start, stop))
    at = start
    for _ in range(4):
        signal = words.signals.match(text, at, end)
        if signal is None or signal.end() >= end:
            break
        at = signal.end()
    body = text[at:end]
    if (passage := _passage(text, at, end, part)) is not None:
        who, steps = passage
        return Citation(
            identifier, note, at, end, body, steps, (who,), words_in(body), label=text[at : steps[0].start].rstrip(), place=steps
        )  # fmt: skip
    if not sure and not _cites(body, levels):
        return None
    if (
        part.follows
        and not sure
        and not any_archival(levels)
        and not (_quotes(part, start) and _IMPRINT.search(piece))
        and (piece[0] in "([" or not has_person(piece))
    ):
        return None  # *(concession of 1856)* after a page is comment
    if not sure and not _names_something(piece, part, start, end):
        return None
    names = people_in(body) or _lead(body)
    place = place_of(text, at, stop, part, levels)
    begin = _label_start(text, at, end)
    label = text[begin : place[0].start if place and place[0].start > at + 3 else end].rstrip(" ,.(:")
    end = _comment_start(text, place, end)
    return Citation(
        identifier, note, begin, end, text[begin:end], place, names, words_in(body), label=label, place=place
    )


def quoted_in(text: str, part: Part, words: Lexicon) -> tuple[Part, Part, bool] | None:
    """Two citations joined by *quoted in*, *citing*, each with an author of its own, and whether the second stands in brackets."""
    for mark in part.marks:
        if mark.role != "quoting" or not part.start + 6 < mark.start < mark.end < part.end - 6:
            continue
        stop = part.start + len(text[part.start : mark.start].rstrip(" ,;:(["))
        aside = "(" in text[stop : mark.start] or "[" in text[stop : mark.start]
        end = _closing(text, mark.end, part.end) if aside else part.end
        outer = Part(part.start, stop, part.marks, siglum=part.siglum, leads=part.leads, follows=part.follows)
        inner = Part(mark.end, end, part.marks)
        if all(_is_authored(full_citation(text, half, words, 0, "")) for half in (outer, inner)):
            return outer, inner, aside
    return None


def _closing(text: str, at: int, end: int) -> int:
    """Where the bracket closes that was open before a place; `end` where it does not."""
    depth = 1
    for place in range(at, end):
        depth += (text[place] in "([") - (text[place] in ")]")
        if depth == 0:
            return place
    return end


def _is_authored(citation: Citation | None) -> bool:
    return citation is not None and bool(people_in(citation.text))


def _quotes(part: Part, start: int) -> bool:
    """Whether brackets open with *quoting*, *citing*."""
    return any(mark.role == "quoting" and start < mark.start <= start + 2 for mark in part.marks)


def _passage(text: str, at: int, end: int, part: Part) -> tuple[str, tuple[Level, ...]] | None:
    """The author and the place of a passage of a classical text that fills a stretch of a note."""
    found = canonical(text[at:end]) if end - at <= 90 and all(mark.start != at for mark in part.marks) else None
    if found is None:
        return None
    who, steps = found
    return who, tuple(replace(step, start=step.start + at, end=step.end + at) for step in steps)


def canonical(text: str) -> tuple[str, tuple[Level, ...]] | None:
    """The author and the place of a passage cited as in classical and biblical scholarship (*Hom. Il. 2. 557*), with offsets into the text."""
    found = _CANON.fullmatch(text)
    if found is None or "." not in found[0][: found.start("place")] or _CANON_DATE.match(found["place"]):
        return None
    steps = list(re.finditer(r"\w+(?:\s?[-–]\s?\d+)?", found["place"]))
    offset = found.start("place")
    levels = []
    for unit, step in zip(_STEPS[-len(steps) :], steps, strict=True):
        first = re.split(r"\s?[-–]\s?", step[0])
        levels.append(
            Level(unit, first[0], first[-1], step[0], offset + step.start(), offset + step.end(), labelled=False)
        )
    return fold(found["who"]), tuple(levels)


def _names_something(piece: str, part: Part, start: int, end: int) -> bool:
    """Whether there is more than a place in this text itself (*vgl. oben S. 12*)."""
    units = sum(
        1
        for mark in part.marks
        if mark.unit and start <= mark.start < end and CAPITALIZED.match(piece, mark.start - start, mark.end - start)
    )
    names = len(CAPITALIZED.findall(piece)) - units
    if any(mark.role in ("above", "below") and start <= mark.start < end for mark in part.marks):
        return names > 1
    return (
        names > 0
        or any(is_archival(mark.unit) for mark in part.marks if mark.unit)
        or _LETTERED_CODE.search(piece) is not None
        or _QUOTED.search(piece) is not None
    )


def _label_start(text: str, at: int, end: int) -> int:
    """Where the citation itself begins, after the words that lead up to it (*Gute Skizze von K. Scherzer, …*)."""
    person = PEOPLE.search(text, at, end)
    return person.start() if person and not re.search(r"[,:“„«\"‘(]", text[at : person.start()]) else at


def _comment_start(text: str, place: tuple[Level, ...], end: int) -> int:
    """Where a citation ends before the clause that speaks of it (*…, p. 12, who calls it a port*)."""
    last = max((level.end for level in place), default=end)
    return last if _CLAUSE.fullmatch(text, last, end) else end


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without the white space and stops around it."""
    while start < end and text[start] in " ,.;—–\n\t\u00a0":
        start += 1
    while end > start and text[end - 1] in " .;—–\n\t\u00a0":
        end -= 1
    return start, end


def path_of(levels: tuple[Level, ...]) -> tuple[Level, ...]:
    """The levels without single letters that look like an archive's and stand alone (*Op. 27*, *case 4*)."""
    if sum(is_archival(level.unit) for level in levels) >= 2:
        return levels
    return tuple(level for level in levels if level.unit not in _LETTERED)


def _cites(piece: str, levels: tuple[Level, ...]) -> bool:
    """Whether a stretch of text cites something: enough signs of it, or the path of an archive."""
    if any_archival(levels):
        return True
    if not levels and _DIGIT.search(piece) is None and _ADDRESS.search(piece) is None:
        return _QUOTED.search(piece) is not None and has_person(piece) and len(piece) < 300
    score = 0
    if levels:
        score += 2 if any(level.unit in ("page", "volume", "folio", "column") for level in levels) else 1
    if _IMPRINT.search(piece) or _ADDRESS.search(piece) or _CHAPTER.search(piece):
        score += 2
    elif _YEAR.search(piece):
        score += 1
    if score < 3:
        score += has_person(piece)
    if score < 3:
        score += _QUOTED.search(piece) is not None
    if score < 3:
        score += _SIGLUM.search(piece) is not None or _LETTERED_CODE.search(piece) is not None
    if score < 3:
        score += _PINPOINT.search(piece) is not None
    if score == 2:
        score += _NUMBERED.match(piece) is not None
    return score >= (3 if len(piece) > 60 else 2)


def _lead(body: str) -> tuple[str, ...]:
    """What a citation without persons opens with (*Committee of Inquiry, …*): its last word."""
    match = _LEAD.match(body)
    found = CAPITALIZED.findall(match[1]) if match else ()
    return (fold(found[-1]),) if found else ()


def place_of(text: str, start: int, end: int, part: Part, levels: tuple[Level, ...]) -> tuple[Level, ...]:
    """The place that a full citation names: labelled levels, or the number at its end (*(1966) 29 Modern Law Rev. 121 at 129*)."""
    place = tuple(
        level
        if level.unit not in ("volume", "issue")
        or (following is not None and not text[level.end : following.start].strip(" .,;:"))
        else replace(level, labelled=False)
        for level, following in zip_longest(levels, levels[1:])
    )
    if any_archival(place) or any(level.unit in ("page", "folio", "column", "paragraph") for level in place):
        return place
    found = (
        list(_AT.finditer(text, start, end))
        or list(_CLOSED.finditer(text, start, end))
        or list(_LAST.finditer(text, start, end))
    )
    if found:
        after = tuple(
            level
            for level in levels_after(text, part.marks, found[-1].end(), end)
            if level.unit != "volume" or level.text.endswith(":")
        )
        taken = {level.start for level in after}
        return (*(level for level in place if level.start not in taken), *after)
    return place


def volume_of(citation: Citation) -> str:
    """The number of the volume that a full citation is about, or nothing."""
    for level in citation.levels:
        if level.unit == "volume":
            return level.first
    match = _VOLUME.search(citation.text)
    return next(number for number in match.groups() if number) if match else ""


def titles_of(citation: Citation) -> list[str]:
    """The titles in a citation, as they would be repeated word for word."""
    found = []
    for chunk in _CHUNK.split(citation.text):
        title = chunk.strip(" .‘’'").casefold()
        if len(title) >= 7 and title.count(" ") >= 1 and not title.startswith("see "):
            found.append(title)
    return found


def initials_of(citation: Citation) -> set[str]:
    """What a title is shortened to by its initials (*QSPE* for *Quel savoir pour l’éthique*): of all its words, or of those that count."""
    found: set[str] = set()
    for chunk in _CHUNK.split(citation.text):
        words = [_ELISION.sub("", word) for word in _WORDS.findall(chunk)][:9]
        for chosen in (words, [word for word in words if len(word) > 3], [word for word in words if word[0].isupper()]):
            if 2 <= len(chosen) <= 7:
                initials = "".join([word[0] for word in chosen]).upper()
                if chosen[0][0] < "Ͱ" and not initials.isascii():
                    initials = unicodedata.normalize("NFD", initials).encode("ascii", "ignore").decode()
                found.add(initials)
    return {initials for initials in found if not _NUMERAL.fullmatch(initials)}


def capitals_of(citation: Citation) -> list[str]:
    """All capitalized words of a citation, as they are compared."""
    return [fold(word) for word in CAPITALIZED.findall(citation.text)]


def year_in(text: str) -> bool:
    """Whether a year stands in a text."""
    return _YEAR.search(text) is not None
