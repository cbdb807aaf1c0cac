"""One document against one grammar, event by event. A fault is reported, forgiven, and the match goes on, so that it is reported once."""

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from ibidem.reading.events import DEEPEST, NotWellFormed, Read
from ibidem.relaxng.accept import id_type
from ibidem.relaxng.automaton import Opened, State
from ibidem.relaxng.datatypes import Prefixes
from ibidem.relaxng.expect import meant
from ibidem.relaxng.grammar import Grammar
from ibidem.relaxng.names import split

_SPACE = " \t\r\n"
_XML = "http://www.w3.org/XML/1998/namespace"
# What is remembered of an open element: whether it has child elements, whether its content cannot be known any more, whether text was reported.
_CHILDREN, _FAULTY, _BARE = 1, 2, 4

MOST = 1000  # faults of one document that are reported


class Kind(Enum):
    """What can be wrong."""

    FOREIGN = auto()
    UNKNOWN = auto()
    MISPLACED = auto()
    EARLY = auto()
    INCOMPLETE = auto()
    ATTRIBUTE = auto()
    ATTRIBUTE_VALUE = auto()
    ATTRIBUTES_MISSING = auto()
    TEXT = auto()
    VALUE = auto()
    ID_REPEATED = auto()
    IDREF = auto()


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault at an element, which `node` numbers (0 is the root). `state` is that before it.

    `name` and `value` are those of an attribute, or `name` is that of the element and `value` the text in it.
    """

    kind: Kind
    node: int
    state: State = field(repr=False)
    name: str = ""
    value: str = ""


class _Ids:
    """ID and IDREF (RELAX NG DTD Compatibility, section 5): each ID once, each IDREF with its ID."""

    def __init__(self) -> None:
        self._ids: set[str] = set()
        self._references: list[Fault] = []

    def is_repeated(self, kind: str, reference: Fault) -> bool:
        """Take note of a value; whether it is an ID that was there before. `reference` is the fault that an IDREF may turn out to be."""
        value = reference.value.strip(_SPACE)
        if kind != "ID":
            self._references.append(reference)
        elif value in self._ids:
            return True
        else:
            self._ids.add(value)
        return False

    def missing(self) -> list[Fault]:
        """At the end: references to no ID."""
        return [fault for fault in self._references if not self._ids.issuperset(fault.value.split())]


class _Prefixes:
    """The prefixes in scope, for grammars whose values are qualified names."""

    def __init__(self, parser: Any) -> None:
        self.current: dict[str | None, str] = {"xml": _XML}
        self._outer: list[tuple[str | None, str | None]] = []
        parser.StartNamespaceDeclHandler = self._declare
        parser.EndNamespaceDeclHandler = self._leave

    def _declare(self, prefix: str | None, uri: str | None) -> None:
        self._outer.append((prefix, self.current.get(prefix)))
        self.current[prefix] = uri or ""

    def _leave(self, _prefix: str | None) -> None:
        prefix, uri = self._outer.pop()
        if uri is None:
            del self.current[prefix]
        else:
            self.current[prefix] = uri


def match(read: Read, grammar: Grammar) -> list[Fault]:
    """The faults of a document, in the order in which they are met. Raises `NotWellFormed`."""
    found: list[Fault] = []
    ids = _Ids()
    read(lambda parser: _attach(parser, grammar, found, ids))
    if len(found) < MOST:
        found += ids.missing()
    return found[:MOST]


def _attach(parser: Any, grammar: Grammar, found: list[Fault], ids: _Ids) -> None:  # noqa: PLR0915
    """Set the handlers. They are closures, and what is known already is looked up in them: this is where the time goes."""
    automaton = grammar.automaton
    matches = automaton.derivatives.matches
    prefixes: Prefixes | None = _Prefixes(parser).current if grammar.needs_prefixes else None
    state: State = automaton.start
    after: tuple[State, ...] = ()
    flags = 0
    node = order = -1
    skipped = 0  # depth within an element whose content is not looked at
    texts: list[str] = []
    stack: list[tuple[State, tuple[State, ...], int, int]] = []
    push, pop = stack.append, stack.pop

    def start(name: str, attributes: list[str]) -> None:
        nonlocal state, after, flags, node, order, skipped
        order += 1
        if skipped:
            skipped += 1
            return
        if texts:
            flush()
        opened = state.opened.get(name) or begin(name)
        if opened is None:
            skipped = 1
            return
        if len(stack) >= DEEPEST:
            refuse()
        push((state, after, flags | _CHILDREN, node))
        node, flags, after, inside = order, 0, opened.after, opened.inside
        if attributes:
            values = iter(attributes)
            for key, value in zip(values, values, strict=True):
                known = inside.values.get(key)
                inside = known[value] if known is not None and value in known else attribute(inside, key, value)
        state = inside.closed or close(inside)

    def end(_name: str) -> None:
        nonlocal state, after, flags, node, skipped
        if skipped:
            skipped -= 1
            return
        if texts or state.data:
            content()
        if not state.nullable and not flags & (_FAULTY | _BARE):  # where text stands for what is missing, that was said
            report(Kind.INCOMPLETE, node)
        ended, ways = state, after
        state, after, flags, node = pop()
        state = ways[0] if len(ways) == 1 else automaton.end(ended, ways)

    def text(data: str) -> None:
        if skipped or state.free:
            return
        if state.data:
            texts.append(data)
        elif data.strip(_SPACE):
            take(data)

    # ---------- What is not known yet, or wrong ----------

    def report(kind: Kind, at: int, name: str = "", value: str = "", before: State | None = None) -> None:
        found.append(Fault(kind, at, before or state, name, value))
        if len(found) >= MOST:  # what follows is read only to see whether it is well-formed
            parser.StartElementHandler = parser.CharacterDataHandler = parser.EndElementHandler = None

    def begin(name: str) -> Opened | None:
        """A start tag that was not met in this state before; None to pass over the element."""
        nonlocal flags
        if opened := automaton.open(state, name):
            return opened
        ns, local = split(name)
        known = grammar.elements(ns, local)
        if late := automaton.open_late(state, name):
            if not flags & _FAULTY:
                report(Kind.EARLY, order, name)
            return late
        if known:
            report(Kind.MISPLACED, order, name)
            return automaton.open_anywhere(state, [it.content for it in known])
        foreign = ns not in grammar.namespaces
        report(Kind.FOREIGN if foreign else Kind.UNKNOWN, order, name)
        if not foreign and (close := meant(state.parts, ns, local)):
            return automaton.open(state, f"{ns}}}{close}" if ns else close)
        # it may stand for an element that the parent needs: what is missing is no second fault
        flags |= _FAULTY
        return None

    def attribute(inside: State, name: str, value: str) -> State:
        ways = automaton.attribute(inside, name)
        if not ways:
            report(Kind.ATTRIBUTE, order, name, value, inside)
            return inside
        fitting = [(pattern, then) for pattern, then in ways if matches(pattern, value, prefixes)]
        if not fitting:
            report(Kind.ATTRIBUTE_VALUE, order, name, value, inside)
            return automaton.union(then for _, then in ways)
        then = fitting[0][1] if len(fitting) == 1 else automaton.union(then for _, then in fitting)
        if grammar.has_ids and (kind := id_type(pattern for pattern, _ in fitting)):
            if ids.is_repeated(kind, Fault(Kind.IDREF, order, inside, name, value)):
                report(Kind.ID_REPEATED, order, name, value.strip(_SPACE), inside)
        elif prefixes is None:
            automaton.remember(inside, name, value, then)
        return then

    def close(inside: State) -> State:
        closed = automaton.close(inside)
        if closed.dead and not inside.dead:
            report(Kind.ATTRIBUTES_MISSING, order, before=inside)
            return automaton.forgive_attributes(inside)
        inside.closed = closed
        return closed

    def take(data: str) -> None:
        """Text that is not the whole content of an element."""
        nonlocal state, flags
        then = automaton.text(state, data)
        if then is state:
            state.free = not state.data
        elif not then.dead:
            state = then
        elif not flags & _BARE:
            report(Kind.TEXT, node, value=data)
            flags |= _BARE

    def flush() -> None:
        """Text before a tag, where it is not the whole content of an element but might hold data."""
        data = "".join(texts)
        texts.clear()
        if data.strip(_SPACE):
            take(data)

    def content() -> None:
        """The end of an element whose content may be data."""
        nonlocal state, flags
        if not state.data or flags & _CHILDREN:
            flush()
            return
        data = "".join(texts)
        texts.clear()
        then = automaton.text(state, data, prefixes)
        if not data.strip(_SPACE):
            then = automaton.union((state, then))
        if not then.nullable:
            report(Kind.VALUE, node, value=data)
            flags |= _FAULTY
        else:
            state = then

    def refuse() -> None:
        raise NotWellFormed(
            f"elements are nested more than {DEEPEST} deep", parser.CurrentLineNumber, parser.CurrentColumnNumber + 1
        )

    parser.StartElementHandler = start
    parser.CharacterDataHandler = text
    parser.EndElementHandler = end
