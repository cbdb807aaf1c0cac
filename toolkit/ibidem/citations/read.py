"""Reading the text of a note that is not marked up: its pieces, and the short references in them that are known by a word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from ibidem.citations.left import Left, left_of, starts_freely
from ibidem.citations.locator import levels_after, levels_in
from ibidem.citations.model import Kind, Level, Mark, Scope
from ibidem.citations.names import CAPITALS, NAME, has_person, words_in
from ibidem.citations.scan import marks_in
from ibidem.citations.split import pieces_of
from ibidem.citations.terms import Lexicon

_KINDS = {"ibid": Kind.IBID, "idem": Kind.IDEM, "opcit": Kind.OPCIT, "loccit": Kind.LOCCIT}
# What belongs to a sign stands near it: so far is looked, in characters and in marks, so that a long note takes no longer than its length.
_BEFORE, _AFTER, _NEAR = 400, 600, 10
_OFTEN = 60  # characters: shorter notes are likely to come again
_SKIP = re.compile(r"[\s,.:(\[]{0,4}")
_TO_NOTE = re.compile(r"[\s,.:(\[]{0,4}(?:(?:en la|en|in der|in|à la|dans la|alla|a|at|к|в)\s)?")
_PLURAL = re.compile(r"(?:s|nn|en)\.?$", re.IGNORECASE)
_LABELS = re.compile(
    r"[\s.]{0,3}(\d{1,4}[a-z]?)((?:\s?(?:[-–,&]|and|und|et|y|e|и|bis|to)\s?\d{1,4}[a-z]?(?!\d)(?!\s?\.\s?\d))*)(?![\d/])"
)
PREVIOUS = "previous"  # the label of *vorige Anm.*, until it is known which note that is
_LABEL = re.compile(r"\d{1,4}[a-z]?")
_CLOSE = re.compile(r"\s?[)\]]")
_TITLE = re.compile(
    rf"(?:\s?/[^;()]{{2,90}}?(?=\s?\())?(?:\s?/\s?{NAME})?\s?(?:\((?:[^()]{{1,30}})\))?\s?[,:]\s{{0,2}}(?=[“„«\"‘']?\s?(?:[{CAPITALS}]|[“„«\"‘]))"
)
_TITLE_AFTER_WORD = re.compile(_TITLE.pattern.replace("[,:]", "[,:.]"))
_TITLE_END = re.compile(r",\s|[”»\"]|\.\s|\s[\d(]|[,.]\s[\d(]|\s?[;(]|,?\s(?:in|In):|,\s(?=\w{1,4}\.\s?\d)|[.,]?\s*$")
_IMPRINT = re.compile(r"[\s,]{0,3}\(?((?:1[4-9]|20)\d\d)[a-z]?\)?(?=\s?[,:)])")
_ELSEWHERE = re.compile(
    r"[\s,]{0,2}(?:(?:in|of|zu|du|de|to)\s)?(?:Documents?|Docs?\.|Dok\.|Dokument|chapter|Chapter|Kapitel|chapitre|Part|Nr\.|No\.)\s?[\dIVX]"
)
_DECLARED = re.compile(r"[\s:,–—=-]{0,4}[“„«\"‘']?([^()\[\]“”„«»\"‘’;]{1,60}?)[.,]?[”»\"’']?\s?[)\];]")
_PLACED = re.compile(r"\d(?:\s(?:e|et|y|und|and|u\.|mit|con|avec|with|и|с))?$")
_DECLARED_LAST = re.compile(rf"[\s:,–—=-]{{1,4}}([{CAPITALS}]{{2,10}})[.\s]*$")  # *abréviation : ABC.*
_NUMBER = re.compile(r"[\s.]{0,3}(?:\d|[IVXLCivxlc]{1,8}(?!\w))")
_ARTICLE = re.compile(r"(?:the|la|le|les|der|dem|den|die|das|el|los|las|il)\s|l['’]")
_TOWN = re.compile(r"\.?,?\s(?:1[4-9]|20)\d\d(?![-–/\d])")
_DATE = re.compile(r"[\s,.]{1,3}((?:[^\W\d_]{3,10}\.?\s\d{1,2},?|\d{1,2}\.?\s[^\W\d_]{3,10}\.?)\s(?:1[4-9]|20)\d\d)")
_CODE = re.compile(r"[\s,.]{1,3}([A-Z]{2,6}\s\d{1,3}(?:[-–]\d{1,3})?(?:\s[A-Z][A-Z-]{1,12}){0,2})(?![\w])")
_IMPRINT_NEAR = re.compile(r"(?:1[4-9]|20)\d\d")
_PASSAGE = re.compile(rf"\s(?=(?:[{CAPITALS}][a-zß-ÿ]{{1,8}}\.\s){{1,2}}\d)")  # *id. Brut. 42*
_PLAIN = re.compile(r"\s[^\W\d_][^\d.;:()]{2,40}")
_HIS = re.compile(r"(?:his|her|their|seine[rms]?|ihre[rms]?|son|sa|ses|leur|suo|sua|su|его|е[её]|их)\s")
_CLAUSE = re.compile(r",?\s[^\W\d_A-ZÀ-ÞА-Я]")


@dataclass(slots=True)
class Draft:
    """A short reference as it stands in a note, before it is known what it means."""

    kind: Kind
    start: int
    end: int
    sign: str
    sign_start: int
    left: Left = field(default_factory=Left)
    levels: tuple[Level, ...] = ()
    pointer: tuple[str, ...] = ()
    scope: Scope = Scope.WORK
    titled: bool = False
    same_author: bool = False  # *ders., a. a. O.*: the author named last
    marks: Sequence[Mark] = ()
    rest: int = 0  # where the citation ends that it opens (*Ders., Titel (Wien 1958) 45*)
    year: str = ""  # *op. cit. (1994)*
    certain: bool = True  # whether its words alone make it a reference


@dataclass(slots=True)
class Part:
    """A stretch of a note: plain words, which may be a citation or comment, or a short reference."""

    start: int
    end: int
    marks: Sequence[Mark] = ()
    draft: Draft | None = None
    siglum: str = ""
    follows: bool = False  # a reference stands before it in the same piece
    leads: bool = False  # it is named before *in: ders.*, *in id.*, and so is a citation


def read(text: str, words: Lexicon) -> Sequence[Part]:
    """The parts of a note from left to right. Nobody changes them: notes with the same few words share them."""
    return _read(text, words) if len(text) > _OFTEN else _read_once(text, words)


@lru_cache(maxsize=4096)
def _read_once(text: str, words: Lexicon) -> tuple[Part, ...]:
    """The parts of a short note: many notes of a text are the same few words (*Ibid., p. 5.*)."""
    return tuple(_read(text, words))


def _read(text: str, words: Lexicon) -> list[Part]:
    marks = marks_in(text, words)
    parts: list[Part] = []
    for piece in pieces_of(text, marks, words):
        at = piece.start
        siglum, skipped = _declared(text, piece.marks, piece.end)
        for index, mark in enumerate(piece.marks):
            if not (mark.sign or mark.role) or mark.start < at or mark.start in skipped or _same_town(text, mark):
                continue
            lo, hi = max(at, mark.start - _BEFORE), min(piece.end, mark.end + _AFTER)
            near = piece.marks[max(0, index - _NEAR) : index + 2 * _NEAR]
            draft = _draft(text, lo, hi, near, mark, words)
            if draft is None:
                continue
            held = parts[-1].draft if parts and parts[-1].start >= piece.start else None
            if (
                draft.kind is Kind.IBID
                and held is not None
                and held.titled
                and _IMPRINT_NEAR.search(text, held.start, draft.start) is None
            ):
                draft.scope = Scope.CONTAINER  # *Id., Dialogues, ibid., t. I*: the volume, and not the title just named
            if text[at : draft.start].strip(" ,.;:()[]—–-"):
                leads = draft.left.container
                parts.append(Part(at, draft.start, piece.marks, siglum=siglum, leads=leads))
                siglum = ""
            parts.append(Part(draft.start, draft.end, piece.marks, draft))
            at = max(draft.end, draft.rest)
        if text[at : piece.end].strip(" ,.;:()[]—–-"):
            parts.append(Part(at, piece.end, piece.marks, siglum=siglum, follows=at > piece.start))
    return parts


def _declared(text: str, marks: Sequence[Mark], end: int) -> tuple[str, frozenset[int]]:
    """The short form that a piece declares (*hereafter X*), and where words stand that are part of it."""
    for mark in marks:
        if mark.role == "hereafter":
            match = _DECLARED.match(text, mark.end, end + 1) or _DECLARED_LAST.match(text, mark.end, end)
            if match and match[1].strip():
                inside = frozenset(other.start for other in marks if mark.start <= other.start < match.end())
                return match[1].strip(" ,.:"), inside
    return "", frozenset()


def _draft(text: str, lo: int, end: int, marks: Sequence[Mark], mark: Mark, words: Lexicon) -> Draft | None:
    if mark.sign == "idem":
        return _idem(text, lo, end, marks, mark, words)
    if mark.sign:
        return _signed(text, lo, end, marks, mark, words)
    if mark.role in ("note", "above", "below", "cited", "quoting", "previous"):
        return _pointing(text, lo, end, marks, mark, words)
    return None


def _signed(
    text: str, lo: int, end: int, marks: Sequence[Mark], mark: Mark, words: Lexicon, same: bool = False
) -> Draft:
    """*Ibid.*, *op. cit.*, *loc. cit.* with what belongs to them on both sides."""
    kind = _KINDS[mark.sign]
    left = left_of(text, lo, mark.start, words, marks, titles=kind is not Kind.IBID)
    at = mark.end
    pointer: tuple[str, ...] = ()
    year = ""
    if kind is not Kind.IBID and (imprint := _IMPRINT.match(text, at, end)):
        year, at = imprint[1], imprint.end()
    if kind is not Kind.IBID and (found := pointer_at(text, at, end, marks)) is not None:
        pointer, at = found[0], found[2]
    if kind is not Kind.IBID and not year and (imprint := _IMPRINT.match(text, at, end)):
        year = imprint[1]
    levels, at = _place(text, at, end, marks, kind)
    if (
        kind is not Kind.IBID
        and not pointer
        and levels
        and (found := pointer_at(text, at, end, marks)) is not None
        and found[1]
    ):
        pointer, at = found[0], found[2]
    start = min(left.start, mark.start)
    if kind is Kind.IBID and left.item and not levels:
        start = left.item_start
    if left.lead and not left.container:
        start = left.lead_start  # *ROSSI, Storia cit.*
    scope = Scope.CONTAINER if left.container else Scope.WORK
    return Draft(
        kind,
        start,
        at,
        text[mark.start : mark.end].rstrip("."),
        mark.start,
        left,
        (*left.levels, *levels),
        pointer,
        scope,
        same_author=same,
        year=year,
    )


def _place(text: str, at: int, end: int, marks: Sequence[Mark], kind: Kind) -> tuple[tuple[Level, ...], int]:
    """The levels after a sign, which may follow a year or a clause, and where they end."""
    levels = levels_after(text, marks, at, end, year=kind is not Kind.IBID)
    if kind is Kind.IBID and not levels:
        levels = _dated(text, marks, at, end) or _coded(text, at, end)
    if not levels and (imprint := _IMPRINT.match(text, at, end)):
        levels = levels_after(text, marks, imprint.end(), end)
    if not levels:
        levels = _later(text, marks, at, end)
    return levels, max(at, levels[-1].end) if levels else at


def _dated(text: str, marks: Sequence[Mark], at: int, end: int) -> tuple[Level, ...]:
    """Another issue of the same paper, known by its date (*Ibid., May 9, 1965, p. 700*)."""
    month = next((mark for mark in marks if mark.role == "month" and at <= mark.start < at + 8), None)
    date = _DATE.match(text, at, end) if month is not None else None
    if date is None:
        return ()
    return (
        Level("issue", date[1], date[1], date[1], date.start(1), date.end()),
        *levels_after(text, marks, date.end(), end),
    )


def _coded(text: str, at: int, end: int) -> tuple[Level, ...]:
    """Another file of the same archive, known by its code (*Ibid., POL 27 VIET*)."""
    code = _CODE.match(text, at, end)
    return (Level("number", code[1], code[1], code[1], code.start(1), code.end()),) if code else ()


def _later(text: str, marks: Sequence[Mark], at: int, end: int) -> tuple[Level, ...]:
    """The levels at the end of a clause that stands between (*op. cit., qui renvoie à une lettre, vol. 2, p. 5*)."""
    rest = text[at:end]
    if len(rest) > 160 or any(mark.start >= at and (mark.sign or mark.role in ("quoting", "above")) for mark in marks):
        return ()
    levels = levels_in(text, marks, at, end)
    if not levels or levels[0].unit == "note":
        return ()
    between = text[at : levels[0].start]
    if re.search(r"(?:1[4-9]|20)\d\d|[“„«\"]", between) or re.search(
        r"(?<![\w.])(?:see|cf|vgl|voir|см|vedi|véase)\b", between, re.I
    ):
        return ()
    if has_person(between) and not _CLAUSE.match(between):
        return ()
    return levels


def _idem(text: str, lo: int, end: int, marks: Sequence[Mark], mark: Mark, words: Lexicon) -> Draft | None:
    """*Ders.*, *idem*: the author of a new work, the same work, or a part of another sign."""
    sign = text[mark.start : mark.end]
    latin = sign.casefold().rstrip(".") in ("id", "idem")
    if not sign.endswith(".") and not starts_freely(text, lo, mark.start, words):
        return None
    after = _SKIP.match(text, mark.end, end)
    at = after.end() if after else mark.end
    following = next((other for other in marks if other.start == at), None)
    if following is not None and following.sign in ("ibid", "opcit", "loccit"):
        return _author_with(text, end, marks, mark, following, words, Left(start=mark.start))
    left = left_of(text, lo, mark.start, words, marks, titles=False)
    title = (_TITLE if sign.endswith(".") else _TITLE_AFTER_WORD).match(text, mark.end, end)
    found = pointer_at(text, mark.end, end, marks)
    title = title or _PASSAGE.match(text, mark.end, end)
    if found is not None and (found[1] or found[3] or not latin):
        levels, stop = _place(text, found[2], end, marks, Kind.SUPRA)
        draft = Draft(
            Kind.SUPRA, mark.start, stop, sign.rstrip("."), mark.start, left, levels, found[0], same_author=True
        )
    elif title is not None and not any(
        other.start == title.end() and (other.sign or _numbered(text, other)) for other in marks
    ):
        return _with_title(text, end, marks, mark, title.end(), left, words)
    else:
        levels, stop = _place(text, mark.end, end, marks, Kind.IBID)
        draft = Draft(Kind.IBID if latin else Kind.IDEM, mark.start, stop, sign.rstrip("."), mark.start, left, levels)
    draft.start = min(left.start, mark.start)
    draft.scope = Scope.CONTAINER if left.container else Scope.WORK
    spoken = draft.kind is Kind.IDEM and not draft.levels and text[mark.end : end].strip(" .,;)(")
    return None if spoken else draft  # *dieselben* in a sentence


def _numbered(text: str, mark: Mark) -> bool:
    """Whether a unit is followed by its number (*vol. 2*), and so is no word of a title (*Art poétique*)."""
    return bool(mark.unit) and _NUMBER.match(text, mark.end) is not None


def _author_with(
    text: str, end: int, marks: Sequence[Mark], mark: Mark, sign: Mark, words: Lexicon, left: Left
) -> Draft:
    """*Ders., a. a. O.*; *Id., Teoria generale, cit.*: the author is the one named last, the sign says the rest."""
    draft = _signed(text, mark.start, end, marks, sign, words, same=True)
    draft.start, draft.left = mark.start, left
    return draft


def _with_title(text: str, end: int, marks: Sequence[Mark], mark: Mark, at: int, left: Left, words: Lexicon) -> Draft:
    """*Ders., Neuer Titel (Wien 1958) 45*: a title of its own follows at `at`."""
    cited = next((other for other in marks if other.sign in ("opcit", "loccit") and other.start > at), None)
    if cited is not None and not re.search(r"\d", text[at : cited.start]):
        own = Left(start=mark.start, words=words_in(text[at : cited.start]))
        return _author_with(text, end, marks, mark, cited, words, own)
    closing = _TITLE_END.search(text, at, end)
    stop = max(closing.start() if closing else end, at)
    sign = text[mark.start : mark.end].rstrip(".")
    draft = Draft(Kind.IDEM, mark.start, stop, sign, mark.start, left, scope=Scope.AUTHOR, titled=True, marks=marks)
    draft.rest = _until_sign(text, marks, at, end)
    return draft


def _same_town(text: str, mark: Mark) -> bool:
    """Whether *ivi* repeats the place of publication (*EAD., Le madri, ivi, 1960*)."""
    return mark.sign == "ibid" and text[mark.start].islower() and _TOWN.match(text, mark.end) is not None


def _until_sign(text: str, marks: Sequence[Mark], at: int, end: int) -> int:
    return min(
        (mark.start for mark in marks if mark.sign and mark.start >= at and not _same_town(text, mark)), default=end
    )


def pointer_at(text: str, at: int, end: int, marks: Sequence[Mark]) -> tuple[tuple[str, ...], str, int, bool] | None:
    """A pointer to notes that stands here: its labels, its side (*above*, *below* or neither), its end, whether brackets stand around it."""
    side, cited = "", False
    skip = _TO_NOTE.match(text, at, end)
    pos = skip.end() if skip else at
    bracket = "(" in text[at:pos] or "[" in text[at:pos]
    by_start = {mark.start: mark for mark in marks}
    for _ in range(4):
        mark = by_start.get(pos)
        if mark is None:
            return None
        if mark.role in ("above", "below"):
            side = mark.role
        elif mark.role == "note":
            break
        elif mark.role == "previous":
            close = _CLOSE.match(text, mark.end, end) if bracket else None
            return (PREVIOUS,), "cited", close.end() if close else mark.end, bracket
        elif mark.role in ("cited", "quoting"):
            cited = True
        else:
            return None
        skip = _TO_NOTE.match(text, mark.end, end)
        pos = skip.end() if skip else mark.end
    else:
        return None
    labels = _LABELS.match(text, mark.end, end)
    if labels is None:
        return None
    stop, given = labels.end(), labels[0]
    if "," in given and not _PLURAL.search(text, mark.start, mark.end):
        given = given[: given.index(",")]  # *supra note 11, 41* names one note and a page
        stop = labels.start() + len(given)
    skip = _SKIP.match(text, stop, end)
    after = by_start.get(skip.end() if skip else stop)
    if after is not None and after.role in ("above", "below"):
        side, stop = after.role, after.end
    if bracket and (close := _CLOSE.match(text, stop, end)):
        stop = close.end()
    return tuple(_LABEL.findall(given)), side or ("cited" if cited else ""), stop, bracket


def _pointing(text: str, lo: int, end: int, marks: Sequence[Mark], mark: Mark, words: Lexicon) -> Draft | None:
    """*See note 5 above*, *Smith, supra note 5*, *Smith (n 5)*, *Smith, above, p. 3*."""
    found = pointer_at(text, mark.start, end, marks)
    if found is None:
        return _beside(text, lo, end, marks, mark, words)
    labels, side, stop, _ = found
    before = text[lo : mark.start].rstrip()
    bracket = before.endswith(("(", "["))
    if bracket and (close := _CLOSE.match(text, stop, end)):
        stop = close.end()
    before = before.rstrip(" ,([")
    side = next((other.role for other in marks if _leads_to(text, other, mark)), side)
    seen = words.seen.search(text, max(lo, mark.start - 24), mark.start)
    sign = text[mark.start : stop].rstrip(" )]")
    placed = _PLACED.search(before) is not None  # *p. 317, note 2*, *p. 20 e n. 3* are places
    if _is_elsewhere(text, stop, end, side, words, marks) and (seen or side or not placed):
        start = seen.start() if seen else mark.start
        return Draft(Kind.NOTEREF, start, stop, sign, mark.start, Left(), (), labels, Scope.ELSEWHERE)
    if placed and not side and not bracket:
        return None
    left = left_of(text, lo, mark.start, words, marks, titles=True)
    spoken_of = seen is not None and seen.end() - seen.start() > 2 and left.start == mark.start
    if (left.names or left.lead) and not spoken_of:
        again = _SKIP.match(text, stop, end)
        stop = next(
            (
                other.end
                for other in marks
                if other.sign in ("opcit", "loccit") and again and other.start == again.end()
            ),
            stop,
        )
        levels, last = _place(text, stop, end, marks, Kind.SUPRA)
        kind = Kind.INFRA if side == "below" else Kind.SUPRA
        draft = Draft(kind, left.start, last, sign, mark.start, left, (*left.levels, *levels), labels)
        if left.lead and not left.container:
            draft.start = min(left.start, left.lead_start)
        draft.scope = Scope.CONTAINER if left.container else Scope.WORK
        draft.certain = side in ("above", "cited") or bracket
        return draft
    only = _only_signals(text, lo, lo + len(before), words) and not text[stop:end].strip(" .;)")
    return _to_note(text, end, marks, mark, seen, words, (labels, side, stop)) if side or seen or only else None


def _leads_to(text: str, side: Mark, note: Mark) -> bool:
    """Whether *supra* stands before the word for a note (*supra text accompanying notes 4-5*)."""
    return (
        side.role in ("above", "below")
        and side.end < note.start
        and _PLAIN.fullmatch(text, side.end, note.start) is not None
    )


def _is_elsewhere(text: str, stop: int, end: int, side: str, words: Lexicon, marks: Sequence[Mark]) -> bool:
    """Whether a note of another text is meant (*Anm. 5 zu …*, *footnote 2, Document 54*)."""
    if _ELSEWHERE.match(text, stop, end):
        return True
    foreign = words.foreign.match(text, stop, end) if side in ("", "cited") else None
    if foreign is None:
        return False
    article = _ARTICLE.match(text, foreign.end(), end)
    at = article.end() if article else foreign.end()
    return _names_text(text, at) or any(mark.start == at and mark.unit for mark in marks)


def _to_note(
    text: str, end: int, marks: Sequence[Mark], mark: Mark, seen: re.Match[str] | None, words: Lexicon,
    found: tuple[tuple[str, ...], str, int],
) -> Draft:  # fmt: skip
    """A pointer to a note, and to the one work in it where a place follows (*supra note 5, at 12*)."""
    labels, side, stop = found
    joined = seen is not None and words.joined.match(f" {seen[0].strip()} ")
    start = seen.start() if seen is not None and not joined else mark.start
    sign = text[mark.start : stop].rstrip(" )]")
    levels = levels_after(text, marks, stop, end) if side in ("above", "cited") else ()
    if levels:
        return Draft(Kind.SUPRA, start, levels[-1].end, sign, mark.start, Left(), levels, labels)
    kind = Kind.INFRA if side == "below" else Kind.NOTEREF
    return Draft(kind, start, stop, sign, mark.start, Left(), (), labels, Scope.NOTE, certain=bool(side or seen))


def _only_signals(text: str, at: int, end: int, words: Lexicon) -> bool:
    """Whether nothing but words like *see* stand in a stretch."""
    while at < end and (signal := words.signals.match(text, at, end)) and signal.end() > at:
        at = signal.end()
    return not text[at:end].strip(" ,([")


def _names_text(text: str, at: int) -> bool:
    """Whether what follows *zu*, *to*, *de* names another text."""
    piece = text[at : at + 2]
    if _HIS.match(text, at):
        return True  # *note 3 of his book*
    return piece[:1].isupper() or piece[:1] in '“„«"‘' or piece[1:2] in "'’"


def _beside(text: str, lo: int, end: int, marks: Sequence[Mark], mark: Mark, words: Lexicon) -> Draft | None:
    """*Smith, supra, p. 5*: a name and *supra* without the number of a note."""
    if mark.role != "above" or not text[lo : mark.start].rstrip().endswith((",", "(")):
        return None
    left = left_of(text, lo, mark.start, words, marks, titles=True)
    levels = levels_after(text, marks, mark.end, end)
    if not left.names or not (levels or not text[mark.end : end].strip(" .;)")):
        return None
    stop = levels[-1].end if levels else mark.end
    return Draft(
        Kind.SUPRA,
        left.start,
        stop,
        text[mark.start : mark.end],
        mark.start,
        left,
        (*left.levels, *levels),
        certain=False,
    )
