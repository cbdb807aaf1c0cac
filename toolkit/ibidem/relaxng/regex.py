"""Regular expressions of XML Schema (Part 2, appendix F), matched in time that grows with the value and no faster, whatever the expression.

They are regular: no references back, no looking around. An expression is a set of terms, each a sequence of what must still come; a
character leads from one set to the next (V. Antimirov, "Partial derivatives of regular expressions and finite automaton constructions").
The sets are the states of an automaton that grows as values ask for it.
"""

from functools import lru_cache

from ibidem.relaxng.characters import Contains

_KEPT = 20_000  # steps remembered of an expression


class Chars:
    """One character of a class."""

    __slots__ = ("contains", "size")

    def __init__(self, contains: Contains) -> None:
        self.contains = contains
        self.size: int = 1


class Either:
    """One of several branches, each a sequence of parts."""

    __slots__ = ("branches", "size")

    def __init__(self, branches: "list[list[Node]]") -> None:
        self.branches = branches
        self.size: int = sum(part.size for branch in branches for part in branch)


class Times:
    """A part, repeated: at least `low` times, and at most `high` times, where that is not None."""

    __slots__ = ("high", "low", "part", "size")

    def __init__(self, part: "Node", low: int, high: int | None) -> None:
        self.part = part
        self.low = low
        self.high = high
        self.size: int = part.size * max(1, low, high or 0)


# `size`: the characters of an expression, its repetitions written out.
Node = Chars | Either | Times


class Term:
    """A sequence: its first part and the rest of it, None where nothing more must come."""

    __slots__ = ("first", "rest")

    def __init__(self, first: Node, rest: "Term | None") -> None:
        self.first = first
        self.rest = rest


_Rest = Term | None


class _State:
    """A set of terms: which characters it can take and what must come after each, and whether it may end here."""

    __slots__ = ("accepts", "next", "takes")

    def __init__(self, takes: list[tuple[Contains, _Rest]], accepts: bool) -> None:
        self.takes = takes
        self.accepts = accepts
        self.next: dict[str, _State] = {}


class Expression:
    """An expression, with its automaton."""

    def __init__(self, root: Node) -> None:
        self._times: dict[tuple[Node, int, int | None], Times] = {}
        self._terms: dict[tuple[Node, _Rest], Term] = {}
        self._states: dict[frozenset[_Rest], _State] = {}
        self._steps = 0
        self._root = frozenset({self._term(root, None)})

    def matches(self, value: str) -> bool:
        """Whether the whole value matches."""
        state = self._state(self._root)
        for char in value:
            state = state.next.get(char) or self._step(state, char)
            if not state.takes and not state.accepts:
                return False
        return state.accepts

    def _step(self, state: _State, char: str) -> _State:
        if self._steps >= _KEPT:  # begun anew, so that it takes no more memory than a few values need
            self._states.clear()
            self._steps = 0
        self._steps += 1
        found = state.next[char] = self._state(frozenset(rest for contains, rest in state.takes if contains(char)))
        return found

    def _state(self, terms: frozenset[_Rest]) -> _State:
        state = self._states.get(terms)
        if state is None:
            state = self._states[terms] = self._opened(terms)
        return state

    def _opened(self, terms: frozenset[_Rest]) -> _State:
        """The state of some terms: each is opened, and what it may begin with, until there are characters only."""
        takes: list[tuple[Contains, _Rest]] = []
        seen: set[_Rest] = set()
        waiting: list[_Rest] = list(terms)
        while waiting:
            term = waiting.pop()
            if term in seen:
                continue
            seen.add(term)
            if term is None:
                continue
            match term.first:
                case Chars(contains=contains):
                    takes.append((contains, term.rest))
                case Either(branches=branches):
                    waiting += [self._sequence(branch, term.rest) for branch in branches]
                case Times(part=part, low=low, high=high):
                    more = term.rest if high == 1 else self._term(self._fewer(part, low, high), term.rest)
                    waiting.append(self._term(part, more))
                    if low == 0:
                        waiting.append(term.rest)
        return _State(takes, None in seen)

    def _sequence(self, parts: list[Node], rest: _Rest) -> _Rest:
        for part in reversed(parts):
            rest = self._term(part, rest)
        return rest

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
