"""What the files of a built edition are: those of the record by their formats, others by the ends of their names."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from ibidem.record.files import FOLDER, RECORD
from ibidem.record.formats import FORMATS
from ibidem.signposting import LINKSET


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
    ".yaml": Media("text/yaml", "Data in YAML"),
    ".zip": Media("application/zip", "An archive"),
}
_RECORDS = {
    RECORD: Media("application/xml", "The record"),
    **{form.file: Media(form.type, "The record") for form in FORMATS.values()},
}
_LINKS = Media("application/linkset+json", "Links for programs")
_OTHER = Media("application/octet-stream", "A file")


def media(path: str) -> Media:
    """What a file is, by its path below the built edition."""
    name = PurePosixPath(path)
    if path == LINKSET:
        return _LINKS
    if name.parts[:1] == (FOLDER,) and name.name in _RECORDS:
        return _RECORDS[name.name]
    return _BY_SUFFIX.get(name.suffix.lower(), _OTHER)
