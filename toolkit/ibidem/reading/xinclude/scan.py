"""One file as XInclude sees it: the element that is meant, the `xi:include` elements in it, and what is in scope around them."""

import pyexpat
import re
from dataclasses import dataclass, field
from typing import Any

from ibidem.reading.events import DEEPEST

XI = "http://www.w3.org/2001/XInclude"
XML = "http://www.w3.org/XML/1998/namespace"
_TAG_END = re.compile(rb"(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_NCNAME = re.compile(r"[^\W\d][\w.\-·]*")
_ELEMENT = re.compile(r"element\(([^()/]*)((?:/[1-9][0-9]*)*)\)")


@dataclass(frozen=True, slots=True)
class Scope:
    """Namespaces and language around an element, from the inside outwards."""

    outer: "Scope | None"
    prefixes: dict[str, str]
    language: str

    def namespaces(self) -> dict[str, str]:
        frames: list[Scope] = []
        scope: Scope | None = self
        while scope is not None:
            frames.append(scope)
            scope = scope.outer
        return {prefix: uri for frame in reversed(frames) for prefix, uri in frame.prefixes.items()}


@dataclass(slots=True)
class Include:
    """An `xi:include`: its bytes, its attributes, what is in scope around it, and its fallback."""

    start: int
    attributes: dict[str, str]
    scope: Scope
    end: int = 0
    fallback: "Range | None" = None
    problem: str = ""


@dataclass(slots=True)
class Range:
    """A stretch of bytes and the includes in it."""

    start: int
    end: int = 0
    includes: list[Include] = field(default_factory=list)


@dataclass(slots=True)
class Target:
    """The element that is meant: its bytes with their includes, where its name ends, its own attributes, and the scope around it."""

    range: Range
    name_end: int
    attributes: dict[str, str]
    declares: set[str]
    scope: Scope


@dataclass(slots=True)
class Scanned:
    """A file: the element that was asked for, if it is there, and the entities that the file declares."""

    target: Target | None = None
    entities: dict[str, str] = field(default_factory=dict)
    whole: Range = field(default_factory=lambda: Range(0))


class Pointer:
    """A pointer of the `element()` scheme or a shorthand (W3C, XPointer Framework): an id, a sequence of child numbers, or both."""

    def __init__(self, identifier: str, steps: tuple[int, ...]) -> None:
        self.identifier = identifier
        self.steps = steps


def pointer(text: str) -> Pointer | None:
    """What an `xpointer` attribute says; None where it is of another scheme."""
    if not text:
        return Pointer("", (1,))
    if match := _ELEMENT.fullmatch(text.strip()):
        steps = tuple(map(int, match[2].split("/")[1:]))
        return Pointer(match[1], steps) if match[1] or steps else None
    return Pointer(text, ()) if _NCNAME.fullmatch(text) else None


def scan(data: bytes, wanted: Pointer) -> Scanned:
    """Read a document in UTF-8. Raises `pyexpat.ExpatError`; the caller explains."""
    found = Scanned()
    parser = pyexpat.ParserCreate("utf-8", "}")
    parser.ordered_attributes = False
    _Scan(parser, data, wanted, found)
    parser.Parse(data, True)
    found.whole.end = len(data)
    return found


class _Scan:
    """The handlers. `ranges` holds the stretches of bytes that are open: the file, and fallbacks."""

    def __init__(self, parser: Any, data: bytes, wanted: Pointer, found: Scanned) -> None:
        self.parser = parser
        self.data = data
        self.wanted = wanted
        self.found = found
        self.scope = Scope(None, {}, "")
        self.declared: dict[str, str] = {}
        self.open: list[tuple[str, Include | Range | None, Scope]] = []
        self.ranges = [found.whole]
        self.counts = [0]  # the number of children so far of each open element
        self.path: list[int] = []
        self.anchor: int | None = None if wanted.identifier else 0  # the depth at which the steps begin
        self.target_depth = -1
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.StartNamespaceDeclHandler = self.declare
        parser.EntityDeclHandler = self.entity
        parser.ExternalEntityRefHandler = lambda *_: 0

    def declare(self, prefix: str | None, uri: str | None) -> None:
        self.declared[prefix or ""] = uri or ""

    def entity(self, name: str, is_parameter: bool, value: str | None, *_: str | None) -> None:
        if value is not None and not is_parameter:
            self.found.entities.setdefault(name, value)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        at = self.parser.CurrentByteIndex
        self.counts[-1] += 1
        self.path.append(self.counts[-1])
        self.counts.append(0)
        outer, declares = self.scope, set(self.declared)
        if len(self.path) > DEEPEST:
            return  # the lanes refuse it
        if self.declared or f"{XML}}}lang" in attributes:
            self.scope = Scope(outer, self.declared, attributes.get(f"{XML}}}lang", outer.language))
            self.declared = {}
        opened: Include | Range | None = None
        if name == f"{XI}}}include":
            opened = Include(at, attributes, outer)
            if self.data[at : at + 1] != b"<":
                opened.problem = "it stands in an entity; write it out"
            parent = self.open[-1][1] if self.open else None
            if isinstance(parent, Include):
                parent.problem = "another xi:include stands directly in it; only xi:fallback may"
            self.ranges[-1].includes.append(opened)
        elif name == f"{XI}}}fallback" and self.open and isinstance(include := self.open[-1][1], Include):
            if include.fallback:
                include.problem = "it has two xi:fallback"
            opened = include.fallback = Range(self._tag_end(at))
            self.ranges.append(opened)
        self.open.append((name, opened, outer))
        if self._is_target(attributes):
            self.target_depth = len(self.path)
            self.found.target = Target(Range(at), at + 1 + self._name_length(at), attributes, declares, outer)

    def end(self, _name: str) -> None:
        depth = len(self.path)
        self.path.pop()
        self.counts.pop()
        if depth > DEEPEST:
            return
        _, opened, outer = self.open.pop()
        at = self.parser.CurrentByteIndex
        self.scope = outer
        if isinstance(opened, Range):
            opened.end = max(at, opened.start) if self.data[opened.start - 2 : opened.start] != b"/>" else opened.start
            self.ranges.pop()
        elif isinstance(opened, Include):
            opened.end = self._element_end(opened.start, at)
        if depth == self.target_depth and self.found.target:
            whole = self.found.target.range
            whole.end = self._element_end(whole.start, at)
            # those of the file so far that lie within: a fallback is never pointed into
            whole.includes = [it for it in self.found.whole.includes if it.start >= whole.start and it.end <= whole.end]
            self.target_depth = -1
        if self.anchor == depth and self.wanted.identifier:
            self.anchor = -1

    def _is_target(self, attributes: dict[str, str]) -> bool:
        if self.found.target:
            return False
        if self.wanted.identifier and self.anchor is None and attributes.get(f"{XML}}}id") == self.wanted.identifier:
            self.anchor = len(self.path)
        return self.anchor is not None and self.anchor >= 0 and tuple(self.path[self.anchor :]) == self.wanted.steps

    def _name_length(self, at: int) -> int:
        end = at + 1
        while self.data[end : end + 1] not in b" \t\r\n/>":
            end += 1
        return end - at - 1

    def _tag_end(self, at: int) -> int:
        match = _TAG_END.match(self.data, at)
        return match.end() if match else at

    def _element_end(self, start: int, at: int) -> int:
        opened = self._tag_end(start)
        return opened if self.data[opened - 2 : opened] == b"/>" else self.data.find(b">", at) + 1
