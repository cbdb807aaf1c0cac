"""Finding what repeats a work without any word that says so: *Mertal, Belcredi 194*, a declared short form, a title alone, a number of an archive."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from ibidem.citations.full import initials_of, trim, year_in
from ibidem.citations.locator import is_archival, levels_after
from ibidem.citations.model import Level, Mark, Work
from ibidem.citations.names import CAPITALIZED, CAPITALS, fold
from ibidem.citations.read import Part
from ibidem.citations.sigla import Found, beyond, by_initials, by_siglum, in_volume, stands_free
from ibidem.citations.terms import Lexicon
from ibidem.citations.works import Known, share

_ROMAN = re.compile(r"\s[IVXLC]{1,6}(?:/|,?\s?)$|(?<=[,”»\"])\s[ivxlc]{1,7}[.\s]{0,2}$")
_DIGIT = re.compile(r"\d")
# *and others* after a name
_OTHERS = re.compile(
    r",?\s(?:et al|et alii|y otros|y otras|e altri|u\. ?a|и др|et autres|and others|und andere)\.?(?!\w)"
)
_ADDED = re.compile(r"\set al\b")
_TITLE_STOP = re.compile(r"[,”»\"(]|\s\d")
_AFTER_NAME = re.compile(r"(?<=\.\s)|(?<=\.)\s?[,:]?\s?|\s?[,:]\s?|\s(?=[\d“„«\"‘(])|\.?\s(?=[\dIVX])|,?\s(?=[^\W\d_])")
_INITIALS = re.compile(rf",?\s(?:[{CAPITALS}]\.\s?){{1,3}}(?=[{CAPITALS}“«]|[,:])")
_CO_AUTHOR = re.compile(rf"\s?(?:,|/|and|und|et|y|e|и|&)?\s(?:(?:and|und|et|y|e|и|&)\s)?(?=[{CAPITALS}])")
_TITLE = re.compile(r"[^\d(;\[]{0,160}")
_CONTAINER = re.compile(r"[.,]\s[Ii]n:\s|//")
_WORD = re.compile(r"[^\W\d_]{3,}")
_SHORTENED = re.compile(rf"[{CAPITALS}]{{2,6}}(?=,?\s(?:\d|[^\W\d_]{{1,4}}\.\s?\d))")
_REPORTED = re.compile(r",\s(\d{1,4}\s[A-Z][\w.’ ]{0,20}?)\sat\s(?=\d)")
_YEARS = re.compile(r"(?:1[4-9]|20)\d\d(?:\s?[-–—]\s?(?:(?:1[4-9]|20)\d\d))?")
_HYPHEN = re.compile(r"(?<=[^\W\d_])-\s(?=[a-zß-ÿ])")  # a word broken at the end of a line
_NUMBERED = re.compile(r"[ .,]{0,3}(?:\d|[IVXLC]{1,7}(?!\w))")
_AFTER_TITLE = re.compile(r"[?!]?\s((?:1[4-9]|20)\d\d)(?=[a-z]?,\s)")
_YEAR = re.compile(r"[\s,(]{0,3}(?:1[4-9]|20)\d\d[a-z]?(?![\d–—-])")
_IMPRINT = re.compile(r"\s?\([^()]{0,60}(?:1[4-9]|20)\d\d|[^;()]{0,60}[,\s](?:1[4-9]|20)\d\d(?=\s?[,.;:)]|\s*$)")
_STOP = frozenset(
    [
        "the",
        "and",
        "der",
        "die",
        "das",
        "des",
        "dem",
        "den",
        "und",
        "les",
        "des",
        "une",
        "dans",
        "von",
        "vom",
        "für",
        "sur",
        "aux",
        "del",
        "della",
        "delle",
        "dei",
        "los",
        "las",
        "una",
        "que",
        "con",
        "per",
        "zur",
        "zum",
        "per",
    ]
)
_EDGE = " .‘’'”»\""
_MORE_NAMES = re.compile(rf"(?:\s(?:(?:y|e|de|da|von|van)\s)?[{CAPITALS}][\w’'-]{{1,30}}){{1,2}}(?=,\s)")
_PART_OF_TITLE = re.compile(r"(?<!\w)(?:of|the|zur|zum|der)\s$", re.IGNORECASE)  # *The Papers of George Washington*
_BEFORE = re.compile(
    rf"(?:(?:[{CAPITALS}][^\W\d_]{{0,2}}\.[\s-]?){{1,4}}|(?:[{CAPITALS}][\w’'-]+\s?[-–]?\s)|(?:(?:v|de|du|van|von|der|di|da)\.?\s)){{1,4}}$"
)


def shorts_in(text: str, part: Part, known: Known, words: Lexicon, archive: Work | None) -> Iterator[Found]:
    """The short titles in plain words of a note, from left to right."""
    start, end = trim(text, part.start, part.end)
    end += text[end : part.end].startswith(".")
    numbered = _DIGIT.search(text, start, end) is not None
    if not numbered and end - start > 150:
        return  # a sentence without a number names no place
    if (
        not numbered
        and not _ADDED.search(text, start, end)
        and not known.mentioned(CAPITALIZED.findall(text, start, end))
    ):
        return
    at = _after_signals(text, start, end, words)
    inside = in_volume(text, start, end, part.marks, known)
    opening = _archive(text, at, end, part.marks, archive) or _whole(text, at, end, part.marks, known)
    if opening is not None:
        yield opening
        at = opening.end
    elif inside is not None:
        yield inside
        at = inside.end
    if not known.mentioned(CAPITALIZED.findall(text, at, end)):
        return
    while True:
        found = _next(text, at, end, part.marks, known, words)
        if found is None:
            return
        yield found
        at = found.end


def _after_signals(text: str, at: int, end: int, words: Lexicon) -> int:
    for _ in range(4):
        signal = words.signals.match(text, at, end)
        if signal is None or signal.end() >= end:
            break
        at = signal.end()
    while at < end and text[at] in " ,([":
        at += 1
    return at


def _next(text: str, at: int, end: int, marks: Sequence[Mark], known: Known, words: Lexicon) -> Found | None:
    for match in CAPITALIZED.finditer(text, at, end):
        name = fold(match[0])
        if (
            name.strip(".") in known.by_siglum
            and (found := by_siglum(text, match.start(), end, marks, known, name)) is not None
        ):
            return found
        if (
            match[0] in known.by_initials
            and (found := by_initials(text, match, at, end, marks, known, words)) is not None
        ):
            return found
        if name in known.by_name and (found := _titled(text, match, name, at, end, marks, known, words)) is not None:
            return found
    return None


def _titled(
    text: str, match: re.Match[str], name: str, lo: int, end: int, marks: Sequence[Mark], known: Known, words: Lexicon
) -> Found | None:
    """A known surname with a word of a title, a volume or a page."""
    begin = _widen(text, match.start(), lo)
    if _PART_OF_TITLE.search(text, max(lo, begin - 8), begin):
        return None
    at, names = _co_authors(text, match.end(), end, name, known)
    if more := _MORE_NAMES.match(text, at, end):
        at = more.end()  # *Vicens Vives, …*
    given = _INITIALS.match(text, at, end)
    at = given.end() if given else at
    gap = _AFTER_NAME.match(text, at, end)
    if gap is None or (gap[0] == "" and not given):
        return None
    body = gap.end()
    stop, after = _up_to_siglum(text, body, _title_end(text, body, end, marks), known)
    title = [
        word
        for word in (found.casefold() for found in _WORD.findall(_HYPHEN.sub("", text[body:stop])))
        if word not in _STOP
    ]
    works = known.named(names)
    if title:
        quoted = gap[0].strip() or given or text[body : body + 1] in '“„«"‘'
        return _by_title(text, begin, after, end, marks, title, works, name) if quoted and len(title) <= 14 else None
    if not stands_free(text, lo, begin, words):
        return None
    if (short := _SHORTENED.match(text, body, end)) is not None:  # *Kern, RS 317*
        works, at = [work for work in works if short[0] in initials_of(work.full)], short.end()
        if not works:
            return None
    return _by_name_only(text, match, at, end, marks, works, lo)


def _co_authors(text: str, at: int, end: int, name: str, known: Known) -> tuple[int, list[str]]:
    """The names of those who wrote a known work together with someone, and where they end."""
    names, authors = [name], known.by_name[name]
    while (
        len(names) < 4
        and (joint := _CO_AUTHOR.match(text, at, end))
        and (other := CAPITALIZED.match(text, joint.end(), end))
    ):
        folded = fold(other[0])
        if not any(folded in work.names for work in authors):
            break
        names.append(folded)
        at = other.end()
    if others := _OTHERS.match(text, at, end):
        at = others.end()
    return at, names


def _by_title(
    text: str, begin: int, stop: int, end: int, marks: Sequence[Mark], title: list[str], works: list[Work], name: str
) -> Found | None:
    """A known surname with words of a title: the work whose title has most of them."""
    best = max(share(title, work) for work in works)
    if best < (0.6 if len(title) > 1 else 1):
        return None
    fitting = [work for work in works if share(title, work) == best]
    fitting = [work for work in fitting if _opens_with(work, name)] or fitting  # no editor, where an author fits
    dated = _AFTER_TITLE.match(text, stop, end)
    if dated is not None and (dated[1] in fitting[-1].full.text or not year_in(fitting[-1].full.text)):
        stop = dated.end()  # *Kern, Recht und Sitte 1990, S. 5*
    while stop < end and text[stop] in ' ,.:”»"’':
        stop += 1
    levels = with_volume(text, levels_after(text, marks, stop, end), fitting[-1])
    unplaced = not levels and (text[stop:end].strip(' .,)”»"’') or best < 1)
    if unplaced or _only_year(levels) or _is_full(text, stop, end, levels):
        return None
    last = levels[-1].end if levels else stop
    return Found(begin, last, stop, fitting[-1], levels, True, "title", tuple(fitting[:-1]))


def _by_name_only(
    text: str, match: re.Match[str], at: int, end: int, marks: Sequence[Mark], works: list[Work], lo: int
) -> Found | None:
    """A known surname and a place (*Wurzbach 14 (Wien 1865) 158*, *Luhmann 1972, S. 207*)."""
    year = _YEAR.match(text, at, end)
    if year is not None:
        digits = year[0].strip(" ,(")[:4]
        works = [work for work in works if digits in work.full.text]
        close = year.end() + (text[year.end() : year.end() + 1] == ")")
        levels = levels_after(text, marks, close, end)
        if not works or not (levels or not text[close:end].strip(" .,;)")):
            return None
        return Found(
            _widen(text, match.start(), lo),
            levels[-1].end if levels else close,
            close,
            works[-1],
            levels,
            True,
            "title",
            tuple(works[:-1]),
        )
    reporter = _REPORTED.match(text, at, end)
    if reporter is not None:
        return _in_reporter(match, reporter, levels_after(text, marks, reporter.end(), end), works)
    levels = levels_after(text, marks, at, end)
    if not levels or _only_year(levels) or levels[0].unit == "note" or levels[0].start - at > 4 or text[at] == ".":
        return None
    levels = with_volume(text, levels, works[-1])
    if (levels[0].unit != "volume" or levels[0].labelled) and _is_full(text, at, end, levels):
        return None
    return Found(
        _widen(text, match.start(), lo), levels[-1].end, at, works[-1], levels, False, "name", tuple(works[:-1])
    )


def _in_reporter(
    match: re.Match[str], reporter: re.Match[str], levels: tuple[Level, ...], works: list[Work]
) -> Found | None:
    """A case by its first party, with volume and reporter (*Harlow, 512 U.S. at 327*)."""
    works = [work for work in works if reporter[1] in work.full.text]
    if not works or not levels:
        return None
    return Found(match.start(), levels[-1].end, match.end(), works[-1], levels, False, "name", tuple(works[:-1]))


def _title_end(text: str, at: int, end: int, marks: Sequence[Mark]) -> int:
    plain = _TITLE.match(text, at, end)
    stop = plain.end() if plain else at
    if (container := _CONTAINER.search(text, at, stop)) is not None:
        stop = container.start()
    for mark in marks:
        if at <= mark.start < stop and (
            (mark.unit and mark.end < end and _NUMBERED.match(text, mark.end, end) is not None)
            or mark.sign
            or mark.role == "quoting"
            or (mark.role == "note" and _NUMBERED.match(text, mark.end, end) is not None)
        ):
            stop = mark.start
            break
    if roman := _ROMAN.search(text, at, stop):
        stop = roman.start()  # *Zentralverwaltung III/2, 44*
    while stop > at and text[stop - 1] in " ,.:?":
        stop -= 1
    return stop


def _up_to_siglum(text: str, body: int, stop: int, known: Known) -> tuple[int, int]:
    """Where a title ends before a declared siglum that belongs to it (*Kern, Einleitung zu ABC. I/2, XIV*), and where that ends."""
    for match in CAPITALIZED.finditer(text, body + 1, stop):
        for siglum, _ in known.by_siglum.get(fold(match[0]), ())[-24:]:
            if text[match.start() : match.start() + len(siglum)].casefold() == siglum:
                return match.start(), match.start() + len(siglum)
    return stop, stop


def _is_full(text: str, stop: int, end: int, levels: tuple[Level, ...]) -> bool:
    """Whether place and year of publication follow: then the work is cited in full again."""
    if levels and levels[0].unit == "volume" and not levels[0].labelled:
        return False  # *Jahrbuch 2 (1869) 108*: the year belongs to the volume
    after = levels[0].start if levels else end
    if re.search(r"(?:1[4-9]|20)\d\d", text[stop:after]):
        return True
    last = levels[-1].end if levels else stop
    if levels and re.search(r"\([^()]*(?:1[4-9]|20)\d\d", text[stop:last]):
        return True
    return _IMPRINT.match(text, last, min(end, last + 80)) is not None and not (
        levels and any(level.unit == "page" for level in levels)
    )


def _opens_with(work: Work, name: str) -> bool:
    """Whether a work is cited under a name, rather than with it as that of an editor or a contributor."""
    return name in work.full.text[:100].casefold()


def _only_year(levels: tuple[Level, ...]) -> bool:
    """Whether a bare number is a year, and no page."""
    return (
        len(levels) == 1
        and not levels[0].labelled
        and levels[0].unit == "page"
        and _YEARS.fullmatch(levels[0].text) is not None
    )


def with_volume(text: str, levels: tuple[Level, ...], work: Work) -> tuple[Level, ...]:
    """A bare number after a title is a volume where the work has volumes and another number follows (*Geschichte 9, 397*)."""
    if (
        len(levels) < 2
        or levels[0].labelled
        or levels[0].unit != "page"
        or not (work.volume or levels[0].first[0].isalpha())
    ):
        return levels
    first, second = levels[0], levels[1]
    if (
        text[first.end : second.start].strip() != ","
        or first.last != first.first
        or first.text != first.first
        or second.unit not in ("page", "issue", "note", "figure", "chapter")
    ):
        return levels
    return (Level("volume", first.first, first.last, first.text, first.start, first.end, labelled=False), *levels[1:])


def _widen(text: str, start: int, lo: int) -> int:
    """Where a name begins, with initials, first names and particles before its last word."""
    before = _BEFORE.search(text, max(lo, start - 60), start)
    return before.start() if before else start


def _whole(text: str, at: int, end: int, marks: Sequence[Mark], known: Known) -> Found | None:
    """A title that opens a piece and repeats, word for word, one cited before (without author, place or year)."""
    if at >= end or not (text[at].isupper() or text[at] in '“„«"‘'):
        return None
    begin = at + (text[at] in '“„«"‘')
    if text[begin : min(end, begin + 200)].lstrip(_EDGE).partition(" ")[0].casefold() not in known.openings:
        return None
    for stop in _first_of(text, begin, end):
        title = text[begin:stop].strip(_EDGE).casefold()
        work = known.by_title.get(title)
        if work is None:
            continue
        levels = levels_after(text, marks, stop, end) or beyond(text, stop, end, marks)
        if not levels or re.search(r"(?:1[4-9]|20)\d\d", text[stop:end]):
            return None
        return Found(at, levels[-1].end, stop, work, levels, True, "whole")
    return None


def _first_of(text: str, at: int, end: int) -> list[int]:
    return [match.start() for match in islice(_TITLE_STOP.finditer(text, at + 12, min(end, at + 200)), 3)]


def _archive(text: str, at: int, end: int, marks: Sequence[Mark], archive: Work | None) -> Found | None:
    """A path that opens with a fonds, a box or a number, and leaves its archive out."""
    if archive is None:
        return None
    mark = next((mark for mark in marks if mark.start == at and is_archival(mark.unit)), None)
    if mark is None:
        return None
    levels = levels_after(text, marks, at, end)
    if not levels or not is_archival(levels[0].unit) or (levels[0].unit == "delo" and len(levels) < 2):
        return None
    return Found(at, levels[-1].end, levels[0].start, archive, levels, False, "archive")
