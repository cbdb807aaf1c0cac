"""The formats of a record: for each the file it goes into, what writes it, and what it needs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ibidem.finding import Finding
from ibidem.record import bibtex, cff, csl, datacite, ris, schema_org, xml
from ibidem.record.model import Record
from ibidem.record.needs import Needs, lacking


@dataclass(frozen=True, slots=True)
class Format:
    """One format: what it is called, the name and the media type of its file, its writer, what it needs of a record."""

    title: str
    file: str
    type: str
    write: Callable[[Record], str]
    needs: Needs

    def lacks(self, record: Record) -> Iterator[Finding]:
        """What the format requires or recommends and the record does not have."""
        return lacking(record, self.title, self.needs)


_CITED = Needs(recommended=("creator", "date"))
_DATACITE = ("creator", "title", "publisher", "date")
_DISCOVERED = ("abstract", "subject", "licence")

FORMATS = {
    "dc": Format(
        "Dublin Core",
        "oai_dc.xml",
        "application/xml",
        xml.as_oai_dc,
        Needs(recommended=("creator", "date", "language")),
    ),
    "datacite-json": Format(
        "DataCite",
        "datacite.json",
        "application/vnd.datacite.datacite+json",
        datacite.as_datacite_json,
        Needs(_DATACITE, ("doi", *_DISCOVERED)),
    ),
    "datacite-xml": Format(
        "DataCite", "datacite.xml", "application/xml", xml.as_datacite_xml, Needs(("doi", *_DATACITE), _DISCOVERED)
    ),
    "mods": Format(
        "MODS", "mods.xml", "application/xml", xml.as_mods, Needs(recommended=("creator", "date", "language"))
    ),
    "schema-org": Format(
        "schema.org",
        "schema-org.jsonld",
        "application/ld+json",
        schema_org.as_schema_org,
        Needs(recommended=("creator", "abstract", "licence", "address")),
    ),
    "cff": Format(
        "CITATION.cff",
        "CITATION.cff",
        "text/yaml",
        cff.as_cff,
        Needs(("title", "creator"), ("version", "date", "licence", "address")),
    ),
    "bibtex": Format("BibTeX", "record.bib", "text/x-bibtex", bibtex.as_bibtex, _CITED),
    "ris": Format("RIS", "record.ris", "application/x-research-info-systems", ris.as_ris, _CITED),
    "csl": Format("CSL-JSON", "csl.json", "application/vnd.citationstyles.csl+json", csl.as_csl, _CITED),
}
