"""The formats in which a harvester takes a record: Dublin Core, and the text itself in TEI."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from ibidem.deposit.package import Text
from ibidem.oai.xml import XSI
from ibidem.record.xml import as_oai_dc
from ibidem.tree import Element

_TEI_SCHEMA = "https://www.tei-c.org/release/xml/tei/custom/schema/xsd/tei_all.xsd"
_TEI = "http://www.tei-c.org/ns/1.0"
_START = re.compile(r"<[^\s/>]+")


@dataclass(frozen=True, slots=True)
class MetadataFormat:
    """A format by its prefix: the address of its schema, its namespace, and how a text is written in it."""

    prefix: str
    schema: str
    namespace: str
    write: Callable[[Text], str]


@lru_cache(maxsize=1024)  # lists are asked for again and again
def _dublin_core(text: Text) -> str:
    return _bare(etree.fromstring(as_oai_dc(text.record).encode()))


def _tei(text: Text) -> str:
    """The whole text, which names the schema of its format as the protocol wants it (section 3.4)."""
    root = text.source.root
    written = _bare(root)
    if None not in root.nsmap:  # else what has no namespace would come into that of the answer
        written = _START.sub(lambda start: start[0] + ' xmlns=""', written, count=1)
    if root.get(f"{{{XSI}}}schemaLocation") is not None:
        return written
    prefix = next((name for name, uri in root.nsmap.items() if uri == XSI and name), "")
    declared = "" if prefix else f' xmlns:{_unused(root)}="{XSI}"'
    location = f' {prefix or _unused(root)}:schemaLocation="{_TEI} {_TEI_SCHEMA}"'
    return _START.sub(lambda start: start[0] + declared + location, written, count=1)


def _unused(root: Element) -> str:
    name = "xsi"
    while name in root.nsmap:
        name += "_"
    return name


def _bare(root: Element) -> str:
    """An element as text, without what stands before and after it."""
    return str(etree.tostring(root, encoding="unicode", with_tail=False))


METADATA_FORMATS = {
    each.prefix: each
    for each in (
        MetadataFormat(
            "oai_dc",
            "http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
            "http://www.openarchives.org/OAI/2.0/oai_dc/",
            _dublin_core,
        ),
        MetadataFormat("tei", _TEI_SCHEMA, _TEI, _tei),
    )
}
