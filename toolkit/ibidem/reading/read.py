"""Reading files that may come from anyone: path in, `Source` out.

The parser opens no other file and no connection, and refuses entity bombs; the file must be a regular one of bounded size.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from ibidem.errors import IbidemError
from ibidem.finding import Finding, NotReadable, Severity
from ibidem.reading.events import declared_encoding, encoding_of
from ibidem.reading.files import read_bytes
from ibidem.reading.parser import closed_parser
from ibidem.reading.positions import Span, element_spans
from ibidem.reading.wellformed import explain
from ibidem.tree import NS, TEI, XML_ID, Element

if TYPE_CHECKING:
    from ibidem.reading.xinclude import Expanded

_LIMIT = 10**7  # bytes of a text, an attribute or a comment that libxml2 reads by itself


@dataclass(frozen=True, eq=False)
class Source:
    """One file, TEI as a rule: its path, its bytes, its tree; and, where it is put together from several, which part came from which."""

    path: Path
    data: bytes
    root: Element
    whole: "Expanded | None" = None

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
    def _numbers(self) -> dict[Element, dict[Element, str]]:
        return {}

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

    def folder(self, element: Element) -> Path:
        """The folder to which the addresses in an element are relative."""
        if self.whole is None:
            return self.path.parent
        span = self.span(element)
        return self.whole.origin(span.line, span.column)[0].parent

    def finding(
        self, code: str, severity: Severity, message: str, hint: str = "", at: Element | None = None
    ) -> Finding:
        """A finding on an element of this file, or on the file as a whole."""
        if at is None:
            return Finding(code, severity, message, hint, str(self.path), 1, 1)
        span = self.span(at)
        nodes = (at, *at.iterancestors(etree.Element))
        near = next((node.get(XML_ID) for node in nodes if node.get(XML_ID) is not None), "")
        return Finding(
            code, severity, message, hint, str(self.path), span.line, span.column, xpath_of(at, self._numbers), near
        )


def xpath_of(element: Element, numbers: dict[Element, dict[Element, str]] | None = None) -> str:
    """The XPath of an element, from its nearest `xml:id` where there is one. `numbers` keeps what was counted for the next."""
    numbers = {} if numbers is None else numbers
    steps: list[str] = []
    for node in (element, *element.iterancestors(etree.Element)):
        if (identifier := node.get(XML_ID)) is not None:
            steps.append(f"//{etree.QName(node).localname}[@xml:id='{identifier}']")
            return "/".join(reversed(steps))
        parent = node.getparent()
        if parent is None:
            steps.append(str(etree.QName(node).localname))
        else:
            if parent not in numbers:
                numbers[parent] = _steps(parent)
            steps.append(numbers[parent][node])
    return "/" + "/".join(reversed(steps))


def _steps(parent: Element) -> dict[Element, str]:
    """The step of an XPath to each child."""
    children = list(parent.iterchildren(etree.Element))
    counts = Counter(child.tag for child in children)
    seen: Counter[str] = Counter()
    steps: dict[Element, str] = {}
    for child in children:
        seen[child.tag] += 1
        name = etree.QName(child).localname
        steps[child] = name if counts[child.tag] == 1 else f"{name}[{seen[child.tag]}]"
    return steps


def read(path: Path) -> Source:
    """Read one TEI file. Raises `NotReadable` where it is not well-formed or not TEI, `IbidemError` where there is no such file."""
    return read_data(read_bytes(path), path)


def read_data(data: bytes, path: Path) -> Source:
    """The TEI in some bytes; `path` is what messages call it."""
    source = read_any(data, path)
    if source.root.tag != TEI + "TEI":
        raise NotReadable(not_tei(source))
    return source


def read_any(data: bytes, path: Path, whole: "Expanded | None" = None) -> Source:
    """The XML in some bytes, whatever its root is; `whole` is what they were put together from. Raises `NotReadable` where it is not well-formed."""
    return Source(path, data, parse(data, str(path)), whole)


def is_tei(root: Element) -> bool:
    """Whether a document is TEI P5: one text, or a corpus of several."""
    return root.tag in (TEI + "TEI", TEI + "teiCorpus")


def parse(data: bytes, name: str) -> Element:
    """Parse bytes from outside: no network, no DTD, no external entity, no id table (xml:id is checked by our own rules)."""
    is_large = len(data) > _LIMIT
    is_other = encoding_of(data) != "utf-8-sig" or declared_encoding(data).lower() not in ("", "utf-8")
    # the limits of libxml2 are given up for what expat has read; and it reads encodings, and wrong ones, that expat does not
    if (is_large or is_other) and (refused := explain(data, name)):
        raise NotReadable(refused)
    try:
        return etree.fromstring(data, closed_parser(huge=is_large))
    except etree.XMLSyntaxError as error:
        raise NotReadable(explain(data, name) or _not_well_formed(error, name)) from None


def _not_well_formed(error: etree.XMLSyntaxError, name: str) -> Finding:
    """What libxml2 says of a document that expat reads."""
    line, column = error.position
    reason = _printable(re.sub(r",? line \d+, column \d+.*", "", error.msg or "unknown error", flags=re.DOTALL).strip())
    message = f"The file is not well-formed XML: {reason}."
    if error.code == etree.ErrorTypes.NS_ERR_XML_NAMESPACE:
        message = "The address of a namespace is no address: see the xmlns of this element."
    hint = "Nothing else can be checked until this is mended."
    return Finding("not-well-formed", Severity.ERROR, message, hint, name, line, max(column, 1))


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
