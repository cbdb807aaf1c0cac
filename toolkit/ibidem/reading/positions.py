"""Where every element stands in the bytes of its file, by one pass of expat.

lxml keeps a line for each element, no column and no byte offset, and its lines stop at 65,535. Messages need the first two,
and writing back without touching other bytes needs the third.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.parsers import expat

from ibidem.reading.events import multibyte


@dataclass(frozen=True, slots=True)
class Span:
    """Byte offsets of one element: `<start>` … `</end>`; line and column of its start count from 1."""

    start: int
    open_end: int
    close_start: int
    end: int
    line: int
    column: int

    @property
    def is_empty_tag(self) -> bool:
        """Whether the element is written `<like-this/>`."""
        return self.close_start == self.end


def element_spans(data: bytes) -> list[Span]:
    """The spans of all elements of a well-formed document, in document order.

    Of an encoding that expat does not read, the offsets are those in UTF-8; lines and columns are right.
    """
    decoder = multibyte(data)
    if decoder:
        data = decoder.decode(data, True).encode("utf-8")
    parser = expat.ParserCreate("utf-8" if decoder else None)
    spans: list[Span | None] = []
    open_elements: list[tuple[int, int, int, int]] = []

    def start(_name: str, _attributes: dict[str, str]) -> None:
        open_elements.append(
            (len(spans), parser.CurrentByteIndex, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)
        )
        spans.append(None)

    def end(_name: str) -> None:
        order, first, line, column = open_elements.pop()
        at = parser.CurrentByteIndex
        open_end = _tag_end(data, first)
        # expat reports the end of an empty-element tag at the tag itself (or just behind it), not at an end tag.
        if data[open_end - 2 : open_end] == b"/>":
            spans[order] = Span(first, open_end, open_end, open_end, line, column)
        else:
            spans[order] = Span(first, open_end, at, data.find(b">", at) + 1, line, column)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.Parse(data, True)
    return [span for span in spans if span is not None]


_TAG = re.compile(rb"<[^<>\"']*(?:\"[^\"]*\"[^<>\"']*|'[^']*'[^<>\"']*)*>")


def _tag_end(data: bytes, start: int) -> int:
    match = _TAG.match(data, start)
    return match.end() if match else start


@dataclass(frozen=True, slots=True)
class Character:
    """One character of text and the bytes that stand for it (an entity takes several)."""

    value: str
    start: int
    end: int


_TOKEN = re.compile(
    r"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[(?P<cdata>.*?)\]\]>|<[^<>\"']*(?:\"[^\"]*\"[^<>\"']*|'[^']*'[^<>\"']*)*>"
    r"|&(?P<entity>[^;\s]+);|(?P<newline>\r\n?)|(?P<char>[^<&])",
    re.DOTALL,
)
_PREDEFINED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}


def characters(data: bytes, start: int, end: int) -> Iterator[Character]:
    """The characters of text between two offsets of a UTF-8 file, tags and comments passed over.

    An entity that the document declares itself yields the replacement character: nothing is written there.
    """
    text = data[start:end].decode("utf-8")
    at = start
    for token in _TOKEN.finditer(text):
        width = len(token[0].encode("utf-8"))
        if (char := token["char"]) is not None:
            yield Character(char, at, at + width)
        elif token["newline"]:
            yield Character("\n", at, at + width)
        elif (name := token["entity"]) is not None:
            yield Character(_entity(name), at, at + width)
        elif (cdata := token["cdata"]) is not None:
            inner = at + len("<![CDATA[")
            for char in cdata:
                inner_width = len(char.encode("utf-8"))
                yield Character(char, inner, inner + inner_width)
                inner += inner_width
        at += width


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag, or one border of a CDATA section (its name is then ""); `step` is 1 where it opens something, -1 where it closes it, else 0."""

    start: int
    end: int
    name: str
    step: int


def tags(data: bytes, start: int, end: int) -> Iterator[Tag]:
    """The tags between two offsets of a UTF-8 file, in order; comments and processing instructions are none."""
    text = data[start:end].decode("utf-8")
    at = start
    for token in _TOKEN.finditer(text):
        width = len(token[0].encode("utf-8"))
        if token["cdata"] is not None:
            yield Tag(at, at + len("<![CDATA["), "", 1)
            yield Tag(at + width - len("]]>"), at + width, "", -1)
        elif token[0][0] == "<" and token[0][1] not in "!?":
            name = _NAME.match(token[0])
            assert name is not None
            step = -1 if name[1] else 0 if token[0].endswith("/>") else 1
            yield Tag(at, at + width, name[2], step)
        at += width


_NAME = re.compile(r"<(/?)(?:[^\s/>:]*:)?([^\s/>]+)")


def _entity(name: str) -> str:
    if name.startswith("#x"):
        return chr(int(name[2:], 16))
    if name.startswith("#"):
        return chr(int(name[1:]))
    return _PREDEFINED.get(name, "\N{REPLACEMENT CHARACTER}")
