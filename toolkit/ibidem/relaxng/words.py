"""Faults in words that say what to do."""

from collections import Counter
from dataclasses import dataclass

from ibidem.relaxng.automaton import State
from ibidem.relaxng.expect import (
    attributes_allowed,
    attributes_required,
    elements_allowed,
    elements_required,
    meant,
    nearest,
    values,
)
from ibidem.relaxng.grammar import Grammar
from ibidem.relaxng.match import Fault, Kind
from ibidem.relaxng.names import split
from ibidem.relaxng.places import Place

_MANY = 8
_MANY_ATTRIBUTES = 30
_LONG = 60
_XML = "http://www.w3.org/XML/1998/namespace"
_TEI = "http://www.tei-c.org/ns/1.0"

Name = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Words:
    """A fault for a reader: its code, what is wrong, what to do, and the page of the Guidelines."""

    code: str
    message: str
    hint: str
    see: str = ""


class Wording:
    """The messages of one document: what it uses often is named first among what would be allowed."""

    def __init__(self, grammar: Grammar, used: Counter[str]) -> None:
        self._grammar = grammar
        self._used = used
        self._tei = _TEI in grammar.namespaces

    def of(self, fault: Fault, at: Place) -> Words:
        """The words for a fault at a place."""
        node = split(at.name)[1]
        match fault.kind:
            case Kind.FOREIGN | Kind.UNKNOWN | Kind.MISPLACED | Kind.EARLY:
                message, hint = self._element(fault, at, node)
            case Kind.INCOMPLETE | Kind.TEXT | Kind.VALUE:
                message, hint = self._content(fault, node)
            case _:
                message, hint = self._attribute(fault, node)
        return Words("schema", message, hint)

    def _element(self, fault: Fault, at: Place, name: str) -> tuple[str, str]:
        """An element that is not allowed: its parent is asked what it takes."""
        parent = at.parent
        if fault.kind is Kind.FOREIGN:
            return self._foreign(name, split(fault.name)[0])
        if fault.kind is Kind.UNKNOWN:
            ns, _ = split(fault.name)
            close = meant(fault.state.parts, ns, name) or nearest(name, [local for _, local in self._grammar.by_name])
            hint = f"Did you mean {close}? " if close else ""
            return f"The schema does not know the element {name}.", hint + self._here(fault)
        if parent is None:
            return f"{name} cannot be the root of a document.", self._here(fault)
        where = split(parent.name)[1]
        if fault.kind is Kind.EARLY:
            return (
                f"{name} is not allowed in {where} at this place: {self._missing(fault.state)} must come first.",
                f"Add what is missing before {name}, or move {name}.",
            )
        return f"{name} is not allowed in {where} at this place.", self._instead(fault, where)

    def _content(self, fault: Fault, node: str) -> tuple[str, str]:
        if fault.kind is Kind.INCOMPLETE:
            return (
                f"{node} is not complete: {self._missing(fault.state)} must follow.",
                "Add what is missing, or remove the element.",
            )
        if fault.kind is Kind.TEXT:
            return (
                f"{node} holds bare text, which is not allowed there.",
                "Put the text into a p, an ab or another element that takes words."
                if self._tei
                else "Remove the text, or put it into an element that takes text.",
            )
        hint = _wanted(values(fault.state.parts))
        if not fault.value.strip():
            return f"{node} is empty, which is not allowed.", hint
        return f"{node} holds {_quoted(fault.value)}, which is not allowed there.", hint

    def _attribute(self, fault: Fault, node: str) -> tuple[str, str]:
        shown = _shown(split(fault.name))
        if fault.kind is Kind.ATTRIBUTE:
            allowed = [_shown(name) for name in attributes_allowed(fault.state.parts)]
            hint = "Remove it, or use one that the schema has."
            if 0 < len(allowed) <= _MANY_ATTRIBUTES:
                hint = f"{node} takes {', '.join(allowed)}."
            return f"The attribute {shown} is not allowed on {node}.", _meant(shown, allowed) + hint
        if fault.kind is Kind.ATTRIBUTES_MISSING:
            required = attributes_required(fault.state.parts)
            names = [_shown(name) for name in required or attributes_allowed(fault.state.parts)]
            which = "the attribute" if len(names) == 1 else "the attributes" if required else "one of the attributes"
            return f"{node} needs {which} {_listed(names)}.", "Add it." if len(names) == 1 else "Add what is missing."
        if fault.kind is Kind.ID_REPEATED:
            return f"The id {_quoted(fault.value)} is used twice.", "Give this element another id."
        if fault.kind is Kind.IDREF:
            return f"{node}/@{shown} names {_quoted(fault.value)}, and nothing has that id.", "Correct it."
        wanted = values(fault.state.parts, split(fault.name))
        hint = _wanted(wanted) or "Give it another value, or remove the attribute."
        if shown == "xml:lang":
            hint = "Write a language tag, such as en, de-AT or zh-Hant."
        elif shown == "xml:id":
            hint = "An id begins with a letter or an underscore, and has no spaces or colons."
        return (
            f"{node}/@{shown} has the value {_quoted(fault.value)}, which is not allowed.",
            _meant(fault.value, wanted) + hint,
        )

    def _foreign(self, name: str, ns: str) -> tuple[str, str]:
        if self._tei:
            return f"The element {name} is not TEI (namespace {ns or 'none'}).", "Remove it, or encode it in TEI."
        return f"The schema knows no element of the namespace {ns or 'none'}, as {name}.", "Remove it."

    def _ranked(self, names: list[Name]) -> list[str]:
        return sorted(dict.fromkeys(local for _, local in names), key=lambda name: -self._used[name])

    def _missing(self, state: State) -> str:
        required = [local for _, local in elements_required(state.parts)]
        if required:
            return _listed(required)
        allowed = self._ranked(elements_allowed(state.parts))
        return ("one of " if len(allowed) > 1 else "") + (_listed(allowed) or "a further element")

    def _here(self, fault: Fault) -> str:
        listed = _listed(self._ranked(elements_allowed(fault.state.parts)))
        return f"Allowed here: {listed}." if listed else ""

    def _instead(self, fault: Fault, parent: str) -> str:
        """A few alternatives are listed; of a free choice there is no point in it."""
        allowed = elements_allowed(fault.state.parts)
        if not allowed:
            return f"Nothing may follow here; end the {parent} before it, or remove it."
        if len(allowed) <= 5 * _MANY:
            return self._here(fault)
        return f"Move it, or end the {parent} before it. {self._here(fault)}"


def _meant(name: str, known: list[str]) -> str:
    close = nearest(name, known)
    return f"Did you mean {close}? " if close else ""


def _quoted(value: str) -> str:
    value = " ".join(value.split()) if value.strip() else value
    return repr(value if len(value) <= _LONG else value[:_LONG] + "…")


def _shown(name: Name) -> str:
    return ("xml:" if name[0] == _XML else "") + name[1]


def _listed(names: list[str]) -> str:
    return ", ".join(names[:_MANY]) + (f" and {len(names) - _MANY} more" if len(names) > _MANY else "")


def _wanted(wanted: list[str]) -> str:
    return f"Allowed: {_listed(wanted)}." if wanted else ""
