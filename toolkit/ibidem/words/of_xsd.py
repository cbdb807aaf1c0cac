"""Errors of xmlschema as cases that are put into words, and an XML schema as what is asked about them."""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import Any

from lxml import etree
from xmlschema.validators import XsdAssert, XsdElement, XsdFacet, XsdSimpleType
from xmlschema.validators.exceptions import XMLSchemaChildrenValidationError, XMLSchemaValidationError

from ibidem.relaxng.expect import plain_type
from ibidem.relaxng.match import Kind
from ibidem.tree import Element
from ibidem.words.attributes import attribute
from ibidem.words.case import TEI, XML, Around, Case, Name, Words
from ibidem.words.common import ATTRIBUTES, DIV, ELEMENTS, LAST
from ibidem.words.content import content
from ibidem.words.elements import element
from ibidem.words.show import quoted

_XSD = "http://www.w3.org/2001/XMLSchema"


def in_words(error: XMLSchemaValidationError, at: Element, schema: Any) -> tuple[Words, Element]:  # noqa: PLR0911
    """What is said of an error, and the element that it is about."""
    asked = _asked(schema)
    if isinstance(error, XMLSchemaChildrenValidationError):
        return _children(error, at, asked)
    reason = " ".join(str(error.reason or error.message).split())
    if match := re.search(r"'([^']+)' attribute not allowed|use of attribute '([^']+)' is prohibited", reason):
        case = Case(
            Kind.ATTRIBUTE,
            _around(at),
            attribute=_name(match[1] or match[2]),
            allowed=asked.attributes(_name(str(at.tag))),
        )
        return attribute(case, asked), at
    if match := re.search(r"missing required attribute[: ]+'([^']+)'", reason):
        case = Case(Kind.ATTRIBUTES_MISSING, _around(at), required=[_name(match[1])])
        return attribute(case, asked), at
    if reason.startswith("character data "):
        text = next((it for it in (at.text, *(child.tail for child in at)) if it and it.strip()), "")
        case = Case(Kind.TEXT, _around(at), value=text, allowed=asked.children(_name(str(at.tag))))
        return content(case, asked), at
    if match := re.match(r"attribute ([\w:{}/.-]+)=(.*?): (.*)", reason):
        name = _name(match[1])
        value = at.get(match[1]) if match[1] in at.attrib else match[2].strip("'\"")
        wanted = asked.values(_name(str(at.tag)), name)
        if "duplicated" in match[3]:
            return attribute(Case(Kind.ID_REPEATED, _around(at), name, value or ""), asked), at
        return attribute(Case(Kind.ATTRIBUTE_VALUE, _around(at), name, value or "", values=wanted), asked), at
    if re.search(r"is not an element of the schema|^element .* not found|^unavailable namespace", reason):
        allowed = asked.roots() if at.getparent() is None else []
        return element(Case(_kind(_name(str(at.tag)), asked), _around(at), allowed=allowed), asked), at
    return _by_content(error, at, asked, reason)


def _by_content(error: XMLSchemaValidationError, at: Element, asked: "XsdSchema", reason: str) -> tuple[Words, Element]:
    """What is said of what an element holds, and of what the schema asks of it beside that: assertions, keys, types."""
    children = [child for child in at if isinstance(child.tag, str)]
    if children and "simple content element" in reason:
        return element(Case(_kind(_name(str(children[0].tag)), asked), _around(children[0])), asked), children[0]
    value = "".join(at.itertext()) if not children else ""
    if match := re.match(r"must have the fixed value '(.*)'$", reason):
        return content(Case(Kind.VALUE, _around(at), value=value, values=[match[1]]), asked), at
    if isinstance(error.validator, XsdSimpleType | XsdFacet):
        return content(Case(Kind.VALUE, _around(at), value=value), asked), at
    name = _name(str(at.tag))[1]
    if isinstance(error.validator, XsdAssert):
        test = quoted(str(error.validator.path))
        hint = "Correct what it speaks of; or, if the text is right, have the schema mended."
        return Words("element-value", f"The schema asks of {name} what does not hold: {test}.", hint, see=name), at
    code = "attribute-value" if reason.startswith("attribute ") else "element-value"
    return Words(code, f"{name} is not as the schema wants it: {reason}.", see=name), at


@lru_cache(maxsize=4)
def _asked(schema: Any) -> "XsdSchema":
    return XsdSchema(schema)


def _children(error: XMLSchemaChildrenValidationError, at: Element, asked: "XsdSchema") -> tuple[Words, Element]:
    expected = {name for particle in error.expected or [] for name in asked.names(particle)}
    allowed = sorted(expected, key=lambda name: (ELEMENTS.get(name[1], LAST), name[1]))
    children = [child for child in at if isinstance(child.tag, str)]
    if error.index >= len(children):
        required = allowed if len(allowed) == 1 else []
        return content(
            Case(Kind.INCOMPLETE, _around(at), allowed=allowed, required=required, missing=allowed), asked
        ), at
    wrong = children[error.index]
    name = _name(str(wrong.tag))
    # xmlschema does not say what is allowed, after an error or in a free choice
    is_general = not allowed and not asked.may_hold(_name(str(at.tag)), name)
    if is_general:
        allowed = asked.children(_name(str(at.tag)))
    return element(Case(_kind(name, asked), _around(wrong), allowed=allowed, is_general=is_general), asked), wrong


def _kind(name: Name, asked: "XsdSchema") -> Kind:
    """What is wrong with an element that is not allowed: its place, its name, or its namespace."""
    known = asked.known(name[0])
    return Kind.MISPLACED if name[1] in known else Kind.UNKNOWN if known else Kind.FOREIGN


def _around(at: Element) -> Around:
    parents = tuple(_name(str(it.tag)) for it in at.iterancestors(etree.Element))
    parent = at.getparent()
    elements = [] if parent is None else [it for it in parent if isinstance(it.tag, str)]
    index = elements.index(at) if at in elements else 0
    empty = not len(at) and not (at.text or "").strip()
    return Around(_name(str(at.tag)), parents, [_name(str(it.tag)) for it in elements], index, is_empty=empty)


def _name(tag: str) -> Name:
    """A name in the notation of lxml, or with the prefix `xml`."""
    if tag.startswith("xml:"):
        return XML, tag[4:]
    ns, _, local = tag.removeprefix("{").rpartition("}")
    return ns, local.strip("'\"")


class XsdSchema:
    """An XML schema as `words.case.Schema`: what would come next it cannot tell, so it knows no place to move to."""

    def __init__(self, schema: Any) -> None:
        self._elements = schema.maps.elements
        self._substitutes = schema.maps.substitution_groups
        # those of XML Schema itself are in every schema
        self._roots = [name for name in map(_name, map(str, self._elements)) if name[0] != _XSD]
        inner = (_name(str(it.name)) for it in schema.maps.iter_components(XsdElement) if it.name)
        self._names = list(dict.fromkeys((*self._roots, *(name for name in inner if name[0] != _XSD))))
        self._children: dict[Name, list[Name]] = {}
        self._attributes: dict[Name, list[Name]] = {}
        self.is_tei = any(str(name).startswith(f"{{{TEI}}}") for name in self._elements)

    def known(self, ns: str) -> Collection[str]:
        return [local for space, local in self._names if space == ns]

    def may_hold(self, parent: Name, child: Name) -> bool:
        return child in self.children(parent)

    def is_whole(self, parent: Name, child: Name) -> bool:
        return (parent[1] in ("p", "ab", "l") or parent[1] in DIV) and self.may_hold(parent, child)

    def takes_text(self, name: Name) -> bool:
        type_ = self._type(name)
        return type_ is not None and bool(type_.mixed or type_.has_simple_content())

    def has_attribute(self, element: Name, attribute: Name) -> bool:
        return attribute in self.attributes(element)

    def bearers(self, attribute: Name) -> Collection[Name]:
        return [name for name in self._names if self.has_attribute(name, attribute)]

    def places(self, parent: Name, children: Sequence[Name], child: Name, strictly: bool = False) -> list[int]:
        return []

    def follows(self, parent: Name, children: Sequence[Name], child: Name) -> bool:
        return False

    def goes_on(self, state: object, child: Name, then: Name) -> bool:
        return True

    # ---------- The schema ----------

    def roots(self) -> list[Name]:
        """The elements that a document may begin with; the schema of TEI has hundreds, of which two are meant."""
        texts = [name for name in ((TEI, "TEI"), (TEI, "teiCorpus")) if name in self._roots]
        return texts or self._roots

    def _type(self, name: Name) -> Any:
        found = self._elements.get(f"{{{name[0]}}}{name[1]}" if name[0] else name[1])
        return None if found is None else found.type

    def children(self, name: Name) -> list[Name]:
        """The elements that may be in an element."""
        if name not in self._children:
            model = getattr(self._type(name), "content", None)
            found = self.names(model) if hasattr(model, "iter_elements") else set()
            self._children[name] = sorted(found, key=lambda it: (ELEMENTS.get(it[1], LAST), it[1]))
        return self._children[name]

    def attributes(self, name: Name) -> list[Name]:
        if name not in self._attributes:
            found = [_name(str(it)) for it in getattr(self._type(name), "attributes", ()) if it]
            self._attributes[name] = sorted(found, key=lambda it: (ATTRIBUTES.get(it[1], LAST), it[1]))
        return self._attributes[name]

    def values(self, element: Name, attribute: Name) -> list[str]:
        """What the value of an attribute may be: words that are written out, or what the datatypes are called."""
        type_ = self._type(element)
        key = f"{{{attribute[0]}}}{attribute[1]}" if attribute[0] else attribute[1]
        declared = type_.attributes.get(key) if type_ is not None else None
        return list(dict.fromkeys(_values(declared.type))) if declared is not None else []

    def names(self, particle: Any) -> set[Name]:
        """The elements that a particle stands for: one, all of a group, or all that may stand for an abstract one."""
        if hasattr(particle, "iter_elements"):
            return {name for element in particle.iter_elements() for name in self._names_of(element)}
        return self._names_of(particle)

    def _names_of(self, element: Any) -> set[Name]:
        name = getattr(element, "name", None)
        if not name:
            return set()
        members = self._substitutes.get(name, ())
        is_abstract = getattr(element, "abstract", False) or getattr(self._elements.get(name), "abstract", False)
        own = set() if is_abstract else {_name(str(name))}
        return own.union(*(self._names_of(member) for member in members))


def _values(type_: Any) -> Iterator[str]:
    if getattr(type_, "enumeration", None):
        yield from map(str, type_.enumeration)
    elif members := getattr(type_, "member_types", None):
        for member in members:
            yield from _values(member)
    elif (item := getattr(type_, "item_type", None)) is not None:
        yield from _values(item)
    elif getattr(type_.base_type, "item_type", None) is not None:
        yield from _values(type_.base_type)
    else:
        patterns = getattr(type_.patterns, "regexps", None) if type_.patterns is not None else None
        yield plain_type(_primitive(type_), patterns[0] if patterns else "")


def _primitive(type_: Any) -> str:
    """The datatype of XML Schema that a type restricts."""
    while type_ is not None and not str(type_.name or "").startswith(f"{{{_XSD}}}"):
        type_ = type_.base_type
    return _name(str(type_.name))[1] if type_ is not None else "string"
