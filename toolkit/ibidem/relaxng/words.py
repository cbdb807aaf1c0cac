"""Faults in words that say what to do."""

from collections import Counter

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
from ibidem.relaxng.replaced import ELEMENTS, cure

_MANY = 8
_MANY_ATTRIBUTES = 30
_LONG = 60
_XML = "http://www.w3.org/XML/1998/namespace"
_XINCLUDE = "http://www.w3.org/2001/XInclude"
_DIVISIONS = frozenset({"body", "front", "back", "div", "div1", "div2", "div3", "div4", "div5", "div6", "div7"})
_BLOCKS = frozenset({"p", "ab", "head"})
_TEI = "http://www.tei-c.org/ns/1.0"

Name = tuple[str, str]


class Wording:
    """The messages of one document: what it uses often is named first among what would be allowed."""

    def __init__(self, grammar: Grammar, used: Counter[str]) -> None:
        self._grammar = grammar
        self._used = used
        self._tei = _TEI in grammar.namespaces

    def of(self, fault: Fault, at: Place) -> tuple[str, str]:
        """Message and hint."""
        node = split(at.name)[1]
        match fault.kind:
            case Kind.FOREIGN | Kind.UNKNOWN | Kind.MISPLACED | Kind.EARLY:
                message, hint = self._element(fault, at, node)
            case Kind.INCOMPLETE | Kind.TEXT | Kind.VALUE:
                message, hint = self._content(fault, node)
            case Kind.ID_REPEATED:
                message, hint = f"The id {_quoted(fault.value)} is used twice.", "Give this element another id."
            case Kind.IDREF:
                shown = _shown(split(fault.name))
                message = f"{node}/@{shown} names {_quoted(fault.value)}, and nothing has that id."
                hint = "Correct it, or add the element that it means."
            case _:
                message, hint = self._attribute(fault, node)
        return message, hint

    def _element(self, fault: Fault, at: Place, name: str) -> tuple[str, str]:
        """An element that is not allowed: its parent is asked what it takes."""
        parent = at.parent
        ns, _ = split(fault.name)
        if fault.kind is Kind.FOREIGN:
            return self._foreign(name, ns)
        if fault.kind is Kind.UNKNOWN:
            if self._tei and (instead := ELEMENTS.get(name)):
                return f"The schema does not know the element {name}.", f"In TEI write {instead}."
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
        return f"{name} is not allowed in {where} at this place.", self._cure(fault, at, where)

    def _cure(self, fault: Fault, at: Place, parent: str) -> str:
        """What is most likely to help: a div around it, a p around it, or to end the parent before it."""
        if not self._tei:
            return self._instead(fault, parent)
        ns, name = split(at.name)
        if parent in _DIVISIONS and any(split(it)[1] in _DIVISIONS for it in at.before):
            return f"After a div only divs may follow: put {name} before the first div, or into a div of its own."
        if parent in _BLOCKS and name in _BLOCKS:
            return f"End the {parent} before it. What is quoted, listed or in verse inside a {parent} is q, list or lg."
        allowed = [local for space, local in elements_allowed(fault.state.parts) if space == ns]
        for wrapper in ("p", "ab"):
            if wrapper in allowed and any(
                (ns, name) in elements_allowed([it.content]) for it in self._grammar.elements(ns, wrapper)
            ):
                return f"Put it into a {wrapper}."
        return self._instead(fault, parent)

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
        ns, local = split(fault.name)
        shown = _shown((ns, local))
        if fault.kind is Kind.ATTRIBUTE:
            if ns and ns != _XML:
                return (
                    f"The attribute {local} of the namespace {ns} is not allowed on {node}.",
                    "Remove it, or use a schema that knows this extension.",
                )
            known = cure(node, local) if self._tei else ""
            allowed = [_shown(name) for name in attributes_allowed(fault.state.parts)]
            hint = "Remove it, or use one that the schema has."
            if 0 < len(allowed) <= _MANY_ATTRIBUTES:
                hint = f"{node} takes {', '.join(allowed)}."
            return f"The attribute {shown} is not allowed on {node}.", known or _meant(shown, allowed) + hint
        if fault.kind is Kind.ATTRIBUTES_MISSING:
            required = attributes_required(fault.state.parts)
            names = [_shown(name) for name in required or attributes_allowed(fault.state.parts)]
            which = "the attribute" if len(names) == 1 else "the attributes" if required else "one of the attributes"
            return f"{node} needs {which} {_listed(names)}.", "Add it." if len(names) == 1 else "Add what is missing."
        wanted = values(fault.state.parts, split(fault.name))
        hint = _wanted(wanted) or "Give it another value, or remove the attribute."
        if not fault.value.strip():
            hint = f"Give it a value, or remove the attribute. {_wanted(wanted)}".strip()
        elif len(fault.value.split()) > 1 and len(wanted) == 1:
            hint = f"It takes one word: join them with a hyphen, or choose one. {hint}"
        if shown == "xml:lang":
            hint = "Write a language tag, such as en, de-AT or zh-Hant."
        elif shown == "xml:id":
            hint = "An id begins with a letter or an underscore, and has no spaces or colons."
        return (
            f"{node}/@{shown} has the value {_quoted(fault.value)}, which is not allowed.",
            _meant(fault.value, wanted) + hint,
        )

    def _foreign(self, name: str, ns: str) -> tuple[str, str]:
        if not self._tei:
            return f"The schema knows no element of the namespace {ns or 'none'}, as {name}.", "Remove it."
        message = f"The element {name} is not TEI (namespace {ns or 'none'})."
        if ns == _XINCLUDE:
            return message, "It takes another file in: put that file’s content here before validating."
        if self._grammar.elements(_TEI, name):
            return message, f'TEI has an element of that name: is xmlns="{_TEI}" missing or wrong?'
        if not ns:
            return message, "Remove it, or encode it in TEI."
        return (
            message,
            "Remove it, encode it in TEI, or use a schema that knows this extension. What is in it was not checked.",
        )

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
