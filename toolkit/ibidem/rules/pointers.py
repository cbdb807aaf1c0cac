"""Pointers: each has its target, and one of the right kind."""

import os
import re
from collections.abc import Iterator
from urllib.parse import SplitResult, unquote, urlsplit

from ibidem.read import Source
from ibidem.rules import Problem, rule
from ibidem.tree import TEI, Element, local

# The attributes of TEI whose datatype is teidata.pointer, one or several.
_NAMES = """
    target ref corresp source resp who wit hand next prev sameAs copyOf exclude select synch ana where targetEnd decls facs calendar
    datingMethod period active passive mutual scribeRef toWhom spanTo change parts lemmaRef
"""
_NO_URI = re.compile(r"[<>{}|\\^`\"]|^[^:/?#]*\[")
_POINTERS = frozenset(_NAMES.split())
# What an element's pointer must lead to, by element and attribute.
_KINDS: dict[tuple[str, str], tuple[str, ...]] = {
    ("persName", "ref"): ("person", "personGrp", "persona"),
    ("placeName", "ref"): ("place",),
    ("orgName", "ref"): ("org",),
    ("institution", "ref"): ("org", "place"),
    ("event", "where"): ("place",),
    ("q", "who"): ("person", "personGrp", "org", "persona", "castItem", "role"),
    ("said", "who"): ("person", "personGrp", "org", "persona", "castItem", "role"),
    ("sp", "who"): ("person", "personGrp", "org", "persona", "castItem", "role"),
    ("bibl", "corresp"): ("bibl", "biblStruct", "biblFull", "msDesc", "listBibl"),
    ("bibl", "source"): ("bibl", "biblStruct", "note"),
    ("rdg", "wit"): ("witness", "listWit", "person", "bibl", "msDesc"),
    ("lem", "wit"): ("witness", "listWit", "person", "bibl", "msDesc"),
}


def pointers(source: Source) -> Iterator[tuple[Element, str, str]]:
    """Every single pointer of a file: its element, its attribute, its value."""
    for element in source.root.iter(f"{TEI}*"):
        for name in element.attrib:  # lxml looks each value up from the first attribute on: only those wanted
            if name in _POINTERS:
                for pointer in element.get(name).split():
                    yield element, name, pointer


@rule("pointer-target")
def target(source: Source) -> Iterator[Problem]:
    """A pointer into the same file needs an element with that `xml:id`."""
    for element, name, pointer in pointers(source):
        if pointer.startswith("#") and pointer[1:] not in source.ids and not pointer.startswith("#xpath"):
            near = _nearest(pointer[1:], source)
            hint = f"Did you mean “#{near}”?" if near else "Correct the pointer, or add the element that it means."
            yield Problem(
                element,
                f"{local(element)}/@{name} points at “{pointer}”, and nothing in this file has that xml:id.",
                hint,
            )


@rule("pointer-kind")
def kind(source: Source) -> Iterator[Problem]:
    """A pointer leads to an element of the kind that its own element calls for."""
    for element, name, pointer in pointers(source):
        wanted = _KINDS.get((local(element), name))
        found = source.target(pointer)
        if wanted and found is not None and local(found) not in wanted:
            yield Problem(
                element,
                f"{local(element)}/@{name} points at “{pointer}”, which is a {local(found)}, not a {wanted[0]}.",
                f"Point at a {' or '.join(wanted[:2])}, or use another element here.",
            )


@rule("pointer-uri")
def uri(source: Source) -> Iterator[Problem]:
    """A pointer is a URI (RFC 3986): without brackets, braces and other characters that must be escaped."""
    for element in source.root.iter(f"{TEI}*"):
        for name in ("target", "ref", "url"):
            value = element.get(name)
            if value is None:
                continue
            if not value.strip() or _NO_URI.search(value) or None in map(_parts, value.split()):
                yield Problem(
                    element,
                    f"{local(element)}/@{name} is “{value}”, which is no address.",
                    "Write an address, #id, or a file name; or remove the attribute.",
                )


@rule("pointer-file")
def file(source: Source) -> Iterator[Problem]:
    """A pointer to a file of the edition needs that file."""
    files = [
        (element, name, pointer) for element, name, pointer in pointers(source) if name in ("target", "ref", "facs")
    ]
    files += [(graphic, "url", graphic.get("url", "")) for graphic in source.root.iter(TEI + "graphic")]
    for element, name, pointer in files:
        if _NO_URI.search(element.get(name, "")):
            continue
        parts = _parts(pointer)
        if parts is None or parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
            continue
        if not os.path.exists(source.folder(element) / unquote(parts.path)):  # noqa: PTH110 - False for what is no name
            yield Problem(
                element,
                f"{local(element)}/@{name} points at the file “{parts.path}”, which is not there.",
                f"Paths are relative to {source.folder(element)}/.",
            )


def _parts(pointer: str) -> SplitResult | None:
    """The parts of an address; None where it has a host that is none."""
    try:
        return urlsplit(pointer)
    except ValueError:
        return None


def _nearest(identifier: str, source: Source) -> str:
    from difflib import get_close_matches

    close = get_close_matches(identifier, list(source.ids)[:5000], n=1, cutoff=0.8)
    return close[0] if close else ""
