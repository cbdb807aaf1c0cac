"""Pointers and where they lead: into this file, into another one of the edition, or out of it.

A pointer with a prefix that the header declares (`psn:ren`) is spelt out by its `prefixDef` first (TEI Guidelines, 17.2.3).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from ibidem.edition import nearest
from ibidem.errors import IbidemError
from ibidem.patterns import BadPattern, Budget, Pattern, compiled
from ibidem.reading.events import NotWellFormed, parse
from ibidem.reading.files import read_bytes
from ibidem.reading.read import Source
from ibidem.tree import TEI, Element, local

XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_XML_ID = "http://www.w3.org/XML/1998/namespace}id"
_XI = "http://www.w3.org/2001/XInclude}include"
_LARGEST = 64 * 2**20  # bytes of another file whose ids are read

# The attributes of TEI whose datatype is teidata.pointer, one or several.
_NAMES = """
    adj adjFrom adjTo ana calendar change children copyOf corresp datcat datingMethod datingPoint decls domains edRef exclude facs feats fVal
    follow fromUnit given hand inst lemmaRef mergedIn mutual next nymRef parts perf period prev ref rendition replyTo resp sameAs scribeRef
    scriptRef select since source spanTo synch target targetDatcat targetEnd toUnit toWhom unitRef valueDatcat who wit
"""
_POINTERS = frozenset(_NAMES.split())
# Names that are pointers on some elements, and something else on others.
_TIMED = "annotationBlock binaryObject ellipsis gap incident kinesic media pause post u vocal writing"
_LEXICAL = """
    case colloc def entryFree etym form gen gram gramGrp hom hyph iType lang lbl mood number oRef orth pRef per pos pron re sense subc syll
    tns usg xr
"""
_POINTERS_ON = {
    name: frozenset(elements.split())
    for name, elements in {
        "active": "attList relation",
        "class": "msContents msItem msItemStruct",
        "code": "occupation socecStatus",
        "end": _TIMED,
        "filter": "equiv",
        "from": "app arc rt span",
        "location": _LEXICAL,
        "new": "handShift",
        "origin": "timeline",
        "parent": "iNode leaf",
        "passive": "relation",
        "property": "citeData",
        "require": "lem rdg rdgGrp",
        "scheme": "catRef classCode keywords locus locusGrp occupation socecStatus",
        "start": f"line path surface zone {_TIMED}",
        "to": "app arc rt span",
        "uri": "equiv",
        "url": "graphic media schemaRef moduleRef",
        "value": "eLeaf eTree iNode leaf node root triangle",
    }.items()
}
_WHERE_NOT = frozenset({"move"})  # of which @where is a direction on the stage

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_XPOINTER = re.compile(r"([A-Za-z][\w.\-]*)\((.*)\)", re.DOTALL)
# The schemes of the TEI (Guidelines, 17.2.4) whose first argument, or each of them, may be the xml:id of an element.
_TAKES_IDS = {"left": 1, "right": 1, "string-index": 1, "string-range": 1, "match": 1, "range": 2, "element": 1}
_IDENTIFIER = re.compile(r"[^\W\d][\w.\-]*")


@dataclass(frozen=True, slots=True)
class Pointer:
    """One pointer: its element, its attribute, its value as written, and the addresses that this stands for (itself without a declared prefix)."""

    element: Element
    attribute: str
    written: str
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A place in this file (`file` is None) or in another one, by its path; `fragment` is what follows the #."""

    file: Path | None
    fragment: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """A `prefixDef`: its element, its prefix, its pattern (None where it is none), and what replaces it."""

    element: Element
    ident: str
    pattern: Pattern | None
    replacement: str
    fault: str = ""

    def spelt_out(self, rest: str, budget: Budget) -> str | None:
        """The address that stands for what follows the prefix, or None where the pattern does not match all of it."""
        if self.pattern is None or self.lacks or (groups := self.pattern.match(rest, budget)) is None:
            return None
        return _GROUP.sub(lambda found: groups[int(found[1])], self.replacement)

    @property
    def lacks(self) -> int:
        """The number of a group that the replacement takes up and the pattern does not have; 0 where there is none."""
        groups = self.pattern.groups if self.pattern else 0
        return max((number for number in map(int, _GROUP.findall(self.replacement)) if number > groups), default=0)


_GROUP = re.compile(r"\$(\d)")


@dataclass
class _Spelling:
    prefixes: dict[str, list[Prefix]]
    budget: Budget = field(default_factory=Budget)
    known: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def addresses(self, pointer: str) -> tuple[str, ...]:
        scheme = scheme_of(pointer)
        if scheme not in self.prefixes:
            return (pointer,)
        if pointer not in self.known:
            rest = pointer[len(scheme) + 1 :]
            spelt = (prefix.spelt_out(rest, self.budget) for prefix in self.prefixes[scheme])
            self.known[pointer] = tuple(address for address in spelt if address is not None)
        return self.known[pointer]


def prefixes(source: Source) -> dict[str, list[Prefix]]:
    """The prefixes that a file declares, each with its definitions in order."""
    found: dict[str, list[Prefix]] = {}
    for element in source.root.iter(TEI + "prefixDef"):
        ident, replacement = element.get("ident", ""), element.get("replacementPattern", "")
        try:
            pattern: Pattern | None = compiled(element.get("matchPattern", ""))
        except BadPattern as error:
            found.setdefault(ident, []).append(Prefix(element, ident, None, replacement, str(error)))
            continue
        found.setdefault(ident, []).append(Prefix(element, ident, pattern, replacement))
    return found


@lru_cache(maxsize=1)  # several rules ask for those of the same text
def pointers(source: Source) -> list[Pointer]:
    """Every single pointer of a file, in document order."""
    return _read(source)[0]


def spelt_out(pointer: str, source: Source) -> tuple[str, ...]:
    """The addresses that one pointer stands for: itself, unless it has a declared prefix."""
    return _spelling(source).addresses(pointer)


@lru_cache(maxsize=1)
def _spelling(source: Source) -> _Spelling:
    return _Spelling(prefixes(source))


def is_unfinished(source: Source) -> bool:
    """Whether the patterns of a file cost so much that its pointers with a prefix were not all spelt out."""
    return _read(source)[1].spent


@lru_cache(maxsize=1)
def _read(source: Source) -> tuple[list[Pointer], Budget]:
    spelling = _Spelling(prefixes(source))
    found = []
    for element in source.root.iter(f"{TEI}*"):
        for name in element.attrib:  # lxml looks each value up from the first attribute on: only those wanted
            if is_pointer(name, element):
                found += [
                    Pointer(element, name, value, spelling.addresses(value)) for value in values(element.get(name))
                ]
    return found, spelling.budget


def is_pointer(name: str, element: Element) -> bool:
    """Whether an attribute of a TEI element is a pointer or several."""
    if name in _POINTERS:
        return True
    if name == "where":
        return local(element) not in _WHERE_NOT
    return name in _POINTERS_ON and local(element) in _POINTERS_ON[name]


def values(value: str) -> Iterator[str]:
    """The single pointers of an attribute; white space inside parentheses separates none."""
    if "(" not in value:
        yield from value.split()
        return
    whole = ""
    for part in value.split():
        whole = f"{whole} {part}" if whole else part
        if whole.count("(") <= whole.count(")"):
            yield whole
            whole = ""
    if whole:
        yield whole


def scheme_of(pointer: str) -> str:
    """The scheme or prefix of a pointer: what stands before its first colon; "" without one."""
    match = _SCHEME.match(pointer)
    return match[1] if match else ""


def parts_of(address: str) -> SplitResult | None:
    """The parts of an address; None where it has a host that is none."""
    try:
        return urlsplit(address)
    except ValueError:
        return None


def place_of(address: str, element: Element, source: Source) -> Place | None:
    """Where an address leads, from an element of a file; None where it leads out to the network, or is no address."""
    if address.startswith("#"):
        return Place(None, address[1:])
    base = next((node.get(XML_BASE) for node in _upwards(element, source) if node.get(XML_BASE)), "")
    try:
        parts = urlsplit(urljoin(base, address))
    except ValueError:
        return None
    if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
        return None
    file = source.folder(element) / unquote(parts.path)
    return Place(None if file == source.path and parts.fragment else file, parts.fragment)


def _upwards(element: Element, source: Source) -> Iterator[Element]:
    if _has_base(source):
        yield element
        yield from element.iterancestors()


@lru_cache(maxsize=1)
def _has_base(source: Source) -> bool:
    return b"xml:base" in source.data or b"\0" in source.data[:4]  # UTF-16: look at each element


def identifiers(fragment: str) -> list[str]:
    """The ids that a fragment names: itself, or those in the parentheses of an XPointer (none in `xpath(…)`)."""
    match = _XPOINTER.fullmatch(fragment)
    if match is None:
        return [fragment]
    arguments = [part.strip() for part in match[2].split(",")][: _TAKES_IDS.get(match[1], 0)]
    return [part for part in arguments if _IDENTIFIER.fullmatch(part)]


def names_in(file: Path, source: Source) -> dict[str, str] | None:
    """The ids of another file, each with the name of its element; None where that file must not or cannot be read."""
    known = _neighbours(source)
    if file not in known:
        known[file] = _names_below(nearest(source.path.parent) or source.path.parent.resolve(), file)
    return known[file]


@lru_cache(maxsize=1)
def _neighbours(_source: Source) -> dict[Path, dict[str, str] | None]:
    """What is known of the files to which one text points, so that each is looked for once."""
    return {}


def _names_below(top: Path, file: Path) -> dict[str, str] | None:
    try:
        real = file.resolve()
        if not real.is_relative_to(top) or real.suffix.lower() not in (".xml", ".tei", ".odd"):
            return None
        state = real.stat()
    except (OSError, ValueError, RuntimeError):
        return None
    return _names(real, state.st_mtime_ns, state.st_size)


@lru_cache(
    maxsize=64
)  # one reading for all texts that point there; time and size tell a file that was changed meanwhile
def _names(file: Path, _changed: int, size: int) -> dict[str, str] | None:
    found: dict[str, str] = {}
    includes: list[str] = []

    def attach(parser: Any) -> None:
        def start(name: str, attributes: list[str]) -> None:
            if name == _XI:
                includes.append(name)
            for place in range(0, len(attributes), 2):
                if attributes[place] == _XML_ID:
                    found.setdefault(attributes[place + 1], name.rpartition("}")[2])

        parser.StartElementHandler = start

    try:
        if size > _LARGEST:
            return None
        parse((read_bytes(file, _LARGEST),), attach)
    except (IbidemError, NotWellFormed):
        return None
    return None if includes else found  # of what it includes in its turn, the ids are not known


@lru_cache(maxsize=1)
def included(source: Source) -> dict[str, str] | None:
    """The ids that come into a file by XInclude; None where not all of them are known."""
    found: dict[str, str] = {}
    for element in source.root.iter("{" + _XI):
        address = element.get("href", "")
        if element.get("parse", "xml") != "xml":
            continue
        place = place_of(address, element, source) if address else None
        names = names_in(place.file, source) if place and place.file else None
        if names is None:
            return None
        found |= names
    return found
