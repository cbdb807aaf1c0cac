"""Elements put around words that stand in a file already, where they nest with the tags that are there."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ibidem.edit import Edit, apply
from ibidem.reading.positions import Character, Span, Tag, characters, tags
from ibidem.tree import BLOCKS, TEI

# What may stand inside a citation, in TEI's own schema as in ours; an editor's links and citations are not among it.
_WITHIN = """
    hi q foreign emph gloss term title date time num measure name orgName persName placeName address abbr expan choice sic corr orig reg
    add del unclear supplied lb pb cb milestone anchor gap author editor publisher pubPlace surname forename c pc seg w s rs
"""
_PHRASES = frozenset(_WITHIN.split())


class Crossing(Exception):
    """An element would not nest with the tags that stand there."""


@dataclass(frozen=True, slots=True)
class Wrap:
    """An element to be put around the characters `start` to `end` of a text; `plain` says that no other element may be in it."""

    start: int
    end: int
    name: str
    attributes: str = ""
    plain: bool = False


class Words:
    """The words between two tags of a UTF-8 file, white space normalized, with the bytes that each character stands for.

    `own` are spans of elements whose tags are to go: what is put in comes instead of them.
    """

    def __init__(self, data: bytes, start: int, end: int, own: Iterable[Span] = ()) -> None:
        self._data, self._start, self._end = data, start, end
        self._gone = sorted(
            piece
            for span in own
            for piece in ((span.start, span.open_end), (span.close_start, span.end))
            if piece[0] < piece[1]
        )
        starts = {piece[0] for piece in self._gone}
        self._tags = [tag for tag in tags(data, start, end) if tag.start not in starts]
        self._starts = [tag.start for tag in self._tags]
        self._has_cdata = any(not tag.name for tag in self._tags)
        self._chars = _normalized(_with_borders(characters(data, start, end), self._tags))
        self.text = "".join(char.value for char in self._chars)

    def regions(self, wraps: Sequence[Wrap]) -> list[tuple[int, int]]:
        """The bytes of each element to be put in. Raises `Crossing` where one would not nest with what is there, or with another."""
        found = [self._region(wrap) for wrap in wraps]
        open_ones: list[int] = []
        for first, last in sorted(found, key=lambda region: (region[0], -region[1])):
            while open_ones and open_ones[-1] <= first:
                open_ones.pop()
            if open_ones and last > open_ones[-1]:
                raise Crossing
            open_ones.append(last)
        return found

    def with_elements(self, wraps: Sequence[Wrap], prefix: str = "") -> bytes:
        """The bytes between the two tags, with the elements put in; of two around the same words the first is the outer one."""
        edits = [
            Edit(edit.start - self._start, edit.end - self._start, edit.new) for edit in self._changes(wraps, prefix)
        ]
        return apply(self._data[self._start : self._end], edits)

    def edits(self, wraps: Sequence[Wrap], prefix: str = "") -> list[Edit]:
        """The changes that put the elements in, tag by tag; none where they are there already."""
        is_new = self.with_elements(wraps, prefix) != self._data[self._start : self._end]
        return self._changes(wraps, prefix) if is_new else []

    def _changes(self, wraps: Sequence[Wrap], prefix: str) -> list[Edit]:
        marks: list[tuple[int, int, int, bytes]] = []  # where, close before open, which of several
        for order, (wrap, (first, last)) in enumerate(zip(wraps, self.regions(wraps), strict=True)):
            marks.append((first, 1, order, f"<{prefix}{wrap.name}{wrap.attributes}>".encode()))
            marks.append((last, 0, -order, f"</{prefix}{wrap.name}>".encode()))
        return [
            *(Edit(place, place, tag) for place, _, _, tag in sorted(marks)),
            *(Edit(first, last, b"") for first, last in self._gone),
        ]

    def _region(self, wrap: Wrap) -> tuple[int, int]:
        first, last = self._chars[wrap.start].start, self._chars[wrap.end - 1].end
        inside = self._between(first, last)
        closes, opens = _unbalanced(inside)
        for tag in reversed(self._between(self._before(wrap.start), first)):
            if not closes or tag.step != 1:
                break
            first, closes = tag.start, closes - 1
            inside.append(tag)
        for tag in self._between(last, self._behind(wrap.end)):
            if not opens or tag.step != -1:
                break
            last, opens = tag.end, opens - 1
            inside.append(tag)
        names = {tag.name for tag in inside if tag.name}
        if closes or opens or not names <= _PHRASES or (wrap.plain and names) or self._in_cdata(first):
            raise Crossing
        return first, last

    def _between(self, start: int, end: int) -> list[Tag]:
        return self._tags[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def _before(self, at: int) -> int:
        """Where the word before a character ends."""
        if at == 0:
            return self._start
        char = self._chars[at - 1]
        return char.start if char.value == " " else char.end

    def _behind(self, at: int) -> int:
        """Where the word behind a character begins."""
        if at == len(self._chars):
            return self._end
        char = self._chars[at]
        return char.end if char.value == " " else char.start

    def _in_cdata(self, place: int) -> bool:
        return self._has_cdata and sum(tag.step for tag in self._tags if not tag.name and tag.end <= place) > 0


def _unbalanced(inside: Iterable[Tag]) -> tuple[int, int]:
    """How many ends without a beginning, and how many beginnings without an end."""
    closes = opens = 0
    for tag in inside:
        if tag.step == 1:
            opens += 1
        elif tag.step == -1 and opens:
            opens -= 1
        elif tag.step == -1:
            closes += 1
    return closes, opens


def _with_borders(chars: Iterable[Character], tags: Sequence[Tag]) -> Iterator[Character]:
    """The characters, and a space for each border of a block: of two paragraphs the words are not one."""
    borders = [tag for tag in tags if TEI + tag.name in BLOCKS]
    at = 0
    for char in chars:
        while at < len(borders) and borders[at].start < char.start:
            yield Character(" ", borders[at].start, borders[at].end)
            at += 1
        yield char
    for tag in borders[at:]:
        yield Character(" ", tag.start, tag.end)


def _normalized(raw: Iterable[Character]) -> list[Character]:
    """White space as one space that stands for all its bytes, and none at the ends."""
    kept: list[Character] = []
    for char in raw:
        if not char.value.isspace():
            kept.append(char)
        elif kept and kept[-1].value != " ":
            kept.append(Character(" ", char.start, char.end))
        elif kept:
            kept[-1] = Character(" ", kept[-1].start, char.end)
    if kept and kept[-1].value == " ":
        kept.pop()
    return kept
