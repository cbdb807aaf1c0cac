"""What stands before the sign of a short reference and belongs to it: names, a short title, a volume, a document."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ibidem.citations.locator import levels_in
from ibidem.citations.model import Level, Mark
from ibidem.citations.names import CAPITALIZED, CAPITALS, NAME, fold, words_in
from ibidem.citations.terms import Lexicon

_WIDTH = 160
_EDGE = " ,.:;()[]“”„«»\"‘’'"
_OPENING = "([“„«\"‘'"
_INITIAL = re.compile(rf"^(?:[{CAPITALS}][^\W\d_]{{0,2}}\.-?){{1,4}}$")
_NAME = re.compile(rf"^(?:[dlDLoO]['’])?[{CAPITALS}][\w’'‘-]*$")
_OPENERS = {"”": "“„", "“": "„", "»": "«", "«": "»", '"': '"', "’": "‘", "‘": "‚"}
_LEAD = re.compile(rf"[\s,;]*((?:[^\W\d_][\w.’'-]*\s?[-–]?\s?){{0,5}}?[{CAPITALS}][\w’'-]+)\s?[,:.]\s")
_LEAD_GIVEN_LAST = re.compile(rf"\s*([{CAPITALS}][\w’'-]+),?\s(?:[{CAPITALS}]\.\s?){{1,3}}")
# *Kern A., Blum O., 1994, Title, op. cit.*: the year stands after the authors
_LEAD_YEAR = re.compile(
    rf"^[\s,]*(?:{NAME},?\s(?:[{CAPITALS}]\.?[\s,-]{{0,2}}){{1,3}}){{0,4}}(?:1[4-9]|20)\d\d[a-z]?,\s"
)
# *Kern, ‘Ghosts’, in The City and the Market, supra note 18*
_IN_TITLE = re.compile(rf"(?<=[,”’»\"]\s)(?P<in>(?:in|en|dans):?\s)(?=[{CAPITALS}][^,;:\d]{{0,90}}\s$)")
# *and others* after a name
OTHERS = re.compile(r",?\s(?:et al|et alii|y otros|y otras|e altri|u\. ?a|и др|et autres|and others|und andere)\.?$")
_JOINED = re.compile(r"^\s*(?:e|et|y|und|and|и)\s")
_EDITED = re.compile(r"\([^\W\d_]{2,5}\.?\),?")
_ITEM = re.compile(r"[\s,;:(]*(?P<item>[^;()]{4,140}?)\s?,\s*$")
_NOUN_TO = re.compile(rf"([{CAPITALS}]\w+)\s+(?:zu|zum|zur|to|à|a|к)\s+$")


@dataclass(slots=True)
class Left:
    """What belongs to a sign on its left. `names` stand directly before it, `lead` opens the piece; `words` are those of a title."""

    start: int = 1 << 30
    names: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    lead_start: int = 1 << 30
    lead_end: int = 1 << 30
    words: frozenset[str] = frozenset()
    container: bool = False
    levels: tuple[Level, ...] = ()
    title: str = ""  # what opens the piece, where no name does (*Storia della tradizione, cit.*)
    item: str = ""
    item_start: int = 1 << 30


def left_of(text: str, lo: int, sign: int, words: Lexicon, marks: Sequence[Mark], *, titles: bool) -> Left:
    """Read back from a sign to the beginning of its piece at `lo`. `titles` says whether a title may stand between."""
    for mark in marks:  # *cité par X, op. cit.*: only X belongs to the sign
        if (
            mark.role in ("quoting", "hereafter")
            and lo <= mark.start
            and mark.end <= sign
            and text[mark.end : sign].strip(" ,(")
        ):
            lo = mark.end
    opened = max(text.rfind("(", lo, sign), text.rfind("[", lo, sign))
    if opened >= 0 and text[opened + 1 : sign].strip() and not set(")]") & set(text[opened:sign]):
        lo = opened + 1
    left = Left(start=sign)
    stop = _back(text, lo, sign)
    if (others := OTHERS.search(text, max(lo, stop - 16), stop)) is not None:
        stop = others.start()
    levels: tuple[Level, ...] = ()
    if titles and any(mark.unit in ("volume", "issue") and lo <= mark.start < stop for mark in marks):
        levels = levels_in(text, marks, max(lo, stop - 24), stop)  # *Blanchard, vol. 2, op. cit.*
        if levels and levels[-1].end == stop and levels[0].unit == "volume":
            left.levels, stop = levels, _back(text, lo, levels[0].start)
    begin, names = _names_before(text, lo, stop, words)
    quoted = _quoted(text, lo, stop) if titles and not names else None
    if quoted is not None:
        left.words, left.start = words_in(text[quoted:stop]), quoted
        begin, names = _names_before(text, lo, _back(text, lo, quoted), words)
    if names:
        left.names, left.start = names, begin
        _read_container(text, lo, stop, words, left, titles=titles)
    elif (inside := _container(text, lo, stop, words)) is not None and inside.end() >= stop:
        left.container, left.start = True, inside.start()
    if left.levels and not names:
        left.start = sign
    if titles and not left.container:
        _read_lead(text, lo, stop, words, left)
    _read_item(text, lo, sign, left)
    return left


def _read_container(text: str, lo: int, stop: int, words: Lexicon, left: Left, *, titles: bool) -> None:
    """*In* before the names found, or before the title that they are words of."""
    inside = _container(text, lo, left.start, words)
    if inside is None and titles and (inside := _IN_TITLE.search(text, max(lo, left.start - 110), left.start)):
        left.names = tuple(fold(name) for name in CAPITALIZED.findall(text, inside.end("in"), stop))
    if inside is not None:
        left.container, left.start = True, inside.start()


def _container(text: str, lo: int, at: int, words: Lexicon) -> re.Match[str] | None:
    """*In* before a name, where it opens a container (*‘Judges’ in Penn*) and is no word of a title (*Law in Motion*)."""
    found = words.container.search(text, max(lo, at - 8), at)
    if found is None or ":" in found[0] or "//" in found[0]:
        return found
    before = text[lo : found.start()].rstrip()
    return found if not before or before[-1] in ",.:;?!’”»\"')]" else None


def _read_lead(text: str, lo: int, stop: int, words: Lexicon, left: Left) -> None:
    """A piece that opens with an author and goes on with a title (*ROSSI, Storia cit.*)."""
    at = lo
    for _ in range(4):
        signal = words.signals.match(text, at, stop)
        if signal is None or signal.end() == at:
            break
        at = signal.end()
    lead = _LEAD_GIVEN_LAST.match(text, at, stop) or _LEAD.match(text, at, stop + 1)
    if lead is None and not left.names:
        left.title = _title_alone(text, at, stop)
    if lead is None or stop - at > _WIDTH or re.search(r"\d{2}", _LEAD_YEAR.sub("", text[lead.end() : stop])):
        return
    left.lead = tuple(fold(name) for name in CAPITALIZED.findall(lead[1]))
    left.lead_end = lead.end()
    left.lead_start = at + len(lead[0]) - len(lead[0].lstrip())
    left.words |= words_in(text[lead.end() : stop])


def _title_alone(text: str, at: int, stop: int) -> str:
    """The words that open a piece, where they may be a title."""
    title = _JOINED.sub("", text[at:stop]).strip(_EDGE)
    return title if 6 < len(title) < 90 and title[0].isupper() and not re.search(r"\d", title) else ""


def _read_item(text: str, lo: int, sign: int, left: Left) -> None:
    """A document before *ebd.* (*Telegramm Nr. 5 v. 3. 4. 1865, ebd.*; *Beilage zu ebd.*)."""
    noun = _NOUN_TO.search(text, lo, sign)
    if noun is not None:
        left.item, left.item_start = noun[1], noun.start()
        return
    item = _ITEM.fullmatch(text, lo, sign) if text[lo:sign].rstrip().endswith(",") else None
    if item is not None and re.search(r"\d", item["item"]) and "“" not in item["item"]:
        left.item, left.item_start = item["item"], item.start("item")


def _back(text: str, lo: int, at: int) -> int:
    """The end of the words before a place."""
    while at > lo and text[at - 1] in " ,(:[\u00a0\n":
        at -= 1
    return at


def _names_before(text: str, lo: int, stop: int, words: Lexicon) -> tuple[int, tuple[str, ...]]:
    """The names that stand directly before a place, and where they begin."""
    begin = _back_over_names(text, lo, stop, words)
    for _ in range(3):  # *Siehe auch Redlich*
        signal = words.signals.match(text, begin, stop)
        if signal is None or signal.end() == begin:
            break
        begin = signal.end()
    return begin, tuple(fold(name) for name in CAPITALIZED.findall(text, begin, stop))


def _back_over_names(text: str, lo: int, stop: int, words: Lexicon) -> int:
    """Where the names begin that end a stretch of words."""
    base = max(lo, stop - _WIDTH)
    tokens = text[base:stop].split()
    if base > lo and tokens and text.startswith(tokens[0], base):
        del tokens[0]  # its beginning may lie further back
    begin, named, at = stop, 0, stop
    for number, raw in enumerate(reversed(tokens)):
        at = text.rindex(raw, base, at)
        if not named and raw[0].islower() and raw[1:2] not in ("'", "’"):
            break  # the commonest case
        if not named and (_EDITED.fullmatch(raw) or _INITIAL.match(raw)):
            continue  # *Thomas (ed.), op. cit.*; *Иванов И. И. Указ. соч.*
        if words.container.fullmatch(raw):
            break
        if raw[-1] == "]" or raw.endswith("],") or (number and raw[-1] in ',;:)”»"') or named > 8:
            break
        core = raw.strip(_EDGE)
        if (len(core) > 1 and _NAME.match(core)) or _INITIAL.match(raw.lstrip(_OPENING)):
            named += 1
            begin = at + len(raw) - len(raw.lstrip(_OPENING))
            if raw[0] in _OPENING:
                break
        elif not named or not _joins(raw, words):
            break
    return begin


def _joins(raw: str, words: Lexicon) -> bool:
    """Whether a word may stand inside names: a particle, *and*, a dash."""
    return (
        raw.rstrip(".").casefold() in words.particles
        or raw in ("-", "–")
        or words.joined.fullmatch(f" {raw} ") is not None
    )


def _quoted(text: str, lo: int, stop: int) -> int | None:
    """Where a quoted title begins that ends at a place."""
    end = stop
    while end > lo and text[end - 1] in " ,.":
        end -= 1
    openers = _OPENERS.get(text[end - 1 : end])
    if openers is None:
        return None
    found = max(text.rfind(char, max(lo, end - 1 - _WIDTH), end - 1) for char in openers)
    return found if found >= 0 else None


def starts_freely(text: str, lo: int, at: int, words: Lexicon) -> bool:
    """Whether a word stands where a reference may begin: at the beginning, after punctuation, or after *see* and *in*."""
    before = text[lo:at].rstrip()
    return (
        not before
        or before[-1] in ",;:(–—[]/"
        or words.seen.search(before) is not None
        or words.container.search(before) is not None
    )
