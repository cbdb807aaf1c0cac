"""The full syntax: an XML file as a tree of nodes, checked against section 3, with sections 4.1 to 4.5 applied."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin

from lxml import etree

from ibidem.errors import IbidemError
from ibidem.reading.files import read_bytes
from ibidem.reading.parser import closed_parser
from ibidem.relaxng.datatypes import NCNAME
from ibidem.relaxng.error import SchemaError
from ibidem.tree import Element

RNG = "{http://relaxng.org/ns/structure/1.0}"
_SPACE = " \t\r\n"
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?:[^%#]|%[0-9A-Fa-f]{2})+")
_NAME = re.compile(NCNAME)
QNAME = re.compile(f"(?:{NCNAME}:)?{NCNAME}")

NAME_CLASSES = frozenset({"name", "anyName", "nsName"})
_CONTAINERS = frozenset({"group", "interleave", "choice", "optional", "zeroOrMore", "oneOrMore", "list", "mixed"})
PATTERNS = frozenset(
    _CONTAINERS
    | {"element", "attribute", "ref", "parentRef", "grammar", "externalRef"}
    | {"empty", "text", "notAllowed", "value", "data"}
)
_COMPONENTS = frozenset({"start", "define", "div", "include"})
_TEXTS = frozenset({"name", "value", "param"})
# Attributes: required, then optional; `ns` and `datatypeLibrary` are everywhere.
_ATTRIBUTES = {
    "element": ("", "name"),
    "attribute": ("", "name"),
    "ref": ("name", ""),
    "parentRef": ("name", ""),
    "value": ("", "type"),
    "data": ("type", ""),
    "param": ("name", ""),
    "externalRef": ("href", ""),
    "include": ("href", ""),
    "define": ("name", "combine"),
    "start": ("", "combine"),
}


@dataclass(eq=False, slots=True)
class Node:
    """One element of a schema, annotations dropped. `ns` is its own attribute; `library` is inherited already (section 4.3)."""

    name: str
    file: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Node]" = field(default_factory=list)
    text: str = ""
    ns: str | None = None
    library: str = ""
    prefixes: dict[str | None, str] = field(default_factory=dict)
    base: str = ""

    def error(self, message: str) -> SchemaError:
        return SchemaError(message, self.file, self.line)


def parse(path: Path) -> Node:
    """The nodes of a schema file, whose root must be a pattern; `.rnc` is the compact syntax."""
    if path.suffix.lower() == ".rnc":
        from ibidem.relaxng.compact import parse as parse_compact

        return parse_compact(path)
    try:
        root = etree.fromstring(read_bytes(path), closed_parser(), base_url=path.absolute().as_uri())
    except etree.XMLSyntaxError as error:
        raise SchemaError(f"not well-formed XML: {error.msg}.", str(path), error.position[0]) from None
    except IbidemError as error:
        raise SchemaError(str(error), str(path)) from None
    if not root.tag.startswith(RNG):
        raise SchemaError(f"the root {root.tag} is not an element of RELAX NG.", str(path), root.sourceline or 0)
    node = _node(root, str(path), "")
    if node.name not in PATTERNS:
        raise node.error(f"{node.name} is not a pattern and cannot be the root of a schema.")
    return node


def _node(element: Element, file: str, library: str) -> Node:
    node = Node(element.tag.removeprefix(RNG), file, element.sourceline or 0)
    _attributes(node, element, library)
    texts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            if child.tag.startswith(RNG):
                node.children.append(_node(child, file, node.library))
            elif node.name in _TEXTS:
                raise node.error(f"{node.name} cannot hold elements.")
        texts.append(child.tail or "")
    node.text = "".join(texts)
    if node.name not in _TEXTS and node.text.strip(_SPACE):
        raise node.error(f"{node.name} cannot hold text.")
    if node.name in ("name", "value") or ":" in node.attributes.get("name", ""):
        node.prefixes = dict(element.nsmap)
    _check_content(node)
    return node


def _attributes(node: Node, element: Element, library: str) -> None:
    required, optional = _ATTRIBUTES.get(node.name, ("", ""))
    node.library = library
    for key, value in element.attrib.items():
        if key.startswith(RNG):
            raise node.error(f"the attribute {key} has a namespace, which RELAX NG does not give it.")
        if key.startswith("{"):
            continue
        if key == "ns":
            node.ns = value
        elif key == "datatypeLibrary":
            if value and not _ABSOLUTE.fullmatch(value):
                raise node.error(f"datatypeLibrary is not an absolute URI without a fragment: {value!r}.")
            node.library = value
        elif key == "href" and required == "href":
            if "#" in value:
                raise node.error(f"href has a fragment: {value!r}.")
            node.attributes[key], node.base = value, urljoin(element.base or "", value)
        elif key in (required, optional):
            node.attributes[key] = value.strip(_SPACE)
        else:
            raise node.error(f"{node.name} cannot have the attribute {key}.")
    if required and required not in node.attributes:
        raise node.error(f"{node.name} needs the attribute {required}.")
    _check_names(node)


def _check_names(node: Node) -> None:
    shape = QNAME if node.name in ("element", "attribute") else _NAME
    for key in ("name", "type"):
        given = node.attributes.get(key)
        if given is not None and not shape.fullmatch(given):
            raise node.error(f"{key} of {node.name} is not a name: {given!r}.")
    if node.attributes.get("combine", "choice") not in ("choice", "interleave"):
        raise node.error("combine must be choice or interleave.")


def _check_content(node: Node) -> None:  # noqa: PLR0912
    """The content models of section 3 that need no knowledge of the parent."""
    names = [child.name for child in node.children]
    for child in node.children:
        if child.name not in PATTERNS | NAME_CLASSES | _COMPONENTS | {"param", "except"}:
            raise child.error(f"RELAX NG has no element {child.name}.")
    if node.name in ("element", "attribute"):
        if "name" not in node.attributes:
            if not node.children:
                raise node.error(f"{node.name} has no name.")
            _check_name_class(node.children[0])
            names = names[1:]
        if node.name == "element" and not names:
            raise node.error("element has no content; write <empty/>.")
        if node.name == "attribute" and len(names) > 1:
            raise node.error("attribute holds more than one pattern.")
        _only(node, node.children[len(node.children) - len(names) :], PATTERNS)
    elif node.name in _CONTAINERS or node.name == "define":
        if node.children and node.name == "choice" and names[0] in NAME_CLASSES:
            return  # a choice of names; checked where it is used
        if not names:
            raise node.error(f"{node.name} is empty; write <empty/> or <notAllowed/>.")
        if node.name != "choice" or not all(_is_name_class(child) for child in node.children):
            _only(node, node.children, PATTERNS)
    elif node.name == "start":
        if len(names) != 1:
            raise node.error("start must hold one pattern.")
        _only(node, node.children, PATTERNS)
    elif node.name == "grammar":
        _only(node, node.children, _COMPONENTS)
    elif node.name == "include":
        _only(node, node.children, _COMPONENTS - {"include"})
        _no_include(node)
    elif node.name == "div":
        _only(node, node.children, _COMPONENTS)
    elif node.name == "data":
        if "except" in names[:-1]:
            raise node.error("an except must be the last child of data, and the only one.")
        _only(node, node.children, frozenset({"param", "except"}))
        for child in node.children:
            if child.name == "except":
                _only(child, child.children, PATTERNS)
    elif node.name in ("anyName", "nsName"):
        if names not in ([], ["except"]):
            raise node.error(f"{node.name} can hold one except and nothing else.")
        for child in node.children:
            for inner in child.children:
                _check_name_class(inner)
    elif node.name == "except":
        if not names:
            raise node.error("except is empty.")
    elif names:
        raise node.error(f"{node.name} cannot hold elements.")


def _only(node: Node, children: list[Node], names: frozenset[str]) -> None:
    for child in children:
        if child.name not in names or (child.name == "choice" and _is_name_class(child)):
            raise child.error(f"{child.name} is not allowed in {node.name} at this place.")


def _no_include(node: Node) -> None:
    for child in node.children:
        if child.name == "include":
            raise child.error("an include cannot stand within another.")
        if child.name == "div":
            _no_include(child)


def _is_name_class(node: Node) -> bool:
    return node.name in NAME_CLASSES or (
        node.name == "choice" and bool(node.children) and all(_is_name_class(child) for child in node.children)
    )


def _check_name_class(node: Node) -> None:
    if not _is_name_class(node):
        raise node.error(f"{node.name} does not name anything.")
