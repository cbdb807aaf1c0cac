"""What a grammar would take: asked when a fault is put into words, and only then."""

from collections.abc import Collection, Iterator, Sequence

from ibidem.relaxng.automaton import State
from ibidem.relaxng.expect import elements_required
from ibidem.relaxng.grammar import Grammar
from ibidem.relaxng.names import NameClass, is_infinite, listed, split
from ibidem.relaxng.pattern import Choice, Element, Group, Interleave, OneOrMore, Pattern, attributes
from ibidem.words.case import TEI, Name


class Asked:
    """A grammar as `words.case.Schema`. Answers are kept: a thousand faults ask the same."""

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        self.is_tei = TEI in grammar.namespaces
        self._known: dict[str, list[str]] = {}
        self._children: dict[Name, frozenset[Name]] = {}
        self._inside: dict[Name, State | None] = {}
        self._whole: dict[tuple[Name, Name], bool] = {}
        self._attributes: dict[Name, tuple[frozenset[Name], list[NameClass]]] = {}
        self._bearers: dict[Name, frozenset[Name]] = {}

    def known(self, ns: str) -> Collection[str]:
        if ns not in self._known:
            self._known[ns] = [local for space, local in self._grammar.by_name if space == ns]
        return self._known[ns]

    def may_hold(self, parent: Name, child: Name) -> bool:
        if parent not in self._children:
            contents = [it.content for it in self._grammar.elements(*parent)]
            self._children[parent] = frozenset(name for content in contents for name in _elements(content))
        return child in self._children[parent]

    def is_whole(self, parent: Name, child: Name) -> bool:
        key = parent, child
        if key not in self._whole:
            self._whole[key] = self.may_hold(parent, child) and any(
                then.nullable
                for it in self._grammar.elements(*parent)
                for then in [self._after(self._state([it.content]), child)]
                if then is not None
            )
        return self._whole[key]

    def takes_text(self, name: Name) -> bool:
        return any(it.content.text for it in self._grammar.elements(*name))

    def has_attribute(self, element: Name, attribute: Name) -> bool:
        if element not in self._attributes:
            classes = {it.names for each in self._grammar.elements(*element) for it in attributes(each.content)}
            named = frozenset(name for it in classes for name in listed(it))
            self._attributes[element] = named, [it for it in classes if is_infinite(it)]
        names, wildcards = self._attributes[element]
        return attribute in names or any(it.contains(*attribute) for it in wildcards)

    def bearers(self, attribute: Name) -> Collection[Name]:
        if attribute not in self._bearers:
            self._bearers[attribute] = frozenset(
                it for it in self._grammar.by_name if self.has_attribute(it, attribute)
            )
        return self._bearers[attribute]

    def places(self, parent: Name, children: Sequence[Name], child: Name, strictly: bool = False) -> list[int]:
        before = self._begun(parent)
        if before is None:
            return []
        in_order = self._in_order(before, children)
        whole, better = [], []
        for place in range(in_order + 1):
            if (then := self._after(before, child)) is not None:
                following = children[place:]
                fitting = self._in_order(then, following)
                if fitting == len(following) and self._may_end(then, following):
                    whole.append(place)
                elif place + fitting >= in_order:
                    better.append(place)
            if place < in_order:
                before = self._after(before, children[place]) or before
        return whole or ([] if strictly else better)

    def _in_order(self, state: State, children: Sequence[Name]) -> int:
        """How many of some children may come one after the other."""
        for number, child in enumerate(children):
            then = self._after(state, child) if self._grammar.elements(*child) else None
            if then is None:
                return number
            state = then
        return len(children)

    def goes_on(self, state: object, child: Name, then: Name) -> bool:
        if not isinstance(state, State) or not self._grammar.elements(*then) or self._after(state, then) is None:
            return True
        after = self._after(state, child)
        return after is not None and self._after(after, then) is not None

    def follows(self, parent: Name, children: Sequence[Name], child: Name) -> bool:
        state = self._walk(self._begun(parent), children)
        return state is not None and self._after(state, child) is not None

    def needed(self, state: State, allowed: Sequence[Name]) -> list[Name]:
        """Of what may come in an element that is not complete, what completes it; else what leads on."""
        ways = [
            (name, then) for name in allowed if (then := self._after(state, name)) is not None and then is not state
        ]
        return [name for name, then in ways if then.nullable] or [name for name, _ in ways]

    def required_before(self, state: State, child: str) -> list[Name]:
        """What must come before a child that is early; `child` as expat writes it."""
        opened = self._grammar.automaton.open_late(state, child)
        after = elements_required(self._grammar.automaton.union(opened.after).parts) if opened else []
        return [name for name in elements_required(state.parts) if name not in after and name != split(child)]

    # ---------- Walks of the automaton ----------

    def _begun(self, name: Name) -> State | None:
        """Inside an element, its attributes forgiven."""
        if name not in self._inside:
            contents = [it.content for it in self._grammar.elements(*name)]
            self._inside[name] = self._state(contents) if contents else None
        return self._inside[name]

    def _state(self, contents: list[Pattern]) -> State:
        automaton = self._grammar.automaton
        return automaton.forgive_attributes(automaton.state((automaton.patterns.choice(contents),)))

    def _after(self, state: State, child: Name) -> State | None:
        automaton = self._grammar.automaton
        ns, local = child
        opened = automaton.open(state, f"{ns}}}{local}" if ns else local)
        return automaton.union(opened.after) if opened else None

    def _walk(self, state: State | None, children: Sequence[Name]) -> State | None:
        for child in children:
            if state is None or not self._grammar.elements(*child):
                return None
            state = self._after(state, child)
        return state

    def _may_end(self, state: State, children: Sequence[Name]) -> bool:
        last = self._walk(state, children)
        return last is not None and last.nullable


def _elements(pattern: Pattern) -> Iterator[Name]:
    """The elements that are written out in a content model."""
    match pattern:
        case Element(names=names):
            yield from listed(names)
        case OneOrMore(part=part):
            yield from _elements(part)
        case Choice(parts=parts) | Group(parts=parts) | Interleave(parts=parts):
            for part in parts:
                yield from _elements(part)
