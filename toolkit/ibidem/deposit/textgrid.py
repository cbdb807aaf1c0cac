"""A set of objects for import into the TextGrid Repository: of each text the work, the edition and the TEI, and one collection."""

from collections.abc import Iterable, Iterator

from lxml import etree

from ibidem.deposit.crate_context import iri
from ibidem.deposit.package import Built
from ibidem.deposit.xml_records import transformed

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_ORE = "http://www.openarchives.org/ore/terms/"


def files(built: Built) -> Iterator[tuple[str, bytes]]:
    """The objects, each with a file of metadata beside it."""
    for text in built.texts:
        name = text.id
        yield f"{name}.work", b""
        yield f"{name}.work.meta", transformed(text.record, "textgrid", kind="work")
        yield f"{name}.edition", _aggregation(f"{name}.edition", [f"{name}.xml"])
        yield f"{name}.edition.meta", transformed(text.record, "textgrid", kind="edition", work=iri(f"{name}.work"))
        yield f"{name}.xml", text.source.data
        yield f"{name}.xml.meta", transformed(text.record, "textgrid", kind="item")
    whole = f"{built.record.id}.collection"
    yield whole, _aggregation(whole, [f"{text.id}.edition" for text in built.texts])
    yield f"{whole}.meta", transformed(built.record, "textgrid", kind="collection")


def _aggregation(name: str, members: Iterable[str]) -> bytes:
    root = etree.Element(f"{{{_RDF}}}RDF", nsmap={"rdf": _RDF, "ore": _ORE})
    about = etree.SubElement(root, f"{{{_RDF}}}Description", {f"{{{_RDF}}}about": iri(name)})
    for member in members:
        etree.SubElement(about, f"{{{_ORE}}}aggregates", {f"{{{_RDF}}}resource": iri(member)})
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True))
