"""From the full syntax to patterns: sections 4.8 to 4.21. What is in more than one file was put together by `include`."""

from dataclasses import dataclass, field

from ibidem.relaxng.datatypes import datatype
from ibidem.relaxng.naming import check_attribute, named
from ibidem.relaxng.pattern import EMPTY, NOT_ALLOWED, TEXT, Element, Pattern, Patterns
from ibidem.relaxng.syntax import Node


@dataclass(eq=False, slots=True)
class Definition:
    """What all `define` elements of a name, or all `start` elements, are together (section 4.17)."""

    name: str
    scope: "Scope"
    parts: "list[tuple[Node, str]]" = field(default_factory=list)
    combine: str = ""
    plain: bool = False
    pattern: Pattern | None = None
    building: bool = False


@dataclass(eq=False, slots=True)
class Scope:
    """One `grammar` element: its definitions, "" for its start, and the grammar around it."""

    outer: "Scope | None"
    definitions: dict[str, Definition] = field(default_factory=dict)


class Simplifier:
    """Builds the patterns of a schema."""

    def __init__(self) -> None:
        self.patterns = Patterns()
        # Contents of elements are built last, so that a definition may hold itself within an element.
        self._waiting: list[tuple[Element, list[Node], str, Scope | None]] = []
        self._places: dict[Element, Node] = {}
        self._scopes: list[tuple[Scope, Node]] = []
        self._reached = True

    def start(self, root: Node) -> Pattern:
        """The pattern of the whole schema."""
        start = self._pattern(root, root.ns or "", None)
        self._fill()
        # what the start does not reach must be correct too, but may hold itself (sections 4.18 and 4.19)
        self._reached = False
        for scope, node in self._scopes:
            for definition in scope.definitions.values():
                self._defined(definition, node)
            self._fill()
        return start

    def _fill(self) -> None:
        while self._waiting:
            element, content, ns, scope = self._waiting.pop()
            element.content = self._group(content, ns, scope)

    def place(self, element: Element) -> Node:
        """Where an element is in the schema."""
        return self._places[element]

    # ---------- Patterns ----------

    def _group(self, nodes: list[Node], ns: str, scope: Scope | None) -> Pattern:
        return self.patterns.group([self._pattern(node, ns, scope) for node in nodes])

    def _pattern(self, node: Node, ns: str, scope: Scope | None) -> Pattern:  # noqa: PLR0911, PLR0912
        if node.ns is not None:
            ns = node.ns  # section 4.9
        make = self.patterns
        match node.name:
            case "element":
                return self._element(node, ns, scope)
            case "attribute":
                return self._attribute(node, ns, scope)
            case "empty":
                return EMPTY
            case "text":
                return TEXT
            case "notAllowed":
                return NOT_ALLOWED
            case "ref":
                return self._reference(node, scope)
            case "parentRef":
                return self._reference(node, scope.outer if scope else None)
            case "grammar":
                return self._grammar(node, ns, scope)
            case "data":
                return self._data(node, ns, scope)
            case "value":
                return self._value(node, ns)
            case "choice":
                return make.choice([self._pattern(child, ns, scope) for child in node.children])
            case "interleave":
                return make.interleave([self._pattern(child, ns, scope) for child in node.children])
        content = self._group(node.children, ns, scope)  # section 4.12
        match node.name:
            case "mixed":  # section 4.13
                return make.interleave((content, TEXT))
            case "optional":  # section 4.14
                return make.optional(content)
            case "zeroOrMore":  # section 4.15
                return make.optional(make.one_or_more(content))
            case "oneOrMore":
                return make.one_or_more(content)
            case "list":
                return make.a_list(content)
        return content

    def _element(self, node: Node, ns: str, scope: Scope | None) -> Pattern:
        names, content = named(node, ns, ns)
        element = self.patterns.element(names)
        self._places[element] = node
        self._waiting.append((element, content, ns, scope))
        return element

    def _attribute(self, node: Node, ns: str, scope: Scope | None) -> Pattern:
        # section 4.8: the name attribute of an attribute is in no namespace unless the element itself says so
        names, content = named(node, ns, node.ns or "")
        check_attribute(node, names)
        return self.patterns.attribute(names, self._group(content, ns, scope) if content else TEXT)

    def _data(self, node: Node, ns: str, scope: Scope | None) -> Pattern:
        parameters = tuple((child.attributes["name"], child.text) for child in node.children if child.name == "param")
        excepted: Pattern | None = None
        for child in node.children:
            if child.name == "except":
                inner = ns if child.ns is None else child.ns
                excepted = self.patterns.choice([self._pattern(each, inner, scope) for each in child.children])
        try:
            type_ = datatype(node.library, node.attributes["type"], parameters)
        except ValueError as error:
            raise node.error(f"{error}.") from None
        return self.patterns.data(type_, excepted)

    def _value(self, node: Node, ns: str) -> Pattern:
        name = node.attributes.get("type")
        try:
            type_ = datatype(node.library, name) if name else datatype("", "token")  # section 4.4
        except ValueError as error:
            raise node.error(f"{error}.") from None
        value = type_.of(node.text, {**node.prefixes, None: ns})
        if value is None:
            raise node.error(f"{node.text!r} is not a value of {type_.name}.")
        return self.patterns.value(type_, node.text, value)

    # ---------- Grammars ----------

    def _grammar(self, node: Node, ns: str, outer: Scope | None) -> Pattern:
        scope = Scope(outer)
        self._collect(node, ns, scope)
        if "" not in scope.definitions:
            raise node.error("the grammar has no start.")
        self._scopes.append((scope, node))
        return self._defined(scope.definitions[""], node)

    def _collect(self, node: Node, ns: str, scope: Scope) -> None:
        for child in node.children:
            inner = ns if child.ns is None else child.ns
            if child.name == "div":
                self._collect(child, inner, scope)
                continue
            name = child.attributes["name"] if child.name == "define" else ""
            definition = scope.definitions.setdefault(name, Definition(name, scope))
            combine = child.attributes.get("combine", "")
            if not combine and definition.plain:
                raise child.error(f"{name or 'start'} is defined twice without combine.")
            if combine and definition.combine not in ("", combine):
                raise child.error(f"{name or 'start'} is combined both by choice and by interleave.")
            definition.plain = definition.plain or not combine
            definition.combine = definition.combine or combine
            definition.parts.append((child, inner))

    def _reference(self, node: Node, scope: Scope | None) -> Pattern:
        name = node.attributes["name"]
        if scope is None or name not in scope.definitions:
            raise node.error(f"nothing is defined by the name {name}.")
        return self._defined(scope.definitions[name], node)

    def _defined(self, definition: Definition, at: Node) -> Pattern:
        if definition.pattern is None:
            if definition.building and not self._reached:
                return NOT_ALLOWED
            if definition.building:
                raise at.error(f"{definition.name or 'start'} holds itself, with no element between (section 4.19).")
            definition.building = True
            parts = [self._group(node.children, ns, definition.scope) for node, ns in definition.parts]
            make = self.patterns.interleave if definition.combine == "interleave" else self.patterns.choice
            definition.pattern = make(parts) if len(parts) > 1 else parts[0]
        return definition.pattern
