"""Reading the text of a note that is not marked up: which citations and which short references stand in it, and where."""

import re
from dataclasses import dataclass

from ibidem.citations.locator import is_archival, read_after, read_levels, terms
from ibidem.citations.model import Citation, Level

# A full stop that ends no sentence: after an initial, an abbreviation, a number.
_NO_END = re.compile(
    r"""(?:\b\w|\d|\b(?:ibid|ebd|vol|vols|no|nos|pp|fol|fols|ed|eds|cf|op|cit|zit|vgl|bd|nr|hrsg|hg|anm|bl|sp|kap|cap|chap|para|st|ff
        |см|стр|оп|изд|ред))$""",
    re.IGNORECASE | re.VERBOSE,
)
_BREAK = re.compile(r";|\.(?=\s+[^\W\d_a-zа-яё])|\s[—–](?=\s)")
_YEAR = re.compile(r"(?<!\d)(?:1[4-9]|20)\d\d(?!\d)")
_NAME = r"(?:[A-ZÀ-ÖØ-ÞČŠŽŁА-ЯЁ][\w’'\-]+)"
_PERSON = re.compile(
    rf"(?:\b[A-ZÀ-ÞА-ЯЁ][a-z]?\.[\s\-]?)+(?:(?:v|de|du|van|von|da|di)\.?\s)?{_NAME}|^\W*(?:(?:see|cf|vgl|siehe|voir|см)\.?\s+)?{_NAME}(?=,)"
)
_BEFORE_SIGN = re.compile(rf"(?P<name>{_NAME}(?:(?:\s(?:and|und|et|e|y|и)\s|\s|-){_NAME})*)\s?,?\s*$")
_QUOTED = re.compile(r"[“„‘«\"][^“”„‘’«»\"]{4,}[”“’»\"]")
# The sigla of archives and series are capitals: *HHStA.*, *MR.*, *FRUS*.
_SIGLUM = re.compile(r"\b[A-ZÄÖÜА-ЯЁ]\w*[A-ZÄÖÜА-ЯЁ]\w*")
# What opens a sentence is capitalized without being a name.
_SIGNALS = frozenset(
    [
        "see",
        "cf",
        "compare",
        "also",
        "quoted",
        "cited",
        "in",
        "from",
        "the",
        "a",
        "an",
        "siehe",
        "vgl",
        "vergleiche",
        "zit",
        "so",
        "nach",
        "dazu",
        "der",
        "die",
        "das",
        "voir",
        "cfr",
        "vedi",
        "véase",
        "см",
        "ср",
        "там",
    ]
)


@dataclass(frozen=True, slots=True)
class _Segment:
    start: int
    end: int


def parse(text: str, note: int, identifier: str, *, offset: int = 0) -> tuple[Citation, ...]:
    """The citations of a note's text from left to right; `identifier` is the note's, and theirs are numbered after it."""
    found: list[Citation] = []
    for segment in _segments(text):
        for part in _at_signs(text, segment):
            citation = _citation(text, part, note, f"{identifier}.b{len(found) + 1}", found)
            if citation is not None:
                found.append(citation)
    return tuple(found)


def _segments(text: str) -> list[_Segment]:
    """Stretches between semicolons, dashes and ends of sentences."""
    result, start = [], 0
    for match in _BREAK.finditer(text):
        if match[0] == "." and not _ends_sentence(text, match.start()):
            continue
        result.append(_Segment(start, match.end()))
        start = match.end()
    result.append(_Segment(start, len(text)))
    return [segment for segment in result if text[segment.start : segment.end].strip()]


def _ends_sentence(text: str, at: int) -> bool:
    """Whether a full stop ends a sentence, rather than an abbreviation, an initial or a step of a path (*Д. 5. Л. 3*)."""
    tail = text[at + 1 : at + 60].lstrip()
    if terms().place.match(tail):
        return False
    if not _NO_END.search(text, max(0, at - 12), at):
        return True
    # *p. 58. Ibid* ends a sentence even after a number
    return text[at - 1].isdigit() and bool(terms().ibid.match(tail) or _PERSON.match(tail))


def _at_signs(text: str, segment: _Segment) -> list[_Segment]:
    """A segment that holds a citation and then an *ibid.* is cut before the name of the second."""
    signs = [m for m in terms().ibid.finditer(text, segment.start, segment.end) if _is_sign(text, m)]
    cuts = [segment.start]
    for sign in signs:
        begin = _sign_begin(text, segment.start, sign)
        if begin > cuts[-1] and text[cuts[-1] : begin].strip():
            cuts.append(begin)
    return [_Segment(a, b) for a, b in zip(cuts, [*cuts[1:], segment.end], strict=True)]


def _is_sign(text: str, match: re.Match[str]) -> bool:
    """*id* and *ib* are words or parts of numbers elsewhere: they count only with their full stop."""
    return len(match[0].rstrip(".")) > 2 or match[0].endswith(".")


def _sign_begin(text: str, start: int, sign: re.Match[str]) -> int:
    name = _BEFORE_SIGN.search(text, start, sign.start())
    return name.start() if name and name["name"].casefold() not in _SIGNALS else sign.start()


def _citation(text: str, segment: _Segment, note: int, identifier: str, before: list[Citation]) -> Citation | None:
    sign = next((m for m in terms().ibid.finditer(text, segment.start, segment.end) if _is_sign(text, m)), None)
    if sign is not None:
        return _short(text, segment, sign, note, identifier)
    piece = text[segment.start : segment.end]
    levels = read_levels(text, segment.start, segment.end)
    if not _is_citation(piece, levels, bool(before)):
        return None
    start = segment.start + len(piece) - len(piece.lstrip())
    end = segment.start + len(piece.rstrip(" .;—–"))
    return Citation(
        id=identifier, note=note, start=start, end=end, text=text[start:end], levels=levels,
        names=names_in(piece), words=words_in(piece), label=text[start : levels[-1].start if levels else end].rstrip(" ,"),
    )  # fmt: skip


def _short(text: str, segment: _Segment, sign: re.Match[str], note: int, identifier: str) -> Citation:
    begin = _sign_begin(text, segment.start, sign)
    levels = read_after(text, sign.end(), segment.end)
    end = levels[-1].end if levels else sign.end()
    return Citation(
        id=identifier, note=note, start=begin, end=end, text=text[begin:end], levels=levels,
        names=names_in(text[begin : sign.start()]), words=words_in(text[end : segment.end]), sign=sign[0].rstrip("."), sign_start=sign.start(),
    )  # fmt: skip


def _is_citation(piece: str, levels: tuple[Level, ...], follows: bool) -> bool:
    """Whether a stretch of text cites something: at least two signs of it, or the path of an archive."""
    if sum(is_archival(level.unit) for level in levels) >= 2:
        return True
    signs = [
        bool(levels),
        bool(_YEAR.search(piece)),
        bool(_PERSON.search(piece)),
        bool(_QUOTED.search(piece)),
        bool(_SIGLUM.search(piece)),
        bool(re.search(r"\)\s*\d|,\s*\d+(?:\s?ff?\.)?\s*[.;]?\s*$", piece)),
    ]
    return sum(signs) >= 2 and (len(piece) < 400 or follows or bool(levels))


def names_in(text: str) -> frozenset[str]:
    """The names that a citation may be called by, in lower case: those with initials, and what stands before its first comma."""
    named = [match[0] for match in _PERSON.finditer(text)] + [re.split(r"[,:(“„«\"‘]", text, maxsplit=1)[0]]
    found = {word.casefold() for piece in named for word in re.findall(_NAME, piece)}
    return frozenset(name for name in found if name not in _SIGNALS)


def words_in(text: str) -> frozenset[str]:
    """The words of a title, in lower case, that are long enough to tell works apart."""
    return frozenset(word for word in re.findall(r"[^\W\d_]{4,}", text.casefold()))
