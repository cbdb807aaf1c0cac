"""The elements of Schematron: which there are, where they stand, and what they need (editions of 2006 to 2025)."""

from ibidem.tree import Element

SCH = "{http://purl.oclc.org/dsdl/schematron}"
XSL = "{http://www.w3.org/1999/XSL/Transform}"
BINDINGS = ("xslt", "xslt2", "xslt3", "xpath", "xpath2", "xpath3", "xpath31")

_TOP = frozenset({"schema", "library"})
_PATTERN = frozenset({"pattern", "group"})
_TEXT = frozenset({"assert", "report", "diagnostic", "property", "title", "p", "emph", "dir", "span", "active"})

# An element: where it may stand, and the attributes that it must have.
_ELEMENTS: dict[str, tuple[frozenset[str], tuple[str, ...]]] = {
    "schema": (frozenset(), ()),
    "library": (frozenset(), ()),
    "title": (_TOP | _PATTERN | {"rules", "phase", "rule"}, ()),
    "p": (_TOP | _PATTERN | {"rules", "phase", "rule"}, ()),
    "ns": (_TOP, ("prefix", "uri")),
    "let": (_TOP | _PATTERN | {"rules", "phase", "rule"}, ("name",)),
    "param": (_TOP | _PATTERN, ("name",)),
    "phase": (_TOP, ("id",)),
    "active": (frozenset({"phase"}), ("pattern",)),
    "pattern": (_TOP, ()),
    "group": (_TOP, ()),
    "rules": (_TOP, ()),
    "rule": (_PATTERN | {"rules"}, ()),
    "extends": (frozenset({"rule"}), ("rule",)),
    "assert": (frozenset({"rule"}), ("test",)),
    "report": (frozenset({"rule"}), ("test",)),
    "diagnostics": (_TOP, ()),
    "diagnostic": (frozenset({"diagnostics"}), ("id",)),
    "properties": (_TOP, ()),
    "property": (frozenset({"properties"}), ("id",)),
    "name": (_TEXT, ()),
    "value-of": (_TEXT, ("select",)),
    "emph": (_TEXT, ()),
    "dir": (_TEXT, ()),
    "span": (_TEXT, ()),
}


def fault(element: Element) -> str:
    """What is wrong with one element of Schematron whose inclusions have been resolved; "" where nothing is."""
    name, parent = element.tag.removeprefix(SCH), element.getparent()
    if parent is None:
        return _root_fault(element)
    if name not in _ELEMENTS:
        return f"{name} is not an element of Schematron that is known here."
    places, needed = _ELEMENTS[name]
    if parent.tag.removeprefix(SCH) not in places:
        return f"{name} cannot stand in {_local(parent)}."
    if missing := [attribute for attribute in needed if element.get(attribute) is None]:
        return f"{name} needs the attribute {missing[0]}."
    if name == "ns" and element.get("prefix") == "_i":
        return "the prefix _i is used by Ibidem itself: choose another."
    return _rule_fault(element, parent) if name == "rule" and element.get("abstract") != "true" else ""


def _rule_fault(element: Element, parent: Element) -> str:
    if parent.tag == SCH + "rules":
        return 'a rule in rules must be abstract: write abstract="true".'
    return "" if element.get("context") is not None else "rule needs the attribute context."


def _root_fault(element: Element) -> str:
    if element.tag != SCH + "schema":
        return f"the root is {_local(element)}, and not schema in the namespace {SCH[1:-1]}."
    binding = element.get("queryBinding", "xslt")
    if binding.lower() not in BINDINGS:
        return f"the query binding {binding} is not known here; known are {', '.join(BINDINGS)}."
    return ""


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
