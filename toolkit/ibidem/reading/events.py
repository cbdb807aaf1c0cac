"""A document as the events of expat: its bytes in, calls of handlers out, in memory that does not grow with it.

Nothing outside the document is opened: an external entity is an error, an external DTD is passed over. Expat itself refuses entities that
multiply (it allows a hundred times the size of the document).
"""

import codecs
import pyexpat
import re
from collections.abc import Callable, Iterable
from functools import partial
from itertools import chain
from typing import Any

# Sets the handlers of a parser.
Attach = Callable[[Any], None]
# Reads one document from its beginning, as often as it is called.
Read = Callable[[Attach], None]

DEEPEST = 256  # the depth at which libxml2 refuses a document too
_DECLARED = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z][A-Za-z0-9._\-]*)["']""")
# The longer marks first: that of UTF-16 begins that of UTF-32.
_MARKS = (
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (b"<\0?\0", "utf-16-le"),  # without a mark (XML 1.0, appendix F)
    (b"\0<\0?", "utf-16-be"),
)
# What expat reads by itself; other encodings of one byte a character it gets from Python.
_OWN = frozenset({"utf-8-sig", "utf-16", "iso8859-1", "ascii"})


class NotWellFormed(Exception):
    """A document is not XML; `line` and `column` count from 1."""

    def __init__(self, reason: str, line: int, column: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
        self.column = column


def of_bytes(data: bytes) -> Read:
    """The events of a document in memory."""
    return lambda attach: parse((data,), attach)


def parse(chunks: Iterable[bytes], attach: Attach) -> None:
    """Read a document once. Names come as `namespace}local`, attributes as one flat list. Raises `NotWellFormed`."""
    pieces = iter(chunks)
    first = next(pieces, b"")
    decoder = multibyte(first)
    parser = pyexpat.ParserCreate("utf-8" if decoder else None, "}")
    parser.ordered_attributes = True
    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    # an error, as it is for lxml: what is not read must not pass unnoticed
    parser.ExternalEntityRefHandler = lambda *_: 0
    parser.SkippedEntityHandler = partial(_skipped, parser)
    attach(parser)
    try:
        for chunk in chain((first,), pieces):
            parser.Parse(decoder.decode(chunk).encode("utf-8") if decoder else chunk, False)
        parser.Parse(decoder.decode(b"", True).encode("utf-8") if decoder else b"", True)
    except pyexpat.ExpatError as error:
        reason = pyexpat.ErrorString(error.code) or "unknown error"
        raise NotWellFormed(reason, error.lineno, error.offset + 1) from None
    except (ValueError, LookupError) as error:  # expat reads no encoding of several bytes but those of Unicode
        line, column = parser.CurrentLineNumber, parser.CurrentColumnNumber + 1
        raise NotWellFormed(f"the declared encoding does not fit ({error})", line, column) from None
    finally:  # the handlers know the parser: none of the two would go before garbage is looked for
        parser.StartElementHandler = parser.CharacterDataHandler = parser.EndElementHandler = None
        parser.SkippedEntityHandler = None


class _Root(Exception):
    """The name of the root element has been read."""


def root_of(data: bytes) -> str:
    """The name of the root element of a document, as `namespace}local`; "" where it has none that can be read."""

    def root(name: str, _attributes: list[str]) -> None:
        raise _Root(name)

    def attach(parser: Any) -> None:
        parser.StartElementHandler = root

    try:
        parse((data,), attach)
    except _Root as found:
        return str(found)
    except NotWellFormed:
        pass
    return ""


def _skipped(parser: Any, name: str, is_parameter: bool) -> None:
    """An entity that only what is not read can declare is an error, as it is for lxml."""
    if not is_parameter:
        reason = f"the entity {name} is not declared in the file"
        raise NotWellFormed(reason, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)


def declared_encoding(start: bytes) -> str:
    """The encoding that a document names in its first line, "" where it names none."""
    declared = _DECLARED.match(start[:1024].removeprefix(codecs.BOM_UTF8))
    return declared[1].decode() if declared else ""


def encoding_of(start: bytes) -> str:
    """The encoding of a document by its mark or its declaration, as Python calls it; UTF-8 where neither says another that is known."""
    for mark, name in _MARKS:
        if start.startswith(mark):
            return name
    if declared := declared_encoding(start):
        try:
            codec = codecs.lookup(declared)
        except LookupError:
            return "utf-8-sig"
        if codec._is_text_encoding and not codec.name.startswith("utf"):
            return codec.name
    return "utf-8-sig"


def multibyte(start: bytes) -> codecs.IncrementalDecoder | None:
    """A decoder for an encoding of several bytes a character, which expat does not read."""
    name = encoding_of(start)
    if name in _OWN:
        return None
    try:
        if len(bytes(range(256)).decode(name, "replace")) == 256:
            return None
    except UnicodeError:
        pass  # no encoding of one byte a character
    return codecs.getincrementaldecoder(name)()
