"""A grammar as an automaton that grows as documents ask for it.

The `After` of Clark's algorithm is not needed: an open element is a state that holds, for each way in which it may have been begun,
what may still come in it; how the parent goes on after each of them is remembered by whoever opened it. So a state knows nothing of
its ancestors, and a document like those before it costs look-ups.
"""

from collections.abc import Iterable
from functools import cached_property
from itertools import compress
from typing import TYPE_CHECKING

from ibidem.relaxng.derive import Derivatives, Pairs
from ibidem.relaxng.pattern import EMPTY, NOT_ALLOWED, Pattern, Patterns, attributes

if TYPE_CHECKING:
    from ibidem.relaxng.datatypes import Prefixes
    from ibidem.relaxng.names import NameClass

_VALUES = 4096  # values remembered for an attribute of a state
_LONGEST = 200  # a longer value is not remembered


class Opened:
    """A start tag: the state inside, and for each part of it the state of the parent once it is closed.

    `then` is that state where there is one only, as nearly always; else it is `after`.
    """

    __slots__ = ("after", "inside", "then")

    def __init__(self, inside: "State", after: "tuple[State, ...]") -> None:
        self.inside = inside
        self.after = after
        self.then = after[0] if len(after) == 1 else after


Ways = tuple[tuple[Pattern, "State"], ...]
# What was learned of a state: `opened`, `attributes`, `closed`, `text` and `ends` below, with numbers for states and patterns (-1: none).
Learned = tuple[
    dict[str, tuple[int, ...]],
    dict[str, tuple[tuple[int, ...], tuple[int, ...]]],
    int,
    int,
    dict[tuple[int, ...], int],
]


class State:
    """What may still come in one open element: one pattern for each way in which it was begun, by number in `key`.

    What an earlier run learned of it is in `learned`, as a row and the states that it numbers, until something is asked for that is not
    known; `kept` is the same for attributes. An element that ends in a `plain` state needs no second look: nothing is missing, its content
    is no data, and there was one way to begin it.
    """

    __slots__ = (
        "_parts", "_patterns", "attributes", "closed", "data", "dead", "ends", "free", "kept", "key", "learned", "names", "nullable", "opened", "plain",
        "text", "values",
    )  # fmt: skip

    def __init__(
        self, patterns: Patterns, key: tuple[int, ...], nullable: bool, data: bool, dead: bool, free: bool = False
    ) -> None:
        self._patterns = patterns
        self._parts: tuple[Pattern, ...] = ()
        self.key = key
        self.nullable = nullable
        self.data = data
        self.dead = dead
        self.free = free  # text leaves it as it is
        self.plain = nullable and not data and len(key) == 1
        self.opened: dict[str, Opened | None] = {}
        self.attributes: dict[str, Ways] = {}
        self.kept: dict[str, tuple[tuple[int, ...], list[State]]] = {}
        self.names: list[NameClass] | None = None  # of the attributes that may still come
        self.values: dict[str, dict[str, State]] = {}
        self.closed: State | None = None  # set by who closes it, where nothing is missing
        self.text: State | None = None
        self.ends: dict[tuple[State, ...], State] = {}
        self.learned: tuple[Learned, list[State]] | None = None

    def recall(self) -> None:
        """Take in what an earlier run learned."""
        if self.learned is None:
            return
        (opened, attributes, closed, text, ends), states = self.learned
        self.learned = None
        for name, (inside, *after) in opened.items():
            self.opened[name] = Opened(states[inside], tuple([states[it] for it in after]))
        for name, (numbers, then) in attributes.items():
            self.kept[name] = numbers, [states[it] for it in then]
        for ways, end in ends.items():
            self.ends[tuple([states[it] for it in ways])] = states[end]
        self.closed = states[closed] if closed >= 0 else None
        self.text = states[text] if text >= 0 else None

    @property
    def parts(self) -> tuple[Pattern, ...]:
        if not self._parts:
            self._parts = tuple(self._patterns.numbered(number) for number in self.key)
        return self._parts


class Automaton:
    """The states of one grammar; `computed` counts the transitions that were not known yet."""

    def __init__(self, patterns: Patterns, start: int) -> None:
        self.patterns = patterns
        self.derivatives = Derivatives(patterns)
        self.computed = 0
        self.states: dict[tuple[int, ...], State] = {}
        self._start = start

    @cached_property
    def start(self) -> State:
        return self.states.get((self._start,)) or self.state((self.patterns.numbered(self._start),))

    def state(self, parts: tuple[Pattern, ...]) -> State:
        key = tuple([part.number for part in parts])
        state = self.states.get(key)
        if state is None:
            nullable = any(part.nullable for part in parts)
            data = any(part.data for part in parts)
            dead = all(part is NOT_ALLOWED for part in parts)
            state = self.enter(State(self.patterns, key, nullable, data, dead))
        return state

    def enter(self, state: State) -> State:
        """Take in a state that is new here."""
        self.states[state.key] = state
        return state

    # ---------- The five events ----------

    def open(self, state: State, name: str) -> Opened | None:
        """The start tag of a child, or None where it is not allowed."""
        state.recall()
        if name in state.opened:
            return state.opened[name]
        self.computed += 1
        begun = self._begun(state, [self.derivatives.opened(part, name) for part in state.parts])
        opened = state.opened[name] = self._opened(begun) if begun else None
        return opened

    def open_late(self, state: State, name: str) -> Opened | None:
        """The start tag of a child that would be allowed if nothing were missing before it."""
        begun = self._begun(state, [self.derivatives.late(part, name) for part in state.parts])
        return self._opened(begun) if begun else None

    def open_anywhere(self, state: State, contents: Iterable[Pattern]) -> Opened:
        """A child that is not allowed, as any of several elements; afterwards the parent is where it was."""
        return Opened(self.state((self.patterns.choice(contents),)), (state,))

    def forgive_attributes(self, state: State) -> State:
        """The end of a start tag, missing attributes overlooked."""
        return self.state(tuple(self.derivatives.without_attributes(part, EMPTY) for part in state.parts))

    def attribute(self, state: State, name: str) -> Ways:
        """The patterns that the value of an attribute may match, each with the state after it; none where it is not allowed."""
        state.recall()
        known = state.attributes.get(name)
        if known is None and name in state.kept:
            numbers, states = state.kept[name]
            known = tuple(zip(map(self.patterns.numbered, numbers), states, strict=True))
            state.attributes[name] = known
        if known is None:
            from ibidem.relaxng.names import split

            if state.names is None:
                state.names = [it.names for part in state.parts for it in attributes(part)]
            # a document may have any number of names that are not allowed: nothing is kept of them
            if not any(names.contains(*split(name)) for names in state.names):
                return ()
            self.computed += 1
            begun = self._begun(state, [self.derivatives.attributed(part, name) for part in state.parts])
            known = state.attributes[name] = tuple((value, self.state(parts)) for value, parts in begun.items())
        return known

    def remember(self, state: State, name: str, value: str, after: State) -> None:
        """Keep the state after an attribute with a value, as long as values are short and not too many."""
        if len(value) > _LONGEST:
            return
        known = state.values.setdefault(name, {})
        if len(known) >= _VALUES:
            known.clear()
        known[value] = after

    def close(self, state: State) -> State:
        """The end of a start tag: no attribute may follow."""
        state.recall()
        if state.closed is not None:
            return state.closed
        self.computed += 1
        return self.state(tuple(self.derivatives.without_attributes(part, NOT_ALLOWED) for part in state.parts))

    def text(self, state: State, text: str, prefixes: "Prefixes | None" = None) -> State:
        """Text between two tags."""
        if not state.data:
            state.recall()
            if state.text is None:
                self.computed += 1
                state.text = self.state(tuple(self.derivatives.derive_text(part, "", None) for part in state.parts))
            return state.text
        return self.state(tuple(self.derivatives.derive_text(part, text, prefixes) for part in state.parts))

    def end(self, state: State, after: tuple[State, ...]) -> State:
        """The end tag: the state of the parent, given how it goes on after each way of beginning the child.

        Where the child is not complete, it is taken for complete.
        """
        if len(after) == 1:
            return after[0]
        state.recall()
        known = state.ends.get(after)
        if known is None:
            self.computed += 1
            complete = list(compress(after, [part.nullable for part in state.parts]))
            alive = list(compress(after, [part is not NOT_ALLOWED for part in state.parts]))
            known = state.ends[after] = self.union(complete or alive or after)
        return known

    # ---------- Helpers of the events ----------

    def union(self, states: Iterable[State]) -> State:
        """Either of several states of the same element."""
        rows = [state.parts for state in states]
        return self.state(tuple(self.patterns.choice(column) for column in zip(*rows, strict=True)))

    def _begun(self, state: State, pairs: list[Pairs]) -> dict[Pattern, tuple[Pattern, ...]]:
        begun: dict[Pattern, tuple[Pattern, ...]] = {}
        for place, each in enumerate(pairs):
            for content, rest in each.items():
                row = list(begun.get(content) or (NOT_ALLOWED,) * len(state.parts))
                row[place] = self.patterns.choice((row[place], rest))
                begun[content] = tuple(row)
        return begun

    def _opened(self, begun: dict[Pattern, tuple[Pattern, ...]]) -> Opened:
        contents: dict[tuple[Pattern, ...], list[Pattern]] = {}
        for content, row in begun.items():
            contents.setdefault(row, []).append(content)
        inside = self.state(tuple(self.patterns.choice(alike) for alike in contents.values()))
        return Opened(inside, tuple(self.state(row) for row in contents))
