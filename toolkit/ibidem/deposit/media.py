"""What the files of a built edition are, by the ends of their names."""

from dataclasses import dataclass
from pathlib import PurePosixPath


@dataclass(frozen=True, slots=True)
class Media:
    """A media type of IANA, and what a file of it is in an edition."""

    type: str
    what: str


_BY_SUFFIX = {
    ".xml": Media("application/tei+xml", "The text in TEI"),
    ".html": Media("text/html", "Page of the web edition"),
    ".pdf": Media("application/pdf", "The print edition"),
    ".typ": Media("text/plain", "Source of the print edition, in Typst"),
    ".css": Media("text/css", "How the pages look"),
    ".js": Media("text/javascript", "A program of the pages"),
    ".json": Media("application/json", "Data in JSON"),
    ".jsonld": Media("application/ld+json", "Data in JSON-LD"),
    ".csv": Media("text/csv", "A table"),
    ".ttl": Media("text/turtle", "Data in RDF"),
    ".rdf": Media("application/rdf+xml", "Data in RDF"),
    ".txt": Media("text/plain", "A text"),
    ".svg": Media("image/svg+xml", "A picture"),
    ".png": Media("image/png", "A picture"),
    ".jpg": Media("image/jpeg", "A picture"),
    ".jpeg": Media("image/jpeg", "A picture"),
    ".gif": Media("image/gif", "A picture"),
    ".webp": Media("image/webp", "A picture"),
    ".bib": Media("text/x-bibtex", "The record in BibTeX"),
    ".ris": Media("application/x-research-info-systems", "The record in RIS"),
    ".cff": Media("text/yaml", "The record as CITATION.cff"),
    ".yaml": Media("text/yaml", "Data in YAML"),
    ".zip": Media("application/zip", "An archive"),
}
_OTHER = Media("application/octet-stream", "A file")


def media(path: str) -> Media:
    """What a file is."""
    return _BY_SUFFIX.get(PurePosixPath(path).suffix.lower(), _OTHER)
