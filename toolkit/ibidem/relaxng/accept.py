"""Whether a document is valid, and no more: the fast way, which nearly all documents go. Where it stops, `match` says what is wrong.

The stack holds, for each open element, the state of its parent once it is closed; so a tag costs a look-up, a push and a pop. Where text
may stand anywhere (`free`), expat is not even asked for it.
"""

from typing import TYPE_CHECKING, Any

from ibidem.reading.events import DEEPEST
from ibidem.relaxng.pattern import Data, Pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ibidem.reading.events import Read
    from ibidem.relaxng.automaton import Opened, State
    from ibidem.relaxng.grammar import Grammar

_SPACE = " \t\r\n"
_IDS = frozenset({"ID", "IDREF", "IDREFS"})


def id_type(patterns: "Iterable[Pattern]") -> str:
    """ID, IDREF or IDREFS, if one of the patterns of a value is of that type."""
    return next((it.type.name for it in patterns if isinstance(it, Data) and it.type.name in _IDS), "")


class _Refused(Exception):
    """Something may be wrong."""


def accepts(read: "Read", grammar: "Grammar") -> bool:
    """Whether a document has no fault; False also where this cannot be told without the prefixes in scope. Raises `NotWellFormed`."""
    if grammar.needs_prefixes:
        return False
    ids: set[str] = set()
    references: set[str] = set()
    try:
        read(lambda parser: _attach(parser, grammar, ids, references))
    except _Refused:
        return False
    return references <= ids


def _attach(parser: Any, grammar: "Grammar", ids: set[str], references: set[str]) -> None:  # noqa: PLR0915
    """Set the handlers. They are closures over the state: this is where the time goes."""
    automaton = grammar.automaton
    matches = automaton.derivatives.matches
    state = automaton.start
    stack: list[Any] = []
    push, pop = stack.append, stack.pop
    texts: list[str] = []
    leaf = False  # whether a start tag was the last tag
    deaf = False  # whether text is not asked for

    def start(name: str, attributes: list[str]) -> None:
        nonlocal state, leaf, deaf
        if texts:
            take("".join(texts))
        opened = state.opened.get(name) or begin(name)
        if len(stack) >= DEEPEST:
            raise _Refused
        push(opened.then)
        inside = opened.inside
        if attributes:
            values = iter(attributes)
            for key, value in zip(values, values):  # noqa: B905 (to be strict takes a twelfth of all the time)
                known = inside.values.get(key)
                inside = known[value] if known is not None and value in known else attribute(inside, key, value)
        state = inside.closed or close(inside)
        leaf = True
        if state.free is not deaf:
            deaf = not deaf
            parser.CharacterDataHandler = None if deaf else text

    def end(_name: str) -> None:
        nonlocal state, leaf, deaf
        if texts or not state.plain:
            finish()
        else:
            state = pop()
        leaf = False
        if state.free is not deaf:
            deaf = not deaf
            parser.CharacterDataHandler = None if deaf else text

    def text(data: str) -> None:
        if state.data:
            texts.append(data)
        elif data.strip(_SPACE):
            take(data)

    # ---------- What is not known yet, or not simple ----------

    def begin(name: str) -> "Opened":
        opened = automaton.open(state, name)
        if opened is None:
            raise _Refused
        return opened

    def attribute(inside: "State", name: str, value: str) -> "State":
        ways = inside.attributes.get(name) or automaton.attribute(inside, name)
        if len(ways) == 1:
            pattern, then = ways[0]
            if not matches(pattern, value, None):
                raise _Refused
            kind = pattern.type.name if isinstance(pattern, Data) and pattern.type.name in _IDS else ""
        else:
            fitting = [(pattern, then) for pattern, then in ways if matches(pattern, value, None)]
            if not fitting:
                raise _Refused
            kind = id_type(pattern for pattern, _ in fitting)
            then = automaton.union(then for _, then in fitting)
        if kind and grammar.has_ids:
            note(kind, value.strip(_SPACE))
        else:
            automaton.remember(inside, name, value, then)
        return then

    def note(kind: str, value: str) -> None:
        if kind != "ID":
            references.update(value.split())
        elif value in ids:
            raise _Refused
        else:
            ids.add(value)

    def close(inside: "State") -> "State":
        closed = automaton.close(inside)
        if closed.dead and not inside.dead:
            raise _Refused
        inside.closed = closed
        return closed

    def take(data: str) -> None:
        """Text that is not the whole content of an element."""
        nonlocal state
        texts.clear()
        if data.strip(_SPACE):
            then = automaton.text(state, data)
            if then.dead:
                raise _Refused
            state.free = then is state and not state.data
            state = then

    def finish() -> None:
        """The end of an element whose content may be data, or that could be begun in several ways."""
        nonlocal state
        if state.data and leaf:
            data = "".join(texts)
            texts.clear()
            then = automaton.text(state, data)
            state = then if data.strip(_SPACE) else automaton.union((state, then))
        elif texts:
            take("".join(texts))
        if not state.nullable:
            raise _Refused
        after = pop()
        state = automaton.end(state, after) if isinstance(after, tuple) else after

    parser.StartElementHandler = start
    parser.CharacterDataHandler = text
    parser.EndElementHandler = end
