"""The schema is a subset of TEI P5, proved element by element against the grammar of the whole TEI.

For every element of ours: each sequence of children that our content model takes, tei_all's takes too (derivatives, run side by
side until no new pair of states turns up); each attribute is there, alone, all together and with any other; each alternative
of its value is one of theirs. As no content model of the elements in question depends on an attribute, that is the whole grammar.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import combinations
from pathlib import Path

import pytest
from lxml import etree

from conftest import ROOT, reference

SCHEMA = ROOT / "schema"
RNG = "{http://relaxng.org/ns/structure/1.0}"

WORD_TYPE = ("data", "token", (("pattern", r"[^\p{C}\p{Z}]+"),))
ANY = ("data", "string", ())


@dataclass(frozen=True, eq=False)
class Pattern:
    """A regular expression over element names (and "#text"), or over attribute names; equal patterns are one object."""

    kind: str
    parts: tuple[Pattern, ...] = ()
    name: str = ""

    @cached_property
    def nullable(self) -> bool:
        match self.kind:
            case "choice":
                return any(part.nullable for part in self.parts)
            case "group" | "both" | "more":
                return all(part.nullable for part in self.parts)
        return self.kind in ("empty", "text")

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset({self.name} if self.name else ()).union(*(part.names for part in self.parts))


@cache
def make(kind: str, *parts: Pattern, name: str = "") -> Pattern:
    return Pattern(kind, parts, name)


EMPTY, NONE, TEXT = make("empty"), make("none"), make("text", name="#text")


def choice(*parts: Pattern) -> Pattern:
    flat: dict[Pattern, None] = {}
    for part in parts:
        flat.update(dict.fromkeys(part.parts if part.kind == "choice" else (part,)))
    flat.pop(NONE, None)
    unique = sorted(flat, key=id)
    return make("choice", *unique) if len(unique) > 1 else (unique or [NONE])[0]


def pair(kind: str, first: Pattern, second: Pattern) -> Pattern:
    if NONE in (first, second):
        return NONE
    if EMPTY in (first, second):
        return second if first is EMPTY else first
    return make(kind, first, second)


def more(part: Pattern) -> Pattern:
    return part if part in (EMPTY, NONE, TEXT) or part.kind == "more" else make("more", part)


@cache
def after(pattern: Pattern, name: str) -> Pattern:
    """What may follow once `name` has been read: the derivative of the pattern."""
    if name not in pattern.names:
        return NONE
    if not pattern.parts:
        return TEXT if pattern is TEXT else EMPTY
    if pattern.kind == "choice":
        return choice(*(after(part, name) for part in pattern.parts))
    if pattern.kind == "more":
        return pair("group", after(pattern.parts[0], name), choice(EMPTY, pattern))
    first, second = pattern.parts
    read_first, read_second = pair(pattern.kind, after(first, name), second), after(second, name)
    if pattern.kind == "both":
        read_second = pair("both", first, read_second)
    elif not first.nullable:
        read_second = NONE
    return choice(read_first, read_second)


def counterexample(ours: Pattern, theirs: Pattern) -> list[str] | None:
    """The shortest sequence that the first pattern takes and the second refuses."""
    seen = {(ours, theirs)}
    queue: list[tuple[Pattern, Pattern, list[str]]] = [(ours, theirs, [])]
    for left, right, path in queue:
        if left.nullable and not right.nullable:
            return path
        for name in sorted(left.names):
            step = after(left, name), after(right, name)
            if step[0] is not NONE and step not in seen:
                seen.add(step)
                queue.append((*step, [*path, name]))
    return None


class Grammar:
    """The definitions of a RELAX NG schema in XML syntax, one for each element name."""

    def __init__(self, path: Path) -> None:
        root = etree.parse(path).getroot()
        self.defines = {node.get("name"): node for node in root.iter(f"{RNG}define")}
        assert len(self.defines) == sum(1 for _ in root.iter(f"{RNG}define")), "definitions in several parts"
        named = [node for node in root.iter(f"{RNG}element") if node.get("name")]
        self.elements = {node.get("name"): node for node in named}
        self.twice = {name for name in self.elements if sum(node.get("name") == name for node in named) > 1}
        self.start = self.content(root.find(f"{RNG}start"))

    def children(self, node: etree._Element) -> list[etree._Element]:
        if node.tag == f"{RNG}ref":
            node = self.defines[node.get("name")]
        return [child for child in node if isinstance(child.tag, str) and child.tag.startswith(RNG)]

    def content(self, node: etree._Element, *, attributes: bool = False, top: bool = True) -> Pattern:
        """The content of an element without its attributes, or its attributes without the content."""
        tag = node.tag.removeprefix(RNG)
        if tag == "notAllowed":
            return NONE
        if tag == "attribute" or (tag == "element" and not top):
            symbol = make("symbol", name=node.get("name", "*"))
            return symbol if attributes == (tag == "attribute") else EMPTY
        if tag in ("text", "data", "value", "list"):
            return EMPTY if attributes else TEXT
        parts = [self.content(child, attributes=attributes, top=False) for child in self.children(node)]
        if tag == "choice":
            return choice(*parts)
        assert tag in ("element", "define", "ref", "group", "start", "empty", "optional", "zeroOrMore", "oneOrMore"), (
            tag
        )
        whole = EMPTY
        for part in parts:
            whole = pair("both" if attributes else "group", whole, part)
        if tag in ("zeroOrMore", "oneOrMore"):
            whole = more(whole)
        return choice(EMPTY, whole) if tag in ("optional", "zeroOrMore") else whole

    def attributes(self, node: etree._Element, top: bool = True) -> Iterator[tuple[str, etree._Element]]:
        if node.tag == f"{RNG}attribute":
            yield node.get("name", "*"), node
        elif top or node.tag != f"{RNG}element":
            for child in self.children(node):
                yield from self.attributes(child, top=False)

    def values(self, node: etree._Element) -> frozenset[tuple[object, ...]]:
        """The alternatives of an attribute value; a list is known by its items."""
        tag = node.tag.removeprefix(RNG)
        if tag in ("text", "value"):
            return frozenset({(tag, node.text or "") if tag == "value" else ANY})
        if tag == "data":
            facets = tuple((param.get("name"), param.text) for param in node.iter(f"{RNG}param"))
            return frozenset({("data", node.get("type"), facets)})
        if tag == "list":
            return frozenset({("list", len(self.children(node)), self.values_of(node))})
        return self.values_of(node) or frozenset({ANY} if tag == "attribute" else ())

    def values_of(self, node: etree._Element) -> frozenset[tuple[object, ...]]:
        return frozenset().union(*(self.values(child) for child in self.children(node)))


def allows(theirs: frozenset[tuple[object, ...]], value: tuple[object, ...]) -> bool:
    """Whether one alternative of a value is among the others, by its name, as a plain word, or as a list of one."""
    if value in theirs or ANY in theirs:
        return True
    kind, what, *rest = value
    if kind == "value" and WORD_TYPE in theirs and str(what).isascii() and str(what).isalnum():
        return True
    if kind == "data" and what == "NCName" and ("data", "token", *rest) in theirs:
        return True
    for other in theirs:
        if other[0] == "list" and other[1] == 1:
            items = rest[0] if kind == "list" else {value}
            if all(allows(other[2], item) for item in items):
                return True
    return False


@cache
def grammars() -> tuple[Grammar, Grammar]:
    return Grammar(SCHEMA / "ibidem.rng"), Grammar(reference("tei/tei_all.rng"))


ELEMENTS = sorted(Grammar(SCHEMA / "ibidem.rng").elements)


def accepts(attributes: Pattern, names: frozenset[str]) -> bool:
    for name in sorted(names):
        attributes = after(attributes, name)
    return attributes.nullable


def entangled(grammar: Grammar, node: etree._Element, top: bool = True) -> bool:
    """Whether a choice of the element decides about attributes and content at once."""
    if node.tag == f"{RNG}element" and not top:
        return False
    alternatives = grammar.children(node)
    if node.tag == f"{RNG}choice":
        about = {
            attributes
            for child in alternatives
            for attributes in (True, False)
            if grammar.content(child, attributes=attributes, top=False).names
        }
        return len(about) == 2 or any(entangled(grammar, child, top=False) for child in alternatives)
    return any(entangled(grammar, child, top=False) for child in alternatives)


def test_the_root_is_a_root_of_tei():
    ours, theirs = grammars()
    assert counterexample(ours.start, theirs.start) is None
    assert set(ours.elements) <= set(theirs.elements)
    assert not (ours.twice | theirs.twice) & set(ours.elements)


@pytest.mark.parametrize("name", ELEMENTS)
def test_content_is_allowed_by_tei(name):
    ours, theirs = grammars()
    assert not entangled(theirs, theirs.elements[name])
    witness = counterexample(ours.content(ours.elements[name]), theirs.content(theirs.elements[name]))
    assert witness is None, f"{name}: {' '.join(witness)}"


@pytest.mark.parametrize("name", ELEMENTS)
def test_attributes_are_allowed_by_tei(name):
    ours, theirs = (grammar.content(grammar.elements[name], attributes=True) for grammar in grammars())
    required = frozenset(one for one in ours.names if not accepts(ours, ours.names - {one}))
    optional = sorted(ours.names - required)
    for chosen in [(), tuple(optional), *((one,) for one in optional), *combinations(optional, 2)]:
        assert accepts(theirs, required.union(chosen)), f"{name}: {' '.join(sorted(required.union(chosen)))}"


@pytest.mark.parametrize("name", ELEMENTS)
def test_values_are_allowed_by_tei(name):
    ours, theirs = (
        [(one, grammar.values(node)) for one, node in grammar.attributes(grammar.elements[name])]
        for grammar in grammars()
    )
    for attribute, values in ours:
        allowed = frozenset().union(*(them for one, them in theirs if one == attribute))
        for value in values:
            assert allows(allowed, value), f"{name}/@{attribute}: {value}"


def test_the_proof_can_fail():
    ours, theirs = grammars()
    assert counterexample(theirs.content(theirs.elements["p"]), ours.content(ours.elements["p"])) is not None
    assert counterexample(ours.content(ours.elements["div"]), theirs.content(theirs.elements["p"])) is not None
    assert not allows(frozenset({WORD_TYPE}), ANY)
    assert not allows(frozenset({("value", "end")}), ("value", "foot"))
    assert not accepts(theirs.content(theirs.elements["application"], attributes=True), frozenset({"ident"}))
