"""What an edition brings to its own pages: a stylesheet over ours, words about itself, languages of the interface.

The stylesheet runs in our process. It may shape what it is given; it may read no file and no address, and it includes only what is in the edition.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.sax.saxutils import quoteattr

from lxml import etree

from ibidem.edition import Edition
from ibidem.errors import IbidemError
from ibidem.finding import Finding, NotReadable
from ibidem.reading.read import parse
from ibidem.tree import TEI, XML_ID, Element

_XSL = "{http://www.w3.org/1999/XSL/Transform}"
_LABELS = "{urn:ibidem}labels"
_MODULES = {_XSL + "include", _XSL + "import"}
_INSTRUCTIONS = {"evaluate", "source-document", "merge-source", "import-schema", "use-package", "result-document"}
# Functions that open something or call a function by a name that is made up; a comment may stand before the bracket.
_FUNCTION = re.compile(
    r"(?<![\w.-])(doc|doc-available|document|json-doc|unparsed-text[\w-]*|collection|uri-collection|transform|load-xquery-module"
    r"|function-lookup|environment-variable|available-environment-variables|parse-xml[\w-]*|system-property)(?:\s|\(:.*?:\))*[(#]",
    re.DOTALL,
)
# Saxon's own functions and Java's, through whatever prefix.
_FOREIGN = re.compile(
    r"^(java|clitype|http://(ns\.)?saxon|http://saxonica|http://exslt\.org|http://expath\.org)", re.IGNORECASE
)


def over(base: Path, own: Path, root: Path) -> str:
    """A stylesheet that imports ours and then the edition's, which wins. Raises `IbidemError` for one that reaches out of the edition."""
    modules(own, root)
    imports = "".join(f"<xsl:import href={quoteattr(path.as_uri())}/>" for path in (base, own))
    return f'<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">{imports}</xsl:stylesheet>'


def modules(own: Path, root: Path) -> frozenset[Path]:
    """The edition's stylesheet and all that it includes. Raises `IbidemError` where one reaches out of the edition."""
    seen: set[Path] = set()
    _check(own, root, seen)
    return frozenset(seen)


def about_texts(edition: Edition) -> tuple[str, ...]:
    """The edition's words about itself, each a TEI text as XML. Its ids stay away: those of a page belong to its own text."""
    texts = []
    for path in edition.web.about:
        root = _parsed(path)
        if root.tag not in (TEI + "TEI", TEI + "text", TEI + "div"):
            raise IbidemError(f"{path}: a text for the about page is a TEI, text or div of TEI, not {root.tag!r}.")
        etree.strip_tags(root, etree.Comment)
        for element in root.iter(etree.Element):
            element.attrib.pop(XML_ID, None)
        texts.append(etree.tostring(root, encoding="unicode", with_tail=False))
    return tuple(texts)


def languages(edition: Edition) -> tuple[str, ...]:
    """The edition's own words of the interface, each a file like those in xslt/lib/labels, as XML."""
    files = []
    for path in edition.web.languages:
        root = _parsed(path)
        language = root.get("{http://www.w3.org/XML/1998/namespace}lang", "")
        if root.tag != _LABELS or not re.fullmatch(r"[a-z]{2,3}", language):
            raise IbidemError(
                f'{path}: words of the interface begin with <labels xmlns="urn:ibidem" xml:lang="…"> and a language of two or three letters.'
            )
        files.append(etree.tostring(root, encoding="unicode", with_tail=False))
    return tuple(files)


def _parsed(path: Path) -> Element:
    try:
        return parse(path.read_bytes(), str(path))
    except NotReadable as error:
        raise IbidemError(f"{_place(error.finding)}: {error.finding.message}") from None
    except OSError as error:
        raise IbidemError(f"{path}: cannot be read ({error.strerror}).") from None


def _place(finding: Finding) -> str:
    return f"{finding.file}:{finding.line}" if finding.line else str(finding.file)


def _check(path: Path, root: Path, seen: set[Path]) -> None:
    """Refuse a stylesheet, or a module of it, that could read what is not given to it."""
    if path in seen:
        return
    seen.add(path)
    stylesheet = _parsed(path)
    if stylesheet.getroottree().docinfo.doctype:
        raise IbidemError(f"{path}: a stylesheet of an edition has no DOCTYPE. Take it out.")
    for element in stylesheet.iter(etree.Element):
        for what in _reaching(element):
            raise IbidemError(
                f"{path}:{element.sourceline}: {what} is not allowed in a stylesheet of an edition, for it could read other files. Do without it."
            )
        if element.tag in _MODULES:
            _check(_module(element.get("href", ""), path, root), root, seen)


def _reaching(element: Element) -> Iterator[str]:
    name = etree.QName(element)
    if name.namespace == _XSL[1:-1]:
        if name.localname in _INSTRUCTIONS:
            yield f"xsl:{name.localname}"
        yield from (f"the shadow attribute {each}" for each in element.attrib if each.startswith("_"))
    yield from (f"the namespace {uri}" for uri in element.nsmap.values() if _FOREIGN.match(uri))
    for text in (*element.attrib.values(), element.text or "", *(child.tail or "" for child in element)):
        if "Q{" in text and any(_FOREIGN.match(uri.strip()) for uri in re.findall(r"Q\{([^}]*)", text)):
            yield "a function of Saxon or Java"
        if found := _FUNCTION.search(text):
            yield f"{found[1]}()"


def _module(href: str, path: Path, root: Path) -> Path:
    parts = urlsplit(href)
    module = (path.parent / unquote(parts.path)).resolve()
    if parts.scheme or parts.netloc or not module.is_relative_to(root):
        raise IbidemError(f"{path}: {href!r} leads out of the edition. Include files below {root}.")
    return module
