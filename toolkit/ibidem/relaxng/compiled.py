"""A grammar, and what its automaton has learned, as bytes and back: so that a schema is read, simplified and checked once, and a kind of
document that was met before costs look-ups.

The second belongs to the first: its patterns are numbered on from those of the grammar.
"""

import marshal
from collections.abc import Callable, Iterable

from ibidem.relaxng.automaton import Automaton, Opened, State
from ibidem.relaxng.grammar import Grammar
from ibidem.relaxng.pattern import Pattern, Patterns
from ibidem.relaxng.rows import Row, Rows, packed, parts, row

_STATES = 4096  # that are kept of one grammar
_VALUES = 64  # of an attribute; where there are more they are no list to choose from


def dump(grammar: Grammar) -> bytes:
    """The bytes of a grammar."""
    rows = packed([grammar.patterns.numbered(number) for number in range(grammar.size)])
    flags = grammar.needs_prefixes, grammar.has_ids
    return marshal.dumps((rows, grammar.size, grammar.start, grammar.elements_reached, flags))


def restore(data: bytes, learned: bytes | None = None) -> Grammar:
    """The grammar of such bytes, with what was learned of it."""
    rows, size, start, elements, flags = marshal.loads(data)
    more, states = marshal.loads(learned) if learned else ([], [])
    patterns = Patterns(Rows(rows, size, more))
    patterns.needs_context, patterns.has_ids = flags
    grammar = Grammar(patterns, start, elements, size)
    _restore_states(grammar.automaton, states)
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
    return marshal.dumps((rows, [_state_row(state, place, number) for state in states]))


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


def _state_row(state: State, place: dict[State, int], number: Callable[[Pattern], int]) -> Row:
    """A state, and the ways to states that are kept too."""

    def at(states: Iterable[State]) -> tuple[int, ...] | None:
        places = tuple(place.get(each, -1) for each in states)
        return None if -1 in places else places

    opened = {name: at((it.inside, *it.after)) for name, it in state.opened.items() if it is not None}
    read = {name: (numbers, at(then)) for name, (numbers, then) in state.kept.items()} | {
        name: (tuple(pattern.number for pattern, _ in ways), at(then for _, then in ways))
        for name, ways in state.attributes.items()
    }
    values = {
        name: {value: place[then] for value, then in known.items() if then in place}
        for name, known in state.values.items()
        if len(known) <= _VALUES
    }
    ends = {at(after): place[then] for after, then in state.ends.items() if then in place}
    return (
        tuple(map(number, state.parts)),
        (state.nullable, state.data, state.dead, state.free),
        {name: places for name, places in opened.items() if places},
        {name: ways for name, ways in read.items() if ways[1]},
        values,
        place.get(state.closed, -1) if state.closed else -1,
        place.get(state.text, -1) if state.text else -1,
        {after: then for after, then in ends.items() if after},
    )


def _restore_states(automaton: Automaton, rows: list[Row]) -> None:
    states = [automaton.enter(State(automaton.patterns, row[0], *row[1])) for row in rows]
    for state, (_, _, opened, read, values, closed, text, ends) in zip(states, rows, strict=True):
        state.opened = {
            name: Opened(states[inside], tuple([states[it] for it in after]))
            for name, (inside, *after) in opened.items()
        }
        state.kept = {name: (numbers, [states[it] for it in then]) for name, (numbers, then) in read.items()}
        state.values = {name: {value: states[then] for value, then in known.items()} for name, known in values.items()}
        state.closed = states[closed] if closed >= 0 else None
        state.text = states[text] if text >= 0 else None
        state.ends = {tuple([states[it] for it in after]): states[then] for after, then in ends.items()}
