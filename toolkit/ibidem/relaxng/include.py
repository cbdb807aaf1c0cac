"""Schemas of several files: `externalRef` and `include` replaced by what they name (sections 4.6 and 4.7), `div` dissolved (4.11)."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin

from ibidem.relaxng.error import SchemaError
from ibidem.relaxng.syntax import Node, parse

# Gives the file that an address in another file means; raises `ValueError` where it may not be read.
Resolver = Callable[[str, Path], Path]


class Includer:
    """Reads a schema and whatever it takes in."""

    def __init__(self, resolve: Resolver) -> None:
        self._resolve = resolve
        self._reading: list[Path] = []
        self.files: list[Path] = []  # all that were read

    def read(self, path: Path, at: Node | None = None) -> Node:
        path = path.resolve()
        if path in self._reading:
            message = f"{path} takes itself in."
            raise at.error(message) if at else SchemaError(message, str(path))
        self._reading.append(path)
        self.files.append(path)
        try:
            return self._expanded(parse(path))
        finally:
            self._reading.pop()

    def _named(self, node: Node) -> Node:
        try:
            return self.read(self._resolve(_address(node), Path(node.file)), node)
        except ValueError as error:
            raise node.error(str(error)) from None

    def _expanded(self, node: Node) -> Node:
        if node.name == "externalRef":
            named = self._named(node)
            if named.ns is None:
                named.ns = node.ns
            return named
        node.children = [self._expanded(child) for child in node.children]
        return self._included(node) if node.name == "include" else node

    def _included(self, node: Node) -> Node:
        """An include as a div: the grammar without what is overridden, then what overrides it."""
        grammar = self._named(node)
        if grammar.name != "grammar":
            raise node.error(f"{node.attributes['href']} is not a grammar.")
        overriding = {_key(component) for component in components(node)}
        there = {_key(component) for component in components(grammar)}
        for key in sorted(overriding - there):
            raise node.error(f"{key or 'start'} overrides nothing: the included grammar does not have it.")
        _drop(grammar, overriding)
        grammar.name = "div"
        return Node("div", node.file, node.line, children=[grammar, *node.children], ns=node.ns, library=node.library)


def _address(node: Node) -> str:
    """The address that a node names: as it is written, since its file may have come from elsewhere; absolute where an `xml:base` says so."""
    written = node.attributes["href"]
    return written if node.base == urljoin(Path(node.file).absolute().as_uri(), written) else node.base


def components(node: Node) -> list[Node]:
    """The `start` and `define` elements of a grammar, those in its divs too."""
    found: list[Node] = []
    for child in node.children:
        if child.name == "div":
            found.extend(components(child))
        elif child.name in ("start", "define"):
            found.append(child)
    return found


def _key(component: Node) -> str:
    """The name of a definition; "" for the start, which no definition can be called."""
    return component.attributes["name"] if component.name == "define" else ""


def _drop(node: Node, keys: set[str]) -> None:
    node.children = [
        child for child in node.children if child.name not in ("start", "define") or _key(child) not in keys
    ]
    for child in node.children:
        if child.name == "div":
            _drop(child, keys)
