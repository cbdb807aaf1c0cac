"""A static repository of OAI-PMH: one file with all records, which a gateway makes harvestable.

http://www.openarchives.org/OAI/2.0/guidelines-static-repository.htm
"""

from collections.abc import Iterator

from ibidem.deposit.package import Built
from ibidem.oai.answer import NAMESPACE, identity, metadata_format, record
from ibidem.oai.formats import METADATA_FORMATS
from ibidem.oai.repository import repository
from ibidem.oai.xml import XSI, element

_STATIC = f"{NAMESPACE}static-repository"
_NAME = "repository.xml"


def files(built: Built) -> Iterator[tuple[str, bytes]]:
    """The file. It knows neither sets nor deleted records, and its dates are days (section 3.2)."""
    found = repository(built, built.edition.api.domain)
    url = built.edition.record.url or f"{built.record.url.rstrip('/')}/"
    address = f"{url}deposit/oai/{_NAME}"
    formats = "".join(metadata_format(name, "oai:") for name in METADATA_FORMATS)
    parts = [
        element("Identify", identity(found, _base(address, built.edition.api.gateway), "oai:")),
        element("ListMetadataFormats", formats),
    ]
    for name in METADATA_FORMATS:
        records = "".join(record(item, name, "oai:", sets=False) for item in found.items)
        parts.append(element("ListRecords", records, {"metadataPrefix": name}))
    attributes = {
        "xmlns": _STATIC,
        "xmlns:oai": NAMESPACE,
        "xmlns:xsi": XSI,
        "xsi:schemaLocation": f"{_STATIC} {_STATIC}.xsd",
    }
    document = f'<?xml version="1.0" encoding="UTF-8"?>\n{element("Repository", "".join(parts), attributes)}\n'
    yield _NAME, document.encode("utf-8", "replace")


def _base(address: str, gateway: str) -> str:
    """The base URL: that of the gateway, and that of the file without its scheme (section 3.2); without a gateway, where the file is."""
    return f"{gateway}{address.partition('://')[2]}" if gateway else address
