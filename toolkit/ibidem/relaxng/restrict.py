"""The restrictions of section 7, on patterns that are simplified already."""

from collections.abc import Callable
from enum import IntEnum

from ibidem.relaxng.error import SchemaError
from ibidem.relaxng.names import Name, NameClass, is_infinite, overlap
from ibidem.relaxng.pattern import (
    EMPTY,
    TEXT,
    Attribute,
    Choice,
    Data,
    Element,
    Group,
    Interleave,
    List,
    OneOrMore,
    Pattern,
    Value,
)

# What the path above a pattern forbids (section 7.1): names of kinds.
_START = frozenset({"attribute", "data", "value", "list", "text", "group", "interleave", "oneOrMore", "empty"})
_ATTRIBUTE = frozenset({"element", "attribute"})
_LIST = frozenset({"list", "element", "attribute", "text", "interleave"})
_EXCEPT = frozenset({"attribute", "element", "list", "text", "empty", "group", "interleave", "oneOrMore"})
_REPEATED = frozenset({"attribute"})


class Content(IntEnum):
    """Content types (section 7.2)."""

    EMPTY = 0
    COMPLEX = 1
    SIMPLE = 2


_Fail = Callable[[str], SchemaError]


class Restrictions:
    """Checks a grammar from its start; `fail` makes the error of an element of the schema (None: of the start)."""

    def __init__(self, fail: Callable[[Element | None, str], SchemaError]) -> None:
        self._fail_at = fail
        self._seen: set[tuple[Pattern, frozenset[str], bool]] = set()
        self._types: dict[Pattern, Content | None] = {}
        self._waiting: list[Element] = []
        self.elements: dict[Element, None] = {}  # those that the start reaches
        self._at: Element | None = None
        self._distinct: set[Pattern] = set()
        self._attributes: dict[Pattern, frozenset[Attribute]] = {}
        self._begins: dict[Pattern, tuple[frozenset[Element], bool]] = {}

    def check(self, start: Pattern) -> None:
        self._paths(start, _START, False)
        while self._waiting:
            self._at = element = self._waiting.pop()
            self._paths(element.content, frozenset(), False)
            if self._type(element.content) is None:
                raise self._fail("data or a list cannot stand beside elements, text or other data (section 7.2).")
            self._pairs(element.content)

    def _fail(self, message: str) -> SchemaError:
        return self._fail_at(self._at, message)

    # ---------- 7.1: paths ----------

    def _paths(self, pattern: Pattern, forbidden: frozenset[str], repeated: bool) -> None:
        """`repeated`: below a oneOrMore, so that a group or an interleave forbids attributes (7.1.2)."""
        key = (pattern, forbidden, repeated)
        if key in self._seen:
            return
        self._seen.add(key)
        kind = _kind(pattern)
        if kind in forbidden:
            raise self._fail(f"{kind} is not allowed there (section 7.1).")
        match pattern:
            case Element():
                if pattern not in self.elements:
                    self.elements[pattern] = None
                    self._waiting.append(pattern)
            case Attribute():
                self._attribute(pattern, repeated)
            case List():
                self._paths(pattern.part, forbidden | _LIST, False)
            case Data():
                if pattern.excepted is not None:
                    self._paths(pattern.excepted, forbidden | _EXCEPT, False)
            case OneOrMore():
                self._paths(pattern.part, forbidden, True)
            case Choice() | Group() | Interleave():
                if repeated and not isinstance(pattern, Choice):
                    forbidden |= _REPEATED
                for part in pattern.parts:
                    self._paths(part, forbidden, repeated)

    def _attribute(self, attribute: Attribute, repeated: bool) -> None:
        if is_infinite(attribute.names) and not repeated:
            raise self._fail("an attribute with a wildcard for its name must be in oneOrMore (section 7.3).")
        if is_infinite(attribute.names) and attribute.value is not TEXT:
            raise self._fail("an attribute with a wildcard for its name must hold text (section 7.3).")
        self._paths(attribute.value, _ATTRIBUTE, False)
        if self._type(attribute.value) is None:
            raise self._fail("data or a list cannot stand beside text or other data (section 7.2).")

    # ---------- 7.2: string sequences ----------

    def _type(self, pattern: Pattern) -> Content | None:
        if pattern not in self._types:
            self._types[pattern] = self._type_of(pattern)
        return self._types[pattern]

    def _type_of(self, pattern: Pattern) -> Content | None:
        found: Content | None = Content.COMPLEX if pattern is TEXT else Content.EMPTY
        match pattern:
            case Element():
                found = Content.COMPLEX
            case Data() | Value() | List():
                found = Content.SIMPLE
            case OneOrMore():
                inner = self._type(pattern.part)
                found = None if inner is Content.SIMPLE else inner
            case Choice() | Group() | Interleave():
                types = [self._type(part) for part in pattern.parts]
                known = [it for it in types if it is not None]
                beside = not isinstance(pattern, Choice) and sum(it is not Content.EMPTY for it in known) > 1
                clash = len(known) < len(types) or (beside and Content.SIMPLE in known)
                found = None if clash else max(known)
        return found

    # ---------- 7.3 and 7.4: attributes given twice, interleave that cannot be told apart ----------

    def _pairs(self, pattern: Pattern) -> None:
        if pattern in self._distinct:
            return
        self._distinct.add(pattern)
        match pattern:
            case OneOrMore():
                self._pairs(pattern.part)
            case Choice():
                for part in pattern.parts:
                    self._pairs(part)
            case Group() | Interleave():
                for part in pattern.parts:
                    self._pairs(part)
                _apart(
                    [[it.names for it in self._attributes_of(part)] for part in pattern.parts],
                    self._fail,
                    "the same attribute may come twice (section 7.3)",
                )
                if isinstance(pattern, Interleave):
                    if sum(self._begins_of(part)[1] for part in pattern.parts) > 1:
                        raise self._fail("text is in two parts of an interleave (section 7.4).")
                    _apart(
                        [[it.names for it in self._begins_of(part)[0]] for part in pattern.parts],
                        self._fail,
                        "the same element is in two parts of an interleave (section 7.4)",
                    )

    def _attributes_of(self, pattern: Pattern) -> frozenset[Attribute]:
        if not pattern.attributes:
            return frozenset()
        if isinstance(pattern, Attribute):
            return frozenset({pattern})
        if pattern not in self._attributes:
            self._attributes[pattern] = frozenset().union(*(self._attributes_of(part) for part in _parts(pattern)))
        return self._attributes[pattern]

    def _begins_of(self, pattern: Pattern) -> tuple[frozenset[Element], bool]:
        """The elements of a pattern, and whether it has text."""
        if isinstance(pattern, Element):
            return frozenset({pattern}), False
        if pattern not in self._begins:
            inner = [self._begins_of(part) for part in _parts(pattern)]
            elements = frozenset[Element]().union(*(each[0] for each in inner))
            self._begins[pattern] = elements, pattern is TEXT or any(each[1] for each in inner)
        return self._begins[pattern]


def _apart(sets: list[list[NameClass]], fail: _Fail, message: str) -> None:
    """Raise where a name of one set is in another; single names are compared by a dictionary, the rest in pairs."""
    seen: dict[NameClass, int] = {}
    wide: list[tuple[NameClass, int]] = []
    for place, names in enumerate(sets):
        for each in names:
            if seen.setdefault(each, place) != place:
                raise fail(f"{message}.")
            if not isinstance(each, Name):
                wide.append((each, place))
    for each, place in wide:
        for other, where in seen.items():
            if where != place and overlap(each, other):
                raise fail(f"{message}.")


def _parts(pattern: Pattern) -> tuple[Pattern, ...]:
    match pattern:
        case Choice() | Group() | Interleave():
            return pattern.parts
        case OneOrMore():
            return (pattern.part,)
    return ()


_KINDS = {
    Element: "element",
    Attribute: "attribute",
    Data: "data",
    Value: "value",
    List: "list",
    Group: "group",
    Interleave: "interleave",
    OneOrMore: "oneOrMore",
}


def _kind(pattern: Pattern) -> str:
    if pattern is EMPTY:
        return "empty"
    return "text" if pattern is TEXT else _KINDS.get(type(pattern), "")
