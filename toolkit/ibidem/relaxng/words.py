"""Faults of a document against RELAX NG as cases that are put into words."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias

from ibidem.relaxng.ask import Asked
from ibidem.relaxng.automaton import State
from ibidem.relaxng.expect import attributes_allowed, attributes_required, elements_allowed, elements_required, values
from ibidem.relaxng.grammar import Grammar
from ibidem.relaxng.match import Fault, Kind
from ibidem.relaxng.names import split
from ibidem.relaxng.places import Place, Places
from ibidem.words.attributes import attribute
from ibidem.words.case import Around, Case, Name, Words
from ibidem.words.common import ATTRIBUTES, ELEMENTS, LAST
from ibidem.words.content import content
from ibidem.words.elements import element

_FEW = 20  # of its own children that are looked at
_MANY = 1000  # children of a parent that are looked at
Names: TypeAlias = Sequence[Name]


class Wording:
    """The messages of one document: what it uses often is named first among what would be allowed."""

    def __init__(self, grammar: Grammar, places: Places) -> None:
        self.asked = Asked(grammar)
        self.is_tei = self.asked.is_tei
        self._places = places
        self._allowed: dict[State, tuple[Names, Names]] = {}
        self._attributes: dict[State, tuple[Names, Names]] = {}
        self._children: dict[int, list[Name]] = {}

    def of(self, fault: Fault, at: Place, meant: str = "") -> Words:
        """`meant` is an element that was probably meant by one that is not allowed."""
        match fault.kind:
            case Kind.FOREIGN | Kind.UNKNOWN | Kind.MISPLACED | Kind.EARLY:
                allowed, required = self._elements(fault.state)
                if fault.kind is Kind.EARLY:
                    required = self.asked.required_before(fault.state, fault.name)
                return element(replace(self._case(fault, at, allowed, required), meant=meant), self.asked)
            case Kind.INCOMPLETE | Kind.TEXT | Kind.VALUE:
                allowed, required = self._elements(fault.state)
                return content(self._case(fault, at, allowed, required), self.asked)
        allowed, required = self._of_attributes(fault.state)
        return attribute(self._case(fault, at, allowed, required), self.asked)

    def _case(self, fault: Fault, at: Place, allowed: Names, required: Names) -> Case:
        named = split(fault.name)
        is_attribute = fault.kind in (Kind.ATTRIBUTE, Kind.ATTRIBUTE_VALUE, Kind.ID_REPEATED, Kind.IDREF)
        wanted: list[str] = []
        missing: Names = ()
        if fault.kind in (Kind.EARLY, Kind.INCOMPLETE) and not required:
            missing = self.asked.needed(fault.state, allowed)
        if fault.kind is Kind.ATTRIBUTE_VALUE:
            wanted = values(fault.state.parts, named)
        elif fault.kind is Kind.VALUE:
            wanted = values(fault.state.parts)
        return Case(
            fault.kind,
            self._around(at),
            state=fault.state,
            attribute=named if is_attribute else ("", ""),
            value=fault.value,
            allowed=allowed,
            required=required,
            missing=missing,
            values=wanted,
            in_namespace=self._places.namespaces[split(at.name)[0]],
            attributes_in_namespace=self._places.namespaces[f"@{named[0]}"],
        )

    def _around(self, at: Place) -> Around:
        siblings: Sequence[Name] = ()
        uncles: Sequence[Name] = ()
        if at.parent is not None:
            siblings = self._of(at.parent)
            if at.parent.parent is not None and at.parent.index < _MANY:
                uncles = self._of(at.parent.parent)[: at.parent.index + 1]
        parents = tuple(split(place.name) for place in at.ancestors())
        empty = not at.children and not at.has_text
        return Around(
            split(at.name), parents, siblings, at.index, [split(name) for name in at.children[:_FEW]], empty, uncles
        )

    def _of(self, parent: Place) -> list[Name]:
        key = id(parent)
        if key not in self._children:
            self._children[key] = [split(name) for name in parent.children]
        return self._children[key]

    def _elements(self, state: State) -> tuple[Names, Names]:
        """What may come in a state, and what must."""
        if state not in self._allowed:
            used = self._places.used
            allowed = sorted(
                elements_allowed(state.parts), key=lambda name: (-used[name[1]], ELEMENTS.get(name[1], LAST))
            )
            self._allowed[state] = allowed, elements_required(state.parts)
        return self._allowed[state]

    def _of_attributes(self, state: State) -> tuple[Names, Names]:
        if state not in self._attributes:
            allowed = attributes_allowed(state.parts)
            used = self._places.attributes
            allowed.sort(key=lambda name: (-used[name[1]], ATTRIBUTES.get(name[1], LAST), name[1]))
            self._attributes[state] = allowed, attributes_required(state.parts)
        return self._attributes[state]
