"""A Schematron schema in one piece: what it takes in is put in its place, every element is checked, and marked with where it was written."""

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

from lxml import etree

from ibidem.edition import nearest
from ibidem.errors import IbidemError
from ibidem.finding import NotReadable
from ibidem.reading.files import read_bytes
from ibidem.reading.read import parse
from ibidem.schemas.locate import locate
from ibidem.schemas.model import BESIDE, Access
from ibidem.schematron.error import SchemaError
from ibidem.schematron.syntax import SCH, XSL, fault
from ibidem.tree import XML_ID, Element

# Gives the file that an address in a file means; raises `ValueError` where it may not be read.
Resolver = Callable[[str, Path], Path]

OURS = "urn:ibidem:schematron"
AT = f"{{{OURS}}}at"
etree.register_namespace("_i", OURS)
_OLD = "{http://www.ascc.net/xml/schematron}"  # Schematron 1.5
_DEEPEST = 32
_LARGEST = 32 * 2**20  # characters of all that is taken in: each file could take in several of the next
_PIECE = re.compile(r"<\?_i (\d+)\?>")


def reach(schema: Path, access: Access = BESIDE) -> Access:
    """Files of the edition that a schema belongs to, or of its own folder where it belongs to none, and what else it may take in."""
    top = (nearest(schema) or schema.parent).resolve()
    return replace(access, below=(*access.below, top))


def resolver(access: Access) -> Resolver:
    """What an address means where so much may be read."""
    return lambda address, named_in: locate(address, named_in, access)


class Assembler:
    """Reads a schema and whatever it takes in; `files` are all that were read, the schema itself first.

    Pieces are put together as text: each declares its own namespaces, and what a piece means does not change where it is put.
    """

    def __init__(self, resolve: Resolver) -> None:
        self.files: list[Path] = []
        self._resolve = resolve
        self._roots: dict[Path, Element] = {}
        self._open: list[tuple[Path, str]] = []
        self._pieces: list[str] = []

    def schema(self, path: Path) -> Element:
        """The schema in a file."""
        return self.checked(self.whole(self.parsed(path), path.resolve()))

    def parsed(self, path: Path) -> Element:
        """A copy of the tree of a file, its elements marked with their places."""
        path = path.resolve()
        if path not in self._roots:
            try:
                root = parse(read_bytes(path), str(path))
            except NotReadable as error:
                raise SchemaError(error.finding.message, path, error.finding.line) from None
            etree.strip_tags(root, etree.Comment, etree.PI)
            self.files.append(path)
            number = len(self.files) - 1
            for element in root.iter(etree.Element):
                if element.tag.startswith(_OLD):
                    element.tag = SCH + element.tag.removeprefix(_OLD)
                if element.tag.startswith((SCH, XSL)) or element.get("href") is not None:
                    element.set(AT, f"{number}:{element.sourceline or 0}")
            self._roots[path] = root
        return deepcopy(self._roots[path])

    def whole(self, element: Element, path: Path) -> str:
        """An element of a file as text, with what it takes in at any depth."""
        self._take_in(element, path)
        return self._text(element)

    def _take_in(self, element: Element, path: Path) -> None:
        """Replace what refers to other files by the number of the piece that it stands for."""
        for child in list(element.iterchildren(etree.Element)):
            extends = child.tag == SCH + "extends" and child.get("href") is not None
            if not extends and child.tag != SCH + "include":
                self._take_in(child, path)
                continue
            file, named = self._named(child, path)
            self._take_in(named, file)
            self._open.pop()
            self._pieces.append("".join(map(self._text, named)) if extends else self._text(named))
            if sum(map(len, self._pieces)) > _LARGEST:
                raise self.error(child, "what this schema takes in is too large.")
            piece = etree.ProcessingInstruction("_i", str(len(self._pieces) - 1))
            piece.tail = child.tail
            element.replace(child, piece)

    def _text(self, node: Element) -> str:
        text = etree.tostring(node, encoding="unicode", with_tail=False)
        return _PIECE.sub(lambda piece: self._pieces[int(piece[1])], text)

    def _named(self, reference: Element, path: Path) -> tuple[Path, Element]:
        """The file that an `include` or `extends` names, and in it the element with the id that it names, else the root."""
        address, _, identifier = reference.get("href", "").partition("#")
        file = self.resolved(address, path, reference) if address else path
        if (file, identifier) in self._open or len(self._open) >= _DEEPEST:
            raise self.error(
                reference,
                f"{file} takes itself in." if len(self._open) < _DEEPEST else "one file takes in the next too often.",
            )
        try:
            root = self.parsed(file)
        except SchemaError:
            raise
        except IbidemError as error:
            raise self.error(reference, str(error)) from None
        found = _with_id(root, identifier) if identifier else root
        if found is None:
            raise self.error(reference, f"{file} has no element with the id {identifier}.")
        if reference.tag == SCH + "include" and found.tag in (SCH + "schema", SCH + "library"):
            raise self.error(
                reference,
                f'{file} is a whole schema: write extends with href="…", or name a part of it, as href="…#id".',
            )
        self._open.append((file, identifier))
        return file, found

    def resolved(self, address: str, path: Path, reference: Element) -> Path:
        """The file that an element of another file names."""
        try:
            return self._resolve(address, path)
        except ValueError as error:
            raise self.error(reference, str(error)) from None

    def checked(self, text: str) -> Element:
        """The tree of a schema in one piece. Raises `SchemaError` where it is no Schematron, or none that can be run."""
        root = etree.fromstring(
            text, etree.XMLParser(no_network=True, resolve_entities=False, collect_ids=False, huge_tree=True)
        )
        for element in _of_schematron(root):
            if message := fault(element):
                raise self.error(element, message)
        return root

    def error(self, element: Element, message: str) -> SchemaError:
        """A fault at the place where an element was written."""
        return self.error_at(element.get(AT, ""), message)

    def error_at(self, mark: str, message: str) -> SchemaError:
        """A fault at a place by its mark."""
        number, _, line = mark.partition(":")
        return SchemaError(message, self.files[int(number or 0)], int(line or 0))


def _with_id(root: Element, identifier: str) -> Element | None:
    return next((it for it in root.iter(etree.Element) if identifier in (it.get(XML_ID), it.get("id"))), None)


def _of_schematron(root: Element) -> Iterator[Element]:
    """The elements that are instructions: those within other vocabularies are data, those within QuickFix for other programs."""
    yield root
    for child in root.iterchildren(etree.Element):
        if child.tag.startswith(SCH):
            yield from _of_schematron(child)
