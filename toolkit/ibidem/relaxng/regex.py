"""Regular expressions of XML Schema (Part 2, appendix F), matched in time that grows with the value and no faster, whatever the expression.

They are regular: no references back, no looking around. An expression is a set of terms, each a sequence of what must still come; a
character leads from one set to the next (V. Antimirov, "Partial derivatives of regular expressions and finite automaton constructions").
The sets are the states of an automaton that grows as values ask for it.
"""

from collections.abc import Iterator
from functools import lru_cache

from ibidem.relaxng.characters import Contains

_KEPT = 20_000  # steps remembered of an expression


class Chars:
    """One character of a class."""

    __slots__ = ("contains", "empty", "size")

    def __init__(self, contains: Contains) -> None:
        self.contains = contains
        self.empty: bool = False
        self.size: int = 1


class Either:
    """One of several branches, each a sequence of parts."""

    __slots__ = ("branches", "empty", "size")

    def __init__(self, branches: "list[list[Node]]") -> None:
        self.branches = branches
        self.empty: bool = any(all(part.empty for part in branch) for branch in branches)
        self.size: int = sum(part.size for branch in branches for part in branch)


class Times:
    """A part, repeated: at least `low` times, and at most `high` times, where that is not None."""

    __slots__ = ("empty", "high", "low", "part", "size")

    def __init__(self, part: "Node", low: int, high: int | None) -> None:
        self.part = part
        self.low = low
        self.high = high
        self.empty: bool = low == 0 or part.empty
        self.size: int = part.size * max(1, low, high or 0)


# `empty`: whether the empty string matches; `size`: the characters of an expression, its repetitions written out.
Node = Chars | Either | Times


class Term:
    """A sequence: its first part and the rest of it. `END` is the one without parts."""

    __slots__ = ("empty", "first", "rest")

    def __init__(self, first: Node, rest: "Term | None") -> None:
        self.first = first
        self.rest = rest
        self.empty: bool = first.empty and (rest is None or rest.empty)


_Rest = Term | None  # None: nothing more must come


class _State:
    """A set of terms."""

    __slots__ = ("accepts", "next", "terms")

    def __init__(self, terms: frozenset[_Rest]) -> None:
        self.terms = terms
        self.accepts = any(term is None or term.empty for term in terms)
        self.next: dict[str, _State] = {}


class Expression:
    """An expression, with its automaton."""

    def __init__(self, root: Node) -> None:
        self._times: dict[tuple[Node, int, int | None], Times] = {}
        self._terms: dict[tuple[Node, _Rest], Term] = {}
        self._states: dict[frozenset[_Rest], _State] = {}
        self._steps = 0
        self._start = self._state(frozenset({self._term(root, None)}))

    def matches(self, value: str) -> bool:
        """Whether the whole value matches."""
        state = self._start
        for char in value:
            state = state.next.get(char) or self._step(state, char)
            if not state.terms:
                return False
        return state.accepts

    def _step(self, state: _State, char: str) -> _State:
        if self._steps >= _KEPT:
            self._forget()
        self._steps += 1
        found = state.next[char] = self._state(
            frozenset(after for term in state.terms for after in self._walk(term, None, char))
        )
        return found

    def _forget(self) -> None:
        """Begin the automaton anew, so that it takes no more memory than a few values need."""
        terms = self._start.terms
        self._states.clear()
        self._steps = 0
        self._start = self._state(terms)

    def _state(self, terms: frozenset[_Rest]) -> _State:
        return self._states.get(terms) or self._states.setdefault(terms, _State(terms))

    def _walk(self, term: _Rest, until: _Rest, char: str) -> Iterator[_Rest]:
        """What must come after a character that a part of a sequence takes, those from `until` on left aside."""
        while term is not until and term is not None:
            yield from self._after(term.first, term.rest, char)
            if not term.first.empty:
                return
            term = term.rest

    def _after(self, node: Node, rest: _Rest, char: str) -> Iterator[_Rest]:
        match node:
            case Chars():
                if node.contains(char):
                    yield rest
            case Either():
                for branch in node.branches:
                    sequence = rest
                    for part in reversed(branch):
                        sequence = self._term(part, sequence)
                    yield from self._walk(sequence, rest, char)
            case Times(part=part, low=low, high=high):
                more = rest if high == 1 else self._term(self._fewer(part, low, high), rest)
                yield from self._after(part, more, char)

    def _fewer(self, part: Node, low: int, high: int | None) -> Times:
        key = part, max(low - 1, 0), high and high - 1
        return self._times.get(key) or self._times.setdefault(key, Times(*key))

    def _term(self, first: Node, rest: _Rest) -> Term:
        key = first, rest
        return self._terms.get(key) or self._terms.setdefault(key, Term(first, rest))


@lru_cache(maxsize=1024)
def expression(source: str) -> Expression:
    """The expression that is written so. Raises `ValueError` where it is none."""
    from ibidem.relaxng.regex_syntax import parse

    return Expression(parse(source))
