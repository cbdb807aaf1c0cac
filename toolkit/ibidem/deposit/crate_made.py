"""How a crate says that Ibidem made its pages from the TEI."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import PurePosixPath

from ibidem import __version__
from ibidem.deposit.archive import moment
from ibidem.deposit.crate_context import Entity, iri, link
from ibidem.deposit.package import Built
from ibidem.resources import resource

_SOFTWARE = f"https://pypi.org/project/ibidem/{__version__}/"
_SHEETS = (("html.xsl", "html", "pages"), ("print.xsl", "print", "print edition"))


def action(built: Built) -> Iterator[Entity]:
    """The build: the texts and the stylesheets that went in, what came out, and the program."""
    texts = dict.fromkeys(f"{text.id}/{text.id}.xml" for text in built.texts)
    results = [path for path in built.files if path not in texts and _is_made(path)]
    sheets = [_stylesheet(*sheet) for sheet in _SHEETS]
    yield {
        "@id": "#build",
        "@type": "CreateAction",
        "name": "Building the edition",
        "description": f"Ibidem {__version__} made the pages and the print edition from the texts in TEI",
        "instrument": link(_SOFTWARE),
        "object": [link(iri(path)) for path in texts] + [link(sheet["@id"]) for sheet in sheets],
        "result": [link(iri(path)) for path in results],
        # Only what is set is known: the time of the build itself would make each crate another.
        "endTime": f"{moment(built.record):%Y-%m-%dT%H:%M:%SZ}" if "SOURCE_DATE_EPOCH" in os.environ else "",
    }
    yield {
        "@id": _SOFTWARE,
        "@type": "SoftwareApplication",
        "name": "Ibidem",
        "description": "Validates, resolves and publishes scholarly editions in TEI",
        "version": __version__,
        "url": _SOFTWARE,
    }
    yield from sheets


def _is_made(path: str) -> bool:
    return PurePosixPath(path).suffix in (".html", ".typ", ".pdf")


def _stylesheet(entry: str, folder: str, what: str) -> Entity:
    """A stylesheet with all that it includes, and a digest of them."""
    digest = hashlib.sha256()
    parts = [path for place in (folder, "lib") for path in sorted(resource(f"xslt/{place}").rglob("*.xsl"))]
    for path in (resource(f"xslt/{entry}"), *parts):
        digest.update(path.read_bytes())
    return {
        "@id": f"#{entry}",
        "@type": "CreativeWork",
        "name": entry,
        "description": f"The XSLT stylesheet of Ibidem {__version__} for the {what}, with what it includes",
        "encodingFormat": "application/xslt+xml",
        "sha256": digest.hexdigest(),
        "isPartOf": link(_SOFTWARE),
    }
