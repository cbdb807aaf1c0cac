"""The edition for Europeana, in its data model."""

from collections.abc import Iterator

from ibidem.deposit.package import Built
from ibidem.deposit.xml_records import transformed


def files(built: Built) -> Iterator[tuple[str, bytes]]:
    """One file of RDF."""
    yield "edm.xml", transformed(built.record, "edm", address=built.record.address)
