"""A grammar, and what its automaton has learned, as bytes and back: so that a schema is read, simplified and checked once, and a kind of
document that was met before costs look-ups.

The second belongs to the first: its patterns are numbered on from those of the grammar.
"""

import marshal
from collections.abc import Iterable

from ibidem.relaxng.automaton import Learned, State
from ibidem.relaxng.grammar import Grammar
from ibidem.relaxng.pattern import Pattern, Patterns
from ibidem.relaxng.rows import Rows, packed, parts, row

_STATES = 4096  # that are kept of one grammar


def dump(grammar: Grammar) -> bytes:
    """The bytes of a grammar."""
    rows = packed([grammar.patterns.numbered(number) for number in range(grammar.size)])
    flags = grammar.needs_prefixes, grammar.has_ids
    return marshal.dumps((rows, grammar.size, grammar.start, grammar.elements_reached, flags))


def restore(data: bytes, learned: bytes | None = None) -> Grammar:
    """The grammar of such bytes, with what was learned of it."""
    rows, size, start, elements, flags = marshal.loads(data)
    more, keys, kinds, ways = marshal.loads(learned) if learned else ([], [], [], [])
    patterns = Patterns(Rows(rows, size, more))
    patterns.needs_context, patterns.has_ids = flags
    grammar = Grammar(patterns, start, elements, size)
    states = [grammar.automaton.enter(State(patterns, key, *kind)) for key, kind in zip(keys, kinds, strict=True)]
    for state, each in zip(states, ways, strict=True):
        state.learned = each, states
    return grammar


# ---------- What was learned ----------


def dump_learned(grammar: Grammar) -> bytes:
    """The states of the automaton, the first of them where they are very many, and the patterns that these need."""
    automaton = grammar.automaton
    states = list(automaton.states.values())[:_STATES]
    patterns = _reached((part for state in states for part in state.parts), grammar.size)
    numbers = {pattern: number for number, pattern in enumerate(patterns, grammar.size)}

    def number(pattern: Pattern) -> int:
        return numbers.get(pattern, pattern.number)

    place = {state: order for order, state in enumerate(states)}
    rows = [row(pattern, number) for pattern in patterns]
    keys = [tuple(map(number, state.parts)) for state in states]
    flags = [(state.nullable, state.data, state.dead, state.free) for state in states]
    return marshal.dumps((rows, keys, flags, [_learned(state, place) for state in states]))


def _reached(patterns: Iterable[Pattern], size: int) -> list[Pattern]:
    """The patterns that are none of the grammar's, with their parts, in the order of their making."""
    found: set[Pattern] = set()
    waiting = list(patterns)
    while waiting:
        pattern = waiting.pop()
        if pattern.number >= size and pattern not in found:
            found.add(pattern)
            waiting.extend(parts(pattern))
    return sorted(found, key=lambda pattern: pattern.number)


def _learned(state: State, place: dict[State, int]) -> Learned:
    """The ways from a state to states that are kept too."""

    def at(states: Iterable[State]) -> tuple[int, ...]:
        """Where states are; none of several where one is missing."""
        places = tuple(place.get(each, -1) for each in states)
        return () if -1 in places else places

    state.recall()
    opened = {name: at((it.inside, *it.after)) for name, it in state.opened.items() if it is not None}
    attributes = {name: (numbers, at(then)) for name, (numbers, then) in state.kept.items()} | {
        name: (tuple(pattern.number for pattern, _ in ways), at(then for _, then in ways))
        for name, ways in state.attributes.items()
    }
    ends = {at(after): place[then] for after, then in state.ends.items() if then in place}
    return (
        {name: places for name, places in opened.items() if places},
        {name: ways for name, ways in attributes.items() if ways[1]},
        place.get(state.closed, -1) if state.closed else -1,
        place.get(state.text, -1) if state.text else -1,
        {after: then for after, then in ends.items() if after},
    )
