"""Schematron: a schema becomes an XSLT 3.0 stylesheet by one of ours, which reports in SVRL."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from lxml import etree

from ibidem.errors import IbidemError
from ibidem.files import read_bytes
from ibidem.finding import Finding, Severity
from ibidem.read import NotReadable, Source, parse
from ibidem.resources import resource
from ibidem.tree import Element, normalize
from ibidem.xslt import StylesheetError, transform, transform_with

_SVRL = "{http://purl.oclc.org/dsdl/svrl}"
_STEP = re.compile(r"Q\{([^}]*)\}")


@lru_cache(maxsize=8)
def _stylesheet(schema: Path) -> str:
    try:
        root = parse(read_bytes(schema), str(schema))
    except NotReadable as error:
        raise IbidemError(f"{schema}: line {error.finding.line}: {error.finding.message}") from None
    return transform(resource("xslt/schematron.xsl"), etree.tostring(root, encoding="unicode")).text


def check(source: Source, schema: Path) -> Iterator[Finding]:
    """The failed assertions and successful reports of a Schematron schema on one file."""
    try:
        svrl = transform_with(_stylesheet(schema), etree.tostring(source.root, encoding="unicode"), schema.name).text
    except StylesheetError as error:
        raise IbidemError(f"{schema}: the schema cannot be run: {error}") from None
    for result in etree.fromstring(svrl.encode()).iter(_SVRL + "failed-assert", _SVRL + "successful-report"):
        message, _, hint = normalize("".join(result.find(_SVRL + "text").itertext())).partition(" Cure: ")
        yield source.finding(
            result.get("id") or "schematron",
            _severity(result),
            message,
            hint[:1].upper() + hint[1:],
            _element(source, result.get("location", "")),
        )


def _severity(result: Element) -> Severity:
    role = (result.get("role") or result.get("flag") or "").lower()
    if role.startswith(("warn", "nonfatal")):
        return Severity.WARNING
    return Severity.INFO if role.startswith(("info", "hint")) else Severity.ERROR


def _element(source: Source, location: str) -> Element | None:
    """The element that a path in the notation of `fn:path` names; an attribute or text node by its parent."""
    path = re.sub(r"^/root\(\)|/(?:@[^/]*|text\(\)\[\d+\]|comment\(\)\[\d+\])$", "", location)
    prefixes = {
        uri: f"n{number}" for number, uri in enumerate(dict.fromkeys(uri for uri in _STEP.findall(path) if uri))
    }
    path = _STEP.sub(lambda match: f"{prefixes[match[1]]}:" if match[1] else "", path)
    if not path.startswith("/"):
        return source.root
    found = source.root.xpath(path, namespaces={prefix: uri for uri, prefix in prefixes.items()} or None)
    return found[0] if found else source.root
