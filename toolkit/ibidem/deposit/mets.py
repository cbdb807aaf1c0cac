"""The edition as a METS document beside its files, which it lists with their checksums."""

import hashlib
from collections.abc import Iterator

from ibidem import __version__
from ibidem.deposit.archive import moment
from ibidem.deposit.crate_context import iri
from ibidem.deposit.media import media
from ibidem.deposit.package import Built
from ibidem.deposit.xml_records import transformed


def files(built: Built) -> Iterator[tuple[str, bytes]]:
    """`mets.xml` and the built edition, in a folder of its name."""
    folder, listed = f"{built.record.id}/", []
    for path, data in built.files.items():
        digest = hashlib.sha256(data).hexdigest()
        listed.append("\t".join((iri(path), media(path).type, str(len(data)), digest)))
        yield folder + path, data
    created = f"{moment(built.record):%Y-%m-%dT%H:%M:%SZ}"
    program = f"ibidem {__version__}"
    yield f"{folder}mets.xml", transformed(built.record, "mets", files=tuple(listed), created=created, program=program)
