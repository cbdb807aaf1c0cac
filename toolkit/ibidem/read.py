"""Reading files that may come from anyone: path in, `Source` out.

The parser opens no other file and no connection, and refuses entity bombs; the file must be a regular one of bounded size.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lxml import etree

from ibidem.errors import IbidemError
from ibidem.files import read_bytes
from ibidem.finding import Finding, Severity
from ibidem.positions import Span, element_spans
from ibidem.tree import NS, TEI, XML_ID, Element


class NotReadable(Exception):
    """The file is there but is no XML, or no TEI; `finding` says why and where."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


@dataclass(frozen=True, eq=False)
class Source:
    """One file, TEI as a rule: its path, its bytes, its tree."""

    path: Path
    data: bytes
    root: Element

    def find(self, xpath: str) -> list[Element]:
        """The elements that an XPath (prefix `t` for TEI) selects, in document order."""
        return [node for node in self.root.xpath(xpath, namespaces=NS) if isinstance(node, etree._Element)]

    @cached_property
    def ids(self) -> dict[str, Element]:
        """The first element of each `xml:id`."""
        found: dict[str, Element] = {}
        for element in self.root.iter(etree.Element):
            if (identifier := element.get(XML_ID)) is not None:
                found.setdefault(identifier, element)
        return found

    def target(self, pointer: str | None) -> Element | None:
        """The element of this file that a local pointer (`#n13`) names."""
        return self.ids.get(pointer[1:]) if pointer and pointer.startswith("#") else None

    @cached_property
    def _order(self) -> dict[Element, int]:
        return {element: order for order, element in enumerate(self.root.iter(etree.Element))}

    @cached_property
    def _spans(self) -> list[Span]:
        spans = element_spans(self.data)
        if len(spans) != len(self._order):
            raise IbidemError(
                f"{self.path}: elements that come from an entity of the DTD have no place in the file. Write them out."
            )
        return spans

    def span(self, element: Element) -> Span:
        """The bytes of one element of this tree."""
        return self._spans[self._order[element]]

    def finding(
        self, code: str, severity: Severity, message: str, hint: str = "", at: Element | None = None
    ) -> Finding:
        """A finding on an element of this file, or on the file as a whole."""
        if at is None:
            return Finding(code, severity, message, hint, str(self.path), 1, 1)
        span = self.span(at)
        nodes = (at, *at.iterancestors(etree.Element))
        near = next((node.get(XML_ID) for node in nodes if node.get(XML_ID) is not None), "")
        return Finding(code, severity, message, hint, str(self.path), span.line, span.column, xpath_of(at), near)


def xpath_of(element: Element) -> str:
    """The XPath of an element, from its nearest `xml:id` where there is one."""
    steps: list[str] = []
    for node in (element, *element.iterancestors(etree.Element)):
        if (identifier := node.get(XML_ID)) is not None:
            steps.append(f"//{etree.QName(node).localname}[@xml:id='{identifier}']")
            return "/".join(reversed(steps))
        steps.append(_step(node))
    return "/" + "/".join(reversed(steps))


def _step(element: Element) -> str:
    name = str(etree.QName(element).localname)
    parent = element.getparent()
    if parent is None:
        return name
    same = [sibling for sibling in parent if sibling.tag == element.tag]
    return name if len(same) == 1 else f"{name}[{same.index(element) + 1}]"


def read(path: Path) -> Source:
    """Read one TEI file. Raises `NotReadable` where it is not well-formed or not TEI, `IbidemError` where there is no such file."""
    return read_data(read_bytes(path), path)


def read_data(data: bytes, path: Path) -> Source:
    """The TEI in some bytes; `path` is what messages call it."""
    source = read_any(data, path)
    if source.root.tag != TEI + "TEI":
        raise NotReadable(not_tei(source))
    return source


def read_any(data: bytes, path: Path) -> Source:
    """The XML in some bytes, whatever its root is. Raises `NotReadable` where it is not well-formed."""
    return Source(path, data, parse(data, str(path)))


def is_tei(root: Element) -> bool:
    """Whether a document is TEI P5: one text, or a corpus of several."""
    return root.tag in (TEI + "TEI", TEI + "teiCorpus")


def parse(data: bytes, name: str) -> Element:
    """Parse bytes from outside: no network, no DTD, no external entity, no id table (xml:id is checked by our own rules)."""
    parser = etree.XMLParser(
        no_network=True, load_dtd=False, resolve_entities="internal", collect_ids=False, huge_tree=False
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise NotReadable(_not_well_formed(error, data, name)) from None


def _not_well_formed(error: etree.XMLSyntaxError, data: bytes, name: str) -> Finding:
    line, column = error.position
    column = max(column, 1)
    reason = re.sub(r", line \d+, column \d+.*", "", error.msg or "unknown error").rstrip()
    message = f"The file is not well-formed XML: {_printable(reason)}."
    if "Excessive depth" in reason:
        message = "The file cannot be read: elements are nested more than 256 deep."
    elif not data.strip():
        message = "The file is empty."
    hint = "Nothing else can be checked until this is mended."
    return Finding("not-well-formed", Severity.ERROR, message, hint, name, line, column)


def not_tei(source: Source) -> Finding:
    """What is said of a file that is XML, and not a text in TEI P5."""
    name = etree.QName(source.root)
    message = "The file is XML, but not TEI."
    if source.root.tag == TEI + "teiCorpus":
        message = "The file is a corpus of texts (teiCorpus), and one text is needed here."
        hint = "Put each TEI element of it into a file of its own. `ibidem validate` takes the corpus as it is."
    elif name.localname in ("TEI", "teiCorpus", "TEI.2"):
        hint = f"The root is {name.localname} in " + (
            f"the namespace {name.namespace}" if name.namespace else "no namespace"
        )
        hint += '. Ibidem reads TEI P5 files with the root <TEI xmlns="http://www.tei-c.org/ns/1.0">.'
    else:
        hint = (
            f'The root element is {name.localname}; a TEI file begins with <TEI xmlns="http://www.tei-c.org/ns/1.0">.'
        )
        hint += " To check other XML, name its schema: --schema FILE."
    span = element_spans(source.data)[0]
    return Finding("not-tei", Severity.ERROR, message, hint, str(source.path), span.line, span.column)


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
