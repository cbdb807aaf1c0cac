"""One document against one grammar, event by event. A fault is reported, forgiven, and the match goes on, so that it is reported once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from ibidem.relaxng.automaton import Opened, State
from ibidem.relaxng.datatypes import Prefixes
from ibidem.relaxng.expect import meant
from ibidem.relaxng.grammar import Grammar
from ibidem.relaxng.names import split

_SPACE = " \t\r\n"


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


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault at a node. `state` is that before it; `name` and `value` are those of an attribute, or the text."""

    kind: Kind
    node: Any
    state: State
    name: str = ""
    value: str = ""


@dataclass(eq=False, slots=True)
class _Frame:
    """An open element: its state, and how its parent goes on after it."""

    node: Any
    state: State
    after: tuple[State, ...]
    children: bool = False
    faulty: bool = False  # its content cannot be known any more
    bare: bool = False  # text was reported


class Matcher:
    """Takes the events of a document; `node` is whatever the caller wants to find in the faults."""

    def __init__(self, grammar: Grammar, report: Callable[[Fault], None]) -> None:
        self._grammar = grammar
        self._automaton = grammar.automaton
        self._report = report
        self._stack: list[_Frame] = [_Frame(None, grammar.automaton.start, ())]
        self._text: list[str] = []
        self._skipped = 0  # depth within an element whose content is not looked at

    def start(self, node: Any, name: str, attributes: Mapping[str, str], prefixes: Prefixes | None = None) -> None:
        if self._skipped:
            self._skipped += 1
            return
        parent = self._stack[-1]
        if self._text:
            self._flush(parent)
        parent.children = True
        opened = self._automaton.open(parent.state, name) or self._recovered(node, parent, name)
        if opened is None:
            self._skipped = 1
            return
        state = opened.inside
        for key, value in attributes.items():
            state = self._attribute(node, state, key, value, prefixes)
        closed = self._automaton.close(state)
        if closed.dead and not state.dead:
            self._report(Fault(Kind.ATTRIBUTES_MISSING, node, state, name))
            closed = self._automaton.forgive_attributes(state)
        self._stack.append(_Frame(node, closed, opened.after))

    def text(self, text: str) -> None:
        if not self._skipped:
            self._text.append(text)

    def end(self, prefixes: Prefixes | None = None) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        frame = self._stack.pop()
        if frame.state.data and not frame.children:
            self._content(frame, prefixes)
        elif self._text:
            self._flush(frame)
        self._text.clear()
        if not frame.state.nullable and not frame.faulty:
            self._report(Fault(Kind.INCOMPLETE, frame.node, frame.state))
        self._stack[-1].state = self._automaton.end(frame.state, frame.after)

    def _recovered(self, node: Any, parent: _Frame, name: str) -> Opened | None:
        """A child that is not allowed: what to take it for; None to pass over it."""
        ns, local = split(name)
        known = self._grammar.elements(ns, local)
        if late := self._automaton.open_late(parent.state, name):
            if not parent.faulty:
                self._report(Fault(Kind.EARLY, node, parent.state, name))
            return late
        if known:
            self._report(Fault(Kind.MISPLACED, node, parent.state, name))
            return self._automaton.open_anywhere(parent.state, [it.content for it in known])
        foreign = ns not in self._grammar.namespaces
        self._report(Fault(Kind.FOREIGN if foreign else Kind.UNKNOWN, node, parent.state, name))
        if not foreign and (close := meant(parent.state.parts, ns, local)):
            return self._automaton.open(parent.state, f"{{{ns}}}{close}" if ns else close)
        # it may stand for an element that the parent needs: what is missing is no second fault
        parent.faulty = True
        return None

    def _attribute(self, node: Any, state: State, name: str, value: str, prefixes: Prefixes | None) -> State:
        ways = self._automaton.attribute(state, name)
        if not ways:
            self._report(Fault(Kind.ATTRIBUTE, node, state, name, value))
            return state
        matching = [after for pattern, after in ways if self._automaton.derivatives.matches(pattern, value, prefixes)]
        if len(matching) == 1:
            return matching[0]
        if not matching:
            self._report(Fault(Kind.ATTRIBUTE_VALUE, node, state, name, value))
        return self._automaton.union(matching or [after for _, after in ways])

    def _flush(self, frame: _Frame) -> None:
        """Text before a tag, where it is not the whole content of an element."""
        text = "".join(self._text)
        self._text.clear()
        if not text.strip(_SPACE):
            return
        state = self._automaton.text(frame.state, text)
        if not state.dead:
            frame.state = state
        elif not frame.bare:
            self._report(Fault(Kind.TEXT, frame.node, frame.state, value=text))
            frame.bare = True

    def _content(self, frame: _Frame, prefixes: Prefixes | None) -> None:
        """The whole content of an element where a datatype is asked for."""
        text = "".join(self._text)
        state = self._automaton.text(frame.state, text, prefixes)
        if not text.strip(_SPACE):
            state = self._automaton.union((frame.state, state))
        if not state.nullable:
            self._report(Fault(Kind.VALUE, frame.node, frame.state, value=text))
            frame.faulty = True
        else:
            frame.state = state
