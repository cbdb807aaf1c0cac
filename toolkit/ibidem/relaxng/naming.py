"""Name classes out of nodes: sections 4.8 to 4.10, and what section 4.16 says of them."""

from ibidem.relaxng.names import AnyName, Name, NameChoice, NameClass, NsName
from ibidem.relaxng.syntax import NAME_CLASSES, QNAME, Node

_SPACE = " \t\r\n"
_XMLNS = "http://www.w3.org/2000/xmlns"


def named(node: Node, ns: str, ns_of_attribute: str) -> tuple[NameClass, list[Node]]:
    """The name class of an element or attribute, and the nodes of its content (section 4.8)."""
    if (name := node.attributes.get("name")) is not None:
        return _qualified(node, name, ns_of_attribute), node.children
    return _names(node.children[0], ns), node.children[1:]


def _names(node: Node, ns: str) -> NameClass:
    if node.ns is not None:
        ns = node.ns
    if node.name == "name":
        return _qualified(node, node.text.strip(_SPACE), ns)
    if node.name == "choice":
        return NameChoice(tuple(_names(child, ns) for child in node.children))
    excepted: NameClass | None = None
    for child in node.children:
        inner = ns if child.ns is None else child.ns
        excepted = NameChoice(tuple(_names(each, inner) for each in child.children))
        _check_except(node, child)
    return AnyName(excepted) if node.name == "anyName" else NsName(ns, excepted)


def _qualified(node: Node, name: str, ns: str) -> NameClass:
    """Section 4.10: a prefix is replaced by its namespace."""
    if not QNAME.fullmatch(name):
        raise node.error(f"not a name: {name!r}.")
    prefix, colon, local = name.rpartition(":")
    if not colon:
        return Name(ns, local)
    if prefix == "xml":
        return Name("http://www.w3.org/XML/1998/namespace", local)
    if prefix not in node.prefixes:
        raise node.error(f"the prefix {prefix} is not declared.")
    return Name(node.prefixes[prefix], local)


def _check_except(node: Node, excepted: Node) -> None:
    """Section 4.16: no wildcard that takes away all."""
    for child in excepted.children:
        if child.name == "anyName" or (child.name == "nsName" and node.name == "nsName"):
            raise child.error(f"{child.name} cannot be excepted from {node.name}.")
        if child.name == "choice" or child.name not in NAME_CLASSES:
            _check_except(node, child)
        elif child.name == "nsName":
            for inner in child.children:
                _check_except(child, inner)


def check_attribute(node: Node, names: NameClass) -> None:
    """Section 4.16: namespace declarations are not attributes."""
    match names:
        case Name(ns, local):
            if ns.startswith(_XMLNS) or (ns, local) == ("", "xmlns"):
                raise node.error("a namespace declaration (xmlns) is not an attribute.")
        case NsName(ns, excepted):
            if ns.startswith(_XMLNS):
                raise node.error("a namespace declaration (xmlns) is not an attribute.")
            if excepted is not None:
                check_attribute(node, excepted)
        case AnyName(excepted):
            if excepted is not None:
                check_attribute(node, excepted)
        case NameChoice(classes):
            for each in classes:
                check_attribute(node, each)
