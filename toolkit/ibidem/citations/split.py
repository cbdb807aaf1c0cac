"""Splitting a note into pieces: at semicolons, dashes, and the full stops that end a sentence."""

import re
from collections.abc import Iterator, Sequence

from ibidem.citations.model import Mark, Piece
from ibidem.citations.names import CAPITALS, NAME
from ibidem.citations.terms import Lexicon

_BREAK = re.compile(
    r";|\N{OBJECT REPLACEMENT CHARACTER}+|[.?!…][”’\"»)\]]{0,3}(?=\s)|\s[—–]+(?=\s)|\s-(?=\s)"
    r"|,\s(?=(?:sowie|und|and|as well as|et|ainsi que|y|así como|e|nonché|и|а также)\s)"
)
_LAST_WORD = re.compile(r"(?:^|[^\w’'])([\w’']{1,24})\.$")
_NEXT = re.compile(r"\s*[\[(“„«\"‘]{0,2}([^\W_][\w’'-]*)")
# *M., 1990*, *Madrid: Editorial, 1990*: what comes after a title's full stop
_IMPRINT = re.compile(
    rf"\s*[{CAPITALS}][\w.-]{{0,20}}(?:[\s-][{CAPITALS}][\w.-]{{0,20}}){{0,2}}\s?[,:;–—]\s?[^.;]{{0,40}}?(?:1[4-9]|20)\d\d"
)
_INITIALED = re.compile(rf"\s*(?:[{CAPITALS}]\w?\.[\s-]?){{1,3}}{NAME}")
_SURNAMED = re.compile(rf"\s*{NAME},?\s(?:[{CAPITALS}]\.\s?){{1,3}}")
_IN = re.compile(r"\s*(?:In|in|Dans|En|В)\s?:|\s*//|\s*In\s")
_NUMERAL = re.compile(r"[ivxlc]{2,7}")  # *“Title,” xx.*
_ABBREVIATED = re.compile(rf"\s*(?:[{CAPITALS}]\w{{1,6}}\.\s){{0,2}}[{CAPITALS}]\w{{1,6}}\.")
_DASHES = ("-", "—", "–", "——", "––")
_JOINED = re.compile(r"(?:as well as|ainsi que|así como|а также|\w+)\s+")
_PLACED = re.compile(r"\d(?:\s?(?:ff?|n)\.?)?$")
# *Kern, Anna, Titel*, *Kern, Anna: Titel*
_GIVEN = re.compile(rf"\s*{NAME}(?:\s?/\s?{NAME})?,\s{NAME}(?:\s{NAME})?\s?[,:]")
_OPENING = re.compile(
    rf"\s*(?:[^\W\d_]\w*\.?,?\s){{0,5}}?(?:{NAME}(?:\s?/\s?{NAME})?,\s{NAME}(?:\s{NAME})?\s?[,:/]|{NAME},?\s(?:[{CAPITALS}]\.?[\s,-]{{0,2}}){{1,3}}[,:]?\s)"
)
_YEARED = re.compile(r",\s(?:1[4-9]|20)\d\d[a-z]?,\s")
_LEAD = re.compile(rf"\s*(?:\w+\s){{0,4}}{NAME},\s")
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
        sign, (at, after) = match[0], match.span()
        if at in authors or (inside and any(start <= at < end for start, end in inside)):
            continue
        first = sign[0]
        if first in ".?!…":
            if not _ends(text, at, after, begin, starts, words):
                continue
        elif first == ",":
            if not _adds(text, at, after, words):
                continue
        elif first != ";":  # a dash with a space before it
            if text[at - 1 : at].isdigit() and _DIGIT.match(text, after + 1):  # *97 – 98*
                continue
            if sign.strip() in _DASHES and not _parts(text, match, begin, words):
                continue
        found.append(Piece(begin, after))
        begin = after
    if begin < len(text):
        found.append(Piece(begin, len(text)))
    return _share(list(_whole_titles(text, found, starts, words)), marks)


def _whole_titles(text: str, pieces: list[Piece], starts: dict[int, Mark], words: Lexicon) -> Iterator[Piece]:
    """The pieces, with a subtitle kept at its title (*Kern, Anna, Recht. Eine Studie. Wien 1990*)."""
    held: Piece | None = None
    for piece in pieces:
        if held is not None and _continues(text, held, piece, starts, words):
            held = Piece(held.start, piece.end)
            continue
        if held is not None:
            yield held
        held = piece
    if held is not None:
        yield held


def _continues(text: str, held: Piece, piece: Piece, starts: dict[int, Mark], words: Lexicon) -> bool:
    """Whether a title goes on after a full stop: an author opened it, nothing has closed it, and no other citation follows."""
    if text[held.end - 1] not in ".?!" or piece.end - held.start > 400:
        return False
    opening = _OPENING.match(text, held.start, held.end)
    if opening is None or _authored(text, piece.start) or _signal(text, piece.start, words):
        return False
    at = piece.start + len(text[piece.start : piece.start + 4]) - len(text[piece.start : piece.start + 4].lstrip())
    if (mark := starts.get(at)) is not None and (mark.sign or mark.role):
        return False
    year = _YEARED.search(text, held.start, held.end)
    if year is not None:  # *Kern A., 1994, Recht. Eine Studie*
        return _DIGIT.search(text, year.end(), held.end) is None
    return (
        _DIGIT.search(text, held.start, held.end) is None
        and _DIGIT.search(text, piece.start, piece.start + 160) is not None
    )


def _adds(text: str, comma: int, at: int, words: Lexicon) -> bool:
    """Whether *and* after a place opens a new citation (*S. 6, sowie Kern, Anna, Titel*)."""
    following = _JOINED.match(text, at)
    return (
        _PLACED.search(text, max(0, comma - 12), comma) is not None
        and following is not None
        and _authored(text, following.end())
    )


def _authored(text: str, at: int) -> bool:
    """Whether an author opens what stands here: a surname with given names or initials, or a name and a comma."""
    return any(pattern.match(text, at) for pattern in (_INITIALED, _SURNAMED, _GIVEN))


def _parts(text: str, dash: re.Match[str], begin: int, words: Lexicon) -> bool:
    """Whether a dash stands between citations, rather than in a title (*Kern, Law — Problems of Theory*)."""
    if dash[0].strip() == "-":
        return text[dash.start() - 1] in ".)" and _signal(text, dash.end(), words)
    return (
        _DIGIT.search(text, begin, dash.start()) is not None
        or text[dash.start() - 1] in ".?!)"
        or _LEAD.match(text, begin) is None
        or _signal(text, dash.end(), words)
    )


def _share(pieces: list[Piece], marks: Sequence[Mark]) -> list[Piece]:
    at = 0
    for piece in pieces:
        while at < len(marks) and marks[at].start < piece.end:
            piece.marks.append(marks[at])
            at += 1
    return pieces


def _ends(text: str, stop: int, after: int, begin: int, starts: dict[int, Mark], words: Lexicon) -> bool:
    """Whether a full stop ends a sentence, rather than an abbreviation, an initial or a step of a path (*Д. 5. Л. 3*)."""
    numbered = text[after + 1 : after + 2].isdigit() and after + 1 not in starts  # *p. 5*: the commonest case
    following = None if numbered else _NEXT.match(text, after)
    if following is None:
        return False
    at = following.start(1)
    mark = starts.get(at)
    if mark is not None and mark.sign:
        if mark.sign == "ibid" and text[at].islower() and _ABBREVIATED.fullmatch(text, begin, stop + 1):
            return _signal(text, begin, words)  # *Plut. ibid. 4*
        # *Соколов И. И. Указ. соч.* is one reference
        return mark.sign not in ("opcit", "loccit") or stop - begin > 90 or _DIGIT.search(text, begin, stop) is not None
    opening = text[at].isupper() or bool(text[after:at].strip() and text[at].isalpha())
    if not opening or (mark is not None and mark.unit and _numbered(text, mark.end)) or _bracketed(text, begin, stop):
        return False
    if text[stop] != "." or after > stop + 1:
        return _IN.match(text, after) is None
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
    if _NUMERAL.fullmatch(word) and text[max(begin, stop - len(word) - 2) : stop - len(word)].strip(" ")[-1:] in (
        "”",
        "»",
        '"',
        ",",
    ):
        return True
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
