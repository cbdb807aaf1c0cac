"""A document up to its first fault: the elements that are open there, and places as line and column."""

import pyexpat
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ibidem.reading.events import DEEPEST, declared_encoding, encoding_of, multibyte

_MISFIT = 19  # what expat calls a declaration that the bytes contradict
_SIXTEEN = ("utf-16", "ucs-2", "iso-10646-ucs-2")
_NAME = re.compile(r"[^\s<>/=&;\"'!?]+")


@dataclass(frozen=True, slots=True)
class Open:
    """An element that has begun: its name as it is written, and the byte at which it begins."""

    name: str
    start: int


class Deep(Exception):
    """Elements are nested deeper than is read; the argument is the byte."""


class Skipped(Exception):
    """An entity is used that only an external DTD can declare; the arguments are the byte and its name."""


@dataclass
class Fault:
    """What expat says (`code`, "" where it is no fault of expat's), and at which byte."""

    data: bytes
    encoding: str
    code: int = 0
    at: int = 0
    open: list[Open] = field(default_factory=list)
    root: str = ""
    prefixes: set[str] = field(default_factory=lambda: {"xml", "xmlns"})
    external: dict[str, str] = field(default_factory=dict)  # entities that are elsewhere, and where
    internal: set[str] = field(default_factory=set)
    dtd: str = ""  # the address of an external DTD
    cause: Exception | None = None

    def place(self, at: int) -> tuple[int, int]:
        """Line and column of a byte, counted from 1, in characters."""
        count = self.data.count
        lines = count(b"\n", 0, at) + count(b"\r", 0, at) - count(b"\r\n", 0, at)
        start = max(self.data.rfind(b"\n", 0, at), self.data.rfind(b"\r", 0, at)) + 1
        return lines + 1, len(self._text(start, at).removeprefix("\ufeff")) + 1

    def after(self, length: int = 200) -> str:
        return self._text(self.at, self.at + length)

    def name(self, start: int) -> str:
        """The name at a byte."""
        match = _NAME.match(self._text(start, start + 400))
        return match[0] if match else ""

    def _text(self, start: int, end: int) -> str:
        return self.data[start:end].decode(self.encoding, "ignore")

    @cached_property
    def last_tag(self) -> int:
        """The byte of the last `<` before the fault, -1 where there is none."""
        return self.data.rfind(b"<", 0, self.at)


def find(data: bytes) -> Fault | None:
    """The first fault of a document, None where expat has no objection."""
    encoding = encoding_of(data).removesuffix("-sig")
    is_converted = encoding.startswith(("utf-16", "utf-32")) or multibyte(data) is not None
    if is_converted:
        try:
            data = data.decode(encoding).removeprefix("\ufeff").encode("utf-8")
        except UnicodeDecodeError as error:
            return Fault(data, encoding, at=error.start, cause=error)
        if (
            encoding == "utf-16"
            and declared_encoding(data)
            and not declared_encoding(data).lower().startswith(_SIXTEEN)
        ):
            return Fault(data, "utf-8", _MISFIT)
        encoding = "utf-8"
    fault = Fault(data, encoding)
    parser = pyexpat.ParserCreate("utf-8" if is_converted else None, "}")
    _attach(parser, fault)
    try:
        parser.Parse(data, True)
    except pyexpat.ExpatError as error:
        fault.code = error.code
        fault.at = max(parser.ErrorByteIndex, 0)
    except (Deep, Skipped) as error:
        fault.cause, fault.at = error, error.args[0]
    except (LookupError, ValueError) as error:
        fault.cause = error
    return fault if fault.code or fault.cause else None


def _attach(parser: Any, fault: Fault) -> None:
    def start(_name: str, _attributes: object) -> None:
        at = parser.CurrentByteIndex
        fault.open.append(Open("", at))
        if not fault.root:
            fault.root = fault.name(at + 1)
        if len(fault.open) > DEEPEST:
            raise Deep(at)

    def end(_name: str) -> None:
        fault.open.pop()

    def declared(prefix: str | None, _uri: str) -> None:
        fault.prefixes.add(prefix or "")

    def entity(name: str, is_parameter: bool, value: str | None, *where: str | None) -> None:
        if value is None:
            fault.external[name] = where[1] or where[2] or ""
        elif not is_parameter:
            fault.internal.add(name)

    def doctype(_name: str, system: str | None, public: str | None, _has_subset: bool) -> None:
        fault.dtd = system or public or ""

    def skipped(name: str, is_parameter: bool) -> None:
        if not is_parameter:
            raise Skipped(parser.CurrentByteIndex, name)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartNamespaceDeclHandler = declared
    parser.EntityDeclHandler = entity
    parser.StartDoctypeDeclHandler = doctype
    parser.SkippedEntityHandler = skipped
    parser.ExternalEntityRefHandler = lambda *_: 0
